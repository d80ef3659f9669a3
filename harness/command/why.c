/*
 * why: what leaves the stack in any Go code, the way it takes, and whether it allocates.
 */
#include "emit/why.h"
#include "command/command.h"
#include "emit/dot.h"
#include "emit/sarif.h"
#include "profile/profile.h"
#include "report/cost_check.h"
#include "report/why.h"
#include "report/why_markdown.h"
#include "report/why_sums.h"
#include "session/options.h"
#include "session/prices.h"
#include "session/why_assert.h"
#include "session/why_changes.h"
#include "session/why_page.h"
#include "session/why_view.h"
#include "stats/cost.h"
#include "words/path.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum {
    OPT_GO = 0x700,
    OPT_ALL,
    OPT_PARAMS,
    OPT_JSON,
    OPT_ASSERT,
    OPT_RUN,
    OPT_NO_PRICE,
    OPT_CHECK,
    OPT_REMEDIES,
    OPT_DIFF,
    OPT_MARKDOWN,
    OPT_SARIF,
    OPT_PROFILE,
    OPT_DOT,
    OPT_PAGE
};

struct options {
    const char *what, *go, *run, *diff, *profile;
    const char *page; /* where to; "": where pages of this kind are; NULL: none */
    bool all, params, json, assert_them, no_price, check_prices, remedies, markdown, sarif, dot;
};

/* What was asked, and what is known of it. */
struct view {
    struct esc_why_view shown;
    const struct options *options;
};

static const struct argp_option option_table[] = {
    {"go", OPT_GO, "COMMAND", 0,
     "the go to ask (default: go, and where there is none, or \"own\": escapement's own analysis, of "
     "one file)",
     0},
    {"all", OPT_ALL, NULL, 0, "also what stays on the stack", 0},
    {"params", OPT_PARAMS, NULL, 0, "each parameter: what callers have to know of it", 0},
    {"json", OPT_JSON, NULL, 0, "everything as JSON: docs/why.schema.json", 0},
    {"assert", OPT_ASSERT, NULL, 0,
     "hold the comments //escapement:stack, heap and allocs=0 against the compiler; exit 1 when one "
     "does not hold",
     0},
    {"sarif", OPT_SARIF, NULL, 0, "what leaves the stack as SARIF 2.1.0, for code review", 0},
    {"markdown", OPT_MARKDOWN, NULL, 0, "what leaves the stack as a Markdown table", 0},
    {"dot", OPT_DOT, NULL, 0, "the ways of what leaves the stack as a graph, for graphviz's dot",
     0},
    {"page", OPT_PAGE, "FILE", OPTION_ARG_OPTIONAL,
     "a page with the source, marks to unfold, and the ways drawn (default: results/why/NAME.html)",
     0},
    {"diff", OPT_DIFF, "OLD.json", 0,
     "what leaves the stack now that did not in this file of --json, matched by function and "
     "text; exit 1 with --assert where something does",
     0},
    {"memprofile", OPT_PROFILE, "FILE", 0,
     "a heap profile of the program, as go test -memprofile writes it: what allocates most comes first",
     0},
    {"run", OPT_RUN, "RUN", 0,
     "prices from this run: a folder, an id, a baseline (default: the newest of each case)", 0},
    {"no-price", OPT_NO_PRICE, NULL, 0, "no prices", 0},
    {"remedies", OPT_REMEDIES, NULL, 0,
     "what can be mended by changing a line: tries it on a copy, asks go again, and shows what helped",
     0},
    {"check-prices", OPT_CHECK, NULL, 0,
     "no code: each case's price, estimated from the run without that case, beside the measured one",
     0},
    {0},
};

/* Options that are a word, and those that are a flag, by where they are kept. */
static const struct {
    int key;
    size_t offset;
} words_kept[] = {{OPT_GO, offsetof(struct options, go)},
                  {OPT_RUN, offsetof(struct options, run)},
                  {OPT_DIFF, offsetof(struct options, diff)},
                  {OPT_PROFILE, offsetof(struct options, profile)}},
  flags_kept[] = {{OPT_ALL, offsetof(struct options, all)},
                  {OPT_PARAMS, offsetof(struct options, params)},
                  {OPT_JSON, offsetof(struct options, json)},
                  {OPT_ASSERT, offsetof(struct options, assert_them)},
                  {OPT_NO_PRICE, offsetof(struct options, no_price)},
                  {OPT_REMEDIES, offsetof(struct options, remedies)},
                  {OPT_SARIF, offsetof(struct options, sarif)},
                  {OPT_MARKDOWN, offsetof(struct options, markdown)},
                  {OPT_DOT, offsetof(struct options, dot)},
                  {OPT_CHECK, offsetof(struct options, check_prices)}};

