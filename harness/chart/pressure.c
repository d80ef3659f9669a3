/*
 * What the heap sides do to the collector, all cases: collections per million operations, the
 * collector's share of CPU time, how long the program was stopped. One row a case, a panel each.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "words/finding.h"
#include "words/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How the stops of one variant are spread, ns. n = 0: none was recorded. */
struct spread {
    size_t n;
    double least, quarter, median, three_quarters, p99, most;
};

enum panel { PANEL_CYCLES, PANEL_SHARE, PANEL_STOPS, PANELS };

struct page {
    const struct esc_run *run;
    const struct style *style;
    struct sheet *sheet;
    const struct esc_row *rows;
    const struct spread *spreads; /* one a row */
    size_t count;
    double pitch;
    bool shown[PANELS];
    struct scale scale[PANELS];
};

/* ---- figures ---- */

static int compare_numbers(const void *one, const void *other)
{
    double a = *(const double *)one;
    double b = *(const double *)other;
    return (a > b) - (a < b);
}

/* Nearest rank; `sorted` has n > 0 values. */
static double quantile(const double *sorted, size_t n, double q)
{
    size_t rank = (size_t)ceil(q * (double)n);
    return sorted[rank > 0 ? rank - 1 : 0];
}

static struct spread spread_of(const struct esc_run *run, size_t variant)
{
    double *stops = NULL;
    size_t n = 0;
    for (size_t r = 0; r < run->record_count; r++) {
        const struct esc_record *record = &run->records[r];
        if (record->variant != variant || record->status != ESC_STATUS_OK)
            continue;
        for (size_t c = 0; c < record->cycle_count; c++)
            for (size_t k = 0; k < 2; k++) {
                if (record->cycles[c].pause_ns[k] <= 0)
                    continue;
                stops = esc_grow(stops, &n, sizeof *stops);
                stops[n - 1] = (double)record->cycles[c].pause_ns[k];
            }
    }
    if (n == 0)
        return (struct spread){.n = 0};
    qsort(stops, n, sizeof *stops, compare_numbers);
    struct spread spread = {n,
                            stops[0],
                            quantile(stops, n, 0.25),
                            quantile(stops, n, 0.5),
                            quantile(stops, n, 0.75),
                            quantile(stops, n, 0.99),
                            stops[n - 1]};
    free(stops);
    return spread;
}

/* ---- composing ---- */

static double row_y(const struct page *page, size_t index)
{
    return page->sheet->top + ((double)index + 0.5) * page->pitch;
}

static void choose_panels(struct page *page, const struct esc_row *rows,
                          const struct spread *spreads, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        page->shown[PANEL_CYCLES] |= esc_row_cycles(page->run, &rows[i]) > 0;
        page->shown[PANEL_SHARE] |= esc_row_share(page->run, &rows[i]) > 0;
        page->shown[PANEL_STOPS] |= spreads[i].n > 0;
    }
}

static struct scale scale_of(const struct page *page, enum panel panel, const struct esc_row *rows,
                             const struct spread *spreads, size_t count, double from, double to)
{
    static tic_words *const words[] = {esc_chart_number_words, esc_chart_percent_words,
                                       esc_chart_ns_words};
    double *values = esc_calloc(2 * count, sizeof *values);
    for (size_t i = 0; i < count; i++) {
        double ends[PANELS][2] = {
            {esc_row_cycles(page->run, &rows[i]), NAN},
            {fmax(10, 100 * esc_row_share(page->run, &rows[i])), NAN},
            {spreads[i].n > 0 ? spreads[i].least : NAN, spreads[i].n > 0 ? spreads[i].most : NAN}};
        memcpy(values + 2 * i, ends[panel], sizeof ends[panel]);
    }
    double spacing = (panel == PANEL_STOPS ? 4.2 : 3.2) * page->style->font;
    struct scale scale = esc_chart_scale(values, 2 * count, from, to, false, spacing, words[panel]);
    free(values);
    return scale;
}

/* A number beside its mark: at the right where there is room, else at the left. */
static void place_value(const struct page *page, enum panel panel, double value, size_t index,
                        const char *words)
{
    double font = page->style->font;
    double x = esc_chart_place(&page->scale[panel], value);
    double away = esc_chart_mark(page->style) + 0.3 * font;
    double width = esc_chart_width(words, TEXT_SMALL * font, false);
    bool right = x + away + width <= page->scale[panel].to + 0.6 * font;
    esc_chart_text(page->sheet, right ? x + away : x - away, row_y(page, index),
                   right ? ALIGN_LEFT : ALIGN_RIGHT, TEXT_SMALL, "ink", words);
}

