/*
 * What the heap sides do to the collector, all cases: collections per million operations, the
 * collector's share of CPU time, how long the program was stopped. One row a case, a panel each.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "chart/layout.h"
#include "words/finding.h"
#include "words/spread.h"
#include "words/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- the figure, of the rows of all pages ---- */

static struct panel *add_panel(struct figure *figure, const char *head, tic_words *words,
                               double spacing)
{
    struct panel *panel = esc_figure_panel(figure, 1);
    panel->head = head;
    panel->x.words = words;
    panel->x.spacing = spacing;
    panel->x.colour = "gc_text";
    return panel;
}

static void add_cycles(struct figure *figure, const struct esc_run *run, const struct esc_row *rows,
                       size_t count)
{
    char words[ESC_UNITS_TEXT];
    struct panel *panel =
        add_panel(figure, "collections per million operations", esc_chart_number_words, 3.2);
    struct series *series[] = {esc_figure_series(panel, FORM_DOT, "gc"),
                               esc_figure_series(panel, FORM_DOT, "gc")};
    series[true]->open = true; /* real Go */
    for (size_t i = 0; i < count; i++) {
        double cycles = esc_row_cycles(run, &rows[i]);
        if (cycles > 0)
            esc_figure_point(series[esc_row_is_go(run, &rows[i])], cycles, (double)i, NAN, NAN)
                ->words = esc_strdup(esc_units_count(words, cycles));
    }
}

static bool any_share(const struct esc_run *run, const struct esc_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (esc_row_share(run, &rows[i]) > 0)
            return true;
    return false;
}

static void add_shares(struct figure *figure, const struct esc_run *run, const struct esc_row *rows,
                       size_t count)
{
    char words[ESC_UNITS_TEXT];
    struct panel *panel =
        add_panel(figure, "collector's share of CPU time", esc_chart_percent_words, 3.2);
    panel->x.reach = 10; /* so that noise of 0.2 % does not fill the panel */
    panel->x.linear = true;
    struct series *series = esc_figure_series(panel, FORM_BAR, "gc");
    series->words_at = WORDS_AFTER;
    struct series *unknown = esc_figure_series(panel, 0, "gc"); /* words without a mark */
    unknown->words_at = WORDS_AFTER;
    unknown->words_colour = "muted";
    unknown->words_size = TEXT_CAPTION;
    for (size_t i = 0; i < count; i++) {
        double share = esc_row_share(run, &rows[i]);
        if (share < 0 && esc_row_cycles(run, &rows[i]) > 0)
            esc_figure_point(unknown, 0, (double)i, NAN, NAN)->words = esc_strdup("not told");
        else if (share >= 0)
            esc_figure_point(series, 100 * share, (double)i, NAN, NAN)->words =
                esc_strdup(esc_units_percent(words, share));
    }
}

static void add_stops(struct figure *figure, const struct esc_spread *spreads, size_t count)
{
    struct panel *panel =
        add_panel(figure, "length of a stop: bar half of them, dot median, tick 99 %",
                  esc_chart_ns_words, 4.2);
    struct series *middle = esc_figure_series(panel, FORM_DOT, "median");
    struct series *tick = esc_figure_series(panel, FORM_TICK, "gc");
    struct series *half = esc_figure_series(panel, FORM_THICK, "gc");
    struct series *whole = esc_figure_series(panel, FORM_INTERVAL, "gc");
    middle->words_at = WORDS_BELOW;
    middle->words_colour = "muted";
    middle->words_size = TEXT_CAPTION;
    for (size_t i = 0; i < count; i++) {
        const struct esc_spread *spread = &spreads[i];
        char median[ESC_UNITS_TEXT];
        char most[ESC_UNITS_TEXT];
        if (spread->n == 0)
            continue;
        esc_figure_point(whole, spread->median, (double)i, spread->least, spread->most);
        esc_figure_point(half, spread->median, (double)i, spread->quarter, spread->three_quarters);
        esc_figure_point(tick, spread->p99, (double)i, NAN, NAN);
        esc_figure_point(middle, spread->median, (double)i, NAN, NAN)->words =
            esc_format("median %s, longest %s", esc_units_ns_drawn(median, spread->median),
                       esc_units_ns_drawn(most, spread->most));
    }
}

static struct figure figure_of(const struct esc_run *run, const struct esc_row *rows,
                               const struct esc_spread *spreads, size_t count)
{
    struct figure figure = {.beside = true, .lanes = 1};
    size_t with_stops = 0;
    size_t with_cycles = 0;
    for (size_t i = 0; i < count; i++) {
        struct figure_row *row = esc_figure_row(&figure);
        row->name = esc_row_name(run, &rows[i]);
        row->detail = esc_row_detail(run, &rows[i]);
        with_stops += spreads[i].n > 0;
        with_cycles += esc_row_cycles(run, &rows[i]) > 0;
    }
    if (with_cycles > 0)
        add_cycles(&figure, run, rows, count);
    if (any_share(run, rows, count))
        add_shares(&figure, run, rows, count);
    if (with_stops > 0)
        add_stops(&figure, spreads, count);
    return figure;
}

