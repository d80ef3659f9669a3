/* Go 1.27's heap where it differs from 1.19's: bytes beside what go1.27.3 answered
 * (tests/vectors/malloc), headers, bits at a span's end, marks on spans. */
#include "../../harness/goheap/goheap.h"
#include "../../harness/goheap/header.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "../vectors/malloc_vectors.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const uint8_t one_pointer[] = {1};
static const struct goheap_type byte_type = {1, 0, NULL};
static const struct goheap_type pointer_type = {8, 8, one_pointer};
static void *roots[2];
static void *volatile sink;

static int start(int gogc)
{
    struct goheap_config config = goheap_config_default();
    config.release = GOHEAP_GO_1_27;
    config.gogc = gogc;
    config.poison = config.verify = true;
    memset(roots, 0, sizeof roots);
    return goheap_init(&config) && goheap_add_roots(roots, roots + COUNT(roots)) ? 0 : -1;
}

static int setup(void **state)
{
    (void)state;
    return start(100);
}

static int setup_plain(void **state)
{
    (void)state;
    struct goheap_config config = goheap_config_default();
    config.release = GOHEAP_GO_1_27;
    return goheap_init(&config) ? 0 : -1;
}

static int setup_off(void **state)
{
    (void)state;
    return start(-1);
}

static int teardown(void **state)
{
    (void)state;
    const bool ok = goheap_verify(stderr);
    goheap_shutdown();
    return ok ? 0 : -1;
}

/* ---- bytes ---- */

static void assert_cost(size_t bytes, bool scan, double expected)
{
    const size_t count = bytes < 16 ? 4800 : 2;
    struct goheap_stats before, after;
    goheap_stats_read(&before);
    for (size_t i = 0; i < count; i++)
        sink = scan ? goheap_make(&pointer_type, bytes / 8) : goheap_make(&byte_type, bytes);
    goheap_stats_read(&after);
    const double cost =
        (double)(after.total_alloc_bytes - before.total_alloc_bytes) / (double)count;
    /* A block that others had begun, and the rounding of the recorded mean. */
    const double off = 16.0 / (double)count + 0.005;
    if (after.mallocs - before.mallocs != count ||
        (bytes < 16 ? cost < expected - off || cost > expected + off : cost != expected))
        fail_msg("%zu bytes %s pointers: %g a time, Go %g", bytes, scan ? "with" : "without", cost,
                 expected);
}

static void assert_answers(const struct malloc_answer *answers, size_t count, bool scan)
{
    const size_t step = scan ? 8 : 1;
    for (size_t i = 0; i < count; i++) {
        for (size_t bytes = answers[i].first; bytes <= answers[i].last && bytes <= 1024;
             bytes += step)
            assert_cost(bytes, scan, answers[i].bytes);
        assert_cost(answers[i].first, scan, answers[i].bytes);
        assert_cost(answers[i].last, scan, answers[i].bytes);
    }
}

static void every_size_costs_the_bytes_of_go(void **state)
{
    (void)state;
    assert_answers(malloc_noscan, COUNT(malloc_noscan), false);
    assert_answers(malloc_scan, COUNT(malloc_scan), true);
}

/* msize.go, roundupsize: the slot less the header. 512 bytes are the last without one, and 32,760
 * the last that fit into a slot. */
static void rounding_leaves_room_for_the_header(void **state)
{
    (void)state;
    static const struct {
        size_t asked, pointers, plain;
    } cases[] = {{0, 0, 0},
                 {8, 8, 8},
                 {504, 512, 512},
                 {512, 512, 512},
                 {520, 576 - 8, 576},
                 {576, 640 - 8, 576},
                 {1016, 1024 - 8, 1024},
                 {1024, 1152 - 8, 1024},
                 {32760, 32768 - 8, 32768},
                 {32768, 32768, 32768},
                 {32776, 40960, 40960}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(goheap_round_size_1_27(cases[i].asked, true), cases[i].pointers);
        assert_int_equal(goheap_round_size_1_27(cases[i].asked, false), cases[i].plain);
    }
}

/* mheap.go, initSpan: 128 bytes of marks behind slots of 16 to 512 bytes, 128 bytes of pointer bits
 * behind those with pointers. */
