/*
 * why: what leaves the stack in any Go code, the way it takes, and whether it allocates.
 */
#include "emit/why.h"
#include "base/memory.h"
#include "command/command.h"
#include "emit/sarif.h"
#include "profile/profile.h"
#include "report/cost_check.h"
#include "report/ink.h"
#include "report/why.h"
#include "report/why_markdown.h"
#include "session/options.h"
#include "session/prices.h"
#include "session/why.h"
#include "session/why_beside.h"
#include "session/why_diff.h"
#include "stats/cost.h"
#include "why/source.h"
#include "words/allocates.h"
#include "words/cause.h"
#include "words/path.h"
#include "words/size.h"

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
    OPT_PROFILE
};

struct options {
    const char *what, *go, *run, *diff, *profile;
    bool all, params, json, assert_them, no_price, check_prices, remedies, markdown, sarif;
};

/* What was asked, and what is known of it. */
struct view {
    struct esc_why why;
    struct esc_why_beside beside;
    const struct options *options;
    bool *is_new; /* of each value, with --diff: alone those are shown; NULL: no old ones given */
    size_t counts[2]; /* with --diff: new ones, and those that are gone */
};

static const struct argp_option option_table[] = {
    {"go", OPT_GO, "COMMAND", 0, "the go to ask (default: go)", 0},
    {"all", OPT_ALL, NULL, 0, "also what stays on the stack", 0},
    {"params", OPT_PARAMS, NULL, 0, "each parameter: what callers have to know of it", 0},
    {"json", OPT_JSON, NULL, 0, "everything as JSON: docs/why.schema.json", 0},
    {"assert", OPT_ASSERT, NULL, 0,
     "hold the comments //escapement:stack, heap and allocs=0 against the compiler; exit 1 when one "
     "does not hold",
     0},
    {"sarif", OPT_SARIF, NULL, 0, "what leaves the stack as SARIF 2.1.0, for code review", 0},
    {"markdown", OPT_MARKDOWN, NULL, 0, "what leaves the stack as a Markdown table", 0},
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
    case ARGP_KEY_ARG:
        if (options->what != NULL)
            argp_error(state, "one file, folder or package at a time");
        options->what = argument;
        return 0;
    case ARGP_KEY_END:
        if (options->json + options->sarif + options->markdown > 1)
            argp_error(state, "one form at a time: --json, --sarif or --markdown");
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

static bool is_shown(const void *context, const struct esc_go_value *value)
{
    const struct view *view = context;
    return view->is_new != NULL ? view->is_new[value - view->why.escapes.values]
                                : esc_why_is_shown(&view->why, value);
}

static void write_sarif(const struct view *view)
{
    const struct esc_sarif sarif = {.escapes = &view->why.escapes,
                                    .sources = &view->why.sources,
                                    .version = ESC_VERSION,
                                    .context = view,
                                    .is_shown = is_shown};
    esc_sarif_write(&sarif, stdout);
}

static struct esc_why_said said_of(void *context, const struct esc_go_value *value)
{
    struct view *view = context;
    const struct esc_escapes *escapes = &view->why.escapes;
    struct esc_why_said said = {.bytes = ESC_SIZE_UNKNOWN, .line_blocks = -1, .line_bytes = -1};
    if (value->is_parameter && value->fate != ESC_FATE_MOVED)
        return said;
    said.allocates = esc_allocates_word(esc_allocates_of(escapes, value, &said.because));
    if (!esc_go_value_leaves(value))
        return said;
    const struct esc_cause_words *words = esc_cause_words(esc_cause_of(escapes, value));
    said.cause = words->word;
    said.bench_case = words->bench_case;
    said.helps = words->helps;
    said.cost = esc_why_beside_cost(&view->beside, value, &said.bytes);
    said.remedy = esc_why_beside_remedy(&view->beside, value);
    if (view->beside.ranks != NULL) {
        said.line_blocks = view->beside.ranks[value - escapes->values].blocks;
        said.line_bytes = view->beside.ranks[value - escapes->values].bytes;
    }
    return said;
}

static void write_json(struct view *view)
{
    const struct esc_why_file file = {.escapes = &view->why.escapes,
                                      .go = view->why.version,
                                      .changed = esc_why_changed(&view->why),
                                      .context = view,
                                      .is_shown = is_shown,
                                      .said = said_of,
                                      .reason = esc_path_reason};
    esc_why_write(&file, stdout);
}

/* ---- the list ------------------------------------------------------------------------------- */

static int compare_values(const void *a, const void *b)
{
    const struct esc_go_value *const *one = a, *const *other = b;
    const struct esc_spot *x = &(*one)->at, *y = &(*other)->at;
    const int files = strcmp(x->file, y->file);
    const int lines = (x->line > y->line) - (x->line < y->line);
    const int columns = (x->column > y->column) - (x->column < y->column);
    const int order = files != 0 ? files : lines != 0 ? lines : columns;
    return order != 0 ? order : (*one > *other) - (*one < *other);
}

static int compare_ranked(const void *a, const void *b, void *context)
{
    const struct view *view = context;
    const struct esc_go_value *const *one = a, *const *other = b;
    const int64_t x = view->beside.ranks[*one - view->why.escapes.values].bytes;
    const int64_t y = view->beside.ranks[*other - view->why.escapes.values].bytes;
    return x != y ? (x < y) - (x > y) : compare_values(a, b);
}

/* Those that were asked for, by place, or with a profile what allocates most first. Caller frees.
 */
static const struct esc_go_value **sorted(struct view *view, size_t *count)
{
    const struct esc_why *why = &view->why;
    const struct esc_go_value **list = esc_calloc(why->escapes.value_count + 1, sizeof *list);
    *count = 0;
    for (size_t k = 0; k < why->escapes.value_count; k++)
        if (is_shown(view, &why->escapes.values[k]))
            list[(*count)++] = &why->escapes.values[k];
    if (view->beside.ranks != NULL)
        qsort_r(list, *count, sizeof *list, compare_ranked, view);
    else
        qsort(list, *count, sizeof *list, compare_values);
    return list;
}

struct sums {
    size_t leave, stay, parameters, allocates[3];
};

static void print_escape(struct view *view, const struct esc_go_value *value,
                         const struct esc_terminal *terminal)
{
    char *price = esc_why_beside_price(&view->beside, value);
    char *remedy = esc_why_beside_remedy(&view->beside, value);
    char *share = esc_why_beside_share(&view->beside, value);
    const struct esc_report_extra extra = {.price = price, .remedy = remedy, .share = share};
    esc_report_escape(&view->why.escapes, &view->why.sources, value, &extra, terminal, stdout);
    free(share);
    free(remedy);
    free(price);
}

static void print_value(struct view *view, const struct esc_go_value *value,
                        const struct esc_terminal *terminal, struct sums *sums)
{
    const struct esc_why *why = &view->why;
    const struct options *options = view->options;
    const char *because;
    if (esc_go_value_leaves(value)) {
        sums->leave++;
        sums->allocates[esc_allocates_of(&why->escapes, value, &because)]++;
        if (!options->params)
            print_escape(view, value, terminal);
    } else if (!value->is_parameter) {
        sums->stay += value->fate == ESC_FATE_STAYS;
        if (options->all && !options->params)
            esc_report_staying(&why->escapes, &why->sources, value, terminal, stdout);
    }
    /* What holds no pointers has no tag, and neither have the compiler's own methods. */
    const bool told =
        value->is_parameter && (value->fate != ESC_FATE_UNTOLD || value->first_tag != ESC_NONE);
    sums->parameters += told;
    if (told && (options->params || options->all))
        esc_report_parameter(&why->escapes, &why->sources, value, terminal, stdout);
}

static void print_sums(const struct view *view, const struct sums *sums,
                       const struct esc_terminal *terminal)
{
    const struct esc_why *why = &view->why;
    struct esc_text text = {0};
    if (why->version != NULL)
        esc_text_addf(&text, "%s: ", why->version);
    esc_text_addf(&text, "%zu value%s the stack", sums->leave,
                  sums->leave == 1 ? " leaves" : "s leave");
    if (sums->leave > 0)
        esc_text_addf(
            &text, ": %zu allocate%s, %zu do%s not, of %zu it depends on the run",
            sums->allocates[ESC_ALLOCATES_YES], sums->allocates[ESC_ALLOCATES_YES] == 1 ? "s" : "",
            sums->allocates[ESC_ALLOCATES_NO], sums->allocates[ESC_ALLOCATES_NO] == 1 ? "es" : "",
            sums->allocates[ESC_ALLOCATES_DEPENDS]);
    esc_text_addf(&text, ". %zu stay%s (--all), %zu parameter%s (--params).", sums->stay,
                  sums->stay == 1 ? "s" : "", sums->parameters, sums->parameters == 1 ? "" : "s");
    if (sums->leave > 0 && !view->options->no_price)
        esc_text_add(&text, view->beside.prices.count == 0
                                ? " No prices: there is no run here yet, make bench makes one."
                                : " Prices are estimates, docs/why.md says how good.");
    if (sums->leave > 0 && !view->options->no_price)
        esc_why_beside_marking(&view->beside, &text);
    esc_ink_wrap(stdout, terminal, INK_PLAIN, "", text.bytes);
    esc_text_free(&text);
}

/* What makes the answer a partial one. To standard error, so that it is seen beside --json. */
static void print_doubts(const struct esc_why *why, const struct esc_terminal *terminal)
{
    const struct esc_escapes *escapes = &why->escapes;
    const size_t changed = esc_why_changed(why);
    struct esc_text text = {0};
    if (escapes->strange > 0)
        esc_text_addf(&text,
                      "Not all of the text was understood: %zu of %zu lines were not; the first is "
                      "line %zu: \"%s\". ",
                      escapes->strange, escapes->lines, escapes->first_strange,
                      escapes->first_strange_text);
    if (escapes->ends_within_line)
        esc_text_add(&text, "The text ends within a line: its end is missing. ");
    if (changed > 0)
        esc_text_addf(&text,
                      "%zu variable%s not at the place that the compiler names: the source is "
                      "another one than it saw. ",
                      changed, changed == 1 ? " is" : "s are");
    if (escapes->value_count > 0 && escapes->path_count == 0 && escapes->function_count == 0)
        esc_text_add(&text, "There are verdicts and no ways: ask with -m=2. ");
    if (text.length > 0) /* each sentence has a blank behind it, which the last one does not need */
        text.bytes[text.length - 1] = '\0';
    if (text.length > 0)
        esc_ink_wrap(stderr, terminal, INK_PLAIN, "escapement: ", text.bytes);
    esc_text_free(&text);
}

static void print_list(struct view *view)
{
    const struct esc_terminal terminal = esc_terminal_of(stdout);
    struct sums sums = {0};
    size_t count;
    const struct esc_go_value **values = sorted(view, &count);
    for (size_t k = 0; k < count; k++)
        print_value(view, values[k], &terminal, &sums);
    if (view->options->params && sums.parameters > 0)
        printf("\n");
    if (view->is_new == NULL)
        print_sums(view, &sums, &terminal);
    free(values);
}

static void print_markdown(struct view *view)
{
    size_t count;
    const struct esc_go_value **values = sorted(view, &count);
    size_t leave = 0;
    for (size_t k = 0; k < count; k++) {
        if (!esc_go_value_leaves(values[k]))
            continue;
        if (leave++ == 0)
            esc_markdown_why_head(stdout);
        char *price = esc_why_beside_price(&view->beside, values[k]);
        char *remedy = esc_why_beside_remedy(&view->beside, values[k]);
        char *share = esc_why_beside_share(&view->beside, values[k]);
        const struct esc_report_extra extra = {.price = price, .remedy = remedy, .share = share};
        esc_markdown_why_row(&view->why.escapes, &view->why.sources, values[k], &extra, stdout);
        free(share);
        free(remedy);
        free(price);
    }
    if (leave == 0 && view->is_new == NULL)
        puts("Nothing leaves the stack.");
    free(values);
}

/* ---- old and new ---------------------------------------------------------------------------- */

/* "gone: n, in f (it was in line 12 of main.go)" */
static void print_gone(const struct esc_past_value *old, bool markdown,
                       const struct esc_terminal *terminal)
{
    struct esc_text text = {0};
    esc_text_addf(&text, "%s%s%s no longer leaves the stack; it did in line %d of %s", old->name,
                  old->function != NULL ? ", in " : "", old->function != NULL ? old->function : "",
                  old->line, old->file);
    if (markdown) {
        esc_markdown_why_point(text.bytes, stdout);
    } else {
        char *clean = esc_ink_clean(text.bytes, terminal);
        esc_ink_wrap(stdout, terminal, INK_STACK, "", clean);
        free(clean);
    }
    esc_text_free(&text);
}

static void print_diff_sum(const struct view *view, const struct esc_past *past)
{
    const struct esc_terminal terminal = esc_terminal_of(stdout);
    if (view->options->markdown && view->counts[0] > 0)
        puts("");
    for (size_t k = 0; k < past->count; k++)
        if (!past->list[k].found)
            print_gone(&past->list[k], view->options->markdown, &terminal);
    if (view->options->markdown && view->counts[1] > 0)
        puts("");
    printf("%zu new, %zu gone", view->counts[0], view->counts[1]);
    if (past->go != NULL && view->why.version != NULL && strcmp(past->go, view->why.version) != 0)
        printf("; the old ones were told by %s, these by %s", past->go, view->why.version);
    fputs(view->options->markdown ? ".\n" : "\n", stdout);
}

static void compare(struct view *view, struct esc_past *past)
{
    view->is_new = esc_why_new(&view->why, past);
    for (size_t k = 0; k < view->why.escapes.value_count; k++)
        view->counts[0] += view->is_new[k];
    for (size_t k = 0; k < past->count; k++)
        view->counts[1] += !past->list[k].found;
}

/* ---- assertions ----------------------------------------------------------------------------- */

/* The value of the line that speaks against the assertion; NULL: none does. For "heap" any that
 * leaves the stack speaks for it. */
static const struct esc_go_value *witness(const struct esc_why *why,
                                          const struct esc_assertion *assertion)
{
    for (size_t k = 0; k < why->escapes.value_count; k++) {
        const struct esc_go_value *value = &why->escapes.values[k];
        const char *because;
        if (value->at.line != assertion->line ||
            strcmp(value->at.file, assertion->file->name) != 0 ||
            (value->is_parameter && value->fate != ESC_FATE_MOVED))
            continue;
        const bool allocates = esc_allocates_of(&why->escapes, value, &because) != ESC_ALLOCATES_NO;
        if (assertion->kind == ESC_ASSERT_ALLOCS ? allocates : esc_go_value_leaves(value))
            return value;
    }
    return NULL;
}

/* An append may grow, and releases before 1.26 say nothing of it. */
static bool appends(const struct esc_assertion *assertion)
{
    size_t length;
    const char *line = esc_source_file_line(assertion->file, assertion->line, &length);
    return assertion->kind == ESC_ASSERT_ALLOCS && line != NULL &&
           memmem(line, length, "append(", strlen("append(")) != NULL;
}

static bool holds(struct view *view, const struct esc_assertion *assertion,
                  const struct esc_terminal *terminal)
{
    const struct esc_why *why = &view->why;
    const struct esc_go_value *value = witness(why, assertion);
    if ((value != NULL) == (assertion->kind == ESC_ASSERT_HEAP) && !appends(assertion))
        return true;
    printf("%s:%d: //escapement:%s does not hold: %s\n", assertion->file->shown, assertion->comment,
           esc_assertion_word(assertion->kind),
           value == NULL && appends(assertion)    ? "append allocates when the slice grows"
           : value == NULL                        ? "nothing of this line leaves the stack"
           : assertion->kind == ESC_ASSERT_ALLOCS ? "this allocates, or may"
                                                  : "this leaves the stack");
    if (value != NULL && esc_go_value_leaves(value))
        print_escape(view, value, terminal);
    else if (value != NULL)
        esc_report_staying(&why->escapes, &why->sources, value, terminal, stdout);
    return false;
}

static int check_assertions(struct view *view, struct esc_error *error)
{
    const struct esc_why *why = &view->why;
    const struct esc_terminal terminal = esc_terminal_of(stdout);
    struct esc_assertions assertions = {0};
    size_t broken = 0;
    bool good = true;
    for (size_t k = 0; k < why->sources.count; k++)
        if (esc_why_is_asked(why, why->sources.list[k].name))
            good = esc_why_assertions(&why->sources.list[k], &assertions, error) && good;
    if (good && assertions.count == 0) {
        esc_error_add(error, view->options->what, 0,
                      "there is nothing to check: no comment "
                      "//escapement:stack, heap or allocs=0");
        good = false;
    }
    for (size_t k = 0; good && k < assertions.count; k++)
        broken += !holds(view, &assertions.list[k], &terminal);
    if (good)
        printf("%zu assertion%s, %zu broken\n", assertions.count, assertions.count == 1 ? "" : "s",
               broken);
    free(assertions.list);
    return !good ? ESC_EXIT_USAGE : broken > 0 ? ESC_EXIT_CASE_FAILED : ESC_EXIT_OK;
}

static void show(struct view *view)
{
    if (view->options->json)
        write_json(view);
    else if (view->options->sarif)
        write_sarif(view);
    else if (view->options->markdown)
        print_markdown(view);
    else
        print_list(view);
}

static int show_changes(struct view *view, struct esc_error *error)
{
    const struct options *options = view->options;
    struct esc_past past = {0};
    if (!esc_past_read(options->diff, &past, error))
        return ESC_EXIT_USAGE;
    compare(view, &past);
    show(view);
    if (!options->json && !options->sarif)
        print_diff_sum(view, &past);
    esc_past_free(&past);
    return options->assert_them && view->counts[0] > 0 ? ESC_EXIT_CASE_FAILED : ESC_EXIT_OK;
}

static int answer(struct view *view, struct esc_error *error)
{
    const struct options *options = view->options;
    const struct esc_terminal terminal = esc_terminal_of(stderr);
    int code = ESC_EXIT_OK;
    if (!esc_why_ask(&view->why, options->what, options->go, &code, error))
        return code;
    if (!options->no_price && !esc_prices_open(&view->beside.prices, options->run, error))
        return ESC_EXIT_USAGE;
    if (options->profile != NULL &&
        !esc_profile_read(options->profile, &view->beside.profile, error))
        return ESC_EXIT_USAGE;
    if (options->profile != NULL)
        view->beside.ranks = esc_why_ranks(&view->why, &view->beside.profile);
    esc_why_beside_heap(&view->beside);
    code = ESC_EXIT_OK;
    if (options->diff != NULL)
        code = show_changes(view, error);
    else if (!options->assert_them)
        show(view);
    fflush(stdout);
    print_doubts(&view->why, &terminal);
    return options->assert_them && options->diff == NULL ? check_assertions(view, error) : code;
}

int esc_command_why(int argc, char **argv)
{
    static const struct argp argp = {
        option_table,
        parse_option,
        "FILE.go|FOLDER|./...|-\n--check-prices",
        "Says of any Go code what leaves the stack, the way it takes step by step, why, and "
        "whether it allocates. Asks the Go compiler; a text that go build -gcflags=-m=2 printed "
        "elsewhere will do as well.",
        NULL,
        NULL,
        NULL};
    struct options options = {.go = "go"};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    struct view view = {.options = &options};
    view.beside = (struct esc_why_beside){.why = &view.why,
                                          .what = options.what,
                                          .go = options.go,
                                          .priced = !options.no_price,
                                          .remedies = options.remedies};
    struct esc_error error = {0};
    const int code = options.check_prices ? check_prices(&options, &error) : answer(&view, &error);
    fflush(stdout);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    esc_why_beside_free(&view.beside);
    esc_why_free(&view.why);
    free(view.is_new);
    return code;
}
