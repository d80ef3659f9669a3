/*
 * Maps whose keys are strings. A key that is looked up is only read, so m[string(b)] copies no
 * bytes (gort_string_borrowed); one that is assigned stays in the map, so its bytes must be its
 * own.
 */
#ifndef GORT_MAPSTRING_H
#define GORT_MAPSTRING_H

#include "gort/mapbase.h"

#if ESC_GO < 24
#include "gort/mapbucketsstring.h"
#else
#include "gort/mapswissstring.h"
#endif

/* map[string]V as `name`: GORT_MAP_OF_STRINGS(ages, uint64_t, &gort_type_word); */
#define GORT_MAP_OF_STRINGS(name, V, type_of_V)                                                    \
    GORT_MAP_OF(name, gort_string, &esc_type_gort_string, gort_hash_string, gort_same_string, V,   \
                type_of_V)

#define gort_check_string_keys(type)                                                               \
    gort_check((type)->key == &esc_type_gort_string, "this type of map has no strings as keys")

/* The place of m[key]'s value, NULL when it is not there. */
GORT_CALL const void *gort_map_get_string(const gort_map_type *type, const gort_map *m,
                                          gort_string key)
{
    gort_check_string_keys(type);
    return gort_map_look_string(type, m, key);
}

/* m[key] = …. The map keeps the key's bytes: they outlive it, or belong to it.
 */
GORT_CALL void *gort_map_assign_string(const gort_map_type *type, gort_map *m, gort_string key)
{
    gort_check_string_keys(type);
    gort_check(!gort_on_stack(key.bytes) || gort_on_stack(m),
               "a map keeps a key whose bytes are in a frame");
    return gort_map_assign_with(type, &gort_map_string_keys, m,
                                gort_hash_string(&key, m ? m->seed : 0), &key);
}

/* delete(m, key). */
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
