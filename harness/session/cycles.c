/*
 * Counting collections in long samples. See cycles.h for the contract.
 */
#include "session/cycles.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/quantile.h"

#include <math.h>
#include <stdlib.h>

/* On an empty heap Go collects every 3.1 MB (the trigger is 3.2 MB, the least goal 4 MiB). */
static const double bytes_per_cycle = 3.1e6, wanted_cycles = 50, longest_ns = 500e6;

enum { SAMPLES = 3, WARMUP_PART = 20 };

/* The variants of one strategy at one point, C and Go. */
struct sides {
    size_t *variants;
    size_t count;
    uint64_t iterations;
};

static bool has_figures(const struct esc_run *run, size_t v)
{
    return run->variants[v].status == ESC_STATUS_OK && run->figures != NULL &&
           run->figures[v].ns_per_op.known;
}

/* As many operations as make the wanted number of cycles, if they do not take too long. 0: nothing
 * is collected, or there is nothing to compare. */
static uint64_t iterations_for(const struct esc_run *run, const struct sides *sides)
{
    double bytes = 0;
    double ns = 0;
    bool c = false;
    for (size_t k = 0; k < sides->count; k++) {
        const struct esc_variant *variant = &run->variants[sides->variants[k]];
        bool go = variant->runtime == ESC_RUNTIME_GO;
        bytes = go ? fmax(bytes, variant->bytes_per_op) : bytes;
        ns = fmax(ns, run->figures[sides->variants[k]].ns_per_op.median);
        c = c || !go;
    }
    if (!c || bytes < 1 || ns <= 0)
        return 0;
    double n = fmin(wanted_cycles * bytes_per_cycle / bytes, longest_ns / ns);
    return n > 1 ? (uint64_t)n : 1;
}

/* Of the group that begins at `first`: those of that strategy. */
static struct sides collect_sides(const struct esc_run *run, size_t first, size_t end,
                                  size_t strategy)
{
    struct sides sides = {.variants = esc_calloc(end - first, sizeof *sides.variants)};
    for (size_t v = first; v < end; v++)
        if (run->variants[v].strategy == strategy && has_figures(run, v))
            sides.variants[sides.count++] = v;
    sides.iterations = iterations_for(run, &sides);
    return sides;
}

static bool sample(struct esc_workbench *bench, const struct sides *sides,
                   struct esc_sample *samples, const volatile int *stop, struct esc_error *error)
{
    struct esc_job *jobs = esc_calloc(sides->count, sizeof *jobs);
    for (size_t k = 0; k < sides->count; k++) {
        jobs[k] = esc_workbench_job(bench, sides->variants[k], ESC_JOB_TIMED);
        jobs[k].iterations = sides->iterations;
        jobs[k].warmup = sides->iterations / WARMUP_PART;
    }
    bool started = esc_measure(bench->folders.child, jobs, sides->count, samples, stop, error);
    free(jobs);
    return started;
}

/* A sample that did not end well, or cannot tell, leaves its variant without a count. */
static void take_counts(const struct sides *sides, const struct esc_sample *samples,
                        struct esc_cycle_count *counts)
{
    for (size_t k = 0; k < sides->count; k++) {
        double per_mop[SAMPLES];
        bool known = true;
        for (size_t s = 0; s < SAMPLES; s++) {
            const struct esc_sample *one = &samples[s * sides->count + k];
            known = known && one->status == ESC_STATUS_OK && one->gc.cycles >= 0;
            per_mop[s] = (double)one->gc.cycles * 1e6 / (double)sides->iterations;
        }
        if (known)
            counts[sides->variants[k]] = (struct esc_cycle_count){
                .iterations = sides->iterations, .per_mop = esc_median(per_mop, SAMPLES)};
    }
}

static bool count_sides(struct esc_workbench *bench, const struct sides *sides,
                        struct esc_cycle_count *counts, const volatile int *stop,
                        struct esc_error *error)
{
    struct esc_sample *samples = esc_calloc(SAMPLES * sides->count, sizeof *samples);
    bool started = true;
    for (size_t s = 0; s < SAMPLES && started && !*stop; s++)
        started = sample(bench, sides, samples + s * sides->count, stop, error);
    if (started && !*stop)
        take_counts(sides, samples, counts);
    free(samples);
    return started;
}

static bool count_group(struct esc_workbench *bench, size_t first, size_t end,
                        struct esc_cycle_count *counts, const volatile int *stop,
                        struct esc_error *error)
{
    const struct esc_case *bench_case = esc_variant_case(&bench->run, &bench->run.variants[first]);
    bool started = true;
    for (size_t strategy = 0; strategy < bench_case->strategy_count && started && !*stop;
         strategy++) {
        struct sides sides = collect_sides(&bench->run, first, end, strategy);
        if (sides.iterations > 0)
            started = count_sides(bench, &sides, counts, stop, error);
        free(sides.variants);
    }
    return started;
}

bool esc_cycles_count(struct esc_workbench *bench, struct esc_cycle_count *counts,
                      const struct esc_terminal *terminal, const volatile int *stop,
                      struct esc_error *error)
{
    const struct esc_run *run = &bench->run;
    double begin_s = esc_now_s();
    bool started = true;
    size_t end = 0;
    for (size_t first = 0; first < run->variant_count && started && !*stop; first = end) {
        end = esc_workbench_group_end(run, first);
        started = count_group(bench, first, end, counts, stop, error);
        esc_report_progress(terminal, stderr, "counting cycles", end, run->variant_count,
                            esc_now_s() - begin_s);
    }
    esc_report_progress_end(terminal, stderr);
    return started;
}
