/*
 * What a slice may have of the frame of the function that makes it. `stays`: it does not escape.
 *
 *   gort_backing room = GORT_BACKING;            before Go 1.25: nothing
 *   T *s = gort_make_here(T, n, &room);          make([]T, n), n known only when it runs, stays
 *   gort_append_here(T, &s, x, &room);           s = append(s, x), stays or is moved
 *   gort_slice_move(&s, &room, type);            s is about to be returned
 *   gort_here_done(s.array, &room);              end of its life, for runtimes without a collector
 *
 * From Go 1.25 on a make of a size that only the run knows has 32 bytes in the frame
 * (cmd/compile/internal/walk/builtin.go, walkMakeSlice), from 1.26 on so has the first append to
 * an empty slice (cmd/compile/internal/ssagen/ssa.go, append), also to one that is returned: it is
 * copied to the heap then (cmd/compile/internal/slice/slice.go; runtime/slice.go,
 * moveSliceNoCap). Left out: slices whose capacity somebody reads and that are moved all the same,
 * which walk through the frame's room from size class to size class.
 */
#ifndef GORT_BACKING_H
#define GORT_BACKING_H

#include "gort/slice.h"

enum { GORT_BACKING_BYTES = 32 }; /* cmd/compile/internal/base/debug.go: VariableMakeThreshold */

#if ESC_GO < 25

typedef struct {
    char none[0];
} gort_backing;
#define GORT_BACKING                                                                               \
    {                                                                                              \
    }

static inline void *gort_makeslice_here(const struct esc_type *element, size_t n,
                                        gort_backing *backing)
{
    (void)backing;
    return gort_heap_make(element, n);
}

static inline void gort_slice_grow_here(gort_slice *slice, size_t needed,
                                        const struct esc_type *element, gort_backing *backing)
{
    (void)backing;
    gort_slice_grow(slice, needed, element);
}

static inline void gort_slice_move(gort_slice *slice, gort_backing *backing,
                                   const struct esc_type *element)
{
    (void)slice, (void)backing, (void)element;
}

static inline void gort_here_done(void *array, const gort_backing *backing)
{
    (void)backing;
    esc_done(array);
}

#else

/* `used`: by an append, which has it once. */
typedef struct {
    _Alignas(8) char bytes[GORT_BACKING_BYTES];
    bool used;
} gort_backing;
#define GORT_BACKING                                                                               \
    {                                                                                              \
        .used = false                                                                              \
    }

/* As many elements as the frame has room for, cleared. */
static inline void *gort_backing_clear(gort_backing *backing, size_t element_bytes)
{
    return memset(backing->bytes, 0, GORT_BACKING_BYTES / element_bytes * element_bytes);
}

static inline bool gort_is_here(const void *array, const gort_backing *backing)
{
    return array == backing->bytes;
}

static inline void *gort_makeslice_here(const struct esc_type *element, size_t n,
                                        gort_backing *backing)
{
    if (n <= GORT_BACKING_BYTES / element->size)
        return gort_backing_clear(backing, element->size);
    return gort_heap_make(element, n);
}

/* Grows *slice, which is empty, in the frame, or nobody else's: its old array's life ends. */
static inline void gort_slice_grow_here(gort_slice *slice, size_t needed,
                                        const struct esc_type *element, gort_backing *backing)
{
    const size_t room = GORT_BACKING_BYTES / element->size;
    void *old = slice->array;
    if (needed <= room && !backing->used && slice->length == 0) {
        backing->used = true;
        slice->array = gort_backing_clear(backing, element->size);
        slice->capacity = room;
        return;
    }
    gort_room grown = gort_growslice(element, old, slice->length, slice->capacity, needed);
    slice->array = grown.array;
    slice->capacity = grown.capacity;
    if (!gort_is_here(old, backing))
        esc_done(old);
}

/* moveSliceNoCap, moveSliceNoCapNoScan: from the frame to the heap, the size class used up. */
GORT_CALL gort_room gort_move_slice(const void *array, size_t length,
                                    const struct esc_type *element)
{
    const bool pointers = element->pointer_bytes > 0;
    const size_t bytes = length * element->size, rounded = gort_room_size(bytes, pointers);
    gort_room moved = {NULL, gort_elements_in(rounded, element->size)};
    if (pointers) {
        moved.array = gort_heap_make(element, moved.capacity);
    } else {
        moved.array = gort_heap_bytes(rounded);
        memset((char *)moved.array + bytes, 0, rounded - bytes);
    }
    gort_values_copy(moved.array, array, length, element);
    return moved;
}

/* move2heap: in front of what may keep the slice. */
static inline void gort_slice_move(gort_slice *slice, gort_backing *backing,
                                   const struct esc_type *element)
{
    if (!gort_is_here(slice->array, backing))
        return;
    gort_room moved = gort_move_slice(slice->array, slice->length, element);
    slice->array = moved.array;
    slice->capacity = moved.capacity;
}

static inline void gort_here_done(void *array, const gort_backing *backing)
{
    if (!gort_is_here(array, backing))
        esc_done(array);
}

#endif

#define gort_make_here(T, n, backing)                                                              \
    ((T *)gort_makeslice_here(&esc_type_##T, (size_t)(n), backing))

/* *slice = append(*slice, x) for elements of type T: a test, rarely more, a store. */
#define gort_append_here(T, slice, x, backing)                                                     \
    do {                                                                                           \
        gort_slice *const to = (slice);                                                            \
        if (to->length == to->capacity)                                                            \
            gort_slice_grow_here(to, to->length + 1, &esc_type_##T, (backing));                    \
        ((T *)to->array)[to->length++] = (x);                                                      \
    } while (0)

#endif
