/*
 * A figure while its places are decided: between layout.c (regions and axes), labels.c (texts at
 * the marks) and marks.c (what gnuplot draws). Private to the layout.
 */
#ifndef ESC_CHART_PLACE_H
#define ESC_CHART_PLACE_H

#include "chart/layout.h"

struct region {
    struct scale x, y;               /* y is not in use where panels share rows */
    double left, right, top, bottom; /* px */
};

struct layout {
    struct sheet *sheet;
    struct figure *figure;
    size_t first, count; /* rows of this page */
    double pitch;        /* px between rows */
    struct region region[PANELS_MOST];
};

/* Regions, axes and the columns at both sides; one for each arrangement of panels. */
void esc_place_above(struct layout *layout);
void esc_place_beside(struct layout *layout);

/* Values that an axis must hold. `at` is freed by who asked for them. */
struct values {
    double *at;
    size_t count;
};
void esc_axes_add(struct values *values, double value); /* NAN: nothing */

/* What lies on an axis: points of all pages, their intervals, what it must reach. */
struct values esc_axes_values(const struct panel *panel, bool along_x);

struct scale esc_axes_scale(const struct axis *axis, const struct style *style,
                            const struct values *values, double from, double to);

/* Whether the measured axis of a panel is logarithmic. */
bool esc_axes_is_log(const struct figure *figure, size_t panel);

/* From a panel's bottom to the middles of the ticks' words and of the foot, and to the end; px. */
struct below {
    double words, foot, end;
};
struct below esc_axes_below(const struct style *style, const struct figure *figure);

/* The ticks' words, a y axis' title, the line below the last panel. */
void esc_axes_x_words(struct layout *layout, size_t panel);
void esc_axes_y_words(struct layout *layout, size_t panel);
void esc_axes_foot(struct layout *layout);

/* In rows, below the last one: named marks stand below theirs. */
double esc_place_foot(const struct figure *figure);

/* Middle of a lane, in rows from the row's middle, downwards. */
double esc_place_lane(const struct figure *figure, size_t lane);

/* Whether the point stands on this page. */
bool esc_place_shown(const struct layout *layout, const struct point *point);

/* Place of a point, px. */
double esc_place_x(const struct layout *layout, size_t panel, const struct point *point);
double esc_place_y(const struct layout *layout, size_t panel, const struct point *point);

/* The x value of an index where the axis has stations. */
double esc_place_station(const struct layout *layout, double index);

/* Places a text where that is still free; false where it is not. */
bool esc_place_text(struct layout *layout, double x, double y, enum align align, double px,
                    const char *colour, const char *text);

/* Words and labels of a panel's series. */
void esc_labels_points(struct layout *layout, size_t panel);
void esc_labels_series(struct layout *layout, size_t panel);

/* Widest label of the panel's series that stand at `at`, px. */
double esc_labels_width(const struct style *style, const struct panel *panel, enum label_at at);

/* Datablocks and the commands that draw the panel. */
void esc_marks(struct layout *layout, size_t panel);

#endif
