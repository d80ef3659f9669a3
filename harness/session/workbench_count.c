/*
 * The untimed pass: checksums compared, allocations and bytes counted and checked. Done before
 * anything is timed, so that no figure comes from a pair that does not do the same work.
 */
#include "session/workbench.h"

#include "base/memory.h"
#include "base/text.h"
#include "disasm/place.h"
#include "plan/plan.h"

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
                     " instead of %016" PRIx64 " after %" PRIu64 " operations",
                     bench->run.variants[index].label, bench->run.variants[base].label,
                     sample->checksum, stack->checksum, sample->iterations);
}

/* "; 1 by strdup in copy, cases/x.lua:11; …": what is known of who allocates. */
static void add_sites(const struct esc_workbench *bench, const struct esc_variant *variant,
                      const struct esc_sample *sample, struct esc_text *out)
{
    const struct esc_case *bench_case = esc_variant_case(&bench->run, variant);
    const char *library = bench->libraries[variant->case_index].counting;
    for (size_t k = 0; k < ESC_SAMPLE_SITES && sample->sites[k].offset != 0; k++) {
        const struct esc_alloc_site *site = &sample->sites[k];
        struct esc_code_place place;
        bool known = esc_code_place(library, site->offset - 1, bench_case->path, &place);
        if (!known && site->callee[0] == '\0')
            continue;
        esc_text_addf(out, "%s %g", out->length == 0 ? ":" : ";",
                      (double)site->allocs / (double)sample->iterations);
        if (site->callee[0] != '\0')
            esc_text_addf(out, " by %.*s", (int)sizeof site->callee, site->callee);
        if (known) {
            esc_text_addf(out, " in %s, %s:%d", place.function, bench_case->path, place.line);
            esc_code_place_free(&place);
        }
    }
}

static bool is_as_expected(double expected, double counted, double tolerance)
{
    return expected < 0 || fabs(counted - expected) <= tolerance;
}

static void check_expected(struct esc_variant *variant, const char *what, double expected,
                           double counted, double tolerance, const char *cause)
{
    if (is_as_expected(expected, counted, tolerance))
        return;
    if (counted == 0 && expected > 0)
        cause = ": the compiler has removed the allocation, or the case never makes it";
    esc_variant_fail(variant, ESC_STATUS_EXPECTATION, "%s makes %g %s, the case expects %g%s",
                     variant->label, counted, what, expected, cause);
}

static void check_allocs(const struct esc_workbench *bench, struct esc_variant *variant,
                         const struct esc_sample *sample, double expected, double tolerance)
{
    struct esc_text cause = {0};
    if (!is_as_expected(expected, variant->allocs_per_op, tolerance))
        add_sites(bench, variant, sample, &cause);
    check_expected(variant, "allocations per operation", expected, variant->allocs_per_op,
                   tolerance, cause.length > 0 ? cause.bytes : "");
    esc_text_free(&cause);
}

/*
 * How far real Go agrees with C is for verify to say. Where there is no C, this is the only check
 * of the case. Bytes are expected before rounding, which Go does not tell.
 */
static void check_go(const struct esc_run *run, struct esc_variant *variant)
{
    static const double strays = 0.01; /* of the Go runtime's own, an operation */
    const struct esc_case *bench_case = esc_variant_case(run, variant);
    double slack = 0;
    if (!esc_plan_is_go_alone(bench_case))
        return;
    double allocs = esc_strategy_allocs(esc_variant_strategy(run, variant), variant->point,
                                        esc_variant_go(run, variant)->minor, &slack);
    check_expected(variant, "allocations per operation", allocs, variant->allocs_per_op,
                   bench_case->tolerance + strays + slack * allocs, "");
}

/* A later release may count otherwise, and its bytes are known as real Go hands them out. */
static void check_c(const struct esc_workbench *bench, struct esc_variant *variant,
                    const struct esc_sample *sample)
{
    const struct esc_case *bench_case = esc_variant_case(&bench->run, variant);
    const struct esc_strategy *strategy = esc_variant_strategy(&bench->run, variant);
    const int minor = esc_run_minor_of(&bench->run, variant->runtime);
    double slack = 0;
    double allocs = esc_strategy_allocs(strategy, variant->point, minor, &slack);
    double bytes = esc_strategy_bytes(strategy, variant->point, minor);
    double share = (allocs > 0 ? bench_case->tolerance / allocs : 0) + slack;
    bool rounded = esc_strategy_has_own_bytes(strategy, variant->point, minor);
    if (rounded && !esc_runtime_is_model(variant->runtime))
        bytes = -1; /* it rounds otherwise */
    check_allocs(bench, variant, sample, allocs, bench_case->tolerance + slack * allocs);
    check_expected(variant, "bytes per operation", bytes,
                   rounded ? variant->bytes_per_op : variant->requested_bytes_per_op, share * bytes,
                   "");
}