static void add_cycles(struct page *page)
{
    char words[ESC_UNITS_TEXT];
    esc_chart_data_open(page->sheet, "cycles");
    for (size_t i = 0; i < page->count; i++) {
        double cycles = esc_row_cycles(page->run, &page->rows[i]);
        if (cycles <= 0)
            continue;
        esc_chart_data(page->sheet, "%zu %.10g", page->count - i, cycles);
        place_value(page, PANEL_CYCLES, cycles, i, esc_units_count(words, cycles));
    }
    esc_chart_data_close(page->sheet);
}

/* The value stands above the bar's end where it would run out of the panel. */
static void add_shares(struct page *page)
{
    char words[ESC_UNITS_TEXT];
    esc_chart_data_open(page->sheet, "share");
    for (size_t i = 0; i < page->count; i++) {
        double share = esc_row_share(page->run, &page->rows[i]);
        if (share < 0)
            continue;
        esc_chart_data(page->sheet, "%zu %.10g", page->count - i, 100 * share);
        double x = esc_chart_place(&page->scale[PANEL_SHARE], 100 * share);
        esc_chart_text(page->sheet, x + 0.4 * page->style->font, row_y(page, i), ALIGN_LEFT,
                       TEXT_SMALL, "ink", esc_units_percent(words, share));
    }
    esc_chart_data_close(page->sheet);
}

static void add_stops(struct page *page)
{
    esc_chart_data_open(page->sheet, "stops");
    for (size_t i = 0; i < page->count; i++) {
        const struct spread *spread = &page->spreads[i];
        char median[TIC_TEXT];
        char most[TIC_TEXT];
        if (spread->n == 0)
            continue;
        esc_chart_data(page->sheet, "%zu %.10g %.10g %.10g %.10g %.10g %.10g", page->count - i,
                       spread->least, spread->quarter, spread->median, spread->three_quarters,
                       spread->p99, spread->most);
        esc_chart_ns_value(median, spread->median);
        esc_chart_ns_value(most, spread->most);
        char *words = esc_format("median %s, longest %s", median, most);
        const struct scale *scale = &page->scale[PANEL_STOPS];
        double font = page->style->font;
        double half = esc_chart_width(words, TEXT_CAPTION * font, false) / 2;
        double x = esc_chart_place(scale, spread->median);
        x = fmin(fmax(x, scale->from + half + 0.2 * font), page->sheet->right - half);
        esc_chart_text(page->sheet, x, row_y(page, i) + 0.9 * font, ALIGN_CENTER, TEXT_CAPTION,
                       "muted", words);
        free(words);
    }
    esc_chart_data_close(page->sheet);
}

static void place_head(const struct page *page, enum panel panel)
{
    static const char *const heads[] = {
        "collections per million operations", "collector's share of CPU time",
        "length of a stop: bar half of them, dot median, tick 99 %"};
    double px = TEXT_SMALL * page->style->font;
    const struct scale *scale = &page->scale[panel];
    char *head = esc_format("%s%s", heads[panel], scale->log ? " (log)" : "");
    size_t count;
    char **lines = esc_chart_wrap(head, " ", px, false, scale->to - scale->from, 3, &count);
    for (size_t i = 0; i < count; i++)
        esc_chart_text(page->sheet, scale->from,
                       page->sheet->top - ((double)(count - i) - 0.3) * 1.2 * px, ALIGN_LEFT,
                       TEXT_SMALL, "gc_text", lines[i]);
    esc_chart_free_lines(lines, count);
    free(head);
}

static void add_tables(struct page *page)
{
    esc_text_add(&page->sheet->tsv,
                 "case\tpoint\tcycles_per_mop\tgc_share\tstops\tleast_ns\tquarter_ns\tmedian_ns\t"
                 "three_quarters_ns\tp99_ns\tmost_ns\n");
    for (size_t i = 0; i < page->count; i++) {
        const struct esc_row *row = &page->rows[i];
        const struct esc_case *item = &page->run->cases[row->item];
        const struct spread *spread = &page->spreads[i];
        double cycles = esc_row_cycles(page->run, row);
        double share = esc_row_share(page->run, row);
        esc_chart_tsv_text(page->sheet, item->name, "\t");
        esc_chart_tsv_text(page->sheet, item->points[row->point].name, "\t");
        if (cycles >= 0)
            esc_text_addf(&page->sheet->tsv, "%.10g", cycles);
        esc_text_add(&page->sheet->tsv, "\t");
        if (share >= 0)
            esc_text_addf(&page->sheet->tsv, "%.6g", share);
        esc_text_addf(&page->sheet->tsv, "\t%zu\t%.10g\t%.10g\t%.10g\t%.10g\t%.10g\t%.10g\n",
                      spread->n, spread->least, spread->quarter, spread->median,
                      spread->three_quarters, spread->p99, spread->most);
        esc_text_addf(&page->sheet->alt, "%s %s: %.4g collections per million operations",
                      item->name, item->points[row->point].name, fmax(cycles, 0));
        if (share >= 0)
            esc_text_addf(&page->sheet->alt, ", %.3g %% of CPU time", 100 * share);
        if (spread->n > 0)
            esc_text_addf(&page->sheet->alt, ", %zu stops, median %.3g us, longest %.3g us",
                          spread->n, spread->median / 1e3, spread->most / 1e3);
        esc_text_add(&page->sheet->alt, "\n");
    }
}

