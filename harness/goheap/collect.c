/* A cycle's beginning: finish sweeping, first stop (barrier on, roots), concurrent mark with
 * assists. termination.c ends it. */
#include "collect.h"

#include "assist.h"
#include "cache.h"
#include "check.h"
#include "mark.h"
#include "pace.h"
#include "span.h"
#include "sweep.h"
#include "telemetry.h"
#include "termination.h"
#include "worker.h"
#include "world.h"

/* ---- first stop ---- */

static void prepare_thread(struct thread *thread, struct grey_queue *queue, uint64_t now_ns)
{
    goheap_cache_publish(thread);
    if (thread->tiny) /* gcMarkTinyAllocs: later pieces of the block are handed out unmarked */
        goheap_grey(queue, thread->tiny);
    thread->assist_credit_bytes = 0;
    thread->barrier_count = 0;
    thread->fractional_ns = 0;
    goheap_turn_catch_up(thread, now_ns);
}

static void reset_cycle(void)
{
    struct heap *heap = &goheap_heap;
    atomic_store(&heap->heap_scan_work, 0);
    atomic_store(&heap->stack_scan_work, 0);
    atomic_store(&heap->globals_scan_work, 0);
    atomic_store(&heap->bytes_marked, 0);
    atomic_store(&heap->background_credit, 0);
    atomic_store(&heap->cycle_assist_ns, 0);
    atomic_store(&heap->cycle_background_ns, 0);
    atomic_store(&heap->cycle_idle_ns, 0);
    /* startCycle: the trigger, since Go 1.20 what the heap really was. */
    heap->pacer.triggered = heap_is_1_27() ? get(&heap->heap_live) : pacer_trigger(&heap->pacer);
    heap->share = pacer_workers_for(heap->config.procs);
}

/* Stacks are read while the world stands: stopping a thread costs a signal, and the stop has paid
 * for it already. From here on they are black. */
static void grey_roots(struct thread *self)
{
    struct heap *heap = &goheap_heap;
    const uint64_t now_ns = goheap_now_ns();
    for (struct thread *thread = heap->threads; thread; thread = thread->next)
        if (thread->attached)
            prepare_thread(thread, &self->grey, now_ns);
    goheap_mark_roots_prepare(&self->grey);
    const size_t stacks = goheap_world_visit_stacks(&self->grey, goheap_grey_range);
    atomic_store(&heap->stack_scan_work, stacks);
    goheap_grey_flush(&self->grey);
}

static void begin_mark(struct thread *self)
{
    struct heap *heap = &goheap_heap;
    goheap_sweep_all();
    goheap_centrals_reset_unswept();
    goheap_record_sweep();
    const uint64_t trigger = pacer_trigger(&heap->pacer);
    reset_cycle();
    heap->current.trigger_bytes = trigger;
    heap->current.heap_start_bytes = get(&heap->heap_live);
    atomic_store(&heap->phase, PHASE_MARK);
    __atomic_store_n(&goheap_barrier_on, 1, __ATOMIC_SEQ_CST);
    grey_roots(self);
    goheap_pace_revise();
    goheap_check_step();
}

/* forced: the number of the cycle that is asked for; 0 = none is. */
static bool is_wanted(uint64_t forced)
{
    if (marking())
        return false;
    if (forced > 0)
        return goheap_heap.current.number < forced;
    return goheap_pace_is_due();
}

/* gcStart: a mark phase, unless somebody else's will do. */
static void start_cycle(struct thread *self, uint64_t forced)
{
    struct heap *heap = &goheap_heap;
    enter_allocator(self);
    if (is_wanted(forced))
        goheap_sweep_all();
    leave_allocator(self);
    goheap_world_lock(self);
    if (!is_wanted(forced)) {
        goheap_world_unlock();
        return;
    }
    const uint64_t start_ns = goheap_since_init_ns();
    goheap_world_stop(self);
    heap->current = (struct goheap_cycle){.number = heap->counters.cycles + 1,
                                          .sweep_termination_start_ns = start_ns,
                                          .procs = (uint32_t)heap->config.procs,
                                          .threads = heap->thread_count,
                                          .forced = forced > 0};
    begin_mark(self);
    heap->mark_start_ns = goheap_now_ns();
    heap->current.mark_start_ns = heap->mark_start_ns - heap->init_ns;
    heap->current.sweep_termination_pause_ns = heap->current.mark_start_ns - start_ns;
    goheap_record_pause(heap->current.sweep_termination_pause_ns);
    goheap_record_point('s');
    goheap_pace_stop(true, start_ns + heap->init_ns);
    goheap_world_start();
    goheap_workers_mark();
    goheap_world_unlock();
}

/* ---- on the way out of the allocator ---- */

