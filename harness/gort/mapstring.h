/*
 * Maps whose keys are strings. A key that is looked up is only read, so m[string(b)] copies no
 * bytes (gort_string_borrowed); one that is assigned stays in the map, so its bytes must be its
 * own. Source: runtime/map_faststr.go, runtime/hash64.go (memhashFallback), Go 1.19.
 */
#ifndef GORT_MAPSTRING_H
#define GORT_MAPSTRING_H

#include "gort/map.h"
#include "gort/string.h"

static inline uint64_t gort_word_at(const char *at, size_t bytes)
{
    uint64_t word = 0;
    memcpy(&word, at, bytes);
    return word;
}

/* The last up to 16 bytes of `length`, as two words: they may overlap. */
static inline void gort_hash_tail(const char *at, size_t length, uint64_t *a, uint64_t *b)
{
    if (length < 4) {
        *a = (unsigned char)at[0] | (uint64_t)(unsigned char)at[length >> 1] << 8 |
             (uint64_t)(unsigned char)at[length - 1] << 16;
        *b = 0;
    } else {
        size_t word = length < 8 ? 4 : 8;
        *a = gort_word_at(at, word);
        *b = gort_word_at(at + length - word, word);
    }
}

/* memhashFallback, with a hashkey of 0. */
static inline uint64_t gort_hash_bytes(const char *at, size_t length, uint64_t seed)
{
    static const uint64_t m1 = 0xa0761d6478bd642f, m2 = 0xe7037ed1a0b428db, m3 = 0x8ebc6af09c88c6e3,
                          m4 = 0x589965cc75374cc3, m5 = 0x1d8e4e27c47d124f;
    size_t left = length;
    uint64_t a, b;
    seed ^= m1;
    if (length == 0)
        return seed;
    if (left > 48) {
        uint64_t second = seed, third = seed;
        for (; left > 48; left -= 48, at += 48) {
            seed = gort_mix(gort_word_at(at, 8) ^ m2, gort_word_at(at + 8, 8) ^ seed);
            second = gort_mix(gort_word_at(at + 16, 8) ^ m3, gort_word_at(at + 24, 8) ^ second);
            third = gort_mix(gort_word_at(at + 32, 8) ^ m4, gort_word_at(at + 40, 8) ^ third);
        }
        seed ^= second ^ third;
    }
    for (; left > 16; left -= 16, at += 16)
        seed = gort_mix(gort_word_at(at, 8) ^ m2, gort_word_at(at + 8, 8) ^ seed);
    if (length > 16)
        a = gort_word_at(at + left - 16, 8), b = gort_word_at(at + left - 8, 8);
    else
        gort_hash_tail(at, left, &a, &b);
    return gort_mix(m5 ^ length, gort_mix(a ^ m2, b ^ seed));
}

__attribute__((unused)) static uint64_t gort_hash_string(const void *key, uint32_t seed)
{
    const gort_string *s = key;
    return gort_hash_bytes(s->bytes, s->length, seed);
}

/* The bytes of two strings of one length. */
static inline bool gort_same_bytes(const gort_string *a, const gort_string *b)
{
    return a->bytes == b->bytes || memcmp(a->bytes, b->bytes, a->length) == 0;
}

__attribute__((unused)) static bool gort_same_string(const void *key, const void *other)
{
    const gort_string *a = key, *b = other;
    return a->length == b->length && gort_same_bytes(a, b);
}

/* map[string]V as `name`: GORT_MAP_OF_STRINGS(ages, uint64_t, &gort_type_word); */
#define GORT_MAP_OF_STRINGS(name, V, type_of_V)                                                    \
    GORT_MAP_OF(name, gort_string, &esc_type_gort_string, gort_hash_string, gort_same_string, V,   \
                type_of_V)

static inline bool gort_map_same_string(const gort_map_type *type, gort_cells *bucket,
                                        unsigned slot, uint8_t top, const void *key)
{
    return bucket->tops[slot] == top && gort_same_string(gort_map_key(type, bucket, slot), key);
}

/* Also over an equal key: the old one's bytes can be collected then. */
static inline void gort_map_put_string(void *at, const void *key)
{
    gort_string_store(at, *(const gort_string *)key);
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

#define gort_check_string_keys(type)                                                               \
    gort_check((type)->key == &esc_type_gort_string, "this type of map has no strings as keys")

/* mapaccess_faststr: the place of m[key]'s value, NULL when it is not there. */
GORT_CALL const void *gort_map_get_string(const gort_map_type *type, const gort_map *m,
                                          gort_string key)
{
    bool hashed = false;
    gort_check_string_keys(type);
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

/* mapassign_faststr: m[key] = …. The map keeps the key's bytes: they outlive it, or belong to it.
 */
GORT_CALL void *gort_map_assign_string(const gort_map_type *type, gort_map *m, gort_string key)
{
    gort_check_string_keys(type);
    gort_check(!gort_on_stack(key.bytes) || gort_on_stack(m),
               "a map keeps a key whose bytes are in a frame");
    return gort_map_assign_with(type, &gort_map_string_keys, m,
                                gort_hash_string(&key, m ? m->seed : 0), &key);
}

/* mapdelete_faststr. */
GORT_CALL void gort_map_delete_string(const gort_map_type *type, gort_map *m, gort_string key)
{
    gort_check_string_keys(type);
    gort_map_delete_with(type, &gort_map_string_keys, m, gort_hash_string(&key, m ? m->seed : 0),
                         &key);
}

#ifdef ESC_CHECKED
#define gort_map_get_string(...) GORT_AT(gort_map_get_string(__VA_ARGS__))
#define gort_map_assign_string(...) GORT_AT(gort_map_assign_string(__VA_ARGS__))
#define gort_map_delete_string(...) GORT_AT(gort_map_delete_string(__VA_ARGS__))
#endif

#endif
