/* Clearing and copying: every byte of the block, none beside it, at each way of doing it. */
#include "../gort/counted.h"

#include "gort/base.h"
#include "gort/block.h"

enum { MARGIN = 64, MOST = 4096 };

static unsigned char to[MARGIN + MOST + MARGIN] __attribute__((aligned(64)));
static unsigned char from[MARGIN + MOST + MARGIN] __attribute__((aligned(64)));

static void fill_both(void)
{
    for (size_t k = 0; k < sizeof to; k++) {
        to[k] = 0xAA;
        from[k] = (unsigned char)(k * 7 + k / 256);
    }
}

static void assert_margins(size_t start, size_t bytes)
{
    for (size_t k = 0; k < start; k++)
        assert_int_equal(to[k], 0xAA);
    for (size_t k = start + bytes; k < sizeof to; k++)
        assert_int_equal(to[k], 0xAA);
}

/* Sizes are constants where the functions are used; `offset` makes blocks that are 8-aligned only.
 */
#define CHECK_SIZE(bytes)                                                                          \
    for (size_t offset = 0; offset <= 8; offset += 8) {                                            \
        fill_both();                                                                               \
        gort_clear(to + MARGIN + offset, bytes);                                                   \
        assert_margins(MARGIN + offset, bytes);                                                    \
        for (size_t k = 0; k < (bytes); k++)                                                       \
            assert_int_equal(to[MARGIN + offset + k], 0);                                          \
        fill_both();                                                                               \
        gort_copy(to + MARGIN + offset, from + MARGIN, bytes);                                     \
        assert_margins(MARGIN + offset, bytes);                                                    \
        assert_memory_equal(to + MARGIN + offset, from + MARGIN, bytes);                           \
    }

static void small_blocks(void **state)
{
    (void)state;
    CHECK_SIZE(8)
    CHECK_SIZE(24)
    CHECK_SIZE(64)
}

static void blocks_in_runs_of_sixteen(void **state)
{
    (void)state;
    CHECK_SIZE(80)
    CHECK_SIZE(128)
    CHECK_SIZE(528)
    CHECK_SIZE(1024)
}

static void large_and_odd_blocks(void **state)
{
    (void)state;
    CHECK_SIZE(72)
    CHECK_SIZE(1032)
    CHECK_SIZE(4096)
}

/* ---- values by type (base.h) ---- */

typedef struct {
    uint64_t before;
    void *left;
    uint64_t between;
    void *right;
    uint32_t after[3];
} mixed;
ESC_POINTERS(mixed, ESC_PTR(mixed, left) | ESC_PTR(mixed, right));

static void values_are_copied_whole(void **state)
{
    (void)state;
    mixed values[3] = {{1, from, 2, to, {3, 4, 5}}, {6, to, 7, from, {8, 9, 10}}, {0}};
    mixed copies[3];
    memset(copies, 0xAA, sizeof copies);
    gort_values_copy(copies, values, 3, &esc_type_mixed);
    assert_memory_equal(copies, values, sizeof values);
    gort_value_clear(&copies[1], &esc_type_mixed);
    assert_memory_equal(&copies[0], &values[0], sizeof *values);
    assert_memory_equal(&copies[1], &values[2], sizeof *values);
}

static void no_values_need_no_source(void **state)
{
    (void)state;
    uint64_t word = 42;
    gort_values_copy(&word, NULL, 0, &gort_type_word);
    gort_values_copy(&word, NULL, 0, &gort_type_pointer);
    assert_int_equal(word, 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_blocks),
        cmocka_unit_test(blocks_in_runs_of_sixteen),
        cmocka_unit_test(large_and_odd_blocks),
        cmocka_unit_test(values_are_copied_whole),
        cmocka_unit_test(no_values_need_no_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
