/*
 * Prices of blocks on curves whose values are powers of the size, in heaps whose share of marking
 * is a whole number, so that what lies between is known.
 */
#include "stats/cost.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { POINTS = 3, MiB = 1 << 20 };

/* A case's rows: blocks of that many bytes, and the price of all of them; 0 bytes: none. */
struct rows {
    const char *name, *differs;
    struct {
        double blocks, bytes, ns;
    } at[POINTS];
    struct esc_workload workload;
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
    struct esc_run run = {.gogc = 100};
    for (size_t k = 0; k < count; k++) {
        run.cases = esc_grow(run.cases, &run.case_count, sizeof *run.cases);
        run.cases[k].name = esc_strdup(rows[k].name);
        run.cases[k].differs = rows[k].differs != NULL ? esc_strdup(rows[k].differs) : NULL;
        run.cases[k].points = esc_calloc(POINTS, sizeof *run.cases[k].points);
        run.cases[k].point_count = POINTS;
        for (size_t point = 0; point < POINTS && rows[k].at[point].bytes > 0; point++) {
            run.cases[k].points[point].workload = rows[k].workload;
            add_point(&run, k, &rows[k], point);
        }
    }
    run.figures = esc_calloc(run.variant_count, sizeof *run.figures);
    for (size_t k = 0; k < run.variant_count; k++) {
        run.figures[k].ns_per_op = estimate(5);
        run.figures[k].gc_share = estimate(0.01 * (double)k);
    }
    return run;
}

/* ---- by size -------------------------------------------------------------------------------- */

static double at(const double (*points)[2], size_t count, double bytes, bool wanted_beyond)
{
    bool beyond;
    struct esc_cost_curve curve = {0};
    for (size_t k = 0; k < count; k++)
        esc_cost_curve_add(&curve, (struct esc_cost_at){.bytes = points[k][0], .ns = points[k][1]});
    esc_cost_curve_settle(&curve);
    const double ns = esc_cost_curve_at(&curve, bytes, &beyond).ns;
    assert_int_equal(beyond, wanted_beyond);
    free(curve.points);
    return ns;
}

static void test_curves(void **state)
{
    (void)state;
    static const double linear[][2] = {{1024, 640}, {16, 10}, {64, 40}};
    assert_float_equal(at(linear, 3, 256, false), 160, 1e-9);
    assert_float_equal(at(linear, 3, 16, false), 10, 1e-9);
    assert_float_equal(at(linear, 3, 1024, false), 640, 1e-9);
    assert_float_equal(at(linear, 3, 4096, true), 2560, 1e-9);
    assert_float_equal(at(linear, 3, 8, true), 10, 1e-9);
    /* Four times the bytes, twice the price. */
    static const double root[][2] = {{8, 20}, {128, 80}, {2048, 320}};
    assert_float_equal(at(root, 3, 32, false), 40, 1e-9);
    assert_float_equal(at(root, 3, 8192, true), 640, 1e-9);
    /* Its last two lie close together: the rise is that from 64 to 1024, the root of 16. */
    static const double close[][2] = {{64, 64}, {1000, 900}, {1024, 256}};
    assert_float_equal(at(close, 3, 4096, true), 512, 1e-9);
    static const double steep[][2] = {{64, 1}, {1024, 1e6}};
    assert_float_equal(at(steep, 2, 2048, true), 2e6, 1e-6);
    static const double falling[][2] = {{64, 50}, {1024, 40}};
    assert_float_equal(at(falling, 2, 1 << 20, true), 40, 1e-9);
    static const double one[][2] = {{64, 50}};
    assert_float_equal(at(one, 1, 128, true), 50, 1e-9);
    /* Of one size the median, the lower of two. */
    static const double several[][2] = {{64, 9}, {64, 5}, {64, 1}, {256, 8}, {256, 7}};
    assert_float_equal(at(several, 5, 64, false), 5, 1e-9);
    assert_float_equal(at(several, 5, 256, false), 7, 1e-9);
}

/* ---- of a value ----------------------------------------------------------------------------- */

