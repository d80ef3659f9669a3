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

/* What a stop reads of a thread's stack begins where the program called the heap: with the
 * registers that a call saves, then the frames above. The collector's own frames below are left
 * out, since what they hold (addresses that were marked long ago, slots nobody wrote to) would keep
 * objects that the program has dropped, and with them all that these lead to.
 *
 * A function the program calls, and in which a stop may come, has goheap_world_enter before all it
 * does and goheap_world_leave after it. The two nest: what counts is the outermost. Objects that
 * only the function knows are not seen between them, whatever register holds them (thread.held). */
struct world_entry {
    bool outer;
};
static inline __attribute__((always_inline)) struct world_entry
goheap_world_enter(struct thread *self);
static inline void goheap_world_leave(struct thread *self, struct world_entry entry);

/* The calling thread stands until no stop is on. */
void goheap_world_park(struct thread *self) HIDDEN;
/* Waits a little in a safe region; longer from the 50th round on. */
void goheap_world_nap(struct thread *self, int round) HIDDEN;
/* For workers between jobs: not waited for by stops. */
void goheap_world_enter_safe(struct thread *self) HIDDEN;
void goheap_world_leave_safe(struct thread *self) HIDDEN;

/* Calls visit with [low, base) of every attached thread's stack, with its saved registers and with
 * what it holds. World stopped; `self` has entered. */
typedef void goheap_stack_visitor(struct grey_queue *queue, uintptr_t begin, uintptr_t end);
size_t goheap_world_visit_stacks(struct grey_queue *queue, goheap_stack_visitor *visit) HIDDEN;

/* The list of threads; the lock is held. */
void goheap_world_link(struct thread *self) HIDDEN;
void goheap_world_unlink(struct thread *self) HIDDEN;
/* Adds a worker to the list / takes it out. Takes the lock. */
void goheap_world_add_worker(struct thread *self) HIDDEN;
void goheap_world_remove_worker(struct thread *self) HIDDEN;

/* Overwrites the dead part of the stack, as far as the collector's frames reach: the program's next
 * frames lie there, and have slots that they do not write to either. */
void goheap_world_clear_stack(void) HIDDEN;

/* ---- registers ---- */

uintptr_t goheap_world_frame_end(void) HIDDEN; /* below the caller's whole frame */

/* unwind_init has the function around it push all call-saved registers; the others are dead across
 * a call. On x86-64 they lie below the return address, one after the other, whatever else the frame
 * has; elsewhere the whole frame is taken. */
static inline __attribute__((always_inline)) uintptr_t goheap_world_save_registers(void)
{
    __builtin_unwind_init();
#if defined(__x86_64__)
    enum { PUSHED_WORDS = 7 }; /* return address, rbp, rbx, r12 to r15 */
    return (uintptr_t)__builtin_dwarf_cfa() - PUSHED_WORDS * sizeof(uintptr_t);
#else
    return goheap_world_frame_end();
#endif
}

static inline struct world_entry goheap_world_enter(struct thread *self)
{
    const struct world_entry entry = {!self->entered};
    const uintptr_t low = goheap_world_save_registers();
    if (entry.outer)
        self->stack_low = low;
    __atomic_signal_fence(__ATOMIC_SEQ_CST); /* as in the two below: a signal may come between */
    self->entered = true;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    return entry;
}

static inline void goheap_world_leave(struct thread *self, struct world_entry entry)
{
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    if (entry.outer)
        self->entered = false;
    __asm__ volatile("" ::: "memory"); /* what came before is no tail call: the frame is read */
}

#endif
