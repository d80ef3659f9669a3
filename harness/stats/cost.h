/*
 * Prices of single blocks, from the pairs of a run: a case's heap side against its stack side, by
 * the block.
 *
 * A block of s bytes costs what it costs in a small heap, by its size (stats/cost_curve.h), and its
 * share of marking what the program keeps alive. Between two collections a program allocates
 * goal - live bytes, where goal = max(4 MiB * GOGC / 100, live * (1 + GOGC / 100)), as
 * runtime/mgcpacer.go has it (heapMinimum, commit); so the share is s / (goal - live) of the blocks
 * that are alive, each of which costs the run's price of marking one.
 */
#ifndef ESC_STATS_COST_H
#define ESC_STATS_COST_H

#include "noun/cost.h"
#include "noun/run.h"
#include "stats/cost_curve.h"

#include <stddef.h>

struct esc_cost_row;

/* What estimates need of a run, whose cases and pairs it borrows. */
struct esc_cost_book {
    struct esc_cost_row *rows; /* heap sides that take more blocks than their stack sides */
    size_t row_count;
    size_t case_count;
    struct esc_cost_curve general; /* of the cases that take one block at a time, in a small heap */
    size_t general_cases;
    double spread[2]; /* ESC_COST_LEVEL of measured / estimated lie between, of estimates that had
                       * not seen the case; below so few that this can be said 1 / ESC_COST_NEAR
                       * and ESC_COST_NEAR */
    bool marks_known;
    double mark_ns; /* a live block, each collection: the median of the rows with such */
};

struct esc_cost_book esc_cost_book_make(const struct esc_run *run);
void esc_cost_book_free(struct esc_cost_book *book);

/*
 * What a value of the case's kind costs; bytes < 0: of unknown size. With a size that lies between
 * the case's smallest and greatest block its own prices are taken, else those of all cases of one
 * block; without one the ends of the case's own. `heap`: what is alive beside, NULL: next to
 * nothing. The case may be NULL or none of the run's.
 */
struct esc_cost esc_cost_of(const struct esc_cost_book *book, const char *bench_case, double bytes,
                            const struct esc_cost_heap *heap);

/*
 * All pairs of heap and stack whose heap side takes more blocks and whose price is resolved, each
 * estimated from the run without its case: curve, price of marking, and the interval, which is that
 * of the other cases' estimates, each of which has seen neither case. In the order of the rows.
 * *unresolved: how many were left out as their price is not. Caller frees.
 */
struct esc_cost_check *esc_cost_checks(const struct esc_run *run, size_t *count,
                                       size_t *unresolved);

#endif
