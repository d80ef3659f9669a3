/* Google Benchmark for C.
 * A small C API over the C++ library (1.7 to 1.9.5), usable by any C project on its own:
 * register functions, run those that match, get one plain struct per result. Prints nothing. */
#ifndef GBENCH_H
#define GBENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { GB_MAX_THREADS = 256, GB_MAX_REPETITIONS = 1000000, GB_ERROR_BYTES = 256 };

/* Why a call failed, one line without newline. Every `error` parameter may be NULL. */
struct gb_error {
    char text[GB_ERROR_BYTES];
};

/* One running benchmark function, alive for that one call and used by its own thread only. */
struct gb_state;

/* A benchmark. It owns its loop, so that nothing but its own code is timed:
 *
 *     static void copy(struct gb_state *state, void *user) {
 *         for (int64_t n; (n = gb_batch(state)) > 0;)
 *             for (; n > 0; n--)
 *                 ...one operation...
 *     }
 *
 * The clock runs from gb_batch's first return to its last call. Set up before, check and tear down
 * after; in other threads too, for all wait for each other at both ends. The function must leave by
 * returning (no longjmp, no pthread_exit); returning before gb_batch returned 0 is an error row. */
typedef void gb_function(struct gb_state *state, void *user);

enum gb_unit { GB_NANOSECOND, GB_MICROSECOND, GB_MILLISECOND, GB_SECOND };
const char *gb_unit_name(enum gb_unit unit); /* "ns", "us", "ms", "s" */

/* The clock that decides automatic iteration counts and divides rates. Both times are reported. */
enum gb_clock { GB_CPU_TIME, GB_REAL_TIME, GB_MANUAL_TIME };

/* What to run. Zero means the default; only name and function are required. Strings and tables are
 * copied, `user` is kept until gb_clear and is shared by all threads. */
struct gb_spec {
    const char *name; /* not empty; "DISABLED_…" is refused, the library would skip it in silence */
    gb_function *function;
    void *user;
    enum gb_unit unit; /* of real_per_iteration and cpu_per_iteration */
    enum gb_clock clock;
    bool process_cpu;    /* CPU time of the whole process, not of the benchmark's threads */
    int64_t iterations;  /* exact count per thread; 0: grown until min_time_s is reached */
    double min_time_s;   /* 0: half a second; at most 1e9 iterations; not with `iterations`. Of
                          * several threads their mean reaches it, with libraries from 1.9 on
                          * their sum. */
    int repetitions;     /* from 2 on, the rows mean, median, stddev and cv follow */
    const int64_t *args; /* arg_rows rows of arg_count values; one run per row */
    size_t arg_rows;     /* 0: one run without arguments */
    size_t arg_count;    /* values in a row */
    const char *const *arg_names; /* arg_count names, shown as name:value; or NULL */
    const int *threads;           /* thread counts, each its own run */
    size_t thread_rows;           /* 0: one thread, and no "threads:" in the name */
};

/* Adds a benchmark. False if the spec cannot be run (error says which field); nothing is added. */
bool gb_register(const struct gb_spec *spec, struct gb_error *error);

/* Fills `values` with low, the powers of multiplier between, and high, as Range() does. Returns how
 * many there are, which may exceed capacity (then the first are filled); 0 if low > high,
 * low == INT64_MIN or multiplier < 2. */
size_t gb_range(int64_t low, int64_t high, int multiplier, int64_t *values, size_t capacity);

/* Counter flags, as in benchmark::Counter; they combine. GB_PER_ITERATION divides by the iterations
 * of all threads, GB_TIMES_ITERATIONS multiplies by them, GB_PER_THREAD divides by the threads,
 * GB_RATE by the seconds of the spec's clock, GB_INVERT is 1/x at the very end. */
enum gb_counter_flags {
    GB_PLAIN = 0,
    GB_RATE = 1,
    GB_PER_THREAD = 2,
    GB_TIMES_ITERATIONS = 4,
    GB_PER_ITERATION = 8,
    GB_INVERT = 16
};

/* `value` has its flags applied. It may be NaN or infinite (a rate over no time, the cv of a zero
 * mean): test with isfinite() before writing JSON. */
struct gb_counter {
    const char *name;
    double value;
    unsigned flags;
};

