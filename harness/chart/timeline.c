/*
 * The heap over one sample of a case: how it fills up to the goal, when the collector marks, how
 * long it stops the program.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "words/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* More collections than that are a smear on a slide: the picture shows the first ones. */
enum { CYCLES_MOST = 14, HEAP_LEAST = 2 };

struct timeline {
    const struct esc_run *run;
    const struct style *style;
    struct sheet *sheet;
    const struct esc_record *record;
    size_t cycles;    /* shown */
    double end_ns;    /* of the part shown */
    double heap_unit; /* bytes of one unit of the axis */
    struct scale x, heap, stop;
    bool has_stops;
    double split, low, bottom; /* px */
};

/* ---- which sample ---- */

static bool is_candidate(const struct esc_run *run, const struct esc_record *record, size_t item)
{
    const struct esc_variant *variant = &run->variants[record->variant];
    return variant->item == item && variant->strategy == 1 && esc_pick_default(variant) &&
           esc_pick_measured(run, record->variant) && record->status == ESC_STATUS_OK &&
           record->cycle_count > 0 &&
           (record->heap_count >= HEAP_LEAST || record->cycles[0].heap_end_bytes > 0);
}

/* Few enough collections to see each, many enough to see the rhythm. */
static double badness(const struct esc_record *record)
{
    return fabs(log((double)record->cycle_count / (double)CYCLES_MOST)) -
           (record->heap_count > 0 ? 100 : 0);
}

/* Of samples of one variant the quickest: the others were disturbed, which is no lesson about the
 * heap. */
static bool is_better(const struct esc_record *record, const struct esc_record *best)
{
    if (best == NULL)
        return true;
    if (record->variant == best->variant && record->heap_count > 0 && best->heap_count > 0)
        return record->wall_ns < best->wall_ns;
    return badness(record) < badness(best);
}

static const struct esc_record *find_record(const struct esc_run *run, size_t item)
{
    const struct esc_record *best = NULL;
    for (size_t r = 0; r < run->record_count; r++) {
        const struct esc_record *record = &run->records[r];
        if (is_candidate(run, record, item) && is_better(record, best))
            best = record;
    }
    return best;
}

/* ---- data ---- */

static double end_of(const struct timeline *timeline)
{
    const struct esc_record *record = timeline->record;
    if (timeline->cycles == record->cycle_count)
        return (double)record->wall_ns;
    const struct esc_gc_cycle *next = &record->cycles[timeline->cycles];
    return (double)(next->start_ns >= 0 ? next->start_ns : next->end_ns);
}

static void add_heap(struct timeline *timeline)
{
    const struct esc_record *record = timeline->record;
    struct sheet *sheet = timeline->sheet;
    esc_chart_data_open(sheet, "heap_line");
    for (size_t i = 0; i < record->heap_count; i++) {
        const struct esc_heap_point *point = &record->heap[i];
        if ((double)point->time_ns <= timeline->end_ns)
            esc_chart_data(sheet, "%.10g %.10g", (double)point->time_ns / 1e6,
                           (double)point->heap_bytes / timeline->heap_unit);
    }
    for (size_t c = 0; c < timeline->cycles && record->heap_count < HEAP_LEAST; c++) {
        const struct esc_gc_cycle *cycle = &record->cycles[c];
        double unit = timeline->heap_unit;
        if (cycle->heap_start_bytes >= 0)
            esc_chart_data(sheet, "%.10g %.10g", (double)cycle->start_ns / 1e6,
                           (double)cycle->heap_start_bytes / unit);
        esc_chart_data(sheet, "%.10g %.10g", (double)cycle->end_ns / 1e6,
                       (double)cycle->heap_end_bytes / unit);
        if (cycle->heap_live_bytes >= 0)
            esc_chart_data(sheet, "%.10g %.10g", (double)cycle->end_ns / 1e6,
                           (double)cycle->heap_live_bytes / unit);
    }
    esc_chart_data_close(sheet);
}

