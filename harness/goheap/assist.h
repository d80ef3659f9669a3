/* Marking by the program's own threads (mgcmark.go, gcAssistAlloc; mgc.go, fractional workers). */
#ifndef GOHEAP_ASSIST_H
#define GOHEAP_ASSIST_H

#include "heap.h"

/* gcAssistAlloc: marks until the thread is out of debt. Outside the allocator. */
void goheap_assist(struct thread *self) HIDDEN;

/* Go's scheduler switches every 10 ms, and may switch to a worker then. World stopped, a cycle
 * begins: when that will be next for the thread. */
void goheap_turn_catch_up(struct thread *thread, uint64_t now_ns) HIDDEN;
bool goheap_turn_is_due(const struct thread *self) HIDDEN;
/* The worker's turn, if it has not had its share of the time. Outside the allocator. */
void goheap_worker_turn(struct thread *self) HIDDEN;

#endif