static void a_page_has_fewer_slots(void **state)
{
    (void)state;
    static const struct {
        size_t bytes, plain, pointers;
    } cases[] = {{8, 1024, 8064 / 8},
                 {16, 8064 / 16, 7936 / 16},
                 {24, 8064 / 24, 7936 / 24},
                 {64, 126, 124},
                 {96, 84, 82},
                 {512, 15, 15}};
    for (size_t i = 0; i < COUNT(cases); i++)
        for (int scan = 0; scan < 2; scan++) {
            if (cases[i].bytes == 8 && !scan)
                continue; /* tiny blocks */
            const uintptr_t first =
                (uintptr_t)(scan ? goheap_make(&pointer_type, cases[i].bytes / 8)
                                 : goheap_alloc_dirty(cases[i].bytes));
            const struct span *span = span_at(first);
            assert_int_equal(span->elements, scan ? cases[i].pointers : cases[i].plain);
            assert_true(span->base + span->elements * cases[i].bytes <= span->base + PAGE_BYTES);
        }
}

/* ---- collections ---- */

/* One processor: marking by assists and the worker's turns. Go's own counts move by one from run to
 * run. */
static void garbage_is_collected_as_often_as_in_go(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(malloc_cycles); i++) {
        const size_t bytes = malloc_cycles[i].bytes;
        struct goheap_stats before, after;
        goheap_collect();
        goheap_stats_read(&before);
        for (size_t n = 0; n < MALLOC_GARBAGE_BYTES / bytes; n++)
            sink = malloc_cycles[i].pointers ? goheap_make(&pointer_type, bytes / 8)
                                             : goheap_make(&byte_type, bytes);
        goheap_stats_read(&after);
        const int cycles = (int)(after.cycles - before.cycles), go = malloc_cycles[i].cycles;
        if (cycles < go - 2 || cycles > go + 2)
            fail_msg("%zu bytes %s pointers: %d collections, Go %d", bytes,
                     malloc_cycles[i].pointers ? "with" : "without", cycles, go);
    }
}

/* ---- which words are pointers ---- */

static bool pointer_at(const char *object, size_t word)
{
    const uintptr_t at = (uintptr_t)object + word * 8;
    const struct span *span = span_at(at);
    const uint32_t index = span->span_class / 2 == 0 ? 0 : element_index(span, at);
    return goheap_header_is_pointer(span, span->base + index * span->element_bytes, at);
}

static bool says_pointer(const struct goheap_type *type, size_t count, size_t word)
{
    const size_t field = word % (type->size / 8);
    return word < type->size / 8 * count && field < type->pointer_bytes / 8 &&
           (type->pointer_mask[field / 8] >> field % 8 & 1);
}

/* Words of an array and of its neighbour; behind the array in its slot there may be more elements,
 * which are zero. */
static void assert_words(const struct goheap_type *type, size_t count)
{
    const char *before = goheap_make(type, count);
    const char *object = goheap_make(type, count);
    for (int copy = 0; copy < 2; copy++, object = before)
        for (size_t word = 0; word < type->size / 8 * count; word++)
            assert_int_equal(pointer_at(object, word), says_pointer(type, count, word));
}

/* What the collector walks over, from any word on to any other. */
static void assert_walk(const struct goheap_type *type, size_t count, size_t from, size_t to)
{
    const uintptr_t object = 0x10000;
    struct type_pointers pointers =
        goheap_type_pointers(type, object, object + 8 * from, object + 8 * to);
    for (size_t word = from; word < to; word++)
        if (says_pointer(type, count, word))
            assert_int_equal(type_pointers_next(&pointers), object + 8 * word);
    assert_int_equal(type_pointers_next(&pointers), 0);
}

/* Types live as long as their objects. */
static struct goheap_type types[64];

static void masks_of_single_objects_and_arrays(void **state)
{
    (void)state;
    static const uint8_t mixed[] = {0xa5, 0x3c, 0x81, 0x7e, 0xff, 0x00, 0x99, 0x66, 0x5a,
                                    0xc3, 0x18, 0xe7, 0x01, 0x80, 0x42, 0x24, 0xff};
    static const size_t words[] = {2, 3, 5, 7, 9, 31, 63, 64, 65, 90, 128, 129};
    static const size_t counts[] = {1, 2, 3, 10, 33, 100, 1000};
    size_t used = 0;
    for (size_t i = 0; i < COUNT(words); i++)
        for (size_t prefix = 1; prefix <= words[i]; prefix += 1 + words[i] / 4) {
            struct goheap_type *type = &types[used++];
            *type = (struct goheap_type){words[i] * 8, prefix * 8, mixed};
            for (size_t k = 0; k < COUNT(counts); k++)
                assert_words(type, counts[k]);
            for (size_t from = 0; from < 3 * words[i]; from += 1 + from / 2)
                for (size_t to = from; to <= 3 * words[i]; to += 1 + to / 3)
                    assert_walk(type, 3, from, to);
        }
}

