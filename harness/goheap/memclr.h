/* Clearing memory the way Go's runtime does on the same processor. */
#ifndef GOHEAP_MEMCLR_H
#define GOHEAP_MEMCLR_H

#include <stddef.h>
#include <stdint.h>

/* Looks at the processor, once, before the first clearing. */
void goheap_memclr_init(void) __attribute__((visibility("hidden")));
/* bytes: a multiple of 8, at least 8. */
void goheap_memclr(void *memory, size_t bytes) __attribute__((visibility("hidden")));
/* The same in pieces of 256 KiB, each a call. */
void goheap_memclr_chunked(void *memory, size_t bytes) __attribute__((visibility("hidden")));

#endif