/* Change points only: a dashed line starts its pattern anew at every point. */
static void add_goal(struct timeline *timeline)
{
    const struct esc_record *record = timeline->record;
    struct sheet *sheet = timeline->sheet;
    int64_t goal = -1;
    esc_chart_data_open(sheet, "goal_line");
    for (size_t i = 0; i < record->heap_count; i++) {
        const struct esc_heap_point *point = &record->heap[i];
        if (point->goal_bytes < 0 || point->goal_bytes == goal ||
            (double)point->time_ns > timeline->end_ns)
            continue;
        goal = point->goal_bytes;
        esc_chart_data(sheet, "%.10g %.10g", (double)point->time_ns / 1e6,
                       (double)goal / timeline->heap_unit);
    }
    if (goal >= 0)
        esc_chart_data(sheet, "%.10g %.10g", timeline->end_ns / 1e6,
                       (double)goal / timeline->heap_unit);
    esc_chart_data_close(sheet);
}

static void add_marks(struct timeline *timeline)
{
    esc_chart_data_open(timeline->sheet, "marks");
    for (size_t c = 0; c < timeline->cycles; c++) {
        const struct esc_gc_cycle *cycle = &timeline->record->cycles[c];
        int64_t from = cycle->mark_start_ns >= 0 ? cycle->mark_start_ns : cycle->start_ns;
        int64_t to = cycle->mark_end_ns >= 0 ? cycle->mark_end_ns : cycle->end_ns;
        if (from < 0 || to < from)
            continue;
        double middle = (double)(from + to) / 2e6;
        esc_chart_data(timeline->sheet, "%.10g 0 %.10g %.10g 0 %.10g", middle, (double)from / 1e6,
                       (double)to / 1e6, timeline->heap.high);
    }
    esc_chart_data_close(timeline->sheet);
}

static double stop_time(const struct esc_gc_cycle *cycle, size_t k)
{
    int64_t at = k == 0 && cycle->pause_ns[1] >= 0 ? cycle->start_ns : cycle->end_ns;
    return (double)(at >= 0 ? at : cycle->end_ns);
}

static void add_stops(struct timeline *timeline)
{
    esc_chart_data_open(timeline->sheet, "stops");
    for (size_t c = 0; c < timeline->cycles; c++)
        for (size_t k = 0; k < 2; k++) {
            const struct esc_gc_cycle *cycle = &timeline->record->cycles[c];
            if (cycle->pause_ns[k] >= 0)
                esc_chart_data(timeline->sheet, "%.10g %.10g", stop_time(cycle, k) / 1e6,
                               (double)cycle->pause_ns[k] / 1e3);
        }
    esc_chart_data_close(timeline->sheet);
}

/* ---- the finding ---- */

static double longest_stop(const struct timeline *timeline)
{
    int64_t longest = -1;
    for (size_t c = 0; c < timeline->record->cycle_count; c++)
        for (size_t k = 0; k < 2; k++) {
            int64_t pause = timeline->record->cycles[c].pause_ns[k];
            longest = pause > longest ? pause : longest;
        }
    return (double)longest;
}

static char *finding(const struct timeline *timeline)
{
    const struct esc_record *record = timeline->record;
    size_t cycles = record->gc.cycles > 0 ? (size_t)record->gc.cycles : record->cycle_count;
    char wall[TIC_TEXT];
    char stop[TIC_TEXT];
    esc_chart_ns_value(wall, (double)record->wall_ns);
    esc_chart_ns_value(stop, longest_stop(timeline));
    char *tail =
        longest_stop(timeline) > 0 ? esc_format(", the longest stop %s", stop) : esc_strdup("");
    char *title =
        esc_format("%zu collection%s in %s%s", cycles, cycles == 1 ? "" : "s", wall, tail);
    free(tail);
    return title;
}

