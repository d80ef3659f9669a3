/*
 * map[uint64]uint64: buckets of eight slots and a chain of overflow buckets, a load factor of 6.5,
 * growth that moves two old buckets with every write. Source: runtime/map.go,
 * runtime/map_fast64.go, runtime/hash64.go of Go 1.19 (before the Swiss tables of Go 1.24). Left
 * out: iterators, deletion, keys and values with pointers. The hash is Go's for machines without
 * AES instructions.
 */
#ifndef GORT_MAP_H
#define GORT_MAP_H

#include "gort/slice.h"

enum { GORT_MAP_SLOTS = 8, GORT_MAP_EMPTY_REST = 0, GORT_MAP_EMPTY = 1 };
/* Marks in `tops` of a bucket that was moved: to the lower half, the upper half, was empty. */
enum { GORT_MAP_MOVED_LOW = 2, GORT_MAP_MOVED_HIGH = 3, GORT_MAP_MOVED_EMPTY = 4 };
enum { GORT_MAP_LEAST_TOP = 5 };
enum { GORT_MAP_SAME_SIZE = 1, GORT_MAP_IN_FRAME = 2 }; /* flags */

typedef struct gort_bucket {
    uint8_t tops[GORT_MAP_SLOTS]; /* the top byte of each hash, or a mark under LEAST_TOP */
    uint64_t keys[GORT_MAP_SLOTS], values[GORT_MAP_SLOTS];
    struct gort_bucket *overflow; /* no pointer to the collector: `extra` keeps it alive */
} gort_bucket;
ESC_NOSCAN(gort_bucket);
_Static_assert(sizeof(gort_bucket) == 144, "Go's bucket of eight int -> int");

/* The overflow buckets in use, by generation, and the next of those that came with the table. */
typedef struct {
    gort_slice *overflow, *old_overflow;
    gort_bucket *next;
} gort_map_extra;
ESC_POINTERS(gort_map_extra, ESC_PTR(gort_map_extra, overflow) |
                                 ESC_PTR(gort_map_extra, old_overflow) |
                                 ESC_PTR(gort_map_extra, next));

/* Go's hmap. 2^log buckets; while `old` is set, those before `moved` have left it. */
typedef struct {
    size_t count;
    uint8_t flags, log;
    uint16_t overflows;
    uint32_t seed;
    gort_bucket *buckets, *old;
    size_t moved;
    gort_map_extra *extra;
} gort_map;
ESC_POINTERS(gort_map,
             ESC_PTR(gort_map, buckets) | ESC_PTR(gort_map, old) | ESC_PTR(gort_map, extra));
_Static_assert(sizeof(gort_map) == 48, "Go's hmap");

/* ---- hash ---- */

