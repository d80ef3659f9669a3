/*
 * disasm: both sides' machine code with the case's source lines, calls into the allocator marked.
 */
#include "disasm/disasm.h"
#include "base/memory.h"
#include "base/process.h"
#include "codegen/codegen.h"
#include "command/command.h"
#include "report/ink.h"
#include "report/listing_pair.h"
#include "session/code_check.h"
#include "session/each_case.h"
#include "session/go_code.h"
#include "session/go_words.h"
#include "session/options.h"
#include "words/listing.h"

#include <stdlib.h>
#include <string.h>

enum { OPT_POINT = 0x300, OPT_STRATEGY, OPT_CHECK, OPT_NO_GO, OPT_RECORD };

struct options {
    struct esc_workbench_options bench;
    const char *point;
    const char *strategy;
    bool check, no_go, record;
};

static const struct argp_option option_table[] = {
    {"point", OPT_POINT, "NAME", 0, "which point, such as size:64 (default: the quick one)", 0},
    {"strategy", OPT_STRATEGY, "NAME", 0, "what to show beside stack (default: heap)", 0},
    {"check", OPT_CHECK, NULL, 0,
     "the machine-code test with gcc, clang and go: heap sides call their allocator, stack sides "
     "none",
     0},
    {"no-go", OPT_NO_GO, NULL, 0, "leave out Go's machine code, do not ask for it", 0},
    {"record", OPT_RECORD, NULL, 0,
     "write Go's machine code to cases/recorded, to be shown where no go is", 0},
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
    case OPT_NO_GO:
        options->no_go = true;
        return 0;
    case OPT_RECORD:
        options->record = true;
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

/* What is shown of a case: a point, and two strategies by their index. */
struct view {
    const struct esc_case *bench_case;
    size_t case_index, point;
    size_t variants[2]; /* of C */
    size_t strategies[2];
    const char *go; /* the command that is asked */
};

static bool has_c(const struct esc_case *bench_case)
{
    return bench_case->strategies[0].c.text != NULL;
}

static bool has_go(const struct esc_case *bench_case)
{
    return bench_case->strategies[0].go.text != NULL;
}

static void print_pair(struct esc_listing_side sides[2], char *const titles[2])
{
    struct esc_terminal terminal = esc_terminal_of(stdout);
    for (size_t k = 0; k < 2; k++)
        sides[k].title = titles[k];
    esc_report_listing_pair(&sides[0], &sides[1], &terminal, stdout);
    for (size_t k = 0; k < 2; k++) {
        char *summary = esc_listing_calls(&sides[k].code);
        char *line = esc_format("%s: %s", titles[k], summary);
        esc_ink_wrap(stdout, &terminal, INK_PLAIN, "", line);
        free(line);
        free(summary);
    }
}

/* ---- C ---- */

static bool read_side(const struct esc_workbench *bench, const struct esc_listing *listing,
                      size_t v, struct esc_listing_side *side, struct esc_error *error)
{
    const struct esc_variant *variant = &bench->run.variants[v];
    struct esc_job job = esc_workbench_job(bench, v, ESC_JOB_TIMED);
    side->bench_case = esc_variant_case(&bench->run, variant);
    side->on_heap = variant->runtime != ESC_RUNTIME_NONE;
    return esc_listing_code(listing, job.symbol, &side->code, error);
}

static bool show_c(const struct esc_workbench *bench, const struct view *view,
                   struct esc_error *error)
{
    struct esc_listing_side sides[2] = {{0}, {0}};
    struct esc_text made = {0};
    struct esc_listing *listing = esc_listing_open(bench->libraries[view->case_index].timed, error);
    bool good = listing != NULL;
    for (size_t k = 0; k < 2 && good; k++)
        good = read_side(bench, listing, view->variants[k], &sides[k], error);
    if (good) {
        char *titles[2] = {esc_listing_title(&bench->run, view->variants[0]),
                           esc_listing_title(&bench->run, view->variants[1])};
        esc_codegen(view->bench_case, &made);
        sides[0].made = sides[1].made = &made;
        print_pair(sides, titles);
        free(titles[0]);
        free(titles[1]);
    }
    esc_text_free(&made);
    esc_code_free(&sides[0].code);
    esc_code_free(&sides[1].code);
    esc_listing_close(listing);
    return good;
}

/* ---- Go ---- */

/* False where there is none, which is told: an error where the case has nothing else to show. */
static bool find_go_code(const struct esc_workbench *bench, const struct view *view,
                         struct esc_go_code *code, struct esc_error *error)
{
    size_t faults = error->count;
    if (esc_go_code_find(code, &bench->folders, view->bench_case, view->point, view->go, error))
        return true;
    struct esc_go here = {0};
    if (error->count == faults && !has_c(view->bench_case))
        esc_go_named(view->go, &here, error);
    else if (error->count == faults)
        printf(
            "\nGo's machine code: no `%s` is here, and none was recorded of this case and point\n",
            view->go);
    esc_go_free(&here);
    return false;
}

static bool show_go(const struct esc_workbench *bench, const struct view *view, bool record,
                    struct esc_error *error)
{
    struct esc_go_code code = {0};
    struct esc_listing_side sides[2] = {{0}, {0}};
    size_t faults = error->count;
    bool found = find_go_code(bench, view, &code, error);
    bool good = found || error->count == faults;
    for (size_t k = 0; k < 2 && found && good; k++) {
        sides[k].bench_case = view->bench_case;
        sides[k].on_heap = k > 0;
        good = esc_go_code_side(&code, view->bench_case, view->point, view->strategies[k],
                                &sides[k].code, error);
    }
    if (found && good) {
        const char *how = code.program == NULL ? ", recorded" : "";
        char *titles[2];
        for (size_t k = 0; k < 2; k++)
            titles[k] =
                esc_format("%s, Go (%s%s)", view->bench_case->strategies[view->strategies[k]].name,
                           code.release, how);
        puts("");
        print_pair(sides, titles);
        free(titles[0]);
        free(titles[1]);
    }
    if (found && good && record && code.program != NULL) {
        const struct esc_code codes[2] = {sides[0].code, sides[1].code};
        good = esc_go_code_record(&code, view->bench_case, view->point, codes, 2,
                                  bench->folders.cases, error);
    }
    esc_code_free(&sides[0].code);
    esc_code_free(&sides[1].code);
    esc_go_code_free(&code);
    return good;
}

/* ---- a case ---- */

/* Whether both sides are planned in C at the point, and which variants they are. */
static bool find_variants(const struct esc_run *run, struct view *view)
{
    for (size_t k = 0; k < 2; k++) {
        view->variants[k] = esc_run_find_c(run, view->case_index, view->point, view->strategies[k]);
        if (view->variants[k] == run->variant_count)
            return false;
    }
    return true;
}

static int show_case(const struct esc_workbench *bench, size_t case_index, const void *context,
                     struct esc_error *error)
{
    const struct options *options = context;
    if (bench->libraries[case_index].timed == NULL && has_c(&bench->run.cases[case_index]))
        return ESC_EXIT_OK; /* it does not compile, which has been told */
    struct view view = {.bench_case = &bench->run.cases[case_index],
                        .case_index = case_index,
                        .go = options->bench.go_count > 0 ? options->bench.gos[0] : "go"};
    if (!esc_case_choose_point(view.bench_case, options->point, &view.point, error) ||
        !esc_case_find_strategy(view.bench_case, options->strategy, &view.strategies[1], error))
        return ESC_EXIT_USAGE;
    const char *name = view.bench_case->points[view.point].name;
    bool c = has_c(view.bench_case) && bench->libraries[case_index].timed != NULL &&
             find_variants(&bench->run, &view);
    printf("%s%s%s: %s\n\n", view.bench_case->name, name[0] != '\0' ? " " : "", name,
           view.bench_case->path);
    bool good =
        (!c || show_c(bench, &view, error)) && (options->no_go || !has_go(view.bench_case) ||
                                                show_go(bench, &view, options->record, error));
    return good ? ESC_EXIT_OK : ESC_EXIT_ENVIRONMENT;
}

static int show(const struct options *options)
{
    struct esc_workbench_options cases = options->bench;
    cases.gos = NULL; /* nothing is measured with it */
    cases.go_count = 0;
    return esc_each_case(&cases, show_case, options);
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
    if (options->no_go)
        return code;
    int checked = esc_go_code_check(&options->bench);
    return checked != ESC_EXIT_OK ? checked : code;
}

static void free_list(char **list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(list[i]);
    free(list);
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
    int code = options.check ? check(&options) : show(&options);
    if (options.check) /* else they were the session's */
        free_list(options.bench.names, options.bench.name_count);
    free_list(options.bench.gos, options.bench.go_count);
    return code;
}
