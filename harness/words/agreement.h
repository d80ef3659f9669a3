/*
 * Whether the C that is measured by default tells of a case what real Go tells: the same side
 * slower, and cases in the same order. Sentences that are titles: each speaks of the rows it is
 * given alone. Callers free what is returned.
 */
#ifndef ESC_WORDS_AGREEMENT_H
#define ESC_WORDS_AGREEMENT_H

#include "words/rows.h"

/* esc_rows_by_factor(), as far as the row's sides are C and a release of Go has a factor there,
 * too. Caller frees. */
struct esc_row *esc_rows_both(const struct esc_run *run, size_t *count);

/* What one release says beside C; controls make no claim and are not counted. */
struct esc_agreement {
    size_t cases;       /* with a factor in both */
    size_t agree;       /* resolved in both, the same side slower */
    size_t contradict;  /* resolved in both, each another side */
    size_t pairs;       /* of cases whose factors' intervals part in C and in Go */
    size_t same_order;  /* of these pairs: the same case has the larger factor in both */
    double least, most; /* Go's factor ÷ C's, of the cases that are resolved in both */
};
struct esc_agreement esc_agreement_of(const struct esc_run *run, const struct esc_row *rows,
                                      size_t count, size_t go);

/* "C and go1.19.8 agree in 6 of 8 cases on which side is slower"; further releases follow:
 * "…, C and go1.27.3 in 7 of 8". */
char *esc_agreement_sides(const struct esc_run *run, const struct esc_row *rows, size_t count);

/* "go1.19.8: not resolved in C or in Go: 1; the order is the same in 14 of 15 pairs of cases that
 * part in both; Go's factors are 0.9× to 2.1× those of C", a sentence a release. */
char *esc_agreement_order(const struct esc_run *run, const struct esc_row *rows, size_t count);

#endif
