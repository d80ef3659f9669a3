/*
 * How the stops of a variant are spread, over all its samples.
 */
#ifndef ESC_WORDS_SPREAD_H
#define ESC_WORDS_SPREAD_H

#include "noun/run.h"

/* Quantiles, ns. n = 0: no stop was recorded. */
struct esc_spread {
    size_t n;
    double least, quarter, median, three_quarters, p99, most;
};

struct esc_spread esc_spread_of(const struct esc_run *run, size_t variant);

#endif
