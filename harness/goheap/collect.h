/* The cycle: what is done on the way out of the allocator (mgc.go). */
#ifndef GOHEAP_COLLECT_H
#define GOHEAP_COLLECT_H

#include "heap.h"

/* Sees to self->exit_work, outside the allocator. `object` (or NULL) is kept meanwhile and
 * returned, so that it can be the last thing its caller does: then nothing of the allocator is on
 * the stack. */
void *goheap_exit_work(struct thread *self, void *object) HIDDEN;

#endif
