/*
 * Ranks and signs. See shift.h for the contracts and sources.
 */
#include "stats/shift.h"

#include "base/memory.h"
#include "base/quantile.h"
#include "stats/interval.h"

#include <math.h>
#include <stdlib.h>

/* 1 - Phi(z). */
static double upper_tail(double z)
{
    return erfc(z / sqrt(2)) / 2;
}

/* ln C(n, k). */
static double log_choose(size_t n, size_t k)
{
    return lgamma((double)n + 1) - lgamma((double)k + 1) - lgamma((double)(n - k) + 1);
}

/* ---- the distribution of U ---- */

static bool is_counted(size_t n, size_t m)
{
    return n <= ESC_SHIFT_EXACT && m <= ESC_SHIFT_EXACT;
}

/*
 * ways[u]: orders of n and m values in which U is u, for u up to half of n·m; U is symmetric about
 * that. They are the coefficients of the Gaussian binomial, the product over i = 1 … n of
 * (1 - q^(m+i)) / (1 - q^i): each factor below is one multiplication and one division of power
 * series. Caller frees.
 */
static double *count_ways(size_t n, size_t m)
{
    size_t half = n * m / 2;
    double *ways = esc_calloc(half + 1, sizeof *ways);
    ways[0] = 1;
    for (size_t i = 1; i <= n; i++) {
        for (size_t u = half; u >= m + i; u--)
            ways[u] -= ways[u - (m + i)];
        for (size_t u = i; u <= half; u++)
            ways[u] += ways[u - i];
    }
    return ways;
}

/* P(U <= u), u at most half of n·m. */
static double lower_tail_of(const double *ways, size_t n, size_t m, size_t u)
{
    double sum = 0;
    for (size_t i = 0; i <= u; i++)
        sum += ways[i];
    return sum / exp(log_choose(n + m, n));
}

/* Square root of U's variance; `ties` is the sum of t^3 - t over the groups of t equal values. */
static double deviation_of(double n, double m, double ties)
{
    double all = n + m;
    return sqrt(n * m / 12 * (all + 1 - (all > 1 ? ties / (all * (all - 1)) : 0)));
}

/* ---- Mann and Whitney ---- */

struct ranks {
    double u;    /* pairs in which the second is larger, an equal pair counts half */
    double ties; /* sum of t^3 - t over both samples together */
};

/* Length of the run of `value` from values[at] on. */
static size_t run_of(const double *values, size_t count, size_t at, double value)
{
    size_t end = at;
    while (end < count && values[end] == value)
        end++;
    return end - at;
}

/* Walks through both ascending samples, one value at a time. */
static struct ranks ranks_of(const double *first, size_t n, const double *second, size_t m)
{
    struct ranks ranks = {0, 0};
    for (size_t i = 0, k = 0; i < n || k < m;) {
        double value = k == m || (i < n && first[i] <= second[k]) ? first[i] : second[k];
        size_t ones = run_of(first, n, i, value);
        size_t others = run_of(second, m, k, value);
        double together = (double)(ones + others);
        ranks.u += (double)others * ((double)i + (double)ones / 2);
        ranks.ties += together * together * together - together;
        i += ones;
        k += others;
    }
    return ranks;
}

static double p_counted(const struct ranks *ranks, size_t n, size_t m)
{
    double *ways = count_ways(n, m);
    double lesser = fmin(ranks->u, (double)(n * m) - ranks->u);
    double p = 2 * lower_tail_of(ways, n, m, (size_t)lesser);
    free(ways);
    return fmin(1, p);
}

static double p_normal(const struct ranks *ranks, size_t n, size_t m)
{
    double deviation = deviation_of((double)n, (double)m, ranks->ties);
    double middle = (double)n * (double)m / 2;
    if (!(deviation > 0))
        return 1;
    return fmin(1, 2 * upper_tail((fabs(ranks->u - middle) - 0.5) / deviation));
}

/* ---- Hodges and Lehmann ---- */

/* Pairs of the ascending samples whose difference is at most `value`. */
static size_t count_up_to(const double *first, size_t n, const double *second, size_t m,
                          double value)
{
    size_t count = 0;
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        while (k < m && second[k] - first[i] <= value)
            k++;
        count += k;
    }
    return count;
}

