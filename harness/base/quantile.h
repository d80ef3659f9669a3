/*
 * Quantiles and spread of a plain list of values.
 */
#ifndef ESC_BASE_QUANTILE_H
#define ESC_BASE_QUANTILE_H

#include <stddef.h>

/* Ascending; the values must be finite. */
void esc_sort(double *values, size_t n);

/*
 * The quantile at 0 <= share <= 1 of n >= 1 ascending values, by linear interpolation at
 * (n - 1) * share: type 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The
 * American Statistician 50 (1996); the default of R and NumPy.
 */
double esc_quantile(const double *ascending, size_t n, double share);

/* The median of n >= 1 values, which are sorted in place. */
double esc_median(double *values, size_t n);

/*
 * 1.4826 * MAD / median: the median absolute deviation, scaled so that it estimates the standard
 * deviation of normal data, relative to the median. 0 when the median is not positive. Values as
 * esc_median() leaves them; n >= 1. The factor is 1 / Phi^-1(3/4).
 */
double esc_relative_noise(const double *ascending, size_t n);

#endif
