/*
 * A case over its numeric parameter: log-log lines with intervals, the collector's share below.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "words/finding.h"
#include "words/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS_LEAST = 3, COMBINATIONS_MOST = 6 };

/* One sheet: the values of params[axis] while all other parameters stay as in `fixed`. */
struct sweep {
    const struct esc_run *run;
    const struct style *style;
    struct sheet *sheet;
    size_t item, axis;
    const size_t *fixed; /* one index a parameter */
    struct scale x, y, share;
    double right;       /* of the panels, px */
    double split;       /* bottom of the upper panel, px */
    double low, bottom; /* lower panel, px */
    bool has_share;
};

struct line {
    size_t strategy;
    enum esc_runtime_id runtime;
    const char *label;
    const char *role; /* for the theme: stack, heap, remedy, other */
    double end_y;     /* px of its last point */
};

struct lines {
    struct line line[24];
    size_t count;
};
enum { LINES_MOST = 24 };

/* ---- which parameter, which points ---- */

static bool is_numeric(const struct esc_param *param)
{
    for (size_t k = 0; k < param->count; k++)
        if (param->values[k].is_word)
            return false;
    return true;
}

static bool is_at(const struct sweep *sweep, const struct esc_point *point)
{
    for (size_t k = 0; k < sweep->run->cases[sweep->item].param_count; k++)
        if (k != sweep->axis && point->values[k] != sweep->fixed[k])
            return false;
    return true;
}

/* The measured variant of a line at the axis' value `index`, or ESC_PICK_NONE. */
static size_t variant_at(const struct sweep *sweep, const struct line *line, size_t index)
{
    for (size_t v = 0; v < sweep->run->variant_count; v++) {
        const struct esc_variant *variant = &sweep->run->variants[v];
        if (variant->item != sweep->item || variant->strategy != line->strategy ||
            strcmp(variant->label, line->label) != 0 || !esc_pick_measured(sweep->run, v))
            continue;
        const struct esc_point *point = esc_variant_point(sweep->run, variant);
        if (point->values[sweep->axis] == index && is_at(sweep, point))
            return v;
    }
    return ESC_PICK_NONE;
}

static const struct esc_param *axis_of(const struct sweep *sweep)
{
    return &sweep->run->cases[sweep->item].params[sweep->axis];
}

static const struct line stack_line = {0, ESC_RUNTIME_NONE, "stack", "stack", 0};
static const struct line heap_line = {1, ESC_RUNTIME_NONE, "heap", "heap", 0};

static size_t count_points(const struct sweep *sweep)
{
    size_t count = 0;
    for (size_t k = 0; k < axis_of(sweep)->count; k++)
        count += variant_at(sweep, &stack_line, k) != ESC_PICK_NONE ||
                 variant_at(sweep, &heap_line, k) != ESC_PICK_NONE;
    return count;
}

/* The numeric parameter with the most values; ESC_PICK_NONE when none has three. */
static size_t find_axis(const struct esc_case *item)
{
    size_t best = ESC_PICK_NONE;
    for (size_t k = 0; k < item->param_count; k++) {
        const struct esc_param *param = &item->params[k];
        if (!is_numeric(param) || param->count < POINTS_LEAST)
            continue;
        if (best == ESC_PICK_NONE || param->count > item->params[best].count)
            best = k;
    }
    return best;
}

/* ---- lines ---- */

static const char *role_of(const struct esc_variant *variant)
{
    if (variant->strategy == 0)
        return "stack";
    if (!esc_pick_default(variant))
        return "other";
    return variant->strategy == 1 ? "heap" : "remedy";
}

/* Stack, heap on every runtime, remedies on the default one. */
static struct lines lines_of(const struct sweep *sweep)
{
    struct lines lines = {.count = 0};
    for (size_t v = 0; v < sweep->run->variant_count && lines.count < LINES_MOST; v++) {
        const struct esc_variant *variant = &sweep->run->variants[v];
        bool wanted = variant->strategy < 2 || esc_pick_default(variant);
        bool known = variant->item != sweep->item || !esc_pick_measured(sweep->run, v) ||
                     !is_at(sweep, esc_variant_point(sweep->run, variant));
        for (size_t i = 0; i < lines.count && !known; i++)
            known = strcmp(lines.line[i].label, variant->label) == 0;
        if (wanted && !known)
            lines.line[lines.count++] = (struct line){variant->strategy, variant->runtime,
                                                      variant->label, role_of(variant), 0};
    }
    return lines;
}