/* 4 blocks of 16 bytes at 40 ns: 10 ns a block; twice the bytes, twice the price. */
static const struct rows linear = {.name = "linear",
                                   .at = {{4, 16, 40}, {3, 64, 120}, {2, 1024, 1280}}};
static const struct rows root = {.name = "root", .at = {{1, 8, 20}, {1, 128, 80}, {1, 2048, 320}}};

static struct esc_cost cost_of(const struct rows *rows, size_t count, const char *name,
                               double bytes, const struct esc_cost_heap *heap)
{
    struct esc_run run = make_run(rows, count);
    struct esc_cost_book book = esc_cost_book_make(&run);
    const struct esc_cost cost = esc_cost_of(&book, name, bytes, heap);
    assert_true(cost.bench_case == NULL || cost.bench_case == name);
    assert_true(cost.whole == NULL || cost.cases == 0);
    esc_cost_book_free(&book);
    esc_run_free(&run);
    return cost;
}

static void test_values(void **state)
{
    (void)state;
    const struct rows rows[] = {linear, root};
    struct esc_cost cost = cost_of(rows, 2, "linear", 256, NULL);
    assert_string_equal(cost.bench_case, "linear");
    assert_true(cost.cases == 1 && cost.sized && !cost.beyond && !cost.marked);
    assert_float_equal(cost.at[0].ns, 160, 1e-9);
    assert_float_equal((cost.at[0].low * 1.5), 160, 1e-9); /* six rows settle no interval */
    assert_float_equal(cost.at[0].high, 240, 1e-9);
    assert_float_equal(cost.at[0].gc_share, 0.04, 1e-9); /* halfway between 0.03 and 0.05 */
    cost = cost_of(rows, 2, "linear", 2048, NULL); /* larger than its blocks: those of one block */
    assert_null(cost.bench_case);
    assert_int_equal(cost.cases, 1);
    assert_float_equal(cost.at[0].ns, 320, 1e-9);
    cost = cost_of(rows, 2, "linear", 8192, NULL);
    assert_true(cost.beyond);
    assert_float_equal(cost.at[0].ns, 640, 1e-9);
    cost = cost_of(rows, 2, "linear", -1, NULL);
    assert_false(cost.sized);
    assert_float_equal(cost.at[0].ns, 10, 1e-9);
    assert_float_equal(cost.at[0].bytes, 16, 1e-9);
    assert_float_equal(cost.at[1].ns, 640, 1e-9);
    assert_float_equal(cost.at[1].bytes, 1024, 1e-9);
    assert_int_equal(cost_of(rows, 2, "linear", 0, NULL).cases, 0);
    cost = cost_of(rows, 2, "no-such-case", 32, NULL);
    assert_float_equal(cost.at[0].ns, 40, 1e-9);
    cost = cost_of(rows, 2, NULL, -1, NULL);
    assert_float_equal(cost.at[0].ns, 20, 1e-9);
    assert_float_equal(cost.at[1].ns, 320, 1e-9);
    assert_int_equal(cost_of(rows, 0, NULL, 64, NULL).cases, 0);
}

/* Without a price above nothing, or blocks, a row is none of the curve's; of a whole remedy's there
 * is no estimate at all. */
static void test_no_prices(void **state)
{
    (void)state;
    const struct rows rows[] = {
        {.name = "odd", .at = {{1, 64, 30}, {1, 128, -5}, {0.2, 256, 90}}},
        {.name = "remedy", .differs = "grows as well", .at = {{1, 8, 5}, {1, 64, 7}}},
    };
    struct esc_cost cost = cost_of(rows, 2, "odd", -1, NULL);
    assert_float_equal(cost.at[0].bytes, 64, 0);
    assert_float_equal(cost.at[1].bytes, 64, 0);
    cost = cost_of(rows, 2, "remedy", 32, NULL);
    assert_non_null(cost.whole);
    cost = cost_of(rows, 2, "remedy", -1, NULL);
    assert_non_null(cost.whole);
    cost = cost_of(rows, 2, NULL, 16, NULL); /* nor do others have a price from it */
    assert_float_equal(cost.at[0].ns, 30, 1e-9);
    struct esc_run run = make_run(rows, 1);
    run.pairs[0].verdict = ESC_VERDICT_NOT_RESOLVED;
    struct esc_cost_book book = esc_cost_book_make(&run);
    assert_int_equal(esc_cost_of(&book, "odd", 64, NULL).cases, 0);
    esc_cost_book_free(&book);
    esc_run_free(&run);
}

