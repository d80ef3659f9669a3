/*
 * Prices by size. See cost_curve.h for the contracts.
 */
#include "stats/cost_curve.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

static const double rise_over = 4; /* two neighbours may lie so close that noise is their slope */

void esc_cost_curve_add(struct esc_cost_curve *curve, struct esc_cost_at point)
{
    curve->points = esc_grow(curve->points, &curve->count, sizeof *curve->points);
    curve->points[curve->count - 1] = point;
}

static int compare_points(const void *a, const void *b)
{
    const struct esc_cost_at *x = a, *y = b;
    return x->bytes != y->bytes ? (x->bytes > y->bytes) - (x->bytes < y->bytes)
                                : (x->ns > y->ns) - (x->ns < y->ns);
}

void esc_cost_curve_settle(struct esc_cost_curve *curve)
{
    size_t kept = 0;
    if (curve->count > 0)
        qsort(curve->points, curve->count, sizeof *curve->points, compare_points);
    for (size_t k = 0; k < curve->count;) {
        size_t same = 1;
        while (k + same < curve->count && curve->points[k + same].bytes == curve->points[k].bytes)
            same++;
        curve->points[kept++] = curve->points[k + (same - 1) / 2];
        k += same;
    }
    curve->count = kept;
}

/* The exponent with which the price rises towards the last point. */
static double last_rise(const struct esc_cost_curve *curve)
{
    const struct esc_cost_at *last = &curve->points[curve->count - 1];
    size_t k = curve->count - 1;
    while (k > 0 && curve->points[k].bytes > last->bytes / rise_over)
        k--;
    if (curve->points[k].bytes == last->bytes)
        return 0;
    const double rise =
        log(last->ns / curve->points[k].ns) / log(last->bytes / curve->points[k].bytes);
    return fmin(fmax(rise, 0), 1);
}

struct esc_cost_at esc_cost_curve_at(const struct esc_cost_curve *curve, double bytes, bool *beyond)
{
    const struct esc_cost_at *points = curve->points;
    const size_t last = curve->count - 1;
    *beyond = bytes < points[0].bytes || bytes > points[last].bytes;
    struct esc_cost_at at = bytes <= points[0].bytes ? points[0] : points[last];
    at.bytes = bytes;
    if (bytes > points[last].bytes)
        at.ns *= pow(bytes / points[last].bytes, last_rise(curve));
    if (*beyond || bytes == points[0].bytes)
        return at;
    size_t k = 1;
    while (points[k].bytes < bytes)
        k++;
    const struct esc_cost_at *a = &points[k - 1], *b = &points[k];
    const double part = log(bytes / a->bytes) / log(b->bytes / a->bytes);
    at.ns = a->ns * pow(b->ns / a->ns, part);
    at.gc_share = a->gc_share + part * (b->gc_share - a->gc_share);
    return at;
}
