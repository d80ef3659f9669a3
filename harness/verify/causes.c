/*
 * Where ours and Go's prices or collections are known to be apart, and why, as data for the table
 * in docs/fidelity.md. Only what has been shown stands here; the rest is told as not established.
 */
#include "verify/internal.h"

#include <stdint.h>
#include <string.h>

struct known_cause {
    const char *case_name;
    const char *param; /* only where this parameter lies in [low, high]; NULL: at all points */
    int64_t low, high;
    const char *cause;
};

/*
 * stack-growth: at 1 KiB the stack side, a goroutine and its switches, takes 16 ns here and 230 in
 * Go; marking takes 30 us in both. At 512 KiB Go's trigger of 3 111 389 bytes says that one block
 * was marked (trigger = (45 goal + 19 marked) / 64; gcpacertrace of go1.19.8), cycles.tsv that the
 * model marks one and two in turn.
 *
 * size-classes: mallocgc of 8 bytes takes 84 instructions in Go for a piece of a block and 160 for
 * a new block, 69 and 107 in the model (gdb, stepi). At 1 MiB without pointers perf finds as much
 * clearing in both (9 us of 31 and of 22) and nearly as much marking (11 and 8 us); the rest of
 * Go's time is spread over its scheduler and the system's.
 *
 * channel-send: at 8 KiB both sides cost 430 to 560 ns.
 *
 * contention: the second thread adds 0.1 ms to each of Go's cycles at 64 B and 0.3 to 0.4 at 1 KiB,
 * at most 0.06 ms to each of the model's (price with 2 threads - price with 1, over cycles per
 * operation; go1.19.8, two runs of seven and nine rounds).
 */
static const struct known_cause causes[] = {
    {"stack-growth", "size", 1024, 1024,
     "the model has no scheduler, so an operation takes a fifth of Go's time and more is allocated "
     "while the worker marks; the pacer begins the next collection earlier"},
    {"stack-growth", "size", 524288, 524288,
     "the block whose allocation begins a collection lies on the stack that the model's first stop "
     "reads, and survives it; Go reads the stack later, when the goroutine is gone"},
    {"size-classes", "size", 8, 16,
     "the fast path alone: the same steps compile to fewer instructions than in Go"},
    {"string-concat", "length", 8, 8,
     "the fast path alone: the same steps compile to fewer instructions than in Go"},
    {"size-classes", "size", 1048576, 1048576,
     "a collection for every two or three blocks; Go's switch goroutines and threads besides"},
    {"channel-send", "size", 8192, 8192,
     "a small difference of two large figures: copying costs the same, the block less than in Go"},
    {"contention", "threads", 2, INT64_MAX,
     "with a second proc each of Go's cycles must wake, preempt and park threads of the system; the "
     "model's threads stop each other at a fraction of that"},
};

/* Whether the entry's parameter lies in its range at the row's point. */
static bool applies(const struct known_cause *cause, const struct esc_fidelity_row *row)
{
    const struct esc_case *bench_case = row->bench_case;
    for (size_t k = 0; cause->param != NULL && k < bench_case->param_count; k++) {
        int64_t number =
            bench_case->params[k].values[bench_case->points[row->point].values[k]].number;
        if (strcmp(bench_case->params[k].name, cause->param) == 0)
            return number >= cause->low && number <= cause->high;
    }
    return cause->param == NULL;
}

const char *esc_fidelity_cause(const struct esc_fidelity_row *row)
{
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
        if (strcmp(causes[i].case_name, row->bench_case->name) == 0 && applies(&causes[i], row))
            return causes[i].cause;
    return "cause not established";
}
