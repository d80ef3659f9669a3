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

/* What a text covers, px. */
struct box {
    double left, right, top, bottom;
};

struct sheet {
    const struct style *style;
    char *name;             /* of the files: [a-z0-9-]+ */
    char *title;            /* the finding */
    char date[11];          /* of the run, "2026-11-21" */
    struct esc_text data;   /* gnuplot: numbers and datablocks */
    struct esc_text labels; /* gnuplot: texts */
    struct esc_text plot;   /* gnuplot: what draws the data */
    struct esc_text tsv, alt;
    double left, right, top, bottom; /* what title and caption leave free, px */
    struct box *taken;               /* by the texts placed so far */
    size_t taken_count;
};

/* The sheets of one call of esc_chart(); they are freed by it. */
struct sheets {
    struct sheet *sheets;
    size_t count;
};
/* Takes the sheet; where its name is another one's already, it gets a number behind it. */
void esc_chart_add(struct sheets *sheets, struct sheet sheet);

enum align { ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

/* Starts a sheet: places title, subtitle and caption. `name` is made safe for a file. Both texts
 * may hold text from case files. */
struct sheet esc_chart_sheet(const struct esc_run *run, const struct style *style, const char *name,
                             const char *title, const char *subtitle);
/* The same for a picture of no run: `date` is "" or "2026-11-21", `caption` says where it is from.
 */
struct sheet esc_chart_sheet_of(const struct style *style, const char *name, const char *date,
                                const char *caption, const char *title, const char *subtitle);
void esc_chart_sheet_free(struct sheet *sheet);

/* One line of text of `px` height with its middle at y; `colour` is a variable of the theme ("ink",
 * "muted", "stack_text" …). */
void esc_chart_text(struct sheet *sheet, double x, double y, enum align align, double px,
                    const char *colour, const char *text);
void esc_chart_bold(struct sheet *sheet, double x, double y, enum align align, double px,
                    const char *colour, const char *text);
/* The same, running upwards with its middle at (x, y). */
void esc_chart_text_up(struct sheet *sheet, double x, double y, double px, const char *colour,
                       const char *text);

/* What such a text would cover, and whether that is on the canvas and still free. */
struct box esc_chart_box(double x, double y, enum align align, double px, const char *text);
bool esc_chart_is_free(const struct sheet *sheet, const struct box *box);

/* Keeps texts off a place. */
void esc_chart_take(struct sheet *sheet, struct box box);

/* Makes the canvas, in px, the axes, and begins the plot command: what follows are the clauses,
 * each a text of gnuplot's with ".', '." between them, and the end of the line. */
void esc_chart_canvas(struct sheet *sheet);

/* `name = value`. */
void esc_chart_number(struct sheet *sheet, const char *name, double value);

/* Into the table beside the picture: a text and what follows it; three cells for an estimate, empty
 * where it is NULL. */
void esc_chart_tsv_text(struct sheet *sheet, const char *text, const char *after);
void esc_chart_tsv_estimate(struct sheet *sheet, const struct esc_estimate *estimate);

/* A sheet that says why there is no picture. */
struct sheet esc_chart_empty(const struct esc_run *run, const struct style *style, const char *name,
                             const char *title, const char *reason);

/* Who measured what with what, for every picture. Caller frees. */
char *esc_chart_caption(const struct esc_run *run);

#endif
