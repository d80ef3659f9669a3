/*
 * Records by variant, in the order of their rounds: what figures and pairs walk along.
 */
#ifndef ESC_STATS_BUCKETS_H
#define ESC_STATS_BUCKETS_H

#include "noun/run.h"

#include <stddef.h>

/* Variant v's records are records[first[v]] … records[first[v + 1] - 1], rounds ascending. */
struct esc_buckets {
    const struct esc_record **records;
    size_t *first; /* variant_count + 1 entries */
};

/*
 * Sorts pointers to the records that carry figures: status ok, at least one iteration, a variant
 * that exists. Everything stays owned by `run`; free with esc_buckets_free(). O(records), unless
 * rounds were recorded out of order.
 */
struct esc_buckets esc_buckets_of(const struct esc_run *run);
void esc_buckets_free(struct esc_buckets *buckets);

#endif
