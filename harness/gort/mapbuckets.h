/*
 * Maps of Go before 1.24: buckets of eight slots and a chain of overflow buckets, a load factor of
 * 6.5, growth that moves two old buckets with every write. Source: runtime/map.go,
 * runtime/map_fast64.go of Go 1.19. Included by gort/map.h.
 */
#ifndef GORT_MAPBUCKETS_H
#define GORT_MAPBUCKETS_H

#include "gort/mapbase.h"

enum { GORT_MAP_EMPTY_REST = 0, GORT_MAP_EMPTY = 1 };
/* Marks in `tops` of a bucket that was moved: to the lower half, the upper half, was empty. */
enum { GORT_MAP_MOVED_LOW = 2, GORT_MAP_MOVED_HIGH = 3, GORT_MAP_MOVED_EMPTY = 4 };
enum { GORT_MAP_LEAST_TOP = 5 };
/* Flags: Go's four, and one that tells where the oldest table is. */
enum {
    GORT_MAP_RANGED = 1,
    GORT_MAP_OLD_RANGED = 2,
    GORT_MAP_WRITING = 4,
    GORT_MAP_SAME_SIZE = 8,
    GORT_MAP_IN_FRAME = 16
};

/* A bucket as far as all have it: the top byte of each key's hash, or a mark under LEAST_TOP.
 * Behind it eight keys, eight values, and a pointer to the next bucket of the chain. */
typedef struct {
    uint8_t tops[GORT_MAP_SLOTS];
} gort_cells;
typedef gort_cells *__attribute__((may_alias)) gort_cells_link;

/* Go's maptype. Sizes of keys and values are those of their types; `values`: where they begin. */
typedef struct {
    const struct esc_type *key, *value;
    uint64_t (*hash)(const void *key, uint64_t seed);
    bool (*same)(const void *key, const void *other);
    struct esc_type bucket;
    size_t values;
} gort_map_type;

/* The overflow buckets in use, by generation, and the next of those that came with the table. The
 * lists are there for buckets without pointers: the collector does not look into these. */
typedef struct {
    gort_slice *overflow, *old_overflow;
    gort_cells *next;
} gort_map_extra;
ESC_POINTERS(gort_map_extra, ESC_PTR(gort_map_extra, overflow) |
                                 ESC_PTR(gort_map_extra, old_overflow) |
                                 ESC_PTR(gort_map_extra, next));

/* Go's hmap. 2^log buckets; while `old` is set, those before `moved` have left it. */
typedef struct gort_map {
    size_t count;
    uint8_t flags, log;
    uint16_t overflows;
    uint32_t seed;
    gort_cells *buckets, *old;
    size_t moved;
    gort_map_extra *extra;
} gort_map;
ESC_POINTERS(gort_map,
             ESC_PTR(gort_map, buckets) | ESC_PTR(gort_map, old) | ESC_PTR(gort_map, extra));
_Static_assert(sizeof(gort_map) == 48, "Go's hmap");

static inline uint8_t gort_top(uint64_t hash)
{
    uint8_t top = (uint8_t)(hash >> 56);
    return top < GORT_MAP_LEAST_TOP ? (uint8_t)(top + GORT_MAP_LEAST_TOP) : top;
}

/* ---- types ---- */

/* map[uint64]uint64, the one whose bucket a frame may hold as `gort_bucket`. */
typedef struct {
    uint8_t tops[GORT_MAP_SLOTS];
    uint64_t keys[GORT_MAP_SLOTS], values[GORT_MAP_SLOTS];
    gort_cells *overflow; /* no pointer to the collector: `extra` keeps it alive */
} gort_bucket;
_Static_assert(sizeof(gort_bucket) == 144, "Go's bucket of eight int -> int");
static const gort_map_type gort_map_words
    __attribute__((unused)) = {.key = &gort_type_word,
                               .value = &gort_type_word,
                               .hash = gort_hash_word,
                               .same = gort_same_word,
                               .bucket = {sizeof(gort_bucket), 0, NULL},
                               .values = offsetof(gort_bucket, values)};

