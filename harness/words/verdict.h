/*
 * What a pair says, in words: the same in the table, the overview and the charts.
 */
#ifndef ESC_WORDS_VERDICT_H
#define ESC_WORDS_VERDICT_H

#include "words/rows.h"

#define ESC_VERDICT_TEXT 128

/* "6.1× slower" where the factor may be quoted, "6.1×, 5 rounds" where there are too few of them,
 * else the verdict's word; "" without a pair. `times` is "×" or "x". Writes into `out`
 * (ESC_VERDICT_TEXT bytes) and returns it. */
char *esc_pair_words(char *out, const struct esc_pair *pair, const char *times);

/* "[5.9, 6.4]", with its coverage where that is below ESC_CONFIDENCE: "[5.9, 6.4] 93.75 %"; "no
 * interval" of one round; "" where there is no factor. */
char *esc_pair_interval(char *out, const struct esc_pair *pair);

/* The same with " noisy" behind it where the pair is. */
char *esc_pair_interval_noisy(char *out, const struct esc_pair *pair);

/* esc_pair_words(), or why the row has no factor: "crashed", "no figures". */
char *esc_row_words(char *out, const struct esc_run *run, const struct esc_row *row);

/* "8.1×" where the factor may be quoted, "8.1×, 5 rounds" where there are too few of them, else the
 * verdict's word. */
char *esc_pair_factor(char *out, const struct esc_pair *pair, const char *times);

/* "8.1× [7.9, 8.3]", "not resolved [0.9, 1.1]": a pair on one line beside another; "" without a
 * factor. Writes into `out` (ESC_VERDICT_TEXT bytes). */
char *esc_pair_brief(char *out, const struct esc_pair *pair, const char *times);

/* What a mark and its line show of so many rounds: "median and 95 % interval of 12 rounds", "median
 * and smallest to largest of 5 rounds (covers 93.75 %)", "1 round, no interval". */
char *esc_rounds_words(char *out, uint32_t rounds);

/* What a verdict means, one sentence for a legend; NULL where the word says it. */
const char *esc_verdict_meaning(enum esc_verdict verdict);

#endif
