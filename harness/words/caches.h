/*
 * Who serves allocations, in words.
 */
#ifndef ESC_WORDS_CACHES_H
#define ESC_WORDS_CACHES_H

#include "noun/caches.h"

/* "Of a million 64 B objects 14.3k leave the P's span, 22 take the heap's lock", of the row of that
 * size; `bytes` must be one of the rows'. Caller frees. */
char *esc_caches_finding(const struct esc_cache_row *rows, size_t count, size_t bytes);

/* "class central", … Who is asked there; at most 14 columns. */
const char *esc_caches_layer(enum esc_cache_layer layer);

#endif
