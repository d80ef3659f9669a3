/* The verifier: every invariant of heap.h that can be read off a standing heap. */
#include "check.h"

#include "bitmap.h"
#include "header.h"
#include "span.h"
#include "world.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static bool wrong(FILE *out, const char *what, uintptr_t where)
{
    if (out)
        fprintf(out, "goheap: %s at %#" PRIxPTR "\n", what, where);
    return false;
}

static uint32_t count_bits(const struct span *span, const uint64_t *bits)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < span->words; i++)
        count += (uint32_t)__builtin_popcountll(bits[i]);
    return count;
}

static bool check_marks(FILE *out, const struct span *span)
{
    for (uint32_t i = 0; i < span->words; i++)
        if (span->mark_bits[i] & ~span->allocated_bits[i])
            return wrong(out, "I4: a free slot is marked", span->base);
    return true;
}

static bool check_inline_marks(FILE *out, const struct span *span)
{
    const struct inline_marks *marks = inline_marks_of(span->base);
    if (inline_class(marks) != span->span_class)
        return wrong(out, "I12: the end of a span is overwritten", span->base);
    const bool swept = span_state(span) != SPAN_UNSWEPT;
    for (uint32_t i = 0; i < span->words; i++) {
        const uint64_t marked = inline_word(marks->marks, i),
                       scanned = inline_word(marks->scans, i);
        if (swept && (marked | scanned) != 0)
            return wrong(out, "I4: a slot of a swept span is marked", span->base);
        if (scanned & ~marked)
            return wrong(out, "I12: scanned and not marked", span->base);
        if (!span_noscan(span) && (marked & ~scanned & span->allocated_bits[i]) != 0)
            return wrong(out, "I12: marked and not scanned", span->base);
    }
    return true;
}

static bool check_bits(FILE *out, const struct span *span)
{
    for (uint32_t i = 0; i < span->words; i++) {
        const uint64_t outside = ~word_mask(span, i);
        if ((span->allocated_bits[i] | span->mark_bits[i]) & outside)
            return wrong(out, "I2: bit of no slot is set", span->base);
    }
    if (span->allocated > span->elements)
        return wrong(out, "I2: more slots than there are", span->base);
    const bool cached = span_state(span) == SPAN_CACHED;
    if (!cached && span->allocated != count_bits(span, span->allocated_bits))
        return wrong(out, "I3: count and allocation bits differ", span->base);
    if (marking())
        return true;
    return span->inline_marks ? check_inline_marks(out, span) : cached || check_marks(out, span);
}

static bool check_pages(FILE *out, const struct span *span)
{
    struct heap *heap = &goheap_heap;
    const size_t first = page_of(span->base);
    for (size_t i = first; i < first + span->pages; i++) {
        if (heap->span_of_page[i] != span)
            return wrong(out, "I1: page does not know its span", span->base);
        if (!(heap->pages.used[i / 64] >> (i % 64) & 1))
            return wrong(out, "I1: page of a span is free", span->base);
    }
    return true;
}

static size_t count_set(FILE *out, const struct span_set *set, unsigned class, int32_t state,
                        bool *ok)
{
    const size_t count = goheap_span_set_count(set);
    for (size_t i = 0; i < count; i++) {
        const struct span *span = goheap_span_set_at(set, i);
        if (!span)
            *ok = wrong(out, "I7: hole in a set", class);
        else if (span->span_class != class || span_state(span) != state)
            *ok = wrong(out, "I7: span in a set of others", span->base);
    }
    return count;
}

static size_t count_in_sets(FILE *out, bool *ok)
{
    const unsigned swept = swept_index();
    size_t count = 0;
    for (unsigned class = 0; class < SPAN_CLASSES; class ++) {
        const struct central *central = &goheap_heap.centrals[class];
        count += count_set(out, &central->partial[swept], class, SPAN_SWEPT, ok);
        count += count_set(out, &central->full[swept], class, SPAN_SWEPT, ok);
        count += count_set(out, &central->partial[!swept], class, SPAN_UNSWEPT, ok);
        count += count_set(out, &central->full[!swept], class, SPAN_UNSWEPT, ok);
    }
    return count;
}

static size_t count_cached(FILE *out, bool *ok)
{
    size_t count = 0;
    for (const struct thread *thread = goheap_heap.threads; thread; thread = thread->next)
        for (unsigned i = 0; thread->attached && i < SPAN_CLASSES; i++) {
            if (thread->spans[i] == &goheap_empty_span)
                continue;
            count++;
            if (span_state(thread->spans[i]) != SPAN_CACHED || thread->spans[i]->span_class != i)
                *ok = wrong(out, "I7: cache holds a foreign span", thread->spans[i]->base);
        }
    return count;
}

