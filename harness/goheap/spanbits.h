/* What Go 1.27 keeps in the last bytes of a span of one page (mbitmap.go, mgcmark_greenteagc.go):
 * one bit a word, which says pointer, for slots of 8 to 512 bytes with pointers; and behind those,
 * for all slots of 16 to 512 bytes, which are marked and which of these were scanned. So a marker
 * needs no descriptor, and the slots of a page are fewer. */
#ifndef GOHEAP_SPANBITS_H
#define GOHEAP_SPANBITS_H

#include "heap.h"

enum {
    INLINE_MAX_BYTES = 512,      /* gc/malloc.go: MinSizeForMallocHeader, 64 words */
    MARK_WORDS = 8,              /* of 64 slots each */
    INLINE_SLOTS = 63 * 8,       /* the last byte of both bitmaps is something else */
    INLINE_HEAP_BITS_BYTES = 128 /* a page's words, a bit each */
};

/* spanInlineMarkBits: 63 bytes of scans, `owned`, 63 bytes of marks, the span class. */
struct inline_marks {
    uint64_t scans[MARK_WORDS];
    uint64_t marks[MARK_WORDS];
};
_Static_assert(sizeof(struct inline_marks) == 128, "mgcmark_greenteagc.go");

/* heapBitsInSpan, of a slot's size or of what was asked for. */
static inline bool inline_heap_bits(size_t bytes)
{
    return bytes <= INLINE_MAX_BYTES;
}
/* gcUsesSpanInlineMarkBits */
static inline bool inline_mark_bits(size_t slot_bytes)
{
    return slot_bytes >= 16 && slot_bytes <= INLINE_MAX_BYTES;
}

/* Bytes of a span that are no slot's (mheap.go, initSpan). */
static inline size_t inline_reserve(size_t slot_bytes, bool noscan)
{
    return (inline_mark_bits(slot_bytes) ? sizeof(struct inline_marks) : 0) +
           (inline_heap_bits(slot_bytes) && !noscan ? INLINE_HEAP_BITS_BYTES : 0);
}

static inline struct inline_marks *inline_marks_of(uintptr_t span_base)
{
    return (struct inline_marks *)(span_base + PAGE_BYTES - sizeof(struct inline_marks));
}
static inline uint8_t *inline_owner(struct inline_marks *marks)
{
    return (uint8_t *)marks->scans + 63;
}
static inline uint8_t inline_class(const struct inline_marks *marks)
{
    return __atomic_load_n((const uint8_t *)marks->marks + 63, __ATOMIC_RELAXED);
}
/* Word `word` of the scans or the marks without the byte that is none of them. */
static inline uint64_t inline_word(const uint64_t *bits, uint32_t word)
{
    const uint64_t all = __atomic_load_n(&bits[word], __ATOMIC_RELAXED);
    return word == MARK_WORDS - 1 ? all & (UINT64_MAX >> 8) : all;
}

/* spanHeapBitsRange */
static inline uint64_t *inline_heap_words(uintptr_t span_base, size_t slot_bytes)
{
    const size_t behind = inline_mark_bits(slot_bytes) ? sizeof(struct inline_marks) : 0;
    return (uint64_t *)(span_base + PAGE_BYTES - INLINE_HEAP_BITS_BYTES - behind);
}

/* heapBitsSmallForAddr: the bits of a slot's words, at most 64. */
static inline uint64_t inline_heap_bits_at(uintptr_t span_base, uintptr_t slot, size_t slot_bytes)
{
    const uint64_t *bits = inline_heap_words(span_base, slot_bytes);
    const size_t first = (slot - span_base) / 8, count = slot_bytes / 8, shift = first % 64;
    uint64_t found = __atomic_load_n(&bits[first / 64], __ATOMIC_RELAXED) >> shift;
    if (shift + count > 64)
        found |= __atomic_load_n(&bits[first / 64 + 1], __ATOMIC_RELAXED) << (64 - shift);
    return count == 64 ? found : found & ((UINT64_C(1) << count) - 1);
}

/* writeHeapBitsSmall: bits beyond `count` are 0. Only one thread writes into a span, and no reader
 * looks at the bits of an object that nobody has yet. */
static inline void inline_heap_bits_set(uintptr_t span_base, uintptr_t slot, size_t slot_bytes,
                                        uint64_t bits)
{
    uint64_t *words = inline_heap_words(span_base, slot_bytes);
    const size_t first = (slot - span_base) / 8, count = slot_bytes / 8, shift = first % 64;
    uint64_t *word = &words[first / 64];
    const uint64_t ones = count == 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1;
    __atomic_store_n(word, (*word & ~(ones << shift)) | bits << shift, __ATOMIC_RELAXED);
    if (shift + count > 64) {
        word++;
        __atomic_store_n(word, (*word & ~(ones >> (64 - shift))) | bits >> (64 - shift),
                         __ATOMIC_RELAXED);
    }
}

/* initHeapBits: no word of a fresh span is a pointer, every one if slots are one word; no slot is
 * marked. */
void goheap_span_bits_init(const struct span *span) HIDDEN;
/* moveInlineMarks: the marks become those of the descriptor and are cleared. A mark on a slot that
 * was never handed out is dropped: a pointer just past an object's end set it. */
void goheap_span_bits_move(struct span *span) HIDDEN;

/* Word `word` of a span's marks, wherever they are. */
static inline uint64_t span_marks(const struct span *span, uint32_t word)
{
    return span->inline_marks && word < MARK_WORDS
               ? inline_word(inline_marks_of(span->base)->marks, word)
               : __atomic_load_n(&span->mark_bits[word], __ATOMIC_RELAXED);
}
static inline bool span_is_marked(const struct span *span, uint32_t index)
{
    return span_marks(span, index / 64) >> (index % 64) & 1;
}

#endif
