/*
 * disasm: both sides' machine code with the case's source lines, calls into the allocator marked.
 */
#include "disasm/disasm.h"
#include "base/memory.h"
#include "base/process.h"
#include "codegen/codegen.h"
#include "command/command.h"
#include "report/listing_pair.h"
#include "session/code_check.h"
#include "session/options.h"

#include <stdlib.h>
#include <string.h>

enum { OPT_POINT = 0x300, OPT_STRATEGY, OPT_CHECK };

struct options {
    struct esc_workbench_options bench;
    const char *point;
    const char *strategy;
    bool check;
};

static const struct argp_option option_table[] = {
    {"point", OPT_POINT, "NAME", 0, "which point, such as size:64 (default: the quick one)", 0},
    {"strategy", OPT_STRATEGY, "NAME", 0, "what to show beside stack (default: heap)", 0},
    {"check", OPT_CHECK, NULL, 0,
     "the machine-code test with gcc and clang: heap sides call their allocator, stack sides none",
     0},
    {0},
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case OPT_POINT:
        options->point = argument;
        return 0;
    case OPT_STRATEGY:
        options->strategy = argument;
        return 0;
    case OPT_CHECK:
        options->check = true;
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->bench;
        return 0;
    case ARGP_KEY_END:
        if (!options->check && options->bench.name_count == 0)
            argp_error(state, "which case? `escapement list` shows them");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* ESC_EXIT_OK when the variant of case 0 was found. */
static bool find_variant(const struct esc_workbench *bench, size_t case_index, size_t point,
                         const char *strategy, size_t *found, struct esc_error *error)
{
    const struct esc_run *run = &bench->run;
    for (size_t v = 0; v < run->variant_count; v++)
        if (run->variants[v].case_index == case_index && run->variants[v].point == point &&
            strcmp(esc_variant_strategy(run, &run->variants[v])->name, strategy) == 0) {
            *found = v;
            return true;
        }
    const struct esc_case *subject = &run->cases[case_index];
    struct esc_text known = {0};
    for (size_t k = 0; k < subject->strategy_count; k++)
        esc_text_addf(&known, "%s%s", k > 0 ? ", " : "", subject->strategies[k].name);
    esc_error_add(error, subject->path, 0, "there is no strategy \"%s\" here", strategy);
    esc_error_hint(error, "choose from %s", known.bytes);
    esc_text_free(&known);
    return false;
}

/* The point of that name; without a name the first one that the quick preset measures. */
static bool find_point(const struct esc_case *bench_case, const char *name, size_t *found,
                       struct esc_error *error)
{
    if (name != NULL)
        return esc_case_find_point(bench_case, name, found, error);
    *found = 0;
    for (size_t p = bench_case->point_count; p-- > 0;)
        *found = bench_case->points[p].quick ? p : *found;
    return true;
}

static bool read_side(const struct esc_workbench *bench, const struct esc_listing *listing,
                      size_t v, struct esc_listing_side *side, struct esc_error *error)
{
    const struct esc_variant *variant = &bench->run.variants[v];
    struct esc_job job = esc_workbench_job(bench, v, ESC_JOB_TIMED);
    side->bench_case = esc_variant_case(&bench->run, variant);
    side->on_heap = variant->runtime != ESC_RUNTIME_NONE;
    side->title = esc_variant_strategy(&bench->run, variant)->name;
    return esc_listing_code(listing, job.symbol, &side->code, error);
}

static void print_sides(const struct esc_case *bench_case, size_t point,
                        struct esc_listing_side sides[2], const char *runtime)
{
    struct esc_terminal terminal = esc_terminal_of(stdout);
    struct esc_text made = {0};
    const char *name = bench_case->points[point].name;
    printf("%s%s%s: %s\n\n", bench_case->name, name[0] != '\0' ? " " : "", name, bench_case->path);
    esc_codegen(bench_case, &made);
    char *titles[2];
    for (size_t k = 0; k < 2; k++) {
        const char *strategy = sides[k].title;
        titles[k] = esc_format("%s%s%s", strategy, sides[k].on_heap ? ", served by " : "",
                               sides[k].on_heap ? runtime : "");
        sides[k].title = titles[k];
        sides[k].made = &made;
    }
    esc_report_listing_pair(&sides[0], &sides[1], &terminal, stdout);
    for (size_t k = 0; k < 2; k++) {
        char *summary = esc_report_calls(&sides[k].code);
        printf("%s: %s\n", titles[k], summary);
        free(summary);
        free(titles[k]);
    }
    esc_text_free(&made);
}

static bool has_c(const struct esc_case *bench_case)
{
    return bench_case->strategies[0].c.text != NULL;
}

static bool needs_c(const struct esc_case *bench_case, struct esc_error *error)
{
    if (has_c(bench_case))
        return true;
    esc_error_add(error, bench_case->path, bench_case->line,
                  "the case is in Go alone: it has no machine code of the C kernels");
    esc_error_hint(error, "give its strategies C, or ask `go tool objdump` about its Go");
    return false;
}

static int show_case(const struct esc_workbench *bench, size_t case_index,
                     const struct options *options, struct esc_error *error)
{
    size_t point = 0;
    size_t variants[2] = {0, 0};
    struct esc_listing_side sides[2] = {{0}, {0}};
    if (!needs_c(&bench->run.cases[case_index], error) ||
        !find_point(&bench->run.cases[case_index], options->point, &point, error) ||
        !find_variant(bench, case_index, point, "stack", &variants[0], error) ||
        !find_variant(bench, case_index, point, options->strategy, &variants[1], error))
        return ESC_EXIT_USAGE;
    struct esc_listing *listing = esc_listing_open(bench->libraries[case_index].timed, error);
    bool good = listing != NULL;
    for (size_t k = 0; k < 2 && good; k++)
        good = read_side(bench, listing, variants[k], &sides[k], error);
    if (good)
        print_sides(&bench->run.cases[case_index], point, sides,
                    esc_runtime_title(bench->run.variants[variants[1]].runtime));
    esc_code_free(&sides[0].code);
    esc_code_free(&sides[1].code);
    esc_listing_close(listing);
    return good ? ESC_EXIT_OK : ESC_EXIT_ENVIRONMENT;
}

static int show(const struct options *options)
{
    struct esc_workbench bench = {.options = options->bench};
    struct esc_error error = {0};
    bool opened = esc_workbench_open(&bench, &error);
    int code = opened && bench.rejected == 0 ? ESC_EXIT_OK
               : opened                      ? ESC_EXIT_USAGE
                                             : esc_workbench_exit(&bench);
    for (size_t i = 0; opened && i < bench.run.case_count; i++) {
        if (bench.libraries[i].timed == NULL && has_c(&bench.run.cases[i]))
            continue; /* it does not compile, which has been told */
        int shown = show_case(&bench, i, options, &error);
        code = shown != ESC_EXIT_OK ? shown : code;
    }
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    esc_workbench_close(&bench);
    return code;
}

static bool is_there(const char *compiler)
{
    const char *const arguments[] = {compiler, "--version", NULL};
    const struct esc_process process = {
        .arguments = arguments, .cpu = -1, .limits = {.time_s = 60}};
    struct esc_text out = {0};
    struct esc_error error = {0};
    int code = -1;
    bool there = esc_process_run(&process, &out, &out, &code, &error) && code == 0;
    esc_error_free(&error);
    esc_text_free(&out);
    return there;
}

static int check(const struct options *options)
{
    static const char *const compilers[] = {"gcc", "clang"};
    int code = ESC_EXIT_OK;
    for (size_t i = 0; i < sizeof compilers / sizeof *compilers; i++) {
        if (!is_there(compilers[i])) {
            printf("%s: not installed, not checked\n", compilers[i]);
            continue;
        }
        int checked = esc_code_check(&options->bench, compilers[i]);
        code = checked != ESC_EXIT_OK ? checked : code;
    }
    return code;
}

static void free_names(struct esc_workbench_options *options)
{
    for (size_t i = 0; i < options->name_count; i++)
        free(options->names[i]);
    free(options->names);
}

int esc_command_disasm(int argc, char **argv)
{
    static const struct argp_child children[] = {{&esc_workbench_argp, 0, "Cases:", 1}, {0}};
    static const struct argp argp = {option_table,
                                     parse_option,
                                     "CASE...",
                                     "Shows both sides' machine code with the case's source lines; "
                                     "calls into an allocator are marked.",
                                     children,
                                     NULL,
                                     NULL};
    struct options options = {.bench = esc_workbench_options(), .strategy = "heap"};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    if (!options.check)
        return show(&options);
    int code = check(&options);
    free_names(&options.bench);
    return code;
}
