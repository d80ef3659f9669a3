/* The pacer's formulas fed with the heap's counters. What a refill or the end of marking changes is
 * worked out here; nothing is begun or stopped. */
#include "pace.h"

#include "budget.h"
#include "check.h"
#include "scavenge.h"
#include "sweep.h"
#include "telemetry.h"

enum { TICK_REFILLS = 64 }; /* clock and scavenger are looked at every so many refills */

/* ---- the cycle ---- */

static uint64_t scan_work_done(void)
{
    struct heap *heap = &goheap_heap;
    return get(&heap->heap_scan_work) + get(&heap->stack_scan_work) + get(&heap->globals_scan_work);
}

static bool is_limited(void)
{
    return goheap_heap.pacer.memory_limit != PACER_NO_LIMIT;
}

static void look_at_memory(void)
{
    if (!is_limited())
        return;
    const struct pacer_memory memory = goheap_budget_read();
    pacer_look(&goheap_heap.pacer, &memory);
}

void goheap_pace_revise(void)
{
    struct heap *heap = &goheap_heap;
    look_at_memory();
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

void goheap_pace_end(uint64_t now_ns)
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

/* gcControllerCommit */
void goheap_pace_commit(void)
{
    struct heap *heap = &goheap_heap;
    pacer_commit(&heap->pacer, goheap_sweep_is_done(), get(&heap->heap_live));
    heap->pacer.limit_goal = PACER_NO_LIMIT;
    look_at_memory();
    const uint64_t trigger = pacer_trigger(&heap->pacer);
    atomic_store(&heap->trigger, trigger);
    if (marking())
        goheap_pace_revise();
    goheap_sweep_pace(trigger);
    goheap_scavenge_pace(pacer_goal(&heap->pacer), heap->pacer.last_goal);
}

/* ---- the limiter ---- */

/* Processors that neither run a thread nor are a dedicated worker's: Go counts their time on the
 * idle list, and their idle marking, for nobody. */
static uint64_t spare_procs(void)
{
    const struct heap *heap = &goheap_heap;
    const int used =
        (int)heap->thread_count + (heap->limiter.collecting ? heap->share.dedicated : 0);
    return heap->config.procs > used ? (uint64_t)(heap->config.procs - used) : 0;
}

static void count_idle(uint64_t now_ns)
{
    struct limiter *limiter = &goheap_heap.limiter;
    const uint64_t last_ns = get(&limiter->last_update_ns);
    if (now_ns > last_ns)
        atomic_store(&limiter->idle_ns, spare_procs() * (now_ns - last_ns));
}

void goheap_pace_limit(uint64_t now_ns)
{
    count_idle(now_ns);
    limiter_update(&goheap_heap.limiter, now_ns, goheap_heap.current.number);
}

void goheap_pace_stop(bool collecting, uint64_t begin_ns)
{
    count_idle(begin_ns);
    limiter_stop(&goheap_heap.limiter, collecting, begin_ns, goheap_now_ns(),
                 goheap_heap.current.number);
}

/* ---- is it time? ---- */

/* Under a limit the trigger moves with what is mapped. */
static bool trigger_reached(void)
{
    struct heap *heap = &goheap_heap;
    if (is_limited()) {
        look_at_memory();
        atomic_store_explicit(&heap->trigger, pacer_trigger(&heap->pacer), memory_order_relaxed);
    }
    return get(&heap->heap_live) >= get(&heap->trigger);
}

static bool period_is_over(void)
{
    return goheap_heap.pacer.gogc >= 0 &&
           goheap_now_ns() - goheap_heap.last_cycle_ns > FORCED_PERIOD_NS;
}

bool goheap_pace_is_due(void)
{
    return trigger_reached() || period_is_over();
}

bool goheap_turn_is_due(const struct thread *self)
{
    return goheap_heap.share.fractional > 0 && goheap_now_ns() >= self->next_turn_ns;
}

/* sysmon looks every 10 ms: the first look finds a goroutine running, the next that it still is. So
 * one that never waits is preempted every 20 ms, whether a cycle is on or not (two that spin take
 * turns of 20.1 ms in go1.19.8, the first of 12.5), and one that began to run in between between 10
 * and 20 ms later. */
uint64_t goheap_turn_after(uint64_t now_ns)
{
    const uint64_t first_ns = goheap_heap.init_ns + FIRST_SLICE_NS;
    if (now_ns < first_ns)
        return first_ns;
    return now_ns - (now_ns - first_ns) % SYSMON_NS + 2 * SYSMON_NS;
}

void goheap_turn_catch_up(struct thread *thread, uint64_t now_ns)
{
    const uint64_t slice_ns = 2 * SYSMON_NS;
    if (thread->next_turn_ns <= now_ns)
        thread->next_turn_ns = now_ns + slice_ns - (now_ns - thread->next_turn_ns) % slice_ns;
}

/* ---- a refill ---- */

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
        if (limiter_is_full(&heap->limiter)) /* else the assists see to it */
            goheap_pace_limit(goheap_now_ns());
        goheap_pace_revise();
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
