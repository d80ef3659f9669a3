/* Allocation: counts as Go's MemStats gives them, zeroing, type masks in the heap bitmap. */
#include "../../harness/goheap/bitmap.h"
#include "../../harness/goheap/goheap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const uint8_t one_pointer[] = {1};
static const struct goheap_type byte_type = {1, 0, NULL};
static const struct goheap_type pointer_type = {8, 8, one_pointer};
static void *volatile sink;

static int setup(void **state)
{
    (void)state;
    struct goheap_config config = goheap_config_default();
    config.poison = true;
    return goheap_init(&config) ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    const bool ok = goheap_verify(stderr);
    goheap_shutdown();
    return ok ? 0 : -1;
}

struct cost {
    double bytes, mallocs;
};

static struct cost cost_of(size_t bytes, bool scan, size_t count)
{
    struct goheap_stats before, after;
    goheap_stats_read(&before);
    for (size_t i = 0; i < count; i++)
        sink = scan ? goheap_make(&pointer_type, bytes / 8) : goheap_make(&byte_type, bytes);
    goheap_stats_read(&after);
    const double n = (double)count;
    return (struct cost){(double)(after.total_alloc_bytes - before.total_alloc_bytes) / n,
                         (double)(after.mallocs - before.mallocs) / n};
}

/* Bytes and allocations an operation in real Go 1.19 (B/op, allocs/op of benchmarks). */
static void test_bytes_and_mallocs_are_go_s(void **state)
{
    (void)state;
    static const struct {
        size_t asked;
        bool scan;
        double bytes;
    } cases[] = {{16, false, 16},       {24, true, 24},        {33, false, 48},
                 {64, true, 64},        {1025, false, 1152},   {8192, true, 8192},
                 {32768, false, 32768}, {32776, false, 40960}, {65544, false, 73728},
                 {80000, false, 81920}, {80000, true, 81920},  {1048576, true, 1048576}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct cost cost = cost_of(cases[i].asked, cases[i].scan, 2000);
        assert_true(cost.bytes == cases[i].bytes);
        assert_true(cost.mallocs == 1);
    }
}

/* Measured in Go: 1 B costs 1.1 B/op, 5 B 5.4, 6 to 8 B 8, 9 to 15 B 16. Sixteen, three and two
 * objects share a block (5 bytes are not aligned: 0, 5, 10). */
static void test_tiny_objects_share_blocks(void **state)
{
    (void)state;
    static const struct {
        size_t asked;
        double least, most;
    } cases[] = {{1, 1, 1.1},  {2, 2, 2.1},  {4, 4, 4.1},   {5, 5.3, 5.45}, {6, 8, 8.01},
                 {7, 8, 8.01}, {8, 8, 8.01}, {9, 16, 16.1}, {15, 16, 16.1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct cost cost = cost_of(cases[i].asked, false, 48000);
        assert_true(cost.bytes >= cases[i].least && cost.bytes <= cases[i].most);
        assert_true(cost.mallocs == 1);
    }
}

static void test_size_zero_allocates_nothing(void **state)
{
    (void)state;
    void *p = goheap_make(&byte_type, 0);
    assert_non_null(p);
    assert_ptr_equal(p, goheap_make(&pointer_type, 0));
    assert_true(cost_of(0, false, 10).mallocs == 0);
}

static void test_impossible_sizes_give_null(void **state)
{
    (void)state;
    assert_null(goheap_make(&pointer_type, SIZE_MAX / 4));
    assert_null(goheap_make(&pointer_type, SIZE_MAX / 8));
    assert_null(goheap_alloc_dirty(SIZE_MAX));
    assert_null(goheap_alloc_dirty(SIZE_MAX - 100000));
}

static void test_recycled_memory_is_cleared(void **state)
{
    (void)state;
    static const size_t sizes[] = {8, 16, 24, 48, 80, 256, 272, 1152, 8192, 32768, 40000, 300000};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        for (size_t n = 0; n < 30 + 20000000 / sizes[i] / 10; n++) {
            uint64_t *object =
                goheap_make(n % 2 ? &pointer_type : &byte_type, n % 2 ? sizes[i] / 8 : sizes[i]);
            for (size_t k = 0; k < sizes[i] / 8; k++)
                assert_int_equal(object[k], 0);
            memset(object, 0xff, n % 2 ? 0 : sizes[i]); /* pointers stay nil */
        }
}

static void test_object_size_is_the_class_even_inside(void **state)
{
    (void)state;
    char *small = goheap_alloc_dirty(100), *large = goheap_alloc_dirty(100000);
    int local = 0;
    assert_int_equal(goheap_object_size(small), 112);
    assert_int_equal(goheap_object_size(small + 111), 112);
    assert_int_equal(goheap_object_size(large + 90000), 106496);
    assert_int_equal(goheap_object_size(&local), 0);
    assert_int_equal(goheap_object_size(NULL), 0);
}

/* ---- masks ---- */

static bool pointer_at(const void *object, size_t word)
{
    return bitmap_bits(bitmap_place_of((uintptr_t)object + word * 8)) & BITS_POINTER;
}

static void check_mask(const struct goheap_type *type, size_t count)
{
    const char *before = goheap_make(type, count);
    const char *object = goheap_make(type, count);
    const size_t element_words = type->size / 8;
    const size_t slot_words = goheap_object_size(object) / 8;
    for (int copy = 0; copy < 2; copy++, object = before) /* the neighbour kept its own */
        for (size_t word = 0; word < slot_words; word++) {
            const size_t field = word % element_words;
            const bool expected = word < element_words * count && field < type->pointer_bytes / 8 &&
                                  (type->pointer_mask[field / 8] >> field % 8 & 1);
            assert_int_equal(pointer_at(object, word), expected);
        }
}

static void test_masks_of_single_objects_and_arrays(void **state)
{
    (void)state;
    static const uint8_t mixed[] = {0xa5, 0x3c, 0x81, 0x7e, 0xff, 0x00, 0x99, 0x66,
                                    0x5a, 0xc3, 0x18, 0xe7, 0x01, 0x80, 0x42, 0x24};
    static const size_t words[] = {2, 3, 5, 7, 8, 9, 31, 63, 64, 65, 90, 128};
    static const size_t counts[] = {1, 2, 3, 10, 33, 100, 1000};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        for (size_t k = 0; k < sizeof counts / sizeof counts[0]; k++)
            for (size_t prefix = 1; prefix <= words[i]; prefix += 1 + words[i] / 4) {
                const struct goheap_type type = {words[i] * 8, prefix * 8, mixed};
                check_mask(&type, counts[k]);
            }
}

static void test_mask_of_one_word_objects(void **state)
{
    (void)state;
    for (int i = 0; i < 3000; i++)
        assert_true(pointer_at(goheap_new(&pointer_type), 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_bytes_and_mallocs_are_go_s, setup, teardown),
        cmocka_unit_test_setup_teardown(test_tiny_objects_share_blocks, setup, teardown),
        cmocka_unit_test_setup_teardown(test_size_zero_allocates_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(test_impossible_sizes_give_null, setup, teardown),
        cmocka_unit_test_setup_teardown(test_recycled_memory_is_cleared, setup, teardown),
        cmocka_unit_test_setup_teardown(test_object_size_is_the_class_even_inside, setup, teardown),
        cmocka_unit_test_setup_teardown(test_masks_of_single_objects_and_arrays, setup, teardown),
        cmocka_unit_test_setup_teardown(test_mask_of_one_word_objects, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