static void compose(struct page *page, const struct esc_row *all, const struct spread *all_spreads,
                    size_t all_count)
{
    static const char *const names[] = {"cycles", "share", "stops"};
    struct sheet *sheet = page->sheet;
    double font = page->style->font;
    choose_panels(page, all, all_spreads, all_count);
    int panels = page->shown[0] + page->shown[1] + page->shown[2];
    double names_width = esc_chart_names_width(page->run, page->style, all, all_count);
    double left = sheet->left + names_width + 0.8 * font;
    double gap = 2.6 * font;
    double width = (sheet->right - 1.5 * font - left - gap * (panels - 1)) / panels;
    double bottom = sheet->bottom - 1.9 * font;
    sheet->top += 2.6 * font;
    page->pitch = (bottom - sheet->top) / (double)page->count;
    double from = left;
    for (enum panel panel = 0; panel < PANELS; panel++) {
        char name[32];
        snprintf(name, sizeof name, "has_%s", names[panel]);
        esc_chart_number(sheet, name, page->shown[panel]);
        page->scale[panel] = scale_of(page, panel, all, all_spreads, all_count, from, from + width);
        esc_chart_panel(sheet, names[panel], from, from + width, sheet->top, bottom);
        esc_chart_axis(sheet, names[panel], &page->scale[panel]);
        if (!page->shown[panel])
            continue;
        place_head(page, panel);
        esc_chart_x_words(sheet, &page->scale[panel], bottom);
        from += width + gap;
    }
    esc_chart_number(sheet, "rows", (double)page->count);
    /* In rows, half a tick: on a page with few rows it would run into the words below it. */
    esc_chart_number(sheet, "tick", fmin(0.14, 0.45 * font / page->pitch));
    for (size_t i = 0; i < page->count; i++)
        esc_chart_name(sheet, page->run, &page->rows[i], left - 0.8 * font, names_width,
                       row_y(page, i));
    add_cycles(page);
    add_shares(page);
    add_stops(page);
    add_tables(page);
}

static void write_page(const struct esc_run *run, const struct style *style,
                       const struct esc_row *rows, const struct spread *spreads, size_t count,
                       size_t number, struct sheets *out)
{
    size_t first;
    size_t pages;
    size_t n = esc_rows_page(count, style->rows, number, &first, &pages);
    char *name =
        number == 0 ? esc_strdup("gc-pressure") : esc_format("gc-pressure-%zu", number + 1);
    char *title = esc_finding_pressure(run, rows + first, n);
    char *part = pages > 1 ? esc_format(" (page %zu of %zu)", number + 1, pages) : esc_strdup("");
    char *second = esc_format("Heap sides (%s), %u rounds%s",
                              esc_rows_runtime(run, rows + first, n), run->rounds_done, part);
    struct sheet sheet = esc_chart_sheet(run, style, name, "pressure", title, second);
    struct page page = {.run = run,
                        .style = style,
                        .sheet = &sheet,
                        .rows = rows + first,
                        .spreads = spreads + first,
                        .count = n};
    compose(&page, rows, spreads, count);
    esc_chart_add(out, sheet);
    free(second);
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
    struct esc_row *rows = esc_rows_collected(run, style->rows, &count);
    struct spread *spreads = esc_calloc(count, sizeof *spreads);
    for (size_t i = 0; i < count; i++)
        spreads[i] = spread_of(run, rows[i].heap);
    esc_rows_page(count, style->rows, 0, &first, &pages);
    for (size_t page = 0; page < pages && count > 0; page++)
        write_page(run, style, rows, spreads, count, page, out);
    free(spreads);
    free(rows);
}
