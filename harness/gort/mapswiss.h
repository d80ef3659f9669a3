/*
 * Maps of Go from 1.24 on, Swiss tables: groups of eight slots under a word of control bytes, full
 * at seven keys a group. Up to eight keys are one group; more are tables of 16 to 1024 slots, each
 * doubled until it is that large and then split in two, and a directory that the hash's upper bits
 * index (extendible hashing). Nothing shrinks. Source: internal/runtime/maps (map.go, table.go,
 * group.go, runtime_fast64.go) of Go 1.27; cmd/compile/internal/reflectdata/map.go for the groups'
 * types. Included by gort/map.h.
 */
#ifndef GORT_MAPSWISS_H
#define GORT_MAPSWISS_H

#include "gort/mapbase.h"

/* A control byte: the lower seven bits of a key's hash, or one of these. */
enum { GORT_MAP_EMPTY = 0x80, GORT_MAP_DELETED = 0xfe };
#define GORT_MAP_ALL_EMPTY UINT64_C(0x8080808080808080)
enum { GORT_MAP_TABLE_SLOTS = 1024, GORT_MAP_LOAD = 7 };
#define GORT_MAP_MOST_BYTES (UINT64_C(1) << 48)

/* Eight control bytes, as one word, the first slot's lowest; behind them eight slots of a key and a
 * value each. */
typedef struct gort_group gort_group;

/* Go's maptype. `slot`: bytes from one slot to the next, `value`: from a slot to its value. */
typedef struct {
    const struct esc_type *key, *value;
    uint64_t (*hash)(const void *key, uint64_t seed);
    bool (*same)(const void *key, const void *other);
    struct esc_type group;
    size_t slot, value_at;
} gort_map_type;

/* Invariants: capacity is a power of two; used + deleted + growth_left is 7/8 of it, so a group
 * with an empty slot ends every search. The table fills 2^(global depth - depth) entries of the
 * directory, from `index` on; -1: it was replaced. */
typedef struct {
    uint16_t used, capacity, growth_left;
    uint8_t depth;
    ptrdiff_t index;
    gort_group *groups;
    size_t mask; /* number of groups - 1 */
} gort_table;
_Static_assert(sizeof(gort_table) == 32, "Go's table");
ESC_POINTERS(gort_table, ESC_PTR(gort_table, groups));

/* Go's Map. `length` 0: `directory` is a single group, or NULL before the first write. The two
 * flags behind Go's are for runtimes without a collector. */
typedef struct gort_map {
    size_t count;
    uint64_t seed;
    void *directory;
    size_t length;
    uint8_t depth, shift; /* the directory's index is the hash's upper `depth` bits */
    uint8_t writing;
    bool deleted; /* a table may hold deleted slots */
    bool in_frame, ranged;
    uint64_t clears;
} gort_map;
_Static_assert(sizeof(gort_map) == 48, "Go's Map");
ESC_POINTERS(gort_map, ESC_PTR(gort_map, directory));

/* ---- control words ---- */

/* A set of slots. SSE2, as Go on amd64: a bit a slot; elsewhere the upper bit of a byte a slot. */
typedef uint64_t gort_slots;

#if defined(__SSE2__)
enum { GORT_SLOT_BITS = 1, GORT_SLOT_BIT = 1 };
typedef char gort_lanes __attribute__((vector_size(16)));
typedef long long gort_lane_words __attribute__((vector_size(16)));

static inline gort_lanes gort_lanes_of(uint64_t controls)
{
    return (gort_lanes)(gort_lane_words){(long long)controls, 0};
}

static inline gort_slots gort_lanes_set(gort_lanes lanes)
{
    return (unsigned)__builtin_ia32_pmovmskb128(lanes) & 0xff;
}

/* Full slots with these seven bits of a hash. */
static inline gort_slots gort_slots_with(uint64_t controls, unsigned bits)
{
    const gort_lanes all = (gort_lanes){0} + (char)bits;
    return gort_lanes_set((gort_lanes)(gort_lanes_of(controls) == all));
}

static inline gort_slots gort_slots_empty(uint64_t controls)
{
    return gort_slots_with(controls, GORT_MAP_EMPTY);
}

/* Empty or deleted. */
static inline gort_slots gort_slots_free(uint64_t controls)
{
    return gort_lanes_set(gort_lanes_of(controls));
}

