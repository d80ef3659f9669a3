/*
 * A case over its numeric parameter: log-log lines with intervals, the collector's share below.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "chart/layout.h"
#include "words/finding.h"
#include "words/sweep.h"
#include "words/units.h"
#include "words/verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS_LEAST = 3, COMBINATIONS_MOST = 6 };

/* ---- the figure ---- */

static void add_line(struct panel *panel, const struct esc_sweep *sweep,
                     const struct esc_line *line)
{
    struct series *series =
        esc_figure_series(panel, FORM_LINE | FORM_INTERVAL | FORM_DOT, esc_role_mark(line->role));
    series->label = esc_pick_name(sweep->run, line->variant);
    series->open = line->go;
    series->label_at = LABEL_END;
    series->label_colour = esc_role_ink(line->role);
    series->label_size = line->role <= ESC_ROLE_HEAP && !line->go ? TEXT_BODY : TEXT_SMALL;
    for (size_t k = 0; k < esc_sweep_param(sweep)->count; k++) {
        size_t v = esc_sweep_at(sweep, line->variant->label, k);
        if (v == ESC_PICK_NONE)
            continue;
        const struct esc_estimate *time = &sweep->run->figures[v].ns_per_op;
        bool drawn = esc_estimate_has_interval(time);
        esc_figure_point(series, (double)k, time->median, drawn ? time->low : NAN,
                         drawn ? time->high : NAN);
    }
}

/* The collector's share of the heap line in percent at a point; negative: unknown. */
static double share_at(const struct esc_sweep *sweep, size_t index)
{
    const char *heap = esc_sweep_side(sweep, 1);
    size_t v = heap != NULL ? esc_sweep_at(sweep, heap, index) : ESC_PICK_NONE;
    if (v == ESC_PICK_NONE || !sweep->run->figures[v].gc_share.known)
        return -1;
    return sweep->run->figures[v].gc_share.median * 100;
}

static bool has_share(const struct esc_sweep *sweep)
{
    for (size_t k = 0; k < esc_sweep_param(sweep)->count; k++)
        if (share_at(sweep, k) > 0)
            return true;
    return false;
}

static void add_shares(struct figure *figure, const struct esc_sweep *sweep)
{
    char words[ESC_UNITS_TEXT];
    struct panel *panel = esc_figure_panel(figure, 0.24);
    panel->y = (struct axis){.title = "GC / CPU",
                             .colour = "gc_text",
                             .words = esc_chart_percent_words,
                             .spacing = 1.7,
                             .linear = true,
                             .reach = 10}; /* so that noise of 0.2 % does not fill the panel */
    struct series *series = esc_figure_series(panel, FORM_BAR, "gc");
    series->words_at = WORDS_ABOVE;
    for (size_t k = 0; k < esc_sweep_param(sweep)->count; k++) {
        double share = share_at(sweep, k);
        if (share < 0)
            continue;
        esc_figure_point(series, (double)k, share, NAN, NAN)->words =
            esc_strdup(esc_units_percent(words, share / 100));
        panel->y.reach = fmax(panel->y.reach, 1.2 * share); /* the words above it */
    }
}

static struct figure figure_of(const struct esc_sweep *sweep, const struct esc_lines *lines)
{
    struct figure figure = {.beside = false};
    const struct esc_param *param = esc_sweep_param(sweep);
    char words[ESC_VERDICT_TEXT];
    struct panel *panel = esc_figure_panel(&figure, 0.68);
    panel->x.stations = param;
    panel->y = (struct axis){
        .title = "time per op", .colour = "muted", .words = esc_chart_ns_words, .spacing = 1.6};
    for (size_t i = 0; i < lines->count && i < SERIES_MOST; i++)
        add_line(panel, sweep, &lines->line[i]);
    if (has_share(sweep))
        add_shares(&figure, sweep);
    figure.foot = esc_strdup(param->label);
    figure.foot_more =
        esc_format("; %s%s", esc_rounds_words(words, sweep->run->rounds_done),
                   has_share(sweep) ? "; below: share of CPU time in the collector" : "");
    return figure;
}

static void add_table(struct sheet *sheet, const struct esc_sweep *sweep,
                      const struct esc_lines *lines)
{
    esc_text_addf(&sheet->tsv, "variant\t%s\tns_per_op\tlow_ns\thigh_ns\tgc_share\n",
                  esc_sweep_param(sweep)->name);
    for (size_t i = 0; i < lines->count; i++)
        for (size_t k = 0; k < esc_sweep_param(sweep)->count; k++) {
            size_t v = esc_sweep_at(sweep, lines->line[i].variant->label, k);
            if (v == ESC_PICK_NONE)
                continue;
            const struct esc_figures *figures = &sweep->run->figures[v];
            esc_text_addf(&sheet->tsv, "%s\t%s", lines->line[i].variant->label,
                          esc_sweep_param(sweep)->values[k].text);
            esc_chart_tsv_estimate(sheet, &figures->ns_per_op);
            if (figures->gc_share.known)
                esc_text_addf(&sheet->tsv, "\t%.6g", figures->gc_share.median);
            esc_text_add(&sheet->tsv, "\n");
        }
}

static void write_sweep(const struct esc_sweep *sweep, const struct style *style, size_t number,
                        struct sheets *out)
{
    const struct esc_case *bench_case = &sweep->run->cases[sweep->case_index];
    if (esc_sweep_count(sweep) < POINTS_LEAST)
        return;
    struct esc_text name = {0};
    esc_text_addf(&name, "scaling-%s", bench_case->name);
    for (size_t k = 0; k < bench_case->param_count && number > 0; k++)
        if (k != sweep->axis)
            esc_text_addf(&name, "-%s-%s", bench_case->params[k].name,
                          bench_case->params[k].values[sweep->fixed[k]].text);
    const struct esc_pair **pairs = esc_sweep_pairs(sweep, esc_sweep_side(sweep, 1));
    char *title = esc_finding_scaling(esc_sweep_param(sweep), pairs);
    char *second = esc_sweep_words(sweep);
    struct sheet sheet = esc_chart_sheet(sweep->run, style, name.bytes, title, second);
    struct esc_lines lines = esc_sweep_lines(sweep);
    struct figure figure = figure_of(sweep, &lines);
    esc_layout(&sheet, &figure, 0, 0);
    add_table(&sheet, sweep, &lines);
    esc_chart_add(out, sheet);
    esc_figure_free(&figure);
    free(lines.line);
    free(pairs);
    free(second);
    free(title);
    esc_text_free(&name);
}

static void write_case(const struct esc_run *run, const struct style *style, size_t index,
                       struct sheets *out)
{
    const struct esc_case *bench_case = &run->cases[index];
    struct esc_sweep sweep = {.run = run, .case_index = index, .axis = esc_sweep_axis(bench_case)};
    if (sweep.axis == ESC_PICK_NONE)
        return;
    sweep.fixed = esc_calloc(bench_case->param_count, sizeof *sweep.fixed);
    size_t number = 0;
    do
        write_sweep(&sweep, style, number, out);
    while (++number < COMBINATIONS_MOST && esc_sweep_next(&sweep));
    free(sweep.fixed);
}

bool esc_chart_has_scaling(const struct esc_run *run)
{
    for (size_t i = 0; i < run->case_count; i++)
        if (esc_sweep_axis(&run->cases[i]) != ESC_PICK_NONE)
            return true;
    return false;
}

void esc_chart_scaling(const struct esc_run *run, const struct style *style, struct sheets *out)
{
    for (size_t i = 0; i < run->case_count; i++)
        write_case(run, style, i, out);
}
