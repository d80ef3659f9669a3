/* A cycle: finish sweeping, first stop (barrier on, roots), concurrent mark with assists, second
 * stop (barrier off, marks become allocation bits), lazy sweep. */
#include "collect.h"

#include "assist.h"
#include "cache.h"
#include "check.h"
#include "mark.h"
#include "scavenge.h"
#include "span.h"
#include "sweep.h"
#include "telemetry.h"
#include "worker.h"
#include "world.h"

enum {
    TICK_REFILLS = 64,       /* clock and scavenger are looked at every so many refills */
    STOP_DRAIN_WORK = 65536, /* what the second stop may mark itself before it gives up */
};

/* ---- pacing ---- */

static uint64_t scan_work_done(void)
{
    struct heap *heap = &goheap_heap;
    return get(&heap->heap_scan_work) + get(&heap->stack_scan_work) + get(&heap->globals_scan_work);
}

static void revise(void)
{
    struct heap *heap = &goheap_heap;
    const struct pacer_progress progress = {
        .heap_live = get(&heap->heap_live),
        .heap_scan = get(&heap->heap_scan),
        .stack_scan = get(&heap->stack_scan_work),
        .work_done = scan_work_done(),
    };
    const struct pacer_assist assist = pacer_revise(&heap->pacer, &progress);
    double work = assist.work_per_byte, bytes = assist.bytes_per_work;
    __atomic_store(&heap->assist.work_per_byte, &work, __ATOMIC_RELAXED);
    __atomic_store(&heap->assist.bytes_per_work, &bytes, __ATOMIC_RELAXED);
}

/* gcControllerCommit. World stopped. */
static void commit_pacing(void)
{
    struct heap *heap = &goheap_heap;
    pacer_commit(&heap->pacer, goheap_sweep_is_done(), get(&heap->heap_live));
    const uint64_t trigger = heap->pacer.gogc < 0 ? UINT64_MAX : pacer_trigger(&heap->pacer);
    atomic_store(&heap->trigger, trigger);
    if (marking())
        revise();
    goheap_sweep_pace(trigger);
    goheap_scavenge_pace(pacer_goal(&heap->pacer), heap->pacer.last_goal);
}

static bool trigger_reached(void)
{
    return get(&goheap_heap.heap_live) >= get(&goheap_heap.trigger);
}

static bool period_is_over(void)
{
    return goheap_heap.pacer.gogc >= 0 &&
           goheap_now_ns() - goheap_heap.last_cycle_ns > FORCED_PERIOD_NS;
}

static void tick(struct thread *self)
{
    if (++self->window_ticks % TICK_REFILLS != 0)
        return;
    goheap_scavenge_step();
    goheap_check_alone();
    if (!marking() && period_is_over())
        ask_exit_work(self, EXIT_COLLECT);
}

void goheap_account_refill(struct thread *self, size_t bytes)
{
    struct heap *heap = &goheap_heap;
    const uint64_t live = atomic_fetch_add_explicit(&heap->heap_live, bytes, memory_order_relaxed);
    goheap_record_growth(live + bytes);
    tick(self);
    if (marking()) {
        revise();
        if (goheap_turn_is_due(self))
            ask_exit_work(self, EXIT_TURN);
    } else {
        if (self->scan_alloc_bytes > 0)
            add(&heap->heap_scan, self->scan_alloc_bytes);
        if (trigger_reached())
            ask_exit_work(self, EXIT_COLLECT);
    }
    self->scan_alloc_bytes = 0;
}

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
    heap->pacer.triggered = pacer_trigger(&heap->pacer);
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
    const size_t stacks = goheap_world_visit_stacks(self, &self->grey, goheap_grey_range);
    atomic_store(&heap->stack_scan_work, stacks);
    goheap_grey_flush(&self->grey);
}

static void begin_mark(struct thread *self)
{
    struct heap *heap = &goheap_heap;
    goheap_sweep_all();
    goheap_centrals_reset_unswept();
    goheap_record_sweep();
    reset_cycle();
    heap->current.trigger_bytes = heap->pacer.triggered;
    heap->current.heap_start_bytes = get(&heap->heap_live);
    atomic_store(&heap->phase, PHASE_MARK);
    __atomic_store_n(&goheap_barrier_on, 1, __ATOMIC_SEQ_CST);
    grey_roots(self);
    revise();
    goheap_check_step();
}

/* gcTrigger.test. forced: the number of the cycle that is asked for; 0 = none is. */
static bool is_wanted(uint64_t forced)
{
    if (marking())
        return false;
    if (forced > 0)
        return goheap_heap.current.number < forced;
    return trigger_reached() || period_is_over();
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
    goheap_world_start();
    goheap_workers_mark();
    goheap_world_unlock();
}

/* ---- second stop ---- */

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

static void end_pacing(uint64_t now_ns)
{
    struct heap *heap = &goheap_heap;
    const struct pacer_cycle cycle = {
        .heap_live = get(&heap->heap_live),
        .scan_work = scan_work_done(),
        .mark_ns = (int64_t)(now_ns - heap->mark_start_ns),
        .assist_ns = (int64_t)get(&heap->cycle_assist_ns),
        .idle_ns = (int64_t)get(&heap->cycle_idle_ns),
        .procs = heap->config.procs,
    };
    pacer_end_cycle(&heap->pacer, &cycle);
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
    commit_pacing();
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
    end_pacing(start_ns + heap->init_ns);
    fill_cycle(start_ns);
    goheap_record_point('.'); /* the peak: what follows is a step down, not a slope */
    __atomic_store_n(&goheap_barrier_on, 0, __ATOMIC_SEQ_CST);
    atomic_store(&heap->phase, PHASE_OFF);
    flip_marks();
    goheap_check_step();
    finish_cycle(start_ns);
    goheap_world_start();
    goheap_workers_sweep();
    goheap_world_unlock();
    return true;
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

void goheap_exit_work(struct thread *self)
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
    const uint64_t cycle = goheap_heap.current.number + 1;
    help_to_the_end(self, cycle - 1);
    start_cycle(self, cycle);
    help_to_the_end(self, cycle);
    finish_sweep(self, cycle);
}

/* setGCPercent */
int goheap_set_gogc(int gogc)
{
    struct thread *self = &goheap_self;
    goheap_world_lock(self);
    goheap_world_stop(self);
    const int old = goheap_heap.pacer.gogc;
    pacer_set_gogc(&goheap_heap.pacer, gogc);
    commit_pacing();
    goheap_world_start();
    goheap_world_unlock();
    if (gogc < 0 && self->attached)
        help_to_the_end(self, goheap_heap.current.number);
    return old;
}
