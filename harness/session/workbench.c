/*
 * Cases loaded, compiled and planned. See workbench.h for the contracts.
 */
#include "session/workbench.h"

#include "base/memory.h"
#include "codegen/codegen.h"
#include "load/load.h"
#include "machine/probe.h"
#include "plan/plan.h"
#include "session/go_words.h"
#include "session/selection.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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
        options.runtimes[id] = esc_runtime_usual((enum esc_runtime_id)id);
    return options;
}

static void add_words(char ***words, size_t *count, const char *list)
{
    char *copy = esc_strdup(list);
    char *rest = NULL;
    for (char *word = strtok_r(copy, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
        *words = esc_grow(*words, count, sizeof **words);
        (*words)[*count - 1] = esc_strdup(word);
    }
    free(copy);
}

static void free_words(char **words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(words[i]);
    free(words);
}

void esc_workbench_add_names(struct esc_workbench_options *options, const char *list)
{
    add_words(&options->names, &options->name_count, list);
}

void esc_workbench_add_gos(struct esc_workbench_options *options, const char *list)
{
    add_words(&options->gos, &options->go_count, list);
}

static bool add_go_word(struct esc_workbench_options *options, const char *word,
                        struct esc_error *error)
{
    bool release;
    if (!esc_go_word(word, options->models, &release, error))
        return false;
    if (!release)
        esc_workbench_add_gos(options, word);
    return true;
}

bool esc_workbench_set_gos(struct esc_workbench_options *options, const char *list,
                           struct esc_error *error)
{
    char **words = NULL;
    size_t count = 0;
    bool good = true;
    add_words(&words, &count, list);
    for (size_t i = 0; i < count; i++)
        good = add_go_word(options, words[i], error) && good;
    free_words(words, count);
    return good;
}

static size_t count_models(const struct esc_workbench_options *options)
{
    size_t count = 0;
    for (int id = 0; id < ESC_RUNTIMES; id++)
        count += options->models[id];
    return count;
}

/* Runtimes that have no releases; of two releases the comparison is the subject, and time is dear.
 */
static void set_usual_beside(struct esc_workbench_options *options)
{
    for (int id = 0; id < ESC_RUNTIMES; id++)
        options->runtimes[id] = count_models(options) == 1 &&
                                esc_runtime_usual((enum esc_runtime_id)id) &&
                                !esc_runtime_is_model((enum esc_runtime_id)id);
}

bool esc_workbench_settle(struct esc_workbench_options *options, struct esc_error *error)
{
    if (count_models(options) == 0)
        return true;
    if (options->runtimes_asked && !options->model_asked) {
        esc_error_add(error, NULL, 0,
                      "--go names a release of the Go model, and --runtime names "
                      "no goheap that it could be of");
        esc_error_hint(error,
                       "add goheap to --runtime; real Go is named by its command, such as "
                       "--go=/usr/lib/go-1.27/bin/go");
        return false;
    }
    if (!options->runtimes_asked)
        set_usual_beside(options);
    else if (!options->release_asked)
        options->runtimes[ESC_RUNTIME_GOHEAP] = false;
    for (int id = 0; id < ESC_RUNTIMES; id++)
        options->runtimes[id] = options->runtimes[id] || options->models[id];
    return true;
}

/* Real Go is not built, but called. */
static bool may_serve(enum esc_runtime_id id)
{
    return id == ESC_RUNTIME_GO || esc_runtime_built(id);
}

static bool unknown_release(const char *word, struct esc_error *error)
{
    esc_error_add(error, NULL, 0, "the Go model has no release \"%s\"", strchr(word, '@') + 1);
    esc_error_hint(error, "choose from goheap@1.19 (which is goheap) and %s",
                   esc_runtime_name(ESC_RUNTIME_GOHEAP_1_27));
    return false;
}

static bool unknown_runtime(const char *word, struct esc_error *error)
{
    struct esc_text known = {0};
    if (esc_starts(word, "goheap@"))
        return unknown_release(word, error);
    for (size_t i = 0; i < ESC_RUNTIMES; i++)
        if (may_serve((enum esc_runtime_id)i))
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
    if (!esc_runtime_find(word, &id) || !may_serve(id))
        return unknown_runtime(word, error);
    options->model_asked = options->model_asked || strcmp(word, "goheap") == 0;
    options->release_asked = options->release_asked || strcmp(word, "goheap@1.19") == 0;
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
    options->runtimes_asked = true;
    char *copy = esc_strdup(list);
    char *rest = NULL;
    bool good = true;
    for (char *word = strtok_r(copy, ",", &rest); word; word = strtok_r(NULL, ",", &rest))
        good = set_runtime(options, word, error) && good;
    free(copy);
    return good && (any_runtime(options) || unknown_runtime("", error));
}

static void load_case(struct esc_workbench *bench, struct esc_loader *loader, const char *path,
                      struct esc_error *error)
{
    struct esc_case bench_case = {0};
    if (!esc_loader_case(loader, path, &bench_case, error)) {
        bench->rejected++;
        return;
    }
    struct esc_run *run = &bench->run;
    run->cases = esc_grow(run->cases, &run->case_count, sizeof *run->cases);
    run->cases[run->case_count - 1] = bench_case;
}

/* Files that were asked for, by what they are: each is looked at once. */
struct known_files {
    struct known_file {
        dev_t device;
        ino_t number;
    } * files;
    size_t count;
};

/* Also under another spelling: cases/x.lua and ./cases/x.lua are one file. */
static bool is_known(struct known_files *known, const char *path)
{
    struct stat file;
    if (stat(path, &file) != 0)
        return false;
    for (size_t i = 0; i < known->count; i++)
        if (known->files[i].device == file.st_dev && known->files[i].number == file.st_ino)
            return true;
    known->files = esc_grow(known->files, &known->count, sizeof *known->files);
    known->files[known->count - 1] = (struct known_file){file.st_dev, file.st_ino};
    return false;
}

/* The paths of the cases' files, each once; the caller frees each and the array. */
static char **find_files(struct esc_workbench *bench, size_t *count, struct esc_error *error)
{
    struct known_files known = {0};
    char **paths = NULL;
    *count = 0;
    for (size_t i = 0; i < bench->options.name_count; i++) {
        char *path = esc_load_find(bench->folders.cases, bench->options.names[i], error);
        bench->rejected += path == NULL;
        if (path == NULL || is_known(&known, path)) {
            free(path);
            continue;
        }
        paths = esc_grow(paths, count, sizeof *paths);
        paths[*count - 1] = path;
    }
    free(known.files);
    return paths;
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

static bool load_cases(struct esc_workbench *bench, struct esc_error *error)
{
    if (!esc_selection(&bench->options, bench->folders.cases, error))
        return false;
    size_t count = 0;
    char **paths = find_files(bench, &count, error);
    struct esc_loader *loader = esc_loader_open();
    esc_loader_expect(loader, paths, count);
    for (size_t i = 0; i < count; i++) {
        load_case(bench, loader, paths[i], error);
        free(paths[i]);
    }
    free(paths);
    esc_loader_close(loader);
    reject_doubles(bench, error);
    return bench->run.case_count > 0;
}

static bool refuse(struct esc_workbench *bench, int why)
{
    bench->refused = why;
    return false;
}

static void set_run(struct esc_workbench *bench)
{
    bench->run.preset = bench->options.preset;
    bench->run.gogc = bench->options.gogc;
    bench->run.point = esc_strdup(bench->options.point);
    memcpy(bench->run.runtimes, bench->options.runtimes, sizeof bench->run.runtimes);
}

static bool any_is_go_alone(const struct esc_run *run)
{
    for (size_t i = 0; i < run->case_count; i++)
        if (esc_plan_is_go_alone(&run->cases[i]))
            return true;
    return false;
}

/* The commands that were named; else those of the releases that were, else the go of PATH. Free
 * with free_words(). */
static char **choose_gos(const struct esc_workbench_options *options, size_t *count)
{
    char **gos = NULL;
    *count = 0;
    for (size_t i = 0; i < options->go_count; i++)
        add_words(&gos, count, options->gos[i]);
    for (int n = 0; n < ESC_RUNTIMES && options->go_count == 0; n++)
        if (options->models[esc_runtime_nth(n)])
            add_words(&gos, count, esc_runtime_release(esc_runtime_nth(n)));
    if (*count == 0)
        add_words(&gos, count, "go");
    return gos;
}

/* Real Go must be there when it was asked for; without it cases in Go alone are skipped. */
static bool find_go(struct esc_workbench *bench, struct esc_error *error)
{
    const struct esc_workbench_options *options = &bench->options;
    bool asked = options->runtimes[ESC_RUNTIME_GO] || options->go_count > 0;
    if (!asked && !any_is_go_alone(&bench->run))
        return true;
    struct esc_error not_here = {0};
    size_t count;
    char **commands = choose_gos(options, &count);
    bool found = esc_releases_find(&bench->run, commands, count, asked ? error : &not_here);
    bench->go_missing = !asked && !found;
    free_words(commands, count);
    esc_error_free(&not_here);
    return found || !asked;
}

void esc_workbench_print_skipped(const struct esc_workbench *bench, FILE *out)
{
    for (size_t i = 0; bench->go_missing && i < bench->run.case_count; i++)
        if (esc_plan_is_go_alone(&bench->run.cases[i]))
            fprintf(out,
                    "escapement: %s is skipped: it is in Go alone, and no go was found "
                    "(apt install golang-go)\n",
                    bench->run.cases[i].name);
}

/* Whether a case has the point that was asked for; else the first ones say which they have. */
static bool has_point(const struct esc_workbench *bench, struct esc_error *error)
{
    enum { TELL = 3 }; /* cases; a run of all has thirty */
    const struct esc_run *run = &bench->run;
    size_t found;
    if (run->point == NULL)
        return true;
    for (size_t i = 0; i < run->case_count; i++)
        for (size_t p = 0; p < run->cases[i].point_count; p++)
            if (esc_point_has(&run->cases[i].points[p], run->point))
                return true;
    for (size_t i = 0; i < run->case_count && i < TELL; i++)
        esc_case_find_point(&run->cases[i], run->point, &found, error);
    return false;
}

bool esc_workbench_open(struct esc_workbench *bench, struct esc_error *error)
{
    if (!esc_folders_find(&bench->folders, error))
        return refuse(bench, ESC_EXIT_ENVIRONMENT);
    if (!load_cases(bench, error))
        return refuse(bench, ESC_EXIT_USAGE);
    return esc_workbench_prepare(bench, error);
}

bool esc_workbench_prepare(struct esc_workbench *bench, struct esc_error *error)
{
    set_run(bench);
    if (!find_go(bench, error))
        return refuse(bench, ESC_EXIT_ENVIRONMENT);
    esc_plan_variants(&bench->run, bench->options.usual_only);
    if (bench->run.variant_count == 0 && !has_point(bench, error))
        return refuse(bench, ESC_EXIT_USAGE);
    bool built = esc_workbench_build(bench, error) &&
                 esc_releases_build(&bench->releases, &bench->run, bench->folders.go, error);
    return built || refuse(bench, ESC_EXIT_ENVIRONMENT);
}

size_t esc_workbench_group_end(const struct esc_run *run, size_t first)
{
    const struct esc_variant *one = &run->variants[first];
    size_t end = first;
    while (end < run->variant_count && run->variants[end].case_index == one->case_index &&
           run->variants[end].point == one->point)
        end++;
    return end;
}

size_t esc_workbench_batch_end(const struct esc_run *run, size_t first)
{
    enum { GROUPS = 8 };
    for (int k = 0; k < GROUPS && first < run->variant_count; k++)
        first = esc_workbench_group_end(run, first);
    return first;
}

static void set_c(struct esc_job *job, const struct esc_workbench *bench,
                  const struct esc_variant *variant)
{
    const struct esc_library *library = &bench->libraries[variant->case_index];
    bool counted = job->kind == ESC_JOB_COUNT || job->kind == ESC_JOB_PROFILE;
    const char *path = counted ? library->counting : library->timed;
    char *symbol = esc_codegen_symbol(esc_variant_strategy(&bench->run, variant), variant->point,
                                      variant->runtime);
    strncpy(job->library, path, sizeof job->library - 1);
    strncpy(job->symbol, symbol, sizeof job->symbol - 1);
    free(symbol);
}

static void set_go(struct esc_job *job, const struct esc_workbench *bench,
                   const struct esc_variant *variant)
{
    const char *program = esc_releases_program(&bench->releases, variant);
    strncpy(job->library, program, sizeof job->library - 1);
    strncpy(job->symbol, esc_variant_strategy(&bench->run, variant)->name, sizeof job->symbol - 1);
}

struct esc_job esc_workbench_job(const struct esc_workbench *bench, size_t index,
                                 enum esc_job_kind kind)
{
    const struct esc_run *run = &bench->run;
    const struct esc_variant *variant = &run->variants[index];
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
    if (variant->runtime == ESC_RUNTIME_GO)
        set_go(&job, bench, variant);
    else
        set_c(&job, bench, variant);
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
    free_words(bench->options.names, bench->options.name_count);
    free(bench->options.match);
    free(bench->options.tag);
    free(bench->options.skip);
    free(bench->options.point);
    free_words(bench->options.gos, bench->options.go_count);
    free(bench->libraries);
    esc_releases_free(&bench->releases);
    esc_run_free(&bench->run);
    esc_folders_free(&bench->folders);
    *bench = (struct esc_workbench){0};
}
