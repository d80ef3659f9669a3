/* Background threads: wait for a mark phase or a sweep, work, wait again. */
#include "worker.h"

#include "collect.h"
#include "mark.h"
#include "sweep.h"
#include "world.h"

#include <signal.h>

enum job { JOB_NONE, JOB_DEDICATED, JOB_IDLE, JOB_SWEEP };

struct worker {
    pthread_t handle;
    int index;
};

static _Atomic uint64_t threads_started;

int goheap_running_mutators(void)
{
    int running = 0;
    for (struct thread *thread = goheap_heap.threads; thread; thread = thread->next)
        running += thread->attached && atomic_load(&thread->state) == THREAD_RUNNING;
    return running;
}

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

static enum job wait_for_job(int index, uint64_t *epoch)
{
    struct heap *heap = &goheap_heap;
    pthread_mutex_lock(&heap->worker_lock);
    while (!heap->workers_quit && heap->worker_epoch == *epoch)
        pthread_cond_wait(&heap->worker_wake, &heap->worker_lock);
    *epoch = heap->worker_epoch;
    enum job job = JOB_NONE;
    if (index < heap->workers_dedicated)
        job = JOB_DEDICATED;
    else if (index < heap->workers_wanted)
        job = JOB_IDLE;
    if (job != JOB_NONE && !marking())
        job = JOB_SWEEP;
    pthread_mutex_unlock(&heap->worker_lock);
    return job;
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
        do_job(self, wait_for_job(worker->index, &epoch));
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

static void wake(int dedicated, int wanted)
{
    struct heap *heap = &goheap_heap;
    pthread_mutex_lock(&heap->worker_lock);
    heap->workers_dedicated = dedicated;
    heap->workers_wanted = wanted;
    heap->worker_epoch++;
    pthread_cond_broadcast(&heap->worker_wake);
    pthread_mutex_unlock(&heap->worker_lock);
}

static int idle_processors(void)
{
    const int idle = goheap_heap.config.procs - goheap_running_mutators();
    return idle > 0 ? idle : 0;
}

void goheap_workers_mark(void)
{
    struct heap *heap = &goheap_heap;
    if (heap->config.procs < 2)
        return;
    start_workers();
    const int dedicated = heap->share.dedicated, idle = idle_processors();
    const int wanted = dedicated > idle ? dedicated : idle;
    if (wanted > 0)
        wake(dedicated, wanted);
}

void goheap_workers_sweep(void)
{
    if (goheap_heap.worker_count > 0 && idle_processors() > 0)
        wake(0, 1);
}

void goheap_workers_stop(void)
{
    struct heap *heap = &goheap_heap;
    pthread_mutex_lock(&heap->worker_lock);
    __atomic_store_n(&heap->workers_quit, true, __ATOMIC_RELAXED);
    heap->worker_epoch++;
    pthread_cond_broadcast(&heap->worker_wake);
    pthread_mutex_unlock(&heap->worker_lock);
    for (int i = 0; i < heap->worker_count; i++)
        pthread_join(heap->workers[i].handle, NULL);
    heap->worker_count = 0;
    atomic_store(&threads_started, 0);
}
