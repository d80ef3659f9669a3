/*
 * An estimated price in words.
 */
#ifndef ESC_WORDS_COST_H
#define ESC_WORDS_COST_H

#include "base/text.h"
#include "noun/cost.h"

/* "about 30.0 ns [28.1, 31.3] on this machine, estimated for 64 B from case pointer-return; the
 * collector had 3 % of the CPU time". `where` is "on this machine" or what stands for it. */
void esc_cost_words(const struct esc_cost *cost, const char *where, struct esc_text *out);

#endif
