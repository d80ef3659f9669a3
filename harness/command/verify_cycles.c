/*
 * verify: collections per million operations. A timed sample sees too few of them to compare two
 * collectors to 10 %, so each heap side gets one long sample of the same n on both sides.
 */
#include "command/verify.h"

#include "base/memory.h"

#include <stdlib.h>
#include <time.h>

/* On an empty heap Go collects every 3.1 MB (the trigger is 3.2 MB, the least goal 4 MiB). */
static const double bytes_per_cycle = 3.1e6, wanted_cycles = 50, longest_ns = 500e6;

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

/* Zero iterations: that sample did not end well, and the row shows no cycles. */
static bool count_cycles(struct esc_verify *verify, size_t v, uint64_t iterations,
                         struct esc_error *error)
{
    struct esc_fidelity_row *row = &verify->fidelity.rows[v];
    struct esc_job our_job = esc_verify_our_job(verify, v, iterations);
    const struct esc_go_job go_job = esc_verify_go_job(verify, v, iterations);
    struct esc_sample *ours = esc_calloc(1, sizeof *ours);
    struct esc_go_sample go;
    struct esc_error ignored = {0};
    bool started = esc_measure(verify->bench.folders.child, &our_job, 1, ours, &never_stop, error);
    bool ran = started && go_job.program != NULL && esc_go_run(&go_job, &go, &ignored);
    if (ran && ours->status == ESC_STATUS_OK && ours->gc.cycles >= 0) {
        row->cycle_iterations = iterations;
        row->sides[ESC_SIDE_OURS].cycles_per_mop =
            per_mop((double)ours->gc.cycles, ours->iterations);
        row->sides[ESC_SIDE_GO].cycles_per_mop = per_mop((double)go.cycles, go.iterations);
    }
    esc_error_free(&ignored);
    free(ours);
    return started;
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
