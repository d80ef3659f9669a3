/*
 * The kinds of chart. Each knows whether the run has data for it and declares its figures; a new
 * kind is one file here and one line in the table of chart.c. Private to the charts.
 */
#ifndef ESC_CHART_KINDS_H
#define ESC_CHART_KINDS_H

#include "chart/chart.h"
#include "chart/sheet.h"
#include "words/pick.h"

#include <stdbool.h>
#include <stddef.h>

struct kind {
    const char *name;
    bool (*has_data)(const struct esc_run *run);
    void (*write)(const struct esc_run *run, const struct style *style, struct sheets *out);
    struct style (*look)(const struct esc_run *run, const struct style *style); /* NULL: as it is */
    bool is_detail; /* its sheets, NAME-CASE, are drawn for one telling case unless all are asked
                       for */
};

/* All cases, stack against heap: pairs, pairs-2, … */
bool esc_chart_has_pairs(const struct esc_run *run);
void esc_chart_pairs(const struct esc_run *run, const struct style *style, struct sheets *out);

/* C and real Go on the axis of factors, all cases that have both: real-go; on slides
 * real-go-2, … */
bool esc_chart_has_go(const struct esc_run *run);
struct style esc_chart_go_style(const struct esc_run *run, const struct style *style);
void esc_chart_go(const struct esc_run *run, const struct style *style, struct sheets *out);

/* Two releases of the Go model, all cases, by the change: then-and-now; on slides then-and-now-2, …
 */
bool esc_chart_has_releases(const struct esc_run *run);
struct style esc_chart_releases_style(const struct esc_run *run, const struct style *style);
void esc_chart_releases(const struct esc_run *run, const struct style *style, struct sheets *out);

/* A case over its numeric parameter: scaling-<case>. */
bool esc_chart_has_scaling(const struct esc_run *run);
void esc_chart_scaling(const struct esc_run *run, const struct style *style, struct sheets *out);

/* Collections, their share of CPU and their stops, all cases: gc-pressure, gc-pressure-2, … */
bool esc_chart_has_pressure(const struct esc_run *run);
void esc_chart_pressure(const struct esc_run *run, const struct style *style, struct sheets *out);

/* The heap over time: gc-timeline-<case>. */
bool esc_chart_has_timeline(const struct esc_run *run);
void esc_chart_timeline(const struct esc_run *run, const struct style *style, struct sheets *out);

/* Bytes in use and resident memory: memory-<case>. */
bool esc_chart_has_memory(const struct esc_run *run);
void esc_chart_memory(const struct esc_run *run, const struct style *style, struct sheets *out);

/* Every sample of both sides: distribution-<case>. */
bool esc_chart_has_distribution(const struct esc_run *run);
void esc_chart_distribution(const struct esc_run *run, const struct style *style,
                            struct sheets *out);

/* Two runs: compare, compare-2, … and compare-factors, … */
void esc_chart_changes(const struct esc_comparison *comparison, const struct style *style,
                       struct sheets *out);

/* Steps of a mark phase: NAME-01, NAME-02, … */
void esc_chart_film(const struct esc_chart_film *film, const char *made_by,
                    const struct style *style, struct sheets *out);

/* Frames of two sides: NAME. */
void esc_chart_frame_sheet(const struct esc_chart_frames *picture, const char *point,
                           const struct style *style, struct sheets *out);

/* Who serves allocations: caches. */
void esc_chart_layers(const struct esc_cache_row *rows, size_t count, const char *made_by,
                      const struct style *style, struct sheets *out);

/* The machines of a class: class, class-2, … `style` is that of esc_chart_class_style(). */
void esc_chart_class_sheets(const struct esc_class *class, const struct style *style,
                            struct sheets *out);

/* What a room believed: guesses, guesses-2, …; nothing where nobody guessed. */
void esc_chart_beliefs_sheets(const struct esc_beliefs *beliefs, const struct style *style,
                              struct sheets *out);

/* The style with a canvas as high as so many rows need, so that they stand in one picture; on
 * slides, which cannot be scrolled, as it is. */
struct style esc_chart_class_style(const struct style *style, size_t rows, size_t lanes);

/* Lanes of a row: processors that are told apart. */
size_t esc_chart_class_lanes(const struct esc_class *class);

#endif