/* ---- zero, live, freed ---- */

/* Freed slots hold Go's clobberfree pattern. */
static void recycled_memory_is_cleared(void **state)
{
    (void)state;
    static const size_t sizes[] = {8, 24, 80, 96, 512, 520, 1152, 8192, 32760, 32768, 300000};
    for (size_t i = 0; i < COUNT(sizes); i++)
        for (size_t n = 0; n < 30 + 900000 / sizes[i]; n++) {
            const bool scan = n % 2;
            uint64_t *object =
                scan ? goheap_make(&pointer_type, sizes[i] / 8) : goheap_make(&byte_type, sizes[i]);
            for (size_t k = 0; k < sizes[i] / 8; k++)
                assert_int_equal(object[k], 0);
            memset(object, 0xff, scan ? 0 : sizes[i]);
        }
}

static uint64_t live_objects(void)
{
    struct goheap_stats stats;
    goheap_collect();
    goheap_stats_read(&stats);
    return stats.heap_objects;
}

enum { NODES = 3000, WIDE_NODES = 20, WIDE_WORDS = 1000 };

/* Each node is held by a word of `all`, and holds a leaf by its own last word. */
static __attribute__((noinline)) void build_nodes(void **all, const struct goheap_type *type,
                                                  size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *node = goheap_new(type);
        goheap_store(&all[i], node);
        goheap_store(node + type->size - 8, goheap_make(&pointer_type, 2));
    }
}

/* Nodes in slots with bits, with marks and bits, with a header, and in spans of their own: all stay
 * with their leaves, none is counted twice, and all go but what a word of the stack may keep. */
static void nodes_of_every_kind_stay_until_they_are_cut(void **state)
{
    (void)state;
    static uint8_t masks[6][1024];
    static const size_t words[] = {1, 2, 8, 64, 65, 5000};
    void **all = goheap_make(&pointer_type, NODES);
    goheap_store(&roots[0], all);
    for (size_t i = 0; i < COUNT(words); i++) {
        masks[i][(words[i] - 1) / 8] = (uint8_t)(1u << (words[i] - 1) % 8);
        types[i] = (struct goheap_type){words[i] * 8, words[i] * 8, masks[i]};
        const uint64_t before = live_objects();
        const size_t count = words[i] > WIDE_WORDS ? WIDE_NODES : NODES;
        build_nodes(all, &types[i], count);
        const uint64_t built = live_objects();
        goheap_clear(all, NODES * sizeof *all, &pointer_type);
        const uint64_t after = live_objects();
        assert_in_range(built, before + 2 * count - 8, before + 2 * count);
        assert_in_range(after, before - 8, before + 8);
    }
}

/* A pointer just past an object's end leads into the next slot, which is free: it keeps nothing and
 * breaks nothing. Of the last slot of a page it leads to what is no slot. */
static void a_pointer_past_the_end_marks_nothing(void **state)
{
    (void)state;
    enum { OBJECTS = 300, BYTES = 32 };
    void **all = goheap_make(&pointer_type, OBJECTS);
    goheap_store(&roots[0], all);
    const uint64_t before = live_objects();
    for (size_t i = 0; i < OBJECTS; i++) {
        void **object = goheap_make(&pointer_type, BYTES / 8);
        goheap_store(&object[0], (char *)object + BYTES);
        goheap_store(&all[i], object);
    }
    assert_in_range(live_objects(), before + OBJECTS - 8, before + OBJECTS);
    for (size_t i = 0; i < OBJECTS; i += 2)
        goheap_store(&all[i], NULL);
    live_objects(); /* those that were kept by their neighbour alone go one cycle later */
    assert_true(live_objects() - before <= OBJECTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_size_costs_the_bytes_of_go, setup_off, teardown),
        cmocka_unit_test(rounding_leaves_room_for_the_header),
        cmocka_unit_test_setup_teardown(garbage_is_collected_as_often_as_in_go, setup_plain,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_page_has_fewer_slots, setup, teardown),
        cmocka_unit_test_setup_teardown(masks_of_single_objects_and_arrays, setup, teardown),
        cmocka_unit_test_setup_teardown(recycled_memory_is_cleared, setup, teardown),
        cmocka_unit_test_setup_teardown(nodes_of_every_kind_stay_until_they_are_cut, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_pointer_past_the_end_marks_nothing, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
