/*
 * Cases loaded, compiled and planned. See workbench.h for the contracts.
 */
#include "session/workbench.h"

#include "base/memory.h"
#include "codegen/codegen.h"
#include "load/load.h"
#include "machine/compiler.h"
#include "machine/probe.h"
#include "plan/plan.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct esc_workbench_options esc_workbench_options(void)
{
    struct esc_workbench_options options = {
        .preset = ESC_PRESET_NORMAL,
        .time_limit_s = 20,
        .memory_limit_mib = 8192,
        .cpu = esc_machine_pin_cpu(),
        .gogc = 100,
    };
    for (size_t id = 0; id < ESC_RUNTIMES; id++)
        options.runtimes[id] = esc_runtime_built((enum esc_runtime_id)id);
    return options;
}

void esc_workbench_add_names(struct esc_workbench_options *options, const char *list)
{
    char *copy = esc_strdup(list);
    char *rest = NULL;
    for (char *word = strtok_r(copy, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
        options->names = esc_grow(options->names, &options->name_count, sizeof *options->names);
        options->names[options->name_count - 1] = esc_strdup(word);
    }
    free(copy);
}

static bool unknown_runtime(const char *word, struct esc_error *error)
{
    struct esc_text known = {0};
    for (size_t i = 0; i < ESC_RUNTIMES; i++)
        if (esc_runtime_built((enum esc_runtime_id)i))
            esc_text_addf(&known, "%s%s", known.length > 0 ? ", " : "",
                          esc_runtime_name((enum esc_runtime_id)i));
    esc_error_add(error, NULL, 0, "there is no runtime \"%s\"", word);
    esc_error_hint(error, "choose from %s", known.bytes);
    esc_text_free(&known);
    return false;
}

static bool set_runtime(struct esc_workbench_options *options, const char *word,
                        struct esc_error *error)
{
    enum esc_runtime_id id;
    if (!esc_runtime_find(word, &id) || !esc_runtime_built(id))
        return unknown_runtime(word, error);
    return options->runtimes[id] = true;
}

static bool any_runtime(const struct esc_workbench_options *options)
{
    for (size_t id = 0; id < ESC_RUNTIMES; id++)
        if (options->runtimes[id])
            return true;
    return false;
}

bool esc_workbench_set_runtimes(struct esc_workbench_options *options, const char *list,
                                struct esc_error *error)
{
    memset(options->runtimes, 0, sizeof options->runtimes);
    char *copy = esc_strdup(list);
    char *rest = NULL;
    bool good = true;
    for (char *word = strtok_r(copy, ",", &rest); word; word = strtok_r(NULL, ",", &rest))
        good = set_runtime(options, word, error) && good;
    free(copy);
    return good && (any_runtime(options) || unknown_runtime("", error));
}

static void load_case(struct esc_workbench *bench, const char *path, struct esc_error *error)
{
    struct esc_case item = {0};
    if (!esc_load_case(path, &item, error)) {
        bench->rejected++;
        return;
    }
    struct esc_run *run = &bench->run;
    run->cases = esc_grow(run->cases, &run->case_count, sizeof *run->cases);
    run->cases[run->case_count - 1] = item;
}

/* Also under another spelling: cases/x.lua and ./cases/x.lua are one file. */
static bool is_loaded(const struct esc_workbench *bench, const char *path)
{
    struct stat file;
    struct stat other;
    if (stat(path, &file) != 0)
        return false;
    for (size_t i = 0; i < bench->run.case_count; i++)
        if (stat(bench->run.cases[i].path, &other) == 0 && file.st_dev == other.st_dev &&
            file.st_ino == other.st_ino)
            return true;
    return false;
}

static void load_named(struct esc_workbench *bench, const char *name, struct esc_error *error)
{
    char *path = esc_load_find(bench->folders.cases, name, error);
    if (path == NULL)
        bench->rejected++;
    else if (!is_loaded(bench, path))
        load_case(bench, path, error);
    free(path);
}

/* Without names: all cases of the folder, as if they had been named. */
static bool name_all(struct esc_workbench *bench, struct esc_error *error)
{
    if (bench->options.name_count > 0)
        return true;
    bench->options.names = esc_load_list(bench->folders.cases, &bench->options.name_count, error);
    if (bench->options.names != NULL && bench->options.name_count == 0)
        esc_error_add(error, bench->folders.cases, 0, "no case files in this folder");
    return bench->options.name_count > 0;
}

/* Two files with one name would give rows with equal names: the second is rejected. */
static const struct esc_case *first_of_name(const struct esc_run *run, const char *name)
{
    size_t i = 0;
    while (strcmp(run->cases[i].name, name) != 0)
        i++;
    return &run->cases[i];
}

static void reject_doubles(struct esc_workbench *bench, struct esc_error *error)
{
    struct esc_run *run = &bench->run;
    for (size_t i = 0; i < run->case_count;) {
        const struct esc_case *first = first_of_name(run, run->cases[i].name);
        if (first == &run->cases[i]) {
            i++;
            continue;
        }
        esc_error_add(error, run->cases[i].path, run->cases[i].line,
                      "\"%s\" is the name of %s too, which this run has already",
                      run->cases[i].name, first->path);
        esc_case_free(&run->cases[i]);
        memmove(&run->cases[i], &run->cases[i + 1], (run->case_count - i - 1) * sizeof *run->cases);
        run->case_count--;
        bench->rejected++;
    }
}

/* The C text of each case; free each and the array. */
static char **generate(const struct esc_run *run)
{
    char **texts = esc_calloc(run->case_count, sizeof *texts);
    for (size_t i = 0; i < run->case_count; i++) {
        struct esc_text text = {0};
        esc_codegen(&run->cases[i], &text);
        texts[i] = esc_text_take(&text);
    }
    return texts;
}

static struct esc_build_options build_options(const struct esc_workbench *bench)
{
    long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    const char *compiler = getenv("CC");
    const char *flags = getenv("ESC_CFLAGS");
    return (struct esc_build_options){
        .compiler = compiler != NULL && *compiler != '\0' ? compiler : "cc",
        .flags = flags != NULL ? flags : "",
        .cache = bench->folders.cache,
        .include = bench->folders.include,
        .counter = bench->folders.counter,
        .jobs = cpus > 0 ? (unsigned)cpus : 1,
        .quick = bench->options.preset == ESC_PRESET_QUICK,
    };
}

void esc_workbench_probe(const struct esc_workbench *bench, struct esc_machine *machine)
{
    const struct esc_build_options options = build_options(bench);
    char *compiler = esc_compiler_version(options.compiler);
    char *flags =
        esc_format("%s%s%s", esc_build_flags(), *options.flags != '\0' ? " " : "", options.flags);
    esc_machine_probe("", compiler, flags, machine);
    machine->pinned_cpu = bench->options.cpu;
    free(flags);
    free(compiler);
}

static void build_cases(struct esc_workbench *bench, const struct esc_build_options *options,
                        struct esc_error *error)
{
    struct esc_run *run = &bench->run;
    struct esc_error *errors = esc_calloc(run->case_count, sizeof *errors);
    bench->libraries = esc_calloc(run->case_count, sizeof *bench->libraries);
    char **texts = generate(run);
    esc_build(run->cases, texts, run->case_count, options, bench->libraries, errors);
    for (size_t i = 0; i < run->case_count; i++) {
        free(texts[i]);
        bench->rejected += bench->libraries[i].timed == NULL;
        esc_error_move(error, &errors[i]);
    }
    free(texts);
    free(errors);
}

static void fail_uncompiled(struct esc_workbench *bench)
{
    for (size_t v = 0; v < bench->run.variant_count; v++) {
        struct esc_variant *variant = &bench->run.variants[v];
        if (bench->libraries[variant->item].timed == NULL)
            esc_variant_fail(variant, ESC_STATUS_COMPILE, "its C does not compile, see above");
    }
}

static bool load_cases(struct esc_workbench *bench, struct esc_error *error)
{
    if (!name_all(bench, error))
        return false;
    for (size_t i = 0; i < bench->options.name_count; i++)
        load_named(bench, bench->options.names[i], error);
    reject_doubles(bench, error);
    return bench->run.case_count > 0;
}

static bool refuse(struct esc_workbench *bench, int why)
{
    bench->refused = why;
    return false;
}

bool esc_workbench_open(struct esc_workbench *bench, struct esc_error *error)
{
    if (!esc_folders_find(&bench->folders, error))
        return refuse(bench, ESC_EXIT_ENVIRONMENT);
    if (!load_cases(bench, error))
        return refuse(bench, ESC_EXIT_USAGE);
    const struct esc_build_options options = build_options(bench);
    if (!esc_build_ready(&options, error))
        return refuse(bench, ESC_EXIT_ENVIRONMENT);
    bench->run.preset = bench->options.preset;
    bench->run.gogc = bench->options.gogc;
    build_cases(bench, &options, error);
    esc_plan_variants(&bench->run, bench->options.runtimes);
    fail_uncompiled(bench);
    return true;
}

size_t esc_workbench_group_end(const struct esc_run *run, size_t first)
{
    const struct esc_variant *one = &run->variants[first];
    size_t end = first;
    while (end < run->variant_count && run->variants[end].item == one->item &&
           run->variants[end].point == one->point)
        end++;
    return end;
}

struct esc_job esc_workbench_job(const struct esc_workbench *bench, size_t index,
                                 enum esc_job_kind kind)
{
    const struct esc_run *run = &bench->run;
    const struct esc_variant *variant = &run->variants[index];
    const struct esc_library *library = &bench->libraries[variant->item];
    uint32_t threads =
        esc_case_threads(esc_variant_case(run, variant), esc_variant_point(run, variant));
    struct esc_job job = {
        .kind = kind,
        .runtime = variant->runtime,
        .time_limit_ns = (int64_t)(bench->options.time_limit_s * 1e9),
        .memory_limit_bytes = (int64_t)(bench->options.memory_limit_mib * 1048576),
        .threads = threads,
        .cpu = threads > 1 ? -1 : bench->options.cpu,
        .gogc = bench->options.gogc,
    };
    const char *path = kind == ESC_JOB_COUNT ? library->counting : library->timed;
    char *symbol =
        esc_codegen_symbol(esc_variant_strategy(run, variant), variant->point, variant->runtime);
    strncpy(job.library, path, sizeof job.library - 1);
    strncpy(job.symbol, symbol, sizeof job.symbol - 1);
    free(symbol);
    return job;
}

int esc_workbench_exit(const struct esc_workbench *bench)
{
    if (bench->refused != ESC_EXIT_OK)
        return bench->refused;
    if (bench->rejected > 0)
        return ESC_EXIT_USAGE;
    for (size_t v = 0; v < bench->run.variant_count; v++)
        if (bench->run.variants[v].status != ESC_STATUS_OK)
            return ESC_EXIT_CASE_FAILED;
    return ESC_EXIT_OK;
}

void esc_workbench_close(struct esc_workbench *bench)
{
    for (size_t i = 0; bench->libraries != NULL && i < bench->run.case_count; i++)
        esc_library_free(&bench->libraries[i]);
    for (size_t i = 0; i < bench->options.name_count; i++)
        free(bench->options.names[i]);
    free(bench->options.names);
    free(bench->libraries);
    esc_run_free(&bench->run);
    esc_folders_free(&bench->folders);
    *bench = (struct esc_workbench){0};
}