static bool check_page_counts(FILE *out, uint64_t in_use)
{
    const struct heap *heap = &goheap_heap;
    size_t cached = 0;
    for (const struct thread *thread = heap->threads; thread; thread = thread->next)
        if (thread->attached)
            cached += (size_t)__builtin_popcountll(thread->page_cache.free);
    if (in_use != get(&heap->pages_in_use))
        return wrong(out, "I10: pages in use", (uintptr_t)in_use);
    if (in_use + heap->pages.free_pages + cached != heap->pages.grown)
        return wrong(out, "I10: pages do not add up", (uintptr_t)in_use);
    if (get(&heap->heap_in_use) + get(&heap->heap_free) + get(&heap->heap_released) !=
        (uint64_t)heap->pages.grown << PAGE_SHIFT)
        return wrong(out, "I11: bytes do not add up", 0);
    return goheap_pages_check(&heap->pages) || wrong(out, "page summaries are wrong", 0);
}

static bool check_all(FILE *out)
{
    const struct heap *heap = &goheap_heap;
    bool ok = true;
    size_t spans = 0;
    uint64_t in_use = 0;
    for (size_t page = 0; page < heap->pages.grown;) {
        const struct span *span = heap->span_of_page[page];
        if (!span) {
            page++;
            continue;
        }
        if (page_of(span->base) != page)
            return wrong(out, "I1: span begins elsewhere", span->base);
        ok = check_pages(out, span) && check_bits(out, span) && ok;
        spans++;
        in_use += span->pages;
        page += span->pages;
    }
    const size_t held = count_in_sets(out, &ok) + count_cached(out, &ok);
    if (held != spans)
        ok = wrong(out, "I7: span lost or held twice", (uintptr_t)(spans - held));
    return check_page_counts(out, in_use) && ok;
}

bool goheap_verify(FILE *out)
{
    struct thread *self = &goheap_self;
    goheap_world_lock(self);
    goheap_world_stop(self);
    const bool ok = check_all(out);
    goheap_world_start();
    goheap_world_unlock();
    return ok;
}

/* ---- the graph (I6) ---- */

static void fail(const char *what, uintptr_t from, uintptr_t to)
{
    fprintf(stderr, "goheap: %s: %#" PRIxPTR " -> %#" PRIxPTR "\n", what, from, to);
    abort();
}

static void check_slot(uintptr_t slot)
{
    const uintptr_t p = *(const uintptr_t *)slot;
    const struct span *span = span_at(p);
    if (!span) {
        if (p - goheap_heap.base < goheap_heap.limit_bytes)
            fail("I6: pointer to freed pages", slot, p);
        return;
    }
    const uint32_t index = element_index(span, p);
    if (index < span->elements && !span_is_marked(span, index))
        fail("I6: marked object points to an unmarked one", slot, p);
}

static void check_object(const struct span *span, uint32_t index)
{
    const uintptr_t object = span->base + index * span->element_bytes;
    for (uintptr_t word = object; word < object + span->element_bytes; word += 8)
        if (heap_is_1_27() ? goheap_header_is_pointer(span, object, word)
                           : bitmap_bits(bitmap_place_of(word)) & BITS_POINTER)
            check_slot(word);
}

/* A cached span's newest slots have no allocation bit yet, but are below its index. */
static void check_span(const struct span *span)
{
    for (uint32_t i = 0; i < span->elements; i++)
        if (span_is_marked(span, i) &&
            (bit_get(span->allocated_bits, i) || i < span->free_index_for_scan))
            check_object(span, i);
}

void goheap_check_graph(void)
{
    const struct heap *heap = &goheap_heap;
    if (!heap->config.verify)
        return;
    for (size_t page = 0; page < heap->pages.grown; page++) {
        const struct span *span = heap->span_of_page[page];
        if (span && page_of(span->base) == page && !span_noscan(span))
            check_span(span);
    }
}

void goheap_check_step(void)
{
#ifdef GOHEAP_CHECK
    if (!check_all(stderr))
        abort();
#endif
}

void goheap_check_alone(void)
{
    if (goheap_heap.thread_count == 1 && goheap_heap.config.procs == 1)
        goheap_check_step();
}