/* ---- what is alive beside ------------------------------------------------------------------- */

/* 2^18 blocks in 16 MiB: at GOGC=100 16 MiB are allocated between two collections, which are 2^18
 * blocks of 64 bytes; so each buys the marking of one, at GOGC=50 of two. */
static const struct rows small = {.name = "small", .at = {{1, 64, 30}}};
static const struct rows live = {
    .name = "live", .at = {{1, 64, 105}}, .workload = {true, 16.0 * MiB, 1 << 18, -1}};
static const struct rows paced = {
    .name = "paced", .at = {{1, 64, 210}}, .workload = {true, 16.0 * MiB, 1 << 18, 50}};
static const struct rows off = {
    .name = "off", .at = {{1, 64, 70}}, .workload = {true, 16.0 * MiB, 1 << 18, 0}};

static void test_marking(void **state)
{
    (void)state;
    const struct rows rows[] = {small, live, paced, off};
    const struct esc_cost_heap same = {16.0 * MiB, 1 << 18, 100};
    const struct esc_cost_heap larger = {64.0 * MiB, 1 << 18, 100};
    /* 4 MiB is the least goal: from 1 MiB on there are 3 to go. */
    const struct esc_cost_heap least = {1.0 * MiB, 3 << 14, 100};
    const struct esc_cost_heap none = {16.0 * MiB, 1 << 18, -1};
    /* The median of 75 and (210 - 30) / 2 is 82.5. */
    struct esc_cost cost = cost_of(rows, 4, "small", 64, &same);
    assert_true(cost.marked);
    assert_float_equal(cost.at[0].ns, 30, 1e-9);
    assert_float_equal(cost.marking_ns, 82.5, 1e-9);
    assert_float_equal(cost_of(rows, 4, NULL, 128, &same).marking_ns, 165, 1e-9);
    assert_float_equal(cost_of(rows, 4, NULL, 64, &larger).marking_ns, 20.625, 1e-9);
    assert_float_equal(cost_of(rows, 4, NULL, 64, &least).marking_ns, 82.5, 1e-9);
    assert_float_equal(cost_of(rows, 4, NULL, 64, &none).marking_ns, 0, 1e-9);
    assert_false(cost_of(rows, 1, NULL, 64, &same).marked);
    assert_false(cost_of(rows, 4, NULL, -1, &same).marked);
    /* What holds much is no price of a small heap. */
    cost = cost_of(rows, 4, "live", 64, NULL);
    assert_null(cost.bench_case);
    assert_float_equal(cost.at[0].ns, 30, 1e-9);
}

/* ---- held against what was measured --------------------------------------------------------- */

static void test_checks(void **state)
{
    (void)state;
    const struct rows rows[] = {
        root, /* without it 119 ns is all that is known */
        {.name = "near", .at = {{2, 32, 100}, {1, 128, 119}, {1, 128, 121}}},
        {.name = "far", .differs = "more", .at = {{1, 32, 100}, {1, 32, -100}, {1, 32, 33}}},
    };
    struct esc_run run = make_run(rows, 3);
    run.pairs[2].verdict = ESC_VERDICT_NOT_RESOLVED;
    size_t count, unresolved;
    struct esc_cost_check *checks = esc_cost_checks(&run, &count, &unresolved);
    assert_int_equal(unresolved, 1);
    assert_int_equal(count, 8);
    assert_float_equal(checks[0].estimated_ns, 119, 1e-9); /* of 8 and of 128 bytes */
    assert_float_equal(checks[1].estimated_ns, 119, 1e-9);
    assert_float_equal(checks[2].estimated_ns, 80, 1e-9); /* twice the root's 40 */
    static const bool is_near[] = {true, true, false, false, false, true};
    for (size_t k = 0; k < 6; k++) {
        assert_int_equal(esc_cost_is_near(&checks[k + 2]), is_near[k]);
        assert_int_equal(esc_cost_holds(&checks[k + 2]), is_near[k]); /* few rows: 1.5 times */
        assert_int_equal(checks[k + 2].escape, k < 3);
    }
    /* Halfway between 20 ns of 8 bytes and 119 of 128, the median of 80, 119 and 121. */
    assert_float_equal((checks[6].estimated_ns * checks[6].estimated_ns), 20 * 119, 1e-3);
    assert_float_equal((checks[6].ratio * -100), checks[6].estimated_ns, 1e-9);
    free(checks);
    esc_run_free(&run);
}