static void store_counts(struct esc_workbench *bench, size_t index, const struct esc_sample *sample)
{
    const struct esc_run *run = &bench->run;
    struct esc_variant *variant = &bench->run.variants[index];
    double operations = (double)sample->iterations; /* each thread's are whole */
    variant->allocs_per_op = (double)sample->count_allocs / operations;
    variant->bytes_per_op = (double)sample->count_bytes / operations;
    if (variant->runtime == ESC_RUNTIME_GO) {
        check_go(run, variant);
        return;
    }
    variant->requested_bytes_per_op = (double)sample->count_requested_bytes / operations;
    check_c(bench, variant, sample);
}

/* Jobs of one fork server: the variants of some groups that can be run, with their samples. */
struct batch {
    size_t *variants;
    struct esc_job *jobs;
    struct esc_sample *samples;
    size_t count;
};

static struct batch open_batch(const struct esc_workbench *bench, size_t first, size_t end)
{
    struct batch batch = {.variants = esc_calloc(end - first, sizeof *batch.variants),
                          .jobs = esc_calloc(end - first, sizeof *batch.jobs),
                          .samples = esc_calloc(end - first, sizeof *batch.samples)};
    for (size_t v = first; v < end; v++) {
        if (bench->run.variants[v].status != ESC_STATUS_OK)
            continue;
        struct esc_job *job = &batch.jobs[batch.count];
        batch.variants[batch.count++] = v;
        *job = esc_workbench_job(bench, v, ESC_JOB_COUNT);
        job->iterations = COUNTED_OPERATIONS;
        job->warmup = 1; /* what only the first operation does is set-up: a pool's first Get */
    }
    return batch;
}

static void close_batch(struct batch *batch)
{
    free(batch->variants);
    free(batch->jobs);
    free(batch->samples);
}

/* Whose values the others of [first, end) are compared with: the first stack side that ended well;
 * `end` where none did. */
static size_t find_base(const struct esc_run *run, const struct batch *batch, size_t first,
                        size_t end)
{
    size_t k = first;
    while (k < end && (run->variants[batch->variants[k]].strategy != 0 ||
                       batch->samples[k].status != ESC_STATUS_OK))
        k++;
    return k;
}

static void take_group(struct esc_workbench *bench, const struct batch *batch, size_t first,
                       size_t end)
{
    size_t base = find_base(&bench->run, batch, first, end);
    for (size_t k = first; k < end; k++) {
        size_t v = batch->variants[k];
        if (batch->samples[k].status != ESC_STATUS_OK) {
            esc_workbench_blame(bench, v, &batch->samples[k], "in the untimed pass");
            continue;
        }
        if (base < end)
            check_checksum(bench, v, batch->variants[base], &batch->samples[k],
                           &batch->samples[base]);
        store_counts(bench, v, &batch->samples[k]);
    }
}

static void take_batch(struct esc_workbench *bench, const struct batch *batch)
{
    size_t end = 0;
    for (size_t first = 0; first < batch->count; first = end) {
        size_t group_end = esc_workbench_group_end(&bench->run, batch->variants[first]);
        for (end = first; end < batch->count && batch->variants[end] < group_end;)
            end++;
        take_group(bench, batch, first, end);
    }
}

bool esc_workbench_count(struct esc_workbench *bench, const volatile int *stop,
                         struct esc_error *error)
{
    struct esc_run *run = &bench->run;
    bool started = true;
    size_t end = 0;
    for (size_t first = 0; first < run->variant_count && started && !*stop; first = end) {
        end = esc_workbench_batch_end(run, first);
        struct batch batch = open_batch(bench, first, end);
        started =
            esc_measure(bench->folders.child, batch.jobs, batch.count, batch.samples, stop, error);
        if (started && !*stop)
            take_batch(bench, &batch);
        close_batch(&batch);
    }
    return started;
}
