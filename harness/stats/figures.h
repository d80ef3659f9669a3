/*
 * Records -> figures of a variant, and of a pair of variants. The two halves of esc_stats().
 */
#ifndef ESC_STATS_FIGURES_H
#define ESC_STATS_FIGURES_H

#include "stats/buckets.h"

/* Figures of one variant from its `count` records; all unknown when count is 0. */
struct esc_figures esc_figures_of(const struct esc_record *const *records, size_t count);

/*
 * Factor, price and verdict of `other` against `base`, from the rounds that have both. Where a
 * variant has failed the verdict says so and nothing else is known.
 */
struct esc_pair esc_pair_of(const struct esc_run *run, const struct esc_buckets *buckets,
                            size_t base, size_t other);

#endif
