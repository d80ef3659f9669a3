/* Threads, and stopping them. A thread is RUNNING (it gets a signal and parks in the handler, or
 * leaves a note if it is inside the allocator) or SAFE (it touches no heap memory until it has seen
 * that no stop is on). Both sides write first and read then, so one of them sees the other. */
#ifndef GOHEAP_WORLD_H
#define GOHEAP_WORLD_H

#include "heap.h"

bool goheap_world_init(void) HIDDEN;
void goheap_world_shutdown(void) HIDDEN;

/* The lock of stops, phases and the thread list. Outside the allocator; the wait is a safe region.
 */
void goheap_world_lock(struct thread *self) HIDDEN;
void goheap_world_unlock(void) HIDDEN;
/* With the lock held: every other thread stands from here to goheap_world_start. `self` may be a
 * thread that is not attached. */
void goheap_world_stop(struct thread *self) HIDDEN;
void goheap_world_start(void) HIDDEN;

/* The calling thread stands until no stop is on. */
void goheap_world_park(struct thread *self) HIDDEN;
/* Waits a little in a safe region; longer from the 50th round on. */
void goheap_world_nap(struct thread *self, int round) HIDDEN;
/* For workers between jobs: not waited for by stops. */
void goheap_world_enter_safe(struct thread *self) HIDDEN;
void goheap_world_leave_safe(struct thread *self) HIDDEN;

/* Calls visit with [low, base) of every attached thread's stack and with its saved registers.
 * World stopped; `self`'s own stack is taken from the caller's frame on. */
typedef void goheap_stack_visitor(struct grey_queue *queue, uintptr_t begin, uintptr_t end);
size_t goheap_world_visit_stacks(struct thread *self, struct grey_queue *queue,
                                 goheap_stack_visitor *visit) HIDDEN;

/* The list of threads; the lock is held. */
void goheap_world_link(struct thread *self) HIDDEN;
void goheap_world_unlink(struct thread *self) HIDDEN;
/* Adds a worker to the list / takes it out. Takes the lock. */
void goheap_world_add_worker(struct thread *self) HIDDEN;
void goheap_world_remove_worker(struct thread *self) HIDDEN;

#endif
