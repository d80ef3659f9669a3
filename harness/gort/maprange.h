/*
 * Ranging over a map: from anywhere on, once around. Keys that are written or deleted meanwhile may
 * come or not, the others come once, also while the map grows.
 *
 *   gort_map_iter it;
 *   for (gort_map_range(type, m, &it); it.key; gort_map_next(&it))
 *       sum += *(const uint64_t *)it.value;
 */
#ifndef GORT_MAPRANGE_H
#define GORT_MAPRANGE_H

#include "gort/mapbase.h"

#if ESC_GO < 24
#include "gort/mapbucketsrange.h"
#else
#include "gort/mapswissrange.h"
#endif

#ifdef ESC_CHECKED
#define gort_map_next(...) GORT_AT(gort_map_next(__VA_ARGS__))
#define gort_map_range(...) GORT_AT(gort_map_range(__VA_ARGS__))
#endif

#endif
