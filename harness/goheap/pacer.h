/* When to collect and how hard: the pacer of Go 1.19 and 1.27 (mgcpacer.go) as functions on plain
 * numbers. Nothing here reads a clock, a lock or the heap; all bytes and nanoseconds. */
#ifndef GOHEAP_PACER_H
#define GOHEAP_PACER_H

#include <stdbool.h>
#include <stdint.h>

#define PACER_HEAP_MINIMUM UINT64_C(4194304)   /* defaultHeapMinimum, at GOGC=100 */
#define PACER_SWEEP_DISTANCE UINT64_C(1048576) /* sweepMinHeapDistance */
#define PACER_MIN_RUNWAY UINT64_C(65536)
#define PACER_BACKGROUND_UTILIZATION 0.25
#define PACER_OVER_ASSIST_WORK 65536 /* gcOverAssistWork: a helper does at least so much */
#define PACER_NOT_TRIGGERED UINT64_MAX
#define PACER_NO_LIMIT UINT64_MAX
#define PACER_LIMIT_HEADROOM UINT64_C(1048576) /* memoryLimit(Min)HeapGoalHeadroom */
#define PACER_LIMIT_HEADROOM_PERCENT 3         /* of the goal, not in 1.19 */
#define PACER_MAX_UTIL_ERROR 0.3

/* piController: proportional gain, integral and reset times in cycles, bounds of the output. */
struct pacer_controller {
    double error_integral;
};

struct pacer {
    int gogc;
    uint64_t memory_limit; /* GOMEMLIMIT; PACER_NO_LIMIT */
    uint64_t limit_goal;   /* what it lets the heap grow to, as pacer_look saw it last */
    uint64_t heap_minimum, heap_marked, triggered, last_goal;
    uint64_t last_heap_scan, last_stack_scan, globals_scan;
    uint64_t percent_goal, sweep_min_trigger, runway;
    double cons_mark;
    /* Go 1.20 and later: the highest of this cycle's and the last four's, instead of a controller.
     */
    bool keeps_worst;
    /* Headroom under the limit is at least 3 % of the goal. */
    bool headroom_grows;
    double last_cons_mark[4];
    struct pacer_controller controller;
};

/* What happened in a cycle, for pacer_end_cycle. */
struct pacer_cycle {
    uint64_t heap_live, scan_work; /* at the end of marking */
    int64_t mark_ns, assist_ns, idle_ns;
    int procs;
};

/* What is known in mid-cycle, for pacer_revise. */
struct pacer_progress {
    uint64_t heap_live;
    uint64_t heap_scan;  /* scannable bytes in the heap, live or not */
    uint64_t stack_scan; /* scannable bytes of stacks */
    uint64_t work_done;  /* heap, stacks and globals */
};

/* What counts against GOMEMLIMIT, in bytes. */
struct pacer_memory {
    uint64_t mapped;  /* all memory that was not given back to the system (mappedReady) */
    uint64_t free;    /* of it: pages of no span */
    uint64_t objects; /* of it: objects that were not swept away (totalAlloc - totalFree) */
};

struct pacer_assist {
    double work_per_byte, bytes_per_work;
};

struct pacer_workers {
    int dedicated;
    double fractional; /* share of every proc's time */
};

void pacer_init(struct pacer *pacer, int gogc, uint64_t globals_bytes);
void pacer_set_gogc(struct pacer *pacer, int gogc); /* pacer_commit follows */
/* Recomputes goal and runway; sweep_done false keeps the trigger 1 MiB away from heap_live. */
void pacer_commit(struct pacer *pacer, bool sweep_done, uint64_t heap_live);
/* memoryLimitHeapGoal: the limit less what is no object and cannot become one, less what is mapped
 * beyond the limit already, less headroom; never below what the last cycle marked. Any thread may
 * look at any time; without a limit nobody has to. */
void pacer_look(struct pacer *pacer, const struct pacer_memory *memory);
uint64_t pacer_goal(const struct pacer *pacer);
/* UINT64_MAX: nothing makes the heap collect. */
uint64_t pacer_trigger(const struct pacer *pacer);
struct pacer_workers pacer_workers_for(int procs);
struct pacer_assist pacer_revise(const struct pacer *pacer, const struct pacer_progress *progress);
void pacer_end_cycle(struct pacer *pacer, const struct pacer_cycle *cycle);
/* The figures of the finished mark phase become the base of the next one. */
void pacer_reset_live(struct pacer *pacer, uint64_t marked, uint64_t heap_scan,
                      uint64_t stack_scan);
double pacer_controller_next(struct pacer_controller *controller, double input, double setpoint,
                             bool *ok);

#endif
