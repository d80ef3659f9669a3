/*
 * The heap over one sample of a case: how it fills up to the goal, when the collector marks, how
 * long it stops the program.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "chart/layout.h"
#include "words/finding.h"
#include "words/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* More collections than that are a smear on a slide: the picture shows the first ones. */
enum { CYCLES_MOST = 14, HEAP_LEAST = 2 };

struct timeline {
    const struct esc_run *run;
    const struct esc_record *record;
    size_t cycles; /* shown */
    double end_ns; /* of the part shown */
    double unit;   /* bytes of one unit of the heap's axis */
};

/* ---- the figure ---- */

static double end_of(const struct timeline *timeline)
{
    const struct esc_record *record = timeline->record;
    if (timeline->cycles == record->cycle_count)
        return (double)record->wall_ns;
    const struct esc_gc_cycle *next = &record->cycles[timeline->cycles];
    return (double)(next->start_ns >= 0 ? next->start_ns : next->end_ns);
}

/* The axis is in ms. */
static void add_at(struct series *series, int64_t time_ns, double value)
{
    esc_figure_point(series, (double)time_ns / 1e6, value, NAN, NAN);
}

static void add_heap(struct series *series, const struct timeline *timeline)
{
    const struct esc_record *record = timeline->record;
    for (size_t i = 0; i < record->heap_count; i++)
        if ((double)record->heap[i].time_ns <= timeline->end_ns)
            add_at(series, record->heap[i].time_ns,
                   (double)record->heap[i].heap_bytes / timeline->unit);
    for (size_t c = 0; c < timeline->cycles && record->heap_count < HEAP_LEAST; c++) {
        const struct esc_gc_cycle *cycle = &record->cycles[c];
        if (cycle->heap_start_bytes >= 0)
            add_at(series, cycle->start_ns, (double)cycle->heap_start_bytes / timeline->unit);
        add_at(series, cycle->end_ns, (double)cycle->heap_end_bytes / timeline->unit);
        if (cycle->heap_live_bytes >= 0)
            add_at(series, cycle->end_ns, (double)cycle->heap_live_bytes / timeline->unit);
    }
}

/* Change points only: a dashed line starts its pattern anew at every point. */
static void add_goal(struct series *series, const struct timeline *timeline)
{
    const struct esc_record *record = timeline->record;
    int64_t goal = -1;
    for (size_t i = 0; i < record->heap_count; i++) {
        const struct esc_heap_point *point = &record->heap[i];
        if (point->goal_bytes < 0 || point->goal_bytes == goal ||
            (double)point->time_ns > timeline->end_ns)
            continue;
        goal = point->goal_bytes;
        add_at(series, point->time_ns, (double)goal / timeline->unit);
    }
    if (goal >= 0)
        add_at(series, (int64_t)timeline->end_ns, (double)goal / timeline->unit);
}

static void add_marks(struct series *series, const struct timeline *timeline)
{
    for (size_t c = 0; c < timeline->cycles; c++) {
        const struct esc_gc_cycle *cycle = &timeline->record->cycles[c];
        int64_t from = cycle->mark_start_ns >= 0 ? cycle->mark_start_ns : cycle->start_ns;
        int64_t to = cycle->mark_end_ns >= 0 ? cycle->mark_end_ns : cycle->end_ns;
        if (from >= 0 && to >= from)
            esc_figure_point(series, (double)from / 1e6, 0, (double)from / 1e6, (double)to / 1e6);
    }
}

static void add_stops(struct series *series, const struct timeline *timeline)
{
    for (size_t c = 0; c < timeline->cycles; c++)
        for (size_t k = 0; k < 2; k++) {
            const struct esc_gc_cycle *cycle = &timeline->record->cycles[c];
            int64_t at = k == 0 && cycle->pause_ns[1] >= 0 ? cycle->start_ns : cycle->end_ns;
            if (cycle->pause_ns[k] >= 0)
                add_at(series, at >= 0 ? at : cycle->end_ns, (double)cycle->pause_ns[k]);
        }
}

static void add_label(struct series *series, const char *label, const char *colour)
{
    series->label = esc_strdup(label);
    series->label_at = LABEL_END;
    series->label_colour = colour;
    series->label_size = TEXT_BODY;
}

static void declare_heap(struct figure *figure, const struct timeline *timeline)
{
    struct panel *panel = esc_figure_panel(figure, 0.6);
    panel->x.words = esc_chart_number_words;
    panel->x.spacing = 4;
    panel->x.top = timeline->end_ns / 1e6;
    panel->y.title = timeline->unit > 1024 ? "heap, MiB" : "heap, KiB";
    panel->y.words = esc_chart_number_words;
    panel->y.spacing = 2;
    panel->y.linear = true;
    struct series *heap = esc_figure_series(panel, FORM_LINE, "heap");
    struct series *goal = esc_figure_series(panel, FORM_GUIDE, "goal");
    add_heap(heap, timeline);
    add_goal(goal, timeline);
    add_label(heap, "heap", "heap_text");
    add_label(goal, "goal", "muted");
    add_marks(esc_figure_series(panel, FORM_BAND, "gc"), timeline);
}

