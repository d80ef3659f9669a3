/*
 * Findings: what a picture shows, as the sentence that is its title. Each function gets exactly the
 * rows, points or samples that the sheet shows and knows nothing else, so that no title can speak
 * of what another page shows. Callers free what is returned.
 */
#ifndef ESC_WORDS_FINDING_H
#define ESC_WORDS_FINDING_H

#include "words/rows.h"

/* "The heap side takes 1.60× to 2570× as long as the stack side". Controls make no claim. */
char *esc_finding_pairs(const struct esc_run *run, const struct esc_row *rows, size_t count);

/* "7 of 9 differences resolved, 1 without figures; the control: not resolved; go1.19.8: 6 of
 * 9, 2.1× to 40.3×"; says what the mark of a price means where a row carries it. */
char *esc_finding_resolved(const struct esc_run *run, const struct esc_row *rows, size_t count);

/* "The collector takes up to 31 % of the CPU time (pointer-return)". count > 0. */
char *esc_finding_pressure(const struct esc_run *run, const struct esc_row *rows, size_t count);

/* How the factor goes over the parameter: one pair for each of its values, NULL where the heap side
 * is not shown. */
char *esc_finding_scaling(const struct esc_param *param, const struct esc_pair *const *pairs);

/* "14 collections in 3.10 ms, the longest stop 11.2 µs", of the cycles shown. */
char *esc_finding_timeline(const struct esc_gc_cycle *cycles, size_t count, double span_ns);

/* Longest stop of the cycles, ns; negative: none is known. */
double esc_finding_longest_stop(const struct esc_gc_cycle *cycles, size_t count);

/* Samples of a side, ns per operation, ascending, n > 0, and their median. */
struct esc_samples {
    const double *ns;
    size_t n;
    double median_ns;
};
/* `pair` may be NULL. */
char *esc_finding_distribution(const struct esc_samples *stack, const struct esc_samples *heap,
                               const struct esc_pair *pair);

#endif
