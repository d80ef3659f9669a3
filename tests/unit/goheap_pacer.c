/* The pacer's formulas, by hand from mgcpacer.go and from traces of real Go 1.19 programs
 * (GODEBUG=gcpacertrace=1), quoted where they are used. */
#include "../../harness/goheap/pacer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static bool near(double a, double b, double relative)
{
    const double difference = a > b ? a - b : b - a;
    return difference <= (b < 0 ? -b : b) * relative;
}

static void test_first_goal_is_the_minimum_heap(void **state)
{
    (void)state;
    static const struct {
        int gogc;
        uint64_t goal;
    } cases[] = {{100, 4194304}, {50, 2097152}, {400, 16777216}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pacer pacer;
        pacer_init(&pacer, cases[i].gogc, 232000);
        assert_int_equal(pacer_goal(&pacer), cases[i].goal);
    }
}

static void test_goal_counts_stacks_and_globals(void **state)
{
    (void)state;
    struct pacer pacer;
    pacer_init(&pacer, 100, 223536);
    pacer_reset_live(&pacer, 10000000, 4000000, 13448);
    pacer_commit(&pacer, true, 10000000);
    assert_int_equal(pacer_goal(&pacer), 10000000 + 10000000 + 13448 + 223536);
    pacer_set_gogc(&pacer, 50);
    pacer_commit(&pacer, true, 10000000);
    assert_int_equal(pacer_goal(&pacer), 10000000 + (10000000 + 13448 + 223536) / 2);
}

static void test_trigger_lies_between_its_bounds(void **state)
{
    (void)state;
    struct pacer pacer;
    pacer_init(&pacer, 100, 0);
    pacer_reset_live(&pacer, 811200, 40376, 13448);
    pacer.cons_mark = 1000; /* a runway longer than the goal */
    pacer_commit(&pacer, true, 811200);
    assert_int_equal(pacer_trigger(&pacer), 811200 + (4194304 - 811200) / 64 * 45);
    pacer.cons_mark = 0; /* none at all */
    pacer_commit(&pacer, true, 811200);
    assert_int_equal(pacer_trigger(&pacer), 811200 + (4194304 - 811200) / 64 * 61);
}

static void test_big_heaps_trigger_at_least_a_minimum_heap_before_the_goal(void **state)
{
    (void)state;
    struct pacer pacer;
    pacer_init(&pacer, 100, 0);
    pacer_reset_live(&pacer, UINT64_C(1) << 30, 0, 0);
    pacer_commit(&pacer, true, UINT64_C(1) << 30);
    assert_int_equal(pacer_trigger(&pacer), (UINT64_C(2) << 30) - 4194304);
}

static void test_unfinished_sweep_keeps_the_trigger_away(void **state)
{
    (void)state;
    struct pacer pacer;
    pacer_init(&pacer, 100, 0);
    pacer.cons_mark = 1000;
    pacer_reset_live(&pacer, 3900000, 1000000, 0);
    pacer_commit(&pacer, false, 8000000);
    assert_true(pacer_trigger(&pacer) >= 8000000 + 1048576);
}

