/*
 * Ranging over a map of Go before 1.24: from a random bucket on, and in each bucket from a random
 * slot on, once around. Source: runtime/map.go (mapiterinit, mapiternext) of Go 1.19. Included by
 * gort/maprange.h.
 */
#ifndef GORT_MAPBUCKETSRANGE_H
#define GORT_MAPBUCKETSRANGE_H

#include "gort/map.h"

#define GORT_MAP_NO_CHECK SIZE_MAX

/* Go's hiter; it is in the frame that ranges. `key` is NULL at the end. */
typedef struct {
    const void *key, *value;
    const gort_map_type *type;
    gort_map *map;
    gort_cells *buckets, *bucket;
    gort_slice *overflow, *old_overflow;
    size_t start;
    uint8_t offset;
    bool wrapped;
    uint8_t log, slot;
    size_t next, check; /* the bucket to come; the one that keys of an old bucket must go to */
} gort_map_iter;
_Static_assert(sizeof(gort_map_iter) == 96, "Go's hiter");

/* The bucket to go on with. While the map still grows to the size that it had at the start, that is
 * the old one, if it was not moved: of its keys those come that belong to this one. */
static inline gort_cells *gort_map_iter_bucket(gort_map_iter *it)
{
    const gort_map *m = it->map;
    it->check = GORT_MAP_NO_CHECK;
    if (m->old && it->log == m->log) {
        size_t index = it->next & (((size_t)1 << gort_map_old_log(m)) - 1);
        gort_cells *old = gort_map_bucket(it->type, m->old, index);
        if (!gort_map_is_moved(old)) {
            it->check = it->next;
            return old;
        }
    }
    return gort_map_bucket(it->type, it->buckets, it->next);
}

static inline void gort_map_iter_step(gort_map_iter *it)
{
    it->bucket = gort_map_iter_bucket(it);
    it->slot = 0;
    if (++it->next == (size_t)1 << it->log) {
        it->next = 0;
        it->wrapped = true;
    }
}

/* Whether there is something to return in this slot; then key and value are set. */
static inline bool gort_map_iter_take(gort_map_iter *it, unsigned slot)
{
    const gort_map *m = it->map;
    uint8_t top = it->bucket->tops[slot];
    if (top <= GORT_MAP_EMPTY || top == GORT_MAP_MOVED_EMPTY)
        return false;
    void *key = gort_map_key(it->type, it->bucket, slot);
    void *value = gort_map_value(it->type, it->bucket, slot);
    if (it->check != GORT_MAP_NO_CHECK && !(m->flags & GORT_MAP_SAME_SIZE) &&
        (it->type->hash(key, m->seed) & (((size_t)1 << it->log) - 1)) != it->check)
        return false;
    bool moved = top == GORT_MAP_MOVED_LOW || top == GORT_MAP_MOVED_HIGH;
    if (moved && !gort_map_look(it->type, m, key, &key, &value))
        return false; /* deleted since */
    it->key = key;
    it->value = value;
    return true;
}

/* mapiternext: the next pair, or a key of NULL. */
GORT_CALL void gort_map_next(gort_map_iter *it)
{
    if (it->map->flags & GORT_MAP_WRITING)
        gort_panic("concurrent map iteration and map write");
    for (;;) {
        if (!it->bucket && it->wrapped && it->next == it->start) {
            it->key = it->value = NULL;
            return;
        }
        if (!it->bucket)
            gort_map_iter_step(it);
        while (it->slot < GORT_MAP_SLOTS) {
            unsigned slot = (it->slot++ + it->offset) % GORT_MAP_SLOTS;
            if (gort_map_iter_take(it, slot))
                return;
        }
        it->bucket = *gort_map_link(it->type, it->bucket);
        it->slot = 0;
    }
}

/* mapiterinit: the first pair. A map without pointers in its buckets needs its list of overflow
 * buckets now, so that they stay alive: up to two allocations. */
GORT_CALL void gort_map_range(const gort_map_type *type, gort_map *m, gort_map_iter *it)
{
    *it = (gort_map_iter){.type = type};
    if (!m || m->count == 0)
        return;
    it->map = m;
    it->log = m->log;
    it->buckets = m->buckets;
    if (!gort_map_has_pointers(type)) {
        it->overflow = gort_map_need_list(m);
        it->old_overflow = m->extra->old_overflow;
    }
    uint64_t random = gort_random();
    if (m->log > 28)
        random |= (uint64_t)gort_random() << 32;
    it->next = it->start = random & (((size_t)1 << m->log) - 1);
    it->offset = (uint8_t)(random >> m->log & (GORT_MAP_SLOTS - 1));
    m->flags |= GORT_MAP_RANGED | GORT_MAP_OLD_RANGED;
    gort_map_next(it);
}

#endif