static char *second_line(const struct timeline *timeline)
{
    const struct esc_run *run = timeline->run;
    const struct esc_variant *variant = &run->variants[timeline->record->variant];
    const struct esc_case *item = esc_variant_case(run, variant);
    char *point = esc_units_point(item, esc_variant_point(run, variant));
    struct esc_text text = {0};
    esc_text_addf(&text, "%s%s%s, heap side on the %s, one sample", item->name,
                  *point != '\0' ? ", " : "", point, esc_runtime_title(variant->runtime));
    if (timeline->cycles < timeline->record->cycle_count)
        esc_text_addf(&text, "; its first %zu collections are shown", timeline->cycles);
    free(point);
    return esc_text_take(&text);
}

/* ---- composing ---- */

static struct scale heap_scale(const struct timeline *timeline)
{
    double most = 0;
    const struct esc_record *record = timeline->record;
    for (size_t i = 0; i < record->heap_count; i++) {
        if ((double)record->heap[i].time_ns > timeline->end_ns)
            continue;
        most = fmax(most, (double)record->heap[i].heap_bytes);
        most = fmax(most, (double)record->heap[i].goal_bytes);
    }
    for (size_t c = 0; c < timeline->cycles && record->heap_count < HEAP_LEAST; c++)
        most = fmax(most, fmax((double)record->cycles[c].heap_end_bytes,
                               (double)record->cycles[c].heap_start_bytes));
    most /= timeline->heap_unit;
    return esc_chart_scale(&most, 1, timeline->split, timeline->sheet->top, false,
                           2.0 * timeline->style->font, esc_chart_number_words);
}

static struct scale stop_scale(const struct timeline *timeline)
{
    double values[2 * CYCLES_MOST];
    size_t count = 0;
    for (size_t c = 0; c < timeline->cycles; c++)
        for (size_t k = 0; k < 2; k++)
            if (timeline->record->cycles[c].pause_ns[k] > 0)
                values[count++] = (double)timeline->record->cycles[c].pause_ns[k] / 1e3;
    return esc_chart_scale(values, count, timeline->bottom, timeline->low, false,
                           1.4 * timeline->style->font, esc_chart_number_words);
}

/* Last value of heap and goal within the part shown, as places of their names. */
static void place_names(struct timeline *timeline, double x)
{
    const struct esc_record *record = timeline->record;
    double unit = timeline->heap_unit;
    double heap = (double)record->cycles[timeline->cycles - 1].heap_end_bytes;
    double goal = -1;
    for (size_t i = 0; i < record->heap_count; i++) {
        if ((double)record->heap[i].time_ns > timeline->end_ns)
            break;
        heap = (double)record->heap[i].heap_bytes;
        goal = (double)record->heap[i].goal_bytes;
    }
    double ys[] = {esc_chart_place(&timeline->heap, goal / unit),
                   esc_chart_place(&timeline->heap, heap / unit)};
    double font = timeline->style->font;
    size_t first = goal >= 0 ? 0 : 1;
    if (ys[0] > ys[1] && goal >= 0)
        ys[1] = ys[0] + 1.1 * font;
    esc_chart_spread(ys + first, 2 - first, 1.1 * font, timeline->sheet->top, timeline->split);
    if (goal >= 0)
        esc_chart_text(timeline->sheet, x, ys[0], ALIGN_LEFT, TEXT_BODY, "muted", "goal");
    esc_chart_text(timeline->sheet, x, ys[1], ALIGN_LEFT, TEXT_BODY, "heap_text", "heap");
}

static void place_axes(const struct timeline *timeline, double left)
{
    struct sheet *sheet = timeline->sheet;
    double font = timeline->style->font;
    double x = sheet->left + 0.4 * font;
    esc_chart_text_up(sheet, x, (sheet->top + timeline->split) / 2, TEXT_SMALL, "muted",
                      timeline->heap_unit > 1024 ? "heap, MiB" : "heap, KiB");
    if (timeline->has_stops)
        esc_chart_text_up(sheet, x, (timeline->low + timeline->bottom) / 2, TEXT_SMALL, "gc_text",
                          timeline->stop.log ? "stop, µs (log)" : "stop, µs");
    esc_chart_text(sheet, left, timeline->bottom + 2.3 * font, ALIGN_LEFT, TEXT_SMALL, "muted",
                   "ms since the sample began; purple bands: marking");
}

