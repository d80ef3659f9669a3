/*
 * time.NewTimer, time.AfterFunc, time.NewTicker: a block of 80 bytes (112 from Go 1.23 on), for the
 * first and the last a channel as well, and a place in a heap of four children a node that is kept
 * by `when`. A stopped timer is only marked, and goes when it comes to the top. Source:
 * runtime/time.go (addtimer, deltimer, resettimer, cleantimers, adjusttimers, runtimer),
 * time/sleep.go, time/tick.go, Go 1.19. Left out: the scheduler. Go looks for what is due between
 * goroutines, here gort_timers_run does; all timers are one thread's, where Go has a heap a P.
 */
#ifndef GORT_TIMER_H
#define GORT_TIMER_H

#include "gort/chan.h"
#include "gort/slice.h"

#include <time.h>

/* time.Time: the wall clock, the monotonic one, and where. */
typedef struct {
    uint64_t wall;
    int64_t monotonic_ns;
    const void *location;
} gort_time;
ESC_POINTERS(gort_time, ESC_PTR(gort_time, location));

enum { GORT_TIMER_NONE, GORT_TIMER_WAITING, GORT_TIMER_DELETED, GORT_TIMER_MODIFIED };

/* time.Timer and time.Ticker: the channel, then the runtime's timer. */
typedef struct gort_timer {
    gort_chan *chan;
    uint64_t proc; /* Go: whose heap */
    int64_t when_ns, period_ns;
    void (*code)(struct gort_timer *timer, int64_t now_ns);
    gort_chan *argument; /* Go: an any, two words */
    void (*call)(void);
    uint64_t sequence;
    int64_t next_when_ns; /* while it is modified */
    uint32_t status;
#if ESC_GO >= 23
    uint64_t locks[4]; /* Go: two locks, what is sent, whether anybody waits; none is needed here */
#endif
} gort_timer;
ESC_POINTERS(gort_timer, ESC_PTR(gort_timer, chan) | ESC_PTR(gort_timer, argument));
_Static_assert(sizeof(gort_timer) == (ESC_GO >= 23 ? 112 : 80), "Go's Timer");

/* What a P keeps of timers: a heap by when_ns, and how far it is behind what was asked for. */
static struct {
    gort_slice heap; /* of gort_timer * */
    size_t deleted;
    int64_t modified_earliest_ns; /* 0: none */
} gort_timers __attribute__((unused));

