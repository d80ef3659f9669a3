/* There is no scavenger thread: mutators release 64 KiB at a time at refills, and pay for it with
 * 99 times as long without. */
#include "scavenge.h"

#include "heapstats.h"
#include "memory.h"
#include "telemetry.h"

enum {
    QUANTUM_PAGES = 8, /* mgcscavenge.go: scavengeQuantum, 64 KiB */
    RETAIN_EXTRA_PERCENT = 10,
    OFF_TIME_RATIO = 99, /* scavengePercent = 1 */
};

static uint64_t retained_bytes(void)
{
    return get(&goheap_heap.heap_in_use) + get(&goheap_heap.heap_free);
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

void goheap_scavenge_step(void)
{
    struct heap *heap = &goheap_heap;
    const uint64_t goal = get(&heap->scavenge_goal);
    if (goal == UINT64_MAX)
        return;
    const uint64_t start_ns = goheap_now_ns();
    if (start_ns < get(&heap->next_scavenge_ns))
        return;
    lock_pages();
    size_t first, count = 0;
    if (retained_bytes() > goal)
        count = goheap_pages_scavenge(&heap->pages, QUANTUM_PAGES, &first);
    if (count > 0) /* under the lock, or the pages could be handed out meanwhile */
        release(first, count);
    const uint64_t spent_ns = goheap_now_ns() - start_ns;
    atomic_store_explicit(&heap->next_scavenge_ns, start_ns + spent_ns * (OFF_TIME_RATIO + 1),
                          memory_order_relaxed);
    unlock_pages();
    add(&heap->counters.scavenge_ns, spent_ns);
    add(&heap->counters.pages_scavenged, count);
    if (count == 0)
        atomic_store_explicit(&heap->scavenge_goal, UINT64_MAX, memory_order_relaxed);
}
