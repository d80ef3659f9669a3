/*
 * Two releases of the Go model: where each case's heap side lay and where it lies, an arrow
 * between, on one time axis; the stack side as a tick.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "chart/layout.h"
#include "words/releases.h"
#include "words/units.h"
#include "words/verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool esc_chart_has_releases(const struct esc_run *run)
{
    struct esc_release_rows rows = esc_release_rows(run);
    bool any = rows.count > 0;
    esc_release_rows_free(&rows);
    return any;
}

struct style esc_chart_releases_style(const struct esc_run *run, const struct style *style)
{
    struct esc_release_rows rows = esc_release_rows(run);
    struct style tall = esc_chart_class_style(style, rows.count, 1);
    esc_release_rows_free(&rows);
    return tall;
}

/* ---- the figure ---- */

/* "42.3 ns → 31.0 ns", with ", 1 → 0 allocs" or ", 64 B → 72 B" where they differ. */
static char *change_of(const struct esc_run *run, const struct esc_release_row *row)
{
    char from[ESC_UNITS_TEXT];
    char to[ESC_UNITS_TEXT];
    char *allocs = esc_release_allocs(run, row, "→");
    char *bytes = esc_release_bytes(run, row, "→");
    const bool differ = esc_release_counts_differ(run, row);
    const bool more = strstr(allocs, "→") != NULL;
    char *words = esc_format(
        "%s → %s%s%s%s", esc_units_ns_drawn(from, run->figures[row->then].ns_per_op.median),
        esc_units_ns_drawn(to, run->figures[row->now].ns_per_op.median), differ ? ", " : "",
        differ ? (more ? allocs : bytes) : "", differ && more ? " allocs" : "");
    free(bytes);
    free(allocs);
    return words;
}

static void add_row(struct figure *figure, const struct esc_run *run,
                    const struct esc_release_row *row)
{
    char factor[ESC_VERDICT_TEXT];
    char interval[ESC_VERDICT_TEXT];
    struct figure_row *out = esc_figure_row(figure);
    out->name = esc_release_name(run, row);
    out->detail = esc_release_detail(run, row);
    out->words[0] = esc_format("%s %s", esc_release_factor(factor, row->pair, "×"),
                               esc_release_interval(interval, row->pair));
    out->words[1] = change_of(run, row);
    out->strong = esc_pick_resolved(row->pair);
}

/* What is not resolved has another shape. */
static void add_marks(struct panel *panel, const struct esc_release_row *rows, size_t count)
{
    const char *mark = esc_role_mark(ESC_ROLE_HEAP);
    struct series *sure = esc_figure_series(panel, FORM_DOT | FORM_INTERVAL, mark);
    struct series *unsure = esc_figure_series(panel, FORM_DOT | FORM_INTERVAL, "other");
    struct series *then = esc_figure_series(panel, FORM_DOT, mark);
    struct series *arrows = esc_figure_series(panel, FORM_ARROW, "median");
    then->open = true;
    for (size_t i = 0; i < count; i++) {
        const struct esc_estimate *factor = &rows[i].pair->factor;
        const bool drawn = esc_estimate_has_interval(factor);
        const bool resolved = esc_pick_resolved(rows[i].pair);
        esc_figure_point(resolved ? sure : unsure, factor->median, (double)i,
                         drawn ? factor->low : NAN, drawn ? factor->high : NAN);
        if (!resolved)
            continue;
        esc_figure_point(then, 1, (double)i, NAN, NAN);
        esc_figure_point(arrows, 1, (double)i, 1, factor->median);
    }
}

static struct figure figure_of(const struct esc_run *run, const struct esc_release_row *rows,
                               size_t count)
{
    char words[ESC_VERDICT_TEXT];
    struct figure figure = {.beside = true, .lanes = 1, .words_head = "now ÷ then"};
    struct panel *panel = esc_figure_factors(&figure);
    for (size_t i = 0; i < count; i++)
        add_row(&figure, run, &rows[i]);
    add_marks(panel, rows, count);
    esc_figure_same(panel, count);
    figure.legend =
        esc_format("□ %s = 1 ⟶ ■ %s · ▲ not resolved", esc_release_then(run), esc_release_now(run));
    figure.foot = esc_format("time per operation, %s = 1", esc_release_then(run));
    figure.foot_more = esc_format(": %s", esc_rounds_words(words, run->rounds_done));
    return figure;
}

