/*
 * Medians with exact intervals. The interval comes from the order statistics alone (the inverted
 * sign test): it assumes independent values from one distribution with a median, and nothing about
 * that distribution's shape. Why this one: docs/method.md.
 */
#ifndef ESC_STATS_INTERVAL_H
#define ESC_STATS_INTERVAL_H

#include "noun/run.h"

#include <stddef.h>

/* The interval runs from the low-th to the high-th smallest value, counted from 1. */
struct esc_ranks {
    size_t low, high;  /* low + high = n + 1; both 0 when n is 0 */
    double confidence; /* exact coverage: P(low <= B < high), B binomial (n, 1/2) */
};

/*
 * The symmetric pair of ranks that lie closest together with a coverage of at least ESC_CONFIDENCE.
 * For n < 6 there is none; then smallest and largest value, with the coverage 1 - 2^(1-n) that they
 * have (0 for n = 1). O(n). Source: Conover, "Practical Nonparametric Statistics", 3rd ed., 3.2.
 */
struct esc_ranks esc_median_ranks(size_t n);

/*
 * Median and interval of n finite values, which are sorted in place. Nothing is dropped. `known` is
 * false, and all else 0, only when n is 0.
 */
struct esc_estimate esc_estimate(double *values, size_t n);

#endif
