/*
 * Is a 95 % interval one? Of many runs of the A/A control, whose true factor is 1, at least that
 * share of intervals should hold 1. What is counted here carries its own uncertainty.
 */
#ifndef ESC_STATS_CALIBRATION_H
#define ESC_STATS_CALIBRATION_H

#include "noun/run.h"

#include <stddef.h>

struct esc_calibration {
    size_t count;     /* intervals that are known */
    size_t holding;   /* of these, how many hold 1 */
    double share;     /* holding / count; 0 when count is 0 */
    double low, high; /* exact 95 % interval of the true share; 0 and 1 when count is 0 */
};

struct esc_calibration esc_calibration_of(const struct esc_estimate *factors, size_t count);

/*
 * Exact interval for the probability behind `hits` of `trials`, 0 <= hits <= trials. Source:
 * Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the
 * binomial", Biometrika 26 (1934). `confidence` e.g. 0.95; accurate to 1e-12.
 */
void esc_binomial_interval(size_t hits, size_t trials, double confidence, double *low,
                           double *high);

#endif
