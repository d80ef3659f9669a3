/*
 * bench: from case files to figures and charts. The stages in their order:
 * load, plan, codegen, build, golang, count, calibrate, rounds, stats, emit, report, chart, page.
 */
#include "command/command.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "chart/chart.h"
#include "emit/emit.h"
#include "report/report.h"
#include "report/tally.h"
#include "session/baseline.h"
#include "session/drawing.h"
#include "session/keeping.h"
#include "session/options.h"
#include "session/resume.h"
#include "session/rounds.h"
#include "session/run_page.h"
#include "session/stop.h"
#include "session/table_file.h"
#include "session/tally.h"
#include "session/workbench.h"
#include "stats/stats.h"
#include "words/pick.h"

#include <argp.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct options {
    struct esc_workbench_options bench;
    char *results; /* folder of run folders; NULL: the project's */
    uint64_t seed;
    bool seed_given;
    uint32_t rounds;  /* 0: the preset's */
    double sample_ms; /* 0: from the preset and the number of variants */
    double threshold; /* 0: none */
    bool resume;
    const char *resumed; /* NULL: the newest unfinished run */
    bool no_charts, no_page;
    const char *save; /* name of the baseline to keep the run as; NULL: none */
    bool table, markdown;
    bool counters;    /* of processor and kernel; those of a case are always read */
    const char *seat; /* what the files call this machine; NULL: its host name */
};

enum {
    OPT_ROUNDS = 0x100,
    OPT_POINT,
    OPT_SAMPLE,
    OPT_THRESHOLD,
    OPT_RESULTS,
    OPT_RESUME,
    OPT_NO_CHARTS,
    OPT_NO_PAGE,
    OPT_SAVE,
    OPT_TABLE,
    OPT_MARKDOWN,
    OPT_COUNTERS,
    OPT_SEAT
};

