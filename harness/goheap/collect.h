/* The cycle: when it starts and how it ends (mgc.go). */
#ifndef GOHEAP_COLLECT_H
#define GOHEAP_COLLECT_H

#include "heap.h"

/* After a refill or a large allocation, inside the allocator: counts the bytes into the live heap
 * and tests the trigger (gcController.update). */
void goheap_account_refill(struct thread *self, size_t bytes) HIDDEN;
/* Sees to self->exit_work, outside the allocator. */
void goheap_exit_work(struct thread *self) HIDDEN;
/* Ends the mark phase if nothing is left to mark. Outside the allocator. true: it has ended. */
bool goheap_mark_try_finish(struct thread *self) HIDDEN;

#endif
