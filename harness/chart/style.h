/*
 * Sizes of a picture: presets in design pixels, and text measured before it is drawn, because
 * gnuplot neither wraps nor clips. Private to the charts.
 */
#ifndef ESC_CHART_STYLE_H
#define ESC_CHART_STYLE_H

#include "chart/chart.h"

#include <stdbool.h>
#include <stddef.h>

enum { THEME_FILES = 2 };

struct style {
    const char *preset;             /* "projector" */
    const char *theme[THEME_FILES]; /* "theme-light": plots/theme-light.gp; NULL: no second one */
    double width, height;           /* of the canvas, px; a PNG has twice as many */
    double font;                    /* what all distances are measured in, px */
    double least;                   /* no text is smaller, px */
    double line;                    /* gnuplot's line width */
    size_t rows;                    /* most rows of one page */
};

/* What texts are there for; their sizes are shares of the font. */
enum text { TEXT_TITLE, TEXT_SUBTITLE, TEXT_BODY, TEXT_TIC, TEXT_SMALL, TEXT_CAPTION, TEXTS };

struct style esc_chart_style(enum esc_chart_preset preset, enum esc_chart_theme theme);

/* Whether its pictures are slides, which cannot be scrolled. */
bool esc_chart_for_slides(const struct style *style);

/* Height of such a text, px. */
double esc_chart_px(const struct style *style, enum text text);

/* Radius of a mark, px. */
double esc_chart_mark(const struct style *style);

/* Width in px of UTF-8 `text` in DejaVu Sans of `size` px: the widest of the fonts that a viewer is
 * likely to put in its place. */
double esc_chart_width(const char *text, double size, bool bold);

/* A copy on one line: control characters and malformed UTF-8 become blanks, runs of blanks one;
 * what turns the writing direction is spelled, see base/utf8.h. */
char *esc_chart_clean(const char *text);

/* `text` cut so that it fits `room` px, with "…" at the end if it was cut. Caller frees. */
char *esc_chart_cut(const char *text, double size, bool bold, double room);

/* Breaks cleaned text at blanks (with `at` = " ") or at separators such as " · " into lines of at
 * most `room` px; what is left over after `most` lines is cut. Caller frees each and the array. */
char **esc_chart_wrap(const char *text, const char *at, double size, bool bold, double room,
                      size_t most, size_t *count);

void esc_chart_free_lines(char **lines, size_t count);

#endif
