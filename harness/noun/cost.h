/*
 * What a block on the heap is estimated to cost, from the prices that cases measured. Filled by
 * stats/cost.h.
 */
#ifndef ESC_NOUN_COST_H
#define ESC_NOUN_COST_H

#include "noun/run.h"

#include <stdbool.h>
#include <stddef.h>

/* A block of that many bytes: what it costs more than none, ns, with the interval in which
 * ESC_COST_LEVEL of the measured prices lie; and which part of the heap side's CPU time was the
 * collector's, 0…1. */
struct esc_cost_at {
    double bytes, ns, low, high, gc_share;
};

/* How many of the prices that an estimate had not seen its interval is to hold. */
#define ESC_COST_LEVEL 0.8

/* What is alive in a program all the time, and its GOGC in percent, 0 or less: off. */
struct esc_cost_heap {
    double live_bytes, live_blocks;
    int gogc;
};

struct esc_cost {
    const char *bench_case;       /* whose prices these are; NULL: those of several cases */
    size_t cases;                 /* how many; 0: there is no estimate */
    const struct esc_case *whole; /* not NULL: none, as the case that measures this kind has the
                                   * price of a whole remedy, which is not an escape's */
    bool beyond;                  /* the size lies outside of what was measured */
    bool sized; /* at[0] is of the value's own size; else it is the least that was measured, and
                 * at[1], where it is another one, the greatest */
    struct esc_cost_at at[2];
    bool marked; /* what is alive beside was asked for, and this run knows what marking costs: */
    double marking_ns; /* it adds so much to at[0].ns */
};

/* A pair held against the estimate from the same run without its case. */
struct esc_cost_check {
    const struct esc_pair *pair;
    double blocks, bytes;           /* a block's */
    double estimated_ns, low, high; /* of all blocks */
    double ratio;                   /* estimated / measured; below 0 where the measured price is */
    bool escape; /* the sides differ in where the object lives alone: the price is an escape's */
};

/* How far an estimate may be off. */
#define ESC_COST_NEAR 1.5
bool esc_cost_is_near(const struct esc_cost_check *check);

/* Whether the measured price lies in the estimate's interval. */
bool esc_cost_holds(const struct esc_cost_check *check);

#endif
