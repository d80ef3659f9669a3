/* One line of gctrace, field by field as mgc.go prints it. */
#include "../../harness/goheap/goheap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static char *line_of(const struct goheap_cycle *cycle)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_true(goheap_gctrace_write(out, cycle));
    fclose(out);
    return text;
}

static void test_a_whole_line(void **state)
{
    (void)state;
    const struct goheap_cycle cycle = {
        .number = 17,
        .sweep_termination_start_ns = 1213000000,
        .mark_start_ns = 1213027000,
        .mark_termination_start_ns = 1277027000,
        .end_ns = 1277031400,
        .heap_start_bytes = UINT64_C(157999999),
        .heap_end_bytes = UINT64_C(182452224),
        .heap_marked_bytes = UINT64_C(92274688) - 1,
        .goal_bytes = UINT64_C(185597952),
        .stack_scan_bytes = 13448,
        .globals_scan_bytes = 3 << 20,
        .assist_ns = 34000000,
        .background_ns = 19999999,
        .idle_ns = 0,
        .gc_cpu_ns = 1430000000,
        .procs = 2,
        .forced = true,
    };
    char *text = line_of(&cycle);
    assert_string_equal(text,
                        "gc 17 @1.213s 55%: 0.027+64+0.004 ms clock, "
                        "0.054+34/19/0+0.008 ms cpu, 150->174->87 MB, 177 MB goal, "
                        "0 MB stacks, 3 MB globals, 2 P (forced)\n");
    free(text);
}

/* fmtNSAsMS truncates: two digits, at most three decimals, whole from 10 ms. */
static void test_milliseconds(void **state)
{
    (void)state;
    static const struct {
        uint64_t ns;
        const char *text;
    } cases[] = {{999, "0"},       {1000, "0.001"},  {99999, "0.099"},
                 {100000, "0.10"}, {999999, "0.99"}, {1000000, "1.0"},
                 {9999999, "9.9"}, {10000000, "10"}, {123456789, "123"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct goheap_cycle cycle = {.idle_ns = cases[i].ns, .procs = 1, .number = 1};
        char expected[256];
        snprintf(expected, sizeof expected,
                 "gc 1 @0.000s 0%%: 0+0+0 ms clock, 0+0/0/%s+0 ms cpu, 0->0->0 MB, 0 MB goal, "
                 "0 MB stacks, 0 MB globals, 1 P\n",
                 cases[i].text);
        char *text = line_of(&cycle);
        assert_string_equal(text, expected);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_whole_line),
        cmocka_unit_test(test_milliseconds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
