/*
 * Calibration and the rounds. See rounds.h for the contracts.
 */
#include "session/rounds.h"

#include "base/clock.h"
#include "base/memory.h"
#include "plan/plan.h"

#include <stdlib.h>
#include <string.h>

/* The whole of the rounds should take about this long, and a sample must lie between the limits. */
static const struct {
    double budget_s, least_ms, most_ms;
    uint64_t warmup_part; /* of a sample's operations: the shorter the sample, the more */
} presets[ESC_PRESETS] = {
    [ESC_PRESET_QUICK] = {30, 8, 80, 4},
    [ESC_PRESET_NORMAL] = {190, 16, 120, 8},
    [ESC_PRESET_THOROUGH] = {1100, 40, 250, 20},
};
static const double sample_overhead_ms =
    5; /* fork, load, start of the runtime, its settling, share of the fork server */
enum {
    CALIBRATION_NS = 2000000,
    CALIBRATIONS = 3,
    STACK_OFFSETS = 4096,
    HEAP_ROUNDS = 1,
    VISITS = 20,    /* in forks of one server */
    REPEAT_PART = 4 /* a quarter as many again: bounds what a machine that is always shared costs */
};

static double samples_of(const struct esc_run *run)
{
    double sides = 0;
    for (size_t v = 0; v < run->variant_count; v++)
        sides += run->variants[v].status == ESC_STATUS_OK;
    return (sides > 0 ? sides : 1) * run->rounds;
}

/* A sample with its warm-up, in lengths of the sample. */
static double warmed_length(const struct esc_run *run)
{
    return 1 + 1 / (double)presets[run->preset].warmup_part;
}

double esc_rounds_sample_ms(const struct esc_run *run)
{
    double each_ms = presets[run->preset].budget_s * 1e3 / samples_of(run);
    double share_ms = (each_ms - sample_overhead_ms) / warmed_length(run);
    double least_ms = presets[run->preset].least_ms;
    double most_ms = presets[run->preset].most_ms;
    return share_ms < least_ms ? least_ms : share_ms > most_ms ? most_ms : share_ms;
}

double esc_rounds_expected_s(const struct esc_run *run)
{
    double each_ms = esc_rounds_sample_ms(run) * warmed_length(run) + sample_overhead_ms;
    return samples_of(run) * each_ms / 1e3;
}

/* Each variant has an n of its own, at which it takes the time that all take. */
static void set_iterations(struct esc_run *run, size_t first, size_t end, const double *ns_per_op,
                           double sample_ms)
{
    for (size_t v = first; v < end; v++) {
        struct esc_variant *variant = &run->variants[v];
        uint64_t least = esc_variant_point(run, variant)->least_iterations;
        uint64_t n = esc_plan_iterations(ns_per_op[v], sample_ms * 1e6);
        if (variant->iterations == 0 && variant->status == ESC_STATUS_OK)
            variant->iterations = n < least ? least : n;
    }
}

/* Time that others took on this CPU is in the wall time alone; threads side by side add up in CPU
 * time. */
static double undisturbed_ns(const struct esc_sample *sample)
{
    return (double)(sample->cpu_ns < sample->wall_ns ? sample->cpu_ns : sample->wall_ns);
}

/* A part of a calibration's time must have been work. Who was kept off its CPU while n was found is
 * held to be slow and given few, and who was kept off it afterwards looks slow: both say more of a
 * cold start than of the kernel.
 */
static bool is_disturbed(const struct esc_sample *sample)
{
    return undisturbed_ns(sample) < (double)(CALIBRATION_NS / 4);
}

/* Keeps the shortest of a variant's calibrations. Returns whether that settles it. */
static bool take_calibration(struct esc_workbench *bench, size_t v, const struct esc_sample *sample,
                             double *ns_per_op)
{
    bench->run.timed_s += (double)sample->wall_ns / 1e9;
    if (sample->status != ESC_STATUS_OK || sample->iterations == 0) {
        esc_workbench_blame(bench, v, sample, "in the calibration");
        return true;
    }
    double ns = undisturbed_ns(sample) / (double)sample->iterations;
    if (*ns_per_op == 0 || ns < *ns_per_op)
        *ns_per_op = ns;
    return !is_disturbed(sample);
}

