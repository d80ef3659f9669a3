/* Size classes and slice growth against what Go 1.19 shows, appending one element at a time. */
#include "../gort/counted.h"

#include "gort/slice.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void sizes_are_rounded_to_classes(void **state)
{
    (void)state;
    static const struct {
        size_t bytes, rounded;
    } cases[] = {
        {0, 0},         {1, 8},         {8, 8},         {9, 16},        {24, 24},
        {25, 32},       {33, 48},       {1016, 1024},   {1017, 1024},   {1024, 1024},
        {1025, 1152},   {1120, 1152},   {8193, 9472},   {27264, 27264}, {32767, 32768},
        {32768, 32768}, {32769, 40960}, {65536, 65536}, {65544, 73728}, {80000, 81920},
    };
    for (size_t k = 0; k < COUNT(cases); k++)
        assert_int_equal(gort_round_size(cases[k].bytes), cases[k].rounded);
}

static void every_class_rounds_to_itself(void **state)
{
    (void)state;
    for (size_t class = 1; class < COUNT(gort_class_bytes); class ++) {
        size_t bytes = gort_class_bytes[class];
        assert_int_equal(gort_round_size(bytes), bytes);
        assert_int_equal(gort_round_size(gort_class_bytes[class - 1] + 1U), bytes);
    }
}

/* cap(s) each time it changes, real Go 1.19.8; 0 ends a row. */
static const struct {
    size_t element_bytes;
    size_t capacities[25];
} growth[] = {
    {1,
     {8, 16, 32, 64, 128, 256, 512, 896, 1408, 2048, 3072, 4096, 5376, 6912, 9472, 12288, 16384,
      21760}},
    {4, {2,    4,    8,    16,   32,   64,   128,   256,   512,   864,
         1344, 2048, 3072, 4096, 5440, 7168, 10240, 14336, 18432, 24576}},
    {8, {1,    2,    4,    8,    16,   32,   64,   128,   256,   512,  848,
         1280, 1792, 2560, 3408, 5120, 7168, 9216, 12288, 16384, 21504}},
    {16, {1,    2,    4,    8,    16,   32,   64,   128,   256,   512,   848,
          1280, 1792, 2560, 3584, 5120, 6656, 8704, 11264, 14336, 18432, 23552}},
    {24, {1,    2,    4,    8,    16,   32,   64,   128,   256,   512,   853,
          1365, 2048, 3072, 4096, 5461, 7168, 9216, 11946, 15360, 19456, 24576}},
    {64, {1,    2,    4,    8,    16,   32,   64,   128,   256,   512,   896,
          1408, 2048, 2816, 3712, 4864, 6272, 8064, 10368, 13184, 16768, 21248}},
};

static void capacities_are_those_of_go(void **state)
{
    (void)state;
    for (size_t k = 0; k < COUNT(growth); k++) {
        size_t capacity = 0;
        for (const size_t *expected = growth[k].capacities; *expected != 0; expected++) {
            capacity = gort_grown_capacity(capacity, capacity + 1, growth[k].element_bytes);
            assert_int_equal(capacity, *expected);
        }
    }
}

static void asking_for_more_than_double_gets_it(void **state)
{
    (void)state;
    assert_int_equal(gort_grown_capacity(4, 9, 8), 10);
    assert_int_equal(gort_grown_capacity(0, 5, 8), 6);
}

ESC_NOSCAN(gort_word);

/* go test -benchmem: 16 appends of an int 5 allocations, 248 B; 256: 9, 4088; 4096: 16, 128 248. */
static void appending_allocates_as_much_as_go(void **state)
{
    (void)state;
    static const size_t expected[][3] = {{16, 5, 248}, {256, 9, 4088}, {4096, 16, 128248}};
    for (size_t k = 0; k < COUNT(expected); k++) {
        gort_slice s = {NULL, 0, 0};
        count_from_here();
        for (uint64_t x = 0; x < expected[k][0]; x++)
            gort_append(gort_word, &s, x);
        assert_counted(expected[k][1], expected[k][2]);
        for (uint64_t x = 0; x < expected[k][0]; x++)
            assert_int_equal(((uint64_t *)s.array)[x], x);
        esc_done(s.array);
        assert_int_equal(counted.frees, expected[k][1]);
    }
}

static void what_is_past_the_length_is_cleared(void **state)
{
    (void)state;
    uint64_t room[2] = {1, 2};
    gort_room grown = gort_growslice(&gort_type_word, room, 2, 2, 3);
    uint64_t *words = grown.array;
    assert_int_equal(grown.capacity, 4);
    assert_int_equal(words[0], 1);
    assert_int_equal(words[1], 2);
    assert_int_equal(words[3], 0);
    esc_done(grown.array);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_are_rounded_to_classes),
        cmocka_unit_test(every_class_rounds_to_itself),
        cmocka_unit_test(capacities_are_those_of_go),
        cmocka_unit_test(asking_for_more_than_double_gets_it),
        cmocka_unit_test(appending_allocates_as_much_as_go),
        cmocka_unit_test(what_is_past_the_length_is_cleared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
