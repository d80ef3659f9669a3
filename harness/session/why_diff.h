/*
 * What leaves the stack now that did not: matched by function and text, never by line numbers.
 */
#ifndef ESC_SESSION_WHY_DIFF_H
#define ESC_SESSION_WHY_DIFF_H

#include "emit/why_read.h"
#include "session/why.h"

/*
 * For each value of why->escapes whether it leaves the stack, was asked for, and is new. As many
 * values of a function and a text as left before are old, in the same file first, then in any; the
 * others are new. Marks in `past` what was found: the others are gone. Caller frees.
 */
bool *esc_why_new(const struct esc_why *why, struct esc_past *past);

#endif
