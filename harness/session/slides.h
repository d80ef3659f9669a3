/*
 * A run as the slides of a lecture: its charts, and the mark phase, in an order that a file gives.
 */
#ifndef ESC_SESSION_SLIDES_H
#define ESC_SESSION_SLIDES_H

#include "base/error.h"
#include "chart/chart.h"
#include "noun/run.h"

#include <stdbool.h>
#include <stddef.h>

/* The names of charts in an order file, one a line; "#" begins a comment. Zero-initialise. */
struct esc_slide_order {
    char **names;
    size_t count;
};

/* Reads it. False with a message for each line whose name begins with no kind of chart, with the
 * nearest one. */
bool esc_slide_order_read(struct esc_slide_order *order, const char *path, struct esc_error *error);
void esc_slide_order_free(struct esc_slide_order *order);

/*
 * Draws the slides as told and prints one line with their number and the folder. The mark phase is
 * among them where the order names it. `order` is a path, NULL: slides.txt beside the .gp files.
 * False with a message; *bad_order says that it is the order file's fault.
 */
bool esc_slides_draw(const struct esc_run *run, const char *order,
                     const struct esc_chart_options *options, bool *bad_order,
                     struct esc_error *error);

#endif
