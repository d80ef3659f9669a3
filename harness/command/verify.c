/*
 * verify: the same pairs in real Go. Diagnostics, allocations, bytes and checksums must agree; the
 * prices and the collections are shown side by side.
 */
#include "command/verify.h"

#include "base/memory.h"
#include "command/command.h"
#include "machine/probe.h"
#include "session/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { OPT_NO_TIMING = 0x300, OPT_SAMPLE_TIME, OPT_WRITE };

struct options {
    struct esc_workbench_options bench;
    bool no_timing;
    unsigned rounds;
    double sample_ms;
    const char *write; /* NULL: do not; "": docs/fidelity.md */
};

static const struct argp_option option_table[] = {
    {"no-timing", OPT_NO_TIMING, NULL, 0, "diagnostics, counts and checksums only", 0},
    {"rounds", 'n', "N", 0, "rounds (default: 5)", 0},
    {"sample-time", OPT_SAMPLE_TIME, "MS", 0, "length of the longest sample (default: 25)", 0},
    {"write", OPT_WRITE, "FILE", OPTION_ARG_OPTIONAL,
     "write the table as Markdown (default: "
     "docs/fidelity.md)",
     0},
    {0},
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case OPT_NO_TIMING:
        options->no_timing = true;
        return 0;
    case 'n':
        options->rounds = (unsigned)esc_option_whole(state, "--rounds", argument, 1, 1000);
        return 0;
    case OPT_SAMPLE_TIME:
        options->sample_ms = esc_option_number(state, "--sample-time", argument, 0.1, 10000);
        return 0;
    case OPT_WRITE:
        options->write = argument != NULL ? argument : "";
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->bench;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void print_and_free(struct esc_error *error)
{
    esc_error_print(error, stderr);
    esc_error_free(error);
}

/* The points that are planned: variants of one stand side by side. */
static void collect_units(struct esc_verify *verify)
{
    const struct esc_run *run = &verify->bench.run;
    for (size_t v = 0; v < run->variant_count; v++) {
        const struct esc_variant *variant = &run->variants[v];
        const struct esc_variant *before = v > 0 ? variant - 1 : NULL;
        if (before != NULL && before->item == variant->item && before->point == variant->point)
            continue;
        verify->units = esc_grow(verify->units, &verify->unit_count, sizeof *verify->units);
        verify->units[verify->unit_count - 1] = (struct esc_go_unit){variant->item, variant->point};
    }
}

/* Faults in a case's Go are printed here and cost that case; false: go itself failed. */
static bool build_go(struct esc_verify *verify, struct esc_error *error)
{
    struct esc_run *run = &verify->bench.run;
    char *cache = esc_format("%s/../verify", verify->bench.folders.cache);
    verify->errors = esc_calloc(run->case_count, sizeof *verify->errors);
    bool built = esc_go_build(run->cases, run->case_count, verify->units, verify->unit_count,
                              &verify->go, cache, true, &verify->module, verify->errors, error);
    for (size_t i = 0; i < run->case_count; i++)
        print_and_free(&verify->errors[i]);
    free(cache);
    return built;
}

/* "AMD EPYC, 2 CPUs, virtual machine, 2026-11-21"; caller frees. */
static char *describe_machine(void)
{
    struct esc_machine machine = {0};
    char date[sizeof "2026-11-21"];
    time_t now = time(NULL);
    struct tm local;
    esc_machine_probe("", "", "", &machine);
    strftime(date, sizeof date, "%Y-%m-%d", localtime_r(&now, &local));
    char *text = esc_format("%s, %d CPUs%s, %s", machine.cpu, machine.cpus,
                            machine.virtual_machine == 1 ? ", virtual machine" : "", date);
    esc_machine_free(&machine);
    return text;
}

static bool write_markdown(const struct esc_verify *verify, const char *path,
                           struct esc_error *error)
{
    char *standard = esc_format("%s/docs/fidelity.md", verify->bench.folders.root);
    struct esc_text text = {0};
    esc_fidelity_markdown(&verify->fidelity, &text);
    bool written =
        esc_text_write(path[0] != '\0' ? path : standard, text.bytes, text.length, error);
    esc_text_free(&text);
    free(standard);
    return written;
}

static int exit_code(const struct esc_verify *verify)
{
    if (verify->bench.rejected > 0)
        return ESC_EXIT_USAGE;
    return verify->fidelity.unexpected > 0 ? ESC_EXIT_CASE_FAILED : ESC_EXIT_OK;
}

static int compare(struct esc_verify *verify, const struct options *options,
                   struct esc_error *error)
{
    struct esc_terminal terminal = esc_terminal_of(stderr);
    collect_units(verify);
    if (!build_go(verify, error) || !esc_verify_count(verify, error) ||
        (!options->no_timing && (!esc_verify_time(verify, &terminal, error) ||
                                 !esc_verify_cycles(verify, &terminal, error))))
        return ESC_EXIT_ENVIRONMENT;
    verify->fidelity.go = &verify->go;
    verify->fidelity.rounds = options->no_timing ? 0 : verify->rounds;
    verify->fidelity.machine = describe_machine();
    esc_fidelity_judge(&verify->fidelity);
    esc_fidelity_print(&verify->fidelity, esc_terminal_of(stdout).columns, stdout);
    if (options->write != NULL && !write_markdown(verify, options->write, error))
        return ESC_EXIT_ENVIRONMENT;
    return exit_code(verify);
}

static void close_verify(struct esc_verify *verify)
{
    esc_fidelity_free(&verify->fidelity);
    esc_go_module_free(&verify->module);
    esc_go_free(&verify->go);
    free(verify->units);
    free(verify->errors);
    esc_workbench_close(&verify->bench);
}

static int run_verify(const struct options *options)
{
    struct esc_verify verify = {.bench = {.options = options->bench},
                                .rounds = options->rounds,
                                .sample_ms = options->sample_ms};
    struct esc_error error = {0};
    int code = ESC_EXIT_ENVIRONMENT;
    if (esc_go_find(&verify.go, &error)) {
        bool opened = esc_workbench_open(&verify.bench, &error);
        print_and_free(&error);
        esc_verify_keep_defaults(&verify.bench.run);
        code = opened ? compare(&verify, options, &error) : esc_workbench_exit(&verify.bench);
    }
    print_and_free(&error);
    close_verify(&verify);
    return code;
}

int esc_command_verify(int argc, char **argv)
{
    static const struct argp_child children[] = {{&esc_workbench_argp, 0, "Cases:", 1}, {0}};
    static const struct argp argp = {
        option_table,
        parse_option,
        "[CASE...]",
        "Compiles and runs the cases' Go sides with the go in PATH and "
        "compares: diagnostics, allocations, bytes, values, "
        "collections, prices.",
        children,
        NULL,
        NULL};
    struct options options = {.bench = esc_workbench_options(), .rounds = 5, .sample_ms = 25};
    argp_err_exit_status = ESC_EXIT_USAGE;
    if (argp_parse(&argp, argc, argv, 0, NULL, &options) != 0)
        return ESC_EXIT_USAGE;
    return run_verify(&options);
}
