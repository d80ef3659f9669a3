/*
 * exercise: tasks that grade themselves. Grades the current one, and stops at a success.
 */
#include "exercise/exercise.h"
#include "base/memory.h"
#include "base/text.h"
#include "command/command.h"
#include "load/load.h"
#include "report/grade.h"
#include "report/ink.h"
#include "session/grading.h"
#include "session/options.h"
#include "session/own_escapes.h"
#include "session/seat.h"
#include "session/stop.h"

#include <argp.h>
#include <stdlib.h>
#include <string.h>

enum { OPT_SEAT = 0x100, OPT_FOLDER, OPT_LANG, OPT_GO, OPT_GIVE_UP, OPT_NO_PRICE, HINTS = 3 };

struct options {
    const char *action; /* NULL: grade the current one */
    char **words;       /* behind the action */
    size_t word_count;
    const char *seat, *folder, *language, *go;
    bool give_up, no_price;
};

static const struct argp_option option_table[] = {
    {"seat", OPT_SEAT, "NAME", 0, "the name that progress.json carries", 0},
    {"folder", OPT_FOLDER, "FOLDER", 0, "where the tasks are worked on (default: seat)", 0},
    {"lang", OPT_LANG, "LANGUAGE", 0, "go or c (default: go where there is one)", 0},
    {"go", OPT_GO, "COMMAND", 0, "the go that builds the tasks (default: go in PATH)", 0},
    {"give-up", OPT_GIVE_UP, NULL, 0, "with solution: show it although nothing has passed", 0},
    {"no-price", OPT_NO_PRICE, NULL, 0, "do not measure what a task that passed has saved", 0},
    {0},
};

