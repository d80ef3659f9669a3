/*
 * A sample: the figures of one variant from one round, as the measuring child hands them over.
 * Plain fixed-size data: it crosses a process border in shared memory and is never parsed as text.
 */
#ifndef ESC_NOUN_SAMPLE_H
#define ESC_NOUN_SAMPLE_H

#include "noun/tally.h"

#include <stdbool.h>
#include <stdint.h>

/* What became of a variant. Everything but ESC_STATUS_OK costs the row its figures. */
enum esc_status {
    ESC_STATUS_OK,
    ESC_STATUS_NOT_RUN,      /* its slot was never written: the round's process ended before */
    ESC_STATUS_LOAD,         /* the case file did not load */
    ESC_STATUS_COMPILE,      /* its C text did not compile */
    ESC_STATUS_SIGNAL,       /* ended by a signal (segfault, abort, …) */
    ESC_STATUS_EXIT,         /* called exit() or _exit() */
    ESC_STATUS_TIME_LIMIT,   /* still running at the time limit */
    ESC_STATUS_MEMORY_LIMIT, /* ran into the address-space limit */
    ESC_STATUS_CHECKSUM,     /* returned other values than the stack strategy */
    ESC_STATUS_EXPECTATION,  /* allocations or bytes differ from what the case expects */
    ESC_STATUS_ERROR,        /* anything else; the message says what */
};

/* One collection, times in ns since the timed pass began. -1 in a field: this runtime cannot tell.
 */
struct esc_gc_cycle {
    int64_t start_ns;         /* first stop begins */
    int64_t mark_start_ns;    /* concurrent (or stopped) marking begins */
    int64_t mark_end_ns;      /* marking ended */
    int64_t end_ns;           /* world runs again after the last stop */
    int64_t pause_ns[2];      /* the stops: sweep termination, mark termination; [1] = -1 if one.
                               * Real Go tells both as one sum, which is [0] */
    int64_t assist_ns;        /* mark assist, CPU time */
    int64_t background_ns;    /* background mark workers, CPU time */
    int64_t heap_start_bytes; /* heap when the cycle began */
    int64_t heap_end_bytes;   /* heap when marking ended */
    int64_t heap_live_bytes;  /* marked */
    int64_t goal_bytes;       /* heap goal of this cycle */
    int32_t forced;           /* 1: asked for by the kernel, 0: not */
    int32_t reserved;
};

/* The heap at one moment of the timed pass. */
struct esc_heap_point {
    int64_t time_ns;
    int64_t heap_bytes;
    int64_t goal_bytes; /* -1: unknown */
};

/* Sums over the timed pass. -1: this runtime cannot tell; 0 for runtimes without a collector. */
struct esc_gc_sum {
    int64_t cycles;
    int64_t pauses; /* number of stops */
    int64_t pause_total_ns;
    int64_t pause_max_ns;
    int64_t mark_ns; /* CPU time in marking, assists included where known */
    int64_t assist_ns;
    int64_t sweep_ns;
    int64_t gc_cpu_ns;   /* all CPU time of the collector: the numerator of the GC share */
    int64_t allocs;      /* objects allocated in the timed pass */
    int64_t alloc_bytes; /* bytes allocated in the timed pass, after the runtime's rounding */
    int64_t heap_peak_bytes;
    int64_t barriers;   /* write-barrier records */
    int64_t live_bytes; /* in use at the end: marked by the last collection; malloc: handed out */
    int64_t rss_bytes;  /* resident memory of the process at the end, its code included */
};

/* Collections of a variant counted in long samples, beside the timed ones. */
struct esc_cycle_count {
    uint64_t iterations; /* of a sample; 0: nothing was counted */
    double per_mop;      /* per million operations */
};

/*
 * What else went on while a sample was taken. -1 in a field: this machine cannot tell.
 *
 * `wait_ns` is what the figures leave out. Known where the operations run in one thread, and so
 * does all of the collector (Go's own with GOMAXPROCS 1): then whoever held the processor meanwhile
 * was another program. With several threads it is unknown: they wait for each other and for their
 * own collector too, which is a cost, and nothing tells the two apart.
 */
