/*
 * explain: a case as a lesson: the question, the Go of both sides with the compiler's diagnostics,
 * the C, the last figures, the cause, the remedy. Or a question that is asked everywhere, or a word
 * of the tables.
 */
#include "base/memory.h"
#include "base/text.h"
#include "command/command.h"
#include "emit/emit.h"
#include "golang/golang.h"
#include "load/load.h"
#include "report/ink.h"
#include "report/lesson.h"
#include "report/questions.h"
#include "session/ask_go.h"
#include "session/folders.h"
#include "session/go_words.h"
#include "session/options.h"
#include "stats/stats.h"

#include <argp.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { OPT_POINT = 0x100, OPT_GO, OPT_NO_GO, OPT_GUESS, OPT_QUESTION, OPT_WORD, OPT_PAGE };

struct options {
    const char *name;
    const char *point;
    bool no_go;
    const char *go; /* a command or a release; NULL: go */
    bool both;      /* releases beside each other */
    bool guess;
    const char *question, *word; /* NULL: not asked; "": which are there? */
    bool page;
};

static const struct argp_option option_table[] = {
    {"case", 'c', "NAME", 0, "the case, by name or path", 0},
    {"point", OPT_POINT, "NAME", 0,
     "the point whose diagnostics are shown, such as size:64 (default: the quick one that allocates)",
     0},
    {"go", OPT_GO, "RELEASE", 0,
     "whose diagnostics: 1.19, 1.27, a command (default: go); both: two releases beside each other, "
     "and what changed",
     0},
    {"no-go", OPT_NO_GO, NULL, 0, "do not ask the Go compiler, list the expected diagnostics", 0},
    {"guess", OPT_GUESS, NULL, 0, "only the Go of both sides, without what tells which is which",
     0},
    {"question", OPT_QUESTION, "WORDS", 0,
     "a question by number or by words of it; with nothing behind the = all of them", 1},
    {"word", OPT_WORD, "WORD", 0,
     "a column, mark, verdict or other word of the tables; with nothing behind the = all of them",
     1},
    {"page", OPT_PAGE, NULL, OPTION_HIDDEN, "docs/questions.md: both, as Markdown", 1},
    {0},
};

static bool is_of_no_case(const struct options *options)
{
    return options->question != NULL || options->word != NULL || options->page;
}

static void set_go(struct options *options, const char *argument, struct argp_state *state)
{
    struct esc_error error = {0};
    bool models[ESC_RUNTIMES] = {false};
    bool release;
    options->both = strcmp(argument, "both") == 0;
    options->go = options->both ? NULL : argument;
    if (!esc_go_word(argument, models, &release, &error))
        argp_error(state, "%s; %s", error.messages[0].text, error.messages[0].hint);
    esc_error_free(&error);
}

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
    case OPT_NO_GO:
        options->no_go = true;
        return 0;
    case OPT_GO:
        set_go(options, argument, state);
        return 0;
    case OPT_GUESS:
        options->guess = true;
        return 0;
    case OPT_QUESTION:
        options->question = argument;
        return 0;
    case OPT_WORD:
        options->word = argument;
        return 0;
    case OPT_PAGE:
        options->page = true;
        return 0;
    case ARGP_KEY_END:
        if (options->name == NULL && !is_of_no_case(options))
            argp_error(state, "which case? `escapement list` shows them");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static bool find_point(const struct esc_case *bench_case, const char *name, size_t *found,
                       struct esc_error *error)
{
    *found = esc_case_telling_point(bench_case);
    return name == NULL || esc_case_find_point(bench_case, name, found, error);
}

static bool has_go(const struct esc_case *bench_case)
{
    return bench_case->strategies[0].go.text != NULL; /* all have it, or none */
}

static void print_question(const struct esc_lesson *lesson)
{
    const struct esc_case *bench_case = lesson->bench_case;
    char *title = esc_format("%s: %s", bench_case->name, bench_case->title);
    esc_ink_wrap(lesson->out, lesson->terminal, INK_BOLD, "", title);
    free(title);
    fputc('\n', lesson->out);
    esc_ink_wrap(lesson->out, lesson->terminal, INK_PLAIN, "", bench_case->question);
}

static bool has_inlined(const struct esc_diagnostics *diagnostics)
{
    for (size_t k = 0; k < diagnostics->count; k++)
        if (diagnostics->list[k].inlined)
            return true;
    return false;
}

static void print_head(const struct esc_lesson *lesson)
{
    const struct esc_case *bench_case = lesson->bench_case;
    const char *point = bench_case->points[lesson->point].name;
    print_question(lesson);
    struct esc_text words = {0};
    esc_text_add(&words, bench_case->path);
    if (lesson->diagnostics != NULL && has_go(bench_case))
        esc_text_addf(&words, "; lines with > are what %s says with -m=2 -l%s", lesson->release,
                      has_inlined(lesson->diagnostics) ? ", with + what -m adds" : "");
    else if (has_go(bench_case))
        esc_text_add(&words, "; lines with > are what Go must say");
    esc_text_addf(&words, "%s%s", point[0] != '\0' ? " at " : "", point);
    fputc('\n', lesson->out);
    esc_ink_wrap(lesson->out, lesson->terminal, INK_PLAIN, "", words.bytes);
    esc_text_free(&words);
}

