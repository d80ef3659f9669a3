/* The second stop (mgc.go, gcMarkDone and gcMarkTermination): marking is complete, barrier off,
 * marks become allocation bits, lazy sweep begins. */
#include "termination.h"

#include "cache.h"
#include "check.h"
#include "jobs.h"
#include "mark.h"
#include "pace.h"
#include "sweep.h"
#include "telemetry.h"
#include "world.h"

enum { STOP_DRAIN_WORK = 65536 }; /* what the stop may mark itself before it gives up */

/* World stopped. true: nothing grey is left anywhere. */
static bool mark_is_complete(struct thread *self)
{
    struct heap *heap = &goheap_heap;
    const struct drain_limit limit = {.work = STOP_DRAIN_WORK, .ignore_stop = true};
    for (struct thread *thread = heap->threads; thread; thread = thread->next) {
        goheap_barrier_flush(thread);
        goheap_grey_flush(&thread->grey);
    }
    while (atomic_load(&heap->work_overflow)) {
        goheap_mark_recover(&self->grey);
        goheap_grey_flush(&self->grey);
        while (goheap_mark_work_available())
            goheap_drain(self, &limit);
    }
    if (goheap_mark_work_available())
        goheap_drain(self, &limit);
    return !goheap_mark_work_available() && !atomic_load(&heap->work_overflow);
}

static void flip_marks(void)
{
    struct heap *heap = &goheap_heap;
    for (struct thread *thread = heap->threads; thread; thread = thread->next)
        if (thread->attached)
            goheap_cache_release_all(thread);
    const uint64_t marked = get(&heap->bytes_marked);
    pacer_reset_live(&heap->pacer, marked, get(&heap->heap_scan_work), get(&heap->stack_scan_work));
    atomic_store(&heap->heap_live, marked);
    atomic_store(&heap->heap_scan, get(&heap->heap_scan_work));
    atomic_fetch_add(&heap->sweep_generation, 2);
    goheap_sweep_start(true);
    atomic_store(&heap->pages_swept, 0);
    atomic_store(&heap->reclaim_credit, 0);
    heap->last_heap_in_use = get(&heap->heap_in_use);
    goheap_pace_commit();
}

static void fill_cycle(uint64_t start_ns)
{
    struct heap *heap = &goheap_heap;
    struct goheap_cycle *cycle = &heap->current;
    cycle->mark_termination_start_ns = start_ns;
    cycle->goal_bytes = heap->pacer.last_goal;
    cycle->heap_end_bytes = get(&heap->heap_live);
    cycle->heap_scan_bytes = get(&heap->heap_scan_work);
    cycle->stack_scan_bytes = get(&heap->stack_scan_work);
    cycle->globals_scan_bytes = get(&heap->globals_scan_work);
    cycle->assist_ns = get(&heap->cycle_assist_ns);
    cycle->background_ns = get(&heap->cycle_background_ns);
    cycle->idle_ns = get(&heap->cycle_idle_ns);
}

static void finish_cycle(uint64_t start_ns)
{
    struct heap *heap = &goheap_heap;
    struct counters *counters = &heap->counters;
    struct goheap_cycle *cycle = &heap->current;
    const uint64_t end_ns = goheap_since_init_ns();
    cycle->end_ns = end_ns;
    cycle->heap_marked_bytes = heap->pacer.heap_marked;
    cycle->mark_termination_pause_ns = end_ns - start_ns;
    goheap_record_pause(end_ns - start_ns);
    counters->cycles++;
    counters->forced_cycles += cycle->forced;
    add(&counters->assist_ns, cycle->assist_ns);
    add(&counters->background_ns, cycle->background_ns);
    add(&counters->idle_ns, cycle->idle_ns);
    const uint64_t stops_ns = cycle->sweep_termination_pause_ns + cycle->mark_termination_pause_ns;
    add(&counters->gc_cpu_ns, cycle->assist_ns + cycle->background_ns + stops_ns * cycle->procs);
    cycle->gc_cpu_ns = get(&counters->gc_cpu_ns);
    heap->last_cycle_ns = goheap_now_ns();
    goheap_record_cycle();
    goheap_record_point('e');
}

bool goheap_mark_try_finish(struct thread *self)
{
    struct heap *heap = &goheap_heap;
    if (!marking() || atomic_load(&heap->markers) > 0 || goheap_mark_work_available())
        return false;
    goheap_world_lock(self);
    if (!marking() || atomic_load(&heap->markers) > 0 || goheap_mark_work_available()) {
        goheap_world_unlock();
        return false;
    }
    const uint64_t start_ns = goheap_since_init_ns();
    goheap_world_stop(self);
    if (!mark_is_complete(self)) {
        heap->current.extra_stops++;
        goheap_record_pause(goheap_since_init_ns() - start_ns);
        goheap_world_start();
        goheap_world_unlock();
        return false;
    }
    goheap_check_graph();
    atomic_store(&heap->phase, PHASE_TERMINATION);
    goheap_pace_end(start_ns + heap->init_ns);
    fill_cycle(start_ns);
    goheap_record_point('.'); /* the peak: what follows is a step down, not a slope */
    __atomic_store_n(&goheap_barrier_on, 0, __ATOMIC_SEQ_CST);
    atomic_store(&heap->phase, PHASE_OFF);
    flip_marks();
    goheap_check_step();
    finish_cycle(start_ns);
    goheap_pace_stop(false, start_ns + heap->init_ns);
    goheap_world_start();
    goheap_jobs_sweep();
    goheap_world_unlock();
    return true;
}