static double x_value(const struct sweep *sweep, size_t index)
{
    int64_t number = axis_of(sweep)->values[index].number;
    return sweep->x.log ? (double)number : (double)index;
}

/* ---- the finding ---- */

static char *finding(const struct sweep *sweep)
{
    const struct esc_pair **pairs = esc_calloc(axis_of(sweep)->count, sizeof *pairs);
    for (size_t k = 0; k < axis_of(sweep)->count; k++) {
        size_t heap = variant_at(sweep, &heap_line, k);
        pairs[k] = heap != ESC_PICK_NONE ? esc_pick_pair(sweep->run, heap) : NULL;
    }
    char *title = esc_finding_scaling(axis_of(sweep), pairs);
    free(pairs);
    return title;
}

static char *second_line(const struct sweep *sweep)
{
    const struct esc_case *item = &sweep->run->cases[sweep->item];
    struct esc_text text = {0};
    esc_text_addf(&text, "%s: %s", item->name, item->title != NULL ? item->title : "");
    for (size_t k = 0; k < item->param_count; k++) {
        if (k == sweep->axis)
            continue;
        char *value = esc_units_value(&item->params[k], sweep->fixed[k]);
        esc_text_addf(&text, ", %s %s", item->params[k].name, value);
        free(value);
    }
    return esc_text_take(&text);
}

/* ---- composing ---- */

/* Whether marks would hide each other in more than a quarter of the steps: values on both sides of
 * an edge (8192, 8193). */
static bool is_crowded(const struct sweep *sweep, const struct scale *scale)
{
    const struct esc_param *param = axis_of(sweep);
    size_t close = 0;
    for (size_t k = 1; k < param->count; k++) {
        double step = esc_chart_place(scale, (double)param->values[k].number) -
                      esc_chart_place(scale, (double)param->values[k - 1].number);
        close += fabs(step) < 2 * esc_chart_mark(sweep->style);
    }
    return 4 * close > param->count - 1;
}

/* Logarithmic where that shows the points apart, else equal steps from value to value. */
static struct scale x_scale(const struct sweep *sweep, double from, double to)
{
    const struct esc_param *param = axis_of(sweep);
    double least = INFINITY;
    double most = -INFINITY;
    for (size_t k = 0; k < param->count; k++) {
        least = fmin(least, (double)param->values[k].number);
        most = fmax(most, (double)param->values[k].number);
    }
    double margin = pow(most / least, 0.04);
    struct scale scale = {least / margin, most * margin, true, from, to, .tic_count = 0};
    if (least <= 0 || is_crowded(sweep, &scale))
        scale = (struct scale){-0.3, (double)param->count - 0.7, false, from, to, .tic_count = 0};
    return scale;
}

/* The parameter's own values as ticks; those whose words would touch lose them, ends last. */
static void add_x_tics(struct sweep *sweep)
{
    const struct esc_param *param = axis_of(sweep);
    double size = TEXT_TIC * sweep->style->font;
    double taken = -INFINITY;
    double end = esc_chart_place(&sweep->x, x_value(sweep, param->count - 1));
    char *last = esc_units_value(param, param->count - 1);
    double last_low = end - esc_chart_width(last, size, false) / 2 - 0.6 * size;
    for (size_t k = 0; k < param->count && sweep->x.tic_count < TICS_MOST; k++) {
        char *words = esc_units_value(param, k);
        double half = esc_chart_width(words, size, false) / 2;
        double place = esc_chart_place(&sweep->x, x_value(sweep, k));
        bool fits = k + 1 == param->count || (place - half > taken && place + half < last_low);
        struct tic *tic = &sweep->x.tics[sweep->x.tic_count++];
        tic->at = x_value(sweep, k);
        snprintf(tic->text, sizeof tic->text, "%s", fits ? words : "");
        taken = fits ? place + half + 0.6 * size : taken;
        free(words);
    }
    free(last);
}