/* One fork server for the `count` variants that are left; the unsettled ones are left after it. */
static bool calibrate_once(struct esc_workbench *bench, size_t *variants, size_t *count,
                           double *ns_per_op, const volatile int *stop, struct esc_error *error)
{
    struct esc_job *jobs = esc_calloc(*count, sizeof *jobs);
    struct esc_sample *samples = esc_calloc(*count, sizeof *samples);
    for (size_t k = 0; k < *count; k++) {
        jobs[k] = esc_workbench_job(bench, variants[k], ESC_JOB_CALIBRATE);
        jobs[k].min_time_ns = CALIBRATION_NS;
    }
    bool started = esc_measure(bench->folders.child, jobs, *count, samples, stop, error);
    size_t left = 0;
    for (size_t k = 0; started && !*stop && k < *count; k++) {
        size_t v = variants[k];
        if (!take_calibration(bench, v, &samples[k], &ns_per_op[v]))
            variants[left++] = v;
    }
    *count = left;
    free(jobs);
    free(samples);
    return started;
}

/* Those of the variants [first, end) that still need an n. */
static bool calibrate_batch(struct esc_workbench *bench, size_t first, size_t end,
                            double *ns_per_op, const volatile int *stop, struct esc_error *error)
{
    const struct esc_run *run = &bench->run;
    size_t *variants = esc_calloc(end - first, sizeof *variants);
    size_t count = 0;
    for (size_t v = first; v < end; v++)
        if (run->variants[v].status == ESC_STATUS_OK && run->variants[v].iterations == 0)
            variants[count++] = v;
    bool started = true;
    for (int time = 0; started && !*stop && count > 0 && time < CALIBRATIONS; time++)
        started = calibrate_once(bench, variants, &count, ns_per_op, stop, error);
    free(variants);
    return started;
}

bool esc_rounds_calibrate(struct esc_workbench *bench, double sample_ms,
                          const struct esc_terminal *terminal, const volatile int *stop,
                          struct esc_error *error)
{
    struct esc_run *run = &bench->run;
    double *ns_per_op = esc_calloc(run->variant_count, sizeof *ns_per_op);
    bool started = true;
    double begin_s = esc_now_s();
    size_t end = 0;
    for (size_t first = 0; first < run->variant_count && started && !*stop; first = end) {
        end = esc_workbench_batch_end(run, first);
        started = calibrate_batch(bench, first, end, ns_per_op, stop, error);
        set_iterations(run, first, end, ns_per_op, sample_ms);
        esc_report_progress(terminal, stderr, "calibrating", end, run->variant_count,
                            esc_now_s() - begin_s);
    }
    esc_report_progress_end(terminal, stderr);
    free(ns_per_op);
    return started;
}

/* All sides of a visit run at least so many operations: over these their values are compared. */
static uint64_t checked_of(const struct esc_run *run, const struct esc_visit *visit)
{
    uint64_t least = UINT64_MAX;
    for (size_t k = 0; k < visit->count; k++) {
        uint64_t n = run->variants[visit->variants[k]].iterations;
        least = n < least ? n : least;
    }
    return least;
}

static struct esc_job timed_job(const struct esc_workbench *bench, const struct esc_visit *visit,
                                size_t v)
{
    uint32_t round = visit->round;
    struct esc_job job = esc_workbench_job(bench, v, ESC_JOB_TIMED);
    job.iterations = bench->run.variants[v].iterations;
    job.checked = checked_of(&bench->run, visit);
    job.warmup = job.iterations / presets[bench->run.preset].warmup_part;
    /* Both sides of a pair get the same offset in a round; 64-byte steps walk through a page. */
    job.stack_offset = (uint32_t)((round * 1088 + bench->run.seed % 64 * 64) % STACK_OFFSETS);
    return job;
}

