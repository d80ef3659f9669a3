/* Marks that gathered on a span are scanned at once: the difference of what is marked and what was
 * scanned. Go scans a span with many of them by vector instructions where the processor has
 * AVX-512 (ScanSpanPacked); everywhere else, and here, one object's bits after the other. */
#include "greentea.h"

#include "grey.h"
#include "header.h"

/* ---- spans ---- */

/* Addresses of a slot's pointer words go to queue->found, from `count` on; how many there are then.
 * The page has fewer words than the array. */
static size_t find_words(struct grey_queue *queue, uintptr_t base, uintptr_t slot, size_t bytes,
                         size_t count)
{
    uint64_t bits = inline_heap_bits_at(base, slot, bytes);
    if (bits == 0)
        return count;
    queue->heap_scan_work += 8 * (64 - (size_t)__builtin_clzll(bits));
    for (; bits != 0; bits &= bits - 1) {
        const uintptr_t word = slot + 8 * (uintptr_t)__builtin_ctzll(bits);
        __builtin_prefetch((const void *)word);
        queue->found[count++] = word;
    }
    return count;
}

static void follow(struct grey_queue *queue, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const uintptr_t p = __atomic_load_n((const uintptr_t *)queue->found[i], __ATOMIC_RELAXED);
        if (p != 0)
            grey_reference(queue, p);
    }
}

/* The mark that queued the span was the only one. */
static void scan_one(struct grey_queue *queue, const struct span *span, uint32_t index)
{
    struct inline_marks *marks = inline_marks_of(span->base);
    const uint64_t bit = UINT64_C(1) << (index % 64);
    if (!is_handed_out_before(span, index) || !set_inline_mark(&marks->scans[index / 64], bit))
        return;
    queue->bytes_marked += span->element_bytes;
    const uintptr_t slot = span->base + index * span->element_bytes;
    follow(queue, find_words(queue, span->base, slot, span->element_bytes, 0));
}

/* spanSetScans: what is marked and not yet scanned counts as scanned from now on. */
static uint64_t take_unscanned(const struct span *span, uint32_t word)
{
    struct inline_marks *marks = inline_marks_of(span->base);
    const uint64_t marked = inline_word(marks->marks, word) &
                            __atomic_load_n(&span->allocated_bits[word], __ATOMIC_RELAXED);
    const uint64_t fresh = marked & ~inline_word(marks->scans, word);
    if (fresh != 0)
        __atomic_fetch_or(&marks->scans[word], fresh, __ATOMIC_SEQ_CST);
    return fresh;
}

/* scanObjectsSmall: slots 64 * word and on. */
static size_t find_in(struct grey_queue *queue, const struct span *span, uint32_t word,
                      uint64_t slots, size_t count)
{
    for (; slots != 0; slots &= slots - 1) {
        const uint32_t index = 64 * word + (uint32_t)__builtin_ctzll(slots);
        const uintptr_t slot = span->base + index * span->element_bytes;
        count = find_words(queue, span->base, slot, span->element_bytes, count);
    }
    return count;
}

static void scan_many(struct grey_queue *queue, const struct span *span)
{
    size_t count = 0;
    for (uint32_t word = 0; word < span->words; word++) {
        const uint64_t fresh = take_unscanned(span, word);
        queue->bytes_marked += (uint64_t)__builtin_popcountll(fresh) * span->element_bytes;
        count = find_in(queue, span, word, fresh, count);
    }
    follow(queue, count);
}

void goheap_scan_span(struct grey_queue *queue, uintptr_t entry)
{
    const struct span *span = span_at(entry);
    struct inline_marks *marks = inline_marks_of(span->base);
    const unsigned waited = __atomic_exchange_n(inline_owner(marks), 0, __ATOMIC_SEQ_CST);
    if (waited == SPAN_WAITS_FOR_ONE)
        scan_one(queue, span, (uint32_t)(entry - span->base));
    else
        scan_many(queue, span);
}

/* ---- objects ---- */

static inline void follow_unless_inside(struct grey_queue *queue, uintptr_t word, uintptr_t begin,
                                        size_t bytes)
{
    const uintptr_t p = __atomic_load_n((const uintptr_t *)word, __ATOMIC_RELAXED);
    if (p != 0 && p - begin >= bytes)
        grey_reference(queue, p);
}

/* [begin, begin + bytes) of a slot with a header, or of a large object. */
static void scan_part(struct grey_queue *queue, const struct span *span, uintptr_t slot,
                      uintptr_t begin, size_t bytes)
{
    uintptr_t object, end = begin;
    const struct goheap_type *type = header_type(span, slot, &object);
    if (!type)
        return; /* it is being cleared: zeros, whatever is in it now */
    struct type_pointers pointers =
        goheap_type_pointers(type, object, begin > object ? begin : object, begin + bytes);
    for (uintptr_t word; (word = type_pointers_next(&pointers)) != 0;) {
        end = word + 8;
        follow_unless_inside(queue, word, begin, bytes);
    }
    queue->heap_scan_work += end - begin;
}

/* Slots of one word have their bits, but not their marks, at the span's end. */
static void scan_word(struct grey_queue *queue, uintptr_t object)
{
    queue->heap_scan_work += 8;
    follow_unless_inside(queue, object, object, 8);
}

void goheap_scan_typed(struct grey_queue *queue, uintptr_t object)
{
    const struct span *span = span_at(object);
    const size_t bytes = span->element_bytes;
    if (bytes == 8) {
        scan_word(queue, object);
        return;
    }
    if (LIKELY(bytes <= OBLET_BYTES)) {
        scan_part(queue, span, object, object, bytes);
        return;
    }
    const uintptr_t end = span->base + bytes;
    if (object == span->base)
        for (uintptr_t part = object + OBLET_BYTES; part < end; part += OBLET_BYTES)
            queue_push(queue, part);
    scan_part(queue, span, span->base, object,
              end - object < OBLET_BYTES ? end - object : OBLET_BYTES);
}

/* ---- overflow ---- */

static void scan_inline_again(struct grey_queue *queue, const struct span *span)
{
    struct inline_marks *marks = inline_marks_of(span->base);
    __atomic_store_n(inline_owner(marks), 0, __ATOMIC_SEQ_CST); /* it waits nowhere */
    for (uint32_t word = 0; word < span->words; word++) {
        const uint64_t fresh = take_unscanned(span, word);
        queue->bytes_marked += (uint64_t)__builtin_popcountll(fresh) * span->element_bytes;
        follow(queue, find_in(queue, span, word, inline_word(marks->scans, word), 0));
    }
}

/* Whole objects, not pieces: a big one may have more of them than the queues have room for. */
void goheap_scan_again(struct grey_queue *queue, const struct span *span)
{
    if (span->inline_marks) {
        scan_inline_again(queue, span);
        return;
    }
    for (uint32_t i = 0; i < span->elements; i++) {
        const uintptr_t slot = span->base + i * span->element_bytes;
        if (!bit_get(span->mark_bits, i) || !bit_get(span->allocated_bits, i))
            continue;
        if (span->element_bytes == 8)
            scan_word(queue, slot);
        else
            scan_part(queue, span, slot, slot, span->element_bytes);
    }
}
