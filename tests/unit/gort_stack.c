/* Goroutine stacks: how far they grow, that code runs on them, that they are used again. */
#include "../gort/counted.h"

#include "gort/stack.h"

static uintptr_t seen;

static uint64_t remember_stack(uint64_t x)
{
    char here;
    esc_use(&here);
    seen = (uintptr_t)&here;
    return x + 1;
}

static uint64_t fill_frame(uint64_t x)
{
    volatile unsigned char frame[60000];
    for (size_t k = 0; k < sizeof frame; k++)
        frame[k] = (unsigned char)x;
    return frame[sizeof frame - 1];
}

/* Go doubles until frame, guard and what is used fit: 64 KiB need 128. */
static void stacks_double_until_the_frame_fits(void **state)
{
    (void)state;
    static const size_t expected[][2] = {
        {1500, 4096}, {65536, 131072}, {524288, 1048576}, {130016, 131072}, {130017, 262144}};
    for (size_t k = 0; k < sizeof expected / sizeof *expected; k++) {
        struct gort_stack grown =
            gort_stack_grow(gort_stack_take(GORT_STACK_LEAST), expected[k][0]);
        assert_int_equal(grown.bytes, expected[k][1]);
        gort_stack_give(grown);
    }
}

static void growing_copies_what_is_used(void **state)
{
    (void)state;
    struct gort_stack small = gort_stack_take(GORT_STACK_LEAST);
    memset(small.low + small.bytes - GORT_STACK_USED, 42, GORT_STACK_USED);
    struct gort_stack grown = gort_stack_grow(small, 5000);
    for (size_t k = 1; k <= GORT_STACK_USED; k++)
        assert_int_equal(grown.low[grown.bytes - k], 42);
    gort_stack_give(grown);
}

static void code_runs_and_returns(void **state)
{
    (void)state;
    for (uint64_t x = 0; x < 100; x++)
        assert_int_equal(gort_go(remember_stack, x, 64), x + 1);
}

#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__)
static void code_runs_on_the_stack_it_was_given(void **state)
{
    (void)state;
    struct gort_stack stack = gort_stack_take(GORT_STACK_LEAST);
    uintptr_t low = (uintptr_t)stack.low;
    gort_stack_give(stack);
    gort_go(remember_stack, 1, 64);
    assert_in_range(seen, low, low + GORT_STACK_LEAST - 1);
}
#endif

static void a_large_frame_leaves_the_neighbours_alone(void **state)
{
    (void)state;
    struct gort_stack small = gort_stack_take(GORT_STACK_LEAST);
    memset(small.low, 7, small.bytes);
    gort_stack_give(small);
    assert_int_equal(gort_go(fill_frame, 9, 60000 + 64), 9);
    small = gort_stack_take(GORT_STACK_LEAST);
    for (size_t k = 0; k < small.bytes - GORT_STACK_USED; k++)
        assert_int_equal(small.low[k], 7);
    gort_stack_give(small);
}

static void stacks_are_used_again_and_are_no_allocations(void **state)
{
    (void)state;
    count_from_here();
    for (uint64_t x = 0; x < 10000; x++)
        assert_int_equal(gort_go(fill_frame, x % 200, 60000 + 64), x % 200);
    assert_counted(0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stacks_double_until_the_frame_fits),
        cmocka_unit_test(growing_copies_what_is_used),
        cmocka_unit_test(code_runs_and_returns),
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__)
        cmocka_unit_test(code_runs_on_the_stack_it_was_given),
#endif
        cmocka_unit_test(a_large_frame_leaves_the_neighbours_alone),
        cmocka_unit_test(stacks_are_used_again_and_are_no_allocations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
