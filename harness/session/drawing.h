/*
 * Charts as the commands ask for them.
 */
#ifndef ESC_SESSION_DRAWING_H
#define ESC_SESSION_DRAWING_H

#include "base/error.h"
#include "chart/chart.h"
#include "noun/run.h"
#include "session/folders.h"

#include <stdbool.h>

/* Draws into RUN/charts as SVG and PNG, screen preset, light; prints one line with the folder. A
 * run of a few cases gets every chart of each. */
bool esc_drawing_default(const struct esc_run *run, const struct esc_folders *folders,
                         struct esc_error *error);

/* Draws as told and prints one line with the number of charts and the folder. */
bool esc_drawing(const struct esc_run *run, const struct esc_chart_options *options,
                 struct esc_error *error);

#endif