/* Of the newest run that has the case: after a run of other cases, too. */
static void print_figures(const struct esc_lesson *lesson, const struct esc_folders *folders)
{
    struct esc_run run = {0};
    bool read = esc_emit_read_newest(folders->results, lesson->bench_case->name, &run);
    if (read)
        esc_stats(&run);
    esc_lesson_figures(lesson, read ? &run : NULL);
    esc_run_free(&run);
}

/* ": 2 allocations, 192 bytes here" and the line that is printed instead, as far as they changed.
 */
static void add_change(struct esc_text *text, const struct esc_since *since, size_t point)
{
    const struct esc_expectation *expect = since->expect == NULL ? NULL : &since->expect[point];
    if (expect != NULL && expect->allocs >= 0)
        esc_text_addf(text, "; here %g allocation%s", expect->allocs,
                      expect->allocs == 1 ? "" : "s");
    if (expect != NULL && expect->bytes >= 0)
        esc_text_addf(text, "%s %g bytes", expect->allocs >= 0 ? "," : "; here", expect->bytes);
    if (since->escape_count > 0)
        esc_text_addf(text, "; it prints \"%s\"", since->escapes[0]);
}

/* What releases after Go 1.19 do otherwise: of the case, then of each strategy at the point. */
static void print_since(const struct esc_lesson *lesson)
{
    const struct esc_case *bench_case = lesson->bench_case;
    struct esc_text text = {0};
    for (size_t i = 0; i < bench_case->since_count; i++)
        esc_text_addf(&text, "%s%s", text.length > 0 ? "\n\n" : "", bench_case->since[i].cause);
    for (size_t k = 0; k < bench_case->strategy_count; k++) {
        const struct esc_strategy *strategy = &bench_case->strategies[k];
        for (size_t i = 0; i < strategy->since_count; i++) {
            esc_text_addf(&text, "%s%s, %s", text.length > 0 ? "\n\n" : "", strategy->name,
                          strategy->since[i].cause);
            add_change(&text, &strategy->since[i], lesson->point);
        }
    }
    if (text.length > 0)
        esc_lesson_paragraphs(lesson, "Since Go 1.19", text.bytes);
    esc_text_free(&text);
}

