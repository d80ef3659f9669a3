/*
 * What a whole run found, in three sentences: the dearest escape, the cheapest one, and what was
 * not resolved. Controls make no claim, and a factor that may not be quoted (esc_pick_resolved) is
 * in the third sentence only.
 */
#ifndef ESC_WORDS_HEADLINE_H
#define ESC_WORDS_HEADLINE_H

#include "words/rows.h"

/* The row with the largest, or smallest, factor that may be quoted; NULL: there is none, or, of the
 * smallest, it is the same one. `rows` as esc_rows_by_factor() gives them. */
const struct esc_row *esc_headline_dearest(const struct esc_run *run, const struct esc_row *rows,
                                           size_t count);
const struct esc_row *esc_headline_cheapest(const struct esc_run *run, const struct esc_row *rows,
                                            size_t count);

/* "pointer-return, size 64 B: 8.1× slower [7.9, 8.3], 2.10 ns on the stack, 17.0 ns on the heap";
 * with the mark of a price that is more than the escape's. `times` is "×" or "x". Caller frees. */
char *esc_headline_row(const struct esc_run *run, const struct esc_row *row, const char *times);

/* "3 of 31 cases: sync-pool, gogc, reverse-runes", "none: each of 31 cases has a factor that may be
 * quoted", with those that have no figures named as such; that nothing is claimed, of controls
 * alone. Caller frees. */
char *esc_headline_unresolved(const struct esc_run *run, const struct esc_row *rows, size_t count);

#endif
