/* Spans: runs of pages cut into equal slots, and the sets that hold them between caches
 * (mheap.go, mcentral.go). */
#ifndef GOHEAP_SPAN_H
#define GOHEAP_SPAN_H

#include "heap.h"

/* A fresh span in use, in no list. `element_bytes` 0: one large object over all pages. The caller
 * is inside the allocator. NULL: no memory. */
struct span *goheap_span_take(struct thread *self, size_t page_count, unsigned span_class) HIDDEN;
/* Gives pages and descriptor back; nobody may hold the span. */
void goheap_span_free(struct span *span) HIDDEN;

/* Which set of a pair is swept now. */
static inline unsigned swept_index(void)
{
    return atomic_load_explicit(&goheap_heap.sweep_generation, memory_order_relaxed) / 2 & 1;
}

void goheap_central_push(struct span *span) HIDDEN; /* swept: to partial or full by its count */
struct span *goheap_central_pop_partial(unsigned span_class) HIDDEN;
/* The caller sweeps it, alone: its state is SPAN_SWEEPING now. */
struct span *goheap_central_pop_unswept(unsigned span_class) HIDDEN;
/* World stopped, everything swept: what was unswept can take the spans of the next cycle. */
void goheap_centrals_reset_unswept(void) HIDDEN;

#endif