/* "120 ns", "0.4 to 1.2 us" */
static bool quotes_times(const char *text)
{
    static const char *const units[] = {" ns", " us", " ms"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        for (const char *at = text; (at = strstr(at, units[i])) != NULL; at++)
            if (at > text && isdigit((unsigned char)at[-1]) && !isalnum((unsigned char)at[3]))
                return true;
    return false;
}

/* Texts are written once; the machine that reads them is another one. */
static void print_whose_times(const struct esc_lesson *lesson)
{
    const struct esc_case *bench_case = lesson->bench_case;
    if (!quotes_times(bench_case->because) && !quotes_times(bench_case->remedy))
        return;
    fputc('\n', lesson->out);
    esc_ink_wrap(lesson->out, lesson->terminal, INK_MUTED, "",
                 "Times in these texts were measured on the author's machine; those of this one "
                 "stand under \"Last figures\".");
}

/* Real Go of both, where it is here; without it what the case expects. */
static void print_releases(const struct esc_lesson *lesson, const struct esc_folders *folders,
                           bool no_go)
{
    static const enum esc_runtime_id models[] = {ESC_RUNTIME_GOHEAP, ESC_RUNTIME_GOHEAP_1_27};
    struct esc_go gos[2] = {0};
    struct esc_go_module modules[2] = {0};
    struct esc_lesson_release releases[2];
    char *names[2];
    for (size_t i = 0; i < 2; i++) {
        struct esc_error missing = {0};
        const char *release = esc_runtime_release(models[i]);
        bool asked = !no_go && esc_ask_named(lesson->bench_case, lesson->point, folders, release,
                                             &gos[i], &modules[i], &missing);
        names[i] = esc_format("Go %s", release);
        releases[i] = (struct esc_lesson_release){asked ? gos[i].version : names[i],
                                                  esc_runtime_minor(models[i]),
                                                  asked ? &modules[i].diagnostics : NULL};
        esc_error_free(&missing);
    }
    esc_lesson_releases(lesson, releases);
    for (size_t i = 0; i < 2; i++) {
        esc_go_module_free(&modules[i]);
        esc_go_free(&gos[i]);
        free(names[i]);
    }
}

/* Whose diagnostics stand under the code. False: nobody's, told why. */
static bool ask(const struct esc_lesson *lesson, const struct esc_folders *folders,
                const char *word, struct esc_go *go, struct esc_go_module *module)
{
    struct esc_error error = {0};
    if (word == NULL)
        return esc_ask_go(lesson->bench_case, lesson->point, folders, go, module);
    bool good = esc_ask_named(lesson->bench_case, lesson->point, folders, word, go, module, &error);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    return good;
}

static void print_lesson(struct esc_lesson *lesson, const struct esc_folders *folders,
                         const struct options *options)
{
    struct esc_go go = {0};
    struct esc_go_module module = {0};
    if (!options->no_go && ask(lesson, folders, options->go, &go, &module)) {
        lesson->release = go.version;
        lesson->diagnostics = &module.diagnostics;
    }
    print_head(lesson);
    esc_lesson_code(lesson);
    esc_lesson_inlining(lesson);
    print_figures(lesson, folders);
    esc_lesson_paragraphs(lesson, "Why", lesson->bench_case->because);
    esc_lesson_paragraphs(lesson, "Remedy", lesson->bench_case->remedy);
    print_whose_times(lesson);
    if (options->both)
        print_releases(lesson, folders, options->no_go);
    else
        print_since(lesson);
    esc_go_module_free(&module);
    esc_go_free(&go);
}

static bool print_guess(const struct esc_lesson *lesson, struct esc_error *error)
{
    if (lesson->bench_case->strategies[0].go.text == NULL)
        return esc_error_add(error, lesson->bench_case->path, 0, "has no Go to guess at");
    print_question(lesson);
    esc_lesson_guess(lesson);
    return true;
}

static int explain(const struct options *options)
{
    struct esc_folders folders = {0};
    struct esc_case bench_case = {0};
    struct esc_error error = {0};
    struct esc_terminal terminal = esc_terminal_of(stdout);
    struct esc_lesson lesson = {.bench_case = &bench_case, .terminal = &terminal, .out = stdout};
    char *path = NULL;
    bool good = esc_folders_find(&folders, &error);
    if (good)
        path = esc_load_find(folders.cases, options->name, &error);
    good = path != NULL && esc_load_case(path, &bench_case, &error) &&
           find_point(&bench_case, options->point, &lesson.point, &error);
    if (good && options->guess)
        good = print_guess(&lesson, &error);
    else if (good)
        print_lesson(&lesson, &folders, options);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    esc_case_free(&bench_case);
    esc_folders_free(&folders);
    free(path);
    return good ? ESC_EXIT_OK : ESC_EXIT_USAGE;
}

/* ---- of no case ----------------------------------------------------------------------------- */

static bool print_answers(const char *words, const struct esc_terminal *terminal,
                          struct esc_error *error)
{
    bool found[ESC_QUESTIONS];
    if (*words == '\0')
        return esc_report_questions(terminal, stdout), true;
    if (esc_questions_find(words, found) == 0) {
        esc_error_add(error, NULL, 0, "no question is about \"%s\"", words);
        esc_error_hint(error, "make explain Q= lists all %d", ESC_QUESTIONS);
        return false;
    }
    size_t printed = 0;
    for (size_t k = 0; k < ESC_QUESTIONS; k++) {
        if (!found[k])
            continue;
        fputs(printed++ > 0 ? "\n" : "", stdout);
        esc_report_question(k, terminal, stdout);
    }
    return true;
}

static bool print_meaning(const char *spelling, const struct esc_terminal *terminal,
                          struct esc_error *error)
{
    const struct esc_word *word = esc_words_find(spelling);
    if (*spelling == '\0')
        return esc_report_words(terminal, stdout), true;
    if (word == NULL) {
        esc_error_add(error, NULL, 0, "\"%s\" is no word of the tables", spelling);
        esc_error_hint(error, "make explain WORD= lists them; docs/questions.md has them all");
        return false;
    }
    esc_report_word(word, terminal, stdout);
    return true;
}

static int answer(const struct options *options)
{
    struct esc_error error = {0};
    struct esc_terminal terminal = esc_terminal_of(stdout);
    bool good = true;
    if (options->page) {
        struct esc_text page = {0};
        esc_questions_page(&page);
        fputs(page.bytes, stdout);
        esc_text_free(&page);
    }
    if (options->question != NULL)
        good = print_answers(options->question, &terminal, &error);
    if (options->word != NULL)
        good = print_meaning(options->word, &terminal, &error) && good;
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    return good ? ESC_EXIT_OK : ESC_EXIT_USAGE;
}

int esc_command_explain(int argc, char **argv)
{
    static const struct argp argp = {
        option_table,
        parse_option,
        "CASE\n--question=WORDS\n--word=WORD",
        "Prints a case as a lesson: Go with the compiler's diagnostics, C, "
        "figures, cause and remedy.",
        NULL,
        NULL,
        NULL};
    struct options options = {0};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    if (is_of_no_case(&options))
        return answer(&options);
    return explain(&options);
}