/* ---- tables ---- */

static void add_alt(struct sheet *sheet, const struct esc_run *run, const struct esc_row *row,
                    const struct esc_spread *spread)
{
    const struct esc_case *bench_case = &run->cases[row->case_index];
    double share = esc_row_share(run, row);
    char *detail = esc_row_detail(run, row);
    esc_text_addf(&sheet->alt, "%s %s: %.4g collections per million operations", bench_case->name,
                  detail, fmax(esc_row_cycles(run, row), 0));
    free(detail);
    if (share >= 0)
        esc_text_addf(&sheet->alt, ", %.3g %% of CPU time", 100 * share);
    if (spread->n > 0)
        esc_text_addf(&sheet->alt, ", %zu stops, median %.3g us, longest %.3g us", spread->n,
                      spread->median / 1e3, spread->most / 1e3);
    esc_text_add(&sheet->alt, "\n");
}

static void add_tables(struct sheet *sheet, const struct esc_run *run, const struct esc_row *rows,
                       const struct esc_spread *spreads, size_t count)
{
    esc_text_add(
        &sheet->tsv,
        "case\tpoint\truntime\tcycles_per_mop\tgc_share\tstops\tleast_ns\tquarter_ns\tmedian_ns\t"
        "three_quarters_ns\tp99_ns\tmost_ns\n");
    for (size_t i = 0; i < count; i++) {
        const struct esc_case *bench_case = &run->cases[rows[i].case_index];
        const struct esc_spread *spread = &spreads[i];
        double cycles = esc_row_cycles(run, &rows[i]);
        double share = esc_row_share(run, &rows[i]);
        esc_chart_tsv_text(sheet, bench_case->name, "\t");
        esc_chart_tsv_text(sheet, bench_case->points[rows[i].point].name, "\t");
        esc_chart_tsv_text(sheet, esc_rows_runtime(run, &rows[i], 1), "\t");
        if (cycles >= 0)
            esc_text_addf(&sheet->tsv, "%.10g", cycles);
        esc_text_add(&sheet->tsv, "\t");
        if (share >= 0)
            esc_text_addf(&sheet->tsv, "%.6g", share);
        esc_text_addf(&sheet->tsv, "\t%zu\t%.10g\t%.10g\t%.10g\t%.10g\t%.10g\t%.10g\n", spread->n,
                      spread->least, spread->quarter, spread->median, spread->three_quarters,
                      spread->p99, spread->most);
        add_alt(sheet, run, &rows[i], spread);
    }
}

/* ---- pages ---- */

/* Rows of real Go stay on the page of the row that they belong to. */
static size_t find_page(const struct esc_run *run, const struct style *style,
                        const struct esc_row *rows, size_t count, size_t number, size_t *first,
                        size_t *pages)
{
    return esc_rows_page_whole(rows, count, esc_layout_rows(style, 1), 1 + run->go_count, number,
                               first, pages);
}

static void write_page(const struct esc_run *run, const struct style *style, struct figure *figure,
                       const struct esc_row *rows, const struct esc_spread *spreads, size_t number,
                       struct sheets *out)
{
    size_t first;
    size_t pages;
    size_t n = find_page(run, style, rows, figure->row_count, number, &first, &pages);
    if (n == 0)
        return;
    char *name =
        number == 0 ? esc_strdup("gc-pressure") : esc_format("gc-pressure-%zu", number + 1);
    char *title = esc_finding_pressure(run, rows + first, n);
    char *part = pages > 1 ? esc_format(" (page %zu of %zu)", number + 1, pages) : esc_strdup("");
    char *releases = esc_rows_releases(run);
    char *second = esc_format(
        "Heap sides (%s%s%s), %u rounds%s", esc_rows_runtime(run, rows + first, n),
        *releases != '\0' ? "; hollow: real Go, " : "", releases, run->rounds_done, part);
    struct sheet sheet = esc_chart_sheet(run, style, name, title, second);
    esc_layout(&sheet, figure, first, n);
    add_tables(&sheet, run, rows + first, spreads + first, n);
    esc_chart_add(out, sheet);
    free(second);
    free(releases);
    free(part);
    free(title);
    free(name);
}

bool esc_chart_has_pressure(const struct esc_run *run)
{
    size_t count;
    free(esc_rows_collected(run, 1, &count));
    return count > 0;
}

void esc_chart_pressure(const struct esc_run *run, const struct style *style, struct sheets *out)
{
    size_t count;
    size_t pages;
    size_t first;
    struct esc_row *rows = esc_rows_collected(run, esc_layout_rows(style, 1), &count);
    struct esc_spread *spreads = esc_calloc(count, sizeof *spreads);
    for (size_t i = 0; i < count; i++)
        spreads[i] = esc_spread_of(run, rows[i].heap);
    struct figure figure = figure_of(run, rows, spreads, count);
    find_page(run, style, rows, count, 0, &first, &pages);
    for (size_t page = 0; page < pages && count > 0; page++)
        write_page(run, style, &figure, rows, spreads, page, out);
    esc_figure_free(&figure);
    free(spreads);
    free(rows);
}
