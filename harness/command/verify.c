/*
 * verify: the same pairs in real Go. A session as bench has it, of each case's default runtime and
 * Go, then the judge: diagnostics, allocations, bytes and values must agree; the prices and the
 * collections are shown side by side.
 */
#include "verify/verify.h"
#include "base/memory.h"
#include "command/command.h"
#include "machine/probe.h"
#include "session/cycles.h"
#include "session/options.h"
#include "session/rounds.h"
#include "session/stop.h"
#include "stats/stats.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { OPT_NO_TIMING = 0x300, OPT_SAMPLE_TIME, OPT_STRICT, OPT_WRITE };

struct options {
    struct esc_workbench_options bench;
    bool no_timing;
    bool strict; /* a missed target is told by the exit code */
    unsigned rounds;
    double sample_ms;
    const char *write; /* NULL: do not; "": docs/fidelity.md */
};

static const struct argp_option option_table[] = {
    {"no-timing", OPT_NO_TIMING, NULL, 0, "diagnostics, counts and checksums only", 0},
    {"rounds", 'n', "N", 0, "rounds (default: 5)", 0},
    {"sample-time", OPT_SAMPLE_TIME, "MS", 0, "length of the longest sample (default: 25)", 0},
    {"strict", OPT_STRICT, NULL, 0, "exit 3 when a target of the prices or collections is missed",
     0},
    {"write", OPT_WRITE, "FILE", OPTION_ARG_OPTIONAL,
     "write the table as Markdown, a section a release (default: docs/fidelity.md)", 0},
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
    case OPT_STRICT:
        options->strict = true;
        return 0;
    case OPT_WRITE:
        options->write = argument != NULL ? argument : "";
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->bench;
        return 0;
    case ARGP_KEY_END:
        if (options->strict && options->no_timing)
            argp_error(state, "--strict judges what is timed: leave --no-timing out");
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

/* The document that is there, NULL: none is; caller frees. */
static char *read_document(const char *path)
{
    struct esc_text text = {0};
    struct esc_error none = {0};
    bool found = esc_text_read(&text, path, &none);
    esc_error_free(&none);
    if (found)
        return esc_text_take(&text);
    esc_text_free(&text);
    return NULL;
}

/* Puts the section into the document. */
static bool write_section(const struct esc_workbench *bench, const char *path,
                          const struct esc_text *section, struct esc_error *error)
{
    char *standard = esc_format("%s/docs/fidelity.md", bench->folders.root);
    const char *file = path[0] != '\0' ? path : standard;
    char *document = read_document(file);
    struct esc_text text = {0};
    esc_fidelity_put(document, section->bytes, &text);
    bool written = esc_text_write(file, text.bytes, text.length, error);
    esc_text_free(&text);
    free(document);
    free(standard);
    return written;
}

/* `cycles` is one a variant; it stays zero without timing. */
static bool measure(struct esc_workbench *bench, const struct options *options,
                    struct esc_cycle_count *cycles, struct esc_error *error)
{
    struct esc_terminal terminal = esc_terminal_of(stderr);
    bench->run.rounds = options->rounds;
    esc_stop_catch();
    if (!esc_workbench_count(bench, &esc_stop_requested, error))
        return false;
    if (options->no_timing)
        return true;
    if (!esc_rounds_calibrate(bench, options->sample_ms, &terminal, &esc_stop_requested, error) ||
        !esc_rounds_measure(bench, NULL, &terminal, &esc_stop_requested, error))
        return false;
    esc_stats(&bench->run);
    return esc_cycles_count(bench, cycles, &terminal, &esc_stop_requested, error);
}

static bool expects_inlining(const struct esc_run *run)
{
    for (size_t i = 0; i < run->case_count; i++)
        for (size_t k = 0; k < run->cases[i].strategy_count; k++)
            for (size_t e = 0; e < run->cases[i].strategies[k].escape_count; e++)
                if (esc_diagnostic_is_inlining(run->cases[i].strategies[k].escapes[e]))
                    return true;
    return false;
}

/* Where a case expects a line that plain -m alone prints, that is asked, too. */
static bool ask_inlined(struct esc_workbench *bench, size_t go, struct esc_error *error)
{
    struct esc_releases *releases = &bench->releases;
    return go >= releases->count || !expects_inlining(&bench->run) ||
           esc_go_ask_inlined(bench->run.cases, releases->units, &bench->run.gos[go],
                              &releases->modules[go], error);
}

/* One release of Go beside ours. */
static int judge(struct esc_workbench *bench, const struct options *options, size_t go,
                 const struct esc_cycle_count *cycles, struct esc_fidelity *fidelity,
                 struct esc_error *error)
{
    static const struct esc_diagnostics none;
    const struct esc_releases *releases = &bench->releases;
    if (!ask_inlined(bench, go, error))
        return ESC_EXIT_ENVIRONMENT;
    esc_fidelity_of(&bench->run, go,
                    go < releases->count ? &releases->modules[go].diagnostics : &none,
                    options->no_timing ? NULL : cycles, fidelity);
    fidelity->machine = describe_machine();
    esc_fidelity_judge(fidelity);
    if (go > 0)
        putchar('\n');
    esc_fidelity_print(fidelity, esc_terminal_of(stdout).columns, stdout);
    int code = fidelity->unexpected > 0                   ? ESC_EXIT_CASE_FAILED
               : options->strict && fidelity->missed != 0 ? ESC_EXIT_THRESHOLD
                                                          : ESC_EXIT_OK;
    struct esc_text section = {0};
    esc_fidelity_markdown(fidelity, &section);
    if (options->write != NULL && !write_section(bench, options->write, &section, error))
        code = ESC_EXIT_ENVIRONMENT;
    esc_text_free(&section);
    return code;
}

/* What changed from one release to the next, where each has a model of its own. */
static bool compare_releases(const struct esc_workbench *bench, const struct options *options,
                             const struct esc_fidelity *one, const struct esc_fidelity *other,
                             struct esc_error *error)
{
    bool later = one->go->minor > other->go->minor;
    struct esc_turns turns;
    struct esc_text section = {0};
    esc_turns_of(later ? other : one, later ? one : other, &turns);
    bool written = true;
    if (turns.priced > 0) {
        esc_turns_print(&turns, stdout);
        esc_turns_markdown(&turns, &section);
        written = options->write == NULL || write_section(bench, options->write, &section, error);
    }
    esc_text_free(&section);
    free(turns.list);
    return written;
}

/* All releases of Go, each beside ours. */
static int judge_all(struct esc_workbench *bench, const struct options *options,
                     const struct esc_cycle_count *cycles, struct esc_error *error)
{
    const struct esc_run *run = &bench->run;
    struct esc_fidelity *fidelities = esc_calloc(run->go_count, sizeof *fidelities);
    int code = ESC_EXIT_OK;
    for (size_t go = 0; go < run->go_count && code != ESC_EXIT_ENVIRONMENT; go++) {
        int judged = judge(bench, options, go, cycles, &fidelities[go], error);
        code = judged > code ? judged : code;
    }
    bool both = run->go_count == 2 && run->runtimes[ESC_RUNTIME_GOHEAP] &&
                run->runtimes[ESC_RUNTIME_GOHEAP_1_27] && code != ESC_EXIT_ENVIRONMENT;
    if (both && !compare_releases(bench, options, &fidelities[0], &fidelities[1], error))
        code = ESC_EXIT_ENVIRONMENT;
    for (size_t go = 0; go < run->go_count; go++)
        esc_fidelity_free(&fidelities[go]);
    free(fidelities);
    return code;
}

static int compare(struct esc_workbench *bench, const struct options *options,
                   struct esc_error *error)
{
    struct esc_cycle_count *cycles = esc_calloc(bench->run.variant_count, sizeof *cycles);
    int code = measure(bench, options, cycles, error) ? ESC_EXIT_OK : ESC_EXIT_ENVIRONMENT;
    if (esc_stop_requested) {
        free(cycles);
        return ESC_EXIT_INTERRUPTED;
    }
    if (code == ESC_EXIT_OK)
        code = judge_all(bench, options, cycles, error);
    free(cycles);
    if (code != ESC_EXIT_ENVIRONMENT && bench->rejected > 0)
        return ESC_EXIT_USAGE;
    return code;
}

/* A release of the model that is later than every Go beside it has nothing to be compared with. */
static bool has_its_go(const struct esc_workbench *bench, struct esc_error *error)
{
    const struct esc_run *run = &bench->run;
    int minor = esc_run_minor(run);
    for (size_t go = 0; go < run->go_count; go++)
        if (run->gos[go].minor < minor) {
            esc_error_add(error, NULL, 0, "%s follows Go 1.%d, and %s is %s",
                          esc_runtime_name(ESC_RUNTIME_GOHEAP_1_27), minor, run->gos[go].command,
                          run->gos[go].version);
            esc_error_hint(error, "name a go of that release: --go=/usr/lib/go-1.%d/bin/go", minor);
            return false;
        }
    return true;
}

static int run_verify(const struct options *options)
{
    struct esc_workbench bench = {.options = options->bench};
    struct esc_error error = {0};
    bench.options.runtimes[ESC_RUNTIME_GO] = true;
    bench.options.usual_only = true;
    bool opened = esc_workbench_open(&bench, &error);
    print_and_free(&error);
    int code = !opened                       ? esc_workbench_exit(&bench)
               : !has_its_go(&bench, &error) ? ESC_EXIT_ENVIRONMENT
                                             : compare(&bench, options, &error);
    print_and_free(&error);
    esc_workbench_close(&bench);
    return code;
}

int esc_command_verify(int argc, char **argv)
{
    static const struct argp_child children[] = {{&esc_workbench_argp, 0, "Cases:", 1}, {0}};
    static const struct argp argp = {
        option_table,
        parse_option,
        "[CASE...]",
        "Compiles and runs the cases' Go sides with the go in PATH (--go: with others) and "
        "compares: diagnostics, allocations, bytes, values, "
        "collections, prices.",
        children,
        NULL,
        NULL};
    struct options options = {.bench = esc_workbench_options(), .rounds = 5, .sample_ms = 25};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    return run_verify(&options);
}
