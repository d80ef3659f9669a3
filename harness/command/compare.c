/*
 * compare: what changed from one finished run to another; measures nothing.
 */
#include "stats/compare.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "chart/chart.h"
#include "command/command.h"
#include "emit/emit.h"
#include "report/comparison.h"
#include "report/report.h"
#include "session/baseline.h"
#include "session/chart_options.h"
#include "session/drawing.h"
#include "session/folders.h"
#include "session/options.h"
#include "stats/stats.h"
#include "words/changes.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum form { FORM_TABLE, FORM_MARKDOWN, FORM_JSON };

struct options {
    struct esc_chart_options chart;
    const char *names[2]; /* before, after; the second NULL: the newest run */
    const char *results;  /* NULL: the project's */
    enum form form;
    bool all, factors;
    double noise;     /* negative: read from the runs */
    double threshold; /* a ratio; 0: none */
};

enum { OPT_MARKDOWN = 0x100, OPT_FACTORS, OPT_JSON, OPT_NOISE, OPT_THRESHOLD, OPT_RESULTS };

static const struct argp_option option_table[] = {
    {"all", 'a', NULL, 0, "print all rows, also with many that did not change", 0},
    {"factors", OPT_FACTORS, NULL, 0,
     "compare only factors over the stack side: what the machine did to both sides falls out", 0},
    {"markdown", OPT_MARKDOWN, NULL, 0, "print Markdown for a pull request, draw nothing", 0},
    {"json", OPT_JSON, NULL, 0, "print JSON, draw nothing", 0},
    {"threshold", OPT_THRESHOLD, "CHANGE", 0,
     "exit 3 when a row is surely slower than by this: 10% or 1.1", 0},
    {"noise", OPT_NOISE, "PERCENT", 0,
     "claim no difference within this (default: what the runs' control shows, at least 1 %)", 0},
    {"results", OPT_RESULTS, "FOLDER", 0, "where run folders are (default: results)", 0},
    {0},
};

/* A ratio from "10%" or "1.1". */
static double read_threshold(struct argp_state *state, const char *argument)
{
    size_t length = strlen(argument);
    if (length == 0 || argument[length - 1] != '%')
        return esc_option_number(state, "--threshold", argument, 1, 1e9);
    char *number = esc_format("%.*s", (int)length - 1, argument);
    double percent = esc_option_number(state, "--threshold", number, 0, 1e9);
    free(number);
    return 1 + percent / 100;
}

static double read_noise(struct argp_state *state, const char *argument)
{
    size_t length = strlen(argument);
    char *number =
        esc_format("%.*s", (int)(length - (length > 0 && argument[length - 1] == '%')), argument);
    double percent = esc_option_number(state, "--noise", number, 0, 1000);
    free(number);
    return percent / 100;
}

