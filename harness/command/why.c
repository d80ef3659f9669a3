/*
 * why: what leaves the stack in any Go code, the way it takes, and whether it allocates.
 */
#include "emit/why.h"
#include "base/memory.h"
#include "command/command.h"
#include "report/ink.h"
#include "report/why.h"
#include "session/options.h"
#include "session/why.h"
#include "why/source.h"
#include "words/allocates.h"
#include "words/cause.h"
#include "words/path.h"

#include <stdlib.h>
#include <string.h>

enum { OPT_GO = 0x700, OPT_ALL, OPT_PARAMS, OPT_JSON, OPT_ASSERT };

struct options {
    const char *what, *go;
    bool all, params, json, assert_them;
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
    {0},
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case OPT_GO:
        options->go = argument;
        return 0;
    case OPT_ALL:
        options->all = true;
        return 0;
    case OPT_PARAMS:
        options->params = true;
        return 0;
    case OPT_JSON:
        options->json = true;
        return 0;
    case OPT_ASSERT:
        options->assert_them = true;
        return 0;
    case ARGP_KEY_ARG:
        if (options->what != NULL)
            argp_error(state, "one file, folder or package at a time");
        options->what = argument;
        return 0;
    case ARGP_KEY_END:
        if (options->what == NULL)
            argp_error(state,
                       "of which code? A file main.go, a folder, ./..., or - for the text "
                       "of go build -gcflags=-m=2");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* ---- JSON ----------------------------------------------------------------------------------- */

static bool is_shown(const void *context, const struct esc_go_value *value)
{
    return esc_why_is_shown(context, value);
}

static struct esc_why_said said_of(const void *context, const struct esc_go_value *value)
{
    const struct esc_why *why = context;
    struct esc_why_said said = {0};
    if (value->is_parameter && value->fate != ESC_FATE_MOVED)
        return said;
    said.allocates = esc_allocates_word(esc_allocates_of(&why->escapes, value, &said.because));
    if (!esc_go_value_leaves(value))
        return said;
    const struct esc_cause_words *words = esc_cause_words(esc_cause_of(&why->escapes, value));
    said.cause = words->word;
    said.bench_case = words->bench_case;
    said.helps = words->helps;
    return said;
}

static void write_json(const struct esc_why *why)
{
    const struct esc_why_file file = {.escapes = &why->escapes,
                                      .go = why->version,
                                      .changed = esc_why_changed(why),
                                      .context = (void *)(uintptr_t)why,
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

/* Those that were asked for, by place. Caller frees. */
static const struct esc_go_value **sorted(const struct esc_why *why, size_t *count)
{
    const struct esc_go_value **list = esc_calloc(why->escapes.value_count + 1, sizeof *list);
    *count = 0;
    for (size_t k = 0; k < why->escapes.value_count; k++)
        if (esc_why_is_shown(why, &why->escapes.values[k]))
            list[(*count)++] = &why->escapes.values[k];
    qsort(list, *count, sizeof *list, compare_values);
    return list;
}

struct sums {
    size_t leave, stay, parameters, allocates[3];
};

static void print_value(const struct esc_why *why, const struct esc_go_value *value,
                        const struct options *options, const struct esc_terminal *terminal,
                        struct sums *sums)
{
    const char *because;
    if (esc_go_value_leaves(value)) {
        sums->leave++;
        sums->allocates[esc_allocates_of(&why->escapes, value, &because)]++;
        if (!options->params)
            esc_report_escape(&why->escapes, &why->sources, value, terminal, stdout);
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

static void print_sums(const struct esc_why *why, const struct sums *sums,
                       const struct esc_terminal *terminal)
{
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

static void print_list(const struct esc_why *why, const struct options *options)
{
    const struct esc_terminal terminal = esc_terminal_of(stdout);
    struct sums sums = {0};
    size_t count;
    const struct esc_go_value **values = sorted(why, &count);
    for (size_t k = 0; k < count; k++)
        print_value(why, values[k], options, &terminal, &sums);
    if (options->params && sums.parameters > 0)
        printf("\n");
    print_sums(why, &sums, &terminal);
    free(values);
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

static bool holds(const struct esc_why *why, const struct esc_assertion *assertion,
                  const struct esc_terminal *terminal)
{
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
        esc_report_escape(&why->escapes, &why->sources, value, terminal, stdout);
    else if (value != NULL)
        esc_report_staying(&why->escapes, &why->sources, value, terminal, stdout);
    return false;
}

static int check_assertions(const struct esc_why *why, const struct options *options,
                            struct esc_error *error)
{
    const struct esc_terminal terminal = esc_terminal_of(stdout);
    struct esc_assertions assertions = {0};
    size_t broken = 0;
    bool good = true;
    for (size_t k = 0; k < why->sources.count; k++)
        if (esc_why_is_asked(why, why->sources.list[k].name))
            good = esc_why_assertions(&why->sources.list[k], &assertions, error) && good;
    if (good && assertions.count == 0) {
        esc_error_add(error, options->what, 0,
                      "there is nothing to check: no comment "
                      "//escapement:stack, heap or allocs=0");
        good = false;
    }
    for (size_t k = 0; good && k < assertions.count; k++)
        broken += !holds(why, &assertions.list[k], &terminal);
    if (good)
        printf("%zu assertion%s, %zu broken\n", assertions.count, assertions.count == 1 ? "" : "s",
               broken);
    free(assertions.list);
    return !good ? ESC_EXIT_USAGE : broken > 0 ? ESC_EXIT_CASE_FAILED : ESC_EXIT_OK;
}

int esc_command_why(int argc, char **argv)
{
    static const struct argp argp = {
        option_table,
        parse_option,
        "FILE.go|FOLDER|./...|-",
        "Says of any Go code what leaves the stack, the way it takes step by step, why, and "
        "whether it allocates. Asks the Go compiler; a text that go build -gcflags=-m=2 printed "
        "elsewhere will do as well.",
        NULL,
        NULL,
        NULL};
    struct options options = {.go = "go"};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    struct esc_why why = {0};
    struct esc_error error = {0};
    int code = ESC_EXIT_OK;
    if (esc_why_ask(&why, options.what, options.go, &code, &error)) {
        const struct esc_terminal terminal = esc_terminal_of(stderr);
        code = ESC_EXIT_OK;
        if (options.json)
            write_json(&why);
        else if (!options.assert_them)
            print_list(&why, &options);
        fflush(stdout);
        print_doubts(&why, &terminal);
        if (options.assert_them)
            code = check_assertions(&why, &options, &error);
    }
    fflush(stdout);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    esc_why_free(&why);
    return code;
}