static void add_tables(struct timeline *timeline)
{
    struct sheet *sheet = timeline->sheet;
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

static void compose(struct timeline *timeline)
{
    struct sheet *sheet = timeline->sheet;
    double font = timeline->style->font;
    double most = 0;
    for (size_t c = 0; c < timeline->cycles; c++)
        most = fmax(most, (double)timeline->record->cycles[c].heap_end_bytes);
    timeline->heap_unit = most >= 0x1p20 ? 0x1p20 : 0x1p10;
    timeline->bottom = sheet->bottom - 2.9 * font;
    double height = timeline->bottom - sheet->top;
    timeline->has_stops = longest_stop(timeline) > 0;
    timeline->split = timeline->has_stops ? sheet->top + 0.6 * height : timeline->bottom;
    timeline->low = sheet->top + 0.7 * height;
    timeline->heap = heap_scale(timeline);
    timeline->stop = stop_scale(timeline);
    double left = sheet->left + fmax(esc_chart_y_room(sheet, &timeline->heap),
                                     esc_chart_y_room(sheet, &timeline->stop));
    double right = sheet->right - esc_chart_width("heap", TEXT_BODY * font, false) - 0.8 * font;
    double end_ms = timeline->end_ns / 1e6;
    timeline->x = esc_chart_scale(&end_ms, 1, left, right, false, 4 * font, esc_chart_number_words);
    timeline->x.high = end_ms;
    while (timeline->x.tics[timeline->x.tic_count - 1].at > end_ms)
        timeline->x.tic_count--;
    esc_chart_panel(sheet, "upper", left, right, sheet->top, timeline->split);
    esc_chart_panel(sheet, "lower", left, right, timeline->low, timeline->bottom);
    esc_chart_axis(sheet, "x", &timeline->x);
    esc_chart_axis(sheet, "y", &timeline->heap);
    esc_chart_axis(sheet, "stop", &timeline->stop);
    esc_chart_x_words(sheet, &timeline->x, timeline->bottom);
    esc_chart_y_words(sheet, &timeline->heap, left);
    if (timeline->has_stops)
        esc_chart_y_words(sheet, &timeline->stop, left);
    esc_chart_number(sheet, "has_stops", timeline->has_stops);
    add_heap(timeline);
    add_goal(timeline);
    add_marks(timeline);
    add_stops(timeline);
    place_names(timeline, right + 0.5 * font);
    place_axes(timeline, left);
    add_tables(timeline);
}

static void write_case(const struct esc_run *run, const struct style *style, size_t item,
                       struct sheets *out)
{
    struct timeline timeline = {.run = run, .style = style, .record = find_record(run, item)};
    if (timeline.record == NULL)
        return;
    size_t cycles = timeline.record->cycle_count;
    timeline.cycles = cycles > CYCLES_MOST ? CYCLES_MOST : cycles;
    timeline.end_ns = end_of(&timeline);
    char *name = esc_format("gc-timeline-%s", run->cases[item].name);
    char *title = finding(&timeline);
    char *second = second_line(&timeline);
    struct sheet sheet = esc_chart_sheet(run, style, name, "timeline", title, second);
    timeline.sheet = &sheet;
    compose(&timeline);
    esc_chart_add(out, sheet);
    free(second);
    free(title);
    free(name);
}

bool esc_chart_has_timeline(const struct esc_run *run)
{
    for (size_t item = 0; item < run->case_count; item++)
        if (find_record(run, item) != NULL)
            return true;
    return false;
}

void esc_chart_timeline(const struct esc_run *run, const struct style *style, struct sheets *out)
{
    for (size_t item = 0; item < run->case_count; item++)
        write_case(run, style, item, out);
}
