/*
 * Where ours and Go's prices or collections are known to be apart, and why, as data for the table
 * in docs/fidelity.md. Only what has been shown stands here; the rest is told as not established.
 */
#include "verify/internal.h"

#include <stdint.h>
#include <string.h>

struct known_cause {
    const char *item;
    const char *param; /* only where this parameter lies in [low, high]; NULL: at all points */
    int64_t low, high;
    const char *cause;
};

/*
 * stack-growth: 200 000 blocks of 1 KiB take 64 collections in one goroutine and 53 in one
 * goroutine each; gctrace shows assists alone in the first ("0.018/0/0 ms cpu"), background alone
 * in the second
 * ("0/0.019/0", go1.19.8, GOMAXPROCS=1).
 * channel-send: at 8 KiB both sides cost 430 to 560 ns.
 * contention: the second thread adds 1.3 to 2.2 ms to each of Go's cycles at either object size,
 * and 0.05 ms to each of the model's (price with 2 threads - price with 1, over cycles per
 * operation; go1.19.8, three runs of seven rounds).
 */
static const struct known_cause causes[] = {
    {"stack-growth", NULL, 0, 0,
     "a goroutine an operation: each one's end is a scheduling point, where Go's background worker "
     "marks at once; the model has no scheduler, assists mark, and the pacer triggers earlier"},
    {"channel-send", "size", 8192, 8192,
     "a small difference of two large figures: copying costs the same, the block less than in Go"},
    {"contention", "threads", 2, INT64_MAX,
     "with a second proc each of Go's cycles must wake, preempt and park threads of the system; the "
     "model's threads stop each other at a fraction of that"},
};

const char *esc_fidelity_cause(const struct esc_fidelity_row *row)
{
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
        if (strcmp(causes[i].item, row->item->name) == 0 &&
            esc_go_param_within(row, causes[i].param, causes[i].low, causes[i].high))
            return causes[i].cause;
    return "cause not established";
}
