/*
 * Axes: range, log or linear, ticks with their words. Private to the charts.
 */
#ifndef ESC_CHART_SCALE_H
#define ESC_CHART_SCALE_H

#include <stdbool.h>
#include <stddef.h>

enum { TICS_MOST = 64, TIC_TEXT = 40 };

struct tic {
    double at;
    char text[TIC_TEXT]; /* "" for a minor one */
};

/* Data from `low` to `high` lie between `from` and `to` px (from > to for an axis that runs up). */
struct scale {
    double low, high;
    bool log;
    double from, to;
    struct tic tics[TICS_MOST];
    size_t tic_count;
};

/* Writes a value as a tick's words into TIC_TEXT bytes. */
typedef void tic_words(char *out, double value);
void esc_chart_factor_words(char *out, double factor);   /* "2.5×", "1200×" */
void esc_chart_ns_words(char *out, double ns);           /* "10 ns", "2.5 µs" */
void esc_chart_number_words(char *out, double number);   /* "10", "2.5k" */
void esc_chart_percent_words(char *out, double percent); /* "20 %" */

/*
 * A scale for `count` values (those that are not finite, or not positive on a log axis, are left
 * out). Logarithmic as soon as largest / smallest > 20, or with `force_log`; a linear one starts at
 * 0. Ticks in words, at least two of them, no closer than `spacing` px.
 */
struct scale esc_chart_scale(const double *values, size_t count, double from, double to,
                             bool force_log, double spacing, tic_words *words);

/* Where the value lies, px. */
double esc_chart_place(const struct scale *scale, double value);

/* Widest tick text in px at `size`. */
double esc_chart_tic_width(const struct scale *scale, double size);

#endif