static const struct argp_option option_table[] = {
    {"point", OPT_POINT, "NAME", 0, "only points with these parts, such as size:64", 2},
    {"rounds", OPT_ROUNDS, "N", 0, "rounds to measure (default: the preset's 12, 20 or 50)", 2},
    {"seed", 's', "N", 0, "seed of every order (default: random, recorded)", 2},
    {"sample-time", OPT_SAMPLE, "MS", 0, "length of the slowest variant's sample", 2},
    {"threshold", OPT_THRESHOLD, "F", 0,
     "exit 3 when a heap side is surely more than F times slower", 2},
    {"results", OPT_RESULTS, "FOLDER", 0, "where run folders go (default: results)", 2},
    {"resume", OPT_RESUME, "RUN", OPTION_ARG_OPTIONAL,
     "finish an interrupted run (default: the newest)", 2},
    {"no-charts", OPT_NO_CHARTS, NULL, 0, "draw no charts", 2},
    {"no-page", OPT_NO_PAGE, NULL, 0, "write no report.html", 2},
    {"save", OPT_SAVE, "NAME", 0, "keep the run as a baseline for `compare`", 2},
    {"table", OPT_TABLE, NULL, 0, "print the whole table (of up to three cases always)", 2},
    {"counters", OPT_COUNTERS, NULL, 0,
     "count instructions, cycles, cache misses and more per operation, in a pass of its own", 2},
    {"markdown", OPT_MARKDOWN, NULL, 0, "print the table as Markdown, draw nothing", 2},
    {"seat", OPT_SEAT, "NAME", 0,
     "what the run's files call this machine, instead of its host name", 2},
    {0},
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case OPT_ROUNDS:
        options->rounds = (uint32_t)esc_option_whole(state, "--rounds", argument, 1, 100000);
        return 0;
    case 's':
        options->seed = (uint64_t)esc_option_whole(state, "--seed", argument, 0, 1e15);
        options->seed_given = true;
        return 0;
    case OPT_SAMPLE:
        options->sample_ms = esc_option_number(state, "--sample-time", argument, 0.001, 60000);
        return 0;
    case OPT_THRESHOLD:
        options->threshold = esc_option_number(state, "--threshold", argument, 0.001, 1e9);
        return 0;
    case OPT_RESULTS:
        options->results = argument;
        return 0;
    case OPT_RESUME:
        options->resume = true;
        options->resumed = argument;
        return 0;
    case OPT_NO_CHARTS:
        options->no_charts = true;
        return 0;
    case OPT_NO_PAGE:
        options->no_page = true;
        return 0;
    case OPT_SAVE:
        if (!esc_baseline_is_name(argument))
            argp_error(state,
                       "--save: a baseline's name has letters, digits, '.', '_' and '-', a letter "
                       "or digit first; \"%s\" has not",
                       argument);
        options->save = argument;
        return 0;
    case OPT_POINT:
        free(options->bench.point);
        options->bench.point = esc_strdup(argument);
        return 0;
    case OPT_MARKDOWN:
        options->markdown = options->no_charts = options->no_page = true;
        return 0;
    case OPT_TABLE:
        options->table = true;
        return 0;
    case OPT_COUNTERS:
        options->counters = true;
        return 0;
    case OPT_SEAT:
        options->seat = esc_option_seat(state, argument);
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->bench;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static uint64_t random_seed(void)
{
    uint32_t seed = 0;
    if (getrandom(&seed, sizeof seed, 0) != sizeof seed)
        seed = (uint32_t)time(NULL);
    return seed;
}

/* Makes the run's folder under a name that is free: two runs may start in one second. */
static bool claim_folder(struct esc_run *run, const char *results, const char *stamp,
                         struct esc_error *error)
{
    if (!esc_make_folder(results, error)) {
        esc_error_hint(error, "--results=FOLDER puts runs elsewhere");
        return false;
    }
    for (int k = 1;; k++) {
        free(run->id);
        free(run->folder);
        run->id = k == 1 ? esc_format("%s-%s", stamp, esc_preset_name(run->preset))
                         : esc_format("%s-%s-%d", stamp, esc_preset_name(run->preset), k);
        run->folder = esc_format("%s/%s", results, run->id);
        if (mkdir(run->folder, 0777) == 0)
            return true;
        if (errno == EEXIST)
            continue;
        esc_error_add(error, run->folder, 0, "cannot make the folder: %s", strerror(errno));
        esc_error_hint(error, "--results=FOLDER puts runs elsewhere");
        return false;
    }
}

static bool name_run(struct esc_run *run, const char *results, struct esc_error *error)
{
    time_t now = time(NULL);
    struct tm local;
    localtime_r(&now, &local);
    char stamp[32];
    strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &local);
    run->started = esc_local_time(now);
    return claim_folder(run, results, stamp, error);
}

/* Where run folders go. */
static const char *results_of(const struct esc_workbench *bench, const struct options *options)
{
    return options->results != NULL ? options->results : bench->folders.results;
}

/* A new run: count, calibrate, journal. NULL: stopped or failed (then `error` says why). */
static struct esc_journal *start_run(struct esc_workbench *bench, const struct options *options,
                                     const struct esc_terminal *terminal, struct esc_error *error)
{
    struct esc_run *run = &bench->run;
    double begin_s = esc_now_s();
    run->seed = options->seed_given ? options->seed : random_seed();
    run->rounds = options->rounds > 0 ? options->rounds : esc_preset_rounds(run->preset);
    esc_workbench_probe(bench, &run->machine);
    if (options->seat != NULL) {
        free(run->machine.host);
        run->machine.host = esc_strdup(options->seat);
    }
    if (!name_run(run, results_of(bench, options), error))
        return NULL;
    double sample_ms = options->sample_ms > 0 ? options->sample_ms : esc_rounds_sample_ms(run);
    bool ready = esc_workbench_count(bench, &esc_stop_requested, error) &&
                 esc_rounds_calibrate(bench, sample_ms, terminal, &esc_stop_requested, error) &&
                 esc_tally(bench, options->counters, terminal, &esc_stop_requested, error) &&
                 !esc_stop_requested;
    run->wall_s = esc_now_s() - begin_s;
    struct esc_journal *journal = ready ? esc_journal_create(run, error) : NULL;
    if (journal == NULL)
        rmdir(run->folder); /* nothing is in it */
    return journal;
}