/* ---- tables ---- */

static void add_table_row(struct sheet *sheet, const struct esc_run *run,
                          const struct esc_release_row *row, const char *reason)
{
    char factor[ESC_VERDICT_TEXT];
    char interval[ESC_VERDICT_TEXT];
    const struct esc_variant *then = &run->variants[row->then];
    const struct esc_variant *now = &run->variants[row->now];
    char *name = esc_release_name(run, row);
    char *allocs = esc_release_allocs(run, row, "->");
    char *bytes = esc_release_bytes(run, row, "->");
    esc_chart_tsv_text(sheet, now->name, "");
    esc_chart_tsv_estimate(
        sheet, esc_pick_measured(run, row->stack) ? &run->figures[row->stack].ns_per_op : NULL);
    esc_chart_tsv_estimate(sheet, &run->figures[row->then].ns_per_op);
    esc_chart_tsv_estimate(sheet, &run->figures[row->now].ns_per_op);
    esc_chart_tsv_estimate(sheet, &row->pair->factor);
    esc_text_addf(&sheet->tsv, "\t%s\t%.6g\t%.6g\t%.6g\t%.6g\t",
                  esc_verdict_words(row->pair->verdict), then->allocs_per_op, now->allocs_per_op,
                  then->bytes_per_op, now->bytes_per_op);
    esc_chart_tsv_text(sheet, reason, "\n");
    esc_text_addf(&sheet->alt, "%s%s%s: %s of %s's time %s, %s allocations, %s; %s\n", name,
                  *run->cases[row->case_index].points[row->point].name != '\0' ? " " : "",
                  run->cases[row->case_index].points[row->point].name,
                  esc_release_factor(factor, row->pair, "×"), esc_release_then(run),
                  esc_release_interval(interval, row->pair), allocs, bytes, reason);
    free(bytes);
    free(allocs);
    free(name);
}

static void add_tables(struct sheet *sheet, const struct esc_run *run,
                       const struct esc_release_rows *groups, const struct esc_release_row *rows,
                       size_t count)
{
    esc_text_add(&sheet->tsv,
                 "name\tstack_ns\tstack_low\tstack_high\tthen_ns\tthen_low\tthen_high\tnow_ns\t"
                 "now_low\tnow_high\tfactor\tfactor_low\tfactor_high\tverdict\tthen_allocs\t"
                 "now_allocs\tthen_bytes\tnow_bytes\twhy\n");
    for (size_t i = 0; i < count; i++)
        add_table_row(sheet, run, &rows[i], groups->groups[rows[i].group].reason);
}

/* ---- pages ---- */

static void write_page(const struct esc_run *run, const struct style *style,
                       const struct esc_release_rows *groups, struct figure *figure,
                       const struct esc_release_row *rows, size_t most, size_t number,
                       struct sheets *out)
{
    size_t first;
    size_t pages;
    size_t n = esc_rows_page(groups->count, most, number, &first, &pages);
    char *name =
        number == 0 ? esc_strdup("then-and-now") : esc_format("then-and-now-%zu", number + 1);
    char *title = esc_release_finding(run, rows + first, n);
    char *counts = esc_release_counts(run, rows + first, n);
    char *second = pages > 1
                       ? esc_format("Models of both releases in one run: %s (page %zu of %zu)",
                                    counts, number + 1, pages)
                       : esc_format("Models of both releases in one run: %s", counts);
    struct sheet sheet = esc_chart_sheet(run, style, name, title, second);
    esc_layout(&sheet, figure, first, n);
    add_tables(&sheet, run, groups, rows + first, n);
    esc_chart_add(out, sheet);
    free(second);
    free(counts);
    free(title);
    free(name);
}

void esc_chart_releases(const struct esc_run *run, const struct style *style, struct sheets *out)
{
    struct esc_release_rows groups = esc_release_rows(run);
    struct esc_release_row *rows = esc_release_rows_sorted(&groups);
    struct figure figure = figure_of(run, rows, groups.count);
    size_t most = esc_chart_for_slides(style) ? esc_layout_rows(style, 1) : groups.count;
    size_t first;
    size_t pages;
    esc_rows_page(groups.count, most, 0, &first, &pages);
    for (size_t page = 0; page < pages; page++)
        write_page(run, style, &groups, &figure, rows, most, page, out);
    esc_figure_free(&figure);
    free(rows);
    esc_release_rows_free(&groups);
}
