/*
 * What all of gort/ stands on: esc.h, real calls, and values moved by type as the Go runtime moves
 * them. gort/ models the parts of Go's runtime that the cases need, of the release ESC_GO: 1.19's,
 * and what 1.27 does otherwise. Each header names its Go source file, and each allocates exactly
 * what Go allocates.
 */
#ifndef GORT_BASE_H
#define GORT_BASE_H

#include "gort/contract.h"

/* A function of the Go runtime: really called, as in Go, and not every case uses it. */
#define GORT_CALL ESC_NOINLINE __attribute__((unused)) static

#define gort_likely(condition) __builtin_expect(!!(condition), 1)

/* One machine word of an object of any type. */
typedef uint64_t __attribute__((may_alias)) gort_word;

/* `*T`, and 8 bytes without pointers. */
static const uint8_t gort_mask_one = 1;
static const struct esc_type gort_type_pointer __attribute__((unused)) = {8, 8, &gort_mask_one};
static const struct esc_type gort_type_word __attribute__((unused)) = {8, 0, NULL};
static const struct esc_type gort_type_byte __attribute__((unused)) = {1, 0, NULL};

/*
 * The allocator as gort/ uses it. A strategy with place = "stack" must come by without: where a
 * model reaches for the heap after all, the case's process aborts.
 */
#if ESC_RUNTIME_ID == ESC_ID_NONE
#define gort_heap_make(type, count) ((void)(type), (void)(count), abort(), (void *)NULL)
#define gort_heap_bytes(bytes) ((void)(bytes), abort(), (void *)NULL)
#else
#define gort_heap_make(type, count) esc_runtime_make(type, count)
#define gort_heap_bytes(bytes) esc_runtime_bytes(bytes)
#endif

static inline bool gort_is_pointer(const struct esc_type *type, size_t word)
{
    return (type->pointer_mask[word / 8] >> (word % 8)) & 1;
}

/* typedmemmove (runtime/mbarrier.go): *to = *from, pointers with the write barrier. No overlap. */
static inline void gort_value_copy(void *to, const void *from, const struct esc_type *type)
{
    gort_check(gort_apart(to, from, type->size), "a value is copied onto itself");
    size_t words = type->pointer_bytes / sizeof(gort_word);
    for (size_t i = 0; i < words; i++) {
        gort_word value = ((const gort_word *)from)[i];
        if (gort_is_pointer(type, i))
            esc_store((gort_word *)to + i, value);
        else
            ((gort_word *)to)[i] = value;
    }
    memcpy((char *)to + type->pointer_bytes, (const char *)from + type->pointer_bytes,
           type->size - type->pointer_bytes);
}

/* The same for `count` values in a row; `from` may be NULL when there are none. */
static inline void gort_values_copy(void *to, const void *from, size_t count,
                                    const struct esc_type *type)
{
    gort_check(count == 0 || gort_apart(to, from, count * type->size),
               "values are copied onto themselves");
    if (type->pointer_bytes == 0 && count > 0) {
        memcpy(to, from, count * type->size);
        return;
    }
    for (size_t k = 0; k < count; k++)
        gort_value_copy((char *)to + k * type->size, (const char *)from + k * type->size, type);
}

/* typedmemclr (runtime/mbarrier.go): the zero value of `type`, pointers with the write barrier. */
static inline void gort_value_clear(void *at, const struct esc_type *type)
{
    size_t words = type->pointer_bytes / sizeof(gort_word);
    for (size_t i = 0; i < words; i++) {
        if (gort_is_pointer(type, i))
            esc_store((gort_word *)at + i, NULL);
        else
            ((gort_word *)at)[i] = 0;
    }
    memset((char *)at + type->pointer_bytes, 0, type->size - type->pointer_bytes);
}

#ifdef ESC_CHECKED
#define gort_value_copy(...) GORT_AT(gort_value_copy(__VA_ARGS__))
#define gort_values_copy(...) GORT_AT(gort_values_copy(__VA_ARGS__))
#endif

#endif
