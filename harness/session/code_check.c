/*
 * The machine-code test. See code_check.h.
 */
#include "session/code_check.h"

#include "base/memory.h"
#include "disasm/disasm.h"
#include "session/go_code.h"
#include "session/go_words.h"
#include "words/listing.h"

#include <stdlib.h>
#include <string.h>

struct sums {
    size_t heap_sides, stack_sides, violations;
};

static void print_violation(const struct esc_variant *variant, const char *compiler,
                            const char *what, const struct esc_code *code)
{
    char *calls = esc_listing_calls(code);
    printf("FAILED  %s (%s): %s: %s\n", variant->name, compiler, what, calls);
    free(calls);
}

static void judge(const struct esc_run *run, const struct esc_variant *variant,
                  const char *compiler, const struct esc_code *code, struct sums *sums)
{
    const struct esc_strategy *strategy = esc_variant_strategy(run, variant);
    bool on_stack = variant->runtime == ESC_RUNTIME_NONE;
    double slack;
    const char *what = NULL;
    if (!on_stack && esc_strategy_allocs(strategy, variant->point,
                                         esc_run_minor_of(run, variant->runtime), &slack) <= 0)
        return; /* may call: interface values that need no box, for one */
    sums->stack_sides += on_stack;
    sums->heap_sides += !on_stack;
    if (on_stack && esc_code_heap_calls(code, ESC_RUNTIME_NONE) > 0)
        what = "a stack side calls an allocator";
    if (!on_stack && esc_code_heap_calls(code, variant->runtime) == 0)
        what = "a heap side does not call its allocator";
    if (what == NULL)
        return;
    sums->violations++;
    print_violation(variant, compiler, what, code);
}

/* All variants of one case; they stand side by side, from *v on. */
static bool check_case(const struct esc_workbench *bench, size_t *v, const char *compiler,
                       struct sums *sums, struct esc_error *error)
{
    const struct esc_run *run = &bench->run;
    size_t case_index = run->variants[*v].case_index;
    const char *library = bench->libraries[case_index].timed;
    struct esc_listing *listing = library != NULL ? esc_listing_open(library, error) : NULL;
    bool good = listing != NULL;
    for (; *v < run->variant_count && run->variants[*v].case_index == case_index; (*v)++) {
        if (!good || run->variants[*v].runtime == ESC_RUNTIME_GO)
            continue;
        struct esc_job job = esc_workbench_job(bench, *v, ESC_JOB_TIMED);
        struct esc_code code;
        good = esc_listing_code(listing, job.symbol, &code, error);
        if (good)
            judge(run, &run->variants[*v], compiler, &code, sums);
        esc_code_free(&code);
    }
    esc_listing_close(listing);
    return good || library == NULL;
}

/* Each session frees its own names; which Go is the caller's business. */
static void copy_names(const struct esc_workbench_options *from, struct esc_workbench_options *to)
{
    to->names = NULL;
    to->name_count = 0;
    to->gos = NULL;
    to->go_count = 0;
    for (size_t i = 0; i < from->name_count; i++)
        esc_workbench_add_names(to, from->names[i]);
}

int esc_code_check(const struct esc_workbench_options *options, const char *compiler)
{
    struct esc_workbench bench = {.options = *options};
    struct esc_error error = {0};
    struct sums sums = {0};
    copy_names(options, &bench.options);
    setenv("CC", compiler, 1);
    bool good = esc_workbench_open(&bench, &error);
    int code = esc_workbench_exit(&bench);
    for (size_t v = 0; good && v < bench.run.variant_count;)
        good = check_case(&bench, &v, compiler, &sums, &error);
    esc_error_print(&error, stderr);
    bool faults = error.count > 0;
    esc_error_free(&error);
    printf("%s: %zu heap sides that allocate, %zu stack sides: %zu violations\n", compiler,
           sums.heap_sides, sums.stack_sides, sums.violations);
    esc_workbench_close(&bench);
    if (code != ESC_EXIT_OK)
        return code;
    return !good || faults       ? ESC_EXIT_ENVIRONMENT
           : sums.violations > 0 ? ESC_EXIT_CASE_FAILED
                                 : ESC_EXIT_OK;
}

