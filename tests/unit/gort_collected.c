/*
 * gort/ on the Go-model heap while it collects at every few allocations, checks the whole graph and
 * overwrites what it frees: whatever a model forgets to keep alive or to announce shows up here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#if defined(ESC_GO)
#define ESC_RUNTIME_ID 4 /* goheap@1.27 */
#else
#define ESC_RUNTIME_ID 0
#endif
#include "kernel/esc.h"

#include "gort/chan.h"
#include "gort/defer.h"
#include "gort/fmt.h"
#include "gort/iface.h"
#include "gort/maprange.h"
#include "gort/mapstring.h"
#include "gort/pool.h"
#include "gort/slice.h"
#include "gort/string.h"
#include "gort/timer.h"
#include "gort/tree.h"

enum { STRESS_INTERVAL = 7 };

/* A value on the heap, so that losing it can be seen. */
typedef struct {
    uint64_t number, twice;
} box;
ESC_NOSCAN(box);

static box *new_box(uint64_t number)
{
    box *b = esc_new(box);
    b->number = number;
    b->twice = 2 * number;
    return b;
}

static void assert_box(const box *b, uint64_t number)
{
    assert_non_null(b);
    assert_int_equal(b->number, number);
    assert_int_equal(b->twice, 2 * number);
}

static int start_heap(void **state)
{
    (void)state;
    struct goheap_config config = goheap_config_default();
    config.release = ESC_GO == 27 ? GOHEAP_GO_1_27 : GOHEAP_GO_1_19;
    config.stress_interval = STRESS_INTERVAL;
    config.poison = true;
    config.verify = true;
    return goheap_init(&config) ? 0 : -1;
}

/* Fails when the heap was hardly ever collected: then the tests have shown nothing. */
static int stop_heap(void **state)
{
    (void)state;
    struct goheap_stats stats;
    goheap_stats_read(&stats);
    goheap_shutdown();
    return stats.cycles > 1000 && stats.frees > 0 ? 0 : -1;
}

static void growing_slices_keep_what_they_hold(void **state)
{
    (void)state;
    gort_slice s = {NULL, 0, 0};
    for (uint64_t k = 0; k < 2000; k++) {
        if (s.length == s.capacity)
            gort_slice_grow(&s, s.length + 1, &gort_type_pointer);
        esc_store((box **)s.array + s.length, new_box(k));
        s.length++;
    }
    for (uint64_t k = 0; k < 2000; k++)
        assert_box(((box **)s.array)[k], k);
}

#if ESC_GO == 27
#include "../vectors/malloc_vectors.h"

/* Eight words that are appended to one by one: each capacity on the way, as go1.27.3 answered. */
static void slices_grow_as_in_go(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof malloc_growth / sizeof *malloc_growth; i++) {
        const struct esc_type *type =
            malloc_growth[i].pointers ? &gort_type_pointer : &gort_type_word;
        gort_slice slice = {gort_heap_make(type, 8), 8, 8};
        for (size_t k = 0; malloc_growth[i].capacities[k] != 0; k++) {
            gort_slice_grow(&slice, slice.capacity + 1, type);
            assert_int_equal(slice.capacity, malloc_growth[i].capacities[k]);
            slice.length = slice.capacity;
        }
    }
}
#endif

static void maps_keep_their_overflow_buckets(void **state)
{
    (void)state;
    for (uint64_t round = 0; round < 20; round++) {
        gort_map *m = gort_map_make();
        for (uint64_t key = 0; key < 900; key++)
            *gort_map_assign(m, key) = key + round;
        assert_int_equal(m->count, 900);
        for (uint64_t key = 0; key < 900; key++)
            assert_int_equal(gort_map_get(m, key), key + round);
    }
}

GORT_MAP_OF_STRINGS(boxes, box *, &gort_type_pointer);

static gort_string key_on_heap(uint64_t k)
{
    char digits[48];
    int length = snprintf(digits, sizeof digits, "%03d and %d", (int)k, (int)(k * k));
    return gort_string_of_bytes(NULL, digits, (size_t)length);
}

/* Keys and values are on the heap and nowhere else; half of them go again; the map grows while it
 * is ranged over. */
static void maps_keep_their_keys_and_values(void **state)
{
    (void)state;
    for (uint64_t round = 0; round < 10; round++) {
        gort_map *m = gort_map_make_of(&boxes, 0);
        gort_map_iter it;
        uint64_t next = 100;
        for (uint64_t k = 0; k < next; k++)
            esc_store((box **)gort_map_assign_string(&boxes, m, key_on_heap(k)), new_box(k));
        for (uint64_t k = 0; k < next; k += 2)
            gort_map_delete_string(&boxes, m, key_on_heap(k));
        assert_int_equal(m->count, 50);
        for (gort_map_range(&boxes, m, &it); it.key; gort_map_next(&it)) {
            const box *b = *(box *const *)it.value;
            gort_string key = key_on_heap(b->number);
            assert_true(gort_same_string(it.key, &key));
            for (uint64_t end = next + 5; next < end && next < 500; next++)
                esc_store((box **)gort_map_assign_string(&boxes, m, key_on_heap(next)),
                          new_box(next));
        }
        for (uint64_t k = 1; k < next; k += k < 100 ? 2 : 1)
            assert_box(*(box *const *)gort_map_get_string(&boxes, m, key_on_heap(k)), k);
        assert_int_equal(m->count, next - 50);
    }
}

