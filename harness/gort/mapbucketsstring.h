/*
 * Strings as keys of maps of Go before 1.24. Source: runtime/map_faststr.go of Go 1.19. Included by
 * gort/mapstring.h.
 */
#ifndef GORT_MAPBUCKETSSTRING_H
#define GORT_MAPBUCKETSSTRING_H

#include "gort/map.h"
#include "gort/stringhash.h"

static inline bool gort_map_same_string(const gort_map_type *type, gort_cells *bucket,
                                        unsigned slot, uint8_t top, const void *key)
{
    return bucket->tops[slot] == top && gort_same_string(gort_map_key(type, bucket, slot), key);
}

static const struct gort_map_keys gort_map_string_keys
    __attribute__((unused)) = {gort_map_same_string, gort_map_put_string, true};

/* One bucket and a long key: only a key that is equal at both ends is compared in full, and hashed
 * only if there are two of them (*hash is set then). */
static inline void *gort_map_look_long(const gort_map_type *type, gort_cells *bucket,
                                       const gort_string *key, bool *hash)
{
    unsigned maybe = GORT_MAP_SLOTS;
    for (unsigned slot = 0; slot < GORT_MAP_SLOTS; slot++) {
        const gort_string *k = gort_map_key(type, bucket, slot);
        if (bucket->tops[slot] == GORT_MAP_EMPTY_REST)
            break;
        if (bucket->tops[slot] == GORT_MAP_EMPTY || k->length != key->length)
            continue;
        if (k->bytes == key->bytes)
            return gort_map_value(type, bucket, slot);
        if (memcmp(k->bytes, key->bytes, 4) != 0 ||
            memcmp(k->bytes + k->length - 4, key->bytes + k->length - 4, 4) != 0)
            continue;
        if (maybe != GORT_MAP_SLOTS) {
            *hash = true;
            return NULL;
        }
        maybe = slot;
    }
    if (maybe == GORT_MAP_SLOTS || !gort_same_bytes(gort_map_key(type, bucket, maybe), key))
        return NULL;
    return gort_map_value(type, bucket, maybe);
}

/* One bucket and a key of under 32 bytes: no hash. */
static inline void *gort_map_look_short(const gort_map_type *type, gort_cells *bucket,
                                        const gort_string *key)
{
    for (unsigned slot = 0; slot < GORT_MAP_SLOTS; slot++) {
        if (bucket->tops[slot] == GORT_MAP_EMPTY_REST)
            return NULL;
        if (bucket->tops[slot] != GORT_MAP_EMPTY &&
            gort_same_string(gort_map_key(type, bucket, slot), key))
            return gort_map_value(type, bucket, slot);
    }
    return NULL;
}

/* mapaccess_faststr: the place of m[key]'s value, NULL when it is not there. */
static inline __attribute__((always_inline)) const void *
gort_map_look_string(const gort_map_type *type, const gort_map *m, gort_string key)
{
    bool hashed = false;
    if (!m || m->count == 0)
        return NULL;
    if (m->flags & GORT_MAP_WRITING)
        gort_panic("concurrent map read and map write");
    if (m->log == 0 && key.length < 32)
        return gort_map_look_short(type, m->buckets, &key);
    if (m->log == 0) {
        void *value = gort_map_look_long(type, m->buckets, &key, &hashed);
        if (!hashed)
            return value;
    }
    uint64_t hash = gort_hash_string(&key, m->seed);
    uint8_t top = gort_top(hash);
    gort_cells *bucket = gort_map_first(type, m, hash);
    for (; bucket; bucket = *gort_map_link(type, bucket))
        for (unsigned slot = 0; slot < GORT_MAP_SLOTS; slot++)
            if (gort_map_same_string(type, bucket, slot, top, &key))
                return gort_map_value(type, bucket, slot);
    return NULL;
}

#endif
