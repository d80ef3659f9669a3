/*
 * A sheet: one picture while it is composed. Texts and coordinates are decided here in px (y runs
 * down), gnuplot only draws. Text from case files gets into the script through esc_chart_text()
 * alone: cleaned, in single quotes, never enhanced. Private to the charts.
 */
#ifndef ESC_CHART_SHEET_H
#define ESC_CHART_SHEET_H

#include "base/text.h"
#include "chart/scale.h"
#include "chart/style.h"
#include "noun/run.h"

struct sheet {
    const struct style *style;
    char *name;             /* of the files: [a-z0-9-]+ */
    char *kind;             /* plots/<kind>.gp draws it */
    char *title;            /* the finding */
    char date[11];          /* of the run, "2026-11-21" */
    struct esc_text data;   /* gnuplot: numbers and datablocks */
    struct esc_text labels; /* gnuplot: texts */
    struct esc_text tsv, alt;
    double margin;
    double left, right, top, bottom; /* what title and caption leave free, px */
};

enum align { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

/* Starts a sheet: places title, subtitle and caption. `name` is made safe for a file. Both texts
 * may hold text from case files. */
struct sheet esc_chart_sheet(const struct esc_run *run, const struct style *style, const char *name,
                             const char *kind, const char *title, const char *subtitle);
void esc_chart_sheet_free(struct sheet *sheet);

/* One line of text with its middle at y. `size` as in style.h; `colour` is a variable of the theme
 * ("ink", "muted", "stack_text" …). */
void esc_chart_text(struct sheet *sheet, double x, double y, enum align align, double size,
                    const char *colour, const char *text);
void esc_chart_bold(struct sheet *sheet, double x, double y, enum align align, double size,
                    const char *colour, const char *text);
/* The same, running upwards with its middle at (x, y). */
void esc_chart_text_up(struct sheet *sheet, double x, double y, double size, const char *colour,
                       const char *text);

/* `name = value`. */
void esc_chart_number(struct sheet *sheet, const char *name, double value);

/* <name>_left, _right, _top, _bottom as fractions of the canvas, for `set lmargin at screen …`. */
void esc_chart_panel(struct sheet *sheet, const char *name, double left, double right, double top,
                     double bottom);

/* <name>_low, _high, _log and <name>_tics, a list of ticks without words for `set xtics
 * @<name>_tics`. */
void esc_chart_axis(struct sheet *sheet, const char *name, const struct scale *scale);

/* The ticks' words: below an x axis at height `bottom`, left of a y axis at `left` px. gnuplot's
 * own would stand at another distance in each format. */
void esc_chart_x_words(struct sheet *sheet, const struct scale *scale, double bottom);
void esc_chart_y_words(struct sheet *sheet, const struct scale *scale, double left);

/* A datablock $<name>; rows are numbers that the caller formats. */
void esc_chart_data_open(struct sheet *sheet, const char *name);
void esc_chart_data(struct sheet *sheet, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void esc_chart_data_close(struct sheet *sheet);

/* Into the table beside the picture: a text and what follows it; three cells for an estimate, empty
 * where it is NULL. */
void esc_chart_tsv_text(struct sheet *sheet, const char *text, const char *after);
void esc_chart_tsv_estimate(struct sheet *sheet, const struct esc_estimate *estimate);

/* Room for the words of a y axis and its rotated title, px. */
double esc_chart_y_room(const struct sheet *sheet, const struct scale *scale);

/* A sheet that says why there is no picture. */
struct sheet esc_chart_empty(const struct esc_run *run, const struct style *style, const char *name,
                             const char *title, const char *reason);

/* Who measured what with what, for every picture. Caller frees. */
char *esc_chart_caption(const struct esc_run *run);

#endif
