/*
 * calibrate: many small runs of the A/A control, whose two sides are the same code. A 95 % interval
 * that deserves its name holds 1 in at least 93 % of 200 of them (see docs/method.md).
 */
#include "base/clock.h"
#include "base/memory.h"
#include "command/command.h"
#include "session/options.h"
#include "session/rounds.h"
#include "session/stop.h"
#include "stats/calibration.h"
#include "stats/stats.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct options {
    struct esc_workbench_options bench;
    uint32_t runs, rounds;
    double sample_ms;
    double seed;
};

enum { OPT_RUNS = 0x100, OPT_ROUNDS, OPT_SAMPLE };
static const struct argp_option option_table[] = {
    {"runs", OPT_RUNS, "N", 0, "runs of the control, of each kind (default: 200)", 2},
    {"rounds", OPT_ROUNDS, "N", 0, "rounds a run (default: 12)", 2},
    {"sample-time", OPT_SAMPLE, "MS", 0, "length of a sample (default: 3)", 2},
    {"seed", 's', "N", 0, "seed of the orders (default: 1)", 2},
    {0},
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case OPT_RUNS:
        options->runs = (uint32_t)esc_option_whole(state, "--runs", argument, 1, 100000);
        return 0;
    case OPT_ROUNDS:
        options->rounds = (uint32_t)esc_option_whole(state, "--rounds", argument, 6, 1000);
        return 0;
    case OPT_SAMPLE:
        options->sample_ms = esc_option_number(state, "--sample-time", argument, 0.1, 10000);
        return 0;
    case 's':
        options->seed = esc_option_number(state, "--seed", argument, 0, 1e15);
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->bench;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void clear_records(struct esc_run *run)
{
    for (size_t i = 0; i < run->record_count; i++) {
        free(run->records[i].cycles);
        free(run->records[i].heap);
    }
    free(run->records);
    run->records = NULL;
    run->record_count = 0;
    run->rounds_done = 0;
}

/* Both sides of a round in forks of one server, or each of a server of its own: whatever one server
 * has for itself (addresses, caches, where its pages lie) is then no longer common to both.
 */
enum kind { ONE_SERVER, OWN_SERVERS, KINDS };

/* The factors of all runs of a kind so far. */
struct tally {
    struct esc_estimate *factors;
    size_t count;
    double widest; /* the interval end that lies farthest from 1 */
};

static void keep_factors(const struct esc_run *run, struct tally *tally)
{
    for (size_t i = 0; i < run->pair_count; i++) {
        const struct esc_estimate *factor = &run->pairs[i].factor;
        if (!factor->known)
            continue;
        tally->factors = esc_grow(tally->factors, &tally->count, sizeof *tally->factors);
        tally->factors[tally->count - 1] = *factor;
        tally->widest = fmax(tally->widest, fmax(factor->high - 1, 1 - factor->low));
    }
}

/* One run of the control. */
static bool measure_run(struct esc_workbench *bench, struct tally *tally, struct esc_error *error)
{
    struct esc_terminal silent = {.columns = esc_terminal_of(stderr).columns};
    if (!esc_rounds_measure(bench, NULL, &silent, &esc_stop_requested, error))
        return false;
    if (!bench->run.interrupted) {
        esc_stats(&bench->run);
        keep_factors(&bench->run, tally);
    }
    clear_records(&bench->run);
    return true;
}

/* The kinds take turns, so that both see the same machine. */
static bool measure_runs(struct esc_workbench *bench, const struct options *options,
                         struct tally tallies[KINDS], struct esc_error *error)
{
    struct esc_terminal terminal = esc_terminal_of(stderr);
    double begin_s = esc_now_s();
    bench->run.rounds = options->rounds;
    if (!esc_workbench_count(bench, &esc_stop_requested, error) ||
        !esc_rounds_calibrate(bench, options->sample_ms, &terminal, &esc_stop_requested, error))
        return false;
    uint32_t runs = KINDS * options->runs;
    for (uint32_t run = 0; run < runs && !esc_stop_requested; run++) {
        bench->run.seed = (uint64_t)options->seed + run;
        bench->options.own_servers = run % KINDS == OWN_SERVERS;
        if (!measure_run(bench, &tallies[run % KINDS], error))
            return false;
        esc_report_progress(&terminal, stderr, "A/A runs", run + 1, runs, esc_now_s() - begin_s);
    }
    esc_report_progress_end(&terminal, stderr);
    return true;
}

/* Returns whether the intervals keep what they promise. */
static bool print_tally(const struct tally *tally, enum kind kind)
{
    static const char *const servers[] = {"both sides in one server's forks",
                                          "each side in a server of its own"};
    struct esc_calibration found = esc_calibration_of(tally->factors, tally->count);
    bool good = found.share >= 0.93;
    printf(
        "A/A control, %s: the 95 %% interval holds 1 in %zu of %zu runs: %.1f %% [%.1f, %.1f]; "
        "at least 93 %% wanted: %s; widest interval end %.1f %% away from 1\n",
        servers[kind], found.holding, found.count, 100 * found.share, 100 * found.low,
        100 * found.high, good ? "yes" : "NO", 100 * tally->widest);
    return good;
}

static int print_calibration(const struct tally tallies[KINDS], const struct options *options)
{
    bool good = true;
    for (int kind = 0; kind < KINDS; kind++)
        good = (tallies[kind].count == 0 || print_tally(&tallies[kind], (enum kind)kind)) && good;
    printf("(%u rounds a run, samples of %g ms)\n", options->rounds, options->sample_ms);
    if (esc_stop_requested)
        return ESC_EXIT_INTERRUPTED;
    return good ? ESC_EXIT_OK : ESC_EXIT_THRESHOLD;
}

static int calibrate(struct esc_workbench *bench, const struct options *options,
                     struct esc_error *error)
{
    struct tally tallies[KINDS] = {0};
    if (!esc_workbench_open(bench, error))
        return esc_workbench_exit(bench);
    esc_workbench_print_skipped(bench, stderr);
    if (bench->run.variant_count == 0)
        return esc_workbench_exit(bench);
    esc_stop_catch();
    bool measured = measure_runs(bench, options, tallies, error);
    int failed = esc_workbench_exit(bench);
    int code = !measured               ? ESC_EXIT_ENVIRONMENT
               : tallies[0].count > 0  ? print_calibration(tallies, options)
               : failed != ESC_EXIT_OK ? failed
                                       : ESC_EXIT_INTERRUPTED;
    for (int kind = 0; kind < KINDS; kind++)
        free(tallies[kind].factors);
    return code;
}

int esc_command_calibrate(int argc, char **argv)
{
    static const struct argp_child children[] = {{&esc_workbench_argp, 0, "Cases:", 1}, {0}};
    static const struct argp argp = {option_table,
                                     parse_option,
                                     "[CASE]",
                                     "Runs the A/A control again and again and counts how often "
                                     "the interval holds 1.",
                                     children,
                                     NULL,
                                     NULL};
    struct options options = {
        .bench = esc_workbench_options(), .runs = 200, .rounds = 12, .sample_ms = 3, .seed = 1};
    struct esc_error error = {0};
    options.bench.preset = ESC_PRESET_QUICK;
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    if (options.bench.name_count == 0)
        esc_workbench_add_names(&options.bench, "a-a");
    struct esc_workbench bench = {.options = options.bench};
    int code = calibrate(&bench, &options, &error);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    esc_workbench_close(&bench);
    return code;
}
