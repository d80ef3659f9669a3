/*
 * Maps, as the release of Go has them that a case is compiled for (ESC_GO): buckets and overflow
 * chains (gort/mapbuckets.h), from 1.24 on Swiss tables (gort/mapswiss.h). What a case calls is the
 * same. Keys are words here; strings are in gort/mapstring.h, ranging over a map in
 * gort/maprange.h. Left out: keys of other types, values over 128 bytes.
 *
 *   gort_map_make_of, gort_map_init_frame_of, gort_map_done_of, gort_map_clear, GORT_MAP_OF
 *
 * are in both files, with the same contracts.
 */
#ifndef GORT_MAP_H
#define GORT_MAP_H

#include "gort/mapbase.h"

#if ESC_GO < 24
#include "gort/mapbuckets.h"
#else
#include "gort/mapswiss.h"
#endif

/* map[uint64]V: GORT_MAP_OF_WORDS(ages, uint64_t, &gort_type_word); */
#define GORT_MAP_OF_WORDS(name, V, type_of_V)                                                      \
    GORT_MAP_OF(name, uint64_t, &gort_type_word, gort_hash_word, gort_same_word, V, type_of_V)

#define gort_check_word_keys(type)                                                                 \
    gort_check((type)->key == &gort_type_word, "this type of map has no words as keys")

/* m[key] of a map[uint64]V: the place to write to; the place to read or NULL; delete. */
GORT_CALL void *gort_map_assign_word(const gort_map_type *type, gort_map *m, uint64_t key)
{
    gort_check_word_keys(type);
    return gort_map_assign_with(type, &gort_map_word_keys, m, gort_hash(key, m ? m->seed : 0),
                                &key);
}

GORT_CALL const void *gort_map_get_word(const gort_map_type *type, const gort_map *m, uint64_t key)
{
    gort_check_word_keys(type);
    return gort_map_look_word(type, m, key);
}

GORT_CALL void gort_map_delete_word(const gort_map_type *type, gort_map *m, uint64_t key)
{
    gort_check_word_keys(type);
    gort_map_delete_with(type, &gort_map_word_keys, m, gort_hash(key, m ? m->seed : 0), &key);
}

/* ---- map[uint64]uint64 ---- */

GORT_CALL gort_map *gort_map_make(void)
{
    return gort_map_make_of(&gort_map_words, 0);
}

static inline void gort_map_init_frame(gort_map *m, gort_bucket *bucket, size_t hint)
{
    gort_map_init_frame_of(&gort_map_words, m, bucket, hint);
}

static inline void gort_map_done(gort_map *m)
{
    gort_map_done_of(&gort_map_words, m);
}

GORT_CALL uint64_t *gort_map_assign(gort_map *m, uint64_t key)
{
    return gort_map_assign_with(&gort_map_words, &gort_map_word_keys, m,
                                gort_hash(key, m ? m->seed : 0), &key);
}

GORT_CALL uint64_t gort_map_get(const gort_map *m, uint64_t key)
{
    const uint64_t *value = gort_map_look_word(&gort_map_words, m, key);
    return value ? *value : 0;
}

#ifdef ESC_CHECKED
#define gort_map_make_of(...) GORT_AT(gort_map_make_of(__VA_ARGS__))
#define gort_map_init_frame_of(...) GORT_AT(gort_map_init_frame_of(__VA_ARGS__))
#define gort_map_clear(...) GORT_AT(gort_map_clear(__VA_ARGS__))
#define gort_map_assign_word(...) GORT_AT(gort_map_assign_word(__VA_ARGS__))
#define gort_map_get_word(...) GORT_AT(gort_map_get_word(__VA_ARGS__))
#define gort_map_delete_word(...) GORT_AT(gort_map_delete_word(__VA_ARGS__))
#define gort_map_make(...) GORT_AT(gort_map_make(__VA_ARGS__))
#define gort_map_init_frame(...) GORT_AT(gort_map_init_frame(__VA_ARGS__))
#define gort_map_assign(...) GORT_AT(gort_map_assign(__VA_ARGS__))
#define gort_map_get(...) GORT_AT(gort_map_get(__VA_ARGS__))
#endif

#endif
