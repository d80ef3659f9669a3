/* The titles: each kind's finding follows from the figures, and nothing unresolved is claimed. */
#include "chart/kinds.h"
#include "words/finding.h"
#include "words/price.h"
#include "words/units.h"
#include "words/verdict.h"

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
static void set_factor(struct esc_run *run, size_t case_index, size_t point, double factor,
                       enum esc_verdict verdict)
{
    size_t heap = esc_pick_variant(run, case_index, point, 1);
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

/* Whatever the factors: below six rounds there is no interval of 95 %. */
static void too_few_rounds_make_no_claim(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, 1);
    char words[ESC_VERDICT_TEXT];
    for (size_t p = 0; p < 4; p++)
        set_factor(&run, 0, p, 10, ESC_VERDICT_FEW_ROUNDS);
    check_title(&run, esc_chart_pairs, "Stack or heap: too few rounds to resolve a difference");
    check_title(&run, esc_chart_scaling, "Too few rounds to resolve a difference at any point");
    set_factor(&run, 0, 2, 3, ESC_VERDICT_OK);
    check_title(&run, esc_chart_scaling,
                "The heap costs 3.0× at size 512 B; elsewhere no difference is resolved");
    assert_string_equal(esc_rounds_words(words, 1), "1 round, no interval");
    assert_string_equal(esc_rounds_words(words, 2),
                        "median and smallest to largest of 2 rounds (covers 50 %)");
    assert_string_equal(esc_rounds_words(words, 5),
                        "median and smallest to largest of 5 rounds (covers 93.75 %)");
    assert_string_equal(esc_rounds_words(words, 6), "median and 95 % interval of 6 rounds");
    esc_run_free(&run);
}

/* Lines of the chart's first series that end with a low and a high end to draw. */
static size_t count_intervals(const struct esc_run *run, write_kind *write)
{
    struct style style = esc_chart_style(ESC_CHART_SCREEN, ESC_CHART_LIGHT);
    struct sheets sheets = {0};
    size_t intervals = 0;
    write(run, &style, &sheets);
    const char *at = strstr(sheets.sheets[0].data.bytes, "$p0_0 << END\n");
    assert_non_null(at);
    for (at = strchr(at, '\n') + 1; strncmp(at, "END\n", 4) != 0; at = strchr(at, '\n') + 1)
        intervals += strncmp(strchr(at, '\n') - 8, " NaN NaN", 8) != 0;
    for (size_t i = 0; i < sheets.count; i++)
        esc_chart_sheet_free(&sheets.sheets[i]);
    free(sheets.sheets);
    return intervals;
}

static void one_round_draws_no_interval(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, 1);
    assert_int_equal(count_intervals(&run, esc_chart_pairs), 4);
    assert_int_equal(count_intervals(&run, esc_chart_scaling), 4);
    for (size_t v = 0; v < run.variant_count; v++)
        run.figures[v].ns_per_op.confidence = 0;
    assert_int_equal(count_intervals(&run, esc_chart_pairs), 0);
    assert_int_equal(count_intervals(&run, esc_chart_scaling), 0);
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

/* Rows whose sides differ in more than the place carry the mark, and only a page that shows one
 * explains it. */
