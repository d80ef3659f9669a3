/* Page runs become spans here, and wait in their central's lists when no cache holds them. */
#include "span.h"

#include "bitmap.h"
#include "budget.h"
#include "descriptors.h"
#include "heapstats.h"
#include "memory.h"
#include "poison.h"
#include "scavenge.h"
#include "spanbits.h"

#include <string.h>

/* Whole chunks at the end of the heap, arenas made accessible as they are reached. */
static bool grow(size_t page_count)
{
    struct heap *heap = &goheap_heap;
    const size_t count = (page_count + CHUNK_PAGES - 1) / CHUNK_PAGES * CHUNK_PAGES;
    if (count > heap->pages.page_count - heap->pages.grown)
        return false;
    const size_t end_bytes = (heap->pages.grown + count) << PAGE_SHIFT;
    if (end_bytes > heap->committed_bytes) {
        size_t bytes = (end_bytes - heap->committed_bytes + ARENA_BYTES - 1) / ARENA_BYTES *
                       (size_t)ARENA_BYTES;
        if (bytes > heap->limit_bytes - heap->committed_bytes)
            bytes = heap->limit_bytes - heap->committed_bytes;
        if (!goheap_memory_commit((char *)heap->base + heap->committed_bytes, bytes))
            return false;
        heap->committed_bytes += bytes;
        goheap_budget_add_arenas(bytes / ARENA_BYTES);
    }
    goheap_pages_grow(&heap->pages, count);
    add(&heap->heap_released, count << PAGE_SHIFT);
    add(&stats_acquire(&goheap_self)->released_bytes, count << PAGE_SHIFT);
    stats_release(&goheap_self);
    return true;
}

static void init_span(struct span *span, uintptr_t base, size_t page_count, unsigned span_class,
                      unsigned words)
{
    const size_t bytes = page_count << PAGE_SHIFT;
    const size_t element_bytes = goheap_class_bytes[span_class / 2];
    memset(span, 0, sizeof *span + 2 * words * sizeof(uint64_t));
    span->base = base;
    span->element_bytes = element_bytes ? element_bytes : bytes;
    span->divide_magic = element_bytes ? divide_magic_of(element_bytes) : 0;
    const size_t reserve = heap_is_1_27() ? inline_reserve(span->element_bytes, span_class & 1) : 0;
    span->inline_marks = heap_is_1_27() && inline_mark_bits(span->element_bytes);
    span->elements = element_bytes ? (uint32_t)((bytes - reserve) / element_bytes) : 1;
    span->pages = (uint32_t)page_count;
    span->span_class = (uint8_t)span_class;
    span->words = (uint8_t)words;
    span->alloc_cache = UINT64_MAX;
    span->allocated_bits = span->storage;
    span->mark_bits = span->storage + words;
    span_set_state(span, SPAN_SWEPT);
}

/* mheap.go, allocNeedsZero: memory past the high-water mark is still as the system gave it. */
static bool used_before(size_t first, size_t count)
{
    _Atomic uint64_t *mark = &goheap_heap.zeroed_page;
    uint64_t zeroed = get(mark);
    const bool used = first < zeroed;
    while (first + count > zeroed && !atomic_compare_exchange_weak(mark, &zeroed, first + count)) {
    }
    return used;
}

/* allocSpan: scavenged pages get memory back with their first use. */
static void count_taken(struct thread *self, size_t page_count, size_t scavenged_count)
{
    struct heap *heap = &goheap_heap;
    const uint64_t bytes = page_count << PAGE_SHIFT, fresh = scavenged_count << PAGE_SHIFT;
    if (fresh > 0)
        subtract(&heap->heap_released, fresh);
    subtract(&heap->heap_free, bytes - fresh);
    add(&heap->heap_in_use, bytes);
    struct heap_stats *stats = stats_acquire(self);
    add(&stats->committed_bytes, fresh);
    subtract(&stats->released_bytes, fresh);
    add(&stats->in_heap_bytes, bytes);
    stats_release(self);
    add(&heap->pages_in_use, page_count);
}

/* freeSpanLocked */
static void count_freed(size_t page_count)
{
    struct heap *heap = &goheap_heap;
    const uint64_t bytes = page_count << PAGE_SHIFT;
    add(&heap->heap_free, bytes);
    subtract(&heap->heap_in_use, bytes);
    struct heap_stats *stats = stats_acquire(&goheap_self);
    subtract(&stats->in_heap_bytes, bytes);
    stats_release(&goheap_self);
    subtract(&heap->pages_in_use, page_count);
}

/* Where a span will be: a descriptor, and its pages. */
struct place {
    struct span *span;
    int64_t first;
    size_t scavenged_count; /* pages of it that have no memory yet */
};

static int64_t take_cached(struct thread *self, size_t count, size_t *scavenged_count)
{
    if (count >= PAGE_CACHE_MAX)
        return NO_PAGE;
    return goheap_page_cache_take(&self->page_cache, count, scavenged_count);
}

/* allocSpan's fast path: all of it from the thread's own caches. The lock is only taken to fill an
 * empty page cache; a run that does not fit into what is left of it leaves it as it is. */
