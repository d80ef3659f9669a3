/*
 * The untimed pass: checksums compared, allocations and bytes counted and checked. Done before
 * anything is timed, so that no figure comes from a pair that does not do the same work.
 */
#include "session/workbench.h"

#include "base/memory.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COUNTED_OPERATIONS = 1000 };

/* What happened and when, without the name: "crashed in round 3: Aborted (SIGABRT)". */
static void describe(const struct esc_workbench *bench, const struct esc_sample *sample,
                     const char *when, char *out, size_t size)
{
    const char *cause = sample->message;
    switch (sample->status) {
    case ESC_STATUS_TIME_LIMIT:
        snprintf(out, size, "still ran at the time limit of %g s %s", bench->options.time_limit_s,
                 when);
        return;
    case ESC_STATUS_MEMORY_LIMIT:
        snprintf(out, size, "ran into the memory limit of %g MiB %s",
                 bench->options.memory_limit_mib, when);
        return;
    case ESC_STATUS_SIGNAL:
        snprintf(out, size, "crashed %s: %s", when,
                 cause[0] != '\0' ? cause : strsignal(sample->signal_or_exit));
        return;
    case ESC_STATUS_EXIT:
        snprintf(out, size, "called exit(%d) instead of returning %s", sample->signal_or_exit,
                 when);
        return;
    case ESC_STATUS_NOT_RUN:
        snprintf(out, size, "was not run %s: the measuring process ended early", when);
        return;
    default:
        snprintf(out, size, "failed %s: %s", when,
                 cause[0] != '\0' ? cause : esc_status_words(sample->status));
        return;
    }
}

void esc_workbench_blame(struct esc_workbench *bench, size_t index, const struct esc_sample *sample,
                         const char *when)
{
    struct esc_variant *variant = &bench->run.variants[index];
    char what[ESC_SAMPLE_MESSAGE + 128];
    describe(bench, sample, when, what, sizeof what);
    esc_variant_fail(variant, sample->status, "%s %s", variant->label, what);
}

static void check_checksum(struct esc_workbench *bench, size_t index, size_t base,
                           const struct esc_sample *sample, const struct esc_sample *stack)
{
    if (sample->checksum == stack->checksum)
        return;
    esc_variant_fail(&bench->run.variants[index], ESC_STATUS_CHECKSUM,
                     "%s returns other values than %s: checksum %016" PRIx64
                     " instead of %016" PRIx64 " after %d operations",
                     bench->run.variants[index].label, bench->run.variants[base].label,
                     sample->checksum, stack->checksum, COUNTED_OPERATIONS);
}

static void check_expected(struct esc_variant *variant, const char *what, double expected,
                           double counted, double tolerance)
{
    if (expected < 0 || fabs(counted - expected) <= tolerance)
        return;
    const char *cause =
        counted == 0 && expected > 0
            ? ": the compiler has removed the allocation, or the case never makes it"
            : "";
    esc_variant_fail(variant, ESC_STATUS_EXPECTATION, "%s makes %g %s, the case expects %g%s",
                     variant->label, counted, what, expected, cause);
}

static void store_counts(struct esc_workbench *bench, size_t index, const struct esc_sample *sample)
{
    const struct esc_run *run = &bench->run;
    struct esc_variant *variant = &bench->run.variants[index];
    const struct esc_case *item = esc_variant_case(run, variant);
    const struct esc_expectation *expect =
        &esc_variant_strategy(run, variant)->expect[variant->point];
    double operations = COUNTED_OPERATIONS;
    variant->allocs_per_op = (double)sample->count_allocs / operations;
    variant->requested_bytes_per_op = (double)sample->count_requested_bytes / operations;
    variant->bytes_per_op = (double)sample->count_bytes / operations;
    check_expected(variant, "allocations per operation", expect->allocs, variant->allocs_per_op,
                   item->tolerance);
    double share = expect->allocs > 0 ? item->tolerance / expect->allocs : 0;
    check_expected(variant, "bytes per operation", expect->bytes, variant->requested_bytes_per_op,
                   share * expect->bytes);
}

static bool count_group(struct esc_workbench *bench, size_t first, size_t end,
                        const volatile int *stop, struct esc_error *error)
{
    size_t count = end - first;
    struct esc_job *jobs = esc_calloc(count, sizeof *jobs);
    struct esc_sample *samples = esc_calloc(count, sizeof *samples);
    for (size_t k = 0; k < count; k++) {
        jobs[k] = esc_workbench_job(bench, first + k, ESC_JOB_COUNT);
        jobs[k].iterations = COUNTED_OPERATIONS;
        jobs[k].warmup = 1; /* what only the first operation does is set-up: a pool's first Get */
    }
    bool started = esc_measure(bench->folders.child, jobs, count, samples, stop, error);
    for (size_t k = 0; started && !*stop && k < count; k++) {
        if (samples[k].status != ESC_STATUS_OK) {
            esc_workbench_blame(bench, first + k, &samples[k], "in the untimed pass");
            continue;
        }
        store_counts(bench, first + k, &samples[k]);
        if (samples[0].status == ESC_STATUS_OK)
            check_checksum(bench, first + k, first, &samples[k], &samples[0]);
    }
    free(jobs);
    free(samples);
    return started;
}

bool esc_workbench_count(struct esc_workbench *bench, const volatile int *stop,
                         struct esc_error *error)
{
    struct esc_run *run = &bench->run;
    size_t end = 0;
    for (size_t first = 0; first < run->variant_count && !*stop; first = end) {
        end = esc_workbench_group_end(run, first);
        bool compiled = bench->libraries[run->variants[first].item].timed != NULL;
        if (compiled && !count_group(bench, first, end, stop, error))
            return false;
    }
    return true;
}
