/*
 * What a price is the price of: of the escape where stack and heap differ in where the object lives
 * alone, else of the whole remedy, which is marked wherever the figure stands.
 */
#ifndef ESC_WORDS_PRICE_H
#define ESC_WORDS_PRICE_H

#include "noun/run.h"

#include <stdbool.h>
#include <stddef.h>

/* Stands behind such figures. */
#define ESC_PRICE_MARK "*"

/* What the mark means, for a legend. */
#define ESC_PRICE_MEANING ESC_PRICE_MARK " price of the whole remedy, not of the escape"

/* Whether the pair is a case's heap side against its stack side, and they differ in more than where
 * the object lives. NULL: false. */
bool esc_price_is_whole(const struct esc_run *run, const struct esc_pair *pair);

/* ESC_PRICE_MARK for such a pair, else "". */
const char *esc_price_mark(const struct esc_run *run, const struct esc_pair *pair);

/* Whether any pair of the run is such a one. */
bool esc_price_any_whole(const struct esc_run *run);

/* "price of the whole remedy, not of the escape: the heap side also grows"; NULL where the price is
 * the escape's. Caller frees. */
char *esc_price_words(const struct esc_case *bench_case);

#endif