static inline gort_slots gort_slots_full(uint64_t controls)
{
    return gort_slots_free(controls) ^ 0xff;
}
#else
enum { GORT_SLOT_BITS = 8, GORT_SLOT_BIT = 0x80 };
#define GORT_LOWEST UINT64_C(0x0101010101010101)

/* May hold a slot too many, whose byte is one more and stands behind one that matches. */
static inline gort_slots gort_slots_with(uint64_t controls, unsigned bits)
{
    const uint64_t differing = controls ^ GORT_LOWEST * bits;
    return (differing - GORT_LOWEST) & ~differing & GORT_MAP_ALL_EMPTY;
}

static inline gort_slots gort_slots_empty(uint64_t controls)
{
    return controls & ~(controls << 6) & GORT_MAP_ALL_EMPTY;
}

static inline gort_slots gort_slots_free(uint64_t controls)
{
    return controls & GORT_MAP_ALL_EMPTY;
}

static inline gort_slots gort_slots_full(uint64_t controls)
{
    return ~controls & GORT_MAP_ALL_EMPTY;
}
#endif

static inline unsigned gort_slots_first(gort_slots slots)
{
    return (unsigned)__builtin_ctzll(slots) / GORT_SLOT_BITS;
}

static inline gort_slots gort_slots_rest(gort_slots slots)
{
    return slots & (slots - 1);
}

/* Those from `slot` on. */
static inline gort_slots gort_slots_from(gort_slots slots, unsigned slot)
{
    return slots >> GORT_SLOT_BITS * slot << GORT_SLOT_BITS * slot;
}

/* ---- groups ---- */

static inline uint64_t gort_group_controls(const gort_group *group)
{
    return *(const gort_word *)(const void *)group;
}

static inline void gort_group_set_empty(gort_group *group)
{
    *(gort_word *)(void *)group = GORT_MAP_ALL_EMPTY;
}

static inline uint8_t gort_group_control(const gort_group *group, unsigned slot)
{
    return ((const uint8_t *)group)[slot];
}

static inline void gort_group_set(gort_group *group, unsigned slot, uint8_t control)
{
    ((uint8_t *)group)[slot] = control;
}

static inline void *gort_group_key(const gort_map_type *type, const gort_group *group,
                                   unsigned slot)
{
    return (char *)(uintptr_t)group + sizeof(uint64_t) + slot * type->slot;
}

static inline void *gort_group_value(const gort_map_type *type, const gort_group *group,
                                     unsigned slot)
{
    return (char *)gort_group_key(type, group, slot) + type->value_at;
}

static inline gort_group *gort_groups_at(const gort_map_type *type, const gort_group *groups,
                                         size_t index)
{
    return (gort_group *)(void *)((char *)(uintptr_t)groups + index * type->group.size);
}

static inline gort_group *gort_groups_new(const gort_map_type *type, size_t count)
{
    gort_group *groups = gort_heap_make(&type->group, count);
    for (size_t k = 0; k < count; k++)
        gort_group_set_empty(gort_groups_at(type, groups, k));
    return groups;
}

/* ---- types ---- */

/* map[uint64]uint64, the one whose group a frame may hold as `gort_bucket`. */
typedef struct {
    uint64_t controls;
    struct {
        uint64_t key, value;
    } slots[GORT_MAP_SLOTS];
} gort_bucket;
_Static_assert(sizeof(gort_bucket) == 136, "Go's group of eight int -> int");
static const gort_map_type gort_map_words
    __attribute__((unused)) = {.key = &gort_type_word,
                               .value = &gort_type_word,
                               .hash = gort_hash_word,
                               .same = gort_same_word,
                               .group = {sizeof(gort_bucket), 0, NULL},
                               .slot = 2 * sizeof(uint64_t),
                               .value_at = sizeof(uint64_t)};

/*
 * map[K]V as `name`, with `name_bucket` for frames; GORT_MAP_OF_WORDS in map.h, GORT_MAP_OF_STRINGS
 * in mapstring.h. Where the group's pointers are is worked out as the library is loaded: Go's
 * compiler does it, and C has no loops in constants.
 */
