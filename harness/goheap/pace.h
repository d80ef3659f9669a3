/* When: a cycle begins, a worker has its turn, how much an allocation must mark and sweep
 * (mgcpacer.go, gcController). */
#ifndef GOHEAP_PACE_H
#define GOHEAP_PACE_H

#include "heap.h"

/* After a refill or a large allocation, inside the allocator: counts the bytes into the live heap,
 * tests the trigger and leaves a note in exit_work (gcController.update). */
void goheap_account_refill(struct thread *self, size_t bytes) HIDDEN;
/* gcTrigger.test: the live heap reached the trigger, or the last cycle is long ago. */
bool goheap_pace_is_due(void) HIDDEN;

/* While marking: the assist ratio by what is done and what is left. */
void goheap_pace_revise(void) HIDDEN;
/* The limiter's bucket: time since the last update is shared out. Inside the allocator. */
void goheap_pace_limit(uint64_t now_ns) HIDDEN;
/* World stopped from begin_ns to now: a mark phase begins or has ended. */
void goheap_pace_stop(bool collecting, uint64_t begin_ns) HIDDEN;
/* World stopped, marking is complete at now_ns: what the cycle took goes into the next trigger. */
void goheap_pace_end(uint64_t now_ns) HIDDEN;
/* World stopped: goal, trigger, sweep and scavenger follow what changed. */
void goheap_pace_commit(void) HIDDEN;

/* When Go's scheduler would take the processor from a goroutine that runs from now on. */
uint64_t goheap_turn_after(uint64_t now_ns) HIDDEN;
/* Go's scheduler switches every 20 ms, and may switch to a worker then. World stopped, a cycle
 * begins: when that will be next for the thread. */
void goheap_turn_catch_up(struct thread *thread, uint64_t now_ns) HIDDEN;
bool goheap_turn_is_due(const struct thread *self) HIDDEN;

#endif
