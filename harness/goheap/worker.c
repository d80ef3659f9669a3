/* Background threads: wait for a mark phase or a sweep, work, wait again. */
#include "worker.h"

#include "jobs.h"
#include "mark.h"
#include "sweep.h"
#include "termination.h"
#include "world.h"

#include <signal.h>

struct worker {
    pthread_t handle;
    int index;
};

static _Atomic uint64_t threads_started;

static void mark_until_done(struct thread *self, _Atomic uint64_t *time_ns)
{
    const struct drain_limit limit = {.work = INT64_MAX, .give_credit = true};
    for (int round = 0; marking(); round++) {
        const uint64_t start_ns = goheap_now_ns();
        const int64_t done = goheap_drain(self, &limit);
        add(time_ns, done > 0 ? goheap_now_ns() - start_ns : 0);
        if (done > 0)
            round = 0;
        goheap_world_enter_safe(self);
        goheap_world_leave_safe(self); /* a stop may be waiting for us */
        if (!goheap_mark_try_finish(self) && done == 0)
            goheap_world_nap(self, round);
    }
}

static void sweep_until_done(struct thread *self)
{
    const uint64_t start_ns = goheap_now_ns();
    while (!marking() && goheap_sweep_one() != SWEPT_NOTHING)
        if (stop_asked()) {
            goheap_world_enter_safe(self);
            goheap_world_leave_safe(self);
        }
    const uint64_t ns = goheap_now_ns() - start_ns;
    add(&goheap_heap.counters.sweep_ns, ns);
    add(&goheap_heap.cycle_sweep_ns, ns);
}

static void do_job(struct thread *self, enum job job)
{
    struct heap *heap = &goheap_heap;
    goheap_world_leave_safe(self);
    if (job == JOB_DEDICATED)
        mark_until_done(self, &heap->cycle_background_ns);
    else if (job == JOB_IDLE)
        mark_until_done(self, &heap->cycle_idle_ns);
    else if (job == JOB_SWEEP)
        sweep_until_done(self);
    goheap_world_enter_safe(self);
}

static void *run(void *argument)
{
    const struct worker *worker = argument;
    struct thread *self = &goheap_self;
    uint64_t epoch = 0;
    goheap_world_add_worker(self);
    while (!__atomic_load_n(&goheap_heap.workers_quit, __ATOMIC_RELAXED))
        do_job(self, goheap_jobs_wait(worker->index, &epoch));
    goheap_world_remove_worker(self);
    return NULL;
}

static bool start_thread(struct worker *worker)
{
    const uint64_t number = atomic_fetch_add(&threads_started, 1) + 1;
    if (number == goheap_heap.config.fail_thread_at)
        return false;
    /* The program's signals are not for a thread that it does not know. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const bool started = pthread_create(&worker->handle, NULL, run, worker) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

/* As gcBgMarkStartWorkers: one a processor, at the first cycle. What cannot be started is missed by
 * nobody: mutators mark on their own. */
static void start_workers(void)
{
    struct heap *heap = &goheap_heap;
    for (int i = heap->worker_count; heap->workers && i < heap->config.procs; i++) {
        heap->workers[i].index = i;
        if (!start_thread(&heap->workers[i]))
            return;
        heap->worker_count++;
    }
}

void goheap_workers_mark(void)
{
    struct heap *heap = &goheap_heap;
    if (heap->config.procs < 2)
        return;
    start_workers();
    goheap_jobs_mark();
}

void goheap_workers_stop(void)
{
    struct heap *heap = &goheap_heap;
    goheap_jobs_quit();
    for (int i = 0; i < heap->worker_count; i++)
        pthread_join(heap->workers[i].handle, NULL);
    heap->worker_count = 0;
    atomic_store(&threads_started, 0);
}
