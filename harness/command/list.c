/*
 * list: what cases there are, a line each.
 */
#include "base/memory.h"
#include "base/text.h"
#include "command/command.h"
#include "emit/emit.h"
#include "load/load.h"
#include "plan/plan.h"
#include "report/ink.h"
#include "session/folders.h"
#include "session/options.h"
#include "session/rounds.h"

#include <argp.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum form { FORM_SHORT, FORM_LONG, FORM_JSON };

/* `text` beside the name, or on a narrow terminal below it. */
static void print_beside(const struct esc_terminal *terminal, const char *name, const char *text)
{
    enum { NAME = 20, NARROW = 60 };
    char *first = esc_format("%-*s ", NAME, name);
    if (terminal->columns >= NARROW) {
        esc_ink_wrap(stdout, terminal, INK_PLAIN, first, text);
    } else {
        if (name[0] != '\0')
            esc_ink_wrap(stdout, terminal, INK_PLAIN, "", name);
        esc_ink_wrap(stdout, terminal, INK_PLAIN, "  ", text);
    }
    free(first);
}

static void print_case(const struct esc_terminal *terminal, const struct esc_case *bench_case)
{
    struct esc_text words = {0};
    esc_text_add(&words, "  strategies:");
    for (size_t i = 0; i < bench_case->strategy_count; i++)
        esc_text_addf(&words, " %s", bench_case->strategies[i].name);
    if (bench_case->point_count > 1 || bench_case->points[0].name[0] != '\0')
        esc_text_addf(&words, "; points: %s", bench_case->points[0].name);
    if (bench_case->point_count > 1)
        esc_text_addf(&words, " to %s (%zu)", bench_case->points[bench_case->point_count - 1].name,
                      bench_case->point_count);
    for (size_t i = 0; i < bench_case->tag_count; i++)
        esc_text_addf(&words, "%s%s", i > 0 ? " " : "; tags: ", bench_case->tags[i]);
    print_beside(terminal, bench_case->name, bench_case->title);
    print_beside(terminal, "", words.bytes);
    esc_text_free(&words);
}

/* How long the preset takes of this case alone; negative: it measures nothing of it. The run
 * borrows the case. */
static double expected_s(const struct esc_case *bench_case, enum esc_preset preset)
{
    struct esc_case copy = *bench_case;
    struct esc_run run = {.cases = &copy, .case_count = 1, .preset = preset};
    for (size_t id = 0; id < ESC_RUNTIMES; id++)
        run.runtimes[id] = esc_runtime_built((enum esc_runtime_id)id);
    run.rounds = esc_preset_rounds(preset);
    esc_plan_variants(&run, false);
    double expected = run.variant_count > 0 ? esc_rounds_expected_s(&run) : -1;
    run.cases = NULL;
    run.case_count = 0;
    esc_run_free(&run);
    return expected;
}

static void print_long(const struct esc_terminal *terminal, const struct esc_case *bench_case)
{
    struct esc_text words = {0};
    print_case(terminal, bench_case);
    esc_text_addf(&words, "  %s:%d%s", bench_case->path, bench_case->line,
                  bench_case->param_count > 0 ? "; points:" : "");
    for (size_t p = 0; p < bench_case->point_count && bench_case->param_count > 0; p++)
        esc_text_addf(&words, " %s%s", bench_case->points[p].name,
                      bench_case->points[p].quick ? " (quick)" : "");
    double quick = expected_s(bench_case, ESC_PRESET_QUICK);
    double normal = expected_s(bench_case, ESC_PRESET_NORMAL);
    if (quick >= 0)
        esc_text_addf(&words, "; alone about %.0f s quick, %.0f s normal", ceil(quick),
                      ceil(normal));
    else
        esc_text_add(&words, "; in Go alone");
    print_beside(terminal, "", words.bytes);
    esc_text_free(&words);
}

static void print_json(const struct esc_case *bench_case, bool first)
{
    double expected[ESC_PRESETS];
    for (int preset = 0; preset < ESC_PRESETS; preset++)
        expected[preset] = expected_s(bench_case, (enum esc_preset)preset);
    fputs(first ? "" : ",\n", stdout);
    esc_emit_case(bench_case, expected, stdout);
}

static bool list_one(struct esc_loader *loader, const struct esc_terminal *terminal, enum form form,
                     const char *path, bool *first, struct esc_error *error)
{
    struct esc_case bench_case = {0};
    bool loaded = esc_loader_case(loader, path, &bench_case, error);
    if (loaded && form == FORM_JSON)
        print_json(&bench_case, *first);
    else if (loaded)
        (form == FORM_LONG ? print_long : print_case)(terminal, &bench_case);
    *first = *first && !loaded;
    esc_case_free(&bench_case);
    return loaded;
}

/* The names become paths. */
static bool list_all(const char *folder, enum form form, char **names, size_t count,
                     struct esc_error *error)
{
    const struct esc_terminal terminal = esc_terminal_of(stdout);
    struct esc_loader *loader = esc_loader_open();
    bool good = true;
    bool first = true;
    for (size_t i = 0; i < count; i++) {
        char *name = names[i];
        names[i] = esc_format("%s/%s.lua", folder, name);
        free(name);
    }
    fputs(form == FORM_JSON ? "[\n" : "", stdout);
    esc_loader_expect(loader, names, count);
    for (size_t i = 0; i < count; i++)
        good = list_one(loader, &terminal, form, names[i], &first, error) && good;
    fputs(form == FORM_JSON ? "\n]\n" : "", stdout);
    esc_loader_close(loader);
    return good;
}

static int list(enum form form)
{
    struct esc_folders folders = {0};
    struct esc_error error = {0};
    size_t count = 0;
    bool good = esc_folders_find(&folders, &error);
    char **names = good ? esc_load_list(folders.cases, &count, &error) : NULL;
    good = good && list_all(folders.cases, form, names, count, &error);
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
    esc_error_print(&error, stderr);
    good = good && error.count == 0;
    esc_error_free(&error);
    esc_folders_free(&folders);
    return good ? ESC_EXIT_OK : ESC_EXIT_USAGE;
}

static const struct argp_option option_table[] = {
    {"long", 'l', NULL, 0, "with place, points and the time that each takes alone", 0},
    {"json", 'j', NULL, 0, "all that the files say, but for C and Go, as a JSON array", 0},
    {0},
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    enum form *form = state->input;
    (void)argument;
    if (key == 'l')
        return *form = *form == FORM_JSON ? FORM_JSON : FORM_LONG, 0;
    if (key == 'j')
        return *form = FORM_JSON, 0;
    return ARGP_ERR_UNKNOWN;
}

int esc_command_list(int argc, char **argv)
{
    static const struct argp argp = {option_table, parse_option, NULL, "Lists the cases.",
                                     NULL,         NULL,         NULL};
    enum form form = FORM_SHORT;
    if (!esc_options_parse(&argp, argc, argv, &form))
        return ESC_EXIT_USAGE;
    return list(form);
}
