/* There is no scavenger thread: mutators release 64 KiB at a time at refills, and pay for it with
 * 99 times as long without. */
#include "scavenge.h"

#include "budget.h"
#include "heapstats.h"
#include "memory.h"
#include "telemetry.h"

enum {
    QUANTUM_PAGES = 8, /* mgcscavenge.go: scavengeQuantum, 64 KiB */
    RETAIN_EXTRA_PERCENT = 10,
    REDUCE_EXTRA_PERCENT = 5,
    OFF_TIME_RATIO = 99, /* scavengePercent = 1 */
};

static uint64_t retained_bytes(void)
{
    return get(&goheap_heap.heap_in_use) + get(&goheap_heap.heap_free);
}

/* gcPaceScavenger: 95 % of the memory limit. Go 1.19 multiplies by 95 where 0.95 is meant, which
 * nothing reaches: there only who takes fresh pages gives others back. */
static uint64_t limit_goal(void)
{
    const uint64_t limit = goheap_heap.pacer.memory_limit;
    if (limit == PACER_NO_LIMIT || !heap_is_1_27())
        return UINT64_MAX;
    const uint64_t goal = (uint64_t)((double)limit * (1 - REDUCE_EXTRA_PERCENT / 100.0));
    return goheap_budget_read().mapped <= goal ? UINT64_MAX : goal;
}

/* gcPaceScavenger: (bytes of spans in use) * goal / last goal, and a tenth. */
void goheap_scavenge_pace(uint64_t goal, uint64_t last_goal)
{
    struct heap *heap = &goheap_heap;
    uint64_t keep = UINT64_MAX;
    if (last_goal > 0 && goal != UINT64_MAX) {
        keep = (uint64_t)((double)heap->last_heap_in_use * (double)goal / (double)last_goal);
        keep += keep * RETAIN_EXTRA_PERCENT / 100;
        if (retained_bytes() <= keep)
            keep = UINT64_MAX;
    }
    atomic_store_explicit(&heap->scavenge_goal, keep, memory_order_relaxed);
    atomic_store_explicit(&heap->scavenge_limit_goal, limit_goal(), memory_order_relaxed);
}

static void release(size_t first, size_t count)
{
    struct heap *heap = &goheap_heap;
    const uint64_t bytes = count << PAGE_SHIFT;
    goheap_memory_scavenge((char *)heap->base + (first << PAGE_SHIFT), bytes);
    subtract(&heap->heap_free, bytes);
    add(&heap->heap_released, bytes);
    struct heap_stats *stats = stats_acquire(&goheap_self);
    subtract(&stats->committed_bytes, bytes);
    add(&stats->released_bytes, bytes);
    stats_release(&goheap_self);
}

/* Up to so many pages back; how many it were. */
static size_t scavenge(size_t page_count)
{
    size_t first;
    const size_t count = goheap_pages_scavenge(&goheap_heap.pages, page_count, &first);
    if (count > 0)
        release(first, count);
    return count;
}

/* allocSpan: bytesToScavenge of the memory limit. */
void goheap_scavenge_for(size_t fresh_bytes)
{
    struct heap *heap = &goheap_heap;
    const uint64_t limit = heap->pacer.memory_limit;
    if (limit == PACER_NO_LIMIT || limiter_is_full(&heap->limiter))
        return;
    const uint64_t mapped = goheap_budget_read().mapped + fresh_bytes;
    if (mapped <= limit)
        return;
    const uint64_t start_ns = goheap_now_ns();
    size_t left = (mapped - limit + PAGE_BYTES - 1) >> PAGE_SHIFT, count = 1;
    while (left > 0 && count > 0 && !limiter_is_full(&heap->limiter)) {
        lock_pages();
        count = scavenge(left < CHUNK_PAGES ? left : CHUNK_PAGES);
        unlock_pages();
        left -= count;
        add(&heap->counters.pages_scavenged, count);
    }
    const uint64_t spent_ns = goheap_now_ns() - start_ns;
    add(&heap->limiter.assist_ns, spent_ns);
    add(&heap->counters.scavenge_ns, spent_ns);
}

static bool keeps_too_much(void)
{
    return retained_bytes() > get(&goheap_heap.scavenge_goal) ||
           goheap_budget_read().mapped > get(&goheap_heap.scavenge_limit_goal);
}

void goheap_scavenge_step(void)
{
    struct heap *heap = &goheap_heap;
    if (get(&heap->scavenge_goal) == UINT64_MAX && get(&heap->scavenge_limit_goal) == UINT64_MAX)
        return;
    const uint64_t start_ns = goheap_now_ns();
    if (start_ns < get(&heap->next_scavenge_ns))
        return;
    lock_pages();
    /* Under the lock, or the pages could be handed out meanwhile. */
    const size_t count = keeps_too_much() ? scavenge(QUANTUM_PAGES) : 0;
    const uint64_t spent_ns = goheap_now_ns() - start_ns;
    atomic_store_explicit(&heap->next_scavenge_ns, start_ns + spent_ns * (OFF_TIME_RATIO + 1),
                          memory_order_relaxed);
    unlock_pages();
    add(&heap->counters.scavenge_ns, spent_ns);
    add(&heap->counters.pages_scavenged, count);
    if (count > 0)
        return;
    atomic_store_explicit(&heap->scavenge_goal, UINT64_MAX, memory_order_relaxed);
    atomic_store_explicit(&heap->scavenge_limit_goal, UINT64_MAX, memory_order_relaxed);
}