/* ---- Go ---- */

static void judge_go(const struct esc_case *bench_case, size_t point, size_t strategy_index,
                     const struct esc_go_code *go, const struct esc_code *code, struct sums *sums)
{
    const struct esc_strategy *strategy = &bench_case->strategies[strategy_index];
    double slack;
    double allocs = esc_strategy_allocs(strategy, point, go->minor, &slack);
    bool on_stack = strategy->place == ESC_PLACE_STACK && allocs <= 0;
    const char *what = NULL;
    if (!on_stack && allocs <= 0)
        return; /* may call */
    sums->stack_sides += on_stack;
    sums->heap_sides += !on_stack;
    if (on_stack && esc_code_sure_calls(code) > 0)
        what = "a stack side calls what takes memory";
    if (!on_stack && esc_code_heap_calls(code, ESC_RUNTIME_GO) == 0)
        what = "a heap side does not call what takes memory";
    if (what == NULL)
        return;
    sums->violations++;
    char *calls = esc_listing_calls(code);
    printf("FAILED  %s/%s/%s (%s): %s: %s\n", bench_case->name, strategy->name,
           bench_case->points[point].name, go->release, what, calls);
    free(calls);
}

static bool check_unit(const struct esc_case *cases, const struct esc_go_unit *unit,
                       const struct esc_go_code *go, struct sums *sums, struct esc_error *error)
{
    const struct esc_case *bench_case = &cases[unit->case_index];
    bool good = true;
    for (size_t k = 0; k < bench_case->strategy_count && good; k++) {
        struct esc_code code;
        good = esc_go_code_side(go, bench_case, unit->point, k, &code, error);
        if (good)
            judge_go(bench_case, unit->point, k, go, &code, sums);
        esc_code_free(&code);
    }
    return good;
}

/* All points of the cases in Go; the control's sides are both no escape. */
static struct esc_go_unit *units_of(const struct esc_run *run, size_t *count)
{
    struct esc_go_unit *units = NULL;
    *count = 0;
    for (size_t i = 0; i < run->case_count; i++)
        for (size_t p = 0;
             run->cases[i].strategies[0].go.text != NULL && p < run->cases[i].point_count; p++) {
            units = esc_grow(units, count, sizeof *units);
            units[*count - 1] = (struct esc_go_unit){.case_index = i, .point = p};
        }
    return units;
}

int esc_go_code_check(const struct esc_workbench_options *options)
{
    struct esc_workbench bench = {.options = *options};
    struct esc_error error = {0};
    struct esc_error missing = {0};
    struct sums sums = {0};
    struct esc_go here = {0};
    struct esc_go_code go = {0};
    const char *command = options->go_count > 0 ? options->gos[0] : "go";
    if (!esc_go_named(command, &here, &missing)) {
        printf("%s: not installed, not checked\n", command);
        esc_error_free(&missing);
        return ESC_EXIT_OK;
    }
    copy_names(options, &bench.options);
    bool good = esc_workbench_open(&bench, &error);
    int code = esc_workbench_exit(&bench);
    size_t count = 0;
    struct esc_go_unit *units = units_of(&bench.run, &count);
    good = good && esc_go_code_ask(&go, bench.run.cases, bench.run.case_count, units, count, &here,
                                   &bench.folders, &error);
    for (size_t u = 0; u < count && good; u++)
        good = check_unit(bench.run.cases, &units[u], &go, &sums, &error);
    esc_error_print(&error, stderr);
    bool faults = error.count > 0;
    printf("%s: %zu heap sides that allocate, %zu stack sides: %zu violations\n",
           go.release != NULL ? go.release : here.version, sums.heap_sides, sums.stack_sides,
           sums.violations);
    free(units);
    esc_error_free(&error);
    esc_go_code_free(&go);
    esc_go_free(&here);
    esc_workbench_close(&bench);
    return code != ESC_EXIT_OK   ? code
           : !good || faults     ? ESC_EXIT_ENVIRONMENT
           : sums.violations > 0 ? ESC_EXIT_CASE_FAILED
                                 : ESC_EXIT_OK;
}
