/* The size classes against Go's published table (sizeclasses.go's comment), and rounding. */
#include "../../harness/goheap/goheap.h"
#include "../../harness/goheap/sizeclass.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* bytes of an object, bytes of a span, objects, waste at the tail: classes 1 to 67 */
static const struct {
    size_t bytes, span_bytes, objects, waste;
} go_classes[] = {
    {8, 8192, 1024, 0},     {16, 8192, 512, 0},    {24, 8192, 341, 8},     {32, 8192, 256, 0},
    {48, 8192, 170, 32},    {64, 8192, 128, 0},    {80, 8192, 102, 32},    {96, 8192, 85, 32},
    {112, 8192, 73, 16},    {128, 8192, 64, 0},    {144, 8192, 56, 128},   {160, 8192, 51, 32},
    {176, 8192, 46, 96},    {192, 8192, 42, 128},  {208, 8192, 39, 80},    {224, 8192, 36, 128},
    {240, 8192, 34, 32},    {256, 8192, 32, 0},    {288, 8192, 28, 128},   {320, 8192, 25, 192},
    {352, 8192, 23, 96},    {384, 8192, 21, 128},  {416, 8192, 19, 288},   {448, 8192, 18, 128},
    {480, 8192, 17, 32},    {512, 8192, 16, 0},    {576, 8192, 14, 128},   {640, 8192, 12, 512},
    {704, 8192, 11, 448},   {768, 8192, 10, 512},  {896, 8192, 9, 128},    {1024, 8192, 8, 0},
    {1152, 8192, 7, 128},   {1280, 8192, 6, 512},  {1408, 16384, 11, 896}, {1536, 8192, 5, 512},
    {1792, 16384, 9, 256},  {2048, 8192, 4, 0},    {2304, 16384, 7, 256},  {2688, 8192, 3, 128},
    {3072, 24576, 8, 0},    {3200, 16384, 5, 384}, {3456, 24576, 7, 384},  {4096, 8192, 2, 0},
    {4864, 24576, 5, 256},  {5376, 16384, 3, 256}, {6144, 24576, 4, 0},    {6528, 32768, 5, 128},
    {6784, 40960, 6, 256},  {6912, 49152, 7, 768}, {8192, 8192, 1, 0},     {9472, 57344, 6, 512},
    {9728, 49152, 5, 512},  {10240, 40960, 4, 0},  {10880, 32768, 3, 128}, {12288, 24576, 2, 0},
    {13568, 40960, 3, 256}, {14336, 57344, 4, 0},  {16384, 16384, 1, 0},   {18432, 73728, 4, 0},
    {19072, 57344, 3, 128}, {20480, 40960, 2, 0},  {21760, 65536, 3, 256}, {24576, 24576, 1, 0},
    {27264, 81920, 3, 128}, {28672, 57344, 2, 0},  {32768, 32768, 1, 0},
};

static void test_every_class_is_as_in_go(void **state)
{
    (void)state;
    assert_int_equal(sizeof go_classes / sizeof go_classes[0] + 1, SIZE_CLASSES);
    for (unsigned i = 1; i < SIZE_CLASSES; i++) {
        const size_t bytes = goheap_class_bytes[i];
        const size_t span_bytes = (size_t)goheap_class_pages[i] * PAGE_BYTES;
        assert_int_equal(bytes, go_classes[i - 1].bytes);
        assert_int_equal(span_bytes, go_classes[i - 1].span_bytes);
        assert_int_equal(span_bytes / bytes, go_classes[i - 1].objects);
        assert_int_equal(span_bytes % bytes, go_classes[i - 1].waste);
    }
}

static void test_every_size_gets_the_smallest_class_that_holds_it(void **state)
{
    (void)state;
    goheap_sizeclass_init();
    for (size_t bytes = 1; bytes <= SMALL_MAX_BYTES; bytes++) {
        const unsigned class = size_class_of(bytes);
        assert_true(goheap_class_bytes[class] >= bytes);
        assert_true(goheap_class_bytes[class - 1] < bytes);
    }
}

static void test_division_by_multiplication_is_exact(void **state)
{
    (void)state;
    for (unsigned i = 1; i < SIZE_CLASSES; i++) {
        const uint64_t magic = divide_magic_of(goheap_class_bytes[i]);
        for (size_t offset = 0; offset < (size_t)goheap_class_pages[i] * PAGE_BYTES; offset++)
            assert_int_equal((offset * magic) >> 32, offset / goheap_class_bytes[i]);
    }
}

static void test_rounding_is_roundupsize(void **state)
{
    (void)state;
    static const struct {
        size_t asked, given;
    } cases[] = {{0, 0},
                 {1, 8},
                 {9, 16},
                 {33, 48},
                 {1025, 1152},
                 {32768, 32768},
                 {32769, 40960},
                 {73728, 73728},
                 {80000, 81920},
                 {1048576, 1048576},
                 {1048577, 1056768}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(goheap_round_size(cases[i].asked), cases[i].given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_class_is_as_in_go),
        cmocka_unit_test(test_every_size_gets_the_smallest_class_that_holds_it),
        cmocka_unit_test(test_division_by_multiplication_is_exact),
        cmocka_unit_test(test_rounding_is_roundupsize),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