/* `journal` is a resumed run's, or NULL: then the run starts here. */
static bool measure(struct esc_workbench *bench, struct esc_journal *journal,
                    const struct options *options, const struct esc_terminal *terminal,
                    struct esc_error *error)
{
    if (journal == NULL)
        journal = start_run(bench, options, terminal, error);
    if (journal == NULL)
        return false;
    bool good = esc_rounds_measure(bench, journal, terminal, &esc_stop_requested, error);
    esc_journal_close(journal);
    return good;
}

static bool crosses_threshold(const struct esc_run *run, double threshold)
{
    bool crossed = false;
    for (size_t i = 0; threshold > 0 && i < run->pair_count; i++) {
        const struct esc_pair *pair = &run->pairs[i];
        if (!esc_pick_resolved(pair) || pair->factor.low <= threshold)
            continue;
        fprintf(stderr, "escapement: threshold crossed: %s is %.3g times slower, more than %g\n",
                run->variants[pair->other].name, pair->factor.median, threshold);
        crossed = true;
    }
    return crossed;
}

static int exit_code(const struct esc_workbench *bench, const struct options *options)
{
    if (bench->run.interrupted)
        return ESC_EXIT_INTERRUPTED;
    int code = esc_workbench_exit(bench);
    if (code == ESC_EXIT_OK && crosses_threshold(&bench->run, options->threshold))
        return ESC_EXIT_THRESHOLD;
    return code;
}

static void print_and_free(struct esc_error *error)
{
    esc_error_print(error, stderr);
    esc_error_free(error);
}

static void tell_rest(const struct esc_run *run, bool kept, bool drawn)
{
    if (!kept)
        fprintf(stderr,
                "escapement: the finished rounds are in %s/journal.tsv; "
                "`make bench RESUME=1` goes on with them\n",
                run->folder);
    else if (run->interrupted)
        fprintf(stderr,
                "escapement: interrupted after %u of %u rounds; "
                "`make bench RESUME=1` goes on\n",
                run->rounds_done, run->rounds);
    else if (!drawn && esc_stop_requested)
        fprintf(stderr, "escapement: interrupted while drawing; `make charts` draws again\n");
}

/* The page, whose path becomes *page, and beside it what makes it again without this workbench. */
static bool write_page(const struct esc_workbench *bench, bool charts, char **page,
                       struct esc_error *error)
{
    if (esc_keep(bench, error) &&
        esc_run_page_write(&bench->run, &bench->folders, charts, NULL, page, error))
        return true;
    free(*page);
    *page = NULL;
    return false;
}

/* An unfinished run is no baseline. */
static bool save(const struct esc_workbench *bench, const struct options *options,
                 struct esc_error *error)
{
    if (options->save == NULL)
        return true;
    if (bench->run.interrupted) {
        fprintf(stderr,
                "escapement: not saved as %s: the run is not finished; "
                "`make bench RESUME=1 SAVE=%s` does both\n",
                options->save, options->save);
        return true;
    }
    bool good = esc_baseline_save(&bench->run, results_of(bench, options), options->save, error);
    if (good)
        printf("Baseline     %s; `make compare A=%s` shows what changes from here on\n",
               options->save, options->save);
    return good;
}

/* Charts and page, each as far as it is wanted. */
static bool draw(const struct esc_workbench *bench, const struct options *options, char **page,
                 struct esc_error *error)
{
    struct esc_drawing_apart charts = {.good = true};
    bool good = true;
    if (!options->no_charts)
        charts = esc_drawing_begin(&bench->run, &bench->folders);
    if (!options->no_page)
        good = write_page(bench, !options->no_charts, page, error);
    return esc_drawing_end(&charts) && good;
}

/* Derived and drawn layers: everything here is made from the records. A run that could not be
 * written still gives its table. */
