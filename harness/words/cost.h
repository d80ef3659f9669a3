/*
 * An estimated price in words.
 */
#ifndef ESC_WORDS_COST_H
#define ESC_WORDS_COST_H

#include "base/text.h"
#include "noun/cost.h"

/* "about 30.0 ns [24.5 ns, 41.6 ns] for 64 B on this machine, estimated from case pointer-return;
 * the collector's part of the CPU time there: 3 %"; or why there is no estimate. `where` is "on
 * this machine" or what stands for it. */
void esc_cost_words(const struct esc_cost *cost, const char *where, struct esc_text *out);

/* What marking costs a program of which nobody knows what it keeps. */
void esc_cost_marking_words(double mark_ns, struct esc_text *out);

#endif
