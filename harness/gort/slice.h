/*
 * Slices that grow. `append` is compiled into a test and a store; only growing is a call:
 *
 *   if (s.length == s.capacity)
 *       gort_slice_grow(&s, s.length + 1, type);
 *   ((T *)s.array)[s.length++] = x;
 *
 * Source: runtime/slice.go (growslice), Go 1.18 to 1.27; what a slice may have of a frame from 1.25
 * on is in gort/backing.h.
 */
#ifndef GORT_SLICE_H
#define GORT_SLICE_H

#include "gort/base.h"
#include "gort/room.h"

typedef struct {
    void *array;
    size_t length, capacity;
} gort_slice;
ESC_POINTERS(gort_slice, ESC_PTR(gort_slice, array));

enum { GORT_DOUBLE_UP_TO = 256 };

/* The capacity asked for before rounding: double up to 256, then by (capacity + 768) / 4. */
static inline size_t gort_wanted_capacity(size_t capacity, size_t needed)
{
    if (needed > 2 * capacity)
        return needed;
    if (capacity < GORT_DOUBLE_UP_TO)
        return 2 * capacity;
    while (capacity < needed)
        capacity += (capacity + 3 * GORT_DOUBLE_UP_TO) / 4;
    return capacity;
}

/* How many elements fit: a shift, as in Go, where their size is a power of two. */
static inline size_t gort_elements_in(size_t bytes, size_t element_bytes)
{
    if ((element_bytes & (element_bytes - 1)) == 0)
        return bytes >> __builtin_ctzll(element_bytes);
    return bytes / element_bytes;
}

/* The capacity that growing really gives: the size class is used up. */
static inline size_t gort_grown_capacity(size_t capacity, size_t needed, size_t element_bytes)
{
    size_t wanted = gort_wanted_capacity(capacity, needed) * element_bytes;
    return gort_elements_in(gort_round_size(wanted), element_bytes);
}

/* What growing changes of a slice: two registers, where Go returns the slice in three. */
typedef struct {
    void *array;
    size_t capacity;
} gort_room;

/*
 * growslice: a new array with room for `needed` elements (more than the capacity) and the old
 * elements in it. Elements without pointers: only what lies past `needed` is cleared. The old array
 * is left as it is; it may be on a stack.
 */
GORT_CALL gort_room gort_growslice(const struct esc_type *element, const void *old, size_t length,
                                   size_t capacity, size_t needed)
{
    gort_check(length <= capacity, "a slice is longer than its capacity");
    gort_check(needed > capacity, "a slice grows that has the room already");
    size_t wanted = gort_wanted_capacity(capacity, needed) * element->size;
    size_t bytes = gort_room_size(wanted, element->pointer_bytes > 0);
    gort_room grown = {.capacity = gort_elements_in(bytes, element->size)};
    if (element->pointer_bytes > 0) {
        grown.array = gort_heap_make(element, grown.capacity);
    } else {
        grown.array = gort_heap_bytes(bytes);
        memset((char *)grown.array + needed * element->size, 0, bytes - needed * element->size);
    }
    gort_values_copy(grown.array, old, length, element);
    return grown;
}

/* Grows *slice, whose old array is nobody else's: its life ends. It is from the heap, or NULL. */
static inline void gort_slice_grow(gort_slice *slice, size_t needed, const struct esc_type *element)
{
    void *old = slice->array;
    gort_check(!gort_on_stack(old), "gort_slice_grow ends the old array's life: it is in a frame");
    gort_room grown = gort_growslice(element, old, slice->length, slice->capacity, needed);
    slice->array = grown.array;
    slice->capacity = grown.capacity;
    esc_done(old);
}

/* The same of a slice that lies on the heap or in a package variable: with the write barrier. */
static inline void gort_slice_grow_stored(gort_slice *slice, size_t needed,
                                          const struct esc_type *element)
{
    void *old = slice->array;
    gort_room grown = gort_growslice(element, old, slice->length, slice->capacity, needed);
    esc_store(&slice->array, grown.array);
    slice->capacity = grown.capacity;
    esc_done(old);
}

/* *slice = append(*slice, x) for elements of type T: a test, rarely a call, a store. */
#define gort_append(T, slice, x)                                                                   \
    do {                                                                                           \
        gort_slice *const to = (slice);                                                            \
        if (to->length == to->capacity)                                                            \
            gort_slice_grow(to, to->length + 1, &esc_type_##T);                                    \
        ((T *)to->array)[to->length++] = (x);                                                      \
    } while (0)

#ifdef ESC_CHECKED
#define gort_growslice(...) GORT_AT(gort_growslice(__VA_ARGS__))
#define gort_slice_grow(...) GORT_AT(gort_slice_grow(__VA_ARGS__))
#define gort_slice_grow_stored(...) GORT_AT(gort_slice_grow_stored(__VA_ARGS__))
#endif

#endif
