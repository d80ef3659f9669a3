/*
 * What a block on the heap is estimated to cost, from the price that a case measured. Filled by
 * stats/cost.h.
 */
#ifndef ESC_NOUN_COST_H
#define ESC_NOUN_COST_H

#include "noun/run.h"

#include <stdbool.h>
#include <stddef.h>

/* A block of that many bytes: what it costs more than none, ns, with the interval of the measured
 * prices; and which part of the heap side's CPU time was the collector's, 0…1. */
struct esc_cost_at {
    double bytes, ns, low, high, gc_share;
};

/* The case whose prices are the same whatever the kind of value: blocks of all sizes. */
#define ESC_COST_GENERAL "size-classes"

struct esc_cost {
    const char *bench_case; /* whose prices these are; NULL: nothing is known */
    bool whole;             /* the case's two sides differ in more than where the object lives */
    bool beyond;            /* the size lies outside of what was measured */
    bool sized;             /* at[0] is of the value's own size; else it is the least that was
                             * measured, and at[1], where it is another one, the greatest */
    struct esc_cost_at at[2];
};

/* A pair held against the estimate from the same run without its case: blocks per operation times
 * the price of one. */
struct esc_cost_check {
    const struct esc_pair *pair;
    double blocks, bytes; /* a block's */
    double estimated_ns;
    double ratio;    /* estimated / measured; not above 0 where the measured price is not */
    bool comparable; /* the sides differ in where the object lives alone, and the collector is at
                      * its default with a small heap */
};

/* How far an estimate may be off. */
#define ESC_COST_NEAR 1.5
bool esc_cost_is_near(const struct esc_cost_check *check);

#endif
