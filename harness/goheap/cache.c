/* Refill, release and the accounting that goes with them (mcache.go, mcentral.go). */
#include "cache.h"

#include "collect.h"
#include "span.h"
#include "sweep.h"

static uint64_t free_in_word(const struct span *span, uint32_t word)
{
    return ~__atomic_load_n(&span->allocated_bits[word], __ATOMIC_RELAXED) & word_mask(span, word);
}

/* Unpacks the next window that has a free slot. */
static bool next_window(struct thread *self, unsigned span_class)
{
    struct span *span = self->spans[span_class];
    if (!span)
        return false;
    struct slot_window *window = &self->windows[span_class];
    uint32_t word = (uint16_t)(self->window_index[span_class] + 1u);
    for (; word < span->words; word++) {
        window->free = free_in_word(span, word);
        if (window->free == 0)
            continue;
        window->window = span->base + (uintptr_t)word * 64 * span->element_bytes;
        self->window_index[span_class] = (uint16_t)word;
        return true;
    }
    self->window_index[span_class] = (uint16_t)word;
    return false;
}

/* Makes the allocation bits of a cached span exact; free slots that are left. */
static uint32_t publish(struct thread *thread, unsigned span_class)
{
    struct span *span = thread->spans[span_class];
    const uint32_t current = thread->window_index[span_class];
    uint32_t free_slots = 0;
    for (uint32_t word = 0; word < span->words; word++) {
        if (word < current)
            __atomic_store_n(&span->allocated_bits[word], word_mask(span, word), __ATOMIC_RELAXED);
        else if (word == current)
            __atomic_store_n(&span->allocated_bits[word],
                             word_mask(span, word) & ~thread->windows[span_class].free,
                             __ATOMIC_RELAXED);
        free_slots += (uint32_t)__builtin_popcountll(free_in_word(span, word));
    }
    return free_slots;
}

static void mark_free_slots(struct span *span, uint32_t free_slots)
{
    for (uint32_t word = 0; word < span->words; word++)
        __atomic_fetch_or(&span->mark_bits[word], free_in_word(span, word), __ATOMIC_RELAXED);
    span->premarked = free_slots;
    add(&goheap_heap.bytes_marked, free_slots * span->element_bytes);
}

static void unmark_free_slots(struct span *span, uint32_t free_slots)
{
    for (uint32_t word = 0; word < span->words; word++)
        __atomic_fetch_and(&span->mark_bits[word], ~free_in_word(span, word), __ATOMIC_RELAXED);
    atomic_fetch_sub_explicit(&goheap_heap.bytes_marked, free_slots * span->element_bytes,
                              memory_order_relaxed);
}

static void release(struct thread *thread, unsigned span_class)
{
    struct span *span = thread->spans[span_class];
    const uint32_t free_slots = publish(thread, span_class);
    const uint32_t allocated = span->elements - free_slots;
    add(&goheap_heap.counters.class_mallocs[span_class / 2], allocated - span->allocated);
    span->allocated = allocated;
    if (span->premarked > 0 && free_slots > 0)
        unmark_free_slots(span, free_slots);
    span->premarked = 0;
    span->cached = false;
    atomic_fetch_sub_explicit(&goheap_heap.heap_live, free_slots * span->element_bytes,
                              memory_order_relaxed);
    thread->spans[span_class] = NULL;
    thread->windows[span_class].free = 0;
    goheap_central_push(span);
}

static void keep(struct thread *self, unsigned span_class, struct span *span)
{
    const uint32_t free_slots = span->elements - span->allocated;
    self->spans[span_class] = span;
    self->window_index[span_class] = UINT16_MAX; /* the next one is 0 */
    struct slot_window *window = &self->windows[span_class];
    window->free = 0;
    window->element_bytes = (uint32_t)span->element_bytes;
    window->needs_zero = span->needs_zero;
    span->cached = true;
    if (marking())
        mark_free_slots(span, free_slots);
    goheap_pay_toll(span, free_slots);
    const size_t used = span->allocated * span->element_bytes;
    goheap_account_refill(self, ((size_t)span->pages << PAGE_SHIFT) - used, true);
}

