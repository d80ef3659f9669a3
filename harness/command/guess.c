/*
 * guess: question and Go of a case, a prediction, then the truth; and the score of the seat.
 */
#include "base/clock.h"
#include "base/memory.h"
#include "base/text.h"
#include "command/command.h"
#include "emit/emit.h"
#include "emit/guesses.h"
#include "load/load.h"
#include "report/ink.h"
#include "report/quiz.h"
#include "session/ask_go.h"
#include "session/options.h"
#include "stats/stats.h"
#include "words/pick.h"

#include <argp.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { OPT_POINT = 0x100, OPT_NO_GO, OPT_SEAT, OPT_RESULTS };

struct options {
    const char *name; /* NULL: the first case that the seat has not guessed */
    const char *point, *seat, *results;
    bool no_go;
};

static const struct argp_option option_table[] = {
    {"case", 'c', "NAME", 0, "the case, by name or path (default: the next one)", 0},
    {"point", OPT_POINT, "NAME", 0, "the point that is asked about, such as size:64", 0},
    {"seat", OPT_SEAT, "NAME", 0, "whose guesses: kept in RESULTS/guesses-NAME.tsv", 0},
    {"results", OPT_RESULTS, "FOLDER", 0, "where runs and guesses are (default: results)", 0},
    {"no-go", OPT_NO_GO, NULL, 0, "do not ask the Go compiler for the lines", 0},
    {0},
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case 'c':
    case ARGP_KEY_ARG:
        if (options->name != NULL)
            argp_error(state, "one case at a time");
        options->name = argument;
        return 0;
    case OPT_POINT:
        options->point = argument;
        return 0;
    case OPT_SEAT:
        options->seat = esc_option_seat(state, argument);
        return 0;
    case OPT_RESULTS:
        options->results = argument;
        return 0;
    case OPT_NO_GO:
        options->no_go = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* ---- the seat ---- */

static bool has_guessed(const struct esc_guesses *guesses, const char *case_name)
{
    for (size_t i = 0; i < guesses->count; i++)
        if (strcmp(guesses->list[i].case_name, case_name) == 0)
            return true;
    return false;
}

/* Points of each case's first round of questions; the same question again counts no more. */
static void print_score(const struct esc_guesses *guesses)
{
    size_t points = 0;
    size_t most = 0;
    size_t cases = 0;
    for (size_t i = 0; i < guesses->count; i++) {
        bool question_again = false;
        bool case_again = false;
        for (size_t k = 0; k < i; k++) {
            bool same = strcmp(guesses->list[k].case_name, guesses->list[i].case_name) == 0;
            case_again = case_again || same;
            question_again =
                question_again || (same && guesses->list[k].question == guesses->list[i].question);
        }
        cases += !case_again;
        points += question_again ? 0 : guesses->list[i].points;
        most += question_again ? 0 : ESC_GUESS_MOST;
    }
    printf("\nScore: %zu of %zu points in %zu case%s\n", points, most, cases,
           cases == 1 ? "" : "s");
}

/* ---- the truth ---- */

/* The factor of the run's case at that point, else at the one that stands for the case. */
static double factor_in(const struct esc_run *run, const struct esc_case *bench_case,
                        const char *point_name)
{
    for (size_t c = 0; c < run->case_count; c++) {
        if (strcmp(run->cases[c].name, bench_case->name) != 0)
            continue;
        size_t point = esc_pick_point(run, c);
        for (size_t p = 0; p < run->cases[c].point_count; p++)
            if (strcmp(run->cases[c].points[p].name, point_name) == 0 &&
                esc_pick_variant(run, c, p, 1) != ESC_PICK_NONE)
                point = p;
        size_t heap = point != ESC_PICK_NONE ? esc_pick_variant(run, c, point, 1) : ESC_PICK_NONE;
        const struct esc_pair *pair = esc_pick_pair(run, heap);
        if (pair != NULL && pair->factor.known && pair->factor.median > 0)
            return pair->factor.median;
    }
    return NAN;
}

/* Of the newest run that holds the case, else of the committed reference. */
static void find_factor(const struct esc_lesson *lesson, const struct esc_folders *folders,
                        const char *results, struct esc_quiz_truth *truth)
{
    const struct esc_case *bench_case = lesson->bench_case;
    const char *point = bench_case->points[lesson->point].name;
    struct esc_run run = {0};
    if (esc_emit_read_newest(results, bench_case->name, &run)) {
        esc_stats(&run);
        truth->factor = factor_in(&run, bench_case, point);
        truth->factor_source = esc_format("run %s", run.id);
    }
    esc_run_free(&run);
    if (isfinite(truth->factor))
        return;
    struct esc_error ignored = {0};
    char *reference = esc_format("%s/reference", folders->results);
    free(truth->factor_source);
    truth->factor_source = esc_strdup("results/reference, another machine");
    if (esc_emit_read_summary(reference, &run, &ignored))
        truth->factor = factor_in(&run, bench_case, point);
    esc_error_free(&ignored);
    free(reference);
    esc_run_free(&run);
}

/* ---- one case ---- */

static void sign(struct esc_guesses *asked, const struct esc_lesson *lesson, const char *seat)
{
    time_t now = time(NULL);
    for (size_t i = 0; i < asked->count; i++) {
        asked->list[i].time = esc_local_time(now);
        asked->list[i].seat = esc_strdup(seat != NULL ? seat : "");
        asked->list[i].case_name = esc_strdup(lesson->bench_case->name);
        asked->list[i].point = esc_strdup(lesson->bench_case->points[lesson->point].name);
        asked->list[i].text_hash = lesson->bench_case->text_hash;
    }
}

static void print_head(const struct esc_lesson *lesson)
{
    const struct esc_case *bench_case = lesson->bench_case;
    const char *point = bench_case->points[lesson->point].name;
    char *title = esc_format("%s%s%s", bench_case->name, *point != '\0' ? " at " : "", point);
    esc_ink_wrap(lesson->out, lesson->terminal, INK_BOLD, "", title);
    fputc('\n', lesson->out);
    esc_ink_wrap(lesson->out, lesson->terminal, INK_PLAIN, "", bench_case->question);
    free(title);
    esc_lesson_guess_code(lesson);
}

static int play(struct esc_lesson *lesson, const struct options *options,
                const struct esc_folders *folders, const char *path, struct esc_error *error)
{
    struct esc_go go = {0};
    struct esc_go_module module = {0};
    struct esc_guesses asked = {0};
    if (!options->no_go && esc_ask_go(lesson->bench_case, lesson->point, folders, &go, &module)) {
        lesson->release = go.version;
        lesson->diagnostics = &module.diagnostics;
    }
    struct esc_quiz_truth truth = esc_quiz_truth_of(lesson);
    find_factor(lesson, folders, options->results, &truth);
    print_head(lesson);
    int code = ESC_EXIT_USAGE;
    if (esc_quiz_ask(lesson, &truth, stdin, &asked, error)) {
        sign(&asked, lesson, options->seat);
        esc_quiz_show(lesson, &truth, &asked);
        code = esc_guesses_append(path, &asked, error) ? ESC_EXIT_OK : ESC_EXIT_ENVIRONMENT;
    }
    esc_guesses_free(&asked);
    esc_quiz_truth_free(&truth);
    esc_go_module_free(&module);
    esc_go_free(&go);
    return code;
}

static bool load(const char *path, struct esc_case *bench_case, struct esc_error *error)
{
    if (!esc_load_case(path, bench_case, error))
        return false;
    return bench_case->strategies[0].go.text != NULL ||
           esc_error_add(error, path, 0, "has no Go to guess at");
}

/* The next case in the order of names that the seat has not guessed, is no control and has Go. */
static bool load_next(const struct esc_folders *folders, const struct esc_guesses *guesses,
                      struct esc_case *bench_case, struct esc_error *error)
{
    size_t count = 0;
    bool found = false;
    char **names = esc_load_list(folders->cases, &count, error);
    for (size_t i = 0; i < count; i++) {
        if (!found && !has_guessed(guesses, names[i])) {
            struct esc_error ignored = {0};
            char *path = esc_format("%s/%s.lua", folders->cases, names[i]);
            found = load(path, bench_case, &ignored) && !bench_case->control;
            if (!found)
                esc_case_free(bench_case);
            esc_error_free(&ignored);
            free(path);
        }
        free(names[i]);
    }
    free(names);
    if (!found && error->count == 0)
        esc_error_add(error, NULL, 0, "this seat has guessed every case; CASE= asks one again");
    return found;
}

static bool choose(const struct options *options, const struct esc_folders *folders,
                   const struct esc_guesses *guesses, struct esc_lesson *lesson,
                   struct esc_case *bench_case, struct esc_error *error)
{
    bool good = false;
    if (options->name == NULL) {
        good = load_next(folders, guesses, bench_case, error);
    } else {
        char *path = esc_load_find(folders->cases, options->name, error);
        good = path != NULL && load(path, bench_case, error);
        free(path);
    }
    if (!good)
        return false;
    lesson->point = esc_case_telling_point(bench_case);
    return options->point == NULL ||
           esc_case_find_point(bench_case, options->point, &lesson->point, error);
}

/* What the seat guessed before; a file that is not there is an empty one. */
static bool read_seat(const char *path, struct esc_guesses *guesses, struct esc_error *error)
{
    return access(path, F_OK) != 0 || esc_guesses_read(path, guesses, error);
}

static int guess(struct options *options, struct esc_error *error)
{
    struct esc_folders folders = {0};
    struct esc_case bench_case = {0};
    struct esc_guesses before = {0};
    struct esc_terminal terminal = esc_terminal_of(stdout);
    struct esc_lesson lesson = {.bench_case = &bench_case, .terminal = &terminal, .out = stdout};
    if (!esc_folders_find(&folders, error))
        return ESC_EXIT_ENVIRONMENT;
    if (options->results == NULL)
        options->results = folders.results;
    char *path =
        esc_format("%s/guesses%s%s.tsv", options->results, options->seat != NULL ? "-" : "",
                   options->seat != NULL ? options->seat : "");
    int code = ESC_EXIT_USAGE;
    if (esc_make_folder(options->results, error) && read_seat(path, &before, error) &&
        choose(options, &folders, &before, &lesson, &bench_case, error)) {
        bool again = has_guessed(&before, bench_case.name);
        code = play(&lesson, options, &folders, path, error);
        esc_guesses_free(&before);
        if (code == ESC_EXIT_OK && read_seat(path, &before, error)) {
            print_score(&before);
            printf("%sKept in %s; make explain CASE=%s tells why.\n",
                   again ? "Guessed before: the first answers count. " : "", path, bench_case.name);
        }
    }
    free(path);
    esc_guesses_free(&before);
    esc_case_free(&bench_case);
    esc_folders_free(&folders);
    return code;
}

int esc_command_guess(int argc, char **argv)
{
    static const struct argp argp = {
        option_table,
        parse_option,
        "[CASE]",
        "Shows question and Go of a case, asks for a prediction, then shows what is true; keeps "
        "score. Answers are lines of the standard input.",
        NULL,
        NULL,
        NULL};
    struct options options = {0};
    struct esc_error error = {0};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    int code = guess(&options, &error);
    fflush(stdout);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    return code;
}
