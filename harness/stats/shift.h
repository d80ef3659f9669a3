/*
 * Two samples: by how much one lies above the other, the interval of that, and whether chance alone
 * would do it. No shape of distribution is assumed. Vectors: tests/vectors/make_compare_vectors.py.
 */
#ifndef ESC_STATS_SHIFT_H
#define ESC_STATS_SHIFT_H

#include <stdbool.h>
#include <stddef.h>

struct esc_shift {
    bool known;              /* false: a sample is empty, all else is 0 */
    double shift, low, high; /* second minus first, in the unit of the values */
    double confidence;       /* coverage of [low, high]; 0: one value, which is no interval */
    double p;                /* two-sided, 0 to 1 */
    bool exact;              /* p is not from the normal approximation */
};

/* Up to so many values a sample the distribution of U is counted out, beyond that it is taken for
 * normal: 50 rounds are the thorough preset, and R's wilcox.test draws the line there too. */
#define ESC_SHIFT_EXACT 50

/*
 * Independent samples of n and m finite values, both sorted in place.
 *
 * `p`: Mann and Whitney, "On a test of whether one of two random variables is stochastically larger
 * than the other", Annals of Mathematical Statistics 18 (1947). U counts the pairs in which the
 * second is the larger. Exact without ties and up to ESC_SHIFT_EXACT values each
 * (scipy.stats.mannwhitneyu, method="exact"), else normal with the variance corrected for ties and
 * 1/2 for continuity (method="asymptotic").
 *
 * `shift`: the median of all n·m differences. Hodges and Lehmann, "Estimates of location based on
 * rank tests", Annals of Mathematical Statistics 34 (1963). Of logarithms it is that of a ratio.
 *
 * [low, high]: the k-th smallest to the k-th largest of the differences, k the largest with
 * 2·P(U < k) <= 5 %. Conover, "Practical Nonparametric Statistics", 3rd ed., 5.1. Ties only raise
 * the coverage. Where even k = 1 does not reach 95 % it is the smallest to the largest, with the
 * coverage that these have.
 *
 * Time O((n + m) log), whatever n·m is.
 */
struct esc_shift esc_shift_independent(double *first, size_t n, double *second, size_t m);

/*
 * Pairs, given as n finite differences (second minus first), sorted in place: their median, its
 * interval by order statistics (stats/interval.h), and the sign test's `p`, the binomial's exact
 * one without the differences that are 0 (scipy.stats.binomtest). Conover, 3.2 and 3.4.
 */
struct esc_shift esc_shift_paired(double *differences, size_t n);

/* The smallest p that samples of these sizes can give, however far apart they lie. */
double esc_shift_least_independent(size_t n, size_t m);
double esc_shift_least_paired(size_t n);

#endif
