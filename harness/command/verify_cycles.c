/*
 * verify: collections per million operations. A timed sample sees too few of them to compare two
 * collectors to 10 %, so each heap side gets long samples of the same n on both sides, in turn; the
 * median of them counts.
 */
#include "command/verify.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

/* On an empty heap Go collects every 3.1 MB (the trigger is 3.2 MB, the least goal 4 MiB). */
static const double bytes_per_cycle = 3.1e6, wanted_cycles = 50, longest_ns = 500e6;

enum { SAMPLES = 3 };

static const volatile int never_stop;

/* As many operations as make the wanted number of cycles, if they do not take too long. */
static uint64_t iterations_for(const struct esc_fidelity_row *row)
{
    const struct esc_fidelity_side *go = &row->sides[ESC_SIDE_GO];
    const struct esc_fidelity_side *ours = &row->sides[ESC_SIDE_OURS];
    double ns = go->ns > ours->ns ? go->ns : ours->ns;
    if (!go->timed || !ours->timed || go->bytes < 1 || ns <= 0)
        return 0;
    double wanted = wanted_cycles * bytes_per_cycle / go->bytes;
    double most = longest_ns / ns;
    double n = wanted < most ? wanted : most;
    return n > 1 ? (uint64_t)n : 1;
}

static double per_mop(double cycles, uint64_t iterations)
{
    return cycles * 1e6 / (double)iterations;
}

static double middle_of(const double x[SAMPLES])
{
    return fmax(fmin(x[0], x[1]), fmin(fmax(x[0], x[1]), x[2]));
}

/* *ended: both sides have a figure in per_mop_of. */
static bool sample_cycles(struct esc_verify *verify, size_t v, uint64_t iterations,
                          double per_mop_of[ESC_SIDES], bool *ended, struct esc_error *error)
{
    struct esc_job our_job = esc_verify_our_job(verify, v, iterations);
    const struct esc_go_job go_job = esc_verify_go_job(verify, v, iterations);
    struct esc_sample *ours = esc_calloc(1, sizeof *ours);
    struct esc_go_sample go;
    struct esc_error ignored = {0};
    bool started = esc_measure(verify->bench.folders.child, &our_job, 1, ours, &never_stop, error);
    bool ran = started && go_job.program != NULL && esc_go_run(&go_job, &go, &ignored);
    *ended = ran && ours->status == ESC_STATUS_OK && ours->gc.cycles >= 0;
    if (*ended) {
        per_mop_of[ESC_SIDE_OURS] = per_mop((double)ours->gc.cycles, ours->iterations);
        per_mop_of[ESC_SIDE_GO] = per_mop((double)go.cycles, go.iterations);
    }
    esc_error_free(&ignored);
    free(ours);
    return started;
}

/* A sample that did not end well leaves the row without cycles. */
static bool count_cycles(struct esc_verify *verify, size_t v, uint64_t iterations,
                         struct esc_error *error)
{
    struct esc_fidelity_row *row = &verify->fidelity.rows[v];
    double figures[ESC_SIDES][SAMPLES];
    bool ended = true;
    for (int k = 0; k < SAMPLES && ended; k++) {
        double both[ESC_SIDES] = {0};
        if (!sample_cycles(verify, v, iterations, both, &ended, error))
            return false;
        for (int side = 0; side < ESC_SIDES; side++)
            figures[side][k] = both[side];
    }
    if (!ended)
        return true;
    row->cycle_iterations = iterations;
    for (int side = 0; side < ESC_SIDES; side++)
        row->sides[side].cycles_per_mop = middle_of(figures[side]);
    return true;
}

bool esc_verify_cycles(struct esc_verify *verify, const struct esc_terminal *terminal,
                       struct esc_error *error)
{
    struct timespec begin;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    bool started = true;
    for (size_t v = 0; v < verify->fidelity.count && started; v++) {
        const struct esc_fidelity_row *row = &verify->fidelity.rows[v];
        uint64_t iterations =
            verify->bench.run.variants[v].status == ESC_STATUS_OK ? iterations_for(row) : 0;
        if (iterations > 0)
            started = count_cycles(verify, v, iterations, error);
        clock_gettime(CLOCK_MONOTONIC, &now);
        esc_report_progress(terminal, stderr, "counting cycles", v + 1, verify->fidelity.count,
                            (double)(now.tv_sec - begin.tv_sec));
    }
    esc_report_progress_end(terminal, stderr);
    return started;
}
