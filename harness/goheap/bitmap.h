/* The heap bitmap: one bit a word of the heap, 1 = a pointer (mbitmap.go has two bits; the second
 * says "no pointer from here on", which a count of trailing zeros over 64 words replaces). */
#ifndef GOHEAP_BITMAP_H
#define GOHEAP_BITMAP_H

#include "heap.h"

/* Describes the slot at `object`: `count` values of `type`, then no pointers up to slot_bytes. */
void goheap_bitmap_write(uintptr_t object, size_t slot_bytes, const struct goheap_type *type,
                         size_t count) HIDDEN;

/* The pointer bits of the 64 words from `word` (counted from the heap's base) on. */
static inline uint64_t bitmap_read(size_t word)
{
    const uint64_t *bits = &goheap_heap.pointer_bits[word / 64];
    const unsigned shift = word % 64;
    const uint64_t low = __atomic_load_n(bits, __ATOMIC_RELAXED) >> shift;
    if (shift == 0)
        return low;
    return low | __atomic_load_n(bits + 1, __ATOMIC_RELAXED) << (64 - shift);
}

/* Words [from, from + count), count <= 64, of a type's mask. */
uint64_t goheap_type_mask(const struct goheap_type *type, size_t from, size_t count) HIDDEN;

#endif
