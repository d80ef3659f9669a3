/*
 * What changed between two runs, in words: the same in the table, the chart and a pull request.
 * `times` is the sign to use, "×" or "x". Texts that are returned are freed by the caller.
 */
#ifndef ESC_WORDS_CHANGES_H
#define ESC_WORDS_CHANGES_H

#include "noun/comparison.h"

#include <stdbool.h>
#include <stddef.h>

#define ESC_CHANGE_TEXT 128

/* "1.20× slower", of a factor "1.20× larger"; else the verdict's word. Writes into `out`
 * (ESC_CHANGE_TEXT bytes) and returns it, as all of these do. */
char *esc_change_words(char *out, const struct esc_change *change, const char *times);

/* "[1.15, 1.24]", turned round where the words say "faster"; "" without an interval. */
char *esc_change_interval(char *out, const struct esc_change *change);

/* "24.4 ns", of a factor "6.1×"; "-" where it is not known. */
char *esc_change_before(char *out, const struct esc_change *change, const char *times);
char *esc_change_after(char *out, const struct esc_change *change, const char *times);

/* "0.012", "<0.001": corrected for all rows; "" where nothing was tested. */
char *esc_change_p(char *out, const struct esc_change *change);

/* "pointer-return, size 64 B". */
char *esc_change_place(const struct esc_comparison *comparison, const struct esc_change *change);

/* "heap@malloc"; where the releases of Go differ "heap go1.19.8 -> go1.27.3". */
char *esc_change_row(const struct esc_comparison *comparison, const struct esc_change *change);

/* How many rows have that verdict. */
size_t esc_changes_count(const struct esc_comparison *comparison, enum esc_change_verdict verdict);

/* Indices of changes, `count` of them; free `index`. */
struct esc_changes {
    size_t *index;
    size_t count;
};

/* Those in which a difference was resolved, the largest first. */
struct esc_changes esc_changes_resolved(const struct esc_comparison *comparison);

/* All, in the runs' order. */
struct esc_changes esc_changes_all(const struct esc_comparison *comparison);

/* Of that kind: all where they are at most `most`, else of each case the one that changed most for
 * sure, and where none did the heap side on the default runtime at the telling point. Those that
 * changed come first, the largest first. */
struct esc_changes esc_changes_shown(const struct esc_comparison *comparison, enum esc_change_of of,
                                     size_t most);

/* "2 of 24 rows are slower, most of all pointer-return, size 64 B, heap (1.20×); 1 is faster";
 * "No difference beyond the noise in 24 rows". */
char *esc_changes_finding(const struct esc_comparison *comparison, const char *times);

/* What is compared, where that are not times: why, and what the figures are. NULL: all are times.
 */
char *esc_changes_warning(const struct esc_comparison *comparison);

/* What differs besides, "kernel: 6.1 before, 6.12 after; …". NULL: nothing. */
char *esc_changes_besides(const struct esc_comparison *comparison);

/* How it was tested, and why not by pairs. */
char *esc_changes_method(const struct esc_comparison *comparison);

/* From where on a difference counts, and where that was read. NULL: nothing is compared. */
char *esc_changes_noise(const struct esc_comparison *comparison);

/* What to think of it where other programs disturbed a run too much. NULL: none was. */
char *esc_changes_shared(const struct esc_comparison *comparison);

/* Counts of the verdicts that claim nothing, with what they mean. NULL: there are none. */
char *esc_changes_legend(const struct esc_comparison *comparison);

/* "a-a/heap, …": rows that only one of the runs has, a few by name. NULL: none. */
char *esc_changes_only(const struct esc_run *run, const size_t *variants, size_t count);

/* "20261130-153944-quick, 12 rounds, 2026-11-30 15:39", with how much of it was disturbed where
 * that is too much. */
char *esc_changes_run(const struct esc_run *run);

#endif