static struct scale y_scale(const struct sweep *sweep, const struct lines *lines, double from,
                            double to)
{
    double *values = NULL;
    size_t count = 0;
    for (size_t i = 0; i < lines->count; i++)
        for (size_t k = 0; k < axis_of(sweep)->count; k++) {
            size_t v = variant_at(sweep, &lines->line[i], k);
            if (v == ESC_PICK_NONE)
                continue;
            const struct esc_estimate *time = &sweep->run->figures[v].ns_per_op;
            double ends[] = {time->low, time->median, time->high};
            for (size_t e = 0; e < 3; e++) {
                values = esc_grow(values, &count, sizeof *values);
                values[count - 1] = ends[e];
            }
        }
    struct scale scale = esc_chart_scale(values, count, from, to, false, 1.6 * sweep->style->font,
                                         esc_chart_ns_words);
    free(values);
    return scale;
}

/* The collector's share of the heap line in percent at a point; negative: unknown. */
static double share_at(const struct sweep *sweep, size_t index)
{
    size_t v = variant_at(sweep, &heap_line, index);
    if (v == ESC_PICK_NONE || !sweep->run->figures[v].gc_share.known)
        return -1;
    return sweep->run->figures[v].gc_share.median * 100;
}

static bool has_share(const struct sweep *sweep)
{
    for (size_t k = 0; k < axis_of(sweep)->count; k++)
        if (share_at(sweep, k) > 0)
            return true;
    return false;
}

static struct scale share_scale(const struct sweep *sweep)
{
    double values[1] = {10}; /* at least to 10 %, so that noise of 0.2 % does not fill the panel */
    for (size_t k = 0; k < axis_of(sweep)->count; k++)
        values[0] = fmax(values[0], 1.2 * share_at(sweep, k));
    return esc_chart_scale(values, 1, sweep->bottom, sweep->low, false, 1.7 * sweep->style->font,
                           esc_chart_percent_words);
}

static void add_lines(struct sweep *sweep, struct lines *lines)
{
    struct esc_text roles = {0};
    esc_chart_data_open(sweep->sheet, "lines");
    for (size_t i = 0; i < lines->count; i++) {
        struct line *line = &lines->line[i];
        esc_text_addf(&roles, "%s%s", i > 0 ? " " : "", line->role);
        for (size_t k = 0; k < axis_of(sweep)->count; k++) {
            size_t v = variant_at(sweep, line, k);
            if (v == ESC_PICK_NONE)
                continue;
            const struct esc_estimate *time = &sweep->run->figures[v].ns_per_op;
            line->end_y = esc_chart_place(&sweep->y, time->median);
            esc_chart_data(sweep->sheet, "%.10g %.10g %.10g %.10g", x_value(sweep, k), time->median,
                           time->low, time->high);
            esc_text_addf(&sweep->sheet->tsv, "%s\t%s", line->label,
                          axis_of(sweep)->values[k].text);
            esc_chart_tsv_estimate(sweep->sheet, time);
            if (sweep->run->figures[v].gc_share.known)
                esc_text_addf(&sweep->sheet->tsv, "\t%.6g", sweep->run->figures[v].gc_share.median);
            esc_text_add(&sweep->sheet->tsv, "\n");
        }
        esc_chart_data(sweep->sheet, "\n");
    }
    esc_chart_data_close(sweep->sheet);
    esc_text_addf(&sweep->sheet->data, "roles = '%s'\n", roles.bytes != NULL ? roles.bytes : "");
    esc_text_free(&roles);
}

static int compare_ends(const void *one, const void *other)
{
    const struct line *a = one;
    const struct line *b = other;
    return (a->end_y > b->end_y) - (a->end_y < b->end_y);
}

