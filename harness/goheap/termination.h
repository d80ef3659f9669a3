/* How a cycle's mark phase ends. */
#ifndef GOHEAP_TERMINATION_H
#define GOHEAP_TERMINATION_H

#include "heap.h"

/* Ends the mark phase if nothing is left to mark. Outside the allocator. true: it has ended. */
bool goheap_mark_try_finish(struct thread *self) HIDDEN;

#endif
