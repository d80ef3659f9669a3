/*
 * escape: what Go's compiler prints of a file's escape analysis, without a compiler, and what it
 * does not print. What it is not sure of it refuses.
 */
#include "base/memory.h"
#include "base/text.h"
#include "chart/dot.h"
#include "command/command.h"
#include "emit/dot_net.h"
#include "goescape/analyse.h"
#include "goescape/picture.h"
#include "goescape/steps.h"
#include "goescape/tags.h"
#include "goescape/what_if.h"
#include "goescape/why_not.h"
#include "session/escape_check.h"
#include "session/go_file.h"
#include "session/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    OPT_GO = 0x800,
    OPT_TAGS,
    OPT_WHY_NOT,
    OPT_STEPS,
    OPT_GRAPH,
    OPT_SVG,
    OPT_WHAT_IF,
    OPT_CHECK
};

/* Of the release whose rules these are: Go 1.19. */
enum { MINOR = 19 };

/* What is asked of the file. */
enum view { VIEW_NONE, VIEW_LINES, VIEW_TAGS, VIEW_WHY_NOT, VIEW_STEPS, VIEW_GRAPH, VIEW_WHAT_IF };

struct options {
    const char *path;
    const char *value; /* that is asked about; of STEPS and GRAPH: the function, or NULL; of
                          WHAT_IF: the rule */
    bool verdicts, explains, without_inlining;
    enum view view;
    enum esc_go_release release;
    const char *check; /* the go to hold the lines against, or NULL */
    const char *svg;   /* where the picture goes, or NULL */
    char *named;       /* a path that was part of the value, or NULL */
};

static const struct argp_option option_table[] = {
    {NULL, 'm', "=2", OPTION_ARG_OPTIONAL,
     "print what moves to the heap and what stays (the compiler's -m); -m=2: the ways as well", 1},
    {NULL, 'l', NULL, 0, "without inlining (the compiler's -l): must be given", 1},
    {"go", OPT_GO, "RELEASE", 0, "whose rules: 1.19 (default)", 1},
    {"check", OPT_CHECK, "GO", OPTION_ARG_OPTIONAL,
     "asks the real compiler (default: go) as well, and shows which lines differ; exit 1 where any "
     "does",
     1},
    {NULL, 0, NULL, 0, "What no compiler prints (one at a time; without inlining as well):", 2},
    {"tags", OPT_TAGS, NULL, 0,
     "what each function promises its callers; also of the standard library: strings, "
     "strings.Map, strings.Builder.Grow",
     2},
    {"why-not", OPT_WHY_NOT, "VALUE", 0,
     "why it stays on the stack: what was followed and why none of it was a way out. VALUE is a "
     "variable (x, main.x), a line, or main.go:12",
     2},
    {"steps", OPT_STEPS, "FUNCTION", OPTION_ARG_OPTIONAL,
     "how the graph is solved: locations, edges, what each walk finds and changes", 2},
    {"graph", OPT_GRAPH, "FUNCTION", OPTION_ARG_OPTIONAL,
     "locations, edges with their dereferences, and what made each escape, for graphviz's dot", 2},
    {"svg", OPT_SVG, "FILE", 0, "of --graph: drawn by dot into this file", 2},
    {"what-if", OPT_WHAT_IF, "RULE", 0,
     "which verdicts change without a rule: no-loop-depth, no-limits, tags-to-heap", 2},
    {0}};

static error_t choose(struct options *options, enum view view, const struct argp_state *state)
{
    if (options->view != VIEW_NONE && options->view != view)
        argp_error(state, "one question at a time");
    options->view = view;
    return 0;
}

/* main.go:12:5 names the file as well. */
static void take_place(struct options *options)
{
    const char *end = options->view == VIEW_WHY_NOT ? strstr(options->value, ".go:") : NULL;
    if (end == NULL)
        return;
    const size_t length = (size_t)(end - options->value) + strlen(".go");
    if (options->path == NULL)
        options->path = options->named = strndup(options->value, length);
    options->value += length + 1;
}