static inline int64_t gort_nanotime(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* when(): `wait_ns` from now, or as late as can be said. */
static inline int64_t gort_timer_when(int64_t wait_ns)
{
    int64_t now = gort_nanotime(), when;
    return wait_ns <= 0 ? now : __builtin_add_overflow(now, wait_ns, &when) ? INT64_MAX : when;
}

/* ---- the heap ---- */

static inline gort_timer *gort_timers_at(size_t k)
{
    return ((gort_timer **)gort_timers.heap.array)[k];
}

static inline void gort_timers_put(size_t k, gort_timer *timer)
{
    esc_store((gort_timer **)gort_timers.heap.array + k, timer);
}

/* siftupTimer: from k up to where its parent is not later. Returns that place. */
static inline size_t gort_timers_up(size_t k)
{
    gort_timer *timer = gort_timers_at(k);
    for (; k > 0 && gort_timers_at((k - 1) / 4)->when_ns > timer->when_ns; k = (k - 1) / 4)
        gort_timers_put(k, gort_timers_at((k - 1) / 4));
    gort_timers_put(k, timer);
    return k;
}

/* siftdownTimer: from k down to where no child is earlier. */
static inline void gort_timers_down(size_t k)
{
    gort_timer *timer = gort_timers_at(k);
    for (;;) {
        size_t first = 4 * k + 1, least = first;
        if (first >= gort_timers.heap.length)
            break;
        for (size_t c = first + 1; c < first + 4 && c < gort_timers.heap.length; c++)
            if (gort_timers_at(c)->when_ns < gort_timers_at(least)->when_ns)
                least = c;
        if (gort_timers_at(least)->when_ns >= timer->when_ns)
            break;
        gort_timers_put(k, gort_timers_at(least));
        k = least;
    }
    gort_timers_put(k, timer);
}

/* doaddtimer: append(pp.timers, t), which grows as slices do. */
static inline void gort_timers_insert(gort_timer *timer)
{
    gort_slice *heap = &gort_timers.heap;
    timer->status = GORT_TIMER_WAITING;
    if (heap->length == heap->capacity)
        gort_slice_grow_stored(heap, heap->length + 1, &gort_type_pointer);
    gort_timers_put(heap->length++, timer);
    gort_timers_up(heap->length - 1);
}

/* dodeltimer: the last takes its place. Returns the first place that changed. */
static inline size_t gort_timers_remove(size_t k)
{
    size_t last = --gort_timers.heap.length;
    gort_timers_at(k)->status = GORT_TIMER_NONE;
    if (k != last)
        gort_timers_put(k, gort_timers_at(last));
    gort_timers_put(last, NULL);
    if (k == last)
        return k;
    size_t first = gort_timers_up(k);
    gort_timers_down(k);
    return first;
}

/* Brings the k-th up to date: gone, or where its new time belongs. Returns the place to go on with:
 * the next, or the first in which another timer is now. */
static inline size_t gort_timers_settle(size_t k)
{
    gort_timer *timer = gort_timers_at(k);
    if (timer->status == GORT_TIMER_WAITING)
        return k + 1;
    bool modified = timer->status == GORT_TIMER_MODIFIED;
    size_t first = gort_timers_remove(k);
    if (modified) {
        timer->when_ns = timer->next_when_ns;
        gort_timers_insert(timer);
    } else {
        gort_timers.deleted--;
    }
    return first;
}

/* addtimer, behind cleantimers: what is on top and no longer true goes first. */
GORT_CALL void gort_timers_add(gort_timer *timer)
{
    gort_check_one_thread("timers are for one thread");
    while (gort_timers.heap.length > 0 && gort_timers_settle(0) == 0)
        continue;
    gort_timers_insert(timer);
}

/* ---- what a program calls ---- */

/* sendTime: the time, if there is room for it. */
__attribute__((unused)) static void gort_timer_send(gort_timer *timer, int64_t now_ns)
{
    const gort_time now = {.monotonic_ns = now_ns};
    gort_chan_try_send(timer->argument, &now);
}

/* goFunc: Go starts a goroutine. */
__attribute__((unused)) static void gort_timer_call(gort_timer *timer, int64_t now_ns)
{
    (void)now_ns;
    timer->call();
}

static inline gort_timer *gort_timer_start(int64_t wait_ns, int64_t period_ns, gort_chan *chan,
                                           void (*call)(void))
{
    gort_timer *timer = gort_heap_make(&esc_type_gort_timer, 1);
    esc_store(&timer->chan, chan);
    esc_store(&timer->argument, chan);
    timer->when_ns = gort_timer_when(wait_ns);
    timer->period_ns = period_ns;
    timer->code = chan ? gort_timer_send : gort_timer_call;
    timer->call = call;
    gort_timers_add(timer);
    return timer;
}

/* time.NewTimer(wait): three allocations, 200 bytes. time.After is the same, and gives the channel.
 */
GORT_CALL gort_timer *gort_timer_new(int64_t wait_ns)
{
    return gort_timer_start(wait_ns, 0, gort_chan_make(&esc_type_gort_time, 1), NULL);
}

/* time.NewTicker(period). */
GORT_CALL gort_timer *gort_ticker_new(int64_t period_ns)
{
    gort_check(period_ns > 0, "non-positive interval for NewTicker");
    return gort_timer_start(period_ns, period_ns, gort_chan_make(&esc_type_gort_time, 1), NULL);
}

/* time.AfterFunc(wait, call). */
GORT_CALL gort_timer *gort_timer_after(int64_t wait_ns, void (*call)(void))
{
    return gort_timer_start(wait_ns, 0, NULL, call);
}

/* timer.Stop(): whether it was still to come. */
GORT_CALL bool gort_timer_stop(gort_timer *timer)
{
    gort_check(timer->code != NULL, "time: Stop called on uninitialized Timer");
    if (timer->status != GORT_TIMER_WAITING && timer->status != GORT_TIMER_MODIFIED)
        return false;
    timer->status = GORT_TIMER_DELETED;
    gort_timers.deleted++;
    return true;
}

/* timer.Reset(wait): whether it was still to come. No allocation. */
GORT_CALL bool gort_timer_reset(gort_timer *timer, int64_t wait_ns)
{
    gort_check(timer->code != NULL, "time: Reset called on uninitialized Timer");
    int64_t when = gort_timer_when(wait_ns), *earliest = &gort_timers.modified_earliest_ns;
    uint32_t before = timer->status;
    if (before == GORT_TIMER_NONE) {
        timer->when_ns = when;
        gort_timers_add(timer);
        return false;
    }
    gort_timers.deleted -= before == GORT_TIMER_DELETED;
    timer->next_when_ns = when;
    timer->status = GORT_TIMER_MODIFIED;
    if (when < timer->when_ns && (*earliest == 0 || when < *earliest))
        *earliest = when;
    return before != GORT_TIMER_DELETED;
}

/* runOneTimer, of the one on top: a ticker's next tick is a multiple of its period away. */
static inline void gort_timers_run_one(int64_t now_ns)
{
    gort_timer *timer = gort_timers_at(0);
    if (timer->period_ns > 0) {
        timer->when_ns += timer->period_ns * (1 + (now_ns - timer->when_ns) / timer->period_ns);
        gort_timers_down(0);
    } else {
        gort_timers_remove(0);
    }
    timer->code(timer, now_ns);
}

/* checkTimers: runs what is due. Returns when the next one is, 0 without any. */
GORT_CALL int64_t gort_timers_run(int64_t now_ns)
{
    gort_slice *heap = &gort_timers.heap;
    int64_t earliest = gort_timers.modified_earliest_ns;
    if ((earliest != 0 && earliest <= now_ns) || gort_timers.deleted > heap->length / 4) {
        gort_timers.modified_earliest_ns = 0;
        for (size_t k = 0; k < heap->length;)
            k = gort_timers_settle(k);
    }
    while (heap->length > 0) {
        if (gort_timers_settle(0) == 0)
            continue;
        if (gort_timers_at(0)->when_ns > now_ns)
            return gort_timers_at(0)->when_ns;
        gort_timers_run_one(now_ns);
    }
    return 0;
}

/* End of a timer's life with its channel, for runtimes without a collector. It is stopped, or over,
 * and no longer in the heap. */
static inline void gort_timer_done(gort_timer *timer)
{
    gort_check(timer->status == GORT_TIMER_NONE, "a timer's life ends that is in the heap still");
    if (timer->chan)
        gort_chan_done(timer->chan);
    esc_done(timer);
}

#ifdef ESC_CHECKED
#define gort_ticker_new(...) GORT_AT(gort_ticker_new(__VA_ARGS__))
#define gort_timer_new(...) GORT_AT(gort_timer_new(__VA_ARGS__))
#define gort_timer_after(...) GORT_AT(gort_timer_after(__VA_ARGS__))
#define gort_timer_stop(...) GORT_AT(gort_timer_stop(__VA_ARGS__))
#define gort_timer_reset(...) GORT_AT(gort_timer_reset(__VA_ARGS__))
#define gort_timers_run(...) GORT_AT(gort_timers_run(__VA_ARGS__))
#define gort_timer_done(...) GORT_AT(gort_timer_done(__VA_ARGS__))
#endif

#endif
