/*
 * verify, timed: our samples and Go's of one case and point side by side, round after round. See
 * verify.h.
 */
#include "command/verify.h"

#include "base/clock.h"
#include "base/memory.h"
#include "plan/plan.h"
#include "session/rounds.h"

#include <stdlib.h>
#include <string.h>

static const volatile int never_stop;

/* ns per operation of one variant in each round. Negative: that round has none. */
struct timing {
    struct esc_verify *verify;
    double **ns[ESC_SIDES]; /* by variant and round */
};

static bool measure_ours(const struct timing *timing, const struct esc_visit *visit,
                         struct esc_error *error)
{
    struct esc_workbench *bench = &timing->verify->bench;
    struct esc_job *jobs = esc_calloc(visit->count, sizeof *jobs);
    struct esc_sample *samples = esc_calloc(visit->count, sizeof *samples);
    for (size_t k = 0; k < visit->count; k++) {
        size_t v = visit->variants[k];
        jobs[k] = esc_verify_our_job(timing->verify, v, bench->run.variants[v].iterations);
    }
    bool started =
        esc_measure(bench->folders.child, jobs, visit->count, samples, &never_stop, error);
    for (size_t k = 0; k < visit->count && started; k++) {
        size_t v = visit->variants[k];
        if (samples[k].status == ESC_STATUS_OK && samples[k].iterations > 0)
            timing->ns[ESC_SIDE_OURS][v][visit->round] =
                (double)samples[k].wall_ns / (double)samples[k].iterations;
        else
            esc_workbench_blame(bench, v, &samples[k], "while it was timed");
    }
    free(jobs);
    free(samples);
    return started;
}

static void measure_go(const struct timing *timing, const struct esc_visit *visit)
{
    struct esc_verify *verify = timing->verify;
    for (size_t k = 0; k < visit->count; k++) {
        size_t v = visit->variants[k];
        struct esc_fidelity_row *row = &verify->fidelity.rows[v];
        const struct esc_go_job job =
            esc_verify_go_job(verify, v, verify->bench.run.variants[v].iterations);
        struct esc_go_sample sample;
        struct esc_error error = {0};
        if (job.program != NULL && esc_go_run(&job, &sample, &error))
            timing->ns[ESC_SIDE_GO][v][visit->round] =
                (double)sample.wall_ns / (double)sample.iterations;
        else if (row->failure == NULL && error.count > 0)
            row->failure = esc_strdup(error.messages[0].text);
        esc_error_free(&error);
    }
}

/* Who goes first alternates from round to round and from visit to visit. */
static bool measure_visit(const struct timing *timing, const struct esc_visit *visit, size_t number,
                          struct esc_error *error)
{
    bool go_first = (visit->round + number) % 2 == 1;
    if (go_first)
        measure_go(timing, visit);
    bool started = measure_ours(timing, visit, error);
    if (!go_first)
        measure_go(timing, visit);
    return started;
}

static bool measure_rounds(const struct timing *timing, const struct esc_terminal *terminal,
                           struct esc_error *error)
{
    double begin_s = esc_now_s();
    unsigned rounds = timing->verify->rounds;
    bool started = true;
    for (unsigned round = 0; round < rounds && started; round++) {
        size_t count = 0;
        struct esc_visit *visits = esc_plan_round(&timing->verify->bench.run, round, &count);
        for (size_t i = 0; i < count && started; i++) {
            started = measure_visit(timing, &visits[i], i, error);
            esc_report_progress(terminal, stderr, "measuring", round * count + i + 1,
                                rounds * count, esc_now_s() - begin_s);
        }
        esc_plan_free(visits, count);
    }
    esc_report_progress_end(terminal, stderr);
    return started;
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The median over the rounds of values[r], or of values[r] - base[r]; false: no round has both. */
static bool median(const double *values, const double *base, unsigned rounds, double *result)
{
    double *known = esc_calloc(rounds, sizeof *known);
    size_t count = 0;
    for (unsigned r = 0; r < rounds; r++)
        if (values[r] >= 0 && (base == NULL || base[r] >= 0))
            known[count++] = values[r] - (base != NULL ? base[r] : 0);
    qsort(known, count, sizeof *known, compare_numbers);
    if (count > 0)
        *result = (known[(count - 1) / 2] + known[count / 2]) / 2;
    free(known);
    return count > 0;
}

/* The stack variant of the same case and point stands before the others. */
static size_t base_of(const struct esc_run *run, size_t v)
{
    size_t base = v;
    while (base > 0 && run->variants[base - 1].item == run->variants[v].item &&
           run->variants[base - 1].point == run->variants[v].point)
        base--;
    return base;
}

static void fill_rows(const struct timing *timing)
{
    struct esc_verify *verify = timing->verify;
    for (size_t v = 0; v < verify->fidelity.count; v++) {
        size_t base = base_of(&verify->bench.run, v);
        struct esc_fidelity_row *row = &verify->fidelity.rows[v];
        for (size_t side = 0; side < ESC_SIDES; side++) {
            double *const *ns = timing->ns[side];
            struct esc_fidelity_side *figures = &row->sides[side];
            figures->timed = median(ns[v], NULL, verify->rounds, &figures->ns) &&
                             median(ns[v], ns[base], verify->rounds, &figures->price_ns);
        }
        const struct esc_variant *variant = &verify->bench.run.variants[v];
        if (variant->status != ESC_STATUS_OK && row->failure == NULL)
            row->failure = esc_strdup(variant->message);
    }
}

static void open_series(struct timing *timing)
{
    for (size_t side = 0; side < ESC_SIDES; side++) {
        size_t count = timing->verify->fidelity.count;
        timing->ns[side] = esc_calloc(count, sizeof *timing->ns[side]);
        for (size_t v = 0; v < count; v++) {
            timing->ns[side][v] = esc_calloc(timing->verify->rounds, sizeof **timing->ns[side]);
            for (unsigned r = 0; r < timing->verify->rounds; r++)
                timing->ns[side][v][r] = -1;
        }
    }
}

static void close_series(struct timing *timing)
{
    for (size_t side = 0; side < ESC_SIDES; side++) {
        for (size_t v = 0; v < timing->verify->fidelity.count; v++)
            free(timing->ns[side][v]);
        free(timing->ns[side]);
    }
}

bool esc_verify_time(struct esc_verify *verify, const struct esc_terminal *terminal,
                     struct esc_error *error)
{
    struct timing timing = {.verify = verify};
    if (!esc_rounds_calibrate(&verify->bench, verify->sample_ms, terminal, &never_stop, error))
        return false;
    open_series(&timing);
    bool measured = measure_rounds(&timing, terminal, error);
    if (measured)
        fill_rows(&timing);
    close_series(&timing);
    return measured;
}
