/* The mark bitmap becomes the allocation bitmap; objects themselves are not touched. */
#include "sweep.h"

#include "heapstats.h"
#include "poison.h"
#include "span.h"
#include "spanbits.h"

#include <string.h>

enum { SAMPLE = 16 }; /* one lazy sweep in so many is timed */

/* ---- who is at it (mgcsweep.go, activeSweep) ---- */

#define SWEEP_DRAINED (UINT32_C(1) << 31) /* no unswept span is left in any set */

/* false: there is nothing to sweep. */
static bool begin(void)
{
    uint32_t state = atomic_load(&goheap_heap.sweepers);
    do {
        if (state & SWEEP_DRAINED)
            return false;
    } while (!atomic_compare_exchange_weak(&goheap_heap.sweepers, &state, state + 1));
    return true;
}

static void end(void)
{
    atomic_fetch_sub(&goheap_heap.sweepers, 1);
}

bool goheap_sweep_is_done(void)
{
    return atomic_load_explicit(&goheap_heap.sweepers, memory_order_acquire) == SWEEP_DRAINED;
}

void goheap_sweep_start(bool anything)
{
    atomic_store(&goheap_heap.sweepers, anything ? 0 : SWEEP_DRAINED);
    atomic_store(&goheap_heap.sweep_class, 0);
}

/* ---- a span ---- */

/* Go's clobberfree, by words. */
static void poison(const struct span *span, uint32_t index)
{
    uint64_t *word = (uint64_t *)(span->base + index * span->element_bytes);
    for (size_t i = 0; i < span->element_bytes / 8; i++)
        word[i] = UINT64_C(0xdeadbeefdeadbeef);
}

static void poison_freed(const struct span *span)
{
    for (uint32_t i = 0; i < span->elements; i++)
        if (bit_get(span->allocated_bits, i) && !bit_get(span->mark_bits, i)) {
            poison(span, i);
            slot_forbid((const void *)(span->base + i * span->element_bytes), span->element_bytes);
        }
}

static void count_freed(const struct span *span, uint32_t freed)
{
    struct heap_stats *stats = stats_acquire(&goheap_self);
    add(&stats->class_frees[span->span_class / 2], freed);
    if (span->span_class / 2 == 0)
        add(&stats->large_free_bytes, freed * span->element_bytes);
    stats_release(&goheap_self);
    subtract(&goheap_heap.object_bytes, freed * span->element_bytes);
}

/* preserve: the caller keeps the span in any case. Otherwise it goes back to the heap when empty,
 * or to a swept set. true: it was freed. */
static bool sweep_span(struct span *span, bool preserve)
{
    uint32_t marked = 0;
    if (span->inline_marks)
        goheap_span_bits_move(span);
    for (unsigned i = 0; i < span->words; i++)
        marked += (uint32_t)__builtin_popcountll(span->mark_bits[i]);
    const uint32_t freed = span->allocated - marked;
    add(&goheap_heap.pages_swept, span->pages);
    add(&goheap_heap.counters.spans_swept, 1);
    if (freed > 0) {
        if (goheap_heap.config.poison)
            poison_freed(span);
        count_freed(span, freed);
        span->needs_zero = true;
    }
    if (marked == 0 && !preserve) {
        goheap_span_free(span);
        return true;
    }
    uint64_t *bits = span->allocated_bits;
    span->allocated_bits = span->mark_bits;
    span->mark_bits = bits;
    for (unsigned i = 0; i < span->words; i++)
        bits[i] = 0;
    span->allocated = span->allocated_before = marked;
    span->free_index = span->free_index_for_scan = 0;
    span->alloc_cache = ~span->allocated_bits[0];
    span_set_state(span, SPAN_SWEPT);
    if (!preserve)
        goheap_central_push(span);
    return false;
}

/* mcentral.go, cacheSpan */
struct span *goheap_sweep_for(unsigned span_class)
{
    struct span *found = NULL;
    if (!begin())
        return NULL;
    for (int tries = 0; !found && tries < SWEEP_TRIES; tries++) {
        struct span *span = goheap_central_pop_unswept(span_class);
        if (!span)
            break;
        sweep_span(span, true);
        if (span->allocated < span->elements)
            found = span;
        else
            goheap_central_push(span);
    }
    end();
    return found;
}