static const char *text_colour(const char *role)
{
    static const char *const table[][2] = {
        {"stack", "stack_text"}, {"heap", "heap_text"}, {"remedy", "remedy_text"}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(table[i][0], role) == 0)
            return table[i][1];
    return "muted";
}

static double label_size(const struct line *line)
{
    bool side = strcmp(line->role, "stack") == 0 || strcmp(line->role, "heap") == 0;
    return side ? TEXT_BODY : TEXT_SMALL;
}

/* Names at the right ends of the lines, pushed apart where they would touch. */
static void place_labels(struct sweep *sweep, const struct lines *lines)
{
    struct lines sorted = *lines;
    double wanted[LINES_MOST];
    double font = sweep->style->font;
    qsort(sorted.line, sorted.count, sizeof *sorted.line, compare_ends);
    for (size_t i = 0; i < sorted.count; i++)
        wanted[i] = sorted.line[i].end_y;
    esc_chart_spread(wanted, sorted.count, 1.0 * font, sweep->sheet->top, sweep->split);
    for (size_t i = 0; i < sorted.count; i++) {
        const struct line *line = &sorted.line[i];
        char *clean = esc_chart_clean(line->label);
        char *shown = esc_chart_cut(clean, label_size(line) * font, false,
                                    sweep->sheet->right - sweep->right);
        esc_chart_text(sweep->sheet, sweep->right, wanted[i], ALIGN_LEFT, label_size(line),
                       text_colour(line->role), shown);
        free(shown);
        free(clean);
    }
}

static double labels_width(const struct sweep *sweep, const struct lines *lines)
{
    double widest = 0;
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->line[i];
        double px = label_size(line) * sweep->style->font;
        widest = fmax(widest, esc_chart_width(line->label, px, false));
    }
    return fmin(widest, 0.2 * sweep->style->width);
}

static void add_shares(struct sweep *sweep)
{
    esc_chart_data_open(sweep->sheet, "shares");
    for (size_t k = 0; k < axis_of(sweep)->count && sweep->has_share; k++) {
        char words[ESC_UNITS_TEXT] = "";
        double share = share_at(sweep, k);
        if (share >= 0 && sweep->x.tics[k].text[0] != '\0')
            esc_units_percent(words, share / 100);
        if (share < 0)
            continue;
        esc_chart_data(sweep->sheet, "%.10g %.6g", x_value(sweep, k), share);
        esc_chart_text(sweep->sheet, esc_chart_place(&sweep->x, x_value(sweep, k)),
                       esc_chart_place(&sweep->share, share) - 0.55 * sweep->style->font,
                       ALIGN_CENTER, TEXT_SMALL, "ink", words);
    }
    esc_chart_data_close(sweep->sheet);
}

static void place_axes(struct sweep *sweep, double left)
{
    struct sheet *sheet = sweep->sheet;
    double font = sweep->style->font;
    const struct esc_param *param = axis_of(sweep);
    double x = sheet->left + 0.4 * font;
    esc_chart_text_up(sheet, x, (sheet->top + sweep->split) / 2, TEXT_SMALL, "muted",
                      sweep->y.log ? "time per op (log)" : "time per op");
    if (sweep->has_share)
        esc_chart_text_up(sheet, x, (sweep->low + sweep->bottom) / 2, TEXT_SMALL, "gc_text",
                          "GC / CPU");
    char *axis =
        esc_format("%s%s; median and 95 %% interval of %u rounds%s", param->label,
                   sweep->x.log ? ", log scale" : ", in equal steps", sweep->run->rounds_done,
                   sweep->has_share ? "; below: share of CPU time in the collector" : "");
    char *shown = esc_chart_cut(axis, TEXT_SMALL * font, false, sheet->right - left);
    esc_chart_text(sheet, left, sweep->bottom + 2.3 * font, ALIGN_LEFT, TEXT_SMALL, "muted", shown);
    free(shown);
    free(axis);
}

