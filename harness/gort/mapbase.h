/*
 * What both kinds of maps are made of: the hash, the seeds, keys that are words. Source:
 * runtime/hash64.go of Go 1.19, internal/runtime/maps/runtime_hash64.go of Go 1.27: both hash so on
 * machines without AES instructions, with random words where the constants below stand.
 */
#ifndef GORT_MAPBASE_H
#define GORT_MAPBASE_H

#include "gort/slice.h"

enum { GORT_MAP_SLOTS = 8, GORT_MAP_VALUE_BYTES = 128 };

static inline uint64_t gort_mix(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

/* memhash64Fallback, with a hashkey of 0 so that a run can be repeated. */
static inline uint64_t gort_hash(uint64_t key, uint64_t seed)
{
    uint64_t inner = gort_mix(key ^ 0xe7037ed1a0b428db, key ^ seed ^ 0xa0761d6478bd642f);
    return gort_mix(0x1d8e4e27c47d124f ^ 8, inner);
}

/* Each map hashes differently, but as in every run. */
static inline uint64_t gort_random_word(void)
{
    static uint64_t state;
    gort_check_one_thread("maps are made and written by one thread");
    state += 0x9e3779b97f4a7c15;
    return gort_mix(state, state ^ 0xe7037ed1a0b428db);
}

/* fastrand. */
static inline uint32_t gort_random(void)
{
    return (uint32_t)(gort_random_word() >> 16);
}

__attribute__((unused)) static uint64_t gort_hash_word(const void *key, uint64_t seed)
{
    return gort_hash(*(const gort_word *)key, seed);
}

__attribute__((unused)) static bool gort_same_word(const void *key, const void *other)
{
    return *(const gort_word *)key == *(const gort_word *)other;
}

/* Marks the pointers of eight values of `type` that begin at `at`, `stride` bytes apart. */
__attribute__((unused)) static void gort_map_mark(uint8_t *pointers, size_t at, size_t stride,
                                                  const struct esc_type *type)
{
    for (size_t slot = 0; slot < GORT_MAP_SLOTS; slot++, at += stride)
        for (size_t word = 0; word < type->pointer_bytes / sizeof(gort_word); word++)
            if (gort_is_pointer(type, word))
                pointers[(at / 8 + word) / 8] |= (uint8_t)(1 << (at / 8 + word) % 8);
}

/* For runtimes without a collector: so many tables that somebody may still range over are kept. */
enum { GORT_MAP_RETIRED = 64 };
#define GORT_MAP_RETIRED_CONTRACT "maps grow more than 64 times while they are ranged over"

#endif
