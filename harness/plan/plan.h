/*
 * Stage: cases -> variants -> order of measurement. Pure: everything follows from the arguments,
 * the seed included.
 */
#ifndef ESC_PLAN_PLAN_H
#define ESC_PLAN_PLAN_H

#include "noun/run.h"

/*
 * Fills run->variants from run->cases, run->runtimes and run->gos: for each case and point (with
 * the quick preset only quick points; where run->point is set, only and all those that have it)
 * strategy after strategy.
 *
 * Its C: strategies on the stack once, those on the heap, and those on the stack that a release
 * moves to the heap (esc_strategy_stays), once for each runtime that is built,
 * allowed by the case and asked for, in the order of preference (noun/runtime.h). Labels name it
 * unless it is the case's default runtime, whatever else was asked for. With `usual_only` the first
 * of them alone, or the releases of the Go model that were. Nothing where no such runtime was asked
 * for.
 * Its Go: once for each release, where real Go was asked for or the case is in Go alone.
 *
 * A strategy without C text or without Go text has no variants of that kind. Names as documented in
 * noun/run.h.
 */
void esc_plan_variants(struct esc_run *run, bool usual_only);

/* Whether no strategy of the case has C text: only real Go can measure it. */
bool esc_plan_is_go_alone(const struct esc_case *bench_case);

/*
 * The n at which a sample takes `target_ns`, at least 1, rounded to two significant digits so that
 * it can be read; 1 where `ns_per_op` is not above 0.
 */
uint64_t esc_plan_iterations(double ns_per_op, double target_ns);

/* One visit: all variants of one case and point in one round, in this order. */
struct esc_visit {
    uint32_t round;
    size_t *variants; /* indices into run->variants */
    size_t count;
};

/*
 * The visits of one round, in an order shuffled by (seed, round). Within a visit the variants
 * follow a row of a Williams design, drawn by the seed: forwards in even rounds, the same row
 * backwards in the odd round after it (ABBA), so that any two of them come in both orders, and over
 * all rows each follows each other one equally often (docs/method.md). Caller frees with
 * esc_plan_free(). Variants whose status is not ok are left out, without moving the others.
 */
struct esc_visit *esc_plan_round(const struct esc_run *run, uint32_t round, size_t *count);
void esc_plan_free(struct esc_visit *visits, size_t count);

#endif
