/*
 * Prices of single blocks, from the pairs of a run: a case's heap side against its stack side, by
 * the block, against the bytes of a block. Between two sizes that were measured the price is taken
 * to be a power of the size: a straight line where both axes are logarithmic.
 */
#ifndef ESC_STATS_COST_H
#define ESC_STATS_COST_H

#include "noun/cost.h"
#include "noun/run.h"

#include <stddef.h>

/* Prices of a block by its size, each size once, in rising order. */
struct esc_cost_curve {
    struct esc_cost_at *points;
    size_t count;
    bool whole; /* the two sides of the case differ in more than where the object lives */
};

/* Of the case called `name`: its points at which the heap side takes more blocks than the stack
 * side, and the price is more than nothing in all of its interval. Free the points. */
struct esc_cost_curve esc_cost_curve(const struct esc_run *run, const char *name);

/*
 * The same of a run without the case called `without`: of ESC_COST_GENERAL, and where that is
 * missing of all cases that take one block at a time, leave the collector at its default and its
 * heap small, and price the block alone; of a size that several have the median.
 */
struct esc_cost_curve esc_cost_curve_without(const struct esc_run *run, const char *without);

/* At a size, bytes > 0. Beyond the curve's ends: below the first its price, above the last as the
 * last two rise; *beyond says so. The curve has points. */
struct esc_cost_at esc_cost_at(const struct esc_cost_curve *curve, double bytes, bool *beyond);

/*
 * What a value of the case's kind costs. With a size (bytes >= 0) that lies between the case's
 * smallest and greatest block its prices are taken, else those of ESC_COST_GENERAL; without one the
 * ends of the case's own.
 */
struct esc_cost esc_cost_of(const struct esc_run *run, const char *bench_case, double bytes);

/* Of all pairs of heap and stack whose heap side takes more blocks and whose price is resolved; in
 * the order of the rows. *unresolved: how many were left out as theirs is not. Caller frees. */
struct esc_cost_check *esc_cost_checks(const struct esc_run *run, size_t *count,
                                       size_t *unresolved);

#endif