static void declare_stops(struct figure *figure, const struct timeline *timeline)
{
    struct panel *panel = esc_figure_panel(figure, 0.3);
    panel->y.title = "stop";
    panel->y.colour = "gc_text";
    panel->y.words = esc_chart_ns_words;
    panel->y.spacing = 1.4;
    add_stops(esc_figure_series(panel, FORM_BAR | FORM_DOT, "stop"), timeline);
}

static struct figure figure_of(const struct timeline *timeline)
{
    struct figure figure = {.beside = false};
    declare_heap(&figure, timeline);
    if (esc_finding_longest_stop(timeline->record->cycles, timeline->cycles) > 0)
        declare_stops(&figure, timeline);
    figure.foot = esc_strdup("ms since the sample began; purple bands: marking");
    return figure;
}

/* ---- words ---- */

static char *second_line(const struct timeline *timeline)
{
    const struct esc_run *run = timeline->run;
    const struct esc_variant *variant = &run->variants[timeline->record->variant];
    const struct esc_case *bench_case = esc_variant_case(run, variant);
    char *point = esc_units_point(bench_case, esc_variant_point(run, variant));
    struct esc_text text = {0};
    esc_text_addf(&text, "%s%s%s, heap side on the %s, one sample", bench_case->name,
                  *point != '\0' ? ", " : "", point, esc_runtime_title(variant->runtime));
    size_t all = timeline->record->gc.cycles > 0 ? (size_t)timeline->record->gc.cycles
                                                 : timeline->record->cycle_count;
    if (timeline->cycles < all)
        esc_text_addf(&text, ": the first %zu of its %zu collections", timeline->cycles, all);
    free(point);
    return esc_text_take(&text);
}

static void add_tables(struct sheet *sheet, const struct timeline *timeline)
{
    const struct esc_record *record = timeline->record;
    esc_text_add(&sheet->tsv, "kind\ttime_ns\theap_bytes\tgoal_bytes\tpause_ns\tpause2_ns\n");
    for (size_t i = 0; i < record->heap_count; i++)
        esc_text_addf(&sheet->tsv, "heap\t%lld\t%lld\t%lld\t\t\n",
                      (long long)record->heap[i].time_ns, (long long)record->heap[i].heap_bytes,
                      (long long)record->heap[i].goal_bytes);
    for (size_t c = 0; c < record->cycle_count; c++) {
        const struct esc_gc_cycle *cycle = &record->cycles[c];
        esc_text_addf(&sheet->tsv, "cycle\t%lld\t%lld\t%lld\t%lld\t%lld\n",
                      (long long)cycle->start_ns, (long long)cycle->heap_end_bytes,
                      (long long)cycle->goal_bytes, (long long)cycle->pause_ns[0],
                      (long long)cycle->pause_ns[1]);
    }
    esc_text_addf(&sheet->alt,
                  "A saw-tooth: the heap grows to its goal, is marked, and falls back; the lower "
                  "panel shows each stop.\n");
}

static double unit_of(const struct timeline *timeline)
{
    double most = 0;
    for (size_t c = 0; c < timeline->cycles; c++)
        most = fmax(most, (double)timeline->record->cycles[c].heap_end_bytes);
    return most >= 0x1p20 ? 0x1p20 : 0x1p10;
}

static void write_case(const struct esc_run *run, const struct style *style, size_t case_index,
                       struct sheets *out)
{
    struct timeline timeline = {.run = run,
                                .record = esc_pick_timeline(run, case_index, CYCLES_MOST)};
    if (timeline.record == NULL)
        return;
    size_t cycles = timeline.record->cycle_count;
    timeline.cycles = cycles > CYCLES_MOST ? CYCLES_MOST : cycles;
    timeline.end_ns = end_of(&timeline);
    timeline.unit = unit_of(&timeline);
    char *name = esc_format("gc-timeline-%s", run->cases[case_index].name);
    char *title = esc_finding_timeline(timeline.record->cycles, timeline.cycles, timeline.end_ns);
    char *second = second_line(&timeline);
    struct sheet sheet = esc_chart_sheet(run, style, name, title, second);
    struct figure figure = figure_of(&timeline);
    esc_layout(&sheet, &figure, 0, 0);
    add_tables(&sheet, &timeline);
    esc_chart_add(out, sheet);
    esc_figure_free(&figure);
    free(second);
    free(title);
    free(name);
}

bool esc_chart_has_timeline(const struct esc_run *run)
{
    for (size_t case_index = 0; case_index < run->case_count; case_index++)
        if (esc_pick_timeline(run, case_index, CYCLES_MOST) != NULL)
            return true;
    return false;
}

void esc_chart_timeline(const struct esc_run *run, const struct style *style, struct sheets *out)
{
    for (size_t case_index = 0; case_index < run->case_count; case_index++)
        write_case(run, style, case_index, out);
}
