/* A thread's cache: one current span for each span class, handed out without a lock (mcache.go).
 * All functions run inside the allocator or with the world stopped. */
#ifndef GOHEAP_CACHE_H
#define GOHEAP_CACHE_H

#include "heap.h"

void goheap_cache_init(struct thread *self) HIDDEN;
/* mcache.nextFree: a slot of the cached span's next 64, or of a fresh span, which is in
 * self->spans then. 0: no memory. */
uintptr_t goheap_next_free(struct thread *self, unsigned span_class) HIDDEN;
/* mcache.allocLarge: a span for one object of `bytes`, not cleared. NULL: no memory. */
struct span *goheap_large_alloc(struct thread *self, size_t bytes, bool noscan) HIDDEN;

/* World stopped: the allocation bits of every cached span become exact. */
void goheap_cache_publish(struct thread *thread) HIDDEN;
/* All spans back to their centrals, counters flushed. */
void goheap_cache_release_all(struct thread *thread) HIDDEN;
/* Objects handed out since the spans were cached, by class. */
void goheap_cache_count(const struct thread *thread, uint64_t mallocs[SIZE_CLASSES]) HIDDEN;

#endif
