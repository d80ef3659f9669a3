/* The bucket. Each function names its counterpart in mgclimit.go. */
#include "limiter.h"

#include <string.h>

static const double background_utilization = 0.25; /* mgcpacer.go: gcBackgroundUtilization */

void limiter_init(struct limiter *limiter, int procs, uint64_t now_ns)
{
    memset(limiter, 0, sizeof *limiter);
    limiter->procs = procs;
    limiter->capacity_ns = (uint64_t)procs * LIMITER_CAPACITY_NS;
    atomic_store(&limiter->last_update_ns, now_ns);
}

/* accumulate */
static void pour(struct limiter *limiter, int64_t program_ns, int64_t collector_ns, uint64_t cycle)
{
    const int64_t change = collector_ns - program_ns;
    const uint64_t room = limiter->capacity_ns - limiter->fill_ns;
    const bool was_full = room == 0;
    if (change > 0 && room <= (uint64_t)change) {
        limiter->overflow_ns += (uint64_t)change - room;
        limiter->fill_ns = limiter->capacity_ns;
        if (!was_full) {
            atomic_store(&limiter->full, true);
            atomic_store(&limiter->last_full_cycle, cycle);
        }
        return;
    }
    if (change < 0 && limiter->fill_ns <= (uint64_t)-change)
        limiter->fill_ns = 0;
    else
        limiter->fill_ns += (uint64_t)change;
    if (change != 0 && was_full)
        atomic_store(&limiter->full, false);
}

/* updateLocked: a quarter of a mark phase is the workers', whatever they really had. */
static void settle(struct limiter *limiter, uint64_t now_ns, uint64_t cycle)
{
    const uint64_t last_ns = atomic_load(&limiter->last_update_ns);
    if (now_ns < last_ns)
        return;
    const int64_t window_ns = (int64_t)(now_ns - last_ns) * limiter->procs;
    atomic_store(&limiter->last_update_ns, now_ns);
    int64_t collector_ns = (int64_t)atomic_exchange(&limiter->assist_ns, 0);
    const int64_t idle_ns = (int64_t)atomic_exchange(&limiter->idle_ns, 0);
    if (limiter->collecting)
        collector_ns += (int64_t)((double)window_ns * background_utilization);
    pour(limiter, window_ns - idle_ns - collector_ns, collector_ns, cycle);
}

void limiter_update(struct limiter *limiter, uint64_t now_ns, uint64_t cycle)
{
    if (atomic_exchange_explicit(&limiter->busy, 1, memory_order_acquire) != 0)
        return;
    settle(limiter, now_ns, cycle);
    atomic_store_explicit(&limiter->busy, 0, memory_order_release);
}

/* startGCTransition, finishGCTransition */
void limiter_stop(struct limiter *limiter, bool collecting, uint64_t begin_ns, uint64_t end_ns,
                  uint64_t cycle)
{
    settle(limiter, begin_ns, cycle);
    limiter->collecting = collecting;
    if (end_ns < begin_ns)
        return;
    pour(limiter, 0, (int64_t)(end_ns - begin_ns) * limiter->procs, cycle);
    atomic_store(&limiter->last_update_ns, end_ns);
}
