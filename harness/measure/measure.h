/*
 * Stage: jobs -> samples. The parent's side of the measuring child: a list of jobs
 * is given to a fork server of their own (escapement-child), a fresh process that forks once for
 * each. Results come back in shared memory; a job that crashes, hangs, exits, grows too large,
 * writes where it should not, or ends or stops the server costs its own sample only. When the next
 * one begins, no process that it started is left.
 */
#ifndef ESC_MEASURE_MEASURE_H
#define ESC_MEASURE_MEASURE_H

#include "base/error.h"
#include "noun/runtime.h"
#include "noun/sample.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum esc_job_kind {
    ESC_JOB_TIMED,     /* run `iterations`, time them */
    ESC_JOB_CALIBRATE, /* find how many take about `min_time_ns`, time them */
    ESC_JOB_COUNT,     /* untimed: run `iterations`, count allocator calls and bytes */
    ESC_JOB_TALLY,     /* as ESC_JOB_TIMED, with the case's own counters and, where job.events
                        * says so, those of processor and kernel; its times are no figures. C only */
    ESC_JOB_PROFILE,   /* untimed: run `iterations` on the Go-model heap, record who allocates */
};

#define ESC_JOB_PATH 4096 /* PATH_MAX of Linux */
#define ESC_JOB_SYMBOL 128

/* One sample to take. Plain data: it is copied into the memory shared with the child. */
struct esc_job {
    enum esc_job_kind kind;
    enum esc_runtime_id runtime;
    char library[ESC_JOB_PATH];  /* for ESC_RUNTIME_GO the program of the case's point */
    char symbol[ESC_JOB_SYMBOL]; /* of the struct esc_kernel in the library, or Go's strategy */
    uint64_t iterations;
    uint64_t checked;      /* ESC_JOB_TIMED: of the iterations, the first so many are called by
                            * themselves and give the checksum; 0 or too many: all */
    uint64_t warmup;       /* iterations run before, untimed */
    bool events;           /* ESC_JOB_TALLY: count events, too */
    int64_t min_time_ns;   /* ESC_JOB_CALIBRATE; ESC_JOB_PROFILE: the most CPU time, 0: no limit */
    int64_t time_limit_ns; /* wall time of the whole sample process */
    int64_t memory_limit_bytes; /* RLIMIT_AS, for Go RLIMIT_DATA; 0: none */
    uint32_t threads;           /* at least 1 */
    uint32_t stack_offset;      /* bytes added to the stack before the kernel, 0…4095 */
    int32_t cpu;                /* pin to this CPU; -1: leave the affinity alone */
    int32_t gogc;               /* 100; -1: off */
    char profile[ESC_JOB_PATH]; /* ESC_JOB_PROFILE: the file to write */
    int64_t profile_rate;       /* ESC_JOB_PROFILE: mean bytes between samples; 1: every block */
    uint64_t seed;              /* ESC_JOB_PROFILE: of the intervals */
};

/*
 * Runs the jobs one after the other in forks of one fresh process (or of a new one behind a job
 * that ended it) and fills samples[0…count-1], each with its status. False only when the child
 * program itself could not be started. `child` is its path. Returns early, with the rest
 * ESC_STATUS_NOT_RUN, once *stop is set (a signal handler's flag). This process adopts orphans from
 * then on (base/children.h); children that it has when this is called are left alone.
 */
bool esc_measure(const char *child, const struct esc_job *jobs, size_t count,
                 struct esc_sample *samples, const volatile int *stop, struct esc_error *error);

#endif
