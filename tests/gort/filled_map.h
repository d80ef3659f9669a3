/* Maps of the numbers 0, 7, 14 … to 0, 1, 2 …, for the unit tests. Include it behind counted.h. */
#ifndef TESTS_GORT_FILLED_MAP_H
#define TESTS_GORT_FILLED_MAP_H

#include "gort/map.h"

static inline void insert(gort_map *m, uint64_t from, uint64_t to)
{
    for (uint64_t key = from; key < to; key++)
        *gort_map_assign(m, key * 7) = key;
}

static inline void assert_holds(const gort_map *m, uint64_t count)
{
    assert_int_equal(m->count, count);
    for (uint64_t key = 0; key < count; key++)
        assert_int_equal(gort_map_get(m, key * 7), key);
}

static inline void end(gort_map *m)
{
    gort_map_done(m);
    esc_done(m);
}

#endif
