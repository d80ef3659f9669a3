/*
 * Shares of the layers. See caches.h.
 */
#include "noun/caches.h"

double esc_cache_asked(const struct esc_cache_row *row, enum esc_cache_layer layer)
{
    uint64_t asked = 0;
    uint64_t all = 0;
    for (int k = 0; k < ESC_CACHE_LAYERS; k++) {
        all += row->served[k];
        asked += k >= (int)layer ? row->served[k] : 0;
    }
    return all > 0 ? 1e6 * (double)asked / (double)all : 0;
}