/* The checksum of this visit's first stack side that ran: every other side must return the same. */
static void check_visit(struct esc_workbench *bench, const struct esc_visit *visit,
                        const struct esc_sample *samples)
{
    const struct esc_run *run = &bench->run;
    const struct esc_sample *stack = NULL;
    size_t base = run->variant_count;
    for (size_t k = 0; k < visit->count; k++) {
        size_t v = visit->variants[k];
        if (run->variants[v].strategy != 0 || samples[k].status != ESC_STATUS_OK || v > base)
            continue;
        stack = &samples[k];
        base = v;
    }
    for (size_t k = 0; stack != NULL && k < visit->count; k++) {
        struct esc_variant *variant = &bench->run.variants[visit->variants[k]];
        if (samples[k].status == ESC_STATUS_OK && samples[k].checksum != stack->checksum)
            esc_variant_fail(variant, ESC_STATUS_CHECKSUM,
                             "%s returns other values than %s in round %u", variant->label,
                             run->variants[base].label, visit->round + 1);
    }
}

static void keep_visit(struct esc_workbench *bench, const struct esc_visit *visit,
                       const struct esc_sample *samples)
{
    struct esc_run *run = &bench->run;
    for (size_t k = 0; k < visit->count; k++) {
        size_t v = visit->variants[k];
        char what[32];
        snprintf(what, sizeof what, "in round %u", visit->round + 1);
        if (samples[k].status != ESC_STATUS_OK)
            esc_workbench_blame(bench, v, &samples[k], what);
        esc_run_add_record(run, visit->round, v, &samples[k], visit->round < HEAP_ROUNDS);
        run->timed_s += (double)samples[k].wall_ns / 1e9;
    }
    check_visit(bench, visit, samples);
}

static bool sample_is_disturbed(const struct esc_sample *sample)
{
    return sample->status == ESC_STATUS_OK &&
           esc_is_disturbed(&sample->disturbance, sample->wall_ns);
}

/* The lesser part of whose time was spent waiting. */
static bool is_calmer(const struct esc_sample *a, const struct esc_sample *b)
{
    if (sample_is_disturbed(a) != sample_is_disturbed(b))
        return sample_is_disturbed(b);
    return (double)a->disturbance.wait_ns * (double)b->wall_ns <
           (double)b->disturbance.wait_ns * (double)a->wall_ns;
}

/* The rounds of one call. */
struct rounds {
    struct esc_workbench *bench;
    size_t records, disturbed, repeats; /* of the run, as far as they were counted */
    uint32_t first;
    double begin_s;
    const volatile int *stop;
    struct esc_error *error;
};

static void count_records(struct rounds *rounds)
{
    const struct esc_run *run = &rounds->bench->run;
    for (; rounds->records < run->record_count; rounds->records++) {
        const struct esc_record *record = &run->records[rounds->records];
        rounds->disturbed += esc_record_is_disturbed(record);
        rounds->repeats += (size_t)record->disturbance.repeats;
    }
}

/*
 * How many samples may be taken again now: a part of those that the run has, less those that were.
 * None where most are disturbed: then the next one is as well.
 */
static size_t repeats_left(struct rounds *rounds)
{
    count_records(rounds);
    size_t most = rounds->records / REPEAT_PART;
    if (rounds->disturbed > rounds->records / 2 || rounds->repeats > most)
        return 0;
    return most - rounds->repeats;
}

/* With `own_servers` each job has a fork server of its own, else they share one. */
static bool sample_jobs(const struct rounds *rounds, const struct esc_job *jobs, size_t count,
                        struct esc_sample *samples)
{
    const struct esc_workbench *bench = rounds->bench;
    size_t each = bench->options.own_servers ? 1 : count;
    bool started = true;
    for (size_t k = 0; k < count && started; k += each)
        started = esc_measure(bench->folders.child, jobs + k, each, samples + k, rounds->stop,
                              rounds->error);
    return started;
}

/* Which samples are to be taken again, and the jobs for it. */
static size_t list_disturbed(const struct esc_sample *samples, const struct esc_job *jobs,
                             size_t count, size_t most, size_t *which, struct esc_job *again)
{
    size_t found = 0;
    for (size_t k = 0; k < count && found < most; k++) {
        if (!sample_is_disturbed(&samples[k]))
            continue;
        which[found] = k;
        again[found++] = jobs[k];
    }
    return found;
}

