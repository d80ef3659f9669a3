/* A thread's cache: one current span for each span class, handed out without a lock (mcache.go).
 * All functions run inside the allocator or with the world stopped. */
#ifndef GOHEAP_CACHE_H
#define GOHEAP_CACHE_H

#include "heap.h"

/* The next window of 64 slots with a free one, from the current span or a fresh one. false: no
 * memory. */
bool goheap_cache_refill(struct thread *self, unsigned span_class) HIDDEN;
/* A large object of `bytes`, not cleared; *dirty: it may hold old data. 0: no memory. */
uintptr_t goheap_large_alloc(struct thread *self, size_t bytes, bool noscan, size_t scan_bytes,
                             bool *dirty) HIDDEN;

/* World stopped. The allocation bits of every cached span become exact (I3); marking starts: its
 * free slots are marked, so that objects are born black (I5). */
void goheap_cache_publish(struct thread *thread) HIDDEN;
void goheap_cache_premark(struct thread *thread) HIDDEN;
/* All spans back to their centrals, counters flushed. */
void goheap_cache_release_all(struct thread *thread) HIDDEN;
/* Objects handed out since the spans were cached, by class. */
void goheap_cache_count(const struct thread *thread, uint64_t mallocs[SIZE_CLASSES]) HIDDEN;

#endif