static void prices_of_whole_remedies_are_marked(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, 2);
    size_t count;
    struct esc_row *rows = esc_rows_one_each(&run, &count);
    run.cases[1].differs = esc_strdup("it also grows");
    char *all = esc_finding_resolved(&run, rows, 2);
    char *first = esc_finding_resolved(&run, rows, 1);
    char *words = esc_price_words(&run.cases[1]);
    assert_non_null(strstr(all, "; * price of the whole remedy, not of the escape"));
    assert_null(strchr(first, '*'));
    assert_string_equal(words, "price of the whole remedy, not of the escape: it also grows");
    assert_null(esc_price_words(&run.cases[0]));
    struct style style = esc_chart_style(ESC_CHART_SCREEN, ESC_CHART_LIGHT);
    struct sheets sheets = {0};
    esc_chart_pairs(&run, &style, &sheets);
    const char *labels = sheets.sheets[0].labels.bytes;
    size_t marked = 0;
    for (const char *at = labels; (at = strstr(at, "slower*'")) != NULL; at++)
        marked++;
    assert_int_equal(marked, 3); /* channel-send has three points */
    for (size_t i = 0; i < sheets.count; i++)
        esc_chart_sheet_free(&sheets.sheets[i]);
    free(sheets.sheets);
    free(words);
    free(first);
    free(all);
    free(rows);
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
    check_title(&run, esc_chart_scaling,
                "The gap is widest at size 8 B: 13.0×, against 8.0× at 4 KiB");
    set_factors(&run, (const double[]){2, 10, 9, 8});
    check_title(&run, esc_chart_scaling,
                "The gap peaks at size 64 B: 10.0×, against 2.0× at 8 B and 8.0× at 4 KiB");
    set_factors(&run, (const double[]){10, 10, 10, 10});
    check_title(&run, esc_chart_scaling, "The heap costs about 10.0× from size 8 B to 4 KiB");
    set_factors(&run, (const double[]){10, 10, 10, 0});
    check_title(&run, esc_chart_scaling,
                "The heap costs about 10.0× from size 8 B to 512 B; not resolved at 4 KiB");
    set_factors(&run, (const double[]){2, 0, 0, 8});
    check_title(
        &run, esc_chart_scaling,
        "The gap grows with size: 2.0× at 8 B, 8.0× at 4 KiB; not resolved at 2 of 4 points");
    set_factors(&run, (const double[]){0, 0, 3, 0});
    check_title(&run, esc_chart_scaling,
                "The heap costs 3.0× at size 512 B; elsewhere no difference is resolved");
    set_factors(&run, (const double[]){0, 0, 0, 0});
    check_title(&run, esc_chart_scaling,
                "No difference between stack and heap is resolved at any point");
    esc_run_free(&run);
}

/* Where no course is resolved, each figure stands with its own place: "6.7× to 10.6× from 8 B to
 * 4 KiB" read as if those were the ends. Intervals reach a tenth to each side: 8 and 9.5 touch, and
 * a dip is no growth. */
static void each_factor_has_its_own_place(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, 1);
    set_factors(&run, (const double[]){10.1, 10.6, 6.7, 6.8});
    check_title(&run, esc_chart_scaling,
                "The heap costs 10.1× at size 8 B, 10.6× at 64 B, 6.7× at 512 B and 6.8× at 4 KiB");
    set_factors(&run, (const double[]){8, 7, 7.5, 9.5});
    check_title(&run, esc_chart_scaling,
                "The heap costs 8.0× at size 8 B, 7.0× at 64 B and 9.5× at 4 KiB");
    set_factors(&run, (const double[]){9.5, 7, 7.5, 8});
    check_title(&run, esc_chart_scaling,
                "The heap costs 9.5× at size 8 B, 7.0× at 64 B and 8.0× at 4 KiB");
    set_factors(&run, (const double[]){8, 9.5, 7, 7.5});
    check_title(&run, esc_chart_scaling,
                "The heap costs 8.0× at size 8 B, 9.5× at 64 B, 7.0× at 512 B and 7.5× at 4 KiB");
    set_factors(&run, (const double[]){10, 2, 9, 15});
    check_title(&run, esc_chart_scaling,
                "The heap costs 10.0× at size 8 B, 2.0× at 64 B and 15.0× at 4 KiB");
    esc_run_free(&run);
}

static void set_axis(struct esc_run *run, const char *name, const char *label, enum esc_unit unit,
                     const int64_t *values)
{
    struct esc_param *param = &run->cases[0].params[0];
    free(param->name);
    free(param->label);
    param->name = esc_strdup(name);
    param->label = esc_strdup(label);
    param->unit = unit;
    for (size_t k = 0; k < param->count; k++) {
        free(param->values[k].text);
        param->values[k].text = esc_format("%lld", (long long)values[k]);
        param->values[k].number = values[k];
    }
}

