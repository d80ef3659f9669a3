/* Figures and verdicts of made-up records: what is unknown, what failed, what is never dropped. */
#include "base/memory.h"
#include "plan/random.h"
#include "stats/calibration.h"
#include "stats/stats.h"
#include "stats/verdict.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const uint64_t iterations = 1000;

static struct esc_run run_of(size_t variants)
{
    struct esc_run run = {0};
    for (size_t v = 0; v < variants; v++) {
        run.variants = esc_grow(run.variants, &run.variant_count, sizeof *run.variants);
        run.variants[v].strategy = v;
    }
    return run;
}

static struct esc_record *add(struct esc_run *run, uint32_t round, size_t variant, int64_t wall_ns)
{
    run->records = esc_grow(run->records, &run->record_count, sizeof *run->records);
    struct esc_record *record = &run->records[run->record_count - 1];
    *record = (struct esc_record){.round = round,
                                  .variant = variant,
                                  .iterations = iterations,
                                  .wall_ns = wall_ns,
                                  .cpu_ns = wall_ns / 2};
    return record;
}

static void assert_near(double got, double expected)
{
    if (!(fabs(got - expected) <= 1e-9 * fmax(1, fabs(expected))))
        fail_msg("got %.17g, expected %.17g", got, expected);
}

static void outliers_stay(void **state)
{
    (void)state;
    struct esc_run run = run_of(1);
    for (uint32_t round = 0; round < 11; round++)
        add(&run, round, 0, 1000000 + round);
    add(&run, 11, 0, 900000000);
    esc_stats(&run);
    assert_int_equal(run.figures[0].ns_per_op.n, 12);
    assert_near(run.figures[0].max_ns_per_op, 900000);
    assert_near(run.figures[0].min_ns_per_op, 1000);
    assert_near(run.figures[0].cpu_ns_per_op.median, 500.0025);
    assert_int_equal(run.pair_count, 0);
    esc_run_free(&run);
}

/* 1000 operations in 1.5 ms, 0.5 ms of which another program had the processor: 1000 ns each. */
static void what_others_had_is_left_out(void **state)
{
    (void)state;
    struct esc_run run = run_of(2);
    for (uint32_t round = 0; round < 6; round++) {
        add(&run, round, 0, 1000000);
        add(&run, round, 1, 1500000)->disturbance.wait_ns = 500000;
    }
    esc_stats(&run);
    assert_near(run.figures[1].ns_per_op.median, 1000);
    assert_near(run.pairs[0].factor.median, 1);
    assert_near(run.pairs[0].price_ns.median, 0);
    assert_int_equal(run.figures[0].disturbed, 0);
    assert_int_equal(run.figures[1].disturbed, 6);
    assert_near(esc_run_disturbed_part(&run), 0.5);
    esc_run_free(&run);
}

static void an_unknown_wait_takes_nothing_off(void **state)
{
    (void)state;
    struct esc_run run = run_of(1);
    for (uint32_t round = 0; round < 6; round++)
        add(&run, round, 0, 1000000)->disturbance =
            (struct esc_disturbance){.wait_ns = -1, .steal_ns = -1};
    esc_stats(&run);
    assert_near(run.figures[0].ns_per_op.median, 1000);
    assert_int_equal(run.figures[0].disturbed, 0);
    esc_run_free(&run);
}

