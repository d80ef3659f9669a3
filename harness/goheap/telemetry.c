/* Rings of cycles and timeline points, cheap enough to be always on. */
#include "telemetry.h"

#include <string.h>

uint64_t goheap_since_init_ns(void)
{
    return goheap_now_ns() - goheap_heap.init_ns;
}

void goheap_record_point(char event)
{
    struct heap *heap = &goheap_heap;
    if (!heap->points)
        return;
    const uint64_t live = get(&heap->heap_live);
    const uint64_t goal = pacer_goal(&heap->pacer);
    pthread_mutex_lock(&heap->points_lock);
    const uint64_t time_ns = goheap_since_init_ns(); /* under the lock: points are in order */
    heap->points[heap->points_written++ % heap->config.timeline_points] =
        (struct goheap_point){.time_ns = time_ns,
                              .heap_live_bytes = live,
                              .goal_bytes = goal,
                              .cycle = (uint32_t)heap->counters.cycles,
                              .event = event};
    pthread_mutex_unlock(&heap->points_lock);
    const uint64_t step = (goal == UINT64_MAX ? live + (16 << 20) : goal) / 16;
    atomic_store_explicit(&heap->next_point_live, live + step, memory_order_relaxed);
}

void goheap_record_growth(uint64_t live)
{
    if (live >= get(&goheap_heap.next_point_live))
        goheap_record_point('.');
}

void goheap_record_cycle(void)
{
    struct heap *heap = &goheap_heap;
    if (heap->cycles)
        heap->cycles[heap->cycles_written++ % heap->config.cycle_records] = heap->current;
}

void goheap_record_sweep(void)
{
    struct heap *heap = &goheap_heap;
    const uint64_t ns = atomic_exchange(&heap->cycle_sweep_ns, 0);
    if (heap->cycles && heap->cycles_written > 0)
        heap->cycles[(heap->cycles_written - 1) % heap->config.cycle_records].sweep_ns = ns;
}

void goheap_record_pause(uint64_t ns)
{
    struct counters *counters = &goheap_heap.counters;
    counters->pauses++;
    counters->pause_total_ns += ns;
    if (ns > counters->pause_max_ns)
        counters->pause_max_ns = ns;
}

static size_t kept(uint64_t written, size_t capacity, uint64_t *dropped)
{
    const uint64_t count = written < capacity ? written : capacity;
    if (dropped)
        *dropped = written - count;
    return (size_t)count;
}

size_t goheap_cycle_count(uint64_t *dropped)
{
    return kept(goheap_heap.cycles_written, goheap_heap.config.cycle_records, dropped);
}

bool goheap_cycle_at(size_t index, struct goheap_cycle *cycle)
{
    uint64_t dropped;
    const size_t count = goheap_cycle_count(&dropped);
    if (index >= count || !goheap_heap.cycles)
        return false;
    *cycle = goheap_heap.cycles[(dropped + index) % goheap_heap.config.cycle_records];
    return true;
}

size_t goheap_timeline_count(uint64_t *dropped)
{
    return kept(goheap_heap.points_written, goheap_heap.config.timeline_points, dropped);
}

bool goheap_timeline_at(size_t index, struct goheap_point *point)
{
    uint64_t dropped;
    const size_t count = goheap_timeline_count(&dropped);
    if (index >= count || !goheap_heap.points)
        return false;
    *point = goheap_heap.points[(dropped + index) % goheap_heap.config.timeline_points];
    return true;
}

void goheap_telemetry_reset(void)
{
    goheap_heap.cycles_written = 0;
    goheap_heap.points_written = 0;
}
