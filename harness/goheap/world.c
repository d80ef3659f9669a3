/* Safe regions, and stop-the-world by a real-time signal.
 * With GOHEAP_COOPERATIVE (ThreadSanitizer delivers signals late) threads are not signalled but
 * look at exit_work whenever they leave the allocator. */
#include "world.h"

#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

__thread struct thread goheap_self;
enum {
    SPINS_BEFORE_SLEEP = 50,
    NAP_NS = 20000,
    COLLECTOR_STACK_BYTES = 4096, /* from goheap_exit_work down, with the C library's below it */
};

static struct sigaction action_before;

/* ---- registers ---- */

/* Whatever the order of what lies in the frame. */
__attribute__((noinline)) uintptr_t goheap_world_frame_end(void)
{
    __asm__ volatile("" ::: "memory");
    return (uintptr_t)__builtin_frame_address(0);
}

__attribute__((noinline)) void goheap_world_clear_stack(void)
{
    char dead[COLLECTOR_STACK_BYTES];
    memset(dead, 0, sizeof dead);
    __asm__ volatile("" ::"r"(dead) : "memory"); /* it is read: by the next stop */
}

/* ---- futex ---- */

static void futex_wait(_Atomic uint32_t *word, uint32_t value, long timeout_ns)
{
    const struct timespec timeout = {0, timeout_ns};
    syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, timeout_ns ? &timeout : NULL, NULL, 0);
}

static void futex_wake_all(_Atomic uint32_t *word)
{
    syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT32_MAX, NULL, NULL, 0);
}

/* ---- parking ---- */

static void become_safe(struct thread *self)
{
    atomic_store(&self->state, THREAD_SAFE);
    if (!atomic_load(&goheap_heap.stopping))
        return;
    atomic_fetch_add(&goheap_heap.stop_acks, 1);
    futex_wake_all(&goheap_heap.stop_acks);
}

static void become_running(struct thread *self)
{
    for (;;) {
        atomic_store(&self->state, THREAD_RUNNING);
        if (!atomic_load(&goheap_heap.stopping))
            return;
        become_safe(self);
        while (atomic_load(&goheap_heap.stopping))
            futex_wait(&goheap_heap.stopping, 1, 0);
    }
}

__attribute__((noinline)) void goheap_world_park(struct thread *self)
{
    const struct world_entry entry = goheap_world_enter(self);
    become_safe(self);
    while (atomic_load(&goheap_heap.stopping))
        futex_wait(&goheap_heap.stopping, 1, 0);
    become_running(self);
    goheap_world_leave(self, entry);
}

__attribute__((noinline)) void goheap_world_nap(struct thread *self, int round)
{
    const struct world_entry entry = goheap_world_enter(self);
    become_safe(self);
    if (round < SPINS_BEFORE_SLEEP)
        sched_yield();
    else
        nanosleep(&(struct timespec){0, NAP_NS}, NULL);
    become_running(self);
    goheap_world_leave(self, entry);
}

/* The kernel wrote all registers to the stack, into `context` and above it; the handler's own frame
 * is below. What it interrupted may have been about to enter, or to become safe. */
static void park_interrupted(struct thread *self, void *context)
{
    const bool entered = self->entered;
    const uintptr_t low = self->stack_low;
    if (!entered)
        self->stack_low = (uintptr_t)context;
    self->entered = true;
    goheap_world_park(self);
    self->entered = entered;
    self->stack_low = low;
}

static void on_stop_signal(int signal_number, siginfo_t *info, void *context)
{
    (void)signal_number;
    (void)info;
    struct thread *self = &goheap_self;
    if (!self->attached || !stop_asked() || goheap_heap.stopper == self ||
        atomic_load_explicit(&self->state, memory_order_relaxed) == THREAD_SAFE)
        return;
    if (__atomic_load_n(&self->busy, __ATOMIC_RELAXED)) {
        ask_exit_work(self, EXIT_STOP);
        return;
    }
    const int saved = errno;
    park_interrupted(self, context);
    errno = saved;
}

void goheap_world_enter_safe(struct thread *self)
{
    become_safe(self);
}

void goheap_world_leave_safe(struct thread *self)
{
    become_running(self);
}

UNINSTRUMENTED static void copy_words(uintptr_t *to, uintptr_t low, uintptr_t high)
{
    const uintptr_t *from = (const uintptr_t *)low;
    for (size_t i = 0; i < (high - low) / sizeof *from; i++)
        to[i] = from[i];
}

/* This frame, into which the caller's registers were pushed, is gone soon: it is copied. */
UNINSTRUMENTED __attribute__((noinline)) void goheap_block_enter(void)
{
    struct thread *self = &goheap_self;
    if (!self->attached)
        return;
    const uintptr_t low = goheap_world_save_registers(), high = (uintptr_t)__builtin_dwarf_cfa();
    if (high - low > sizeof self->block_frame)
        __builtin_trap(); /* a compiler that makes far bigger frames than those known */
    copy_words(self->block_frame, low, high);
    self->stack_low = high;
    become_safe(self);
}

