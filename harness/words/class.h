/*
 * What a class of machines found, in sentences: the same in the table, the chart and the page.
 * Callers free what is returned; `times` is "×" or "x".
 */
#ifndef ESC_WORDS_CLASS_H
#define ESC_WORDS_CLASS_H

#include "noun/class.h"
#include "noun/guess.h"

/* "On each of 40 machines the heap side is the slower one in 24 of 30 cases". */
char *esc_class_finding(const struct esc_class *class);

/* "Machines contradict each other on the sign in 2 of 30 cases: gogc, sync-pool; 1 resolved by
 * none." */
char *esc_class_signs(const struct esc_class *class);

/* "38 of 40 machines put the cases in the class's order (rank correlation with it 0.9 or more);
 * Kendall's W over the 26 cases that all measured is 0.97." */
char *esc_class_orders(const struct esc_class *class);

/* "3 machines are odd: lab-7 in 4 cases, …."; "No machine is odd." */
char *esc_class_odd_ones(const struct esc_class *class);

/* What one odd machine does: "lab-7 (Intel Celeron N4020): gogc 3.1×, the class 1.4×; …". NULL: it
 * is not odd. */
char *esc_class_oddness(const struct esc_class *class, size_t machine, const char *times);

/* "pointer-return*", "a-a (control)", "gogc, other text", "gogc, go1.19.8". */
char *esc_class_row_name(const struct esc_class *class, const struct esc_class_row *row);

/* "38 slower, 2 not resolved"; "all 40 slower". */
char *esc_class_row_signs(const struct esc_class_row *row);

/* "1.9× to 3.1×": the least and the greatest factor of all machines. */
char *esc_class_row_range(const struct esc_class_row *row, const char *times);

/* What a reader has to know before the figures: other versions, presets, texts; one sentence each;
 * count of them in *count. The caller frees each and the array. */
char **esc_class_notes(const struct esc_class *class, size_t *count);

/* "40 runs on 5 processors, 2026-11-20 to 2026-11-30 · escapement 0.1.0". */
char *esc_class_made_of(const struct esc_class *class);

/* "12 of 31 guesses are within a factor of 2; farthest off: gogc, believed 2×, measured 41×";
 * beliefs->count > 0. */
char *esc_beliefs_finding(const struct esc_beliefs *beliefs, const char *times);

/* "12 of 31 within a factor of 2"; "nobody measured it". */
char *esc_belief_words(const struct esc_belief *belief);

#endif
