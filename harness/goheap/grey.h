/* A reference becomes a mark: by Go 1.19 (greyobject of mgcmark.go), or by 1.27, where an object of
 * up to 512 bytes is marked at its span's end and the span waits instead of it (tryDeferToSpanScan
 * of mgcmark_greenteagc.go). */
#ifndef GOHEAP_GREY_H
#define GOHEAP_GREY_H

#include "queue.h"
#include "spanbits.h"
#include "spanqueue.h"

/* Sets the mark, atomically as in Go (markBits.setMarked); false if it was set. */
static inline bool set_mark(uint64_t *word, uint64_t bit)
{
    return !(__atomic_fetch_or(word, bit, __ATOMIC_RELAXED) & bit);
}

/* The same of marks that are at a span's end, see acquire_span. */
static inline bool set_inline_mark(uint64_t *word, uint64_t bit)
{
    return !(__atomic_fetch_or(word, bit, __ATOMIC_SEQ_CST) & bit);
}

/* A slot that is neither marked nor handed out when marking began is free, or was handed out since
 * and is black by I5: a stale number points to it, not a reference. */
static inline bool is_handed_out_before(const struct span *span, uint32_t index)
{
    return bit_get(span->allocated_bits, index);
}

static inline void grey_slot(struct grey_queue *queue, const struct span *span, uint32_t index)
{
    uint64_t *word = &span->mark_bits[index / 64];
    const uint64_t bit = UINT64_C(1) << (index % 64);
    if (__atomic_load_n(word, __ATOMIC_RELAXED) & bit)
        return;
    if (!is_handed_out_before(span, index))
        return;
    if (!set_mark(word, bit))
        return;
    queue->bytes_marked += span->element_bytes;
    if (span_noscan(span))
        return;
    const uintptr_t object = span->base + index * span->element_bytes;
    __builtin_prefetch((const void *)object);
    queue_push(queue, object);
}

/* By the bits of Go 1.19's descriptors. */
static inline void grey_by_descriptor(struct grey_queue *queue, uintptr_t p)
{
    const struct span *span = span_at(p);
    if (!span)
        return;
    const uint32_t index = element_index(span, p);
    if (index < span->elements)
        grey_slot(queue, span, index);
}

/* spanScanOwnership: whether a span waits, and for how many marks, of which one is the entry's. */
enum { SPAN_WAITS_FOR_ONE = 2, SPAN_WAITS_FOR_MANY = 4 };

/* spanInlineMarkBits.tryAcquire: true when the caller must queue the span. The mark was set before,
 * and all of it is sequentially consistent: who finds the span waiting already knows that the mark
 * will be seen by the one it waits for. */
static inline bool acquire_span(struct inline_marks *marks)
{
    uint8_t *owner = inline_owner(marks);
    switch (__atomic_load_n(owner, __ATOMIC_SEQ_CST)) {
    case 0:
        if (__atomic_fetch_or(owner, SPAN_WAITS_FOR_ONE, __ATOMIC_SEQ_CST) == 0)
            return true;
        __attribute__((fallthrough));
    case SPAN_WAITS_FOR_ONE:
        return __atomic_fetch_or(owner, SPAN_WAITS_FOR_MANY, __ATOMIC_SEQ_CST) == 0;
    default:
        return false;
    }
}

/* tryDeferToSpanScan: false when p leads to a page without marks at its end; p is in the
 * reservation. No descriptor is read. */
static inline bool defer_to_span(struct grey_queue *queue, uintptr_t p)
{
    const size_t page = page_of(p);
    if (!(__atomic_load_n(&goheap_heap.inline_pages[page / 8], __ATOMIC_ACQUIRE) >> (page % 8) & 1))
        return false;
    const uintptr_t base = goheap_heap.base + (page << PAGE_SHIFT);
    struct inline_marks *marks = inline_marks_of(base);
    const unsigned class = inline_class(marks);
    const uint32_t index = (uint32_t)(((p - base) * goheap_class_magic[class / 2]) >> 32);
    if (index >= INLINE_SLOTS)
        return true; /* just past the last slot */
    uint64_t *word = &marks->marks[index / 64];
    const uint64_t bit = UINT64_C(1) << (index % 64);
    if ((__atomic_load_n(word, __ATOMIC_RELAXED) & bit) || !set_inline_mark(word, bit))
        return true;
    if (class & 1)
        queue->bytes_marked += goheap_class_bytes[class / 2];
    else if (acquire_span(marks))
        goheap_spans_put(queue, base + index);
    return true;
}

/* A pointer word of a living object: it leads into a living object, or nowhere, or just past one,
 * where a slot may be free; such a mark is found out when the span is scanned or swept. */
static inline void grey_reference(struct grey_queue *queue, uintptr_t p)
{
    if (p - goheap_heap.base < goheap_heap.limit_bytes && !defer_to_span(queue, p))
        grey_by_descriptor(queue, p);
}

/* Any number, as of a stack (scanConservative). */
static inline void grey_number(struct grey_queue *queue, uintptr_t p)
{
    const struct span *span = span_at(p);
    if (!span)
        return;
    const uint32_t index = element_index(span, p);
    if (index < span->elements && is_handed_out_before(span, index) &&
        !(span->inline_marks && defer_to_span(queue, p)))
        grey_slot(queue, span, index);
}

#endif
