/* Marking by the program's own threads (mgcmark.go, gcAssistAlloc; mgc.go, fractional workers). */
#ifndef GOHEAP_ASSIST_H
#define GOHEAP_ASSIST_H

#include "heap.h"

/* gcAssistAlloc: marks until the thread is out of debt. Outside the allocator. */
void goheap_assist(struct thread *self) HIDDEN;

/* The fractional worker's turn, if it has not had its share of the time. Outside the allocator. */
void goheap_worker_turn(struct thread *self) HIDDEN;

#endif
