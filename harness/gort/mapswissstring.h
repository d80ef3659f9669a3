/*
 * Strings as keys of maps of Go from 1.24 on. Source: internal/runtime/maps/runtime_faststr.go of
 * Go 1.27. Included by gort/mapstring.h.
 */
#ifndef GORT_MAPSWISSSTRING_H
#define GORT_MAPSWISSSTRING_H

#include "gort/map.h"
#include "gort/stringhash.h"

static const struct gort_map_keys gort_map_string_keys
    __attribute__((unused)) = {gort_same_string, gort_map_put_string, true};

/* Longer keys are compared at their ends before they are hashed. */
enum { GORT_MAP_LONG_KEY = 64 };

static inline bool gort_map_ends_equal(const gort_string *a, const gort_string *b)
{
    return a->length == b->length && memcmp(a->bytes, b->bytes, 8) == 0 &&
           memcmp(a->bytes + a->length - 8, b->bytes + b->length - 8, 8) == 0;
}

/* One group and a long key: only a key that is equal at both ends is compared in full, and hashed
 * only if there are two of them (*hash is set then). */
static inline struct gort_map_place gort_map_find_long(const gort_map_type *type, const gort_map *m,
                                                       const gort_string *key, bool *hash)
{
    const struct gort_map_place none = {NULL, 0};
    struct gort_map_place maybe = none;
    gort_slots full = gort_slots_full(gort_group_controls(m->directory));
    for (; full; full = gort_slots_rest(full)) {
        const struct gort_map_place place = {m->directory, gort_slots_first(full)};
        if (!gort_map_ends_equal(key, gort_map_place_key(type, place)))
            continue;
        *hash = maybe.group != NULL;
        if (*hash)
            return none;
        maybe = place;
    }
    return maybe.group && gort_same_string(gort_map_place_key(type, maybe), key) ? maybe : none;
}

/* mapaccess2_faststr: the place of m[key]'s value, NULL when it is not there. */
static inline __attribute__((always_inline)) const void *
gort_map_look_string(const gort_map_type *type, const gort_map *m, gort_string key)
{
    if (!m || m->count == 0)
        return NULL;
    gort_map_begin_read(m);
    bool hash = m->length > 0 || key.length <= GORT_MAP_LONG_KEY;
    struct gort_map_place place;
    if (!hash)
        place = gort_map_find_long(type, m, &key, &hash);
    if (hash)
        place = gort_map_find(type, gort_same_string, m, gort_hash_string(&key, m->seed), &key);
    return gort_map_place_value(type, place);
}

#endif