#define GORT_MAP_OF(name, K, type_of_K, hash_of_K, same_K, V, type_of_V)                           \
    typedef struct {                                                                               \
        K key;                                                                                     \
        V value;                                                                                   \
    } name##_slot;                                                                                 \
    typedef struct {                                                                               \
        uint64_t controls;                                                                         \
        name##_slot slots[GORT_MAP_SLOTS];                                                         \
    } name##_bucket;                                                                               \
    _Static_assert(sizeof(V) <= GORT_MAP_VALUE_BYTES, "Go keeps larger values behind a pointer");  \
    static uint8_t name##_pointers[(sizeof(name##_bucket) + 63) / 64];                             \
    static gort_map_type name = {(type_of_K),                                                      \
                                 (type_of_V),                                                      \
                                 (hash_of_K),                                                      \
                                 (same_K),                                                         \
                                 {sizeof(name##_bucket), 0, name##_pointers},                      \
                                 sizeof(name##_slot),                                              \
                                 offsetof(name##_slot, value)};                                    \
    __attribute__((constructor)) static void name##_ready(void)                                    \
    {                                                                                              \
        gort_map_type_ready(&name, name##_pointers);                                               \
    }                                                                                              \
    _Static_assert(true, "for the semicolon behind it")

__attribute__((unused)) static void gort_map_type_ready(gort_map_type *type, uint8_t *pointers)
{
    const size_t slots = sizeof(uint64_t);
    gort_map_mark(pointers, slots, type->slot, type->key);
    gort_map_mark(pointers, slots + type->value_at, type->slot, type->value);
    for (size_t word = 0; word < type->group.size / 8; word++)
        if (gort_is_pointer(&type->group, word))
            type->group.pointer_bytes = 8 * (word + 1);
}

/* ---- tables ---- */

/* Of a directory. */
static inline gort_table *gort_map_table(const gort_map *m, size_t index)
{
    return ((gort_table **)m->directory)[index];
}

static inline gort_table *gort_map_table_of(const gort_map *m, uint64_t hash)
{
    return gort_map_table(m, m->length == 1 ? 0 : hash >> (m->shift & 63));
}

static inline uint16_t gort_table_room(const gort_table *table)
{
    return (uint16_t)(table->capacity * GORT_MAP_LOAD / GORT_MAP_SLOTS);
}

static inline size_t gort_power_of_two(size_t least)
{
    size_t power = 1;
    while (power < least)
        power *= 2;
    return power;
}

/* newTable: at least `capacity` slots, 16 at the least that Go ever asks for. */
__attribute__((unused)) static gort_table *
gort_table_new(const gort_map_type *type, size_t capacity, ptrdiff_t index, uint8_t depth)
{
    gort_table *table = gort_heap_make(&esc_type_gort_table, 1);
    const size_t slots = gort_power_of_two(capacity);
    table->index = index;
    table->depth = depth;
    esc_store(&table->groups, gort_groups_new(type, slots / GORT_MAP_SLOTS));
    table->mask = slots / GORT_MAP_SLOTS - 1;
    table->capacity = (uint16_t)slots;
    table->growth_left = gort_table_room(table);
    return table;
}

/* The groups in which a key may be, in their order (probeSeq): steps of 1, 2, 3 … */
struct gort_probe {
    size_t mask, at, step;
};

static inline struct gort_probe gort_probe_of(const gort_table *table, uint64_t hash)
{
    return (struct gort_probe){table->mask, (hash >> 7) & table->mask, 0};
}

static inline void gort_probe_next(struct gort_probe *probe)
{
    probe->step++;
    probe->at = (probe->at + probe->step) & probe->mask;
}

static inline unsigned gort_hash_bits(uint64_t hash)
{
    return hash & 0x7f;
}

/* ---- end of life, for runtimes without a collector ---- */

/* Tables and groups that somebody may still range over: with malloc they live as long as their map.
 */
static struct {
    const gort_map *map;
    void *groups;
    gort_table *table;
} gort_map_retired[GORT_MAP_RETIRED] __attribute__((unused));
static size_t gort_map_retired_count __attribute__((unused));

/* The end of a table, or with none of a single group. */
__attribute__((unused)) static void gort_map_give_up(const gort_map *m, gort_group *groups,
                                                     gort_table *table)
{
    if (ESC_RUNTIME_ID != ESC_ID_MALLOC || !m->ranged) {
        esc_done(groups);
        esc_done(table);
        return;
    }
    if (gort_map_retired_count == GORT_MAP_RETIRED)
        gort_panic(GORT_MAP_RETIRED_CONTRACT);
    gort_map_retired[gort_map_retired_count].map = m;
    gort_map_retired[gort_map_retired_count].groups = groups;
    gort_map_retired[gort_map_retired_count++].table = table;
}

__attribute__((unused)) static void gort_map_retired_done(const gort_map *m)
{
    for (size_t k = gort_map_retired_count; k-- > 0;) {
        if (gort_map_retired[k].map != m)
            continue;
        esc_done(gort_map_retired[k].groups);
        esc_done(gort_map_retired[k].table);
        gort_map_retired[k] = gort_map_retired[--gort_map_retired_count];
    }
}

/* How many entries of the directory a table fills. */
static inline size_t gort_table_entries(const gort_map *m, const gort_table *table)
{
    return (size_t)1 << (m->depth - table->depth);
}

/* End of life of all but the header, for runtimes without a collector. */
__attribute__((unused)) static void gort_map_done_of(const gort_map_type *type, gort_map *m)
{
    (void)type;
    gort_map_retired_done(m);
    for (size_t k = 0, entries; k < m->length; k += entries) {
        gort_table *table = gort_map_table(m, k);
        entries = gort_table_entries(m, table);
        esc_done(table->groups);
        esc_done(table);
    }
    if (!m->in_frame)
        esc_done(m->directory);
}

/* ---- growing ---- */

/* uncheckedPutSlot, of a key that the table has not and has room for: its slot. */
static inline void *gort_table_new_slot(const gort_map_type *type, gort_table *table, uint64_t hash)
{
    struct gort_probe probe = gort_probe_of(table, hash);
    for (;; gort_probe_next(&probe)) {
        gort_group *group = gort_groups_at(type, table->groups, probe.at);
        const gort_slots free = gort_slots_free(gort_group_controls(group));
        if (!free)
            continue;
        const unsigned slot = gort_slots_first(free);
        table->growth_left--;
        table->used++;
        gort_group_set(group, slot, (uint8_t)gort_hash_bits(hash));
        return gort_group_key(type, group, slot);
    }
}

static inline void gort_table_move_to(const gort_map_type *type, gort_table *table, uint64_t hash,
                                      const void *slot)
{
    void *to = gort_table_new_slot(type, table, hash);
    gort_value_copy(to, slot, type->key);
    gort_value_copy((char *)to + type->value_at, (const char *)slot + type->value_at, type->value);
}

/* The keys of a group into one of two tables: by `split`, a bit of the hash; 0: the first. */
static inline void gort_group_move(const gort_map_type *type, const gort_map *m,
                                   const gort_group *group, gort_table *const to[2], uint64_t split)
{
    for (unsigned slot = 0; slot < GORT_MAP_SLOTS; slot++) {
        if (gort_group_control(group, slot) & GORT_MAP_EMPTY)
            continue; /* or deleted */
        const void *key = gort_group_key(type, group, slot);
        const uint64_t hash = type->hash(key, m->seed);
        gort_table_move_to(type, to[(hash & split) != 0], hash, key);
    }
}

/* growToSmall: the first group. */
GORT_CALL void gort_map_first_group(const gort_map_type *type, gort_map *m)
{
    esc_store(&m->directory, gort_groups_new(type, 1));
}

/* growToTable: the ninth key is coming. */
GORT_CALL gort_table *gort_map_first_table(const gort_map_type *type, gort_map *m)
{
    gort_table *table = gort_table_new(type, 2 * GORT_MAP_SLOTS, 0, 0);
    gort_group *group = m->directory;
    gort_group_move(type, m, group, (gort_table *const[2]){table, NULL}, 0);
    gort_table **directory = gort_heap_make(&gort_type_pointer, 1);
    esc_store(&directory[0], table);
    esc_store(&m->directory, directory);
    m->length = 1;
    m->depth = 0;
    m->shift = 64;
    if (!m->in_frame)
        gort_map_give_up(m, group, NULL);
    m->in_frame = false;
    return table;
}

static inline void gort_map_install(gort_map *m, gort_table *table)
{
    for (size_t k = 0; k < gort_table_entries(m, table); k++)
        esc_store((gort_table **)m->directory + table->index + k, table);
}

/* The directory, twice as long, each table in two entries for one. */
static inline void gort_map_double_directory(gort_map *m)
{
    gort_table **old = m->directory,
               **directory = gort_heap_make(&gort_type_pointer, 2 * m->length);
    for (size_t k = 0; k < m->length; k++) {
        esc_store(&directory[2 * k], old[k]);
        esc_store(&directory[2 * k + 1], old[k]);
        if (old[k]->index == (ptrdiff_t)k) /* its first entry: only there, for it grows */
            old[k]->index *= 2;
    }
    m->depth++;
    m->shift--;
    m->length *= 2;
    esc_store(&m->directory, directory);
    esc_done(old);
}

/* Moves what the table holds, in the order of its slots. */
static inline void gort_table_move(const gort_map_type *type, const gort_map *m,
                                   const gort_table *table, gort_table *const to[2], uint64_t split)
{
    for (size_t k = 0; k <= table->mask; k++)
        gort_group_move(type, m, gort_groups_at(type, table->groups, k), to, split);
}

/* split, installTableSplit: two tables for one, each as large. */
static inline void gort_table_split(const gort_map_type *type, gort_map *m, gort_table *table)
{
    const uint8_t depth = (uint8_t)(table->depth + 1);
    gort_table *to[2];
    for (int k = 0; k < 2; k++)
        to[k] = gort_table_new(type, GORT_MAP_TABLE_SLOTS, -1, depth);
    gort_table_move(type, m, table, to, UINT64_C(1) << (64 - depth));
    if (table->depth == m->depth)
        gort_map_double_directory(m);
    to[0]->index = table->index;
    gort_map_install(m, to[0]);
    to[1]->index = to[0]->index + (ptrdiff_t)gort_table_entries(m, to[0]);
    gort_map_install(m, to[1]);
}

/* rehash: the table is replaced by one of twice its size, or by two. */
GORT_CALL void gort_table_grow(const gort_map_type *type, gort_map *m, gort_table *table)
{
    const size_t capacity = 2 * (size_t)table->capacity;
    if (capacity > GORT_MAP_TABLE_SLOTS) {
        gort_table_split(type, m, table);
    } else {
        gort_table *larger = gort_table_new(type, capacity, table->index, table->depth);
        gort_table_move(type, m, table, (gort_table *const[2]){larger, NULL}, 0);
        gort_map_install(m, larger);
    }
    table->index = -1;
    gort_map_give_up(m, table->groups, table);
}

/* ---- deleted slots ---- */

/* A set of groups of one table. */
struct gort_group_set {
    uint32_t words[GORT_MAP_TABLE_SLOTS / GORT_MAP_SLOTS / 32];
};

static inline void gort_group_set_add(struct gort_group_set *set, size_t group)
{
    set->words[group / 32] |= UINT32_C(1) << group % 32;
}

/* Groups whose deleted slots a search must pass, or that have none: before each key, the groups
 * that its search has found full. */
static inline void gort_table_needed(const gort_map_type *type, const gort_map *m,
                                     const gort_table *table, struct gort_group_set *needed)
{
    for (size_t k = 0; k <= table->mask; k++) {
        const gort_group *group = gort_groups_at(type, table->groups, k);
        gort_slots full = gort_slots_full(gort_group_controls(group));
        for (; full; full = gort_slots_rest(full)) {
            const void *key = gort_group_key(type, group, gort_slots_first(full));
            struct gort_probe probe = gort_probe_of(table, type->hash(key, m->seed));
            for (; probe.at != k; gort_probe_next(&probe)) {
                const gort_group *passed = gort_groups_at(type, table->groups, probe.at);
                if (gort_slots_free(gort_group_controls(passed)))
                    gort_group_set_add(needed, probe.at);
            }
        }
        if (gort_slots_empty(gort_group_controls(group)))
            gort_group_set_add(needed, k);
    }
}

/* Deleted slots that no search needs, made empty if `free`: how many there are. */
static inline unsigned gort_table_unneeded(const gort_map_type *type, gort_table *table,
                                           const struct gort_group_set *needed, bool free)
{
    unsigned count = 0;
    for (size_t k = 0; k <= table->mask; k++) {
        if (needed->words[k / 32] >> k % 32 & 1)
            continue;
        gort_group *group = gort_groups_at(type, table->groups, k);
        gort_slots deleted = gort_slots_free(gort_group_controls(group));
        for (; deleted; deleted = gort_slots_rest(deleted), count++)
            if (free)
                gort_group_set(group, gort_slots_first(deleted), GORT_MAP_EMPTY);
    }
    return count;
}

/* pruneTombstones: before a table grows, deleted slots become empty, if a tenth of the table can.
 */
GORT_CALL void gort_table_prune(const gort_map_type *type, const gort_map *m, gort_table *table)
{
    struct gort_group_set needed = {{0}};
    const unsigned deleted = (unsigned)gort_table_room(table) - table->used - table->growth_left;
    if (deleted * 10 < table->capacity)
        return;
    gort_table_needed(type, m, table, &needed);
    if (gort_table_unneeded(type, table, &needed, false) * 10 < table->capacity)
        return;
    table->growth_left =
        (uint16_t)(table->growth_left + gort_table_unneeded(type, table, &needed, true));
}

/* ---- making ---- */

/* NewMap: make(map[K]V, hint) into *m, which is zeroed or in a frame. */
static inline void gort_map_init_of(const gort_map_type *type, gort_map *m, size_t hint)
{
    *m = (gort_map){.seed = gort_random_word()};
    if (hint <= GORT_MAP_SLOTS || hint > GORT_MAP_MOST_BYTES / GORT_MAP_SLOTS / type->group.size)
        return; /* the group is made by the first write; so it is where the hint is absurd */
    const size_t wanted = hint * GORT_MAP_SLOTS / GORT_MAP_LOAD;
    const size_t length =
        gort_power_of_two((wanted + GORT_MAP_TABLE_SLOTS - 1) / GORT_MAP_TABLE_SLOTS);
    m->depth = (uint8_t)__builtin_ctzll(length);
    m->shift = (uint8_t)(64 - m->depth);
    gort_table **directory = gort_heap_make(&gort_type_pointer, length);
    esc_store(&m->directory, directory);
    m->length = length;
    for (size_t k = 0; k < length; k++)
        esc_store(&directory[k], gort_table_new(type, wanted / length, (ptrdiff_t)k, m->depth));
}

/* make(map[K]V, hint) that escapes: a header of 48 bytes; the group of up to eight keys comes with
 * the first write. */
GORT_CALL gort_map *gort_map_make_of(const gort_map_type *type, size_t hint)
{
    gort_map *m = gort_heap_make(&esc_type_gort_map, 1);
    gort_map_init_of(type, m, hint);
    return m;
}

/* A map that does not escape: the header is in the caller's frame, and so is the group, a
 * `name_bucket`, if no more than eight keys are announced. Or both are static: a package variable.
 */
static inline void gort_map_init_frame_of(const gort_map_type *type, gort_map *m, void *group,
                                          size_t hint)
{
    if (hint > GORT_MAP_SLOTS) {
        gort_map_init_of(type, m, hint);
        return;
    }
    memset(group, 0, type->group.size);
    gort_group_set_empty(group);
    *m = (gort_map){.seed = gort_random_word(), .directory = group, .in_frame = true};
}

/* ---- finding ---- */

/* How keys of one type are compared and stored. Inlined where it is handed over. */
struct gort_map_keys {
    bool (*same)(const void *at, const void *key);
    void (*put)(void *at, const void *key);
    bool replace; /* also over an equal key */
};

/* A slot; `group` NULL: none. */
struct gort_map_place {
    gort_group *group;
    unsigned slot;
};

static inline void *gort_map_place_key(const gort_map_type *type, struct gort_map_place place)
{
    return gort_group_key(type, place.group, place.slot);
}

static inline void *gort_map_place_value(const gort_map_type *type, struct gort_map_place place)
{
    return place.group ? gort_group_value(type, place.group, place.slot) : NULL;
}

/* Where a key is in a group. */
static inline __attribute__((always_inline)) struct gort_map_place
gort_group_find(const gort_map_type *type, bool (*same)(const void *, const void *),
                gort_group *group, uint64_t hash, const void *key)
{
    gort_slots maybe = gort_slots_with(gort_group_controls(group), gort_hash_bits(hash));
    for (; maybe; maybe = gort_slots_rest(maybe)) {
        const unsigned slot = gort_slots_first(maybe);
        if (same(gort_group_key(type, group, slot), key))
            return (struct gort_map_place){group, slot};
    }
    return (struct gort_map_place){NULL, 0};
}

/* Where a key is in a map. */
static inline __attribute__((always_inline)) struct gort_map_place
gort_map_find(const gort_map_type *type, bool (*same)(const void *, const void *),
              const gort_map *m, uint64_t hash, const void *key)
{
    if (m->length == 0)
        return gort_group_find(type, same, m->directory, hash, key);
    const gort_table *table = gort_map_table_of(m, hash);
    struct gort_probe probe = gort_probe_of(table, hash);
    for (;; gort_probe_next(&probe)) {
        gort_group *group = gort_groups_at(type, table->groups, probe.at);
        const struct gort_map_place place = gort_group_find(type, same, group, hash, key);
        if (place.group || gort_slots_empty(gort_group_controls(group)))
            return place;
    }
}

static inline void gort_map_begin_read(const gort_map *m)
{
    if (m->writing)
        gort_panic("concurrent map read and map write");
}

static inline void gort_map_begin_write(gort_map *m)
{
    if (m->writing)
        gort_panic("concurrent map writes");
    m->writing ^= 1;
}

static inline void gort_map_end_write(gort_map *m)
{
    if (!m->writing)
        gort_panic("concurrent map writes");
    m->writing ^= 1;
}

/* Get, for any type of key: where key and value are; false when they are not. */
__attribute__((unused)) static bool gort_map_look(const gort_map_type *type, const gort_map *m,
                                                  const void *key, void **key_at, void **value_at)
{
    if (!m || m->count == 0)
        return false;
    const struct gort_map_place place =
        gort_map_find(type, type->same, m, type->hash(key, m->seed), key);
    if (!place.group)
        return false;
    *key_at = gort_map_place_key(type, place);
    *value_at = gort_map_place_value(type, place);
    return true;
}

/* ---- writing ---- */

static inline __attribute__((always_inline)) void
gort_map_fill(const gort_map_type *type, const struct gort_map_keys *keys, gort_map *m,
              struct gort_map_place place, uint64_t hash, const void *key)
{
    keys->put(gort_map_place_key(type, place), key);
    gort_group_set(place.group, place.slot, (uint8_t)gort_hash_bits(hash));
    m->count++;
}

/* putSlotSmall: the key's place in the only group, none when that is full. */
static inline __attribute__((always_inline)) struct gort_map_place
gort_map_put_small(const gort_map_type *type, const struct gort_map_keys *keys, gort_map *m,
                   uint64_t hash, const void *key)
{
    struct gort_map_place place = gort_group_find(type, keys->same, m->directory, hash, key);
    if (place.group) {
        if (keys->replace)
            keys->put(gort_map_place_key(type, place), key);
        return place;
    }
    const gort_slots free = gort_slots_free(gort_group_controls(m->directory));
    if (!free)
        return place;
    place = (struct gort_map_place){m->directory, gort_slots_first(free)};
    gort_map_fill(type, keys, m, place, hash, key);
    return place;
}

/* The key's place in a table, *found, or where it belongs: the first deleted slot that a search
 * for it meets, or the empty one that ends it. */
static inline __attribute__((always_inline)) struct gort_map_place
gort_table_find(const gort_map_type *type, bool (*same)(const void *, const void *),
                const gort_table *table, uint64_t hash, const void *key, bool *found)
{
    struct gort_map_place deleted = {NULL, 0};
    struct gort_probe probe = gort_probe_of(table, hash);
    for (;; gort_probe_next(&probe)) {
        gort_group *group = gort_groups_at(type, table->groups, probe.at);
        struct gort_map_place place = gort_group_find(type, same, group, hash, key);
        *found = place.group != NULL;
        if (*found)
            return place;
        const gort_slots free = gort_slots_free(gort_group_controls(group));
        if (!free)
            continue;
        place = (struct gort_map_place){group, gort_slots_first(free)};
        if (gort_group_control(group, place.slot) == GORT_MAP_EMPTY)
            return deleted.group ? deleted : place;
        if (!deleted.group)
            deleted = place;
    }
}

/* PutSlot: the key's place in a table, none when the table was replaced. */
static inline __attribute__((always_inline)) struct gort_map_place
gort_table_put(const gort_map_type *type, const struct gort_map_keys *keys, gort_map *m,
               uint64_t hash, const void *key)
{
    gort_table *table = gort_map_table_of(m, hash);
    bool found;
    struct gort_map_place place = gort_table_find(type, keys->same, table, hash, key, &found);
    if (found) {
        if (keys->replace)
            keys->put(gort_map_place_key(type, place), key);
        return place;
    }
    if (gort_group_control(place.group, place.slot) == GORT_MAP_DELETED)
        table->growth_left++; /* it was counted when it was first filled */
    if (table->growth_left == 0)
        gort_table_prune(type, m, table);
    if (table->growth_left == 0) {
        gort_table_grow(type, m, table);
        return (struct gort_map_place){NULL, 0};
    }
    gort_map_fill(type, keys, m, place, hash, key);
    table->growth_left--;
    table->used++;
    return place;
}

/* mapassign: the place of m[key]'s value, made if it is not there. */
static inline __attribute__((always_inline)) void *
gort_map_assign_with(const gort_map_type *type, const struct gort_map_keys *keys, gort_map *m,
                     uint64_t hash, const void *key)
{
    if (!m)
        gort_panic("assignment to entry in nil map");
    gort_map_begin_write(m);
    struct gort_map_place place = {NULL, 0};
    if (!m->directory)
        gort_map_first_group(type, m);
    if (m->length == 0) {
        place = gort_map_put_small(type, keys, m, hash, key);
        if (!place.group)
            gort_map_first_table(type, m);
    }
    while (!place.group)
        place = gort_table_put(type, keys, m, hash, key);
    gort_map_end_write(m);
    return gort_map_place_value(type, place);
}

/* ---- deleting ---- */

/* The slot is empty; only in a group that was full, which searches for other keys have passed, it
 * is marked as deleted. */
static inline void gort_table_free_slot(gort_map *m, gort_table *table, struct gort_map_place place)
{
    const bool passed = !gort_slots_empty(gort_group_controls(place.group));
    gort_group_set(place.group, place.slot, passed ? GORT_MAP_DELETED : GORT_MAP_EMPTY);
    table->used--;
    table->growth_left = (uint16_t)(table->growth_left + !passed);
    m->deleted |= passed;
}

/* Delete: nothing happens where the key is not there. */
static inline __attribute__((always_inline)) void
gort_map_delete_with(const gort_map_type *type, const struct gort_map_keys *keys, gort_map *m,
                     uint64_t hash, const void *key)
{
    if (!m || m->count == 0)
        return;
    gort_map_begin_write(m);
    const struct gort_map_place place = gort_map_find(type, keys->same, m, hash, key);
    if (place.group) {
        if (type->key->pointer_bytes > 0)
            gort_value_clear(gort_map_place_key(type, place), type->key);
        gort_value_clear(gort_map_place_value(type, place), type->value);
        if (m->length == 0)
            gort_group_set(place.group, place.slot, GORT_MAP_EMPTY);
        else
            gort_table_free_slot(m, gort_map_table_of(m, hash), place);
        if (--m->count == 0)
            m->seed = gort_random_word();
    }
    gort_map_end_write(m);
}

/* Clear of a table. Groups without a key are left alone where looking is cheaper than clearing. */
static inline void gort_table_clear(const gort_map_type *type, gort_table *table)
{
    if (table->used == 0 && table->growth_left == gort_table_room(table))
        return;
    const bool look = (size_t)table->used * 4 <= table->mask || type->slot > 32;
    for (size_t k = 0; k <= table->mask; k++) {
        gort_group *group = gort_groups_at(type, table->groups, k);
        if (!look || (~gort_group_controls(group) & GORT_MAP_ALL_EMPTY) != 0)
            gort_value_clear(group, &type->group);
        gort_group_set_empty(group);
    }
    table->used = 0;
    table->growth_left = gort_table_room(table);
}

/* clear(m), and what the compiler makes of a loop that deletes every key (mapclear). The tables
 * stay. */
__attribute__((unused)) static void gort_map_clear(const gort_map_type *type, gort_map *m)
{
    if (!m || (m->count == 0 && !m->deleted))
        return;
    gort_map_begin_write(m);
    if (m->length == 0) {
        gort_value_clear(m->directory, &type->group);
        gort_group_set_empty(m->directory);
    }
    for (size_t k = 0; k < m->length; k += gort_table_entries(m, gort_map_table(m, k)))
        gort_table_clear(type, gort_map_table(m, k));
    m->count = 0;
    m->deleted = false;
    m->clears++;
    m->seed = gort_random_word();
    gort_map_end_write(m);
}

/* ---- keys that are words ---- */

static inline void gort_map_put_word(void *at, const void *key)
{
    *(gort_word *)at = *(const gort_word *)key;
}

static const struct gort_map_keys gort_map_word_keys
    __attribute__((unused)) = {gort_same_word, gort_map_put_word, false};

/* mapaccess2_fast64: m[key]'s place, NULL when it is not there. A single group is looked through
 * without a hash. */
static inline __attribute__((always_inline)) void *
gort_map_look_word(const gort_map_type *type, const gort_map *m, uint64_t key)
{
    if (!m || m->count == 0)
        return NULL;
    gort_map_begin_read(m);
    if (m->length > 0)
        return gort_map_place_value(
            type, gort_map_find(type, gort_same_word, m, gort_hash(key, m->seed), &key));
    gort_slots full = gort_slots_full(gort_group_controls(m->directory));
    char *at = gort_group_key(type, m->directory, 0);
    for (; full; full >>= GORT_SLOT_BITS, at += type->slot)
        if (*(const gort_word *)(void *)at == key && full & GORT_SLOT_BIT)
            return at + type->value_at;
    return NULL;
}

#endif
