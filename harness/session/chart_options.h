/*
 * How charts look, as options that several commands share.
 */
#ifndef ESC_SESSION_CHART_OPTIONS_H
#define ESC_SESSION_CHART_OPTIONS_H

#include "chart/chart.h"

#include <argp.h>

/* --preset, --theme and --format, parsed into the struct esc_chart_options given as child input. */
extern const struct argp esc_chart_argp;

/* These, and --out and --no-charts, for commands whose pictures are beside what they print. */
extern const struct argp esc_pictures_argp;

/* SVG and PNG, screen preset, light, drawn by gnuplot. */
struct esc_chart_options esc_chart_options(void);

/* Caption of a picture that shows no run: "WHAT · escapement VERSION (REVISION)". Caller frees. */
char *esc_made_by(const char *what);

#endif
