/*
 * The kinds of chart. Each knows whether the run has data for it and composes its sheets; a new
 * kind is one file here, one in plots/ and one line in the table of chart.c. Private to the charts.
 */
#ifndef ESC_CHART_KINDS_H
#define ESC_CHART_KINDS_H

#include "chart/sheet.h"
#include "words/rows.h"

#include <stdbool.h>
#include <stddef.h>

/* The sheets of one call of esc_chart(); they are freed by it. */
struct sheets {
    struct sheet *sheets;
    size_t count;
};
void esc_chart_add(struct sheets *sheets, struct sheet sheet);

struct kind {
    const char *name;
    bool (*has_data)(const struct esc_run *run);
    void (*write)(const struct esc_run *run, const struct style *style, struct sheets *out);
    bool is_detail; /* its sheets, NAME-CASE, are drawn for one telling case unless all are asked
                       for */
};

/* All cases, stack against heap: pairs, pairs-2, … */
bool esc_chart_has_pairs(const struct esc_run *run);
void esc_chart_pairs(const struct esc_run *run, const struct style *style, struct sheets *out);

/* A case over its numeric parameter: scaling-<case>. */
bool esc_chart_has_scaling(const struct esc_run *run);
void esc_chart_scaling(const struct esc_run *run, const struct style *style, struct sheets *out);

/* Collections, their share of CPU and their stops, all cases: gc-pressure, gc-pressure-2, … */
bool esc_chart_has_pressure(const struct esc_run *run);
void esc_chart_pressure(const struct esc_run *run, const struct style *style, struct sheets *out);

/* The heap over time: gc-timeline-<case>. */
bool esc_chart_has_timeline(const struct esc_run *run);
void esc_chart_timeline(const struct esc_run *run, const struct style *style, struct sheets *out);

/* Every sample of both sides: distribution-<case>. */
bool esc_chart_has_distribution(const struct esc_run *run);
void esc_chart_distribution(const struct esc_run *run, const struct style *style,
                            struct sheets *out);

/* The name column for rows: places name and point of each row left of `right` px. */
double esc_chart_names_width(const struct esc_run *run, const struct style *style,
                             const struct esc_row *rows, size_t count);
void esc_chart_name(struct sheet *sheet, const struct esc_run *run, const struct esc_row *row,
                    double right, double width, double y);

/* Ends of `count` texts at wanted heights pushed apart to at least `gap`, in place, within
 * [low, high]. `wanted` must be ascending. */
void esc_chart_spread(double *wanted, size_t count, double gap, double low, double high);

#endif