static void test_checks_of_heaps(void **state)
{
    (void)state;
    const struct rows rows[] = {small, live, paced, off};
    struct esc_run run = make_run(rows, 4);
    size_t count, unresolved;
    struct esc_cost_check *checks = esc_cost_checks(&run, &count, &unresolved);
    assert_int_equal(count, 3); /* without the small one nothing is known of its blocks */
    assert_float_equal(checks[0].estimated_ns, 30 + 90, 1e-9); /* (210 - 30) / 2 a mark */
    assert_float_equal(checks[1].estimated_ns, 30 + 2 * 75, 1e-9);
    assert_float_equal(checks[2].estimated_ns, 30, 1e-9);
    free(checks);
    esc_run_free(&run);
}

/* ---- intervals ------------------------------------------------------------------------------ */

enum { CASES = 11 };

/* Nine at 100 ns, one at 50, one at 200: whatever two are left out, the median is 100. */
static struct esc_run spread_run(double first)
{
    static const char *const names[CASES] = {"a", "b", "c", "d",    "e",    "f",
                                             "g", "h", "i", "half", "twice"};
    struct rows rows[CASES];
    for (size_t k = 0; k < CASES; k++)
        rows[k] = (struct rows){.name = names[k], .at = {{1, 64, 100}}};
    rows[0].at[0].ns = first;
    rows[CASES - 2].at[0].ns = 50;
    rows[CASES - 1].at[0].ns = 200;
    return make_run(rows, CASES);
}

static void test_intervals(void **state)
{
    (void)state;
    struct esc_run run = spread_run(100);
    size_t count, unresolved;
    struct esc_cost_check *checks = esc_cost_checks(&run, &count, &unresolved);
    assert_int_equal(count, CASES);
    /* Of ten ratios 0.5, eight times 1, and 2 the tenth part lies below the 1.1th: 0.55. */
    assert_float_equal(checks[0].low, 55, 1e-9);
    assert_float_equal(checks[0].high, 190, 1e-9);
    assert_float_equal(checks[CASES - 2].low, 100, 1e-9); /* its own 0.5 is none of them */
    assert_float_equal(checks[CASES - 2].high, 190, 1e-9);
    assert_false(esc_cost_holds(&checks[CASES - 2]));
    assert_true(esc_cost_holds(&checks[0]));
    /* Of a value all eleven: the 1.2th, 0.5 + 0.2 * 0.5. */
    struct esc_cost_book book = esc_cost_book_make(&run);
    const struct esc_cost cost = esc_cost_of(&book, NULL, 64, NULL);
    assert_float_equal(cost.at[0].low, 60, 1e-9);
    assert_float_equal(cost.at[0].high, 180, 1e-9);
    esc_cost_book_free(&book);
    esc_run_free(&run);
    /* What was measured has no part in what is estimated of it. */
    struct esc_run other = spread_run(100000);
    struct esc_cost_check *others = esc_cost_checks(&other, &count, &unresolved);
    assert_float_equal(others[0].estimated_ns, checks[0].estimated_ns, 0);
    assert_float_equal(others[0].low, checks[0].low, 0);
    assert_float_equal(others[0].high, checks[0].high, 0);
    assert_false(esc_cost_is_near(&others[0]));
    assert_float_not_equal(others[1].high, checks[1].high, 0);
    free(others);
    esc_run_free(&other);
    free(checks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_curves),    cmocka_unit_test(test_values),
        cmocka_unit_test(test_no_prices), cmocka_unit_test(test_marking),
        cmocka_unit_test(test_checks),    cmocka_unit_test(test_checks_of_heaps),
        cmocka_unit_test(test_intervals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
