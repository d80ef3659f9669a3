/*
 * What a list of escapes amounts to: how many there are, what makes the answer a partial one, and
 * what inlining means for one of them.
 */
#ifndef ESC_WORDS_ESCAPES_H
#define ESC_WORDS_ESCAPES_H

#include "noun/escape.h"
#include "words/allocates.h"

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialise, then count each value that is shown. */
struct esc_why_sums {
    size_t leave, stay;
    size_t parameters;   /* that something is told of */
    size_t allocates[3]; /* of those that leave, by enum esc_allocates */
};
void esc_why_sums_add(struct esc_why_sums *sums, const struct esc_escapes *escapes,
                      const struct esc_source_files *sources, const struct esc_go_value *value);

/* Whether something is told of it as of a parameter: what holds no pointers has no tag, and neither
 * have the compiler's own methods. */
bool esc_why_is_told(const struct esc_go_value *value);

/* "8 values leave the stack: 2 allocate, 1 does not, of 5 it depends on the run". Caller frees. */
char *esc_why_sums_words(const struct esc_why_sums *sums);

/* Sentences; NULL where the answer is whole. `changed`: variables that are not where the compiler
 * saw them. Caller frees. */
char *esc_why_doubts(const struct esc_escapes *escapes, size_t changed);

/* Where the value's function is inlined its own line is no verdict about those calls: a clause that
 * says so, or NULL. Caller frees. */
char *esc_why_inlining(const struct esc_escapes *escapes, const struct esc_go_value *value);

#endif
