/* Jobs are for everybody at once: how many are wanted, and each worker knows by its index whether
 * it is one of them. */
#include "jobs.h"

/* Threads that run the program now. */
static int running_mutators(void)
{
    int running = 0;
    for (struct thread *thread = goheap_heap.threads; thread; thread = thread->next)
        running += thread->attached && atomic_load(&thread->state) == THREAD_RUNNING;
    return running;
}

static int idle_processors(void)
{
    const int idle = goheap_heap.config.procs - running_mutators();
    return idle > 0 ? idle : 0;
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

void goheap_jobs_mark(void)
{
    const int dedicated = goheap_heap.share.dedicated, idle = idle_processors();
    const int wanted = dedicated > idle ? dedicated : idle;
    if (wanted > 0)
        wake(dedicated, wanted);
}

void goheap_jobs_sweep(void)
{
    if (goheap_heap.worker_count > 0 && idle_processors() > 0)
        wake(0, 1);
}

void goheap_jobs_quit(void)
{
    struct heap *heap = &goheap_heap;
    pthread_mutex_lock(&heap->worker_lock);
    __atomic_store_n(&heap->workers_quit, true, __ATOMIC_RELAXED);
    heap->worker_epoch++;
    pthread_cond_broadcast(&heap->worker_wake);
    pthread_mutex_unlock(&heap->worker_lock);
}

enum job goheap_jobs_wait(int index, uint64_t *epoch)
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
