/*
 * What is to be said of a run as a whole, and of rows that have no figures: the same sentences
 * below the table and in the page. Callers free what is returned; NULL: there is nothing to say.
 */
#ifndef ESC_WORDS_REMARKS_H
#define ESC_WORDS_REMARKS_H

#include "noun/run.h"

/* "a-a runs the same code on both sides: 0.98x to 1.03x. A factor in that range …" `times` is the
 * sign to use ("×" or "x"). */
char *esc_remark_noise_floor(const struct esc_run *run, const char *times);

/* What the columns' words and the verdicts given in this run mean. */
char *esc_remark_legend(const struct esc_run *run);

/* "goheap: Go-model heap; go: real Go (go1.19.8)": who served the sides. */
char *esc_remark_runtimes(const struct esc_run *run);

/* "12 of 12 rounds (quick), seed 1, 70.2 s, of which 40.1 s timed work (57 %), build 3.0 s before"
 */
char *esc_remark_rounds(const struct esc_run *run);

/* "affects the figures: governor: powersave. …": only what the machine record warns of. */
char *esc_remark_machine(const struct esc_run *run);

/* That others had the processor in so many samples that no factor is to be quoted. */
char *esc_remark_shared(const struct esc_run *run);

/* "3 of 240 rows have no figures"; without a mark at the end. */
char *esc_remark_failed(const struct esc_run *run);

/* "heap (size 64 B), heap@boehm (size 64 B): killed by signal 11" for the variant and all of its
 * case that failed for the same reason; NULL where it has figures or an earlier one told it. */
char *esc_remark_failure(const struct esc_run *run, size_t variant);

#endif
