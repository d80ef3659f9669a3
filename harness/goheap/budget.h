/* What counts against GOMEMLIMIT: the heap's pages that have memory, and what Go's runtime maps for
 * itself (gcController.mappedReady). This model's own tables are not counted but Go's, so that the
 * same limit leaves the same room. */
#ifndef GOHEAP_BUDGET_H
#define GOHEAP_BUDGET_H

#include "heap.h"

/* What a program of the release has mapped before it makes its first object. */
void goheap_budget_init(void) HIDDEN;
/* So many arenas, or descriptors with so many words in a bitmap, more. */
void goheap_budget_add_arenas(size_t count) HIDDEN;
void goheap_budget_add_descriptors(size_t count, unsigned words) HIDDEN;

/* Any thread, at any time: sums that need not agree to the byte while others allocate. */
struct pacer_memory goheap_budget_read(void) HIDDEN;

#endif