/* ---- as many as it takes ---- */

static struct span *next_unswept(void)
{
    struct heap *heap = &goheap_heap;
    uint32_t class = atomic_load_explicit(&heap->sweep_class, memory_order_relaxed);
    for (; class < SPAN_CLASSES; class ++) {
        struct span *span = goheap_central_pop_unswept(class);
        if (span)
            return span;
        uint32_t at = class;
        atomic_compare_exchange_strong(&heap->sweep_class, &at, class + 1);
    }
    atomic_fetch_or(&heap->sweepers, SWEEP_DRAINED);
    return NULL;
}

int64_t goheap_sweep_one(void)
{
    int64_t freed = SWEPT_NOTHING;
    if (!begin())
        return SWEPT_NOTHING;
    struct span *span = next_unswept();
    if (span) {
        const uint32_t pages = span->pages;
        freed = sweep_span(span, false) ? (int64_t)pages : 0;
    }
    end();
    return freed;
}

static void add_sweep_time(uint64_t ns)
{
    add(&goheap_heap.counters.sweep_ns, ns);
    add(&goheap_heap.cycle_sweep_ns, ns);
}

/* mgcsweep.go, deductSweepCredit */
static void pay_debt(size_t bytes, size_t own_pages)
{
    struct heap *heap = &goheap_heap;
    const uint64_t live = get(&heap->heap_live), basis = heap->sweep_live_basis;
    const uint64_t new_bytes = bytes + (basis < live ? live - basis : 0);
    const int64_t target =
        (int64_t)(heap->sweep_pages_per_byte * (double)new_bytes) - (int64_t)own_pages;
    while (target > (int64_t)(get(&heap->pages_swept) - heap->pages_swept_basis))
        if (goheap_sweep_one() == SWEPT_NOTHING)
            return;
}

void goheap_sweep_pay(struct thread *self, size_t bytes, size_t own_pages)
{
    if (goheap_heap.sweep_pages_per_byte <= 0 || goheap_sweep_is_done())
        return;
    if (self->sweep_sample++ % SAMPLE != 0) {
        pay_debt(bytes, own_pages);
        return;
    }
    const uint64_t start_ns = goheap_now_ns();
    pay_debt(bytes, own_pages);
    add_sweep_time((goheap_now_ns() - start_ns) * SAMPLE);
}

/* mheap.go, reclaim: we sweep in class order, large objects first, where Go looks for chunks of the
 * heap without a marked object; either way each span is swept once a cycle. */
void goheap_sweep_reclaim(size_t pages)
{
    struct heap *heap = &goheap_heap;
    if (goheap_sweep_is_done())
        return;
    int64_t left = (int64_t)pages;
    while (left > 0) {
        const int64_t credit = atomic_exchange(&heap->reclaim_credit, 0);
        left -= credit;
        if (left <= 0)
            break;
        const int64_t freed = goheap_sweep_one();
        if (freed == SWEPT_NOTHING)
            return;
        left -= freed;
    }
    atomic_fetch_add(&heap->reclaim_credit, -left);
}

void goheap_sweep_all(void)
{
    if (goheap_sweep_is_done())
        return;
    const uint64_t start_ns = goheap_now_ns();
    while (goheap_sweep_one() != SWEPT_NOTHING) {
    }
    add_sweep_time(goheap_now_ns() - start_ns);
}

/* mgcsweep.go, gcPaceSweeper */
void goheap_sweep_pace(uint64_t trigger)
{
    struct heap *heap = &goheap_heap;
    heap->sweep_live_basis = get(&heap->heap_live);
    int64_t distance = (int64_t)(trigger - heap->sweep_live_basis) - (1 << 20);
    if (trigger > INT64_MAX || distance < PAGE_BYTES)
        distance = trigger > INT64_MAX ? INT64_MAX : PAGE_BYTES;
    heap->pages_swept_basis = get(&heap->pages_swept);
    const int64_t pages = (int64_t)(get(&heap->pages_in_use) - heap->pages_swept_basis);
    heap->sweep_pages_per_byte = pages > 0 ? (double)pages / (double)distance : 0;
}
