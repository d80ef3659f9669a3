/* Sweeping: the marks of a span become its allocation bits (mgcsweep.go). Lazy (a span before it is
 * used again), proportional (so many pages a byte allocated) and in the background. */
#ifndef GOHEAP_SWEEP_H
#define GOHEAP_SWEEP_H

#include "heap.h"

enum { SWEPT_NOTHING = -1 };

/* `span` came from an unswept list and belongs to the caller. preserve: the caller keeps it in any
 * case. Otherwise it goes back to the heap when empty, or to a swept list. true: it was freed. */
bool goheap_sweep_span(struct span *span, bool preserve) HIDDEN;
/* Sweeps one span; pages given back to the heap, or SWEPT_NOTHING when all is swept. */
int64_t goheap_sweep_one(void) HIDDEN;
/* Pays for `bytes` about to be allocated: sweeps until the proportion is kept. */
void goheap_sweep_pay(struct thread *self, size_t bytes) HIDDEN;
/* Before the heap grows: sweeps until that many pages came free. */
void goheap_sweep_reclaim(size_t pages) HIDDEN;
/* Everything that no other thread is at. */
void goheap_sweep_all(void) HIDDEN;
/* World stopped, after the generation changed: how many pages a byte from now on. */
void goheap_sweep_pace(uint64_t trigger) HIDDEN;

#endif