/* "from 0 to 64" says neither of what nor in what. */
static void a_value_has_its_noun_and_its_unit(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, 1);
    set_axis(&run, "live", "MiB of live heap", ESC_UNIT_COUNT, (const int64_t[]){0, 4, 16, 64});
    set_factors(&run, (const double[]){10, 10, 10, 10});
    check_title(&run, esc_chart_scaling,
                "The heap costs about 10.0× from 0 MiB of live heap to 64 MiB");
    set_factors(&run, (const double[]){2, 3, 4, 8});
    check_title(&run, esc_chart_scaling,
                "The gap grows with live heap: 2.0× at 0 MiB, 8.0× at 64 MiB");
    char *point = esc_units_point(&run.cases[0], &run.cases[0].points[2]);
    assert_string_equal(point, "live 16 MiB");
    free(point);
    set_axis(&run, "threads", "threads", ESC_UNIT_COUNT, (const int64_t[]){1, 2, 4, 8});
    set_factors(&run, (const double[]){13, 10, 9, 8});
    check_title(&run, esc_chart_scaling, "The gap is widest at 1 thread: 13.0×, against 8.0× at 8");
    set_axis(&run, "gogc", "GOGC, percent (0: off)", ESC_UNIT_COUNT,
             (const int64_t[]){50, 100, 200, 400});
    check_title(&run, esc_chart_scaling,
                "The gap is widest at gogc 50: 13.0×, against 8.0× at 400");
    esc_run_free(&run);
}

/* ---- a page speaks of itself ---- */

enum { CASES = 12 };

/* Twelve cases without parameters, two pages of six rows on a screen. */
static struct esc_run twelve(void)
{
    static char names[CASES][16];
    struct model_case models[CASES];
    for (size_t i = 0; i < CASES; i++) {
        models[i] = model_cases[MODEL_CASES - 1];
        models[i].control = false;
        snprintf(names[i], sizeof names[i], "case-%zu", i);
        models[i].name = names[i];
    }
    return model_run(models, CASES);
}

static struct sheets draw(const struct esc_run *run, write_kind *write)
{
    struct style style = esc_chart_style(ESC_CHART_SCREEN, ESC_CHART_LIGHT);
    struct sheets sheets = {0};
    write(run, &style, &sheets);
    for (size_t i = 0; i < sheets.count; i++)
        sheets.sheets[i].style = NULL; /* ends with this function */
    return sheets;
}

static void drop(struct sheets *sheets)
{
    for (size_t i = 0; i < sheets->count; i++)
        esc_chart_sheet_free(&sheets->sheets[i]);
    free(sheets->sheets);
}

static void a_page_of_pairs_tells_its_own_range(void **state)
{
    (void)state;
    struct esc_run run = twelve();
    for (size_t i = 0; i < CASES; i++)
        set_factor(&run, i, 0, i == 11 ? 1.02 : 100 - 5 * (double)i,
                   i == 11 ? ESC_VERDICT_NOT_RESOLVED : ESC_VERDICT_OK);
    struct sheets sheets = draw(&run, esc_chart_pairs);
    assert_int_equal(sheets.count, 2);
    assert_string_equal(sheets.sheets[0].title,
                        "The heap side takes 75.0× to 100× as long as the stack side");
    assert_string_equal(sheets.sheets[1].title,
                        "The heap side takes 50.0× to 70.0× as long as the stack side");
    assert_non_null(strstr(sheets.sheets[0].labels.bytes, "6 of 6 differences resolved"));
    assert_non_null(strstr(sheets.sheets[1].labels.bytes, "5 of 6 differences resolved"));
    drop(&sheets);
    esc_run_free(&run);
}

