/* Go 1.27 keeps an object's type instead of bits for each of its words, where it is bigger than
 * 512 bytes (mbitmap.go): in eight bytes before it, which are part of its slot (malloc header), or
 * of a large one in its span. A type so lives as long as its objects. Pointers are found by laying
 * the type's mask over the object, again and again (typePointers). */
#ifndef GOHEAP_HEADER_H
#define GOHEAP_HEADER_H

#include "bitmap.h"
#include "spanbits.h"

enum { HEADER_BYTES = 8 }; /* gc/malloc.go: MallocHeaderSize */

/* malloc.go: what has no room for a header in the largest class is a large object, with pointers or
 * without. */
enum { SMALL_WITH_HEADER_MAX_BYTES = SMALL_MAX_BYTES - HEADER_BYTES };

/* A span's slots begin with a header. */
static inline bool span_has_headers(const struct span *span)
{
    return !span_noscan(span) && span->span_class / 2 != 0 &&
           !inline_heap_bits(span->element_bytes);
}

/* Where the next pointer word is (typePointers): bits of `mask` are words from `at` on. */
struct type_pointers {
    uintptr_t element, at, limit;
    uint64_t mask;
    const struct goheap_type *type;
};

static inline size_t type_words(const struct goheap_type *type)
{
    return type->pointer_bytes / 8;
}

/* The pointer words in [begin, limit) of an object that starts with the elements at `object`;
 * `begin` is a multiple of 8 away from it. */
struct type_pointers goheap_type_pointers(const struct goheap_type *type, uintptr_t object,
                                          uintptr_t begin, uintptr_t limit) HIDDEN;
/* typePointers.next: the next word, 0 behind the last. */
uintptr_t goheap_type_pointers_next(struct type_pointers *pointers) HIDDEN;

static inline uintptr_t type_pointers_next(struct type_pointers *pointers)
{
    if (UNLIKELY(pointers->mask == 0))
        return goheap_type_pointers_next(pointers);
    const uintptr_t at = pointers->at + 8 * (uintptr_t)__builtin_ctzll(pointers->mask);
    pointers->mask &= pointers->mask - 1;
    return at;
}

/* The type of the object in a slot that begins at `slot`, of a span without bits at its end; NULL
 * of a large object that is still being cleared. *object is where it begins. */
static inline const struct goheap_type *header_type(const struct span *span, uintptr_t slot,
                                                    uintptr_t *object)
{
    if (span->span_class / 2 == 0) {
        *object = slot;
        return __atomic_load_n(&span->large_type, __ATOMIC_ACQUIRE);
    }
    *object = slot + HEADER_BYTES;
    return __atomic_load_n((const struct goheap_type *const *)slot, __ATOMIC_RELAXED);
}

/* Whether a word of the slot that begins at `slot` is a pointer, in a span with pointers. For
 * verifying: one word at a time. */
bool goheap_header_is_pointer(const struct span *span, uintptr_t slot, uintptr_t word) HIDDEN;

#endif
