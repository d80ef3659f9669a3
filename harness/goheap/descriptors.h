/* Memory of span descriptors (mheap.go: spanalloc, and each P's mspancache). A descriptor holds its
 * two bitmaps, so it is only used again for bitmaps of the same length: `words`, of one bitmap.
 * A thread keeps up to DESCRIPTOR_CACHE_MAX of each length, which it takes without a lock. */
#ifndef GOHEAP_DESCRIPTORS_H
#define GOHEAP_DESCRIPTORS_H

#include "heap.h"

/* For a heap of so many pages: room for a heap full of each length. Most of it is never touched. */
size_t goheap_descriptors_bytes(size_t page_count) HIDDEN;
unsigned goheap_descriptor_words(size_t page_count, unsigned size_class) HIDDEN;

/* tryAllocMSpan: one of the thread's own; NULL: it has none. Not cleared. */
struct span *goheap_descriptor_try(struct thread *self, unsigned words) HIDDEN;
/* allocMSpanLocked: fills the thread's cache if it is empty. NULL: no memory. */
struct span *goheap_descriptor_take(struct thread *self, unsigned words) HIDDEN;
/* freeMSpanLocked. A thread that is not attached has no cache. */
void goheap_descriptor_free(struct thread *self, struct span *span) HIDDEN;
/* p.destroy: all that the thread has goes back to the heap. */
void goheap_descriptors_flush(struct thread *self) HIDDEN;

#endif