static void take_stop(struct thread *self)
{
    if (__atomic_fetch_and(&self->exit_work, ~(uint32_t)EXIT_STOP, __ATOMIC_RELAXED) & EXIT_STOP)
        goheap_world_park(self);
}

/* gcWaitOnMark: marks until the cycle ends, on a processor nobody else wants. */
static void help_to_the_end(struct thread *self, uint64_t cycle)
{
    const struct drain_limit limit = {.work = INT64_MAX, .give_credit = true};
    while (marking() && goheap_heap.counters.cycles < cycle) {
        const uint64_t start_ns = goheap_now_ns();
        enter_allocator(self);
        const int64_t done = goheap_drain(self, &limit);
        leave_allocator(self);
        add(&goheap_heap.cycle_idle_ns, goheap_now_ns() - start_ns);
        take_stop(self);
        if (!goheap_mark_try_finish(self) && done == 0)
            goheap_world_nap(self, 0);
    }
}

/* Each stress step is a whole collection, so that every allocation is followed by one. */
static void stress(struct thread *self)
{
    if (++self->stress_count < goheap_heap.config.stress_interval)
        return;
    self->stress_count = 0;
    goheap_collect();
}

static void do_exit_work(struct thread *self)
{
    const uint32_t always = goheap_heap.config.stress_interval ? EXIT_STRESS : 0;
    for (uint32_t work = exit_work_of(self); work != 0;
         work = exit_work_of(self) & ~(uint32_t)EXIT_STRESS) {
        work = __atomic_exchange_n(&self->exit_work, always, __ATOMIC_RELAXED);
        if (work & EXIT_STOP)
            goheap_world_park(self);
        if ((work & EXIT_TURN) && marking() && goheap_turn_is_due(self))
            goheap_worker_turn(self);
        if (work & EXIT_COLLECT)
            start_cycle(self, 0);
        if (work & EXIT_STRESS)
            stress(self);
    }
}

__attribute__((noinline)) void *goheap_exit_work(struct thread *self, void *object)
{
    self->held = (uintptr_t)object; /* for as long as no stop reads this frame */
    const struct world_entry entry = goheap_world_enter(self);
    do_exit_work(self);
    goheap_world_clear_stack();
    goheap_world_leave(self, entry);
    self->held = 0;
    return object;
}

/* The sets may be empty while a worker is still at the last span it took from them. */
static void finish_sweep(struct thread *self, uint64_t cycle)
{
    const struct heap *heap = &goheap_heap;
    enter_allocator(self);
    if (heap->current.number == cycle)
        goheap_sweep_all();
    leave_allocator(self);
    take_stop(self);
    for (int round = 0; heap->current.number == cycle && !goheap_sweep_is_done(); round++)
        goheap_world_nap(self, round);
}

/* mgc.go, GC: a cycle that is on may have begun before the caller's last cut, the next one has not,
 * whoever begins it. */
void goheap_collect(void)
{
    struct thread *self = &goheap_self;
    if (!self->attached)
        return;
    const struct world_entry entry = goheap_world_enter(self);
    const uint64_t cycle = goheap_heap.current.number + 1;
    help_to_the_end(self, cycle - 1);
    start_cycle(self, cycle);
    help_to_the_end(self, cycle);
    finish_sweep(self, cycle);
    goheap_world_clear_stack();
    goheap_world_leave(self, entry);
}

int64_t goheap_set_memory_limit(int64_t bytes)
{
    struct thread *self = &goheap_self;
    struct pacer *pacer = &goheap_heap.pacer;
    const struct world_entry entry = goheap_world_enter(self);
    goheap_world_lock(self);
    goheap_world_stop(self);
    const uint64_t old = pacer->memory_limit;
    if (bytes >= 0) {
        pacer->memory_limit = bytes == INT64_MAX ? PACER_NO_LIMIT : (uint64_t)bytes;
        goheap_pace_commit();
    }
    goheap_world_start();
    goheap_world_unlock();
    goheap_world_clear_stack();
    goheap_world_leave(self, entry);
    return old == PACER_NO_LIMIT ? INT64_MAX : (int64_t)old;
}

/* setGCPercent */
int goheap_set_gogc(int gogc)
{
    struct thread *self = &goheap_self;
    const struct world_entry entry = goheap_world_enter(self);
    goheap_world_lock(self);
    goheap_world_stop(self);
    const int old = goheap_heap.pacer.gogc;
    pacer_set_gogc(&goheap_heap.pacer, gogc);
    goheap_pace_commit();
    goheap_world_start();
    goheap_world_unlock();
    if (gogc < 0 && self->attached)
        help_to_the_end(self, goheap_heap.current.number);
    goheap_world_clear_stack();
    goheap_world_leave(self, entry);
    return old;
}
