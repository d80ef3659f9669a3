/* Refill, release and the accounting that goes with them (mcache.go, mcentral.go). */
#include "cache.h"

#include "heapstats.h"
#include "pace.h"
#include "span.h"
#include "sweep.h"

void goheap_cache_init(struct thread *self)
{
    for (unsigned i = 0; i < SPAN_CLASSES; i++)
        self->spans[i] = &goheap_empty_span;
}

/* Allocation bits of what was handed out since the span was cached. */
static void publish(struct span *span)
{
    const uint32_t full = span->free_index / 64, rest = span->free_index % 64;
    for (uint32_t word = 0; word < full; word++)
        __atomic_store_n(&span->allocated_bits[word], UINT64_MAX, __ATOMIC_RELAXED);
    if (rest > 0)
        __atomic_fetch_or(&span->allocated_bits[full], (UINT64_C(1) << rest) - 1, __ATOMIC_RELAXED);
}

static void count_handed_out(struct thread *thread, const struct span *span)
{
    struct heap_stats *stats = stats_acquire(&goheap_self);
    const uint32_t count = span->allocated - span->allocated_before;
    add(&stats->class_mallocs[span->span_class / 2], count);
    add(&goheap_heap.object_bytes, count * span->element_bytes);
    if (span->span_class == span_class_of(TINY_CLASS, true)) {
        add(&stats->tiny_allocs, thread->tiny_allocs);
        thread->tiny_allocs = 0;
    }
    stats_release(&goheap_self);
}

static void release(struct thread *thread, unsigned span_class)
{
    struct span *span = thread->spans[span_class];
    publish(span);
    count_handed_out(thread, span);
    span_set_state(span, SPAN_SWEPT);
    const uint64_t left = span->elements - span->allocated;
    if (left > 0)
        atomic_fetch_sub_explicit(&goheap_heap.heap_live, left * span->element_bytes,
                                  memory_order_relaxed);
    thread->spans[span_class] = &goheap_empty_span;
    goheap_central_push(span);
}

static void keep(struct thread *self, unsigned span_class, struct span *span)
{
    span_set_state(span, SPAN_CACHED);
    span->allocated_before = span->allocated;
    self->spans[span_class] = span;
    const size_t used = span->allocated * span->element_bytes;
    goheap_account_refill(self, ((size_t)span->pages << PAGE_SHIFT) - used);
}

/* mcentral.go, cacheSpan: swept partial, unswept partial, unswept full, then grow. */
static struct span *find_span(struct thread *self, unsigned span_class)
{
    const size_t pages = goheap_class_pages[span_class / 2];
    goheap_sweep_pay(self, pages << PAGE_SHIFT, 0);
    struct span *span = goheap_central_pop_partial(span_class);
    if (!span)
        span = goheap_sweep_for(span_class);
    if (span)
        return span;
    goheap_sweep_reclaim(pages);
    return goheap_span_take(self, pages, span_class);
}

/* mcache.go, refill */
static bool refill(struct thread *self, unsigned span_class)
{
    if (self->spans[span_class] != &goheap_empty_span)
        release(self, span_class);
    struct span *span = find_span(self, span_class);
    if (!span)
        return false;
    add(&goheap_heap.counters.refills, 1);
    keep(self, span_class, span);
    return true;
}

static void refill_alloc_cache(struct span *span, uint32_t index)
{
    span->alloc_cache = ~__atomic_load_n(&span->allocated_bits[index / 64], __ATOMIC_RELAXED);
}

/* mbitmap.go, nextFreeIndex: the next free slot, span->elements when there is none. */
static uint32_t next_free_index(struct span *span)
{
    uint32_t index = span->free_index;
    if (index == span->elements)
        return index;
    while (span->alloc_cache == 0) {
        index = (index + 64) & ~UINT32_C(63);
        if (index >= span->elements)
            return span->free_index = span->elements;
        refill_alloc_cache(span, index);
    }
    const unsigned bit = (unsigned)__builtin_ctzll(span->alloc_cache);
    const uint32_t result = index + bit;
    if (result >= span->elements)
        return span->free_index = span->elements;
    span->alloc_cache = span->alloc_cache >> bit >> 1;
    if ((result + 1) % 64 == 0 && result + 1 != span->elements)
        refill_alloc_cache(span, result + 1);
    span->free_index = result + 1;
    return result;
}

__attribute__((noinline)) uintptr_t goheap_next_free(struct thread *self, unsigned span_class)
{
    uint32_t index = next_free_index(self->spans[span_class]);
    if (index == self->spans[span_class]->elements) {
        if (!refill(self, span_class))
            return 0;
        index = next_free_index(self->spans[span_class]);
    }
    struct span *span = self->spans[span_class];
    span->allocated++;
    return span->base + index * span->element_bytes;
}

struct span *goheap_large_alloc(struct thread *self, size_t bytes, bool noscan)
{
    if (bytes > goheap_heap.limit_bytes)
        return NULL;
    const size_t pages = page_round(bytes) >> PAGE_SHIFT;
    goheap_sweep_pay(self, pages << PAGE_SHIFT, pages);
    goheap_sweep_reclaim(pages);
    struct span *span = goheap_span_take(self, pages, span_class_of(0, noscan));
    if (!span)
        return NULL;
    span->allocated = span->free_index = 1;
    __atomic_store_n(&span->allocated_bits[0], 1, __ATOMIC_RELAXED);
    struct heap_stats *stats = stats_acquire(self);
    add(&stats->class_mallocs[0], 1);
    add(&stats->large_alloc_bytes, span->element_bytes);
    add(&goheap_heap.object_bytes, span->element_bytes);
    stats_release(self);
    goheap_account_refill(self, pages << PAGE_SHIFT);
    goheap_central_push(span);
    return span;
}

static bool holds(const struct thread *thread, unsigned span_class)
{
    return thread->spans[span_class] != &goheap_empty_span;
}

void goheap_cache_publish(struct thread *thread)
{
    for (unsigned i = 0; i < SPAN_CLASSES; i++)
        if (holds(thread, i))
            publish(thread->spans[i]);
}

void goheap_cache_release_all(struct thread *thread)
{
    for (unsigned i = 0; i < SPAN_CLASSES; i++)
        if (holds(thread, i))
            release(thread, i);
    thread->tiny = 0;
    thread->tiny_offset = 0;
    if (!marking())
        add(&goheap_heap.heap_scan, thread->scan_alloc_bytes);
    thread->scan_alloc_bytes = 0;
}

void goheap_cache_count(const struct thread *thread, uint64_t mallocs[SIZE_CLASSES])
{
    for (unsigned i = 0; i < SPAN_CLASSES; i++)
        mallocs[i / 2] += thread->spans[i]->allocated - thread->spans[i]->allocated_before;
}
