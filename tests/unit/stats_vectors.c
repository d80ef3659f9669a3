/* Ranks, medians, noise, quantiles and pairs against SciPy and NumPy (tests/vectors/). */
#include "base/memory.h"
#include "base/quantile.h"
#include "stats/calibration.h"
#include "stats/interval.h"
#include "stats/stats.h"

#include "../vectors/stats_vectors.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void assert_near(double got, double expected)
{
    double allowed = 1e-9 * fmax(1, fabs(expected));
    if (!(fabs(got - expected) <= allowed))
        fail_msg("got %.17g, expected %.17g", got, expected);
}

static void ranks_and_coverage(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rank_vectors); i++) {
        struct esc_ranks ranks = esc_median_ranks(rank_vectors[i].n);
        assert_int_equal(ranks.low, rank_vectors[i].low);
        assert_int_equal(ranks.high, rank_vectors[i].high);
        assert_near(ranks.confidence, rank_vectors[i].confidence);
    }
    assert_int_equal(esc_median_ranks(0).low, 0);
    for (int n = 1; n < 6; n++) { /* smallest to largest, which misses twice 2^-n */
        struct esc_ranks ranks = esc_median_ranks((size_t)n);
        assert_int_equal(ranks.low, 1);
        assert_int_equal(ranks.high, n);
        assert_near(ranks.confidence, 1 - 2 * ldexp(1, -n));
    }
}

static void estimates_of_samples(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(sample_vectors); i++) {
        size_t n = sample_vectors[i].n;
        double values[LONGEST_SAMPLE];
        memcpy(values, sample_vectors[i].values, sizeof values);
        struct esc_estimate estimate = esc_estimate(values, n);
        assert_true(estimate.known);
        assert_int_equal(estimate.n, n);
        assert_near(estimate.median, sample_vectors[i].median);
        assert_near(estimate.low, sample_vectors[i].low);
        assert_near(estimate.high, sample_vectors[i].high);
        assert_near(estimate.confidence, sample_vectors[i].confidence);
        assert_near(esc_relative_noise(values, n), sample_vectors[i].noise);
        assert_near(esc_quantile(values, n, 0.25), sample_vectors[i].quantile_25);
        assert_near(esc_quantile(values, n, 0.99), sample_vectors[i].quantile_99);
        assert_near(esc_quantile(values, n, 0), values[0]);
        assert_near(esc_quantile(values, n, 1), values[n - 1]);
    }
    assert_false(esc_estimate(NULL, 0).known);
}

static void binomial_intervals(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(binomial_vectors); i++) {
        double low;
        double high;
        esc_binomial_interval(binomial_vectors[i].hits, binomial_vectors[i].trials, 0.95, &low,
                              &high);
        assert_near(low, binomial_vectors[i].low);
        assert_near(high, binomial_vectors[i].high);
    }
}

static void add(struct esc_run *run, uint32_t round, size_t variant, uint64_t n, int64_t wall_ns)
{
    struct esc_sample *sample = esc_calloc(1, sizeof *sample);
    sample->iterations = n;
    sample->wall_ns = wall_ns;
    sample->cpu_ns = wall_ns;
    esc_run_add_record(run, round, variant, sample, false);
    free(sample);
}

static void check_pair(const struct pair_vector *vector, enum esc_verdict verdict)
{
    struct esc_run run = {0};
    for (size_t v = 0; v < 2; v++) {
        run.variants = esc_grow(run.variants, &run.variant_count, sizeof *run.variants);
        run.variants[v].strategy = v;
    }
    for (uint32_t round = 0; round < vector->rounds; round++) {
        add(&run, round, round % 2, vector->iterations,
            round % 2 == 0 ? vector->base_ns[round] : vector->other_ns[round]);
        add(&run, round, 1 - round % 2, vector->iterations,
            round % 2 == 0 ? vector->other_ns[round] : vector->base_ns[round]);
    }
    esc_stats(&run);
    assert_int_equal(run.pair_count, 1);
    const struct esc_pair *pair = &run.pairs[0];
    assert_near(pair->factor.median, vector->factor);
    assert_near(pair->factor.low, vector->factor_low);
    assert_near(pair->factor.high, vector->factor_high);
    assert_near(pair->factor.confidence, vector->confidence);
    assert_near(pair->price_ns.median, vector->price);
    assert_near(pair->price_ns.low, vector->price_low);
    assert_near(pair->price_ns.high, vector->price_high);
    assert_int_equal(pair->verdict, verdict);
    esc_run_free(&run);
}

static void pairs_round_by_round(void **state)
{
    (void)state;
    check_pair(&clear_pair, ESC_VERDICT_OK);
    check_pair(&equal_pair, ESC_VERDICT_NOT_RESOLVED);
    check_pair(&noisy_pair, ESC_VERDICT_NOISY);
    check_pair(&short_pair, ESC_VERDICT_CLOCK_LIMITED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_and_coverage),
        cmocka_unit_test(estimates_of_samples),
        cmocka_unit_test(binomial_intervals),
        cmocka_unit_test(pairs_round_by_round),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
