/* Sweeping: the marks of a span become its allocation bits (mgcsweep.go). Lazy (a span before it is
 * used again), proportional (so many pages a byte allocated) and in the background. */
#ifndef GOHEAP_SWEEP_H
#define GOHEAP_SWEEP_H

#include "heap.h"

enum { SWEPT_NOTHING = -1 };

/* World stopped, after the sweep generation changed: all sets of the last one are to be swept.
 * `anything` false: a fresh heap, nothing is. */
void goheap_sweep_start(bool anything) HIDDEN;
/* Everything is swept and nobody is at it. */
bool goheap_sweep_is_done(void) HIDDEN;
/* A span of the class with a free slot, swept for the caller, who keeps it. NULL: none was found.
 */
struct span *goheap_sweep_for(unsigned span_class) HIDDEN;
/* Sweeps one span; pages given back to the heap, or SWEPT_NOTHING when all is swept. */
int64_t goheap_sweep_one(void) HIDDEN;
/* Pays for `bytes` about to be allocated: sweeps until the proportion is kept, but for the pages
 * that the caller will sweep himself. */
void goheap_sweep_pay(struct thread *self, size_t bytes, size_t own_pages) HIDDEN;
/* Before the heap grows: sweeps until that many pages came free. */
void goheap_sweep_reclaim(size_t pages) HIDDEN;
/* Everything that no other thread is at. */
void goheap_sweep_all(void) HIDDEN;
/* World stopped, after the generation changed: how many pages a byte from now on. */
void goheap_sweep_pace(uint64_t trigger) HIDDEN;

#endif
