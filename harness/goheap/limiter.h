/* How much of the processors' time the collector may have under a memory limit (mgclimit.go): a
 * bucket that fills with its time and drains with the program's. While it is full nobody assists.
 * So in the long run half of the time is the program's; the bucket's one second a processor is what
 * the collector may overdraw. Nothing here reads a clock. */
#ifndef GOHEAP_LIMITER_H
#define GOHEAP_LIMITER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define LIMITER_CAPACITY_NS UINT64_C(1000000000)    /* capacityPerProc */
#define LIMITER_UPDATE_PERIOD_NS UINT64_C(10000000) /* gcCPULimiterUpdatePeriod */

struct limiter {
    int procs;
    uint64_t fill_ns, capacity_ns;
    uint64_t overflow_ns;  /* what did not go into the full bucket */
    bool collecting;       /* a mark phase is on */
    _Atomic uint32_t busy; /* somebody updates */
    _Atomic bool full;
    _Atomic uint64_t assist_ns; /* since the last update: assists, scavenging for a span */
    _Atomic uint64_t idle_ns;   /* since then: processors that had nothing else to do */
    _Atomic uint64_t last_update_ns;
    _Atomic uint64_t last_full_cycle; /* number of the last one in which it was full; 0: none */
};

void limiter_init(struct limiter *limiter, int procs, uint64_t now_ns);

static inline bool limiter_is_full(const struct limiter *limiter)
{
    return atomic_load_explicit(&limiter->full, memory_order_relaxed);
}

/* needUpdate */
static inline bool limiter_is_late(const struct limiter *limiter, uint64_t now_ns)
{
    return now_ns - atomic_load_explicit(&limiter->last_update_ns, memory_order_relaxed) >
           LIMITER_UPDATE_PERIOD_NS;
}

/* The time since the last update goes into the bucket, or out of it. `cycle` is the number of the
 * one that is on or comes next. Whoever is late does it; dropped when another one is at it. */
void limiter_update(struct limiter *limiter, uint64_t now_ns, uint64_t cycle);
/* A stop from begin_ns to end_ns in which a mark phase began or ended: all of it is the
 * collector's. The world stands and nobody updates. */
void limiter_stop(struct limiter *limiter, bool collecting, uint64_t begin_ns, uint64_t end_ns,
                  uint64_t cycle);

#endif
