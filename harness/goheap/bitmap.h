/* The heap bitmap, as mbitmap.go has it: two bits a word, four words a byte.
 * The low half of a byte says which of its words are pointers, the high half
 * which have pointers at or after them. */
#ifndef GOHEAP_BITMAP_H
#define GOHEAP_BITMAP_H

#include "heap.h"

enum { BITS_POINTER = 0x01, BITS_SCAN = 0x10, BITS_SCAN_ALL = 0xf0, WORDS_PER_BYTE = 4 };

static inline uint64_t bitmap_ones(size_t count)
{
    return count >= 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1;
}

static inline uint8_t *bitmap_byte(uintptr_t address)
{
    return &goheap_heap.heap_bits[(address - goheap_heap.base) / (8 * WORDS_PER_BYTE)];
}

/* heapBits: where in the bitmap a word's bits are. */
struct bitmap_place {
    const uint8_t *byte;
    unsigned shift;
};

static inline struct bitmap_place bitmap_place_of(uintptr_t address)
{
    return (struct bitmap_place){bitmap_byte(address), address / 8 % WORDS_PER_BYTE};
}
/* heapBits.next: the word after it. */
static inline void bitmap_step(struct bitmap_place *place)
{
    place->shift = (place->shift + 1) % WORDS_PER_BYTE;
    place->byte += place->shift == 0;
}
/* BITS_POINTER and BITS_SCAN; other bits belong to the neighbours. */
static inline unsigned bitmap_bits(struct bitmap_place place)
{
    return (unsigned)__atomic_load_n(place.byte, __ATOMIC_RELAXED) >> place.shift;
}

/* heapBitsSetType: describes the slot at `object` of slot_bytes (a scan class
 * or whole pages) that holds data_bytes of values of `type`. Spans are owned by
 * one thread, so only readers are concurrent. */
void goheap_bitmap_set_type(uintptr_t object, size_t slot_bytes, size_t data_bytes,
                            const struct goheap_type *type) HIDDEN;
/* heapBits.initSpan: no word of a fresh span is a pointer; every one if its
 * slots are one word. */
void goheap_bitmap_init_span(const struct span *span) HIDDEN;

/* Words [from, from + count), count <= 64, of a type's mask. */
uint64_t goheap_type_mask(const struct goheap_type *type, size_t from, size_t count) HIDDEN;

#endif
