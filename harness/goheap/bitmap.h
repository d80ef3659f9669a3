/* The heap bitmap: one bit a word of the heap, 1 = a pointer (mbitmap.go has two bits; the second
 * says "no pointer from here on", which a count of trailing zeros over 64 words replaces). */
#ifndef GOHEAP_BITMAP_H
#define GOHEAP_BITMAP_H

#include "heap.h"

static inline uint64_t bitmap_ones(size_t count)
{
    return count >= 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1;
}

/* Bits of up to 64 words at `word`; neighbours keep theirs. Spans are owned by one thread and
 * bitmap words do not cross pages, so only readers are concurrent. */
static inline void bitmap_put(size_t word, uint64_t bits, size_t count)
{
    uint64_t *target = &goheap_heap.pointer_bits[word / 64];
    const unsigned shift = word % 64;
    const uint64_t mask = bitmap_ones(count);
    uint64_t old = __atomic_load_n(target, __ATOMIC_RELAXED);
    __atomic_store_n(target, (old & ~(mask << shift)) | (bits << shift), __ATOMIC_RELAXED);
    if (shift + count <= 64)
        return;
    target++;
    old = __atomic_load_n(target, __ATOMIC_RELAXED);
    __atomic_store_n(target, (old & ~(mask >> (64 - shift))) | (bits >> (64 - shift)),
                     __ATOMIC_RELAXED);
}

/* Describes the slot at `object`: `count` values of `type`, then no pointers up to slot_bytes. */
void goheap_bitmap_write(uintptr_t object, size_t slot_bytes, const struct goheap_type *type,
                         size_t count) HIDDEN;

/* The same; quickly for few plain pointers, and for one value with its pointers in the first eight
 * words. */
static inline void bitmap_write(uintptr_t object, size_t slot_bytes, const struct goheap_type *type,
                                size_t count)
{
    const bool plain = type->size == 8 && (type->pointer_mask[0] & 1);
    if (slot_bytes > 512 || !(plain || (count == 1 && type->pointer_bytes <= 64))) {
        goheap_bitmap_write(object, slot_bytes, type, count);
        return;
    }
    const uint64_t bits =
        plain ? bitmap_ones(count) : type->pointer_mask[0] & bitmap_ones(type->pointer_bytes / 8);
    bitmap_put((object - goheap_heap.base) / 8, bits, slot_bytes / 8);
}

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
