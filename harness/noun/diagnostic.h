/*
 * Diagnostics: what a compiler prints about a case's Go, line by line, and whether it printed what
 * the case expects.
 */
#ifndef ESC_NOUN_DIAGNOSTIC_H
#define ESC_NOUN_DIAGNOSTIC_H

#include "noun/case.h"

#include <stdbool.h>
#include <stddef.h>

/* One line, its position taken off. */
struct esc_diagnostic {
    size_t case_index, point; /* index of the case in the list that was compiled, and its point */
    int line, column;         /* in the Lua file; column 0: unknown; line 0: in no file, of a method
                                 that the compiler wrote itself */
    char *text;               /* leading blanks kept: they show what belongs to what */
    bool is_error;
    bool inlined; /* of plain -m, with inlining on; else of -m=2 -l, with inlining off */
};

/* In the order in which they were printed. Zero-initialise before use. */
struct esc_diagnostics {
    struct esc_diagnostic *list;
    size_t count;
};

/* Appends it; the text is copied. */
void esc_diagnostics_add(struct esc_diagnostics *diagnostics, const struct esc_diagnostic *one);

/*
 * Whether `expected` was printed for the strategy of `bench_case`, whose index is `index`, at that
 * point: at a line of its Go text or of the case's, at the line's beginning (blanks left out) and
 * up to the end of a word. `expected` is worded as Go 1.19 does; how newer releases word the same
 * counts too. Lines of plain -m are looked at for what it alone says (esc_diagnostic_is_inlining).
 */
bool esc_diagnostics_have(const struct esc_diagnostics *diagnostics,
                          const struct esc_case *bench_case, size_t index, size_t point,
                          const struct esc_strategy *strategy, const char *expected);

/* "can inline f", "inlining call to f". */
bool esc_diagnostic_is_inlining(const char *text);

/*
 * Whether the strategy's `escapes` lines must be there at that point: always for strategies on the
 * stack, where the point expects allocations for those on the heap.
 */
bool esc_diagnostics_due(const struct esc_strategy *strategy, size_t point);

/* `text` with the constants that stand for parameters (Size, KeyType) replaced by their values at
 * that point, which releases after 1.19 print. Caller frees. */
char *esc_diagnostic_values(const struct esc_case *bench_case, size_t point, const char *text);

/* Frees everything inside and zeroes. */
void esc_diagnostics_free(struct esc_diagnostics *diagnostics);

#endif