static void compose(struct sweep *sweep)
{
    struct sheet *sheet = sweep->sheet;
    double font = sweep->style->font;
    struct lines lines = lines_of(sweep);
    sweep->has_share = has_share(sweep);
    sweep->bottom = sheet->bottom - 2.9 * font;
    double height = sweep->bottom - sheet->top;
    sweep->split = sweep->has_share ? sheet->top + 0.68 * height : sweep->bottom;
    sweep->low = sheet->top + 0.76 * height;
    double end = sheet->right - labels_width(sweep, &lines) - 0.4 * font;
    sweep->y = y_scale(sweep, &lines, sweep->split, sheet->top);
    double left = sheet->left + esc_chart_y_room(sheet, &sweep->y);
    sweep->x = x_scale(sweep, left, end);
    sweep->right = end + 0.2 * font;
    sweep->share = share_scale(sweep);
    add_x_tics(sweep);
    esc_chart_panel(sheet, "upper", left, end, sheet->top, sweep->split);
    esc_chart_panel(sheet, "lower", left, end, sweep->low, sweep->bottom);
    esc_chart_axis(sheet, "x", &sweep->x);
    esc_chart_axis(sheet, "y", &sweep->y);
    esc_chart_axis(sheet, "share", &sweep->share);
    esc_chart_x_words(sheet, &sweep->x, sweep->bottom);
    esc_chart_y_words(sheet, &sweep->y, left);
    if (sweep->has_share)
        esc_chart_y_words(sheet, &sweep->share, left);
    esc_chart_number(sheet, "has_share", sweep->has_share);
    esc_text_addf(&sheet->tsv, "variant\t%s\tns_per_op\tlow_ns\thigh_ns\tgc_share\n",
                  axis_of(sweep)->name);
    add_lines(sweep, &lines);
    add_shares(sweep);
    place_labels(sweep, &lines);
    place_axes(sweep, left);
}

static void write_sweep(struct sweep *sweep, size_t number, struct sheets *out)
{
    const struct esc_case *item = &sweep->run->cases[sweep->item];
    if (count_points(sweep) < POINTS_LEAST)
        return;
    struct esc_text name = {0};
    esc_text_addf(&name, "scaling-%s", item->name);
    for (size_t k = 0; k < item->param_count && number > 0; k++)
        if (k != sweep->axis)
            esc_text_addf(&name, "-%s-%s", item->params[k].name,
                          item->params[k].values[sweep->fixed[k]].text);
    char *title = finding(sweep);
    char *second = second_line(sweep);
    struct sheet sheet =
        esc_chart_sheet(sweep->run, sweep->style, name.bytes, "scaling", title, second);
    sweep->sheet = &sheet;
    compose(sweep);
    esc_chart_add(out, sheet);
    free(second);
    free(title);
    esc_text_free(&name);
}

/* Next combination of the parameters other than the axis; false after the last. */
static bool next_fixed(const struct esc_case *item, size_t axis, size_t *fixed)
{
    for (size_t k = item->param_count; k-- > 0;) {
        if (k == axis)
            continue;
        if (++fixed[k] < item->params[k].count)
            return true;
        fixed[k] = 0;
    }
    return false;
}

static void write_case(const struct esc_run *run, const struct style *style, size_t index,
                       struct sheets *out)
{
    const struct esc_case *item = &run->cases[index];
    struct sweep sweep = {.run = run, .style = style, .item = index, .axis = find_axis(item)};
    if (sweep.axis == ESC_PICK_NONE)
        return;
    size_t *fixed = esc_calloc(item->param_count, sizeof *fixed);
    sweep.fixed = fixed;
    size_t number = 0;
    do
        write_sweep(&sweep, number, out);
    while (++number < COMBINATIONS_MOST && next_fixed(item, sweep.axis, fixed));
    free(fixed);
}

bool esc_chart_has_scaling(const struct esc_run *run)
{
    for (size_t i = 0; i < run->case_count; i++)
        if (find_axis(&run->cases[i]) != ESC_PICK_NONE)
            return true;
    return false;
}

void esc_chart_scaling(const struct esc_run *run, const struct style *style, struct sheets *out)
{
    for (size_t i = 0; i < run->case_count; i++)
        write_case(run, style, i, out);
}
