/*
 * check: loads, compiles, runs, compares and counts every case, without timing anything. The C is
 * built with the checks of gort's contracts (gort/contract.h), which the timed C has not.
 */
#include "base/memory.h"
#include "command/command.h"
#include "session/options.h"
#include "session/stop.h"
#include "session/workbench.h"

#include <stdio.h>
#include <stdlib.h>

static void print_variant(const struct esc_variant *variant)
{
    if (variant->status != ESC_STATUS_OK)
        printf("FAILED  %-44s %s\n", variant->name, variant->message);
    else
        printf("ok      %-44s %8.6g allocs/op %10.6g B/op\n", variant->name, variant->allocs_per_op,
               variant->bytes_per_op);
}

static int check(struct esc_workbench *bench)
{
    struct esc_error error = {0};
    bool good = esc_workbench_open(bench, &error);
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    esc_workbench_print_skipped(bench, stderr);
    if (!good)
        return esc_workbench_exit(bench);
    esc_stop_catch();
    bool started = esc_workbench_count(bench, &esc_stop_requested, &error);
    if (esc_stop_requested)
        return ESC_EXIT_INTERRUPTED;
    size_t failed = 0;
    for (size_t v = 0; started && v < bench->run.variant_count; v++) {
        print_variant(&bench->run.variants[v]);
        failed += bench->run.variants[v].status != ESC_STATUS_OK;
    }
    esc_error_print(&error, stderr);
    esc_error_free(&error);
    if (!started)
        return ESC_EXIT_ENVIRONMENT;
    printf("%zu variants of %zu case%s: %zu ok, %zu failed; %zu case file%s rejected\n",
           bench->run.variant_count, bench->run.case_count, bench->run.case_count == 1 ? "" : "s",
           bench->run.variant_count - failed, failed, bench->rejected,
           bench->rejected == 1 ? "" : "s");
    return esc_workbench_exit(bench);
}

enum { OPT_AS_TIMED = 0x100 };

static const struct argp_option option_table[] = {
    {"as-timed", OPT_AS_TIMED, NULL, 0, "the C as bench builds it, without gort's contracts", 2},
    {0},
};

static error_t parse_option(int key, char *value, struct argp_state *state)
{
    struct esc_workbench_options *options = state->input;
    (void)value;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = options;
        return 0;
    case OPT_AS_TIMED:
        options->checked = false;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

int esc_command_check(int argc, char **argv)
{
    static const struct argp_child children[] = {{&esc_workbench_argp, 0, NULL, 0}, {0}};
    static const struct argp argp = {
        option_table, parse_option,
        "[CASE...]",  "Loads, compiles, compares and counts cases; times nothing.",
        children,     NULL,
        NULL};
    struct esc_workbench bench = {.options = esc_workbench_options()};
    bench.options.time_limit_s = 20;
    bench.options.checked = true;
    if (!esc_options_parse(&argp, argc, argv, &bench.options))
        return ESC_EXIT_USAGE;
    int code = check(&bench);
    esc_workbench_close(&bench);
    return code;
}
