/*
 * The hash of a string, and whether two strings are one. Source: runtime/hash64.go of Go 1.19,
 * internal/runtime/maps/runtime_hash64.go of Go 1.27 (memhashFallback).
 */
#ifndef GORT_STRINGHASH_H
#define GORT_STRINGHASH_H

#include "gort/mapbase.h"
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

__attribute__((unused)) static uint64_t gort_hash_string(const void *key, uint64_t seed)
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

/* A key that a map keeps, also in place of an equal one: the old one's bytes can be collected then.
 */
static inline void gort_map_put_string(void *at, const void *key)
{
    gort_string_store(at, *(const gort_string *)key);
}

#endif