static void errors_keep_their_text_and_what_they_wrap(void **state)
{
    (void)state;
    assert_true(goheap_add_roots(&gort_printers, &gort_printers + 1));
    gort_any error = gort_error_new(key_on_heap(1));
    for (uint64_t k = 0; k < 200; k++) {
        gort_any args[] = {gort_any_word(1000 + k), error};
        error = gort_errorf(GORT_STRING("%d: %w"), args, 2);
    }
    assert_memory_equal(gort_error_text(error).bytes, "1199: 1198: 1197: ", 18);
    while (gort_is_wrap_error(error))
        error = gort_error_unwrap(error);
    assert_memory_equal(gort_error_text(error).bytes, "001 and 1", 9);
    goheap_remove_roots(&gort_printers);
}

static void timers_live_while_they_are_to_come(void **state)
{
    (void)state;
    assert_true(goheap_add_roots(&gort_timers, &gort_timers + 1));
    gort_chan *last = NULL;
    for (int64_t k = 0; k < 300; k++)
        last = gort_timer_new((k + 1) * 1000000000)->chan;
    gort_time time;
    assert_int_equal(gort_timers_run(gort_nanotime() + INT64_C(1000000000000)), 0);
    assert_true(gort_chan_receive(last, &time));
    goheap_remove_roots(&gort_timers);
}

static void channels_keep_what_waits_in_them(void **state)
{
    (void)state;
    gort_chan *c = gort_chan_make(&gort_type_pointer, 64);
    for (uint64_t round = 0; round < 50; round++) {
        for (uint64_t k = 0; k < 64; k++) {
            box *b = new_box(round + k);
            gort_chan_send(c, &b);
        }
        for (uint64_t k = 0; k < 64; k++) {
            box *b;
            assert_true(gort_chan_receive(c, &b));
            assert_box(b, round + k);
        }
    }
}

static struct gort_pool pool;

static void pools_keep_what_lies_in_them(void **state)
{
    (void)state;
    assert_true(goheap_add_roots(&pool, &pool + 1));
    for (uint64_t k = 0; k < 8; k++)
        gort_pool_put(&pool, new_box(100));
    for (uint64_t k = 0; k < 1000; k++)
        new_box(k);
    for (uint64_t k = 0; k < 8; k++)
        assert_box(gort_pool_get(&pool), 100);
    goheap_remove_roots(&pool);
}

typedef struct {
    void (*code)(void *self);
    box *captured;
    uint64_t *sum;
} closure;
ESC_POINTERS(closure, ESC_PTR(closure, captured) | ESC_PTR(closure, sum));

static void add_captured(void *self)
{
    closure *call = self;
    assert_box(call->captured, call->captured->number);
    *call->sum += call->captured->number;
}

static void deferred_closures_keep_what_they_captured(void **state)
{
    (void)state;
    assert_true(goheap_add_roots(&gort_defer_pool, &gort_defer_pool + 1));
    struct gort_record *frame = NULL;
    uint64_t sum = 0;
    for (uint64_t k = 1; k <= 200; k++) {
        box *captured = new_box(k);
        closure *call = esc_new(closure);
        *call = (closure){add_captured, captured, &sum};
        gort_defer(&frame, call);
    }
    gort_defer_return(&frame);
    assert_int_equal(sum, 200 * 201 / 2);
    goheap_remove_roots(&gort_defer_pool);
}

static void strings_and_boxes_live_while_they_are_held(void **state)
{
    (void)state;
    gort_string s = gort_string_of_bytes(NULL, "Ding", 4);
    const void *word = gort_box_word(4711);
    for (int k = 0; k < 500; k++)
        s = gort_concat(NULL, s, GORT_STRING("!"));
    assert_int_equal(s.length, 504);
    assert_memory_equal(s.bytes, "Ding!", 5);
    for (size_t k = 4; k < s.length; k++)
        assert_int_equal(s.bytes[k], '!');
    assert_int_equal(*(const uint64_t *)word, 4711);
}

static size_t count_nodes(const gort_node *top)
{
    return top ? 1 + count_nodes(top->left) + count_nodes(top->right) : 0;
}

static void kept_trees_have_the_nodes_asked_for(void **state)
{
    (void)state;
    assert_true(goheap_add_roots(&gort_live, &gort_live + 1));
    assert_null(gort_grow(0));
    for (size_t nodes = 1; nodes <= 1000; nodes = 3 * nodes + 1) {
        esc_store(&gort_live, gort_grow(nodes));
        assert_int_equal(count_nodes(gort_live), nodes);
        assert_int_equal(count_nodes(gort_live->left), (nodes - 1) / 2);
    }
    goheap_remove_roots(&gort_live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#if ESC_GO == 27
        cmocka_unit_test(slices_grow_as_in_go),
#endif
        cmocka_unit_test(growing_slices_keep_what_they_hold),
        cmocka_unit_test(maps_keep_their_overflow_buckets),
        cmocka_unit_test(maps_keep_their_keys_and_values),
        cmocka_unit_test(errors_keep_their_text_and_what_they_wrap),
        cmocka_unit_test(timers_live_while_they_are_to_come),
        cmocka_unit_test(channels_keep_what_waits_in_them),
        cmocka_unit_test(pools_keep_what_lies_in_them),
        cmocka_unit_test(deferred_closures_keep_what_they_captured),
        cmocka_unit_test(strings_and_boxes_live_while_they_are_held),
        cmocka_unit_test(kept_trees_have_the_nodes_asked_for),
    };
    return cmocka_run_group_tests(tests, start_heap, stop_heap);
}
