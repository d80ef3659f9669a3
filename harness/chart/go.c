/*
 * Each case's factor in the C that is measured by default and in real Go, on one axis.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "chart/layout.h"
#include "words/agreement.h"
#include "words/price.h"
#include "words/verdict.h"

#include <math.h>
#include <stdlib.h>

bool esc_chart_has_go(const struct esc_run *run)
{
    size_t count;
    free(esc_rows_both(run, &count));
    return count > 0;
}

/* ---- the figure ---- */

/* "go1.19.8 19.6×"; intervals are drawn. */
static char *words_of(const struct esc_run *run, const char *in, const struct esc_pair *pair)
{
    char words[ESC_VERDICT_TEXT];
    esc_pair_factor(words, pair, "×");
    return esc_format("%s %s%s", in, words, esc_price_mark(run, pair));
}

static void add_row(struct figure *figure, const struct esc_run *run, const struct esc_row *row)
{
    size_t k = 0;
    struct figure_row *out = esc_figure_row(figure);
    out->name = esc_row_name(run, row);
    out->detail = esc_row_detail(run, row);
    out->words[k++] = words_of(run, "C", row->pair);
    out->strong = esc_pick_resolved(row->pair);
    for (size_t go = 0; go < run->go_count && k < ROW_WORDS; go++) {
        struct esc_row other = esc_row_go(run, row, go);
        if (other.pair != NULL && other.pair->factor.known)
            out->words[k++] = words_of(run, run->gos[go].version, other.pair);
    }
}

static void add_factor(struct series *series, const struct esc_pair *pair, size_t row)
{
    if (pair == NULL || !pair->factor.known)
        return;
    bool drawn = esc_estimate_has_interval(&pair->factor);
    esc_figure_point(series, pair->factor.median, (double)row, drawn ? pair->factor.low : NAN,
                     drawn ? pair->factor.high : NAN);
}

/* C in the first lane, full; a release in each of the next, hollow. */
static void add_lanes(struct panel *panel, const struct esc_run *run, const struct esc_row *rows,
                      size_t count)
{
    const char *mark = esc_role_mark(ESC_ROLE_HEAP);
    for (size_t lane = 0; lane <= run->go_count; lane++) {
        struct series *series = esc_figure_series(panel, FORM_DOT | FORM_INTERVAL, mark);
        series->lane = lane;
        series->open = lane > 0;
        for (size_t i = 0; i < count; i++)
            add_factor(series, lane == 0 ? rows[i].pair : esc_row_go(run, &rows[i], lane - 1).pair,
                       i);
    }
}

static struct figure figure_of(const struct esc_run *run, const struct esc_row *rows, size_t count)
{
    char words[ESC_VERDICT_TEXT];
    struct figure figure = {
        .beside = true, .lanes = 1 + run->go_count, .words_head = "heap ÷ stack"};
    struct panel *panel = esc_figure_factors(&figure);
    for (size_t i = 0; i < count; i++)
        add_row(&figure, run, &rows[i]);
    add_lanes(panel, run, rows, count);
    esc_figure_same(panel, count);
    char *releases = esc_rows_releases(run);
    figure.legend = esc_format("■ C, %s · □ real Go, %s%s", esc_rows_runtime(run, rows, count),
                               releases, run->go_count > 1 ? " below each other" : "");
    figure.foot = esc_strdup("heap ÷ stack");
    figure.foot_more = esc_format(": %s", esc_rounds_words(words, run->rounds_done));
    free(releases);
    return figure;
}

/* ---- tables ---- */

static void add_table_row(struct sheet *sheet, const struct esc_run *run, const struct esc_row *row,
                          const char *in)
{
    char words[ESC_VERDICT_TEXT];
    const struct esc_case *bench_case = &run->cases[row->case_index];
    const char *point = bench_case->points[row->point].name;
    if (row->pair == NULL || !row->pair->factor.known)
        return;
    esc_chart_tsv_text(sheet, bench_case->name, "\t");
    esc_chart_tsv_text(sheet, point, "\t");
    esc_chart_tsv_text(sheet, in, "");
    esc_chart_tsv_estimate(sheet, &row->pair->factor);
    esc_text_addf(&sheet->tsv, "\t%s\n", esc_verdict_words(row->pair->verdict));
    esc_text_addf(&sheet->alt, "%s%s %s in %s: %s\n", bench_case->name,
                  esc_price_mark(run, row->pair), point, in, esc_pair_brief(words, row->pair, "×"));
}

static void add_tables(struct sheet *sheet, const struct esc_run *run, const struct esc_row *rows,
                       size_t count)
{
    esc_text_add(&sheet->tsv, "case\tpoint\tin\tfactor\tfactor_low\tfactor_high\tverdict\n");
    for (size_t i = 0; i < count; i++) {
        add_table_row(sheet, run, &rows[i], "C");
        for (size_t go = 0; go < run->go_count; go++) {
            struct esc_row other = esc_row_go(run, &rows[i], go);
            add_table_row(sheet, run, &other, run->gos[go].version);
        }
    }
}

/* ---- pages ---- */

struct style esc_chart_go_style(const struct esc_run *run, const struct style *style)
{
    size_t count;
    free(esc_rows_both(run, &count));
    return esc_chart_class_style(style, count, 1 + run->go_count);
}

void esc_chart_go(const struct esc_run *run, const struct style *style, struct sheets *out)
{
    size_t count;
    size_t pages = 1;
    struct esc_row *rows = esc_rows_both(run, &count);
    struct figure figure = figure_of(run, rows, count);
    size_t most = esc_chart_for_slides(style) ? esc_layout_rows(style, figure.lanes) : count;
    for (size_t page = 0; page < pages; page++) {
        size_t first;
        size_t n = esc_rows_page(count, most, page, &first, &pages);
        char *name = page == 0 ? esc_strdup("real-go") : esc_format("real-go-%zu", page + 1);
        char *title = esc_agreement_sides(run, rows + first, n);
        char *order = esc_agreement_order(run, rows + first, n);
        char *second =
            pages > 1 ? esc_format("%s (page %zu of %zu)", order, page + 1, pages) : order;
        struct sheet sheet = esc_chart_sheet(run, style, name, title, second);
        esc_layout(&sheet, &figure, first, n);
        add_tables(&sheet, run, rows + first, n);
        esc_chart_add(out, sheet);
        if (second != order)
            free(second);
        free(order);
        free(title);
        free(name);
    }
    esc_figure_free(&figure);
    free(rows);
}
