/* Counters that agree with each other, though many threads add to them and nobody stops (mstats.go,
 * consistentHeapStats). A writer makes its sequence number odd, adds to the counters of the current
 * generation, makes it even. A reader moves everyone to the next generation, waits until no number
 * is odd, and has the one before to itself. */
#ifndef GOHEAP_HEAPSTATS_H
#define GOHEAP_HEAPSTATS_H

#include "heap.h"

/* Inside the allocator, not nested. What one call adds up appears at once or not at all. */
static inline struct heap_stats *stats_acquire(struct thread *self)
{
    atomic_fetch_add(&self->stats_sequence, 1);
    return &goheap_heap.stats[atomic_load(&goheap_heap.stats_generation)];
}
static inline void stats_release(struct thread *self)
{
    atomic_fetch_add(&self->stats_sequence, 1);
}
/* World lock held: the sums of all generations, which stay put until the next call. */
const struct heap_stats *goheap_stats_merge(void) HIDDEN;

#endif