/* "6 of 6 resolved" stood above the control's "not resolved". */
static void the_control_is_told_apart(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, MODEL_CASES);
    size_t count;
    struct esc_row *rows = esc_rows_shown(&run, 1, &count);
    assert_int_equal(count, MODEL_CASES);
    char *words = esc_finding_resolved(&run, rows, count);
    assert_non_null(strstr(words, "5 of 5 differences resolved; the control, "));
    assert_non_null(strstr(words, "both sides: not resolved"));
    free(words);
    for (size_t i = 0; i < run.pair_count; i++)
        run.pairs[i].verdict = ESC_VERDICT_OK;
    words = esc_finding_resolved(&run, rows, count);
    assert_non_null(strstr(words, "both sides: resolved, so beware"));
    free(words);
    free(rows);
    esc_run_free(&run);
}

static void a_page_of_pressure_names_its_own_row(void **state)
{
    (void)state;
    struct esc_run run = twelve();
    for (size_t i = 0; i < CASES; i++) {
        struct esc_figures *figures = &run.figures[esc_pick_variant(&run, i, 0, 1)];
        figures->cycles_per_mop.median = 1000 - (double)i;
        figures->gc_share.median = i == 4 ? 0.3 : i == 9 ? 0.7 : 0.1;
    }
    struct sheets sheets = draw(&run, esc_chart_pressure);
    assert_int_equal(sheets.count, 2);
    assert_string_equal(sheets.sheets[0].title,
                        "The collector takes up to 30 % of the CPU time (case-4)");
    assert_string_equal(sheets.sheets[1].title,
                        "The collector takes up to 70 % of the CPU time (case-9)");
    drop(&sheets);
    esc_run_free(&run);
}

/* A sample of 17 collections, each of 1 ms, the last with the longest stop: 14 are drawn. */
static void a_timeline_tells_of_the_collections_drawn(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, 1);
    size_t heap = esc_pick_variant(&run, 0, 0, 1);
    for (size_t r = 0; r < run.record_count; r++) {
        struct esc_record *record = &run.records[r];
        if (record->variant != heap || record->round > 0) {
            record->cycle_count = record->heap_count = 0;
            continue;
        }
        record->wall_ns = 17500000;
        record->gc.cycles = 17;
        record->cycle_count = 17;
        record->cycles = esc_resize(record->cycles, 17, sizeof *record->cycles);
        for (size_t c = 0; c < 17; c++)
            record->cycles[c] = (struct esc_gc_cycle){.start_ns = (int64_t)(c + 1) * 1000000,
                                                      .mark_start_ns = (int64_t)(c + 1) * 1000000,
                                                      .mark_end_ns = (int64_t)(c + 1) * 1000000 + 9,
                                                      .end_ns = (int64_t)(c + 1) * 1000000 + 9,
                                                      .pause_ns = {20000, c == 16 ? 9000000 : 3000},
                                                      .heap_start_bytes = 3 << 20,
                                                      .heap_end_bytes = 4 << 20,
                                                      .heap_live_bytes = 1 << 20,
                                                      .goal_bytes = 4 << 20};
    }
    struct sheets sheets = draw(&run, esc_chart_timeline);
    assert_int_equal(sheets.count, 1);
    assert_string_equal(sheets.sheets[0].title,
                        "14 collections in 15.0 ms, the longest stop 20.0 µs");
    assert_non_null(strstr(sheets.sheets[0].labels.bytes, "the first 14 of its 17 collections"));
    drop(&sheets);
    for (size_t r = 0; r < run.record_count; r++)
        for (size_t c = 0; c < run.records[r].cycle_count; c++)
            run.records[r].cycles[c].pause_ns[0] = c == 3 ? 2000000 : 2000;
    sheets = draw(&run, esc_chart_timeline);
    assert_null(strstr(sheets.sheets[0].labels.bytes, "'1k'")); /* µs, of an axis in µs */
    assert_non_null(strstr(sheets.sheets[0].labels.bytes, "'1 ms'"));
    drop(&sheets);
    esc_run_free(&run);
}

