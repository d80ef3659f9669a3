/*
 * From a variant to its heap profile. See heap_profile.h.
 */
#include "session/heap_profile.h"

#include "base/memory.h"
#include "base/text.h"
#include "disasm/place.h"
#include "profile/profile.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const double worth_while_bytes = 8.0 * 1024 * 1024 * 1024; /* 16384 samples: 0.8 % */
static const uint64_t most_operations = 150 * 1000 * 1000;
static const uint64_t few_operations = 1000 * 1000;
static const int64_t most_ns = INT64_C(10) * 1000 * 1000 * 1000;

struct taking {
    const struct esc_workbench *bench;
    const struct esc_heap_profile_options *options;
    size_t variant;
    struct esc_error *error;
};

static const struct esc_case *case_of(const struct taking *taking)
{
    return esc_variant_case(&taking->bench->run, &taking->bench->run.variants[taking->variant]);
}

static bool run_job(const struct taking *taking, const struct esc_job *job, const char *what,
                    struct esc_sample *sample)
{
    static const volatile int never = 0;
    if (!esc_measure(taking->bench->folders.child, job, 1, sample, &never, taking->error))
        return false;
    if (sample->status == ESC_STATUS_OK)
        return true;
    return esc_error_add(taking->error, case_of(taking)->path, 0, "%s %s: %s",
                         taking->bench->run.variants[taking->variant].label, what,
                         sample->message[0] != '\0' ? sample->message
                                                    : esc_status_words(sample->status));
}

/* ---- how many operations ---- */

static bool choose(const struct taking *taking, struct esc_job *job)
{
    enum { COUNTED = 1000 };
    if (taking->options->operations > 0) {
        job->iterations = taking->options->operations;
        return true;
    }
    struct esc_sample *sample = esc_calloc(1, sizeof *sample);
    struct esc_job count = esc_workbench_job(taking->bench, taking->variant, ESC_JOB_COUNT);
    count.iterations = COUNTED;
    count.warmup = 1;
    bool good = run_job(taking, &count, "failed in the counting pass", sample);
    const double bytes = good ? (double)sample->count_bytes / (double)sample->iterations : 0;
    job->min_time_ns = most_ns;
    if (bytes == 0 || taking->options->rate == 1)
        job->iterations = few_operations;
    else if (worth_while_bytes / bytes < (double)most_operations)
        job->iterations = (uint64_t)(worth_while_bytes / bytes) + 1;
    else
        job->iterations = most_operations;
    free(sample);
    return good;
}

/* ---- what was recorded ---- */

static void add_comments(const struct taking *taking, struct esc_profile *profile,
                         uint64_t operations)
{
    const struct esc_run *run = &taking->bench->run;
    const struct esc_variant *variant = &run->variants[taking->variant];
    esc_profile_comment(profile, esc_format("escapement " ESC_VERSION ", case %s, %s: %" PRIu64
                                            " operations on a model of Go 1.19's heap",
                                            case_of(taking)->name, variant->label, operations));
    esc_profile_comment(profile,
                        esc_format("counted in the operations: %" PRId64 " blocks, %" PRId64
                                   " bytes; before them: %" PRId64 " blocks, %" PRId64 " bytes",
                                   profile->operations.blocks, profile->operations.bytes,
                                   profile->setup.blocks, profile->setup.bytes));
    esc_profile_comment(profile,
                        esc_format("main.* are functions of the case's Go, in the lines that the C "
                                   "below them stands for; seed %" PRIu64,
                                   taking->options->seed));
}

static bool place(const struct taking *taking, const struct esc_profile_raw *raw,
                  struct esc_profile *profile)
{
    const struct esc_run *run = &taking->bench->run;
    const struct esc_variant *variant = &run->variants[taking->variant];
    struct esc_code_places *places = esc_calloc(raw->address_count + 1, sizeof *places);
    for (size_t k = 0; k < raw->address_count; k++)
        places[k].offset = raw->addresses[k] - raw->low;
    bool good = esc_code_places_read(profile->library, places, raw->address_count, taking->error);
    if (good)
        esc_profile_build(raw, places, case_of(taking), esc_variant_strategy(run, variant),
                          profile);
    for (size_t k = 0; k < raw->address_count; k++)
        esc_code_places_free(&places[k]);
    free(places);
    return good;
}

static int64_t epoch_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

bool esc_heap_profile(const struct esc_workbench *bench, size_t variant,
                      const struct esc_heap_profile_options *options, struct esc_profile *profile,
                      uint64_t *operations, struct esc_error *error)
{
    const struct taking taking = {bench, options, variant, error};
    struct esc_job job = esc_workbench_job(bench, variant, ESC_JOB_PROFILE);
    struct esc_sample *sample = esc_calloc(1, sizeof *sample);
    struct esc_profile_raw raw = {0};
    job.profile_rate = options->rate;
    job.seed = options->seed;
    job.time_limit_ns += 20 * most_ns; /* CPU time may take longer where others want it */
    snprintf(job.profile, sizeof job.profile, "%s/profile-%d.txt", bench->folders.cache,
             (int)getpid());
    *profile = (struct esc_profile){
        .rate = options->rate, .library = esc_strdup(job.library), .time_ns = epoch_ns()};
    bool good = choose(&taking, &job) &&
                run_job(&taking, &job, "failed in the profiling pass", sample) &&
                esc_profile_raw_read(job.profile, &raw, error) && place(&taking, &raw, profile);
    if (good) {
        profile->duration_ns = sample->wall_ns;
        *operations = sample->iterations;
        add_comments(&taking, profile, *operations);
    }
    unlink(job.profile);
    esc_profile_raw_free(&raw);
    free(sample);
    return good;
}
