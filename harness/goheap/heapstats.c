/* The reader's side. */
#include "heapstats.h"

#include <sched.h>

static void move(_Atomic uint64_t *to, _Atomic uint64_t *from)
{
    add(to, atomic_exchange_explicit(from, 0, memory_order_relaxed));
}

static void merge(struct heap_stats *to, struct heap_stats *from)
{
    for (int i = 0; i < SIZE_CLASSES; i++) {
        move(&to->class_mallocs[i], &from->class_mallocs[i]);
        move(&to->class_frees[i], &from->class_frees[i]);
    }
    move(&to->large_alloc_bytes, &from->large_alloc_bytes);
    move(&to->large_free_bytes, &from->large_free_bytes);
    move(&to->tiny_allocs, &from->tiny_allocs);
    move(&to->in_heap_bytes, &from->in_heap_bytes);
    move(&to->committed_bytes, &from->committed_bytes);
    move(&to->released_bytes, &from->released_bytes);
}

static void wait_for_writers(void)
{
    const struct thread *thread = goheap_heap.threads;
    for (; thread; thread = thread->next)
        while (atomic_load(&thread->stats_sequence) % 2 != 0)
            sched_yield();
}

const struct heap_stats *goheap_stats_merge(void)
{
    struct heap *heap = &goheap_heap;
    const uint32_t current = atomic_load(&heap->stats_generation);
    const uint32_t last = (current + STATS_GENERATIONS - 1) % STATS_GENERATIONS;
    atomic_store(&heap->stats_generation, (current + 1) % STATS_GENERATIONS);
    wait_for_writers();
    merge(&heap->stats[current], &heap->stats[last]);
    return &heap->stats[current];
}
