/*
 * profile: who allocates on a case's heap side, as a heap profile in pprof's own format and as a
 * list.
 */
#include "noun/profile.h"
#include "base/memory.h"
#include "base/text.h"
#include "command/command.h"
#include "profile/profile.h"
#include "report/ink.h"
#include "report/profile.h"
#include "session/each_case.h"
#include "session/heap_profile.h"
#include "session/options.h"
#include "words/units.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { OPT_POINT = 0x300, OPT_STRATEGY, OPT_RATE, OPT_OPERATIONS, OPT_SEED, OPT_OUT };

/* A function whose last call became a jump would be in no stack. What is timed is built without. */
static const char whole_stacks[] = "-fno-optimize-sibling-calls";

struct options {
    struct esc_workbench_options bench;
    struct esc_heap_profile_options profile;
    const char *point, *strategy, *out;
};

static const struct argp_option option_table[] = {
    {"case", 'c', "LIST", 0, "cases by name or path, separated by commas", 0},
    {"point", OPT_POINT, "NAME", 0, "which point, such as size:64 (default: the quick one)", 0},
    {"strategy", OPT_STRATEGY, "NAME", 0, "whose profile (default: heap)", 0},
    {"rate", OPT_RATE, "BYTES", 0,
     "mean bytes between samples (default: 524288, Go's MemProfileRate); 1: every block", 0},
    {"operations", OPT_OPERATIONS, "N", 0,
     "how many are run (default: as many as allocate 8 GiB, in at most ten CPU seconds)", 0},
    {"seed", OPT_SEED, "N", 0, "of the intervals between samples (default: 1)", 0},
    {"out", OPT_OUT, "FOLDER", 0,
     "where heap.pb.gz goes, or with several cases a folder for each (default: "
     "results/profile/CASE)",
     0},
    {0},
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case 'c':
    case ARGP_KEY_ARG:
        esc_workbench_add_names(&options->bench, argument);
        return 0;
    case OPT_POINT:
        options->point = argument;
        return 0;
    case OPT_STRATEGY:
        options->strategy = argument;
        return 0;
    case OPT_RATE:
        options->profile.rate = (int64_t)esc_option_whole(state, "--rate", argument, 1, INT32_MAX);
        return 0;
    case OPT_OPERATIONS:
        options->profile.operations =
            (uint64_t)esc_option_whole(state, "--operations", argument, 1, 1e12);
        return 0;
    case OPT_SEED:
        options->profile.seed = (uint64_t)esc_option_whole(state, "--seed", argument, 0, 1e15);
        return 0;
    case OPT_OUT:
        options->out = argument;
        return 0;
    case ARGP_KEY_END:
        if (options->bench.name_count == 0)
            argp_error(state, "which case? `escapement list` shows them");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* ---- the text ---- */

/* "the profile's 8.02 GiB are 0.25 % more than the 8 GiB counted (16412 samples; …)" */
static void print_agreement(const struct esc_profile *profile, const struct esc_terminal *terminal)
{
    char said[ESC_UNITS_TEXT], counted[ESC_UNITS_TEXT];
    const double total = (double)esc_profile_total(profile, ESC_PROFILE_ALLOC_SPACE);
    const double bytes = (double)(profile->setup.bytes + profile->operations.bytes);
    const double off = bytes > 0 ? 100 * (total / bytes - 1) : 0;
    int64_t samples = 0;
    for (size_t k = 0; k < profile->sample_count; k++)
        samples += profile->samples[k].sampled;
    struct esc_text text = {0};
    esc_text_addf(&text, "Counted: %s in %" PRId64 " blocks", esc_units_bytes(counted, bytes),
                  profile->setup.blocks + profile->operations.blocks);
    if (profile->setup.blocks > 0)
        esc_text_addf(&text, ", %s of them in the setup",
                      esc_units_bytes(counted, (double)profile->setup.bytes));
    if (profile->rate == 1)
        esc_text_addf(&text, "; every block is in the profile.");
    else
        esc_text_addf(&text,
                      ". The profile says %s, %.2f %% %s, from %" PRId64
                      " samples; 95 of 100 such profiles are within %.2f %%.",
                      esc_units_bytes(said, total), fabs(off), off < 0 ? "less" : "more", samples,
                      196 * esc_profile_spread(profile));
    esc_ink_wrap(stdout, terminal, INK_PLAIN, "", text.bytes);
    esc_text_free(&text);
}

static void print_profile(const struct esc_profile *profile, uint64_t operations,
                          const struct esc_terminal *terminal)
{
    printf("alloc_space of %" PRIu64 " operations, ", operations);
    if (profile->rate == 1)
        printf("every block:\n");
    else
        printf("a sample every %" PRId64 " bytes on average:\n", profile->rate);
    esc_report_profile(profile, ESC_PROFILE_ALLOC_SPACE, terminal, stdout);
    printf("\n");
    print_agreement(profile, terminal);
    if (esc_profile_total(profile, ESC_PROFILE_INUSE_SPACE) == 0) {
        printf("In use behind a collection at the end: nothing.\n");
        return;
    }
    printf("\nIn use behind a collection at the end (inuse_space):\n");
    esc_report_profile(profile, ESC_PROFILE_INUSE_SPACE, terminal, stdout);
}

/* ---- a case ---- */

static bool write_profile(const struct esc_workbench *bench, const struct esc_case *bench_case,
                          const struct esc_profile *profile, const struct options *options,
                          struct esc_error *error)
{
    const bool several = bench->run.case_count > 1;
    char *folder = options->out == NULL
                       ? esc_format("%s/profile/%s", bench->folders.results, bench_case->name)
                   : several ? esc_format("%s/%s", options->out, bench_case->name)
                             : esc_strdup(options->out);
    char *path = esc_format("%s/heap.pb.gz", folder);
    bool good = esc_make_folder(folder, error) && esc_profile_write(profile, path, error);
    if (good)
        printf("\n%s\ngo tool pprof -top %s\n", path, path);
    free(path);
    free(folder);
    return good;
}

static size_t find_variant(const struct esc_workbench *bench, size_t case_index,
                           const struct options *options, int *code, struct esc_error *error)
{
    const struct esc_run *run = &bench->run;
    const struct esc_case *bench_case = &run->cases[case_index];
    size_t point, strategy;
    *code = ESC_EXIT_USAGE;
    if (!esc_case_choose_point(bench_case, options->point, &point, error) ||
        !esc_case_find_strategy(bench_case, options->strategy, &strategy, error))
        return run->variant_count;
    for (size_t v = 0; v < run->variant_count; v++) {
        const struct esc_variant *variant = &run->variants[v];
        if (variant->case_index == case_index && variant->point == point &&
            variant->strategy == strategy && esc_runtime_is_model(variant->runtime))
            return v;
    }
    esc_error_add(error, bench_case->path, 0,
                  "the Go-model heap does not serve %s, and only of that heap there are profiles",
                  options->strategy);
    if (bench_case->strategies[strategy].c.text == NULL)
        esc_error_hint(error, "of Go's own heap: go test -bench=. -memprofile=heap.pb.gz");
    return run->variant_count;
}

static int show_case(const struct esc_workbench *bench, size_t case_index, const void *context,
                     struct esc_error *error)
{
    const struct options *options = context;
    const struct esc_case *bench_case = &bench->run.cases[case_index];
    const struct esc_terminal terminal = esc_terminal_of(stdout);
    struct esc_profile profile = {0};
    uint64_t operations = 0;
    int code;
    size_t v = find_variant(bench, case_index, options, &code, error);
    if (v == bench->run.variant_count)
        return code;
    if (bench->run.variants[v].status != ESC_STATUS_OK)
        return ESC_EXIT_CASE_FAILED; /* it does not compile, which has been told */
    printf("%s, %s: %s\n", bench_case->name, bench->run.variants[v].label, bench_case->path);
    fflush(stdout);
    code = ESC_EXIT_CASE_FAILED;
    if (esc_heap_profile(bench, v, &options->profile, &profile, &operations, error)) {
        print_profile(&profile, operations, &terminal);
        code = write_profile(bench, bench_case, &profile, options, error) ? ESC_EXIT_OK
                                                                          : ESC_EXIT_ENVIRONMENT;
    }
    esc_profile_free(&profile);
    return code;
}

int esc_command_profile(int argc, char **argv)
{
    static const struct argp argp = {option_table,
                                     parse_option,
                                     "CASE...",
                                     "Writes a heap profile of a case's heap side on the Go-model "
                                     "heap in pprof's own format, sampled as Go samples, and lists "
                                     "who allocates.",
                                     NULL,
                                     NULL,
                                     NULL};
    struct options options = {.bench = esc_workbench_options(),
                              .profile = {.rate = ESC_PROFILE_RATE, .seed = 1},
                              .strategy = "heap"};
    if (!esc_options_parse(&argp, argc, argv, &options))
        return ESC_EXIT_USAGE;
    options.bench.usual_only = true;
    esc_workbench_add_flags(whole_stacks);
    return esc_each_case(&options.bench, show_case, &options);
}
