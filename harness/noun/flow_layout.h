/*
 * The drawing of a value's ways, laid out: where its boxes, captions and arrows lie. Lengths are
 * CSS pixels, y grows downwards.
 */
#ifndef ESC_NOUN_FLOW_LAYOUT_H
#define ESC_NOUN_FLOW_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

enum esc_flow_kind {
    ESC_FLOW_PLAIN,    /* a variable, or memory of an expression, on the way */
    ESC_FLOW_VALUE,    /* that leaves the stack */
    ESC_FLOW_OUTLIVES, /* the end of a way: it lives longer */
    ESC_FLOW_CAPTION,  /* no box: what happens along an arrow */
};

struct esc_flow_shape {
    enum esc_flow_kind kind;
    double x, y, width, height; /* x, y: its middle */
    char *text;                 /* lines, parted by line ends */
};

/* A line of cubic Bézier curves: a point, then three for each curve. */
struct esc_flow_curve {
    double *points; /* x, y, x, y, … */
    size_t count;   /* of points */
    bool arrow;     /* it ends in a head */
};

/* Zero-initialise before use; width 0: it was not laid out. */
struct esc_flow_layout {
    double width, height;
    struct esc_flow_shape *shapes;
    size_t shape_count;
    struct esc_flow_curve *curves;
    size_t curve_count;
};

/* Frees everything inside and zeroes. */
void esc_flow_layout_free(struct esc_flow_layout *layout);

#endif