/* One result row. All pointers are valid during the callback only. */
struct gb_row {
    const char *name;      /* "copy/size:64/threads:2", with "_mean" where it is an aggregate */
    const char *run_name;  /* the same without the aggregate */
    const char *family;    /* gb_spec.name */
    const char *aggregate; /* "mean", "median", "stddev", "cv"; "" for a measured row */
    const char *label;     /* "" if none */
    bool failed;           /* then times are 0 and counters absent */
    const char *message;   /* the first gb_skip_with_error of the run; "" if not failed */
    bool is_ratio;         /* aggregate without unit (cv): the four times hold the bare ratio */
    int64_t iterations;    /* of all threads together; of an aggregate: the repetitions */
    int threads;
    int64_t repetition; /* from 0; -1 for an aggregate */
    int64_t repetitions;
    double real_s; /* accumulated, mean over threads; the manual time under GB_MANUAL_TIME */
    double cpu_s;  /* accumulated, sum over threads; under process_cpu that of the process */
    double real_per_iteration, cpu_per_iteration; /* in `unit` */
    enum gb_unit unit;
    const struct gb_counter *counters; /* sorted by name */
    size_t counter_count;
};
typedef void gb_report(void *user, const struct gb_row *row);

/* Runs what matches `filter`: an extended regular expression searched in run_name, a leading '-'
 * inverts it, NULL or "" means all. Repetitions of a benchmark are reported together at its end.
 * Returns the number of benchmarks run; 0 if none was, and error says why (bad expression, no
 * match, called inside a run, no memory). `report` may be NULL. */
size_t gb_run(const char *filter, gb_report *report, void *user, struct gb_error *error);

/* Forgets all benchmarks. False, and nothing is done, inside a run. */
bool gb_clear(void);

/* One figure in one call: runs spec alone, once, and clears what was registered before. The spec
 * may have one row of args, one thread count, one repetition. False if it cannot be run or skipped
 * itself; error has its message. For wall time beside CPU time of the whole process, as a forked
 * child measures: {.clock = GB_REAL_TIME, .process_cpu = true}. */
struct gb_sample {
    int64_t iterations; /* this and the times as in struct gb_row */
    double real_s;
    double cpu_s;
};
bool gb_measure(const struct gb_spec *spec, struct gb_sample *sample, struct gb_error *error);

/* Pays once a process what its first run would: call it before forking, and no child pays. gb_run
 * does it when nobody did. The library reads /proc/cpuinfo and /sys/devices/system/cpu for a header
 * that nobody prints here (and sleeps a second where neither tells a clock rate); a run cannot do
 * without. The BENCHMARK_* environment variables, which the library obeys by itself, are overruled
 * by the documented defaults. Measured on a 2-core VM: 0.3 ms once;
 * then a run takes 3 us, the first one in a forked child 0.1 ms (copied pages). The clocks add
 * about 0.6 us, 1 us in a fresh child, to each sample: let it last a millisecond. */
void gb_prepare(void);

/* For use inside a gb_function. */
int64_t gb_batch(struct gb_state *state);            /* iterations to do now; 0: done, or skipped */
int64_t gb_iterations(const struct gb_state *state); /* what gb_batch returns first */
size_t gb_arg_count(const struct gb_state *state);
int64_t gb_arg(struct gb_state *state, size_t index); /* out of range: skips with an error, 0 */
int gb_thread_index(const struct gb_state *state);    /* from 0 */
int gb_threads(const struct gb_state *state);
/* Each takes about a microsecond of clock reading: not for every iteration. Outside the loop, or
 * where the clock already is as asked, they do nothing. gb_batch ends a pause. */
void gb_pause(struct gb_state *state);
void gb_resume(struct gb_state *state);
/* Adds seconds (finite, not negative) to what GB_MANUAL_TIME reports. */
void gb_add_time(struct gb_state *state, double seconds);
/* Sets a counter; threads' values are summed. A counter keeps its flags for all runs of its
 * benchmark: other flags are an error row. */
void gb_set_counter(struct gb_state *state, const char *name, double value, unsigned flags);
void gb_set_label(struct gb_state *state, const char *label);
/* Makes this an error row, and the repetitions that follow it. The function goes on: leave the
 * loop, gb_batch now returns 0. */
void gb_skip_with_error(struct gb_state *state, const char *message);

#ifdef __cplusplus
}
#endif

/* The object at `pointer` counts as read and changed here; costs no instruction beyond having the
 * pointer in a register. */
static inline void gb_do_not_optimize(const void *pointer)
{
    __asm__ volatile("" : : "r"(pointer) : "memory");
}

/* `value` counts as used here. */
static inline void gb_do_not_optimize_value(uint64_t value)
{
    __asm__ volatile("" : : "r"(value));
}

/* All memory that has escaped counts as read and changed here. */
static inline void gb_clobber_memory(void)
{
    __asm__ volatile("" : : : "memory");
}

#endif