static error_t keep_option(int key, const char *argument, struct options *options)
{
    for (size_t k = 0; k < sizeof words_kept / sizeof *words_kept; k++)
        if (words_kept[k].key == key) {
            memcpy((char *)options + words_kept[k].offset, &argument, sizeof argument);
            return 0;
        }
    for (size_t k = 0; k < sizeof flags_kept / sizeof *flags_kept; k++)
        if (flags_kept[k].key == key) {
            memcpy((char *)options + flags_kept[k].offset, &(bool){true}, sizeof(bool));
            return 0;
        }
    return ARGP_ERR_UNKNOWN;
}

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case OPT_PAGE:
        options->page = argument != NULL ? argument : "";
        return 0;
    case ARGP_KEY_ARG:
        if (options->what != NULL)
            argp_error(state, "one file, folder or package at a time");
        options->what = argument;
        return 0;
    case ARGP_KEY_END:
        if (options->json + options->sarif + options->markdown + options->dot +
                (options->page != NULL) >
            1)
            argp_error(state, "one form at a time: --json, --sarif, --markdown, --dot or --page");
        if (options->what == NULL && !options->check_prices)
            argp_error(state,
                       "of which code? A file main.go, a folder, ./..., or - for the text "
                       "of go build -gcflags=-m=2");
        return 0;
    default:
        return keep_option(key, argument, options);
    }
}

/* ---- prices --------------------------------------------------------------------------------- */