static int show(struct esc_workbench *bench, const struct options *options, bool measured,
                struct esc_error *error)
{
    struct esc_terminal terminal = esc_terminal_of(stdout);
    esc_stats(&bench->run);
    bool kept = esc_emit(&bench->run, error) && measured;
    char *table = kept ? esc_table_file(&bench->run, error) : NULL;
    bool whole = options->table || options->markdown || table == NULL ||
                 bench->run.case_count <= ESC_SCREEN_CASES;
    if (options->markdown)
        esc_report_markdown(&bench->run, stdout);
    else
        (whole ? esc_report : esc_report_screen)(&bench->run, &terminal, stdout);
    if (options->counters && !whole)
        esc_report_tally(&bench->run, &terminal, stdout);
    bool saved = !kept || save(bench, options, error);
    fflush(stdout);
    char *page = NULL;
    bool drawn = !kept || draw(bench, options, &page, error);
    char *results = esc_format("%s/results.json", bench->run.folder);
    const struct esc_report_files files = {
        .page = page, .table = table, .send = kept ? results : NULL};
    if (!whole)
        esc_report_files(&bench->run, &files, &terminal, stdout);
    else if (page != NULL)
        printf("the page: %s\n", page);
    if (whole && !options->markdown)
        esc_report_send(&bench->run, files.send, &terminal, stdout);
    free(results);
    free(page);
    free(table);
    bool faults = error->count > 0;
    print_and_free(error);
    tell_rest(&bench->run, kept, drawn);
    if (!drawn && esc_stop_requested)
        return ESC_EXIT_INTERRUPTED;
    return kept && saved && drawn && !faults ? exit_code(bench, options) : ESC_EXIT_ENVIRONMENT;
}

static int finish(struct esc_workbench *bench, const struct options *options, bool measured,
                  struct esc_error *error)
{
    if (bench->run.rounds_done > 0)
        return show(bench, options, measured, error);
    if (!esc_stop_requested && !measured)
        return ESC_EXIT_ENVIRONMENT;
    fprintf(stderr,
            "escapement: stopped before the first round was complete; "
            "there is nothing to show\n");
    return ESC_EXIT_INTERRUPTED;
}

static bool open_bench(struct esc_workbench *bench, const struct options *options,
                       struct esc_journal **journal, struct esc_error *error)
{
    if (!options->resume)
        return esc_workbench_open(bench, error);
    char *note = NULL;
    bool opened = esc_resume_open(bench, options->results, options->resumed, journal, &note, error);
    if (note != NULL)
        fprintf(stderr, "escapement: %s\n", note);
    free(note);
    return opened;
}

/* Only cases that were skipped is no fault; an unhappy choice of runtimes is one. */
static int nothing_to_measure(const struct esc_workbench *bench)
{
    int code = esc_workbench_exit(bench);
    if (code != ESC_EXIT_OK || bench->go_missing)
        return code;
    fprintf(stderr, "escapement: error: these cases have nothing that these runtimes can run\n");
    return ESC_EXIT_USAGE;
}

static int run_bench(const struct options *options)
{
    struct esc_workbench bench = {.options = options->bench};
    struct esc_terminal terminal = esc_terminal_of(stderr);
    struct esc_journal *journal = NULL;
    struct esc_error error = {0};
    int code = ESC_EXIT_USAGE;
    double begin_s = esc_now_s();
    signal(SIGPIPE, SIG_IGN); /* a reader of the table that goes away must not cost the charts */
    bool opened = open_bench(&bench, options, &journal, &error);
    bench.run.build_s = esc_now_s() - begin_s;
    print_and_free(&error);
    esc_workbench_print_skipped(&bench, stderr);
    if (opened && bench.run.variant_count == 0) {
        code = nothing_to_measure(&bench);
    } else if (opened) {
        esc_stop_catch();
        bool measured = measure(&bench, journal, options, &terminal, &error);
        code = finish(&bench, options, measured, &error);
    } else if (bench.refused != ESC_EXIT_OK) {
        code = bench.refused;
    }
    print_and_free(&error);
    esc_workbench_close(&bench);
    return code;
}

int esc_command_bench(int argc, char **argv)
{
    static const struct argp_child children[] = {{&esc_workbench_argp, 0, "Cases:", 1}, {0}};
    static const struct argp argp = {
        option_table, parse_option,
        "[CASE...]",  "Measures cases, prints the table, draws the charts and writes the page.",
        children,     NULL,
        NULL};
    struct options options = {.bench = esc_workbench_options()};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    return run_bench(&options);
}