/*
 * map[K]V as `name`, with `name_bucket` for frames; GORT_MAP_OF_WORDS below, GORT_MAP_OF_STRINGS in
 * mapstring.h. Where the bucket's pointers are is worked out as the library is loaded: Go's
 * compiler does it, and C has no loops in constants.
 */
#define GORT_MAP_OF(name, K, type_of_K, hash_of_K, same_K, V, type_of_V)                           \
    typedef struct {                                                                               \
        uint8_t tops[GORT_MAP_SLOTS];                                                              \
        K keys[GORT_MAP_SLOTS];                                                                    \
        V values[GORT_MAP_SLOTS];                                                                  \
        gort_cells *overflow;                                                                      \
    } name##_bucket;                                                                               \
    _Static_assert(sizeof(V) <= GORT_MAP_VALUE_BYTES, "Go keeps larger values behind a pointer");  \
    static uint8_t name##_pointers[(sizeof(name##_bucket) + 63) / 64];                             \
    static gort_map_type name = {(type_of_K),                                                      \
                                 (type_of_V),                                                      \
                                 (hash_of_K),                                                      \
                                 (same_K),                                                         \
                                 {sizeof(name##_bucket), 0, name##_pointers},                      \
                                 offsetof(name##_bucket, values)};                                 \
    __attribute__((constructor)) static void name##_ready(void)                                    \
    {                                                                                              \
        gort_map_type_ready(&name, name##_pointers);                                               \
    }                                                                                              \
    _Static_assert(true, "for the semicolon behind it")

__attribute__((unused)) static void gort_map_type_ready(gort_map_type *type, uint8_t *pointers)
{
    if (type->key->pointer_bytes + type->value->pointer_bytes == 0)
        return;
    size_t last = type->bucket.size / 8 - 1; /* the overflow pointer */
    gort_map_mark(pointers, sizeof(gort_cells), type->key->size, type->key);
    gort_map_mark(pointers, type->values, type->value->size, type->value);
    pointers[last / 8] |= (uint8_t)(1 << last % 8);
    type->bucket.pointer_bytes = type->bucket.size;
}

/* ---- buckets ---- */

static inline bool gort_map_has_pointers(const gort_map_type *type)
{
    return type->bucket.pointer_bytes > 0;
}

static inline gort_cells *gort_map_bucket(const gort_map_type *type, gort_cells *table,
                                          size_t index)
{
    return (gort_cells *)((char *)table + index * type->bucket.size);
}

static inline void *gort_map_key(const gort_map_type *type, gort_cells *bucket, unsigned slot)
{
    return (char *)bucket + sizeof *bucket + slot * type->key->size;
}

static inline void *gort_map_value(const gort_map_type *type, gort_cells *bucket, unsigned slot)
{
    return (char *)bucket + type->values + slot * type->value->size;
}

static inline gort_cells_link *gort_map_link(const gort_map_type *type, gort_cells *bucket)
{
    return (gort_cells_link *)((char *)bucket + type->bucket.size - sizeof(gort_cells *));
}

static inline void gort_map_set_link(const gort_map_type *type, gort_cells *bucket,
                                     gort_cells *next)
{
    if (gort_map_has_pointers(type))
        esc_store(gort_map_link(type, bucket), next);
    else
        *gort_map_link(type, bucket) = next;
}

static inline bool gort_map_is_moved(const gort_cells *bucket)
{
    return bucket->tops[0] > GORT_MAP_EMPTY && bucket->tops[0] < GORT_MAP_LEAST_TOP;
}

/* ---- tables ---- */

/* count > 6.5 x buckets, and more than one bucket holds. */
static inline bool gort_map_over_load(size_t count, unsigned log)
{
    return count > GORT_MAP_SLOTS && count > 13 * (((size_t)1 << log) / 2);
}

static inline bool gort_map_many_overflows(const gort_map *m)
{
    return m->overflows >= 1U << (m->log > 15 ? 15 : m->log);
}

/* incrnoverflow: exact for small tables, from 2^16 buckets on every so many-th counts. */
static inline void gort_map_count_overflow(gort_map *m)
{
    if (m->log < 16 || (gort_random() & ((UINT32_C(1) << (m->log - 15)) - 1)) == 0)
        m->overflows++;
}

/* Buckets that a table of 2^log is made with: from 16 on a sixteenth more, and what the size class
 * has room for. */
static inline size_t gort_map_table_buckets(const gort_map_type *type, unsigned log)
{
    size_t base = (size_t)1 << log;
    if (log < 4)
        return base;
    size_t bytes = (base + (base >> 4)) * type->bucket.size;
    return gort_round_size(bytes) / type->bucket.size;
}

/* The spare buckets behind a table, NULL without any. The last is marked by a link that is not. */
static inline gort_cells *gort_map_spares(const gort_map_type *type, gort_cells *table,
                                          unsigned log)
{
    size_t base = (size_t)1 << log, all = gort_map_table_buckets(type, log);
    if (all == base)
        return NULL;
    gort_map_set_link(type, gort_map_bucket(type, table, all - 1), table);
    return gort_map_bucket(type, table, base);
}

/* makeBucketArray. */
static inline gort_cells *gort_map_table(const gort_map_type *type, unsigned log,
                                         gort_cells **spares)
{
    gort_cells *table = gort_heap_make(&type->bucket, gort_map_table_buckets(type, log));
    *spares = gort_map_spares(type, table, log);
    return table;
}

static inline void gort_map_need_extra(gort_map *m)
{
    if (!m->extra)
        esc_store(&m->extra, gort_heap_make(&esc_type_gort_map_extra, 1));
}

/* createOverflow: the list of buckets that keeps them alive for the collector. */
static inline gort_slice *gort_map_need_list(gort_map *m)
{
    gort_map_need_extra(m);
    if (!m->extra->overflow)
        esc_store(&m->extra->overflow, gort_heap_make(&esc_type_gort_slice, 1));
    return m->extra->overflow;
}

static inline void gort_map_list_overflow(gort_map *m, gort_cells *bucket)
{
    gort_slice *list = gort_map_need_list(m);
    if (list->length == list->capacity)
        gort_slice_grow_stored(list, list->length + 1, &gort_type_pointer);
    esc_store((gort_cells **)list->array + list->length, bucket);
    list->length++;
}

/* newoverflow: a spare bucket of the table, or a new one, chained behind `last`. */
GORT_CALL gort_cells *gort_map_new_overflow(const gort_map_type *type, gort_map *m,
                                            gort_cells *last)
{
    gort_cells *bucket = m->extra ? m->extra->next : NULL;
    if (!bucket) {
        bucket = gort_heap_make(&type->bucket, 1);
    } else if (*gort_map_link(type, bucket)) {
        gort_map_set_link(type, bucket, NULL);
        esc_store(&m->extra->next, NULL);
    } else {
        esc_store(&m->extra->next, gort_map_bucket(type, bucket, 1));
    }
    gort_map_count_overflow(m);
    if (!gort_map_has_pointers(type))
        gort_map_list_overflow(m, bucket);
    gort_map_set_link(type, last, bucket);
    return bucket;
}

/* ---- end of life, for runtimes without a collector ---- */

/* A table and what its chains have outside it, by `list` or, in buckets with pointers, by links. */
struct gort_map_old {
    const gort_map_type *type;
    gort_cells *table;
    gort_slice *list;
    unsigned log;
    bool in_frame;
};

static inline void gort_map_bucket_done(const struct gort_map_old *old, gort_cells *bucket)
{
    size_t all = gort_map_table_buckets(old->type, old->log);
    if (bucket < old->table || bucket >= gort_map_bucket(old->type, old->table, all))
        esc_done(bucket);
}

static inline void gort_map_chain_done(const struct gort_map_old *old, gort_cells *first)
{
    gort_cells *bucket = *gort_map_link(old->type, first), *next;
    for (; bucket; bucket = next) {
        next = *gort_map_link(old->type, bucket);
        gort_map_bucket_done(old, bucket);
    }
}

__attribute__((unused)) static void gort_map_table_done(const struct gort_map_old *old)
{
    gort_slice *list = old->list;
    for (size_t k = 0; list && k < list->length; k++)
        gort_map_bucket_done(old, ((gort_cells **)list->array)[k]);
    if (list)
        esc_done(list->array);
    esc_done(list);
    for (size_t k = 0; gort_map_has_pointers(old->type) && k < (size_t)1 << old->log; k++)
        gort_map_chain_done(old, gort_map_bucket(old->type, old->table, k));
    if (!old->in_frame)
        esc_done(old->table);
}

/* Tables that somebody may still range over: with malloc they live as long as their map. */
static struct {
    const gort_map *map;
    struct gort_map_old old;
} gort_map_retired[GORT_MAP_RETIRED] __attribute__((unused));
static size_t gort_map_retired_count __attribute__((unused));

__attribute__((unused)) static void gort_map_retire(const gort_map *m, struct gort_map_old old)
{
    if (gort_map_retired_count == GORT_MAP_RETIRED)
        gort_panic(GORT_MAP_RETIRED_CONTRACT);
    gort_map_retired[gort_map_retired_count].map = m;
    gort_map_retired[gort_map_retired_count++].old = old;
}

__attribute__((unused)) static void gort_map_retired_done(const gort_map *m)
{
    for (size_t k = gort_map_retired_count; k-- > 0;) {
        if (gort_map_retired[k].map != m)
            continue;
        gort_map_table_done(&gort_map_retired[k].old);
        gort_map_retired[k] = gort_map_retired[--gort_map_retired_count];
    }
}

/* ---- growing and moving ---- */

/* hashGrow: the double, or, when only the chains are long, the same size again. */
GORT_CALL void gort_map_grow(const gort_map_type *type, gort_map *m)
{
    bool bigger = gort_map_over_load(m->count + 1, m->log);
    gort_cells *spares, *table = gort_map_table(type, m->log + bigger, &spares);
    unsigned flags = m->flags & ~(unsigned)(GORT_MAP_RANGED | GORT_MAP_OLD_RANGED);
    if (m->flags & GORT_MAP_RANGED)
        flags |= GORT_MAP_OLD_RANGED;
    m->flags = (uint8_t)(bigger ? flags : flags | GORT_MAP_SAME_SIZE);
    m->log = (uint8_t)(m->log + bigger);
    esc_store(&m->old, m->buckets);
    esc_store(&m->buckets, table);
    m->moved = 0;
    m->overflows = 0;
    if (m->extra && m->extra->overflow) {
        esc_store(&m->extra->old_overflow, m->extra->overflow);
        esc_store(&m->extra->overflow, NULL);
    }
    if (spares) {
        gort_map_need_extra(m);
        esc_store(&m->extra->next, spares);
    }
}

static inline unsigned gort_map_old_log(const gort_map *m)
{
    return m->flags & GORT_MAP_SAME_SIZE ? m->log : m->log - 1U;
}

static inline struct gort_map_old gort_map_old_table(const gort_map_type *type, const gort_map *m)
{
    return (struct gort_map_old){type, m->old, m->extra ? m->extra->old_overflow : NULL,
                                 gort_map_old_log(m), m->flags & GORT_MAP_IN_FRAME};
}

/* Where entries of one old bucket go: the end of a chain. */
struct gort_map_target {
    gort_cells *bucket;
    unsigned slot;
};

static inline __attribute__((always_inline)) void
gort_map_move_to(const gort_map_type *type, gort_map *m, struct gort_map_target *to,
                 gort_cells *from, unsigned slot, uint8_t top)
{
    if (to->slot == GORT_MAP_SLOTS) {
        to->bucket = gort_map_new_overflow(type, m, to->bucket);
        to->slot = 0;
    }
    to->bucket->tops[to->slot] = top;
    gort_value_copy(gort_map_key(type, to->bucket, to->slot), gort_map_key(type, from, slot),
                    type->key);
    gort_value_copy(gort_map_value(type, to->bucket, to->slot), gort_map_value(type, from, slot),
                    type->value);
    to->slot++;
}

/* advanceEvacuationMark: when all old buckets are moved, the old table is given up. */
static inline void gort_map_advance(const gort_map_type *type, gort_map *m)
{
    unsigned log = gort_map_old_log(m);
    size_t all = (size_t)1 << log, stop = m->moved + 1 + 1024;
    for (m->moved++; m->moved < all && m->moved != stop; m->moved++)
        if (!gort_map_is_moved(gort_map_bucket(type, m->old, m->moved)))
            return;
    if (m->moved < all)
        return;
    struct gort_map_old old = gort_map_old_table(type, m);
    if (ESC_RUNTIME_ID == ESC_ID_MALLOC && (m->flags & GORT_MAP_OLD_RANGED))
        gort_map_retire(m, old);
    else
        gort_map_table_done(&old);
    esc_store(&m->old, NULL);
    if (m->extra)
        esc_store(&m->extra->old_overflow, NULL);
    m->flags = (uint8_t)(m->flags & ~(unsigned)(GORT_MAP_SAME_SIZE | GORT_MAP_IN_FRAME));
}

/* For the collector: what is moved is let go of, but for the marks that say where to. */
static inline void gort_map_forget(const gort_map_type *type, gort_map *m, gort_cells *bucket)
{
    struct gort_map_old old = gort_map_old_table(type, m);
    gort_map_chain_done(&old, bucket);
    for (unsigned slot = 0; slot < GORT_MAP_SLOTS; slot++) {
        gort_value_clear(gort_map_key(type, bucket, slot), type->key);
        gort_value_clear(gort_map_value(type, bucket, slot), type->value);
    }
    gort_map_set_link(type, bucket, NULL);
}

/* evacuate: splits an old bucket's chain between its two new places. */
static inline __attribute__((always_inline)) void gort_map_move_of(const gort_map_type *type,
                                                                   gort_map *m, size_t index)
{
    gort_cells *first = gort_map_bucket(type, m->old, index);
    size_t half = (size_t)1 << gort_map_old_log(m);
    bool split = !(m->flags & GORT_MAP_SAME_SIZE), moved = gort_map_is_moved(first);
    struct gort_map_target to[2] = {{gort_map_bucket(type, m->buckets, index), 0}, {NULL, 0}};
    if (split)
        to[1].bucket = gort_map_bucket(type, m->buckets, index + half);
    gort_cells *bucket = moved ? NULL : first;
    for (; bucket; bucket = *gort_map_link(type, bucket)) {
        for (unsigned slot = 0; slot < GORT_MAP_SLOTS; slot++) {
            uint8_t top = bucket->tops[slot];
            if (top <= GORT_MAP_EMPTY) {
                bucket->tops[slot] = GORT_MAP_MOVED_EMPTY;
                continue;
            }
            bool high =
                split && (type->hash(gort_map_key(type, bucket, slot), m->seed) & half) != 0;
            bucket->tops[slot] = high ? GORT_MAP_MOVED_HIGH : GORT_MAP_MOVED_LOW;
            gort_map_move_to(type, m, &to[high], bucket, slot, top);
        }
    }
    if (!moved && gort_map_has_pointers(type) && !(m->flags & GORT_MAP_OLD_RANGED))
        gort_map_forget(type, m, first);
    if (index == m->moved)
        gort_map_advance(type, m);
}

GORT_CALL void gort_map_move_any(const gort_map_type *type, gort_map *m, size_t index)
{
    gort_map_move_of(type, m, index);
}

GORT_CALL void gort_map_move(gort_map *m, size_t index)
{
    gort_map_move_of(&gort_map_words, m, index);
}

/* growWork: the old bucket that is about to be used, and one more. */
static inline __attribute__((always_inline)) void gort_map_work(const gort_map_type *type,
                                                                gort_map *m, size_t index)
{
    size_t old = index & (((size_t)1 << gort_map_old_log(m)) - 1);
    bool words = type == &gort_map_words;
    words ? gort_map_move(m, old) : gort_map_move_any(type, m, old);
    if (m->old)
        words ? gort_map_move(m, m->moved) : gort_map_move_any(type, m, m->moved);
}

/* ---- making ---- */

/* make(map[K]V, hint) into *m, which is zeroed or in a frame. */
static inline void gort_map_init_of(const gort_map_type *type, gort_map *m, size_t hint)
{
    *m = (gort_map){.seed = gort_random()};
    while (gort_map_over_load(hint, m->log))
        m->log++;
    if (m->log == 0)
        return; /* the first bucket is made by the first write */
    gort_cells *spares;
    esc_store(&m->buckets, gort_map_table(type, m->log, &spares));
    if (!spares)
        return;
    gort_map_need_extra(m);
    esc_store(&m->extra->next, spares);
}

/* make(map[K]V, hint) that escapes: a header of 48 bytes; the first bucket, up to a hint of eight,
 * comes with the first write. */
GORT_CALL gort_map *gort_map_make_of(const gort_map_type *type, size_t hint)
{
    gort_map *m = gort_heap_make(&esc_type_gort_map, 1);
    gort_map_init_of(type, m, hint);
    return m;
}

/* A map that does not escape: the header is in the caller's frame, and so is the first bucket, a
 * `name_bucket`, if no more than eight keys are announced. Or both are static: a package variable.
 */
static inline void gort_map_init_frame_of(const gort_map_type *type, gort_map *m, void *bucket,
                                          size_t hint)
{
    if (hint > GORT_MAP_SLOTS) {
        gort_map_init_of(type, m, hint);
        return;
    }
    memset(bucket, 0, type->bucket.size);
    *m = (gort_map){.seed = gort_random(), .buckets = bucket, .flags = GORT_MAP_IN_FRAME};
}

/* Whether the table in use is the bucket of a frame: the oldest table is, and there is no older. */
static inline bool gort_map_is_in_frame(const gort_map *m)
{
    return (m->flags & GORT_MAP_IN_FRAME) && !m->old;
}

/* The end of both tables; with `keep` the one in use stays, but for what its chains have outside.
 */
__attribute__((unused)) static void gort_map_tables_done(const gort_map_type *type,
                                                         const gort_map *m, bool keep)
{
    struct gort_map_old now = {type, m->buckets, m->extra ? m->extra->overflow : NULL, m->log,
                               keep};
    if (m->old) {
        struct gort_map_old old = gort_map_old_table(type, m);
        gort_map_table_done(&old);
    }
    if (m->buckets)
        gort_map_table_done(&now);
}

/* End of life of all but the header, for runtimes without a collector. */
__attribute__((unused)) static void gort_map_done_of(const gort_map_type *type, gort_map *m)
{
    gort_map_tables_done(type, m, gort_map_is_in_frame(m));
    gort_map_retired_done(m);
    esc_done(m->extra);
}

/* ---- finding ---- */

/* Where a key is, or belongs: found; or the first free slot; or, with `bucket` NULL, behind the
 * full chain's `last`. */
struct gort_map_place {
    gort_cells *bucket, *last;
    unsigned slot;
    bool found;
};

/* How keys of one type are found in a chain and stored. Inlined where it is handed over. */
struct gort_map_keys {
    bool (*same)(const gort_map_type *type, gort_cells *bucket, unsigned slot, uint8_t top,
                 const void *key);
    void (*put)(void *at, const void *key);
    bool replace; /* also over an equal key */
};

static inline __attribute__((always_inline)) struct gort_map_place
gort_map_find(const gort_map_type *type, const struct gort_map_keys *keys, gort_cells *bucket,
              uint8_t top, const void *key)
{
    struct gort_map_place place = {.bucket = NULL};
    for (;; bucket = *gort_map_link(type, bucket)) {
        for (unsigned slot = 0; slot < GORT_MAP_SLOTS; slot++) {
            if (bucket->tops[slot] <= GORT_MAP_EMPTY && !place.bucket)
                place.bucket = bucket, place.slot = slot;
            if (bucket->tops[slot] == GORT_MAP_EMPTY_REST)
                return place;
            if (keys->same(type, bucket, slot, top, key))
                return (struct gort_map_place){bucket, NULL, slot, true};
        }
        place.last = bucket;
        if (!*gort_map_link(type, bucket))
            return place;
    }
}

/* The bucket that a key's chain begins with: the old one until it is moved. */
static inline __attribute__((always_inline)) gort_cells *
gort_map_first(const gort_map_type *type, const gort_map *m, uint64_t hash)
{
    gort_cells *bucket = gort_map_bucket(type, m->buckets, hash & (((size_t)1 << m->log) - 1));
    if (!m->old)
        return bucket;
    size_t index = hash & (((size_t)1 << gort_map_old_log(m)) - 1);
    gort_cells *old = gort_map_bucket(type, m->old, index);
    return gort_map_is_moved(old) ? bucket : old;
}

static inline void gort_map_begin_write(gort_map *m)
{
    if (m->flags & GORT_MAP_WRITING)
        gort_panic("concurrent map writes");
    m->flags |= GORT_MAP_WRITING;
}

static inline void gort_map_end_write(gort_map *m)
{
    if (!(m->flags & GORT_MAP_WRITING))
        gort_panic("concurrent map writes");
    m->flags = (uint8_t)(m->flags & ~(unsigned)GORT_MAP_WRITING);
}

/* mapassign: the place of m[key]'s value, made if it is not there. */
static inline __attribute__((always_inline)) void *
gort_map_assign_with(const gort_map_type *type, const struct gort_map_keys *keys, gort_map *m,
                     uint64_t hash, const void *key)
{
    if (!m)
        gort_panic("assignment to entry in nil map");
    gort_map_begin_write(m);
    if (!m->buckets)
        esc_store(&m->buckets, gort_heap_make(&type->bucket, 1));
    for (;;) {
        size_t index = hash & (((size_t)1 << m->log) - 1);
        if (m->old)
            gort_map_work(type, m, index);
        struct gort_map_place place = gort_map_find(
            type, keys, gort_map_bucket(type, m->buckets, index), gort_top(hash), key);
        bool full = gort_map_over_load(m->count + 1, m->log) || gort_map_many_overflows(m);
        if (!place.found && !m->old && full) {
            gort_map_grow(type, m);
            continue;
        }
        if (!place.bucket)
            place.bucket = gort_map_new_overflow(type, m, place.last), place.slot = 0;
        if (!place.found) {
            place.bucket->tops[place.slot] = gort_top(hash);
            m->count++;
        }
        if (!place.found || keys->replace)
            keys->put(gort_map_key(type, place.bucket, place.slot), key);
        gort_map_end_write(m);
        return gort_map_value(type, place.bucket, place.slot);
    }
}

/* The marks at the end of a chain: empty slots behind the last key are EMPTY_REST, so that searches
 * end there. `slot` of `bucket` was freed; `first` begins the chain. */
static inline void gort_map_mark_rest(const gort_map_type *type, gort_cells *first,
                                      gort_cells *bucket, unsigned slot)
{
    gort_cells *next = *gort_map_link(type, bucket);
    bool last = slot == GORT_MAP_SLOTS - 1;
    if (last ? next && next->tops[0] != GORT_MAP_EMPTY_REST
             : bucket->tops[slot + 1] != GORT_MAP_EMPTY_REST)
        return;
    do {
        bucket->tops[slot] = GORT_MAP_EMPTY_REST;
        if (slot > 0) {
            slot--;
            continue;
        }
        if (bucket == first)
            return;
        gort_cells *here = bucket;
        for (bucket = first; *gort_map_link(type, bucket) != here;)
            bucket = *gort_map_link(type, bucket);
        slot = GORT_MAP_SLOTS - 1;
    } while (bucket->tops[slot] == GORT_MAP_EMPTY);
}

/* mapdelete: nothing happens where the key is not there. */
static inline __attribute__((always_inline)) void
gort_map_delete_with(const gort_map_type *type, const struct gort_map_keys *keys, gort_map *m,
                     uint64_t hash, const void *key)
{
    if (!m || m->count == 0)
        return;
    gort_map_begin_write(m);
    size_t index = hash & (((size_t)1 << m->log) - 1);
    if (m->old)
        gort_map_work(type, m, index);
    gort_cells *first = gort_map_bucket(type, m->buckets, index);
    struct gort_map_place place = gort_map_find(type, keys, first, gort_top(hash), key);
    if (place.found) {
        if (type->key->pointer_bytes > 0)
            esc_store(gort_map_key(type, place.bucket, place.slot), NULL);
        gort_value_clear(gort_map_value(type, place.bucket, place.slot), type->value);
        place.bucket->tops[place.slot] = GORT_MAP_EMPTY;
        gort_map_mark_rest(type, first, place.bucket, place.slot);
        if (--m->count == 0)
            m->seed = gort_random();
    }
    gort_map_end_write(m);
}

/* mapaccess, for any type of key: where key and value are; false when they are not. */
__attribute__((unused)) static bool gort_map_look(const gort_map_type *type, const gort_map *m,
                                                  const void *key, void **key_at, void **value_at)
{
    if (!m || m->count == 0)
        return false;
    uint64_t hash = type->hash(key, m->seed);
    for (gort_cells *bucket = gort_map_first(type, m, hash); bucket;
         bucket = *gort_map_link(type, bucket))
        for (unsigned slot = 0; slot < GORT_MAP_SLOTS; slot++) {
            *key_at = gort_map_key(type, bucket, slot);
            *value_at = gort_map_value(type, bucket, slot);
            if (bucket->tops[slot] == gort_top(hash) && type->same(*key_at, key))
                return true;
        }
    return false;
}

/* clear(m), and what the compiler makes of a loop that deletes every key (mapclear). The table
 * stays. Not within a loop over the map. */
__attribute__((unused)) static void gort_map_clear(const gort_map_type *type, gort_map *m)
{
    if (!m || m->count == 0)
        return;
    gort_map_begin_write(m);
    bool in_frame = gort_map_is_in_frame(m);
    gort_map_tables_done(type, m, true);
    if (m->extra) {
        esc_store(&m->extra->overflow, NULL);
        esc_store(&m->extra->old_overflow, NULL);
        esc_store(&m->extra->next, NULL);
    }
    esc_store(&m->old, NULL);
    m->flags = (uint8_t)((m->flags & (GORT_MAP_RANGED | GORT_MAP_OLD_RANGED | GORT_MAP_WRITING)) |
                         (in_frame ? GORT_MAP_IN_FRAME : 0));
    m->count = m->moved = m->overflows = 0;
    m->seed = gort_random();
    for (size_t k = 0; k < gort_map_table_buckets(type, m->log); k++)
        gort_value_clear(gort_map_bucket(type, m->buckets, k), &type->bucket);
    gort_cells *spares = gort_map_spares(type, m->buckets, m->log);
    if (spares)
        esc_store(&m->extra->next, spares);
    gort_map_end_write(m);
}

/* ---- keys that are words ---- */

static inline bool gort_map_same_word(const gort_map_type *type, gort_cells *bucket, unsigned slot,
                                      uint8_t top, const void *key)
{
    (void)top; /* mapassign_fast64 compares the keys at once */
    return bucket->tops[slot] > GORT_MAP_EMPTY &&
           gort_same_word(gort_map_key(type, bucket, slot), key);
}

static inline void gort_map_put_word(void *at, const void *key)
{
    *(gort_word *)at = *(const gort_word *)key;
}

static const struct gort_map_keys gort_map_word_keys
    __attribute__((unused)) = {gort_map_same_word, gort_map_put_word, false};

/* mapaccess_fast64: m[key]'s place, NULL when it is not there. */
static inline __attribute__((always_inline)) void *
gort_map_look_word(const gort_map_type *type, const gort_map *m, uint64_t key)
{
    if (!m || m->count == 0)
        return NULL;
    if (m->flags & GORT_MAP_WRITING)
        gort_panic("concurrent map read and map write");
    gort_cells *bucket = gort_map_first(type, m, gort_hash(key, m->seed));
    for (; bucket; bucket = *gort_map_link(type, bucket))
        for (unsigned slot = 0; slot < GORT_MAP_SLOTS; slot++)
            if (*(const gort_word *)gort_map_key(type, bucket, slot) == key &&
                bucket->tops[slot] > GORT_MAP_EMPTY)
                return gort_map_value(type, bucket, slot);
    return NULL;
}

#endif
