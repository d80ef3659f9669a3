/*
 * Who serves an allocation: how many of the objects of one size each layer of the allocator gave.
 */
#ifndef ESC_NOUN_CACHES_H
#define ESC_NOUN_CACHES_H

#include <stddef.h>
#include <stdint.h>

/* From the nearest to the farthest; each is asked when the one before has nothing left. */
enum esc_cache_layer {
    ESC_CACHE_OWN,     /* the span of the size class that the P has */
    ESC_CACHE_CENTRAL, /* spans of the size class that no P has */
    ESC_CACHE_PAGES,   /* a new span, of the 64 pages that the P has */
    ESC_CACHE_HEAP,    /* a new span, of the page heap, under its lock */
    ESC_CACHE_LAYERS,
};

struct esc_cache_row {
    size_t bytes, span_bytes;
    uint64_t served[ESC_CACHE_LAYERS];
};

/* Of a million objects those for which at least `layer` had to be asked. */
double esc_cache_asked(const struct esc_cache_row *row, enum esc_cache_layer layer);

#endif
