/*
 * Prices of blocks on curves whose values are powers of the size, so that what lies between is
 * known.
 */
#include "stats/cost.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { POINTS = 3 };

/* A case's rows: blocks of that many bytes, and the price of all of them; 0 blocks: none. */
struct rows {
    const char *name, *differs;
    struct {
        double blocks, bytes, ns;
    } at[POINTS];
};

static struct esc_estimate estimate(double median)
{
    return (struct esc_estimate){.known = true,
                                 .median = median,
                                 .low = median * (median > 0 ? 0.5 : 2),
                                 .high = median * (median > 0 ? 2 : 0.5),
                                 .confidence = 0.96,
                                 .n = 20};
}

static void add_point(struct esc_run *run, size_t index, const struct rows *rows, size_t point)
{
    for (size_t side = 0; side < 2; side++) {
        run->variants = esc_grow(run->variants, &run->variant_count, sizeof *run->variants);
        struct esc_variant *variant = &run->variants[run->variant_count - 1];
        *variant =
            (struct esc_variant){.case_index = index,
                                 .point = point,
                                 .strategy = side,
                                 .runtime = side == 0 ? ESC_RUNTIME_NONE : ESC_RUNTIME_GOHEAP,
                                 .label = esc_strdup(side == 0 ? "stack" : "heap")};
        if (side == 1) {
            variant->allocs_per_op = rows->at[point].blocks;
            variant->bytes_per_op = rows->at[point].blocks * rows->at[point].bytes;
        }
    }
    run->pairs = esc_grow(run->pairs, &run->pair_count, sizeof *run->pairs);
    run->pairs[run->pair_count - 1] = (struct esc_pair){.base = run->variant_count - 2,
                                                        .other = run->variant_count - 1,
                                                        .factor = estimate(2),
                                                        .price_ns = estimate(rows->at[point].ns),
                                                        .verdict = ESC_VERDICT_OK};
}

static struct esc_run make_run(const struct rows *rows, size_t count)
{
    struct esc_run run = {0};
    for (size_t k = 0; k < count; k++) {
        run.cases = esc_grow(run.cases, &run.case_count, sizeof *run.cases);
        run.cases[k].name = esc_strdup(rows[k].name);
        run.cases[k].differs = rows[k].differs != NULL ? esc_strdup(rows[k].differs) : NULL;
        run.cases[k].points = esc_calloc(POINTS, sizeof *run.cases[k].points);
        run.cases[k].point_count = POINTS;
        for (size_t point = 0; point < POINTS; point++)
            add_point(&run, k, &rows[k], point);
    }
    run.figures = esc_calloc(run.variant_count, sizeof *run.figures);
    for (size_t k = 0; k < run.variant_count; k++) {
        run.figures[k].ns_per_op = estimate(5);
        run.figures[k].gc_share = estimate(0.01 * (double)k);
    }
    return run;
}

/* 4 blocks of 16 bytes at 40 ns: 10 ns a block; twice the bytes, twice the price. */
static const struct rows linear = {"linear", NULL, {{4, 16, 40}, {1, 64, 40}, {2, 1024, 1280}}};
/* Four times the bytes, twice the price. */
static const struct rows general = {
    ESC_COST_GENERAL, NULL, {{1, 8, 20}, {1, 128, 80}, {1, 2048, 320}}};

static void test_between(void **state)
{
    (void)state;
    const struct rows rows[] = {linear, general};
    struct esc_run run = make_run(rows, 2);
    struct esc_cost cost = esc_cost_of(&run, "linear", 256);
    assert_string_equal(cost.bench_case, "linear");
    assert_true(cost.sized && !cost.beyond && !cost.whole);
    assert_float_equal(cost.at[0].ns, 160, 1e-9);
    assert_float_equal(cost.at[0].low, 80, 1e-9);
    assert_float_equal(cost.at[0].high, 320, 1e-9);
    assert_float_equal(cost.at[0].gc_share, 0.04, 1e-9); /* halfway between 0.03 and 0.05 */
    cost = esc_cost_of(&run, "linear", 2048); /* larger than its blocks: the other's price */
    assert_string_equal(cost.bench_case, ESC_COST_GENERAL);
    assert_float_equal(cost.at[0].ns, 320, 1e-9);
    cost = esc_cost_of(&run, "linear", 8192);
    assert_true(cost.beyond);
    assert_float_equal(cost.at[0].ns, 640, 1e-9);
    cost = esc_cost_of(&run, "linear", 4);
    assert_true(cost.beyond);
    assert_float_equal(cost.at[0].ns, 20, 1e-9);
    cost = esc_cost_of(&run, "linear", -1);
    assert_false(cost.sized);
    assert_float_equal(cost.at[0].ns, 10, 1e-9);
    assert_float_equal(cost.at[0].bytes, 16, 1e-9);
    assert_float_equal(cost.at[1].ns, 640, 1e-9);
    assert_float_equal(cost.at[1].bytes, 1024, 1e-9);
    assert_null(esc_cost_of(&run, "linear", 0).bench_case);
    cost = esc_cost_of(&run, "no-such-case", 32);
    assert_string_equal(cost.bench_case, ESC_COST_GENERAL);
    assert_float_equal(cost.at[0].ns, 40, 1e-9);
    esc_run_free(&run);
}

/* Without a price above nothing, or blocks, a row is none of the curve's. */
static void test_rows(void **state)
{
    (void)state;
    const struct rows odd = {"odd", "other work", {{1, 64, 30}, {1, 128, -5}, {0.2, 256, 90}}};
    struct esc_run run = make_run(&odd, 1);
    struct esc_cost_curve curve = esc_cost_curve(&run, "odd");
    assert_int_equal(curve.count, 1);
    assert_float_equal(curve.points[0].bytes, 64, 0);
    assert_true(curve.whole);
    free(curve.points);
    run.pairs[0].verdict = ESC_VERDICT_NOT_RESOLVED;
    curve = esc_cost_curve(&run, "odd");
    assert_int_equal(curve.count, 0);
    free(curve.points);
    assert_null(esc_cost_of(&run, "odd", 64).bench_case);
    esc_run_free(&run);
}

static void test_checks(void **state)
{
    (void)state;
    /* general says 40 ns a block at 32 B, 80 ns at 128 B. */
    const struct rows rows[] = {
        {"near", NULL, {{2, 32, 100}, {1, 128, 119}, {1, 128, 121}}},
        {"far", "other work", {{1, 32, 100}, {1, 32, -100}, {1, 32, 27}}},
        general,
    };
    struct esc_run run = make_run(rows, 3);
    run.pairs[7].verdict = ESC_VERDICT_NOT_RESOLVED; /* of general's */
    size_t count, unresolved;
    struct esc_cost_check *checks = esc_cost_checks(&run, &count, &unresolved);
    assert_int_equal(unresolved, 1);
    assert_int_equal(count, 8);
    /* 80 of 100, sqrt(8 * 2048) = 128: 20 * 4 = 80 of 119 and of 121 */
    static const bool is_near[] = {true, true, false, false, false, true};
    for (size_t k = 0; k < 6; k++) {
        assert_int_equal(esc_cost_is_near(&checks[k]), is_near[k]);
        assert_int_equal(checks[k].comparable, k < 3);
    }
    assert_float_equal(checks[0].estimated_ns, 80, 1e-9);
    assert_float_equal(checks[4].ratio, -0.4, 1e-9);
    /* What general's own rows are held against: single blocks of comparable cases, 128 B alone. */
    assert_float_equal(checks[6].estimated_ns, 119, 1e-9);
    free(checks);
    esc_run_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_between),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_checks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
