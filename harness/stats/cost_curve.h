/*
 * Prices of a block by its size. Between two sizes that were measured the price is taken to be a
 * power of the size: a straight line where both axes are logarithmic.
 */
#ifndef ESC_STATS_COST_CURVE_H
#define ESC_STATS_COST_CURVE_H

#include "noun/cost.h"

#include <stdbool.h>
#include <stddef.h>

/* Of the points bytes, ns and gc_share count. Zero-initialise before use. */
struct esc_cost_curve {
    struct esc_cost_at *points; /* freed by the caller */
    size_t count;
};

/* bytes and ns above 0. */
void esc_cost_curve_add(struct esc_cost_curve *curve, struct esc_cost_at point);

/* To be called once all points are there: puts them in rising order, and of several of one size
 * leaves the one with the median price, the lower of two. */
void esc_cost_curve_settle(struct esc_cost_curve *curve);

/*
 * The price at bytes > 0; the curve has points. Beyond its ends, and *beyond says so: below the
 * first its price, for less than the smallest block costs no less; above the last the power by
 * which the price rises over the last fourfold of sizes, and no more than in proportion.
 */
struct esc_cost_at esc_cost_curve_at(const struct esc_cost_curve *curve, double bytes,
                                     bool *beyond);

#endif
