/* The cycle: what is done on the way out of the allocator (mgc.go). */
#ifndef GOHEAP_COLLECT_H
#define GOHEAP_COLLECT_H

#include "heap.h"

/* Sees to self->exit_work, outside the allocator. */
void goheap_exit_work(struct thread *self) HIDDEN;

#endif