void goheap_block_leave(void)
{
    if (!goheap_self.attached)
        return;
    become_running(&goheap_self);
    memset(goheap_self.block_frame, 0, sizeof goheap_self.block_frame);
}

/* ---- stopping ---- */

__attribute__((noinline)) void goheap_world_lock(struct thread *self)
{
    struct heap *heap = &goheap_heap;
    if (pthread_mutex_trylock(&heap->world) == 0)
        return;
    if (!self->attached && !self->worker) {
        pthread_mutex_lock(&heap->world);
        return;
    }
    const struct world_entry entry = goheap_world_enter(self);
    become_safe(self);
    pthread_mutex_lock(&heap->world);
    atomic_store(&self->state, THREAD_RUNNING); /* who holds the lock is not being stopped */
    goheap_world_leave(self, entry);
}

void goheap_world_unlock(void)
{
    pthread_mutex_unlock(&goheap_heap.world);
}

static void ask_to_stop(struct thread *thread)
{
    if (thread->worker || atomic_load(&thread->state) == THREAD_SAFE)
        return;
#ifdef GOHEAP_COOPERATIVE
    ask_exit_work(thread, EXIT_STOP);
#else
    pthread_kill(thread->handle, goheap_heap.stop_signal);
#endif
}

static void wait_until_safe(struct thread *thread)
{
    for (;;) {
        const uint32_t seen = atomic_load(&goheap_heap.stop_acks);
        if (atomic_load(&thread->state) == THREAD_SAFE)
            return;
        futex_wait(&goheap_heap.stop_acks, seen, 10000000);
        if (atomic_load(&goheap_heap.stop_acks) == seen)
            ask_to_stop(thread); /* a signal to a thread that was just leaving SAFE is lost */
    }
}

void goheap_world_stop(struct thread *self)
{
    goheap_heap.stopper = self;
    atomic_store(&goheap_heap.stopping, 1);
    for (struct thread *thread = goheap_heap.threads; thread; thread = thread->next)
        if (thread != self)
            ask_to_stop(thread);
    for (struct thread *thread = goheap_heap.threads; thread; thread = thread->next)
        if (thread != self)
            wait_until_safe(thread);
}

void goheap_world_start(void)
{
    const struct thread *self = goheap_heap.stopper, *first = goheap_heap.threads;
    atomic_store(&goheap_heap.stopping, 0);
    goheap_heap.stopper = NULL;
    if (first && (first != self || first->next)) /* somebody else; self need not be in the list */
        futex_wake_all(&goheap_heap.stopping);
}

size_t goheap_world_visit_stacks(struct grey_queue *queue, goheap_stack_visitor *visit)
{
    size_t bytes = 0;
    for (struct thread *thread = goheap_heap.threads; thread; thread = thread->next) {
        if (!thread->attached)
            continue;
        visit(queue, thread->stack_low, thread->stack_base);
        visit(queue, (uintptr_t)&thread->held, (uintptr_t)(&thread->held + 1));
        visit(queue, (uintptr_t)thread->block_frame,
              (uintptr_t)thread->block_frame + sizeof thread->block_frame);
        bytes += thread->stack_base - thread->stack_low;
    }
    return bytes;
}

/* ---- the list ---- */

void goheap_world_link(struct thread *self)
{
    self->next = goheap_heap.threads;
    goheap_heap.threads = self;
}

void goheap_world_unlink(struct thread *self)
{
    struct thread **at = &goheap_heap.threads;
    while (*at != self)
        at = &(*at)->next;
    *at = self->next;
}

void goheap_world_add_worker(struct thread *self)
{
    self->worker = true;
    self->handle = pthread_self();
    atomic_store(&self->state, THREAD_SAFE);
    pthread_mutex_lock(&goheap_heap.world);
    goheap_world_link(self);
    pthread_mutex_unlock(&goheap_heap.world);
}

void goheap_world_remove_worker(struct thread *self)
{
    pthread_mutex_lock(&goheap_heap.world);
    goheap_world_unlink(self);
    pthread_mutex_unlock(&goheap_heap.world);
}

bool goheap_world_init(void)
{
    struct sigaction action = {.sa_sigaction = on_stop_signal, .sa_flags = SA_RESTART | SA_SIGINFO};
    sigfillset(&action.sa_mask);
    goheap_heap.stop_signal = SIGRTMIN + 7;
    return sigaction(goheap_heap.stop_signal, &action, &action_before) == 0;
}

void goheap_world_shutdown(void)
{
    sigaction(goheap_heap.stop_signal, &action_before, NULL);
}