/* The point whose collector takes most of the time, if its samples hold enough collections to see
 * how they follow each other. */
static void a_timeline_is_of_the_point_where_the_collector_works_hardest(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, 1);
    size_t hardest = 2;
    for (size_t point = 0; point < run.cases[0].point_count; point++) {
        size_t heap = esc_pick_variant(&run, 0, point, 1);
        run.figures[heap].gc_share.median = point == hardest ? 0.6 : 0.1;
        for (size_t r = 0; r < run.record_count; r++)
            if (run.records[r].variant == heap && run.records[r].cycle_count > 5)
                run.records[r].cycle_count = 5;
    }
    const struct esc_record *record = esc_pick_timeline(&run, 0, 14);
    assert_non_null(record);
    assert_int_equal(run.variants[record->variant].point, hardest);
    for (size_t r = 0; r < run.record_count; r++)
        if (run.variants[run.records[r].variant].point == hardest && run.records[r].cycle_count > 2)
            run.records[r].cycle_count = 2;
    record = esc_pick_timeline(&run, 0, 14);
    assert_int_not_equal(run.variants[record->variant].point, hardest);
    esc_run_free(&run);
}

/* In use and resident of every sample of the case's heap side at a point. */
static void set_memory(struct esc_run *run, size_t point, int64_t live, int64_t resident)
{
    size_t heap = esc_pick_variant(run, 0, point, 1);
    for (size_t r = 0; r < run->record_count; r++)
        if (run->records[r].variant == heap) {
            run->records[r].gc.live_bytes = live;
            run->records[r].gc.rss_bytes = resident;
        }
}

/* The row that holds the most for what it has in use is not the one that holds the most. */
static void memory(void **state)
{
    (void)state;
    struct esc_run run = model_run(model_cases, 1);
    assert_false(esc_chart_has_memory(&run)); /* nothing was told */
    set_memory(&run, 0, -1, 40 << 20);
    set_memory(&run, 1, 1000, 40 << 20); /* too little to be seen beside the process */
    assert_false(esc_chart_has_memory(&run));
    set_memory(&run, 2, 4 << 20, 36 << 20);
    set_memory(&run, 3, 64 << 20, 128 << 20);
    assert_true(esc_chart_has_memory(&run));
    check_title(&run, esc_chart_memory, "In use 4 MiB, resident 36 MiB (heap, size 512 B)");
    struct sheets sheets = draw(&run, esc_chart_memory);
    assert_int_equal(sheets.count, 1);
    assert_string_equal(sheets.sheets[0].name, "memory-pointer-return");
    assert_non_null(strstr(sheets.sheets[0].alt.bytes,
                           "pointer-return/heap/size:4096: 64 MiB in use, 128 MiB resident\n"));
    assert_null(strstr(sheets.sheets[0].alt.bytes, "size:64:"));
    drop(&sheets);
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
            size_t n = esc_rows_page(rows, 7, page, &first, &pages);
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
        cmocka_unit_test(too_few_rounds_make_no_claim),
        cmocka_unit_test(one_round_draws_no_interval),
        cmocka_unit_test(a_control_makes_no_claim),
        cmocka_unit_test(scaling),
        cmocka_unit_test(each_factor_has_its_own_place),
        cmocka_unit_test(a_value_has_its_noun_and_its_unit),
        cmocka_unit_test(a_page_of_pairs_tells_its_own_range),
        cmocka_unit_test(the_control_is_told_apart),
        cmocka_unit_test(a_page_of_pressure_names_its_own_row),
        cmocka_unit_test(a_timeline_tells_of_the_collections_drawn),
        cmocka_unit_test(a_timeline_is_of_the_point_where_the_collector_works_hardest),
        cmocka_unit_test(memory),
        cmocka_unit_test(distribution),
        cmocka_unit_test(no_collector_no_claim),
        cmocka_unit_test(prices_of_whole_remedies_are_marked),
        cmocka_unit_test(pages_are_even),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
