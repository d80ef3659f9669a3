/*
 * Ranging over a map of Go from 1.24 on: the tables in the directory's order from a random one on,
 * each from a random slot on, once around. A table that is replaced meanwhile still says which keys
 * are to come, and the map what has become of them. Source: internal/runtime/maps/table.go (Iter)
 * of Go 1.27. Included by gort/maprange.h.
 */
#ifndef GORT_MAPSWISSRANGE_H
#define GORT_MAPSWISSRANGE_H

#include "gort/map.h"

/* Go's Iter; it is in the frame that ranges. `key` is NULL at the end. */
typedef struct {
    const void *key, *value;
    const gort_map_type *type;
    gort_map *map;
    uint64_t entry_offset, directory_offset;
    size_t directory_index, entry; /* how many were met; the offsets are added to them */
    gort_table *table;             /* NULL: the next is to be taken */
    const gort_group *group;       /* of a map that was a single group at the start */
    uint8_t depth;                 /* the map's, when it was last looked at */
} gort_map_iter;

/* What to return for a key of a group that the map has replaced: as it is now, false when it is
 * gone. */
static inline bool gort_map_iter_now(gort_map_iter *it, const void *key)
{
    void *key_at, *value_at;
    if (!gort_map_look(it->type, it->map, key, &key_at, &value_at))
        return false;
    it->key = key_at;
    it->value = value_at;
    return true;
}

/* Whether there is something to return for this slot, which is full; then key and value are set. */
static inline bool gort_map_iter_take(gort_map_iter *it, const gort_group *group, unsigned slot,
                                      bool replaced)
{
    const void *key = gort_group_key(it->type, group, slot);
    if (replaced)
        return gort_map_iter_now(it, key);
    it->key = key;
    it->value = gort_group_value(it->type, group, slot);
    return true;
}

static inline bool gort_map_iter_small(gort_map_iter *it)
{
    while (it->entry < GORT_MAP_SLOTS) {
        const unsigned slot = (unsigned)((it->entry++ + it->entry_offset) % GORT_MAP_SLOTS);
        if (!(gort_group_control(it->group, slot) & GORT_MAP_EMPTY) &&
            gort_map_iter_take(it, it->group, slot, it->map->length > 0))
            return true;
    }
    return false;
}

/* The next table of the directory; the first may be met in the middle of its entries. */
static inline void gort_map_iter_enter(gort_map_iter *it)
{
    const gort_map *m = it->map;
    const size_t index = (it->directory_index + it->directory_offset) & (m->length - 1);
    it->table = gort_map_table(m, index);
    it->directory_offset -= index - (size_t)it->table->index;
    it->entry = 0;
}

/* The rest of the table that it is in. */
static inline bool gort_map_iter_in_table(gort_map_iter *it)
{
    const gort_table *table = it->table;
    const bool replaced = table->index == -1;
    while (it->entry < table->capacity) {
        const size_t at = (it->entry + it->entry_offset) & (table->capacity - 1U);
        const unsigned slot = at % GORT_MAP_SLOTS;
        const gort_group *group = gort_groups_at(it->type, table->groups, at / GORT_MAP_SLOTS);
        if (gort_group_control(group, slot) & GORT_MAP_EMPTY) {
            const gort_slots full =
                gort_slots_from(gort_slots_full(gort_group_controls(group)), slot);
            it->entry += (full ? gort_slots_first(full) : GORT_MAP_SLOTS) - slot;
        } else {
            it->entry++;
            if (gort_map_iter_take(it, group, slot, replaced))
                return true;
        }
    }
    return false;
}

/* Next: the next pair, or a key of NULL. */
GORT_CALL void gort_map_next(gort_map_iter *it)
{
    const gort_map *m = it->map;
    it->key = it->value = NULL;
    if (!m)
        return;
    if (m->writing)
        gort_panic("concurrent map iteration and map write");
    if (it->group) {
        gort_map_iter_small(it);
        return;
    }
    it->directory_index <<= m->depth - it->depth; /* it has doubled so often */
    it->directory_offset <<= m->depth - it->depth;
    it->depth = m->depth;
    while (it->directory_index < m->length) {
        if (!it->table)
            gort_map_iter_enter(it);
        if (gort_map_iter_in_table(it))
            return;
        it->directory_index += gort_table_entries(m, it->table);
        it->table = NULL;
    }
}

/* Init, and the first pair. */
GORT_CALL void gort_map_range(const gort_map_type *type, gort_map *m, gort_map_iter *it)
{
    *it = (gort_map_iter){.type = type};
    if (m && m->count > 0) {
        it->map = m;
        it->entry_offset = gort_random_word();
        it->directory_offset = gort_random_word();
        it->depth = m->depth;
        it->group = m->length == 0 ? m->directory : NULL;
        m->ranged = true;
    }
    gort_map_next(it);
}

#endif
