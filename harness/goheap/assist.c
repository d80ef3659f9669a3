/* Marking done by the program's own threads: assists for what they allocate, and the turns of the
 * fractional worker. */
#include "assist.h"

#include "mark.h"
#include "pace.h"
#include "termination.h"
#include "world.h"

/* ---- assists ---- */

static struct pacer_assist assist_ratio(void)
{
    struct pacer_assist ratio;
    __atomic_load(&goheap_heap.assist.work_per_byte, &ratio.work_per_byte, __ATOMIC_RELAXED);
    __atomic_load(&goheap_heap.assist.bytes_per_work, &ratio.bytes_per_work, __ATOMIC_RELAXED);
    return ratio;
}

/* Inside the allocator. */
static void add_assist_time(uint64_t start_ns)
{
    const uint64_t now_ns = goheap_now_ns(), ns = now_ns - start_ns;
    add(&goheap_heap.cycle_assist_ns, ns);
    add(&goheap_heap.counters.assists, 1);
    add(&goheap_heap.limiter.assist_ns, ns);
    goheap_pace_limit(now_ns);
}

/* Work for bytes or bytes for work. Without a goal (GOGC is off) a little work pays for more bytes
 * than there are numbers. */
static int64_t worth(double ratio, int64_t amount)
{
    const double most = (double)(INT64_MAX / 2), value = ratio * (double)amount;
    return (int64_t)(value < most ? value : most);
}

/* Takes up to `wanted` from what background workers marked ahead. */
static int64_t steal_credit(int64_t wanted)
{
    const int64_t credit = atomic_load(&goheap_heap.background_credit);
    if (credit <= 0)
        return 0;
    const int64_t stolen = credit < wanted ? credit : wanted;
    atomic_fetch_sub(&goheap_heap.background_credit, stolen);
    return stolen;
}

/* Marks to the worth of the debt, at least 64 KiB at a time, first on the credit of background
 * workers; bytes of work found. */
static int64_t pay_debt(struct thread *self)
{
    struct pacer_assist ratio = assist_ratio();
    int64_t work = worth(ratio.work_per_byte, -self->assist_credit_bytes);
    if (work < PACER_OVER_ASSIST_WORK)
        work = PACER_OVER_ASSIST_WORK;
    const int64_t stolen = steal_credit(work);
    self->assist_credit_bytes += 1 + worth(ratio.bytes_per_work, stolen);
    if (stolen == work)
        return work;
    const uint64_t start_ns = goheap_now_ns();
    const struct drain_limit limit = {.work = work - stolen, .assists = true};
    enter_allocator(self);
    const int64_t done = goheap_drain(self, &limit);
    ratio = assist_ratio();
    self->assist_credit_bytes += 1 + worth(ratio.bytes_per_work, done);
    add_assist_time(start_ns);
    leave_allocator(self);
    return done;
}

static bool must_assist(const struct thread *self)
{
    return marking() && self->assist_credit_bytes < 0 && !limiter_is_full(&goheap_heap.limiter);
}

/* While others hold all that is left and no credit, it waits, as gcParkAssist does: the heap must
 * not grow past its goal. */
static void assist(struct thread *self)
{
    for (int round = 0; must_assist(self); round++) {
        if (pay_debt(self) > 0)
            round = 0;
        if (goheap_mark_try_finish(self) || self->assist_credit_bytes >= 0)
            return;
        if (!goheap_mark_work_available() || stop_asked())
            goheap_world_nap(self, round);
    }
}

__attribute__((noinline)) void goheap_assist(struct thread *self)
{
    const struct world_entry entry = goheap_world_enter(self);
    assist(self);
    goheap_world_clear_stack();
    goheap_world_leave(self, entry);
}

/* ---- turns of the fractional worker ---- */

/* The fractional worker of the processor this thread runs on: it may use a share of the time since
 * marking began (findRunnableGCWorker), and stops at 1.2 times that (pollFractionalWorkerExit). */
void goheap_worker_turn(struct thread *self)
{
    struct heap *heap = &goheap_heap;
    if (heap->share.fractional <= 0)
        return;
    const uint64_t now_ns = goheap_now_ns();
    const double elapsed_ns = (double)(now_ns - heap->mark_start_ns);
    const double share = heap->share.fractional, used_ns = (double)self->fractional_ns;
    self->next_turn_ns = goheap_turn_after(now_ns);
    if (used_ns > share * elapsed_ns)
        return;
    const double most = 1.2 * share;
    const double turn_ns = (most * elapsed_ns - used_ns) / (1 - most);
    const struct drain_limit limit = {
        .work = INT64_MAX, .until_ns = now_ns + (uint64_t)turn_ns, .give_credit = true};
    enter_allocator(self);
    goheap_drain(self, &limit);
    leave_allocator(self);
    const uint64_t spent_ns = goheap_now_ns() - now_ns;
    self->fractional_ns += spent_ns;
    add(&heap->cycle_background_ns, spent_ns);
    goheap_mark_try_finish(self);
}

void goheap_yield_to_worker(void)
{
    struct thread *self = &goheap_self;
    if (!self->attached || !marking())
        return;
    const struct world_entry entry = goheap_world_enter(self);
    goheap_worker_turn(self);
    goheap_world_clear_stack();
    goheap_world_leave(self, entry);
}