/* Each case's pair, held against the same run without that case. */
static int check_prices(const struct options *options, struct esc_error *error)
{
    const struct esc_terminal terminal = esc_terminal_of(stdout);
    struct esc_prices prices = {0};
    size_t count, unresolved;
    bool good = esc_prices_open(&prices, options->run, error);
    if (good && prices.count == 0) {
        good = esc_error_add(error, NULL, 0, "there is no run yet");
        esc_error_hint(error, "make bench makes one; --run=results/reference is another machine's");
    }
    if (good) {
        struct esc_cost_check *checks = esc_cost_checks(&prices.runs[0], &count, &unresolved);
        esc_report_cost_checks(&prices.runs[0], checks, count, unresolved, &terminal, stdout);
        free(checks);
    }
    esc_prices_free(&prices);
    return good ? ESC_EXIT_OK : ESC_EXIT_USAGE;
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static void write_sarif(const struct view *view)
{
    const struct esc_sarif sarif = {.escapes = &view->shown.why.escapes,
                                    .sources = &view->shown.why.sources,
                                    .version = ESC_VERSION,
                                    .context = &view->shown,
                                    .is_shown = esc_why_view_shows};
    esc_sarif_write(&sarif, stdout);
}

static void write_json(struct view *view)
{
    const struct esc_why_file file = {.escapes = &view->shown.why.escapes,
                                      .go = view->shown.why.version,
                                      .changed = esc_why_changed(&view->shown.why),
                                      .context = &view->shown,
                                      .is_shown = esc_why_view_shows,
                                      .said = esc_why_view_said,
                                      .reason = esc_path_reason};
    esc_why_write(&file, stdout);
}

static void write_dot(const struct view *view)
{
    const struct esc_dot dot = {.escapes = &view->shown.why.escapes,
                                .sources = &view->shown.why.sources,
                                .go = view->shown.why.version,
                                .context = &view->shown,
                                .is_shown = esc_why_view_shows};
    esc_dot_write(&dot, stdout);
}

/* ---- the list ------------------------------------------------------------------------------- */

static void print_value(struct view *view, const struct esc_go_value *value,
                        const struct esc_terminal *terminal)
{
    const struct esc_escapes *escapes = &view->shown.why.escapes;
    const struct esc_source_files *sources = &view->shown.why.sources;
    const struct options *options = view->options;
    const bool leaves = esc_go_value_leaves(value);
    if (leaves && !options->params)
        esc_why_view_print(&view->shown, value, terminal);
    else if (!leaves && !value->is_parameter && options->all && !options->params)
        esc_report_staying(escapes, sources, value, terminal, stdout);
    if (esc_why_is_told(value) && (options->params || options->all))
        esc_report_parameter(escapes, sources, value, terminal, stdout);
}

static void print_list(struct view *view)
{
    const struct esc_terminal terminal = esc_terminal_of(stdout);
    struct esc_why_sums sums = {0};
    size_t count;
    const struct esc_go_value **values = esc_why_view_sorted(&view->shown, &count);
    for (size_t k = 0; k < count; k++) {
        print_value(view, values[k], &terminal);
        esc_why_sums_add(&sums, &view->shown.why.escapes, &view->shown.why.sources, values[k]);
    }
    if (view->options->params && sums.parameters > 0)
        printf("\n");
    char *prices = esc_why_beside_prices(&view->shown.beside);
    if (view->shown.is_new == NULL)
        esc_report_why_sums(&sums, view->shown.why.version, prices, &terminal, stdout);
    free(prices);
    free(values);
}

static void print_markdown(struct view *view)
{
    size_t count;
    const struct esc_go_value **values = esc_why_view_sorted(&view->shown, &count);
    size_t leave = 0;
    for (size_t k = 0; k < count; k++) {
        if (!esc_go_value_leaves(values[k]))
            continue;
        if (leave++ == 0)
            esc_markdown_why_head(stdout);
        esc_why_view_row(&view->shown, values[k]);
    }
    if (leave == 0 && view->shown.is_new == NULL)
        puts("Nothing leaves the stack.");
    free(values);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static bool write_page(struct view *view, struct esc_error *error)
{
    char *written = NULL;
    const char *path = view->options->page[0] != '\0' ? view->options->page : NULL;
    char *prices = esc_why_beside_prices(&view->shown.beside);
    const bool good =
        esc_why_page_write(&view->shown, view->options->what, prices, path, &written, error);
    free(prices);
    if (good)
        printf("the page: %s\n", written);
    free(written);
    return good;
}

static bool show(struct view *view, struct esc_error *error)
{
    if (view->options->page != NULL)
        return write_page(view, error);
    if (view->options->json)
        write_json(view);
    else if (view->options->sarif)
        write_sarif(view);
    else if (view->options->dot)
        write_dot(view);
    else if (view->options->markdown)
        print_markdown(view);
    else
        print_list(view);
    return true;
}

static int show_changes(struct view *view, struct esc_error *error)
{
    const struct options *options = view->options;
    const struct esc_terminal terminal = esc_terminal_of(stdout);
    struct esc_why_changes changes = {0};
    if (!esc_why_changes_find(&view->shown, options->diff, &changes, error))
        return ESC_EXIT_USAGE;
    const bool shown = show(view, error);
    if (!options->json && !options->sarif && !options->dot)
        esc_why_changes_print(&view->shown, &changes, options->markdown, &terminal);
    const bool broken = options->assert_them && changes.new_ones > 0;
    esc_past_free(&changes.past);
    return !shown ? ESC_EXIT_ENVIRONMENT : broken ? ESC_EXIT_CASE_FAILED : ESC_EXIT_OK;
}

static int answer(struct view *view, struct esc_error *error)
{
    const struct options *options = view->options;
    const struct esc_terminal terminal = esc_terminal_of(stderr);
    int code = ESC_EXIT_OK;
    view->shown.why.may_own = true;
    if (!esc_why_ask(&view->shown.why, options->what, options->go, &code, error))
        return code;
    if (options->remedies && view->shown.why.own) {
        esc_error_add(error, NULL, 0, "remedies are tried by a go, and there is none");
        return ESC_EXIT_ENVIRONMENT;
    }
    if (!options->no_price && !esc_prices_open(&view->shown.beside.prices, options->run, error))
        return ESC_EXIT_USAGE;
    if (options->profile != NULL &&
        !esc_profile_read(options->profile, &view->shown.beside.profile, error))
        return ESC_EXIT_USAGE;
    if (options->profile != NULL)
        view->shown.beside.ranks = esc_why_ranks(&view->shown.why, &view->shown.beside.profile);
    esc_why_beside_heap(&view->shown.beside);
    code = ESC_EXIT_OK;
    if (options->diff != NULL)
        code = show_changes(view, error);
    else if (!options->assert_them)
        code = show(view, error) ? ESC_EXIT_OK : ESC_EXIT_ENVIRONMENT;
    fflush(stdout);
    esc_report_why_doubts(&view->shown.why.escapes, esc_why_changed(&view->shown.why), &terminal,
                          stderr);
    return options->assert_them && options->diff == NULL
               ? esc_why_assert(&view->shown, options->what, error)
               : code;
}

int esc_command_why(int argc, char **argv)
{
    static const struct argp argp = {
        option_table,
        parse_option,
        "FILE.go|FOLDER|./...|-\n--check-prices",
        "Says of any Go code what leaves the stack, the way it takes step by step, why, and "
        "whether it allocates. Asks the Go compiler; a text that go build -gcflags=-m=2 printed "
        "elsewhere, or the folder that -json=0,FOLDER made, will do as well.",
        NULL,
        NULL,
        NULL};
    struct options options = {.go = "go"};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    struct view view = {.options = &options};
    view.shown.beside = (struct esc_why_beside){.why = &view.shown.why,
                                                .what = options.what,
                                                .go = options.go,
                                                .priced = !options.no_price,
                                                .remedies = options.remedies};
    struct esc_error error = {0};
    const int code = options.check_prices ? check_prices(&options, &error) : answer(&view, &error);
    fflush(stdout);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    esc_why_view_free(&view.shown);
    return code;
}
