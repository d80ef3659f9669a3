/*
 * The machine-code test. See code_check.h.
 */
#include "session/code_check.h"

#include "base/memory.h"
#include "disasm/disasm.h"
#include "report/listing_pair.h"

#include <stdlib.h>
#include <string.h>

struct sums {
    size_t heap_sides, stack_sides, violations;
};

static void print_violation(const struct esc_variant *variant, const char *compiler,
                            const char *what, const struct esc_code *code)
{
    char *calls = esc_report_calls(code);
    printf("FAILED  %s (%s): %s: %s\n", variant->name, compiler, what, calls);
    free(calls);
}

static void judge(const struct esc_run *run, const struct esc_variant *variant,
                  const char *compiler, const struct esc_code *code, struct sums *sums)
{
    const struct esc_strategy *strategy = esc_variant_strategy(run, variant);
    bool on_stack = strategy->place == ESC_PLACE_STACK;
    const char *what = NULL;
    if (!on_stack && strategy->expect[variant->point].allocs <= 0)
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

static void copy_names(const struct esc_workbench_options *from, struct esc_workbench_options *to)
{
    to->names = NULL;
    to->name_count = 0;
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
