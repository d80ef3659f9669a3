/*
 * Counting beside the timed samples. See tally.h for the contract.
 */
#include "session/tally.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/quantile.h"

#include <stdlib.h>

enum { SAMPLES = 3, WARMUP_PART = 4 };

static bool is_wanted(const struct esc_run *run, const struct esc_variant *variant, bool events)
{
    return variant->status == ESC_STATUS_OK && variant->runtime != ESC_RUNTIME_GO &&
           variant->iterations > 0 && (events || esc_variant_case(run, variant)->counter_count > 0);
}

/* What the case's counter is divided by. */
static double divisor(const struct esc_own_counter *counter, const struct esc_sample *sample)
{
    if (counter->per == ESC_PER_OPERATION)
        return (double)sample->iterations;
    if (counter->per == ESC_PER_SECOND)
        return (double)esc_work_ns(&sample->disturbance, sample->wall_ns) / 1e9;
    return 1;
}

static void take_counters(const struct esc_case *bench_case, const struct esc_sample *samples,
                          struct esc_tally *tally)
{
    for (size_t k = 0; k < bench_case->counter_count; k++) {
        double values[SAMPLES];
        tally->set[k] = true;
        for (size_t s = 0; s < SAMPLES; s++) {
            double by = divisor(&bench_case->counters[k], &samples[s]);
            values[s] = by > 0 ? samples[s].tally.counters[k] / by : 0;
            tally->set[k] = tally->set[k] && samples[s].tally.set[k] && by > 0;
        }
        tally->counters[k] = esc_median(values, SAMPLES);
    }
}

static void take_events(const struct esc_sample *samples, struct esc_tally *tally)
{
    tally->events_taken = true;
    for (int e = 0; e < ESC_EVENTS; e++) {
        double values[SAMPLES];
        for (size_t s = 0; s < SAMPLES; s++) {
            values[s] = samples[s].tally.events[e] / (double)samples[s].iterations;
            if (samples[s].tally.refused[e] != ESC_REFUSAL_NONE)
                tally->refused[e] = samples[s].tally.refused[e];
        }
        tally->events[e] = tally->refused[e] == ESC_REFUSAL_NONE ? esc_median(values, SAMPLES) : -1;
    }
}

static void take(struct esc_workbench *bench, size_t v, const struct esc_sample *samples,
                 bool events)
{
    struct esc_variant *variant = &bench->run.variants[v];
    for (size_t s = 0; s < SAMPLES; s++) {
        if (samples[s].status == ESC_STATUS_OK)
            continue;
        esc_workbench_blame(bench, v, &samples[s], "while its counters were read");
        return;
    }
    take_counters(esc_variant_case(&bench->run, variant), samples, &variant->tally);
    if (events)
        take_events(samples, &variant->tally);
}

static struct esc_job job_of(const struct esc_workbench *bench, size_t v, bool events)
{
    struct esc_job job = esc_workbench_job(bench, v, ESC_JOB_TALLY);
    job.iterations = bench->run.variants[v].iterations;
    job.warmup = job.iterations / WARMUP_PART;
    job.events = events;
    return job;
}

/* One fork server for the samples of all of [first, end). */
static bool tally_batch(struct esc_workbench *bench, size_t first, size_t end, bool events,
                        const volatile int *stop, struct esc_error *error)
{
    size_t *variants = esc_calloc(end - first, sizeof *variants);
    struct esc_job *jobs = esc_calloc((end - first) * SAMPLES, sizeof *jobs);
    struct esc_sample *samples = esc_calloc((end - first) * SAMPLES, sizeof *samples);
    size_t count = 0;
    for (size_t v = first; v < end; v++) {
        if (!is_wanted(&bench->run, &bench->run.variants[v], events))
            continue;
        for (size_t s = 0; s < SAMPLES; s++)
            jobs[count * SAMPLES + s] = job_of(bench, v, events);
        variants[count++] = v;
    }
    bool started = esc_measure(bench->folders.child, jobs, count * SAMPLES, samples, stop, error);
    for (size_t k = 0; started && !*stop && k < count; k++)
        take(bench, variants[k], samples + k * SAMPLES, events);
    free(variants);
    free(jobs);
    free(samples);
    return started;
}

static bool any_is_wanted(const struct esc_run *run, bool events)
{
    for (size_t v = 0; v < run->variant_count; v++)
        if (is_wanted(run, &run->variants[v], events))
            return true;
    return false;
}

bool esc_tally(struct esc_workbench *bench, bool events, const struct esc_terminal *terminal,
               const volatile int *stop, struct esc_error *error)
{
    const struct esc_run *run = &bench->run;
    double begin_s = esc_now_s();
    bool started = true;
    size_t end = 0;
    if (!any_is_wanted(run, events))
        return true;
    for (size_t first = 0; first < run->variant_count && started && !*stop; first = end) {
        end = esc_workbench_batch_end(run, first);
        started = tally_batch(bench, first, end, events, stop, error);
        esc_report_progress(terminal, stderr, "reading counters", end, run->variant_count,
                            esc_now_s() - begin_s);
    }
    esc_report_progress_end(terminal, stderr);
    return started;
}
