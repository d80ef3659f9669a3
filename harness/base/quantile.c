/*
 * Quantiles and spread. See quantile.h for the contracts.
 */
#include "base/quantile.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

static const double mad_to_deviation = 1.4826;

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

void esc_sort(double *values, size_t n)
{
    qsort(values, n, sizeof *values, by_size);
}

double esc_quantile(const double *ascending, size_t n, double share)
{
    double position = (double)(n - 1) * share;
    size_t below = (size_t)position;
    if (below + 1 >= n)
        return ascending[n - 1];
    double rest = position - (double)below;
    return ascending[below] + rest * (ascending[below + 1] - ascending[below]);
}

double esc_median(double *values, size_t n)
{
    esc_sort(values, n);
    return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

double esc_relative_noise(const double *ascending, size_t n)
{
    double median = (ascending[(n - 1) / 2] + ascending[n / 2]) / 2;
    if (median <= 0)
        return 0;
    double *deviations = esc_calloc(n, sizeof *deviations);
    for (size_t i = 0; i < n; i++)
        deviations[i] = fabs(ascending[i] - median);
    double noise = mad_to_deviation * esc_median(deviations, n) / median;
    free(deviations);
    return noise;
}