/* Disturbed samples are taken once more, as far as the budget goes, and the calmer one is kept. */
static bool repeat_disturbed(struct rounds *rounds, const struct esc_job *jobs, size_t count,
                             struct esc_sample *samples)
{
    size_t *which = esc_calloc(count, sizeof *which);
    struct esc_job *again = esc_calloc(count, sizeof *again);
    struct esc_sample *taken = esc_calloc(count, sizeof *taken);
    size_t found = list_disturbed(samples, jobs, count, repeats_left(rounds), which, again);
    bool started = sample_jobs(rounds, again, found, taken);
    for (size_t i = 0; i < found && started; i++) {
        struct esc_sample *sample = &samples[which[i]];
        if (taken[i].status == ESC_STATUS_OK && is_calmer(&taken[i], sample))
            esc_sample_copy(sample, &taken[i]);
        sample->disturbance.repeats = 1;
    }
    free(which);
    free(again);
    free(taken);
    return started;
}

/* Visits that follow each other, in forks of one server: to start it costs as much as some jobs. */
static bool measure_visits(struct rounds *rounds, const struct esc_visit *visits, size_t count)
{
    struct esc_workbench *bench = rounds->bench;
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += visits[i].count;
    struct esc_job *jobs = esc_calloc(total, sizeof *jobs);
    struct esc_sample *samples = esc_calloc(total, sizeof *samples);
    size_t filled = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < visits[i].count; k++)
            jobs[filled++] = timed_job(bench, &visits[i], visits[i].variants[k]);
    bool started = sample_jobs(rounds, jobs, total, samples) &&
                   (*rounds->stop || repeat_disturbed(rounds, jobs, total, samples));
    for (size_t i = 0, first = 0; i < count && started && !*rounds->stop;
         first += visits[i++].count)
        keep_visit(bench, &visits[i], samples + first);
    free(jobs);
    free(samples);
    return started;
}

/* What a cut round left behind is dropped: the journal and the results hold whole rounds only. */
static void drop_records(struct esc_run *run, size_t first)
{
    for (size_t i = first; i < run->record_count; i++) {
        free(run->records[i].cycles);
        free(run->records[i].heap);
        run->records[i] = (struct esc_record){0};
    }
    run->record_count = first;
}

static const char *case_of(const struct esc_run *run, const struct esc_visit *visit)
{
    return visit->count > 0 ? esc_variant_case(run, &run->variants[visit->variants[0]])->name : "";
}

static bool measure_round(struct rounds *rounds, uint32_t round,
                          const struct esc_terminal *terminal)
{
    const struct esc_run *run = &rounds->bench->run;
    size_t count = 0;
    struct esc_visit *visits = esc_plan_round(run, round, &count);
    bool started = true;
    for (size_t i = 0; i < count && started && !*rounds->stop; i += VISITS) {
        size_t some = count - i < VISITS ? count - i : VISITS;
        started = measure_visits(rounds, &visits[i], some);
        size_t done = (round - rounds->first) * count + i + some;
        char *what = esc_format("measuring %s", case_of(run, &visits[i]));
        esc_report_progress(terminal, stderr, what, done, (run->rounds - rounds->first) * count,
                            esc_now_s() - rounds->begin_s);
        free(what);
    }
    esc_plan_free(visits, count);
    return started;
}

bool esc_rounds_measure(struct esc_workbench *bench, struct esc_journal *journal,
                        const struct esc_terminal *terminal, const volatile int *stop,
                        struct esc_error *error)
{
    struct esc_run *run = &bench->run;
    struct rounds rounds = {.bench = bench,
                            .first = run->rounds_done,
                            .begin_s = esc_now_s(),
                            .stop = stop,
                            .error = error};
    double before_s = run->wall_s;
    bool good = true;
    for (uint32_t round = rounds.first; round < run->rounds && good && !*stop; round++) {
        size_t first = run->record_count;
        good = measure_round(&rounds, round, terminal);
        if (!good || *stop) {
            drop_records(run, first);
            break;
        }
        run->rounds_done = round + 1;
        run->wall_s = before_s + esc_now_s() - rounds.begin_s;
        good = journal == NULL || esc_journal_round(journal, run, first, error);
    }
    run->interrupted = run->rounds_done < run->rounds;
    esc_report_progress_end(terminal, stderr);
    return good;
}
