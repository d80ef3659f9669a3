/*
 * Sheets as slides: in the order of a lecture, their pictures numbered by it. Private to the
 * charts.
 */
#ifndef ESC_CHART_SLIDES_H
#define ESC_CHART_SLIDES_H

#include "chart/draw.h"

/* Where a sheet of that name stands: the index of the longest name of the order that is its own or
 * is followed in it by "-…", so that `pairs` has pairs-2 and `scaling-gogc` is not `scaling`;
 * order_count where none is. */
size_t esc_slides_place(const struct esc_chart_slides *slides, const char *name);

/* By place; those of one place stay in their order. */
void esc_slides_sort(const struct esc_chart_slides *slides, struct sheets *sheets);

/* Removes the slides NN-NAME.SUFFIX of an earlier drawing: those whose script NAME.gp in `source`
 * is ours. */
void esc_slides_clear(const char *folder, const char *source);

/* Moves the drawn pictures from `source` into the folder, the first as 01-NAME.SUFFIX. False with a
 * message where one cannot be moved; what was not drawn leaves its number out. */
bool esc_slides_number(const struct sheets *sheets, const char *folder, const char *source,
                       struct esc_error *error);

#endif
