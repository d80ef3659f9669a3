/*
 * Layout: a kind of chart declares panels, axes and series; where they stand is decided here alone,
 * from the sizes of fonts and the widths of texts. No text leaves the canvas or touches another:
 * one that finds no place is left out, its mark stays. Private to the charts.
 */
#ifndef ESC_CHART_LAYOUT_H
#define ESC_CHART_LAYOUT_H

#include "chart/sheet.h"
#include "words/pick.h"

enum { PANELS_MOST = 3, SERIES_MOST = 40, ROW_WORDS = 4 };

/* How the points of a series are drawn; several may be joined. What is named first lies below.
 * "Measured" is the axis of the figures: x where panels share rows, else y. */
enum form {
    FORM_BAND = 1 << 0,     /* the panel's whole height from low to high, of x */
    FORM_LINK = 1 << 1,     /* broad and pale from low to high of the measured axis */
    FORM_GUIDE = 1 << 2,    /* dashed steps */
    FORM_LINE = 1 << 3,     /* from point to point */
    FORM_STEPS = 1 << 4,    /* the same in steps */
    FORM_INTERVAL = 1 << 5, /* thin, from low to high of the measured axis */
    FORM_THICK = 1 << 6,    /* the same, thick */
    FORM_BAR = 1 << 7,      /* from 0; left out on a log axis, where a length would lie */
    FORM_TICK = 1 << 8,     /* a short line across the measured axis */
    FORM_DOT = 1 << 9,      /* a mark with a halo */
    FORM_ARROW = 1 << 10,   /* from low to high of the measured axis, where panels share rows */
};

/* Where the words of a series' points stand. */
enum words_at {
    WORDS_BESIDE, /* right of the mark, else left */
    WORDS_AFTER,  /* right of a bar's end */
    WORDS_ABOVE,
    WORDS_BELOW,
    WORDS_NAMED, /* the marks stand below their row, each with its name beside it */
};

/* Where the label of a series stands. */
enum label_at {
    LABEL_END,   /* right of the panel, at the height of the last point */
    LABEL_OVER,  /* above its mark in the first row that has all series with such labels */
    LABEL_CURVE, /* beside a curve that rises, where nothing is in the way */
};

struct point {
    double x, y;      /* y is a row's index where panels share rows */
    double low, high; /* NAN: none */
    char *words;      /* owned; NULL: none */
    double down;      /* decided by the layout: part of a row below its middle */
};

struct series {
    unsigned forms;
    const char *role; /* colour and shape, see plots/marks.gp; NULL: not in use */
    bool open;        /* hollow marks, dashed lines */
    size_t lane;      /* of its rows; 0 is the first */
    enum words_at words_at;
    const char *words_colour;
    enum text words_size;
    enum label_at label_at;
    char *label; /* owned; NULL: none */
    const char *label_colour;
    enum text label_size;
    struct point *points; /* owned */
    size_t count;
};

struct axis {
    const char *title;  /* beside a y axis; NULL: none */
    const char *colour; /* of title and head */
    tic_words *words;
    double spacing;                   /* least distance of ticks in font heights */
    bool force_log;                   /* also where the values lie close together */
    bool linear;                      /* from 0, whatever the values: for bars */
    double reach;                     /* a value that it must hold; 0: none */
    double top, step;                 /* of a linear axis: its end, its ticks; 0: chosen */
    const struct esc_param *stations; /* values of this parameter: points name their index */
};

struct panel {
    const char *head; /* above the panel; NULL: none */
    double part;      /* of the height, where panels stand above each other */
    struct axis x, y;
    struct series series[SERIES_MOST];
    size_t count;
};

/* Texts of a row: at the left its name and a detail, at the right a figure and further lines. All
 * owned, NULL: none. */
struct figure_row {
    char *name, *detail;
    char *words[ROW_WORDS];
    bool strong; /* the first of the words in full ink */
};

struct figure {
    bool beside; /* panels share rows and stand beside each other; else they share the x axis of the
                    first and stand above each other */
    struct panel panel[PANELS_MOST];
    size_t panel_count;
    struct figure_row *rows; /* of all pages: axes and columns are the same on each */
    size_t row_count;
    size_t lanes;           /* dumbbells in a row, at least 1 */
    const char *words_head; /* above the words at the right; NULL: none */
    char *legend;           /* owned: above the first panel; NULL: none */
    char *foot;             /* owned: what the x axis shows; its scale is added. NULL: none */
    char *foot_more;        /* owned: what follows; NULL: none */
};

/* A role's name in plots/marks.gp and its colour of text in the themes. */
const char *esc_role_mark(enum esc_role role);
const char *esc_role_ink(enum esc_role role);

/* Adds a panel with its share of the height; its axes have no words yet. */
struct panel *esc_figure_panel(struct figure *figure, double part);

/* Adds one of the whole height with an axis of factors, logarithmic, 1 always on it. */
struct panel *esc_figure_factors(struct figure *figure);

/* Adds a series without points to the panel, which holds at most SERIES_MOST. */
struct series *esc_figure_series(struct panel *panel, unsigned forms, const char *role);

/* Adds a point; the pointer holds until the next one. */
struct point *esc_figure_point(struct series *series, double x, double y, double low, double high);

/* A line through all rows where stack and heap take the same time: at factor 1. */
void esc_figure_same(struct panel *panel, size_t rows);

/* Adds a row; the pointer holds until the next one. */
struct figure_row *esc_figure_row(struct figure *figure);

void esc_figure_free(struct figure *figure);

/* Rows that one page holds when each has so many lanes. */
size_t esc_layout_rows(const struct style *style, size_t lanes);

/* Composes the sheet from rows [first, first + count) of the figure, or from all where there are no
 * rows. */
void esc_layout(struct sheet *sheet, struct figure *figure, size_t first, size_t count);

#endif