static struct place place_without_lock(struct thread *self, size_t count, unsigned words)
{
    struct place place = {NULL, NO_PAGE, 0};
    if (count >= PAGE_CACHE_MAX)
        return place;
    if (self->page_cache.free == 0) {
        lock_pages();
        goheap_pages_fill_cache(&goheap_heap.pages, &self->page_cache);
        unlock_pages();
    }
    place.span = goheap_descriptor_try(self, words);
    if (place.span)
        place.first = take_cached(self, count, &place.scavenged_count);
    return place;
}

/* The lowest run of all, after growth if need be. */
static int64_t take_lowest(size_t count, size_t *scavenged_count)
{
    struct pages *pages = &goheap_heap.pages;
    const int64_t first = goheap_pages_take(pages, count, scavenged_count);
    if (first != NO_PAGE || !grow(count))
        return first;
    return goheap_pages_take(pages, count, scavenged_count);
}

/* What the fast path did not get. Without a descriptor it has not looked for pages. */
static void complete_place(struct thread *self, size_t count, unsigned words, struct place *place)
{
    lock_pages();
    if (!place->span) {
        place->span = goheap_descriptor_take(self, words);
        if (place->span)
            place->first = take_cached(self, count, &place->scavenged_count);
    }
    if (place->span && place->first == NO_PAGE)
        place->first = take_lowest(count, &place->scavenged_count);
    if (place->span && place->first == NO_PAGE) {
        place->span->words = (uint8_t)words;
        goheap_descriptor_free(self, place->span);
    }
    unlock_pages();
}

/* pageUseSpanInlineMarkBits */
static void set_inline_page(size_t page, bool on)
{
    uint8_t *byte = &goheap_heap.inline_pages[page / 8];
    const uint8_t bit = (uint8_t)(1u << (page % 8));
    if (on)
        __atomic_fetch_or(byte, bit, __ATOMIC_RELEASE);
    else
        __atomic_fetch_and(byte, (uint8_t)~bit, __ATOMIC_RELAXED);
}

/* allocSpan */
struct span *goheap_span_take(struct thread *self, size_t page_count, unsigned span_class)
{
    struct heap *heap = &goheap_heap;
    const unsigned words = goheap_descriptor_words(page_count, span_class / 2);
    struct place place = place_without_lock(self, page_count, words);
    if (place.first == NO_PAGE)
        complete_place(self, page_count, words, &place);
    if (place.first == NO_PAGE)
        return NULL;

    const size_t first = (size_t)place.first;
    struct span *span = place.span;
    init_span(span, heap->base + ((uintptr_t)first << PAGE_SHIFT), page_count, span_class, words);
    span->needs_zero = used_before(first, page_count);
    slot_allow((const void *)span->base, page_count << PAGE_SHIFT);
    if (heap_is_1_27())
        goheap_span_bits_init(span);
    else
        goheap_bitmap_init_span(span);
    for (size_t i = 0; i < page_count; i++)
        __atomic_store_n(&heap->span_of_page[first + i], span, __ATOMIC_RELEASE);
    if (span->inline_marks)
        set_inline_page(first, true);
    goheap_scavenge_for(place.scavenged_count << PAGE_SHIFT);
    count_taken(self, page_count, place.scavenged_count);
    return span;
}

void goheap_span_free(struct span *span)
{
    struct heap *heap = &goheap_heap;
    const size_t first = page_of(span->base), count = span->pages;
    lock_pages();
    count_freed(count);
    if (span->inline_marks)
        set_inline_page(first, false);
    for (size_t i = 0; i < count; i++)
        __atomic_store_n(&heap->span_of_page[first + i], NULL, __ATOMIC_RELAXED);
    goheap_pages_free(&heap->pages, first, count);
    goheap_descriptor_free(&goheap_self, span);
    unlock_pages();
}

void goheap_central_push(struct span *span)
{
    struct central *central = &goheap_heap.centrals[span->span_class];
    const unsigned swept = swept_index();
    goheap_span_set_push(
        span->allocated == span->elements ? &central->full[swept] : &central->partial[swept], span);
}

struct span *goheap_central_pop_partial(unsigned span_class)
{
    return goheap_span_set_pop(&goheap_heap.centrals[span_class].partial[swept_index()]);
}

/* sweepLocker.tryAcquire */
static void begin_sweeping(struct span *span)
{
    const uint32_t now = atomic_load_explicit(&goheap_heap.sweep_generation, memory_order_relaxed);
    uint32_t expected = now + (uint32_t)SPAN_UNSWEPT;
    if (!atomic_compare_exchange_strong(&span->sweep_generation, &expected,
                                        now + (uint32_t)SPAN_SWEEPING))
        __builtin_trap(); /* I7 */
}

struct span *goheap_central_pop_unswept(unsigned span_class)
{
    struct central *central = &goheap_heap.centrals[span_class];
    const unsigned unswept = swept_index() ^ 1;
    struct span *span = goheap_span_set_pop(&central->partial[unswept]);
    if (!span)
        span = goheap_span_set_pop(&central->full[unswept]);
    if (span)
        begin_sweeping(span);
    return span;
}

void goheap_centrals_reset_unswept(void)
{
    const unsigned unswept = swept_index() ^ 1;
    for (unsigned class = 0; class < SPAN_CLASSES; class ++) {
        goheap_span_set_reset(&goheap_heap.centrals[class].partial[unswept]);
        goheap_span_set_reset(&goheap_heap.centrals[class].full[unswept]);
    }
}