static void finish(struct options *options, const struct argp_state *state)
{
    take_place(options);
    if (options->verdicts)
        choose(options, VIEW_LINES, state);
    if (options->view == VIEW_NONE || (options->view == VIEW_LINES && !options->without_inlining))
        argp_error(state, "give both -m and -l: what inlining changes is not known here");
    if (options->svg != NULL && options->view != VIEW_GRAPH)
        argp_error(state, "--svg is of --graph");
    if (options->check != NULL && options->view != VIEW_LINES)
        argp_error(state, "--check is of -m -l");
    if (options->path == NULL)
        argp_error(state, "which file? escapement escape -m -l FILE.go");
    struct stat about;
    if (stat(options->path, &about) == 0 && S_ISDIR(about.st_mode))
        argp_error(
            state,
            "%s is a folder, and one file is read: FILE.go of it; escapement why %s asks the "
            "go that is here about a whole package",
            options->path, options->path);
}

/* -m, -m=1, -m=2; twice is two, as to the compiler. */
static error_t take_level(struct options *options, const char *argument,
                          const struct argp_state *state)
{
    if (argument != NULL && strcmp(argument, "=1") != 0 && strcmp(argument, "=2") != 0)
        argp_error(state, "-m%s: only -m and -m=2 are known here", argument);
    options->explains = options->verdicts || (argument != NULL && strcmp(argument, "=2") == 0);
    options->verdicts = true;
    return 0;
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case 'm':
        return take_level(options, argument, state);
    case 'l':
        options->without_inlining = true;
        return 0;
    case OPT_GO:
        if (strcmp(argument, "1.19") != 0)
            argp_error(state, "--go=%s: only Go 1.19's rules are known here", argument);
        return 0;
    case OPT_TAGS:
        return choose(options, VIEW_TAGS, state);
    case OPT_WHY_NOT:
        options->value = argument;
        return choose(options, VIEW_WHY_NOT, state);
    case OPT_STEPS:
        options->value = argument;
        return choose(options, VIEW_STEPS, state);
    case OPT_GRAPH:
        options->value = argument;
        return choose(options, VIEW_GRAPH, state);
    case OPT_SVG:
        options->svg = argument;
        return 0;
    case OPT_WHAT_IF:
        options->value = argument;
        return choose(options, VIEW_WHAT_IF, state);
    case OPT_CHECK:
        options->check = argument != NULL ? argument : "go";
        return 0;
    case ARGP_KEY_ARG:
        if (options->path != NULL)
            argp_error(state, "one file at a time, and %s is given already", options->path);
        options->path = argument;
        return 0;
    case ARGP_KEY_END:
        finish(options, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void print_text(struct esc_text *text)
{
    if (text->bytes != NULL)
        fputs(text->bytes, stdout);
    esc_text_free(text);
}

/* What differs from the real compiler's words. */
static int check_lines(const struct options *options, const struct esc_go_lines *lines,
                       struct esc_error *error)
{
    char *ours = NULL, *version = NULL;
    size_t length = 0;
    struct esc_text diff = {0};
    FILE *out = esc_memory_stream(&ours, &length);
    esc_go_lines_print(lines, out);
    fclose(out);
    const bool asked = esc_escape_check(options->check, MINOR, options->path, options->explains,
                                        ours, &diff, &version, error);
    const bool same = asked && diff.length == 0;
    if (same)
        printf("%zu line%s, each as %s has it\n", lines->count, lines->count == 1 ? "" : "s",
               version);
    else if (asked)
        printf("- %s\n+ escapement\n%s", version, diff.bytes);
    free(ours);
    free(version);
    esc_text_free(&diff);
    return !asked ? ESC_EXIT_ENVIRONMENT : same ? ESC_EXIT_OK : ESC_EXIT_CASE_FAILED;
}

static int show_lines(const struct options *options, struct esc_go_source *source,
                      struct esc_error *error)
{
    struct esc_go_lines lines = {0};
    if (!esc_go_escape(source->world, source->checked, options->explains, &source->arena, &lines,
                       error))
        return ESC_EXIT_USAGE;
    if (options->check != NULL)
        return check_lines(options, &lines, error);
    if (lines.count > 0)
        puts("# command-line-arguments");
    esc_go_lines_print(&lines, stdout);
    return ESC_EXIT_OK;
}

static int show_tags(const struct esc_go_subject *subject, const char *what,
                     struct esc_error *error)
{
    struct esc_text text = {0};
    const bool good = subject->checked != NULL
                          ? esc_go_tags(&text, subject, error)
                          : esc_go_tags_library(&text, subject->world, what, error);
    print_text(&text);
    return good ? ESC_EXIT_OK : ESC_EXIT_USAGE;
}

static int show_why_not(const struct esc_go_subject *subject, const char *value,
                        struct esc_error *error)
{
    struct esc_text text = {0};
    bool escapes = false;
    const bool good = esc_go_why_not(&text, subject, value, &escapes, error);
    print_text(&text);
    return !good ? ESC_EXIT_USAGE : escapes ? ESC_EXIT_CASE_FAILED : ESC_EXIT_OK;
}

static int show_steps(const struct esc_go_subject *subject, const char *function,
                      struct esc_error *error)
{
    struct esc_text text = {0};
    const bool good = esc_go_steps(&text, subject, function, error);
    print_text(&text);
    return good ? ESC_EXIT_OK : ESC_EXIT_USAGE;
}

static int show_graph(const struct esc_go_subject *subject, const struct options *options,
                      struct esc_error *error)
{
    struct esc_net net = {0};
    struct esc_text title = {0};
    char *graph = NULL;
    size_t length = 0;
    bool good = esc_go_picture(&net, subject, options->value, error);
    esc_text_addf(&title, "%s by the rules of Go 1.19, without inlining", options->path);
    FILE *out = esc_memory_stream(&graph, &length);
    esc_dot_net_write(&net, title.bytes, out);
    fclose(out);
    if (good && options->svg != NULL)
        good = esc_dot_draw(graph, length, options->svg, error);
    else if (good)
        fputs(graph, stdout);
    free(graph);
    esc_text_free(&title);
    esc_net_free(&net);
    return good ? ESC_EXIT_OK : ESC_EXIT_USAGE;
}

static int show_what_if(const struct esc_go_subject *subject, const char *rule,
                        struct esc_error *error)
{
    struct esc_text text = {0};
    struct esc_without without;
    const bool good =
        esc_go_without(rule, &without, error) && esc_go_what_if(&text, subject, &without, error);
    print_text(&text);
    return good ? ESC_EXIT_OK : ESC_EXIT_USAGE;
}

static int show(const struct options *options, struct esc_go_source *source,
                struct esc_error *error)
{
    if (options->view == VIEW_TAGS && !esc_ends(options->path, ".go"))
        esc_go_source_begin(source, options->release);
    else if (!esc_go_source_open(source, options->release, options->path, error))
        return ESC_EXIT_USAGE;
    const struct esc_go_subject subject = {source->world, source->checked, &source->arena};
    switch (options->view) {
    case VIEW_TAGS:
        return show_tags(&subject, options->path, error);
    case VIEW_WHY_NOT:
        return show_why_not(&subject, options->value, error);
    case VIEW_STEPS:
        return show_steps(&subject, options->value, error);
    case VIEW_GRAPH:
        return show_graph(&subject, options, error);
    case VIEW_WHAT_IF:
        return show_what_if(&subject, options->value, error);
    default:
        return show_lines(options, source, error);
    }
}

int esc_command_escape(int argc, char **argv)
{
    static const struct argp argp = {option_table,
                                     parse_option,
                                     "FILE.go\n--tags PACKAGE[.NAME]\n--why-not=FILE.go:LINE",
                                     "What `go build -gcflags='-m -l' FILE.go` of Go 1.19 prints, "
                                     "from the file alone. Exit 2 with a reason, and no verdict, "
                                     "where it is not known.",
                                     NULL,
                                     NULL,
                                     NULL};
    struct options options = {.release = ESC_GO_1_19};
    struct esc_go_source source = {0};
    struct esc_error error = {0};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    const int code = show(&options, &source, &error);
    fflush(stdout);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    esc_go_source_free(&source);
    free(options.named);
    return code;
}