static inline uint64_t gort_mix(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

/* memhash64Fallback, with a fixed hashkey so that a run can be repeated. */
static inline uint64_t gort_hash(uint64_t key, uint32_t seed)
{
    uint64_t inner = gort_mix(key ^ 0xe7037ed1a0b428db, key ^ seed ^ 0xa0761d6478bd642f);
    return gort_mix(0x1d8e4e27c47d124f ^ 8, inner);
}

static inline uint8_t gort_top(uint64_t hash)
{
    uint8_t top = (uint8_t)(hash >> 56);
    return top < GORT_MAP_LEAST_TOP ? (uint8_t)(top + GORT_MAP_LEAST_TOP) : top;
}

/* Each map hashes differently; the sequence is the same in every run. One thread makes maps. */
static inline uint32_t gort_next_seed(void)
{
    static uint64_t state;
    state += 0x9e3779b97f4a7c15;
    return (uint32_t)(gort_mix(state, state ^ 0xe7037ed1a0b428db) >> 16);
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

/* Buckets that a table of 2^log is made with: from 16 on a sixteenth more, and what the size class
 * has room for. */
static inline size_t gort_map_table_buckets(unsigned log)
{
    size_t base = (size_t)1 << log;
    if (log < 4)
        return base;
    size_t bytes = (base + (base >> 4)) * sizeof(gort_bucket);
    return gort_round_size(bytes) / sizeof(gort_bucket);
}

/* makeBucketArray. The last spare bucket is marked by an overflow pointer that is not NULL. */
static inline gort_bucket *gort_map_table(unsigned log, gort_bucket **next)
{
    size_t base = (size_t)1 << log, all = gort_map_table_buckets(log);
    gort_bucket *buckets = gort_heap_make(&esc_type_gort_bucket, all);
    *next = NULL;
    if (all > base) {
        *next = buckets + base;
        buckets[all - 1].overflow = buckets;
    }
    return buckets;
}

static inline void gort_map_need_extra(gort_map *m)
{
    if (!m->extra)
        esc_store(&m->extra, gort_heap_make(&esc_type_gort_map_extra, 1));
}

/* A bucket that keeps others alive for the collector: they are listed, since buckets hide them. */
static inline void gort_map_list_overflow(gort_map *m, gort_bucket *bucket)
{
    gort_map_need_extra(m);
    if (!m->extra->overflow)
        esc_store(&m->extra->overflow, gort_heap_make(&esc_type_gort_slice, 1));
    gort_slice *list = m->extra->overflow;
    if (list->length == list->capacity) {
        void *array = list->array;
        gort_room grown = gort_growslice(&gort_type_pointer, array, list->length, list->capacity,
                                         list->length + 1);
        esc_store(&list->array, grown.array);
        list->capacity = grown.capacity;
        esc_done(array);
    }
    esc_store((gort_bucket **)list->array + list->length, bucket);
    list->length++;
}

/* newoverflow: a spare bucket of the table, or a new one, chained behind `last`. */
GORT_CALL gort_bucket *gort_map_new_overflow(gort_map *m, gort_bucket *last)
{
    gort_bucket *bucket = m->extra ? m->extra->next : NULL;
    if (!bucket) {
        bucket = gort_heap_make(&esc_type_gort_bucket, 1);
    } else if (bucket->overflow) {
        bucket->overflow = NULL;
        esc_store(&m->extra->next, NULL);
    } else {
        esc_store(&m->extra->next, bucket + 1);
    }
    m->overflows++;
    gort_map_list_overflow(m, bucket);
    last->overflow = bucket;
    return bucket;
}

/* End of life of a table (unless it is in a frame), its list, and listed buckets outside it. */
static inline void gort_map_table_done(gort_bucket *table, unsigned log, gort_slice *list,
                                       bool in_frame)
{
    const gort_bucket *end = table + gort_map_table_buckets(log);
    for (size_t k = 0; list && k < list->length; k++) {
        gort_bucket *bucket = ((gort_bucket **)list->array)[k];
        if (bucket < table || bucket >= end)
            esc_done(bucket);
    }
    if (list)
        esc_done(list->array);
    esc_done(list);
    if (!in_frame)
        esc_done(table);
}

/* hashGrow: the double, or, when only the chains are long, the same size again. */
GORT_CALL void gort_map_grow(gort_map *m)
{
    bool bigger = gort_map_over_load(m->count + 1, m->log);
    gort_bucket *next, *table = gort_map_table(m->log + bigger, &next);
    m->flags = (uint8_t)(bigger ? m->flags & ~GORT_MAP_SAME_SIZE : m->flags | GORT_MAP_SAME_SIZE);
    m->log = (uint8_t)(m->log + bigger);
    esc_store(&m->old, m->buckets);
    esc_store(&m->buckets, table);
    m->moved = 0;
    m->overflows = 0;
    if (m->extra && m->extra->overflow) {
        esc_store(&m->extra->old_overflow, m->extra->overflow);
        esc_store(&m->extra->overflow, NULL);
    }
    if (next) {
        gort_map_need_extra(m);
        esc_store(&m->extra->next, next);
    }
}

/* ---- moving ---- */

static inline unsigned gort_map_old_log(const gort_map *m)
{
    return m->flags & GORT_MAP_SAME_SIZE ? m->log : m->log - 1U;
}

static inline bool gort_map_is_moved(const gort_bucket *bucket)
{
    return bucket->tops[0] > GORT_MAP_EMPTY && bucket->tops[0] < GORT_MAP_LEAST_TOP;
}

/* Where entries of one old bucket go: the end of a chain. */
struct gort_map_target {
    gort_bucket *bucket;
    unsigned slot;
};

static inline void gort_map_move_to(gort_map *m, struct gort_map_target *to,
                                    const gort_bucket *from, unsigned slot, uint8_t top)
{
    if (to->slot == GORT_MAP_SLOTS) {
        to->bucket = gort_map_new_overflow(m, to->bucket);
        to->slot = 0;
    }
    to->bucket->tops[to->slot] = top;
    to->bucket->keys[to->slot] = from->keys[slot];
    to->bucket->values[to->slot] = from->values[slot];
    to->slot++;
}

/* When all old buckets are moved, the old table is given up. */
static inline void gort_map_advance(gort_map *m)
{
    unsigned log = gort_map_old_log(m);
    size_t all = (size_t)1 << log, stop = m->moved + 1 + 1024;
    for (m->moved++; m->moved < all && m->moved != stop; m->moved++)
        if (!gort_map_is_moved(&m->old[m->moved]))
            return;
    if (m->moved < all)
        return;
    gort_map_table_done(m->old, log, m->extra ? m->extra->old_overflow : NULL,
                        m->flags & GORT_MAP_IN_FRAME);
    esc_store(&m->old, NULL);
    if (m->extra)
        esc_store(&m->extra->old_overflow, NULL);
    m->flags = 0;
}

/* evacuate: splits an old bucket's chain between its two new places. */
GORT_CALL void gort_map_move(gort_map *m, size_t index)
{
    gort_bucket *bucket = &m->old[index];
    size_t half = (size_t)1 << gort_map_old_log(m);
    bool split = !(m->flags & GORT_MAP_SAME_SIZE);
    struct gort_map_target to[2] = {{&m->buckets[index], 0}, {NULL, 0}};
    if (split)
        to[1].bucket = &m->buckets[index + half];
    bool moved = gort_map_is_moved(bucket);
    for (; !moved && bucket; bucket = bucket->overflow) {
        for (unsigned slot = 0; slot < GORT_MAP_SLOTS; slot++) {
            uint8_t top = bucket->tops[slot];
            if (top <= GORT_MAP_EMPTY) {
                bucket->tops[slot] = GORT_MAP_MOVED_EMPTY;
                continue;
            }
            bool high = split && (gort_hash(bucket->keys[slot], m->seed) & half);
            bucket->tops[slot] = high ? GORT_MAP_MOVED_HIGH : GORT_MAP_MOVED_LOW;
            gort_map_move_to(m, &to[high], bucket, slot, top);
        }
    }
    if (index == m->moved)
        gort_map_advance(m);
}

/* growWork: the old bucket that is about to be used, and one more. */
static inline void gort_map_work(gort_map *m, size_t index)
{
    gort_map_move(m, index & (((size_t)1 << gort_map_old_log(m)) - 1));
    if (m->old)
        gort_map_move(m, m->moved);
}

/* ---- the map ---- */

/* make(map[uint64]uint64, hint) into *m, which is zeroed or in a frame. */
static inline void gort_map_init(gort_map *m, size_t hint)
{
    *m = (gort_map){.seed = gort_next_seed()};
    while (gort_map_over_load(hint, m->log))
        m->log++;
    if (m->log == 0)
        return; /* the first bucket is made by the first write */
    gort_bucket *next;
    esc_store(&m->buckets, gort_map_table(m->log, &next));
    if (!next)
        return;
    gort_map_need_extra(m);
    esc_store(&m->extra->next, next);
}

/* A map that does not escape: the header is in the caller's frame, and so is the first bucket if no
 * more than eight keys are announced. */
static inline void gort_map_init_frame(gort_map *m, gort_bucket *bucket, size_t hint)
{
    if (hint > GORT_MAP_SLOTS) {
        gort_map_init(m, hint);
        return;
    }
    memset(bucket, 0, sizeof *bucket);
    *m = (gort_map){.seed = gort_next_seed(), .buckets = bucket, .flags = GORT_MAP_IN_FRAME};
}

/* map[uint64]uint64{} that escapes: 48 bytes, the first bucket comes with the first write. */
GORT_CALL gort_map *gort_map_make(void)
{
    gort_map *m = gort_heap_make(&esc_type_gort_map, 1);
    gort_map_init(m, 0);
    return m;
}

/* The slot of `key`, or the first free one (*found tells which), or NULL when the chain is full;
 * `last` is the chain's last bucket then. */
static inline gort_bucket *gort_map_find(gort_bucket *bucket, uint64_t key, unsigned *at,
                                         bool *found, gort_bucket **last)
{
    gort_bucket *free = NULL;
    for (;; bucket = bucket->overflow) {
        for (unsigned slot = 0; slot < GORT_MAP_SLOTS; slot++) {
            if (bucket->tops[slot] <= GORT_MAP_EMPTY && !free)
                free = bucket, *at = slot;
            if (bucket->tops[slot] == GORT_MAP_EMPTY_REST)
                return free;
            if (bucket->tops[slot] > GORT_MAP_EMPTY && bucket->keys[slot] == key)
                return *at = slot, *found = true, bucket;
        }
        *last = bucket;
        if (!bucket->overflow)
            return free;
    }
}

/* mapassign_fast64: the place of m[key]'s value, made if it is not there. */
GORT_CALL uint64_t *gort_map_assign(gort_map *m, uint64_t key)
{
    uint64_t hash = gort_hash(key, m->seed);
    if (!m->buckets)
        esc_store(&m->buckets, gort_heap_make(&esc_type_gort_bucket, 1));
    for (;;) {
        size_t index = hash & (((size_t)1 << m->log) - 1);
        if (m->old)
            gort_map_work(m, index);
        unsigned slot = 0;
        bool found = false;
        gort_bucket *last = NULL;
        gort_bucket *bucket = gort_map_find(&m->buckets[index], key, &slot, &found, &last);
        if (found)
            return &bucket->values[slot];
        if (!m->old && (gort_map_over_load(m->count + 1, m->log) || gort_map_many_overflows(m))) {
            gort_map_grow(m);
            continue;
        }
        if (!bucket)
            bucket = gort_map_new_overflow(m, last);
        bucket->tops[slot] = gort_top(hash);
        bucket->keys[slot] = key;
        m->count++;
        return &bucket->values[slot];
    }
}

/* mapaccess1_fast64: m[key], 0 when it is not there. */
GORT_CALL uint64_t gort_map_get(const gort_map *m, uint64_t key)
{
    if (m->count == 0)
        return 0;
    uint64_t hash = gort_hash(key, m->seed);
    gort_bucket *bucket = &m->buckets[hash & (((size_t)1 << m->log) - 1)];
    if (m->old) {
        gort_bucket *old = &m->old[hash & (((size_t)1 << gort_map_old_log(m)) - 1)];
        if (!gort_map_is_moved(old))
            bucket = old;
    }
    for (; bucket; bucket = bucket->overflow)
        for (unsigned slot = 0; slot < GORT_MAP_SLOTS; slot++)
            if (bucket->keys[slot] == key && bucket->tops[slot] > GORT_MAP_EMPTY)
                return bucket->values[slot];
    return 0;
}

/* End of life of all but the header, for runtimes without a collector. */
static inline void gort_map_done(gort_map *m)
{
    bool in_frame = m->flags & GORT_MAP_IN_FRAME;
    if (m->old) {
        gort_map_table_done(m->old, gort_map_old_log(m), m->extra ? m->extra->old_overflow : NULL,
                            in_frame);
        in_frame = false;
    }
    if (m->buckets)
        gort_map_table_done(m->buckets, m->log, m->extra ? m->extra->overflow : NULL, in_frame);
    esc_done(m->extra);
}

#endif
