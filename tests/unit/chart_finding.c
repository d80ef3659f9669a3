/* The titles: each kind's finding follows from the figures, and nothing unresolved is claimed. */
#include "chart/kinds.h"

#include "model_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

typedef void write_kind(const struct esc_run *, const struct style *, struct sheets *);

static void check_title(const struct esc_run *run, write_kind *write, const char *wanted)
{
    struct style style = esc_chart_style(ESC_CHART_SCREEN, ESC_CHART_LIGHT);
    struct sheets sheets = {0};
    write(run, &style, &sheets);
    assert_true(sheets.count > 0);
    assert_string_equal(sheets.sheets[0].title, wanted);
    for (size_t i = 0; i < sheets.count; i++)
        esc_chart_sheet_free(&sheets.sheets[i]);
    free(sheets.sheets);
}

/* Sets the factor of the n-th point's heap side on the default runtime. */
static void set_factor(struct esc_run *run, size_t item, size_t point, double factor,
                       enum esc_verdict verdict)
{
    size_t heap = esc_pick_variant(run, item, point, 1);
    for (size_t i = 0; i < run->pair_count; i++)
        if (run->pairs[i].other == heap) {
            run->pairs[i].factor =
                (struct esc_estimate){true, factor, factor * 0.9, factor * 1.1, 0.96, 20};
            run->pairs[i].verdict = verdict;
        }
}

static void pairs(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, 2);
    for (size_t p = 0; p < 4; p++)
        set_factor(&run, 0, p, 2570, ESC_VERDICT_OK);
    for (size_t p = 0; p < 3; p++)
        set_factor(&run, 1, p, 1.6, ESC_VERDICT_NOISY);
    check_title(&run, esc_chart_pairs,
                "The heap side takes 1.60× to 2570× as long as the stack side");
    for (size_t p = 0; p < 3; p++)
        set_factor(&run, 1, p, 1.02, ESC_VERDICT_NOT_RESOLVED);
    check_title(&run, esc_chart_pairs, "The heap side takes 2570× as long as the stack side");
    for (size_t p = 0; p < 4; p++)
        set_factor(&run, 0, p, 3, ESC_VERDICT_CLOCK_LIMITED);
    check_title(&run, esc_chart_pairs, "Stack or heap: no difference resolved");
    esc_run_free(&run);
}

static void a_control_makes_no_claim(void **state)
{
    (void)state;
    struct esc_run run = model_run(&model_cases[MODEL_CASES - 1], 1);
    set_factor(&run, 0, 0, 1.5, ESC_VERDICT_OK);
    check_title(&run, esc_chart_pairs, "Stack or heap: no difference resolved");
    esc_run_free(&run);
}

static void set_factors(struct esc_run *run, const double factors[4])
{
    for (size_t p = 0; p < 4; p++)
        set_factor(run, 0, p, factors[p],
                   factors[p] > 0 ? ESC_VERDICT_OK : ESC_VERDICT_NOT_RESOLVED);
}