struct esc_disturbance {
    int64_t thread_cpu_ns; /* CPU time of the threads that ran the operations */
    int64_t wait_ns;       /* they could have run, but another program had the processor */
    int64_t switches;      /* times they were made to give it up */
    int64_t steal_ns;      /* the machine below this virtual one had the processor; in clock ticks
                            * of 10 ms, so 0 may be up to one */
    int64_t faults;        /* page faults that needed no disk */
    int64_t repeats;       /* earlier samples given up for this one, which was disturbed less */
};

/*
 * Whether others had part of a sample's time: a tick or more was stolen, or ESC_DISTURBED_PART of
 * it was spent waiting. The wait is left out of the figures, but what follows it is not: caches are
 * to be filled again, for 0.1 ms where they hold a heap, which is that share of the 3 to 4 ms that
 * a Linux scheduler then grants. Where the wait is unknown nothing is said of a sample.
 */
#define ESC_DISTURBED_PART 0.03
bool esc_is_disturbed(const struct esc_disturbance *disturbance, int64_t wall_ns);

/* The time that counts for figures: `wall_ns` without the wait, as far as that is known. */
int64_t esc_work_ns(const struct esc_disturbance *disturbance, int64_t wall_ns);

/* A place in a case's code that allocates, as counted. */
struct esc_alloc_site {
    uint64_t offset; /* of the address behind the call in the counting library; 0: none */
    int64_t allocs;
    char callee[24]; /* the function of libc that was called there; "": another one */
};

#define ESC_SAMPLE_SITES 3
#define ESC_SAMPLE_CYCLES 256
#define ESC_SAMPLE_HEAP_POINTS 1024
#define ESC_SAMPLE_MESSAGE 1024

struct esc_sample {
    enum esc_status status;
    int signal_or_exit;               /* signal number or exit code, by status */
    char message[ESC_SAMPLE_MESSAGE]; /* for ESC_STATUS_ERROR and _SIGNAL: the cause, else "" */
    uint64_t iterations;
    uint64_t checksum;     /* of the first `checked` of the job, of a counting pass all */
    int64_t wall_ns;       /* of all iterations together */
    int64_t cpu_ns;        /* process CPU time, all threads, of the same span */
    int64_t child_wall_ns; /* whole life of the sample's process, for the share of timed work */
    struct esc_disturbance disturbance;
    /* counting passes only (exact, over `iterations`): */
    int64_t count_allocs;
    int64_t count_requested_bytes;                 /* -1: Go tells only what it handed out */
    int64_t count_bytes;                           /* as handed out by the runtime */
    struct esc_alloc_site sites[ESC_SAMPLE_SITES]; /* those that allocate most, in C */
    struct esc_tally tally; /* ESC_JOB_TALLY only; sums over all iterations */
    struct esc_gc_sum gc;
    uint32_t cycle_count; /* entries in cycles[]; gc.cycles may be larger */
    uint32_t heap_point_count;
    struct esc_gc_cycle cycles[ESC_SAMPLE_CYCLES];
    struct esc_heap_point heap[ESC_SAMPLE_HEAP_POINTS];
};

/* What is of use in `from`: of cycles and heap points those that there are, at most those that fit.
 * Both arrays are pages that otherwise nobody touches. */
void esc_sample_copy(struct esc_sample *to, const struct esc_sample *from);

/* As esc_sample_copy() of a zeroed one with this status. */
void esc_sample_clear(struct esc_sample *sample, enum esc_status status);

/* "ok", "compile error", "killed by a signal", …: a few words for tables. */
const char *esc_status_words(enum esc_status status);

/* A stable key for files: "ok", "compile", "signal", … */
const char *esc_status_key(enum esc_status status);
bool esc_status_find(const char *key, enum esc_status *status);

#endif
