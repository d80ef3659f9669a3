/*
 * Arrays and texts of an arena.
 */
#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What was written before an array grew is in it; each new element is zero. */
static void arrays_grow_by_one(void **state)
{
    (void)state;
    struct esc_arena arena = {0};
    uint64_t *list = NULL;
    size_t count = 0;
    for (uint64_t k = 0; k < 1000; k++) {
        list = esc_arena_grow(&arena, list, &count, sizeof *list);
        assert_int_equal(count, k + 1);
        assert_int_equal(list[k], 0);
        list[k] = k * k;
        memset(esc_arena_take(&arena, 3, 1), 0xff, 3); /* a neighbour of whatever comes next */
    }
    for (uint64_t k = 0; k < count; k++)
        assert_int_equal(list[k], k * k);
    esc_arena_free(&arena);
}

/* What a list was before lives on: another one may have begun with the same elements. */
static void what_it_was_stays(void **state)
{
    (void)state;
    struct esc_arena arena = {0};
    size_t count = 0;
    int *one = esc_arena_grow(&arena, NULL, &count, sizeof *one);
    one[0] = 7;
    int *two = esc_arena_grow(&arena, one, &count, sizeof *two);
    two[0] = 8;
    assert_int_equal(one[0], 7);
    esc_arena_free(&arena);
}

static void copies_end_with_a_zero(void **state)
{
    (void)state;
    struct esc_arena arena = {0};
    const char *copy = esc_arena_copy(&arena, "ab\0cd", 4);
    assert_memory_equal(copy, "ab\0c\0", 5);
    assert_string_equal(esc_arena_copy(&arena, NULL, 0), "");
    esc_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arrays_grow_by_one),
        cmocka_unit_test(what_it_was_stays),
        cmocka_unit_test(copies_end_with_a_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