static void take_word(struct options *options, char *word)
{
    if (options->action == NULL) {
        options->action = word;
        return;
    }
    options->words = esc_grow(options->words, &options->word_count, sizeof *options->words);
    options->words[options->word_count - 1] = word;
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case OPT_SEAT:
        return options->seat = argument, 0;
    case OPT_FOLDER:
        return options->folder = argument, 0;
    case OPT_LANG:
        return options->language = argument, 0;
    case OPT_GO:
        return options->go = argument, 0;
    case OPT_GIVE_UP:
        return options->give_up = true, 0;
    case OPT_NO_PRICE:
        return options->no_price = true, 0;
    case ARGP_KEY_ARG:
        return take_word(options, argument), 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* What an action works with. */
struct desk {
    const struct options *options;
    struct esc_seat *seat;
    const struct esc_terminal *terminal;
    struct esc_error *error;
};

static char *read_own(const struct desk *desk, const char *name)
{
    struct esc_text text = {0};
    char *path = esc_exercises_file(&desk->seat->exercises, desk->seat->current, name);
    esc_text_read(&text, path, desk->error);
    free(path);
    return esc_text_take(&text);
}

static void say(const struct desk *desk, const char *text)
{
    esc_ink_wrap(stdout, desk->terminal, INK_PLAIN, "", text);
}

/* "make exercise DO=hint"; of an installed program, beside which there is no Makefile, "escapement
 * exercise hint". Caller frees. */
static char *how(const struct desk *desk, const char *words)
{
    const struct esc_folders *folders = &desk->seat->folders;
    bool checkout = strcmp(folders->own, folders->cases) == 0;
    if (!checkout)
        return esc_format("escapement exercise%s%s", *words != '\0' ? " " : "", words);
    const char *option = strstr(words, " --");
    int length = (int)(option != NULL ? (size_t)(option - words) : strlen(words));
    const char *quote = memchr(words, ' ', (size_t)length) != NULL ? "'" : "";
    return esc_format("make exercise%s%s%.*s%s%s%s", *words != '\0' ? " DO=" : "", quote, length,
                      words, quote, option != NULL ? " ARGS=" : "",
                      option != NULL ? option + 1 : "");
}

/* "Exercise 3 of 12: interface", and what is asked. */
static bool print_question(const struct desk *desk)
{
    const struct esc_exercises *exercises = &desk->seat->exercises;
    struct esc_case grade = {0};
    char *path = esc_exercises_file(exercises, desk->seat->current, "grade.lua");
    bool good = esc_load_case(path, &grade, desk->error);
    if (good) {
        char *head = esc_format("Exercise %zu of %zu: %s", desk->seat->current + 1,
                                exercises->count, grade.title);
        esc_ink_wrap(stdout, desk->terminal, INK_BOLD, "", head);
        say(desk, grade.question);
        free(head);
    }
    esc_case_free(&grade);
    free(path);
    return good;
}

/* The seat's copy of the current task, made where there is none, and its question printed. NULL
 * with a message; caller frees. */
static char *open_task(const struct desk *desk)
{
    struct esc_seat *seat = desk->seat;
    char *path = esc_exercises_task(&seat->exercises, seat->current, seat->folder, seat->language,
                                    false, desk->error);
    if (path != NULL && print_question(desk))
        return path;
    free(path);
    return NULL;
}

/* ---- grading the current one ---------------------------------------------------------------- */

/* Evidence, from this machine and this minute; nothing depends on it. */
static void print_price(const struct desk *desk, const struct esc_submission *one)
{
    double start = 0;
    double task = 0;
    struct esc_error why = {0};
    if (esc_grading_price(&desk->seat->exercises, one, desk->seat->go, &start, &task, &why)) {
        char *text = esc_format(
            "On this machine, just now: %.3g ns an operation as it was, %.3g "
            "as you have it. That is evidence, no part of the grade.",
            start, task);
        fputc('\n', stdout);
        say(desk, text);
        free(text);
    }
    esc_error_free(&why);
}

static void print_why(const struct desk *desk)
{
    char *why = read_own(desk, "why.md");
    fputc('\n', stdout);
    esc_report_prose(why, desk->terminal, stdout);
    free(why);
}

static void print_passed(const struct desk *desk, const struct esc_submission *one)
{
    bool more = esc_seat_next_open(desk->seat) < desk->seat->exercises.count;
    if (!desk->options->no_price)
        print_price(desk, one);
    print_why(desk);
    fputc('\n', stdout);
    char *then = how(desk, more ? "next" : "list");
    char *ours = how(desk, "solution");
    char *text = esc_format("Passed%s: %s. Ours: %s",
                            more ? ". Go on" : ", and that was the last one", then, ours);
    say(desk, text);
    free(text);
    free(ours);
    free(then);
}

static void print_failed(const struct desk *desk, const char *path)
{
    char *again = how(desk, "");
    char *help = how(desk, "hint");
    char *text = esc_format("Not yet. Change %s and type %s again; %s helps.", path, again, help);
    fputc('\n', stdout);
    say(desk, text);
    free(text);
    free(help);
    free(again);
}

/* What is known without a go is no grade, and nothing is put down. */
static int look_at(const struct desk *desk, const struct esc_submission *one)
{
    struct esc_grade grade = {0};
    const bool known = esc_grading_own(&desk->seat->exercises, one, &grade, desk->error);
    bool good = known;
    for (size_t k = 0; k < ESC_CHECKS; k++)
        good = good && grade.checks[k].state != ESC_CHECK_FAILED;
    if (known) {
        printf("\n%s, %s\n", one->path, esc_own_version);
        esc_report_grade(&grade, desk->terminal, stdout);
    }
    if (good) {
        fputc('\n', stdout);
        say(desk,
            "So far it holds. Results, allocations and bytes are counted by a go, which is "
            "not here: nothing is put down. make exercise LANG=c grades the task in C.");
    } else if (known) {
        print_failed(desk, one->path);
    }
    esc_grade_free(&grade);
    return known && !good ? ESC_EXIT_CASE_FAILED : ESC_EXIT_ENVIRONMENT;
}

static int grade_at(const struct desk *desk, const char *path)
{
    const struct esc_submission one = {desk->seat->current, path};
    if (esc_submission_language(&one) == ESC_IN_GO && esc_own_is_asked(desk->seat->go))
        return look_at(desk, &one);
    struct esc_grade grade = {0};
    char *release = NULL;
    bool graded =
        esc_grading(&desk->seat->exercises, &one, 1, desk->seat->go, &grade, &release, desk->error);
    if (graded) {
        printf("\n%s%s%s\n", path, release != NULL ? ", " : "", release != NULL ? release : "");
        esc_report_grade(&grade, desk->terminal, stdout);
        esc_seat_count(desk->seat, desk->seat->current, grade.passed);
        if (grade.passed)
            print_passed(desk, &one);
        else
            print_failed(desk, path);
        esc_seat_save(desk->seat, desk->error);
    }
    int code = !graded ? ESC_EXIT_ENVIRONMENT : grade.passed ? ESC_EXIT_OK : ESC_EXIT_CASE_FAILED;
    esc_grade_free(&grade);
    free(release);
    return code;
}

static int grade_current(const struct desk *desk)
{
    char *path = open_task(desk);
    int code = path != NULL ? grade_at(desk, path) : ESC_EXIT_ENVIRONMENT;
    free(path);
    return code;
}

/* ---- the other actions ---------------------------------------------------------------------- */

static int save(const struct desk *desk)
{
    return esc_seat_save(desk->seat, desk->error) ? ESC_EXIT_OK : ESC_EXIT_ENVIRONMENT;
}

static int list(const struct desk *desk)
{
    struct esc_seat *seat = desk->seat;
    for (size_t i = 0; i < seat->exercises.count; i++) {
        const struct esc_effort *effort = esc_seat_effort(seat, i);
        printf("%c %-20s %s", i == seat->current ? '>' : ' ', seat->exercises.names[i],
               esc_effort_name(effort->state));
        if (effort->attempts > 0)
            printf(", %d attempt%s", effort->attempts, effort->attempts == 1 ? "" : "s");
        if (effort->hints > 0)
            printf(", %d hint%s", effort->hints, effort->hints == 1 ? "" : "s");
        fputc('\n', stdout);
    }
    return ESC_EXIT_OK;
}

static int show_current(const struct desk *desk)
{
    char *path = open_task(desk);
    if (path == NULL)
        return ESC_EXIT_ENVIRONMENT;
    char *again = how(desk, "");
    printf("\n%s is yours to change; %s grades it.\n", path, again);
    free(again);
    free(path);
    return save(desk);
}

static void refuse_open(const struct desk *desk, const char *words, const char *does)
{
    char *instead = how(desk, words);
    esc_error_add(desk->error, NULL, 0, "%s has not passed yet",
                  desk->seat->exercises.names[desk->seat->current]);
    esc_error_hint(desk->error, "%s %s", instead, does);
    free(instead);
}

static int next(const struct desk *desk)
{
    struct esc_seat *seat = desk->seat;
    if (esc_seat_effort(seat, seat->current)->state == ESC_EFFORT_OPEN) {
        char *over = esc_format("from %zu", (seat->current + 1) % seat->exercises.count + 1);
        refuse_open(desk, over, "passes over it");
        free(over);
        return ESC_EXIT_CASE_FAILED;
    }
    size_t index = esc_seat_next_open(seat);
    if (index == seat->exercises.count) {
        say(desk, "None is open any more.");
        return list(desk);
    }
    esc_seat_move(seat, index);
    return show_current(desk);
}

static int from(const struct desk *desk)
{
    const char *word = desk->options->word_count == 1 ? desk->options->words[0] : "";
    size_t index = esc_exercises_choose(&desk->seat->exercises, word, desk->error);
    if (index == desk->seat->exercises.count)
        return ESC_EXIT_USAGE;
    esc_seat_move(desk->seat, index);
    return show_current(desk);
}

/* One more than before, up to the last. */
static int hint(const struct desk *desk)
{
    struct esc_effort *effort = esc_seat_effort(desk->seat, desk->seat->current);
    char *hints = read_own(desk, "hints.md");
    effort->hints = effort->hints < HINTS ? effort->hints + 1 : HINTS;
    for (int k = 1; k <= effort->hints; k++) {
        char *text = esc_exercise_hint(hints, k);
        printf("%sHint %d of %d\n", k > 1 ? "\n" : "", k, (int)HINTS);
        esc_report_prose(text != NULL ? text : "", desk->terminal, stdout);
        free(text);
    }
    free(hints);
    return desk->error->count == 0 ? save(desk) : ESC_EXIT_ENVIRONMENT;
}

static int solution(const struct desk *desk)
{
    struct esc_seat *seat = desk->seat;
    if (desk->options->give_up)
        esc_seat_give_up(seat, seat->current);
    if (esc_seat_effort(seat, seat->current)->state == ESC_EFFORT_OPEN) {
        refuse_open(desk, "solution --give-up", "shows it all the same");
        return ESC_EXIT_CASE_FAILED;
    }
    char *name = esc_exercises_text("solution", seat->language);
    char *text = read_own(desk, name);
    fputs(text, stdout);
    print_why(desk);
    free(text);
    free(name);
    return desk->error->count == 0 ? save(desk) : ESC_EXIT_ENVIRONMENT;
}

static int reset(const struct desk *desk)
{
    struct esc_seat *seat = desk->seat;
    char *path = esc_exercises_task(&seat->exercises, seat->current, seat->folder, seat->language,
                                    true, desk->error);
    if (path != NULL)
        printf("%s is the start again; what it was is in %s.before, if it was there\n", path, path);
    int code = path != NULL ? ESC_EXIT_OK : ESC_EXIT_ENVIRONMENT;
    free(path);
    return code;
}

/* ---- files of others ------------------------------------------------------------------------ */

static bool find_submissions(const struct desk *desk, struct esc_submission *list)
{
    const struct esc_exercises *exercises = &desk->seat->exercises;
    for (size_t k = 0; k < desk->options->word_count; k++) {
        const char *path = desk->options->words[k];
        list[k] = (struct esc_submission){esc_exercises_of_file(exercises, path), path};
        if (list[k].exercise < exercises->count)
            continue;
        esc_error_add(desk->error, path, 0, "lies in no folder of an exercise's name");
        esc_error_hint(desk->error, "as in %s/task.go", exercises->names[0]);
        return false;
    }
    return desk->options->word_count > 0 ||
           esc_error_add(desk->error, NULL, 0, "grade what? name files, such as a/%s/task.go",
                         exercises->names[0]);
}

/* Graded files leave no trace in anybody's progress. */
static int grade_files(const struct desk *desk)
{
    size_t count = desk->options->word_count;
    struct esc_submission *list = esc_calloc(count + 1, sizeof *list);
    struct esc_grade *grades = esc_calloc(count + 1, sizeof *grades);
    char *release = NULL;
    bool found = find_submissions(desk, list);
    bool graded = found && esc_grading(&desk->seat->exercises, list, count, desk->seat->go, grades,
                                       &release, desk->error);
    size_t passed = 0;
    for (size_t k = 0; k < count && graded; k++) {
        printf("%s %s\n", grades[k].passed ? "passed" : "FAILED", list[k].path);
        if (!grades[k].passed)
            esc_report_grade(&grades[k], desk->terminal, stdout);
        passed += grades[k].passed;
    }
    if (graded)
        printf("%zu of %zu passed%s%s\n", passed, count, release != NULL ? ", " : "",
               release != NULL ? release : "");
    for (size_t k = 0; k < count; k++)
        esc_grade_free(&grades[k]);
    free(release);
    free(grades);
    free(list);
    return !found            ? ESC_EXIT_USAGE
           : !graded         ? ESC_EXIT_ENVIRONMENT
           : passed == count ? ESC_EXIT_OK
                             : ESC_EXIT_CASE_FAILED;
}

static const struct action {
    const char *name;
    int (*run)(const struct desk *desk);
    bool words; /* whether words may follow */
} actions[] = {
    {"list", list, false},        {"next", next, false},         {"from", from, true},
    {"hint", hint, false},        {"solution", solution, false}, {"reset", reset, false},
    {"grade", grade_files, true},
};

static int unknown_action(const struct desk *desk)
{
    struct esc_text known = {0};
    for (size_t k = 0; k < sizeof actions / sizeof *actions; k++)
        esc_text_addf(&known, "%s%s", k > 0 ? ", " : "", actions[k].name);
    esc_error_add(desk->error, NULL, 0, "exercise does not do \"%s\"", desk->options->action);
    esc_error_hint(desk->error, "choose from %s; without a word it grades", known.bytes);
    esc_text_free(&known);
    return ESC_EXIT_USAGE;
}

static int act(const struct desk *desk)
{
    if (desk->options->action == NULL)
        return grade_current(desk);
    for (size_t k = 0; k < sizeof actions / sizeof *actions; k++) {
        if (strcmp(actions[k].name, desk->options->action) != 0)
            continue;
        if (actions[k].words || desk->options->word_count == 0)
            return actions[k].run(desk);
        esc_error_add(desk->error, NULL, 0, "%s takes no further word: \"%s\"", actions[k].name,
                      desk->options->words[0]);
        return ESC_EXIT_USAGE;
    }
    return unknown_action(desk);
}

static int exercise(const struct options *options)
{
    struct esc_seat seat = {0};
    struct esc_error error = {0};
    struct esc_terminal terminal = esc_terminal_of(stdout);
    const struct desk desk = {options, &seat, &terminal, &error};
    esc_stop_catch();
    bool open = esc_seat_open(&seat, options->folder, options->seat, options->language,
                              options->go != NULL ? options->go : "go", &error);
    if (open && seat.without_go && options->action == NULL)
        say(&desk, "No go from 1.19 on is here, so the task is in C, on the model of Go's heap.");
    int code = open ? act(&desk) : ESC_EXIT_USAGE;
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    esc_seat_close(&seat);
    return esc_stop_requested ? ESC_EXIT_INTERRUPTED : code;
}

int esc_command_exercise(int argc, char **argv)
{
    static const struct argp argp = {
        option_table,
        parse_option,
        "\nlist\nnext\nfrom EXERCISE\nhint\nsolution\nreset\ngrade FILE...",
        "Grades the current exercise; a word does something else about it.\v"
        "Files of others are graded by the names of their folders: anna/01-return/task.go.",
        NULL,
        NULL,
        NULL};
    struct options options = {0};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    int code = exercise(&options);
    free(options.words);
    return code;
}