static void test_workers_for_procs(void **state)
{
    (void)state;
    static const struct {
        int procs, dedicated;
        double fractional;
    } cases[] = {{1, 0, 0.25}, {2, 0, 0.25}, {3, 0, 0.25},    {4, 1, 0},
                 {5, 1, 0},    {8, 2, 0},    {6, 1, 0.5 / 6}, {16, 4, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct pacer_workers workers = pacer_workers_for(cases[i].procs);
        assert_int_equal(workers.dedicated, cases[i].dedicated);
        assert_true(near(workers.fractional, cases[i].fractional, 1e-9));
    }
}

/* "pacer: assist ratio=+2.811225e-001 (scan 0 MB in 3->4 MB)": 277360 bytes of work expected,
 * trigger 3201308, goal 4194304. Go's ratio was taken a few KB of allocation after the trigger. */
static void test_assist_ratio_of_an_empty_heap(void **state)
{
    (void)state;
    struct pacer pacer;
    pacer_init(&pacer, 100, 223536);
    pacer_reset_live(&pacer, 850000, 40376, 13448);
    pacer_commit(&pacer, true, 850000);
    pacer.triggered = 3201308;
    const struct pacer_progress progress = {
        .heap_live = 3207680, .heap_scan = 40376, .stack_scan = 13448, .work_done = 0};
    const struct pacer_assist assist = pacer_revise(&pacer, &progress);
    assert_true(near(assist.work_per_byte, 0.2811225, 0.001));
    assert_true(near(assist.work_per_byte * assist.bytes_per_work, 1, 1e-9));
}

static void test_assist_spends_what_is_left_when_the_goal_is_passed(void **state)
{
    (void)state;
    struct pacer pacer;
    pacer_init(&pacer, 100, 0);
    pacer_reset_live(&pacer, 4000000, 1000000, 0);
    pacer_commit(&pacer, true, 4000000);
    pacer.triggered = 7000000;
    const struct pacer_progress progress = {
        .heap_live = 8100000, .heap_scan = 5000000, .work_done = 900000};
    /* goal 8000000 * 1.1, expected all of heap_scan */
    const struct pacer_assist assist = pacer_revise(&pacer, &progress);
    assert_true(near(assist.work_per_byte, 4100000.0 / 700000.0, 1e-9));
}

/* "32% CPU (25 exp.) for 40376+13448+223536 B work in 3201308 B -> 4010504 B (cons/mark
 * +1.320434e+000)", the next cycle's cons/mark is +1.502064e+000. */
static void test_cons_mark_settles_where_go_has_it(void **state)
{
    (void)state;
    struct pacer pacer;
    pacer_init(&pacer, 100, 223536);
    pacer.cons_mark = 0;
    for (int i = 0; i < 200; i++) {
        pacer.triggered = 3201308;
        const struct pacer_cycle cycle = {.heap_live = 4010504,
                                          .scan_work = 277360,
                                          .mark_ns = 310000,
                                          .assist_ns = 22600, /* 0.25 + 0.073 */
                                          .procs = 1};
        pacer_end_cycle(&pacer, &cycle);
    }
    assert_true(pacer.cons_mark > 1.3 && pacer.cons_mark < 1.55);
}

/* A cycle of one proc with 104 % CPU: "cons/mark -1.000540e+002" in Go's trace, trigger at the
 * lower bound from there on. */
static void test_negative_cons_mark_means_the_earliest_trigger(void **state)
{
    (void)state;
    struct pacer pacer;
    pacer_init(&pacer, 100, 223536);
    pacer.triggered = 40395734;
    const struct pacer_cycle cycle = {.heap_live = 47190440,
                                      .scan_work = 4471256,
                                      .mark_ns = 15000000,
                                      .assist_ns = 11850000,
                                      .procs = 1};
    pacer_end_cycle(&pacer, &cycle);
    assert_true(pacer.cons_mark < 0);
    pacer_reset_live(&pacer, 23000000, 4234584, 13136);
    pacer_commit(&pacer, true, 23000000);
    const uint64_t goal = 23000000 + 23000000 + 13136 + 223536;
    assert_int_equal(pacer_trigger(&pacer), 23000000 + (goal - 23000000) / 64 * 45);
}

static void test_controller_survives_infinity(void **state)
{
    (void)state;
    struct pacer_controller controller = {0};
    bool ok;
    assert_true(near(pacer_controller_next(&controller, 1, 2, &ok), 0.9, 1e-12));
    assert_true(ok);
    assert_true(near(controller.error_integral, 0.225, 1e-12));
    pacer_controller_next(&controller, 1, __builtin_inf(), &ok);
    assert_false(ok);
    assert_true(controller.error_integral == 0);
    assert_true(near(pacer_controller_next(&controller, 0, 1e9, &ok), 1000, 1e-12));
}

/* Three cycles of an empty heap in go1.27.3's trace: 87, 44 and 58 % CPU in 4005888 to 4194304,
 * 3044712 to 3929448, 3240992 to 3970080 bytes; "cons/mark 5.69" after the first and after the
 * second, which alone would be 2.94. It is gone when four others have followed. */
static void test_go_1_27_keeps_the_worst_of_the_last_cycles(void **state)
{
    (void)state;
    struct pacer pacer;
    pacer_init(&pacer, 100, 179594);
    pacer.keeps_worst = true;
    static const struct {
        uint64_t triggered, live, work;
        int64_t assist_ns; /* of a million */
    } cycles[] = {{4005888, 4194304, 236314, 877190 - 250000},
                  {3044712, 3929448, 236698, 440000 - 250000},
                  {3240992, 3970080, 236698, 580000 - 250000}};
    for (int i = 0; i < 6; i++) {
        const int k = i < 2 ? i : 2;
        pacer.triggered = cycles[k].triggered;
        const struct pacer_cycle cycle = {.heap_live = cycles[k].live,
                                          .scan_work = cycles[k].work,
                                          .mark_ns = 1000000,
                                          .assist_ns = cycles[k].assist_ns,
                                          .procs = 1};
        pacer_end_cycle(&pacer, &cycle);
        const double third = 729088 * 0.58 / (236698 * 0.42);
        assert_true(near(pacer.cons_mark, i < 5 ? 5.6928 : third, 0.005));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_goal_is_the_minimum_heap),
        cmocka_unit_test(test_goal_counts_stacks_and_globals),
        cmocka_unit_test(test_trigger_lies_between_its_bounds),
        cmocka_unit_test(test_big_heaps_trigger_at_least_a_minimum_heap_before_the_goal),
        cmocka_unit_test(test_unfinished_sweep_keeps_the_trigger_away),
        cmocka_unit_test(test_workers_for_procs),
        cmocka_unit_test(test_assist_ratio_of_an_empty_heap),
        cmocka_unit_test(test_assist_spends_what_is_left_when_the_goal_is_passed),
        cmocka_unit_test(test_cons_mark_settles_where_go_has_it),
        cmocka_unit_test(test_negative_cons_mark_means_the_earliest_trigger),
        cmocka_unit_test(test_go_1_27_keeps_the_worst_of_the_last_cycles),
        cmocka_unit_test(test_controller_survives_infinity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
