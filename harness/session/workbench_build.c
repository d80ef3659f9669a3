/*
 * The cases' C compiled, as far as something is to be measured in C. See workbench.h.
 */
#include "session/workbench.h"

#include "base/memory.h"
#include "codegen/codegen.h"
#include "machine/compiler.h"
#include "machine/probe.h"

#include <stdlib.h>
#include <unistd.h>

/* A unit takes 0.1 to 0.5 s and 60 MB on an idle machine; its object some 50 kB. */
static const struct esc_limits compiler_limits = {
    .time_s = 60, .memory_bytes = INT64_C(1) << 30, .file_bytes = INT64_C(1) << 28};

void esc_workbench_add_flags(const char *more)
{
    const char *flags = getenv("ESC_CFLAGS");
    char *all = esc_format("%s %s", flags != NULL ? flags : "", more);
    setenv("ESC_CFLAGS", all, 1);
    free(all);
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
        .limits = compiler_limits,
        .minor = esc_run_minor(&bench->run),
        .checked = bench->options.checked,
        .quick = bench->options.preset == ESC_PRESET_QUICK && bench->run.point == NULL,
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

/* What is handed to the build: the cases that have a variant in C, side by side. */
struct work {
    size_t *items; /* indices into run->cases */
    struct esc_case *cases;
    char **texts;
    struct esc_library *libraries;
    struct esc_error *errors;
    size_t count;
};

static bool has_c(const struct esc_run *run, size_t case_index)
{
    for (size_t v = 0; v < run->variant_count; v++)
        if (run->variants[v].case_index == case_index && run->variants[v].runtime != ESC_RUNTIME_GO)
            return true;
    return false;
}

static struct work open_work(const struct esc_run *run)
{
    struct work work = {.items = esc_calloc(run->case_count, sizeof *work.items),
                        .cases = esc_calloc(run->case_count, sizeof *work.cases),
                        .texts = esc_calloc(run->case_count, sizeof *work.texts),
                        .libraries = esc_calloc(run->case_count, sizeof *work.libraries),
                        .errors = esc_calloc(run->case_count, sizeof *work.errors)};
    for (size_t i = 0; i < run->case_count; i++) {
        struct esc_text text = {0};
        if (!has_c(run, i))
            continue;
        esc_codegen(&run->cases[i], &text);
        work.items[work.count] = i;
        work.cases[work.count] = run->cases[i];
        /* What is not measured is not compiled. */
        for (int id = 0; id < ESC_RUNTIMES; id++)
            work.cases[work.count].runtimes[id] &= run->runtimes[id];
        work.texts[work.count++] = esc_text_take(&text);
    }
    return work;
}

static void close_work(struct work *work)
{
    for (size_t k = 0; k < work->count; k++)
        free(work->texts[k]);
    free(work->items);
    free(work->cases);
    free(work->texts);
    free(work->libraries);
    free(work->errors);
}

static void take_libraries(struct esc_workbench *bench, struct work *work, struct esc_error *error)
{
    for (size_t k = 0; k < work->count; k++) {
        bench->libraries[work->items[k]] = work->libraries[k];
        bench->rejected += work->libraries[k].timed == NULL;
        esc_error_move(error, &work->errors[k]);
    }
}

static void fail_uncompiled(struct esc_workbench *bench)
{
    for (size_t v = 0; v < bench->run.variant_count; v++) {
        struct esc_variant *variant = &bench->run.variants[v];
        if (variant->runtime != ESC_RUNTIME_GO &&
            bench->libraries[variant->case_index].timed == NULL)
            esc_variant_fail(variant, ESC_STATUS_COMPILE, "its C does not compile, see above");
    }
}

bool esc_workbench_build(struct esc_workbench *bench, struct esc_error *error)
{
    const struct esc_build_options options = build_options(bench);
    struct work work = open_work(&bench->run);
    bench->libraries = esc_calloc(bench->run.case_count, sizeof *bench->libraries);
    bool ready = work.count == 0 || esc_build_ready(&options, error);
    if (ready && work.count > 0) {
        esc_build(work.cases, work.texts, work.count, &options, work.libraries, work.errors);
        take_libraries(bench, &work, error);
    }
    if (ready)
        fail_uncompiled(bench);
    close_work(&work);
    return ready;
}