/* The number-th smallest of the n·m differences, from 1: halves the range that holds it until no
 * double lies between its ends. */
static double difference_at(const double *first, size_t n, const double *second, size_t m,
                            size_t number)
{
    double low = second[0] - first[n - 1];
    double high = second[m - 1] - first[0];
    if (count_up_to(first, n, second, m, low) >= number)
        return low;
    for (;;) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            return high;
        if (count_up_to(first, n, second, m, middle) >= number)
            high = middle;
        else
            low = middle;
    }
}

struct cut {
    size_t k;
    double coverage;
};

/* The largest k with 2·P(U < k) <= 1 - ESC_CONFIDENCE, at least 1. */
static struct cut cut_counted(size_t n, size_t m)
{
    double *ways = count_ways(n, m);
    double all = exp(log_choose(n + m, n));
    struct cut cut = {1, 1 - 2 * ways[0] / all};
    double below = ways[0];
    for (size_t u = 1; u <= n * m / 2; u++) {
        below += ways[u];
        if (2 * below / all > 1 - ESC_CONFIDENCE)
            break;
        cut = (struct cut){u + 1, 1 - 2 * below / all};
    }
    free(ways);
    if (cut.coverage < 0)
        cut.coverage = 0;
    return cut;
}

static struct cut cut_normal(size_t n, size_t m)
{
    static const double z = 1.959963984540054; /* Phi^-1(0.975) */
    double middle = (double)n * (double)m / 2;
    double deviation = deviation_of((double)n, (double)m, 0);
    double k = fmax(1, floor(middle + 0.5 - z * deviation));
    return (struct cut){(size_t)k, 1 - 2 * upper_tail((middle + 0.5 - k) / deviation)};
}

struct esc_shift esc_shift_independent(double *first, size_t n, double *second, size_t m)
{
    if (n == 0 || m == 0)
        return (struct esc_shift){0};
    esc_sort(first, n);
    esc_sort(second, m);
    struct ranks ranks = ranks_of(first, n, second, m);
    struct cut cut = is_counted(n, m) ? cut_counted(n, m) : cut_normal(n, m);
    bool exact = is_counted(n, m) && !(ranks.ties > 0);
    size_t pairs = n * m;
    double lower = difference_at(first, n, second, m, (pairs + 1) / 2);
    double upper = difference_at(first, n, second, m, pairs / 2 + 1);
    return (struct esc_shift){
        .known = true,
        .shift = lower + (upper - lower) / 2,
        .low = difference_at(first, n, second, m, cut.k),
        .high = difference_at(first, n, second, m, pairs + 1 - cut.k),
        .confidence = cut.coverage,
        .p = exact ? p_counted(&ranks, n, m) : p_normal(&ranks, n, m),
        .exact = exact,
    };
}

/* ---- pairs ---- */

/* 2·P(B <= lesser), B binomial (n, 1/2). */
static double p_of_signs(size_t n, size_t lesser)
{
    double sum = 0;
    for (size_t k = 0; k <= lesser; k++)
        sum += exp(log_choose(n, k) - (double)n * log(2));
    return fmin(1, 2 * sum);
}

struct esc_shift esc_shift_paired(double *differences, size_t n)
{
    if (n == 0)
        return (struct esc_shift){0};
    struct esc_estimate median = esc_estimate(differences, n);
    size_t above = 0;
    size_t below = 0;
    for (size_t i = 0; i < n; i++) {
        above += differences[i] > 0;
        below += differences[i] < 0;
    }
    return (struct esc_shift){
        .known = true,
        .shift = median.median,
        .low = median.low,
        .high = median.high,
        .confidence = median.confidence,
        .p = p_of_signs(above + below, above < below ? above : below),
        .exact = true,
    };
}

double esc_shift_least_independent(size_t n, size_t m)
{
    return n == 0 || m == 0 ? 1 : fmin(1, 2 * exp(-log_choose(n + m, n)));
}

double esc_shift_least_paired(size_t n)
{
    return fmin(1, ldexp(2, -(int)n));
}
