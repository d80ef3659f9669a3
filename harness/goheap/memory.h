/* Address space from the system. The only file that calls mmap; the n-th request can be made to
 * fail, so that every caller's failure path is testable. */
#ifndef GOHEAP_MEMORY_H
#define GOHEAP_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The fail_at-th request from now on fails; 0 = none does. */
void goheap_memory_fail_at(uint64_t fail_at);

/* Reserves address space without access, near `hint` if the system likes. NULL: refused. */
void *goheap_memory_reserve(size_t bytes, uintptr_t hint);
/* Zeroed, readable and writable, backed only once touched. NULL: refused. */
void *goheap_memory_map(size_t bytes);
/* Makes reserved space readable and writable. */
bool goheap_memory_commit(void *begin, size_t bytes);
/* Gives the pages back; they read as zero afterwards. */
void goheap_memory_scavenge(void *begin, size_t bytes);
void goheap_memory_unmap(void *begin, size_t bytes);

/* What RLIMIT_AS allows a reservation to take: `wanted` or half of the limit. */
size_t goheap_memory_allowed(size_t wanted);

#endif
