/*
 * Layers of the allocator in words. See caches.h.
 */
#include "words/caches.h"

#include "base/memory.h"
#include "words/units.h"

#include <math.h>
#include <stddef.h>

const char *esc_caches_layer(enum esc_cache_layer layer)
{
    static const char *const words[] = {
        [ESC_CACHE_OWN] = "P's own span",
        [ESC_CACHE_CENTRAL] = "class central",
        [ESC_CACHE_PAGES] = "P's own pages",
        [ESC_CACHE_HEAP] = "page heap",
    };
    return words[layer];
}

char *esc_caches_finding(const struct esc_cache_row *rows, size_t count, size_t bytes)
{
    const struct esc_cache_row *row = &rows[0];
    for (size_t i = 0; i < count; i++)
        if (rows[i].bytes == bytes)
            row = &rows[i];
    /* Halves to even, as printf rounds those of the table. */
    char size[ESC_UNITS_TEXT], beyond[ESC_UNITS_TEXT], locked[ESC_UNITS_TEXT];
    return esc_format("Of a million %s objects %s leave the P's span, %s take the heap's lock",
                      esc_units_bytes(size, (double)row->bytes),
                      esc_units_count(beyond, nearbyint(esc_cache_asked(row, ESC_CACHE_CENTRAL))),
                      esc_units_count(locked, nearbyint(esc_cache_asked(row, ESC_CACHE_HEAP))));
}
