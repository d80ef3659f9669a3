/*
 * Rank correlation, concordance and robust distances. See rank.h for contracts and sources.
 */
#include "base/rank.h"

#include "base/memory.h"
#include "base/quantile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void esc_rank(const double *values, size_t n, double *ranks)
{
    for (size_t i = 0; i < n; i++) {
        double below = 0;
        double equal = 0;
        for (size_t k = 0; k < n; k++) {
            below += values[k] < values[i];
            equal += values[k] == values[i];
        }
        ranks[i] = below + (equal + 1) / 2;
    }
}

double esc_spearman(const double *a, const double *b, size_t n)
{
    double *ranks = esc_calloc(2 * n + 1, sizeof *ranks);
    double middle = ((double)n + 1) / 2;
    double product = 0;
    double squares_a = 0;
    double squares_b = 0;
    esc_rank(a, n, ranks);
    esc_rank(b, n, ranks + n);
    for (size_t i = 0; i < n; i++) {
        product += (ranks[i] - middle) * (ranks[n + i] - middle);
        squares_a += (ranks[i] - middle) * (ranks[i] - middle);
        squares_b += (ranks[n + i] - middle) * (ranks[n + i] - middle);
    }
    free(ranks);
    return squares_a > 0 && squares_b > 0 ? product / sqrt(squares_a * squares_b) : NAN;
}

/* Sum of t^3 - t over the groups of t equal ranks: a thing in such a group adds t^2 - 1. */
static double ties(const double *ranks, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double equal = 0;
        for (size_t k = 0; k < n; k++)
            equal += ranks[k] == ranks[i];
        sum += equal * equal - 1;
    }
    return sum;
}

double esc_kendall_w(const double *values, size_t judges, size_t n)
{
    if (judges < 2 || n < 2)
        return NAN;
    double *ranks = esc_calloc(2 * n, sizeof *ranks);
    double *sums = ranks + n;
    double tied = 0;
    double spread = 0;
    double m = (double)judges;
    double things = (double)n;
    for (size_t j = 0; j < judges; j++) {
        esc_rank(values + j * n, n, ranks);
        tied += ties(ranks, n);
        for (size_t i = 0; i < n; i++)
            sums[i] += ranks[i];
    }
    for (size_t i = 0; i < n; i++)
        spread += pow(sums[i] - m * (things + 1) / 2, 2);
    double most = m * m * (things * things * things - things) - m * tied;
    free(ranks);
    return most > 0 ? 12 * spread / most : NAN;
}

void esc_modified_z(const double *values, size_t n, double *scores)
{
    double *copy = esc_calloc(n, sizeof *copy);
    memcpy(copy, values, n * sizeof *copy);
    double middle = esc_median(copy, n);
    for (size_t i = 0; i < n; i++)
        copy[i] = fabs(values[i] - middle);
    double spread = esc_median(copy, n);
    for (size_t i = 0; i < n; i++)
        scores[i] = values[i] == middle ? 0 : 0.6745 * (values[i] - middle) / spread;
    free(copy);
}