static error_t add_name(struct options *options, const char *name, struct argp_state *state)
{
    if (state->arg_num > 1)
        argp_error(state, "two runs are compared, before and after; \"%s\" is a third", name);
    options->names[state->arg_num] = name;
    return 0;
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case 'a':
        options->all = true;
        return 0;
    case OPT_FACTORS:
        options->factors = true;
        return 0;
    case OPT_MARKDOWN:
        options->form = FORM_MARKDOWN;
        return 0;
    case OPT_JSON:
        options->form = FORM_JSON;
        return 0;
    case OPT_THRESHOLD:
        options->threshold = read_threshold(state, argument);
        return 0;
    case OPT_NOISE:
        options->noise = read_noise(state, argument);
        return 0;
    case OPT_RESULTS:
        options->results = argument;
        return 0;
    case ARGP_KEY_ARG:
        return add_name(options, argument, state);
    case ARGP_KEY_NO_ARGS:
        argp_error(state,
                   "which runs? make compare A=before [B=after]; a folder, a results.json, "
                   "a run's id or a baseline; without B the newest run");
        return EINVAL;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->chart;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static bool same_samples(const struct esc_run *a, const struct esc_run *b)
{
    bool same = a->record_count == b->record_count;
    for (size_t i = 0; i < a->record_count && same; i++)
        same = a->records[i].wall_ns == b->records[i].wall_ns;
    return same;
}

/* One run under two names is one run. Its id alone does not tell: when the folder of a run is gone,
 * another one of the same second gets its id. */
static bool are_two(const struct esc_run *a, const struct esc_run *b, const struct options *options,
                    struct esc_error *error)
{
    if (strcmp(a->id, b->id) != 0 || !same_samples(a, b))
        return true;
    esc_error_add(error, NULL, 0, "%s and %s are the same run, %s", options->names[0],
                  options->names[1] != NULL ? options->names[1] : "the newest run", a->id);
    esc_error_hint(error, "`make bench` makes another one to compare it with");
    return false;
}

static void print(const struct esc_comparison *comparison, const struct options *options)
{
    struct esc_terminal terminal = esc_terminal_of(stdout);
    if (options->form == FORM_MARKDOWN)
        esc_report_comparison_markdown(comparison, stdout);
    else if (options->form == FORM_JSON)
        esc_emit_comparison(comparison, stdout);
    else
        esc_report_comparison(comparison, options->all, &terminal, stdout);
    fflush(stdout);
}

static bool draw(const struct esc_comparison *comparison, struct options *options,
                 const struct esc_folders *folders, struct esc_error *error)
{
    size_t drawn = 0;
    if (options->form != FORM_TABLE || options->chart.none || comparison->change_count == 0)
        return true;
    char *folder = esc_drawing_place(&options->chart, folders, "compare");
    bool good = esc_chart_comparison(comparison, &options->chart, &drawn, error);
    esc_drawing_tell(drawn, "chart", options->chart.folder);
    free(folder);
    return good;
}

static void tell_crossed(const struct esc_comparison *comparison, const struct esc_change *change,
                         double threshold)
{
    char words[ESC_CHANGE_TEXT];
    char *name = esc_utf8_visible(comparison->a->variants[change->a].name);
    fprintf(stderr, "escapement: threshold crossed: %s is %s, surely more than %g times\n", name,
            esc_change_words(words, change, "x"), threshold);
    free(name);
}

static bool crosses_threshold(const struct esc_comparison *comparison, double threshold)
{
    bool crossed = false;
    for (size_t i = 0; threshold > 0 && i < comparison->change_count; i++) {
        const struct esc_change *change = &comparison->changes[i];
        if (change->verdict != ESC_CHANGE_SLOWER || change->ratio.low <= threshold)
            continue;
        tell_crossed(comparison, change, threshold);
        crossed = true;
    }
    return crossed;
}

static int compare(const struct esc_run *a, const struct esc_run *b, struct options *options,
                   const struct esc_folders *folders, struct esc_error *error)
{
    struct esc_comparison comparison = esc_compare(a, b, options->noise, options->factors);
    print(&comparison, options);
    int code = draw(&comparison, options, folders, error) ? ESC_EXIT_OK : ESC_EXIT_ENVIRONMENT;
    if (crosses_threshold(&comparison, options->threshold))
        code = ESC_EXIT_THRESHOLD;
    else if (comparison.change_count == 0 && code == ESC_EXIT_OK)
        code = ESC_EXIT_USAGE;
    esc_comparison_free(&comparison);
    return code;
}

static int read_and_compare(struct options *options, struct esc_error *error)
{
    struct esc_folders folders = {0};
    struct esc_run a = {0};
    struct esc_run b = {0};
    int code = ESC_EXIT_ENVIRONMENT;
    if (!esc_folders_find(&folders, error))
        return code;
    const char *results = options->results != NULL ? options->results : folders.results;
    const char *after = options->names[1] != NULL ? options->names[1] : "latest";
    bool first = esc_baseline_read(options->names[0], results, &a, error);
    bool second = esc_baseline_read(after, results, &b, error);
    code = ESC_EXIT_USAGE;
    if (first && second && are_two(&a, &b, options, error)) {
        esc_stats(&a);
        esc_stats(&b);
        code = compare(&a, &b, options, &folders, error);
    }
    esc_run_free(&b);
    esc_run_free(&a);
    esc_folders_free(&folders);
    return code;
}

int esc_command_compare(int argc, char **argv)
{
    static const struct argp_child children[] = {{&esc_pictures_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        option_table,
        parse_option,
        "BEFORE [AFTER]",
        "Shows what changed from one run to another, measuring nothing. The chart goes to "
        "results/compare.",
        children,
        NULL,
        NULL};
    struct options options = {.chart = esc_chart_options(), .noise = -1};
    struct esc_error error = {0};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    int code = read_and_compare(&options, &error);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    return code;
}
