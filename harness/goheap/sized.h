/* Allocation by Go 1.27 (malloc.go, malloc_generated.go). */
#ifndef GOHEAP_SIZED_H
#define GOHEAP_SIZED_H

#include "heap.h"

/* mallocgc: `bytes` > 0 of one value of `type` or an array of them; NULL is memory without
 * pointers. NULL: no memory, or the thread is not attached. */
void *goheap_malloc_1_27(size_t bytes, const struct goheap_type *type, bool zero) HIDDEN;

#endif