/* mcentral.go, cacheSpan: swept partial, unswept partial, unswept full, then grow. */
static struct span *find_span(struct thread *self, unsigned span_class)
{
    const size_t pages = goheap_class_pages[span_class / 2];
    goheap_sweep_pay(self, pages << PAGE_SHIFT);
    struct span *span = goheap_central_pop_partial(span_class);
    if (span)
        return span;
    for (int tries = 0; tries < SWEEP_TRIES; tries++) {
        span = goheap_central_pop_unswept(span_class, false);
        if (!span)
            break;
        add(&goheap_heap.counters.spans_swept, 1);
        goheap_sweep_span(span, true);
        if (span->allocated < span->elements)
            return span;
        goheap_central_push(span);
    }
    goheap_sweep_reclaim(pages);
    return goheap_span_take(self, pages, span_class);
}

bool goheap_cache_refill(struct thread *self, unsigned span_class)
{
    if (next_window(self, span_class))
        return true;
    if (!self->attached)
        return false;
    if (self->spans[span_class])
        release(self, span_class);
    struct span *span = find_span(self, span_class);
    if (!span)
        return false;
    add(&goheap_heap.counters.refills, 1);
    keep(self, span_class, span);
    return next_window(self, span_class);
}

uintptr_t goheap_large_alloc(struct thread *self, size_t bytes, bool noscan, size_t scan_bytes,
                             bool *dirty)
{
    if (!self->attached || bytes > goheap_heap.limit_bytes)
        return 0;
    const size_t pages = page_round(bytes) >> PAGE_SHIFT;
    goheap_sweep_pay(self, pages << PAGE_SHIFT);
    goheap_sweep_reclaim(pages);
    struct span *span = goheap_span_take(self, pages, span_class_of(0, noscan));
    if (!span)
        return 0;
    span->allocated = 1;
    __atomic_store_n(&span->allocated_bits[0], 1, __ATOMIC_RELAXED);
    if (marking()) {
        __atomic_store_n(&span->mark_bits[0], 1, __ATOMIC_RELAXED);
        add(&goheap_heap.bytes_marked, span->element_bytes);
    }
    add(&goheap_heap.counters.class_mallocs[0], 1);
    add(&goheap_heap.counters.large_alloc_bytes, span->element_bytes);
    *dirty = span->needs_zero;
    self->scan_alloc_bytes += scan_bytes;
    const uintptr_t object = span->base;
    goheap_pay_toll(span, 1);
    goheap_central_push(span);
    goheap_account_refill(self, pages << PAGE_SHIFT, false);
    return object;
}

void goheap_cache_publish(struct thread *thread)
{
    for (unsigned i = 0; i < SPAN_CLASSES; i++)
        if (thread->spans[i])
            publish(thread, i);
}

void goheap_cache_premark(struct thread *thread)
{
    for (unsigned i = 0; i < SPAN_CLASSES; i++)
        if (thread->spans[i])
            mark_free_slots(thread->spans[i], publish(thread, i));
}

void goheap_cache_release_all(struct thread *thread)
{
    for (unsigned i = 0; i < SPAN_CLASSES; i++)
        if (thread->spans[i])
            release(thread, i);
    thread->tiny = 0;
    thread->tiny_offset = 0;
    add(&goheap_heap.counters.tiny_allocs, thread->tiny_allocs);
    thread->tiny_allocs = 0;
}

void goheap_cache_count(const struct thread *thread, uint64_t mallocs[SIZE_CLASSES])
{
    for (unsigned i = 0; i < SPAN_CLASSES; i++) {
        const struct span *span = thread->spans[i];
        if (!span)
            continue;
        const uint32_t current = thread->window_index[i];
        uint32_t free_slots = 0;
        for (uint32_t word = 0; word < span->words; word++)
            if (word == current)
                free_slots += (uint32_t)__builtin_popcountll(thread->windows[i].free);
            else if (current == UINT16_MAX || word > current)
                free_slots += (uint32_t)__builtin_popcountll(free_in_word(span, word));
        mallocs[i / 2] += span->elements - free_slots - span->allocated;
    }
}
