/* Maps: found again, growing where Go grows, allocating what Go allocates, nothing left behind. */
#include "../gort/counted.h"

#include "gort/map.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void insert(gort_map *m, uint64_t from, uint64_t to)
{
    for (uint64_t key = from; key < to; key++)
        *gort_map_assign(m, key * 7) = key;
}

static void assert_holds(const gort_map *m, uint64_t count)
{
    assert_int_equal(m->count, count);
    for (uint64_t key = 0; key < count; key++)
        assert_int_equal(gort_map_get(m, key * 7), key);
}

static void end(gort_map *m)
{
    gort_map_done(m);
    esc_done(m);
}

static void every_key_is_found_after_every_insert(void **state)
{
    (void)state;
    gort_map *m = gort_map_make();
    for (uint64_t count = 0; count < 1000; count++) {
        assert_int_equal(gort_map_get(m, count * 7), 0);
        insert(m, count, count + 1);
        assert_holds(m, count + 1);
    }
    end(m);
}

static void assigning_again_replaces(void **state)
{
    (void)state;
    gort_map *m = gort_map_make();
    insert(m, 0, 100);
    *gort_map_assign(m, 7) = 4711;
    assert_int_equal(m->count, 100);
    assert_int_equal(gort_map_get(m, 7), 4711);
    end(m);
}

/* Go 1.19 doubles the table at 9, 14, 27, 53, 105, 209, 417 and 833 keys. */
static void tables_double_where_go_doubles_them(void **state)
{
    (void)state;
    static const size_t expected[] = {9, 14, 27, 53, 105, 209, 417, 833};
    gort_map *m = gort_map_make();
    size_t doubled = 0;
    for (uint64_t key = 0; key < 1000; key++) {
        unsigned before = m->log;
        insert(m, key, key + 1);
        if (m->log == before)
            continue;
        assert_true(doubled < COUNT(expected));
        assert_int_equal(m->count, expected[doubled++]);
    }
    assert_int_equal(doubled, COUNT(expected));
    end(m);
}

/* go test -benchmem: an empty map that escapes 48 B, with one key 192 B in 2, with eight the same.
 */
static void small_maps_allocate_as_much_as_go(void **state)
{
    (void)state;
    count_from_here();
    gort_map *m = gort_map_make();
    assert_counted(1, 48);
    insert(m, 0, 1);
    assert_counted(2, 48 + 144);
    insert(m, 1, 8);
    assert_counted(2, 48 + 144);
    insert(m, 8, 9);
    assert_counted(3, 48 + 144 + 288);
    end(m);
}

static void eight_keys_fit_a_frame(void **state)
{
    (void)state;
    gort_map m;
    gort_bucket bucket;
    count_from_here();
    gort_map_init_frame(&m, &bucket, 8);
    insert(&m, 0, 8);
    assert_holds(&m, 8);
    assert_counted(0, 0);
    insert(&m, 8, 9);
    assert_int_equal(counted.allocs, 1);
    insert(&m, 9, 300);
    assert_holds(&m, 300);
    gort_map_done(&m);
    assert_int_equal(counted.frees, counted.allocs);
}

/* 64 keys: 16 buckets and as many spare ones as the size class 2688 holds, and the 24-byte extra.
 */
static void a_sized_map_is_made_at_once(void **state)
{
    (void)state;
    gort_map m;
    gort_bucket bucket;
    count_from_here();
    gort_map_init_frame(&m, &bucket, 64);
    assert_counted(2, 18 * 144 + 24);
    unsigned before = m.log;
    insert(&m, 0, 64);
    assert_int_equal(m.log, before);
    assert_holds(&m, 64);
    gort_map_done(&m);
    assert_int_equal(counted.frees, counted.allocs);
}

static void nothing_is_left_at_any_size(void **state)
{
    (void)state;
    for (uint64_t count = 0; count < 300; count++) {
        count_from_here();
        gort_map *m = gort_map_make();
        insert(m, 0, count);
        end(m);
        assert_int_equal(counted.frees, counted.allocs);
    }
}

/* As many overflow buckets as buckets: the table is rebuilt at its own size, and nothing is lost.
 */
static void too_many_chains_are_rebuilt_at_the_same_size(void **state)
{
    (void)state;
    gort_map *m = gort_map_make();
    insert(m, 0, 60);
    while (m->old)
        gort_map_move(m, m->moved);
    assert_int_equal(m->log, 4);
    m->overflows = 16;
    insert(m, 60, 61);
    assert_true(m->flags & GORT_MAP_SAME_SIZE);
    assert_int_equal(m->log, 4);
    assert_holds(m, 61);
    while (m->old)
        gort_map_move(m, m->moved);
    assert_int_equal(m->flags, 0);
    assert_holds(m, 61);
    end(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_is_found_after_every_insert),
        cmocka_unit_test(assigning_again_replaces),
        cmocka_unit_test(tables_double_where_go_doubles_them),
        cmocka_unit_test(small_maps_allocate_as_much_as_go),
        cmocka_unit_test(eight_keys_fit_a_frame),
        cmocka_unit_test(a_sized_map_is_made_at_once),
        cmocka_unit_test(nothing_is_left_at_any_size),
        cmocka_unit_test(too_many_chains_are_rebuilt_at_the_same_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