/* 3 % of a sample of 1 ms are 30 us; a stolen tick counts whatever its length. */
static void what_disturbs_a_sample(void **state)
{
    (void)state;
    static const struct {
        int64_t wait_ns, steal_ns;
        bool disturbed;
    } rows[] = {{0, 0, false},   {30000, 0, false},   {30001, 0, true},
                {-1, -1, false}, {0, 10000000, true}, {-1, 10000000, true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct esc_disturbance disturbance = {.wait_ns = rows[i].wait_ns,
                                                    .steal_ns = rows[i].steal_ns};
        assert_int_equal(esc_is_disturbed(&disturbance, 1000000), rows[i].disturbed);
    }
}

/* Of 8 samples a quarter is 2: a row is marked from 3 on. */
static void a_row_is_shared_from_a_quarter_on(void **state)
{
    (void)state;
    for (size_t disturbed = 0; disturbed <= 8; disturbed++) {
        struct esc_figures figures = {.ns_per_op.n = 8, .disturbed = disturbed};
        assert_int_equal(esc_figures_shared(&figures), disturbed >= 3);
    }
}

static void unknown_gc_stays_unknown(void **state)
{
    (void)state;
    struct esc_run run = run_of(3);
    for (uint32_t round = 0; round < 6; round++) {
        add(&run, round, 0, 1000000);
        struct esc_record *counted = add(&run, round, 1, 1000000);
        counted->gc = (struct esc_gc_sum){.cycles = 5,
                                          .pauses = 10,
                                          .pause_total_ns = 3000,
                                          .pause_max_ns = 700,
                                          .gc_cpu_ns = 125000};
        struct esc_record *silent = add(&run, round, 2, 1000000);
        silent->gc = (struct esc_gc_sum){
            .cycles = -1, .pauses = -1, .pause_total_ns = -1, .pause_max_ns = -1, .gc_cpu_ns = -1};
    }
    esc_stats(&run);
    assert_true(run.figures[0].cycles_per_mop.known);
    assert_near(run.figures[0].cycles_per_mop.median, 0);
    assert_near(run.figures[0].gc_share.median, 0);
    assert_near(run.figures[0].stw_ns_per_mop, 0);
    assert_false(run.figures[0].pause_ns.known);
    assert_true(run.figures[0].pause_max_ns < 0);
    assert_near(run.figures[1].cycles_per_mop.median, 5000);
    assert_near(run.figures[1].gc_share.median, 0.25);
    assert_near(run.figures[1].stw_ns_per_mop, 3e6);
    assert_near(run.figures[1].pause_max_ns, 700);
    assert_false(run.figures[1].pause_ns.known); /* the sums are known, the single stops are not */
    assert_true(run.figures[1].pause_p99_ns < 0);
    assert_false(run.figures[2].cycles_per_mop.known);
    assert_false(run.figures[2].gc_share.known);
    assert_true(run.figures[2].stw_ns_per_mop < 0);
    assert_true(run.figures[2].pause_max_ns < 0);
    esc_run_free(&run);
}

static void single_stops_over_all_samples(void **state)
{
    (void)state;
    struct esc_run run = run_of(1);
    for (uint32_t round = 0; round < 2; round++) {
        struct esc_record *record = add(&run, round, 0, 1000000);
        record->cycles = esc_calloc(2, sizeof *record->cycles);
        record->cycle_count = 2;
        for (uint32_t k = 0; k < 2; k++) {
            record->cycles[k].pause_ns[0] = 100 * (k + 1) + round;
            record->cycles[k].pause_ns[1] = -1;
        }
        record->gc = (struct esc_gc_sum){.cycles = 2, .pauses = 2, .pause_max_ns = 900};
    }
    esc_stats(&run);
    const struct esc_figures *figures = &run.figures[0];
    assert_int_equal(figures->pause_ns.n, 4); /* 100, 101, 200, 201 */
    assert_near(figures->pause_ns.median, 150.5);
    assert_near(figures->pause_ns.low, 100);
    assert_near(figures->pause_ns.high, 201);
    assert_near(figures->pause_ns.confidence, 0.875);
    assert_near(figures->pause_p99_ns, 200.97);
    assert_near(figures->pause_max_ns, 900);
    esc_run_free(&run);
}

static void a_failed_variant_has_no_figures(void **state)
{
    (void)state;
    struct esc_run run = run_of(3);
    for (uint32_t round = 0; round < 6; round++)
        for (size_t v = 0; v < 3; v++)
            add(&run, round, v, 1000000 * (int64_t)(v + 1));
    esc_variant_fail(&run.variants[1], ESC_STATUS_SIGNAL, "heap crashed");
    esc_stats(&run);
    assert_false(run.figures[1].ns_per_op.known);
    assert_int_equal(run.pair_count, 2);
    assert_int_equal(run.pairs[0].verdict, ESC_VERDICT_FAILED);
    assert_false(run.pairs[0].factor.known);
    assert_int_equal(run.pairs[1].verdict, ESC_VERDICT_OK);
    assert_near(run.pairs[1].factor.median, 3);
    esc_variant_fail(&run.variants[0], ESC_STATUS_EXIT, "stack called exit");
    esc_stats(&run);
    assert_int_equal(run.pairs[1].verdict, ESC_VERDICT_FAILED);
    esc_run_free(&run);
}

static void only_rounds_with_both_sides_count(void **state)
{
    (void)state;
    struct esc_run run = run_of(2);
    for (uint32_t round = 0; round < 10; round++) {
        add(&run, round, 0, 1000000);
        if (round != 3)
            add(&run, round, 1, round == 5 ? 9000000 : 2000000);
    }
    run.records[0].status = ESC_STATUS_NOT_RUN;
    esc_stats(&run);
    assert_int_equal(run.pairs[0].factor.n, 8);
    assert_near(run.pairs[0].factor.median, 2);
    assert_int_equal(run.figures[0].ns_per_op.n, 9);
    esc_run_free(&run);
}

static void rounds_may_come_in_any_order(void **state)
{
    (void)state;
    struct esc_run run = run_of(2);
    for (uint32_t round = 0; round < 7; round++)
        add(&run, round, 0, 1000000 * (round + 1));
    for (uint32_t round = 7; round-- > 0;)
        add(&run, round, 1, 2000000 * (round + 1));
    esc_stats(&run);
    assert_int_equal(run.pairs[0].factor.n, 7);
    assert_near(run.pairs[0].factor.low, 2);
    assert_near(run.pairs[0].factor.high, 2);
    esc_run_free(&run);
}

static void pairs_stay_within_case_and_point(void **state)
{
    (void)state;
    struct esc_run run = run_of(4);
    run.variants[2].point = run.variants[3].point = 1;
    run.variants[2].strategy = 0; /* stack of the next point */
    run.variants[3].strategy = 1;
    for (uint32_t round = 0; round < 6; round++)
        for (size_t v = 0; v < 4; v++)
            add(&run, round, v, 1000000);
    esc_stats(&run);
    assert_int_equal(run.pair_count, 2);
    assert_int_equal(run.pairs[0].base, 0);
    assert_int_equal(run.pairs[0].other, 1);
    assert_int_equal(run.pairs[1].base, 2);
    assert_int_equal(run.pairs[1].other, 3);
    esc_run_free(&run);
}

static void a_point_without_a_stack_side_has_no_pair(void **state)
{
    (void)state;
    struct esc_run run = run_of(3);
    run.variants[2].point = 1;
    esc_stats(&run);
    assert_int_equal(run.pair_count, 1);
    assert_int_equal(run.pairs[0].other, 1);
    esc_run_free(&run);
}

static void a_share_is_at_most_all(void **state)
{
    (void)state;
    struct esc_run run = run_of(1);
    add(&run, 0, 0, 1000000)->gc.gc_cpu_ns = 500001; /* of 500000 ns of CPU time */
    esc_stats(&run);
    assert_near(run.figures[0].gc_share.median, 1);
    esc_run_free(&run);
}

static void no_records_no_figures(void **state)
{
    (void)state;
    struct esc_run empty = {0};
    esc_stats(&empty);
    assert_int_equal(empty.pair_count, 0);
    esc_run_free(&empty);
    struct esc_run run = run_of(2);
    esc_stats(&run);
    assert_false(run.figures[0].ns_per_op.known);
    assert_int_equal(run.pairs[0].verdict, ESC_VERDICT_FAILED);
    esc_run_free(&run);
}

static void a_base_without_time_gives_no_factor(void **state)
{
    (void)state;
    struct esc_run run = run_of(2);
    for (uint32_t round = 0; round < 6; round++) {
        add(&run, round, 0, 0);
        add(&run, round, 1, 1000000);
    }
    esc_stats(&run);
    assert_false(run.pairs[0].factor.known);
    assert_near(run.pairs[0].price_ns.median, 1000);
    assert_int_equal(run.pairs[0].verdict, ESC_VERDICT_CLOCK_LIMITED);
    esc_run_free(&run);
}

static void verdict_rules_in_their_order(void **state)
{
    (void)state;
    static const double long_enough = ESC_CLOCK_LIMIT_NS;
    static const struct {
        double median, low, high, confidence, shortest_ns;
        bool failed;
        enum esc_verdict verdict;
    } rows[] = {
        {6, 5.9, 6.1, 0.96, long_enough, false, ESC_VERDICT_OK},
        {6, 5.4, 6.6, 0.96, long_enough, false, ESC_VERDICT_OK},
        {6, 5.3, 6.1, 0.96, long_enough, false, ESC_VERDICT_NOISY},
        {6, 5.9, 6.7, 0.96, long_enough, false, ESC_VERDICT_NOISY},
        {6, 5.9, 6.1, 0.9375, long_enough, false, ESC_VERDICT_FEW_ROUNDS},
        {6, 6, 6, 0, long_enough, false, ESC_VERDICT_FEW_ROUNDS},
        {1.1, 0.9, 1.2, 0.9375, long_enough, false, ESC_VERDICT_FEW_ROUNDS},
        {6, 5.9, 6.1, 0.9375, 10, false, ESC_VERDICT_CLOCK_LIMITED},
        {0.9, 0.89, 0.91, 0.96, long_enough, false, ESC_VERDICT_OK},
        {1.1, 1, 1.2, 0.96, long_enough, false, ESC_VERDICT_NOT_RESOLVED},
        {0.9, 0.8, 1, 0.96, long_enough, false, ESC_VERDICT_NOT_RESOLVED},
        {3, 0.5, 9, 0.96, long_enough, false, ESC_VERDICT_NOT_RESOLVED},
        {6, 5.9, 6.1, 0.96, long_enough - 1, false, ESC_VERDICT_CLOCK_LIMITED},
        {1, 0.9, 1.1, 0.96, 10, false, ESC_VERDICT_CLOCK_LIMITED},
        {6, 5.9, 6.1, 0.96, 10, true, ESC_VERDICT_FAILED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct esc_estimate factor = {true,         rows[i].median,     rows[i].low,
                                      rows[i].high, rows[i].confidence, 12};
        assert_int_equal(esc_verdict_of(&factor, rows[i].failed, rows[i].shortest_ns),
                         rows[i].verdict);
    }
}

/* n rounds whose factors are 10.0, 10.1, 10.2 ..: from smallest to largest covers 1 - 2^(1-n). */
static void fewer_than_six_rounds_resolve_nothing(void **state)
{
    (void)state;
    static const double coverage[] = {0, 0.5, 0.75, 0.875, 0.9375, 0.96875};
    for (uint32_t n = 1; n <= 6; n++) {
        struct esc_run run = run_of(2);
        for (uint32_t round = 0; round < n; round++) {
            add(&run, round, 0, 1000000);
            add(&run, round, 1, 10000000 + 100000 * (int64_t)round);
        }
        esc_stats(&run);
        const struct esc_pair *pair = &run.pairs[0];
        assert_near(pair->factor.low, 10);
        assert_near(pair->factor.high, 10 + 0.1 * (n - 1));
        assert_near(pair->factor.confidence, coverage[n - 1]);
        assert_int_equal(esc_estimate_has_interval(&pair->factor), n > 1);
        assert_int_equal(pair->verdict, n < 6 ? ESC_VERDICT_FEW_ROUNDS : ESC_VERDICT_OK);
        esc_run_free(&run);
    }
}

static void calibration_counts_intervals_that_hold_one(void **state)
{
    (void)state;
    struct esc_estimate factors[] = {
        {true, 1.00, 0.99, 1.01, 0.96, 12},
        {true, 1.02, 1.01, 1.03, 0.96, 12},
        {false, 0, 0, 2, 0, 0},
        {true, 0.98, 0.97, 1.00, 0.96, 12},
    };
    struct esc_calibration result = esc_calibration_of(factors, 4);
    assert_int_equal(result.count, 3);
    assert_int_equal(result.holding, 2);
    assert_near(result.share, 2.0 / 3);
    assert_true(result.low < result.share && result.share < result.high);
    result = esc_calibration_of(NULL, 0);
    assert_int_equal(result.count, 0);
    assert_near(result.high, 1);
}

/* Sum of twelve uniform numbers, less six: near enough to normal to stand for noise. */
static double noise(uint64_t *random)
{
    double sum = -6;
    for (int i = 0; i < 12; i++)
        sum += (double)(esc_random_next(random) >> 11) / (double)(UINT64_C(1) << 53);
    return sum;
}

/* The intervals keep their promise: of 2000 simulated A/A runs of 12 rounds, whose exact coverage
 * is 0.9614, the share that holds 1 is within five standard errors of that. */
static void simulated_controls_are_covered(void **state)
{
    (void)state;
    enum { RUNS = 2000 };
    struct esc_estimate *factors = esc_calloc(RUNS, sizeof *factors);
    uint64_t random = esc_random_stream(20, 21);
    for (size_t k = 0; k < RUNS; k++) {
        struct esc_run run = run_of(2);
        for (uint32_t round = 0; round < 12; round++)
            for (size_t v = 0; v < 2; v++)
                add(&run, round, v, (int64_t)(1e7 * exp(0.05 * noise(&random))));
        esc_stats(&run);
        factors[k] = run.pairs[0].factor;
        esc_run_free(&run);
    }
    struct esc_calibration result = esc_calibration_of(factors, RUNS);
    double expected = 1 - 2 * 79.0 / 4096;
    double error = sqrt(expected * (1 - expected) / (double)RUNS);
    assert_int_equal(result.count, RUNS);
    assert_true(fabs(result.share - expected) < 5 * error);
    free(factors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outliers_stay),
        cmocka_unit_test(what_others_had_is_left_out),
        cmocka_unit_test(an_unknown_wait_takes_nothing_off),
        cmocka_unit_test(what_disturbs_a_sample),
        cmocka_unit_test(a_row_is_shared_from_a_quarter_on),
        cmocka_unit_test(unknown_gc_stays_unknown),
        cmocka_unit_test(single_stops_over_all_samples),
        cmocka_unit_test(a_failed_variant_has_no_figures),
        cmocka_unit_test(only_rounds_with_both_sides_count),
        cmocka_unit_test(rounds_may_come_in_any_order),
        cmocka_unit_test(pairs_stay_within_case_and_point),
        cmocka_unit_test(a_point_without_a_stack_side_has_no_pair),
        cmocka_unit_test(a_share_is_at_most_all),
        cmocka_unit_test(no_records_no_figures),
        cmocka_unit_test(a_base_without_time_gives_no_factor),
        cmocka_unit_test(verdict_rules_in_their_order),
        cmocka_unit_test(fewer_than_six_rounds_resolve_nothing),
        cmocka_unit_test(calibration_counts_intervals_that_hold_one),
        cmocka_unit_test(simulated_controls_are_covered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