static void scaling(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, 1); /* sizes 8 B, 64 B, 512 B, 4 KiB */
    set_factors(&run, (const double[]){5.8, 10.3, 10.6, 16.4});
    check_title(&run, esc_chart_scaling, "The gap grows with size: 5.8× at 8 B, 16.4× at 4 KiB");
    set_factors(&run, (const double[]){13, 10, 9, 8});
    check_title(&run, esc_chart_scaling, "The gap is widest at 8 B: 13.0×; at 4 KiB it is 8.0×");
    set_factors(&run, (const double[]){2, 10, 9, 8});
    check_title(&run, esc_chart_scaling,
                "The gap peaks at 64 B: 10.0×, against 2.0× at 8 B and 8.0× at 4 KiB");
    /* Intervals reach a tenth to each side: 8 and 9.5 touch, and a dip is no growth. */
    set_factors(&run, (const double[]){8, 7, 7.5, 9.5});
    check_title(&run, esc_chart_scaling, "The heap costs 7.0× to 9.5× from 8 B to 4 KiB");
    set_factors(&run, (const double[]){9.5, 7, 7.5, 8});
    check_title(&run, esc_chart_scaling, "The heap costs 7.0× to 9.5× from 8 B to 4 KiB");
    set_factors(&run, (const double[]){8, 9.5, 7, 7.5});
    check_title(&run, esc_chart_scaling, "The heap costs 7.0× to 9.5× from 8 B to 4 KiB");
    set_factors(&run, (const double[]){10, 2, 9, 15});
    check_title(&run, esc_chart_scaling, "The heap costs 2.0× to 15.0× from 8 B to 4 KiB");
    set_factors(&run, (const double[]){10, 10, 10, 10});
    check_title(&run, esc_chart_scaling, "The heap costs about 10.0× from 8 B to 4 KiB");
    set_factors(&run, (const double[]){10, 10, 10, 0});
    check_title(&run, esc_chart_scaling,
                "The heap costs about 10.0× from 8 B to 512 B; not resolved at 4 KiB");
    set_factors(&run, (const double[]){2, 0, 0, 8});
    check_title(
        &run, esc_chart_scaling,
        "The gap grows with size: 2.0× at 8 B, 8.0× at 4 KiB; not resolved at 2 of 4 points");
    set_factors(&run, (const double[]){0, 0, 3, 0});
    check_title(&run, esc_chart_scaling,
                "The heap costs 3.0× at 512 B; elsewhere no difference is resolved");
    set_factors(&run, (const double[]){0, 0, 0, 0});
    check_title(&run, esc_chart_scaling,
                "No difference between stack and heap is resolved at any point");
    esc_run_free(&run);
}

static void distribution(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, 1);
    check_title(&run, esc_chart_distribution,
                "Every heap sample is slower than every stack sample");
    size_t stack = esc_pick_variant(&run, 0, esc_pick_point(&run, 0), 0);
    size_t heap = esc_pick_variant(&run, 0, esc_pick_point(&run, 0), 1);
    run.figures[stack].ns_per_op.median = 50;
    run.figures[heap].ns_per_op.median = 60;
    for (size_t r = 0; r < run.record_count; r++)
        if (run.records[r].variant == stack || run.records[r].variant == heap)
            run.records[r].wall_ns =
                (int64_t)((30 + 5 * run.records[r].round) * run.records[r].iterations);
    check_title(&run, esc_chart_distribution,
                "The samples overlap, the medians are 50.0 ns and "
                "60.0 ns");
    esc_run_free(&run);
}

/* A runtime without a collector has no collector's charts. */
static void no_collector_no_claim(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, MODEL_CASES);
    assert_true(esc_chart_has_pressure(&run));
    assert_true(esc_chart_has_timeline(&run));
    for (size_t v = 0; v < run.variant_count; v++) {
        run.figures[v].cycles_per_mop.median = 0;
        run.figures[v].gc_share.median = 0;
    }
    for (size_t r = 0; r < run.record_count; r++)
        run.records[r].cycle_count = 0;
    assert_false(esc_chart_has_pressure(&run));
    assert_false(esc_chart_has_timeline(&run));
    esc_run_free(&run);
}

static void pages_are_even(void **state)
{
    (void)state;
    for (size_t rows = 1; rows < 60; rows++) {
        size_t pages = 1;
        size_t next = 0;
        for (size_t page = 0; page < pages; page++) {
            size_t first;
            size_t n = esc_chart_page(rows, 7, page, &first, &pages);
            assert_int_equal(first, next);
            assert_true(n >= 1 && n <= 7);
            next = first + n;
        }
        assert_int_equal(next, rows);
        assert_int_equal(pages, (rows + 6) / 7);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs),
        cmocka_unit_test(a_control_makes_no_claim),
        cmocka_unit_test(scaling),
        cmocka_unit_test(distribution),
        cmocka_unit_test(no_collector_no_claim),
        cmocka_unit_test(pages_are_even),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
