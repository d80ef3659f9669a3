/*
 * Tasks as cases of a workbench, which counts them as `check` does. See grading.h.
 */
#include "session/grading.h"

#include "base/memory.h"
#include "base/quantile.h"
#include "base/text.h"
#include "exercise/exercise.h"
#include "golang/golang.h"
#include "load/load.h"
#include "session/own_escapes.h"
#include "session/stop.h"
#include "session/workbench.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HEAP = 1 };                     /* the strategy that calls the task */
static const double strays = 0.01;     /* allocations an operation of the Go runtime's own */
static const double byte_strays = 4.0; /* bytes of them; sizes differ by 8 at least */

enum esc_language esc_submission_language(const struct esc_submission *submission)
{
    const char *ending = strrchr(submission->path, '.');
    return ending != NULL && strcmp(ending, ".go") == 0 ? ESC_IN_GO : ESC_IN_C;
}

/* ---- a task's texts ------------------------------------------------------------------------- */

struct texts {
    struct esc_text task, start, solution;
};

static bool read_own(const struct esc_exercises *exercises, size_t index, const char *stem,
                     enum esc_language language, struct esc_text *text, struct esc_error *error)
{
    char *name = esc_exercises_text(stem, language);
    char *path = esc_exercises_file(exercises, index, name);
    bool good = esc_text_read(text, path, error);
    esc_text_add(text, "");
    free(path);
    free(name);
    return good;
}

static bool read_texts(const struct esc_exercises *exercises, const struct esc_submission *one,
                       struct texts *texts, struct esc_error *error)
{
    enum esc_language language = esc_submission_language(one);
    bool good = esc_text_read(&texts->task, one->path, error);
    esc_text_add(&texts->task, "");
    return good && read_own(exercises, one->exercise, "task", language, &texts->start, error) &&
           read_own(exercises, one->exercise, "solution", language, &texts->solution, error);
}

static void free_texts(struct texts *texts)
{
    esc_text_free(&texts->task);
    esc_text_free(&texts->start);
    esc_text_free(&texts->solution);
}

/* ---- the workbench -------------------------------------------------------------------------- */

/* A workbench with the tasks that keep the rules; `cases[i]` is the case of submission i. */
struct grading {
    const struct esc_exercises *exercises;
    const struct esc_submission *submissions;
    size_t count;
    struct esc_grade *grades;
    const char *go; /* the command of Go */
    struct esc_workbench bench;
    struct esc_loader *loader;
    size_t *cases;                      /* SIZE_MAX: it has none */
    const struct esc_diagnostics *said; /* by Go's compiler; NULL: not asked */
};

static struct grading open_grading(const struct esc_exercises *exercises,
                                   const struct esc_submission *submissions, size_t count,
                                   struct esc_grade *grades, const char *go)
{
    struct grading grading = {.exercises = exercises,
                              .submissions = submissions,
                              .count = count,
                              .grades = grades,
                              .go = go,
                              .bench = {.options = esc_workbench_options()},
                              .loader = esc_loader_open(),
                              .cases = esc_calloc(count, sizeof *grading.cases)};
    struct esc_workbench_options *options = &grading.bench.options;
    memset(options->runtimes, 0, sizeof options->runtimes);
    options->runtimes[ESC_RUNTIME_GOHEAP] = true;
    options->usual_only = true;
    options->checked = true;
    return grading;
}

static void close_grading(struct grading *grading)
{
    esc_workbench_close(&grading->bench);
    esc_loader_close(grading->loader);
    free(grading->cases);
}

static bool add_case(struct grading *grading, size_t index, const struct esc_task *task,
                     struct esc_error *error)
{
    struct esc_run *run = &grading->bench.run;
    char *path =
        esc_exercises_file(grading->exercises, grading->submissions[index].exercise, "grade.lua");
    char *name = esc_format("task%zu", index);
    struct esc_case grade = {0};
    bool good = esc_loader_case(grading->loader, path, &grade, error);
    if (good) {
        esc_exercise_compose(&grade, task, name);
        run->cases = esc_grow(run->cases, &run->case_count, sizeof *run->cases);
        run->cases[run->case_count - 1] = grade;
        grading->cases[index] = run->case_count - 1;
    }
    free(name);
    free(path);
    return good;
}

/* As a compiler writes it, "task.go:12: …", a line each. */
static char *tell_faults(const struct esc_error *faults)
{
    struct esc_text text = {0};
    for (size_t k = 0; k < faults->count; k++) {
        const struct esc_message *one = &faults->messages[k];
        esc_text_addf(&text, "%s%s:", k > 0 ? "\n" : "", one->file);
        if (one->line > 0)
            esc_text_addf(&text, "%d:", one->line);
        esc_text_addf(&text, " %s", one->text);
    }
    return esc_text_take(&text);
}

static void set_check(struct grading *grading, size_t index, enum esc_check_kind kind, bool passed,
                      char *detail)
{
    grading->grades[index].checks[kind] =
        (struct esc_check){passed ? ESC_CHECK_PASSED : ESC_CHECK_FAILED, detail};
}

/* False when a file cannot be read; a task that breaks the rules only has no case. */
static bool add_task(struct grading *grading, size_t index, struct esc_error *error)
{
    const struct esc_submission *one = &grading->submissions[index];
    struct texts texts = {0};
    struct esc_error faults = {0};
    bool good = read_texts(grading->exercises, one, &texts, error);
    const struct esc_task task = {esc_submission_language(one), one->path, texts.task.bytes,
                                  texts.start.bytes, texts.solution.bytes};
    grading->cases[index] = SIZE_MAX;
    if (good) {
        bool allowed = esc_exercise_rules(&task, &faults);
        set_check(grading, index, ESC_CHECK_RULES, allowed, allowed ? NULL : tell_faults(&faults));
        good = !allowed || add_case(grading, index, &task, error);
    }
    esc_error_free(&faults);
    free_texts(&texts);
    return good;
}

static bool any_is_in_go(const struct grading *grading)
{
    for (size_t i = 0; i < grading->count; i++)
        if (grading->cases[i] != SIZE_MAX &&
            esc_submission_language(&grading->submissions[i]) == ESC_IN_GO)
            return true;
    return false;
}

static bool add_tasks(struct grading *grading, struct esc_error *error)
{
    struct esc_workbench_options *options = &grading->bench.options;
    bool good = esc_folders_find(&grading->bench.folders, error);
    for (size_t i = 0; i < grading->count && good; i++)
        good = add_task(grading, i, error);
    if (good && any_is_in_go(grading)) {
        options->runtimes[ESC_RUNTIME_GO] = true;
        esc_workbench_add_gos(options, grading->go);
    }
    return good;
}

/* ---- what was found ------------------------------------------------------------------------- */

/* The task's variant; NULL: none was planned. */
static const struct esc_variant *variant_of(const struct grading *grading, size_t index)
{
    const struct esc_run *run = &grading->bench.run;
    for (size_t v = 0; v < run->variant_count; v++)
        if (run->variants[v].case_index == grading->cases[index] &&
            run->variants[v].strategy == HEAP)
            return &run->variants[v];
    return NULL;
}

/* What the compiler said of the file; NULL: nothing. */
static char *errors_about(const struct esc_error *said, const char *path)
{
    struct esc_error own = {0};
    for (size_t k = 0; k < said->count; k++)
        if (said->messages[k].file != NULL && strcmp(said->messages[k].file, path) == 0)
            esc_error_add(&own, path, said->messages[k].line, "%s", said->messages[k].text);
    char *told = own.count > 0 ? tell_faults(&own) : NULL;
    esc_error_free(&own);
    return told;
}

static void check_compiles(struct grading *grading, size_t index, const struct esc_error *said,
                           const struct esc_variant *variant)
{
    bool compiled = variant->status != ESC_STATUS_COMPILE;
    char *told = compiled ? NULL : errors_about(said, grading->submissions[index].path);
    if (!compiled && told == NULL)
        told = esc_strdup("it lacks what the grading calls, or names it otherwise");
    set_check(grading, index, ESC_CHECK_COMPILES, compiled, told);
}

static bool was_counted(const struct esc_variant *variant)
{
    return variant->allocs_per_op >= 0;
}

static void check_results(struct grading *grading, size_t index, const struct esc_variant *variant)
{
    bool same = variant->status == ESC_STATUS_OK || variant->status == ESC_STATUS_EXPECTATION;
    set_check(grading, index, ESC_CHECK_RESULTS, same,
              same ? NULL
              : variant->status == ESC_STATUS_CHECKSUM
                  ? esc_strdup("it returns other values than it has to")
                  : esc_strdup(variant->message));
}

/* Behind what was counted: in C who allocates, as the untimed pass has found. */
static const char *who_allocates(const struct esc_variant *variant)
{
    const char *message = variant->message;
    bool has = message != NULL && strstr(message, "allocations per operation") != NULL;
    const char *sites = has ? strstr(message, ": ") : NULL;
    return sites != NULL ? sites : "";
}

static void check_figure(struct grading *grading, size_t index, enum esc_check_kind kind,
                         double counted, double wanted, double slack, const char *sites)
{
    bool same = wanted < 0 || fabs(counted - wanted) <= slack;
    double shown = slack > 0 ? round(counted * 100) / 100 : counted;
    set_check(grading, index, kind, same,
              same ? esc_format("%g an operation", wanted < 0 ? shown : wanted)
                   : esc_format("%g an operation, wanted %g%s", shown, wanted, sites));
}

/* Bytes in C are those asked for; where more is allocated than wanted that says enough. */
static void check_counts(struct grading *grading, size_t index, const struct esc_variant *variant)
{
    const struct esc_run *run = &grading->bench.run;
    const struct esc_strategy *strategy = esc_variant_strategy(run, variant);
    const struct esc_go *go = esc_variant_go(run, variant);
    int minor = go != NULL ? go->minor : 0;
    double slack = 0;
    double allocs = esc_strategy_allocs(strategy, 0, minor, &slack);
    double bytes = esc_strategy_bytes(strategy, 0, minor);
    check_figure(grading, index, ESC_CHECK_ALLOCS, variant->allocs_per_op, allocs,
                 go != NULL ? strays + slack * allocs : 0, who_allocates(variant));
    check_figure(grading, index, ESC_CHECK_BYTES,
                 go != NULL ? variant->bytes_per_op : variant->requested_bytes_per_op, bytes,
                 go != NULL ? byte_strays + slack * bytes : 0, "");
}

/* "moved to heap: p", "new(T) escapes to heap"; not the heading of an explanation of it. */
static bool is_escape(const char *text)
{
    static const char ending[] = " escapes to heap";
    size_t length = strlen(text);
    return strncmp(text, "moved to heap: ", strlen("moved to heap: ")) == 0 ||
           (length >= strlen(ending) && strcmp(text + length - strlen(ending), ending) == 0);
}

/* Each place once: -m=2 says it twice of some. */
static char *escapes_in(const struct grading *grading, size_t index)
{
    const struct esc_diagnostics *said = grading->said;
    const struct esc_case *grade = &grading->bench.run.cases[grading->cases[index]];
    struct esc_text told = {0};
    for (size_t k = 0; k < said->count; k++) {
        const struct esc_diagnostic *one = &said->list[k];
        if (one->case_index != grading->cases[index] || one->line == 0 || !is_escape(one->text) ||
            !esc_source_has_line(&grade->strategies[HEAP].go, one->line))
            continue;
        char *line =
            esc_format("%s:%d: %s", grading->submissions[index].path, one->line, one->text);
        if (told.length == 0 || strstr(told.bytes, line) == NULL)
            esc_text_addf(&told, "%s%s", told.length > 0 ? "\n" : "", line);
        free(line);
    }
    return told.length > 0 ? esc_text_take(&told) : NULL;
}

static char *missing_lines(const struct grading *grading, size_t index)
{
    const struct esc_diagnostics *said = grading->said;
    const struct esc_case *grade = &grading->bench.run.cases[grading->cases[index]];
    const struct esc_strategy *heap = &grade->strategies[HEAP];
    struct esc_text told = {0};
    for (size_t k = 0; k < heap->escape_count; k++)
        if (!esc_diagnostics_have(said, grade, grading->cases[index], 0, heap, heap->escapes[k]))
            esc_text_addf(&told, "%swanted \"%s\", which the compiler does not say",
                          told.length > 0 ? "\n" : "", heap->escapes[k]);
    return told.length > 0 ? esc_text_take(&told) : NULL;
}

static void check_diagnostics(struct grading *grading, size_t index)
{
    const struct esc_case *grade = &grading->bench.run.cases[grading->cases[index]];
    bool silence = esc_exercise_wants_silence(grade);
    if (!silence && grade->strategies[HEAP].escape_count == 0)
        return;
    char *told = silence ? escapes_in(grading, index) : missing_lines(grading, index);
    set_check(grading, index, ESC_CHECK_DIAGNOSTICS, told == NULL, told);
}

static void judge(struct grading *grading, size_t index, const struct esc_error *said)
{
    struct esc_grade *grade = &grading->grades[index];
    const struct esc_variant *variant =
        grading->cases[index] != SIZE_MAX ? variant_of(grading, index) : NULL;
    if (variant == NULL)
        return;
    check_compiles(grading, index, said, variant);
    if (variant->status == ESC_STATUS_COMPILE)
        return;
    check_results(grading, index, variant);
    if (variant->runtime == ESC_RUNTIME_GO) {
        grading->said = &grading->bench.releases.modules[0].diagnostics;
        check_diagnostics(grading, index);
    }
    if (was_counted(variant))
        check_counts(grading, index, variant);
    grade->passed = true;
    for (size_t k = 0; k < ESC_CHECKS; k++)
        grade->passed = grade->passed && grade->checks[k].state != ESC_CHECK_FAILED;
    grade->passed = grade->passed && was_counted(variant);
}

static bool prepare(struct grading *grading, struct esc_error *said)
{
    bool good = grading->bench.run.case_count == 0 ||
                (esc_workbench_prepare(&grading->bench, said) &&
                 esc_workbench_count(&grading->bench, &esc_stop_requested, said));
    return good && !esc_stop_requested;
}

bool esc_grading(const struct esc_exercises *exercises, const struct esc_submission *submissions,
                 size_t count, const char *go, struct esc_grade *grades, char **release,
                 struct esc_error *error)
{
    struct grading grading = open_grading(exercises, submissions, count, grades, go);
    struct esc_error said = {0};
    *release = NULL;
    bool good = add_tasks(&grading, error) && prepare(&grading, &said);
    for (size_t i = 0; i < count && good; i++)
        judge(&grading, i, &said);
    if (!good)
        esc_error_move(error, &said);
    else if (grading.bench.run.go_count > 0)
        *release = esc_strdup(grading.bench.run.gos[0].version);
    esc_error_free(&said);
    close_grading(&grading);
    return good;
}

/* Messages are about the file that was handed in; of the grading's own lines no line is told. */
static void place_in_task(struct esc_error *error, const struct esc_case *grade, const char *path)
{
    char *own = esc_format("%s.lua", grade->name);
    for (size_t k = 0; k < error->count; k++) {
        struct esc_message *message = &error->messages[k];
        if (message->file == NULL || strcmp(message->file, own) != 0)
            message->line = 0;
        free(message->file);
        message->file = esc_strdup(path);
    }
    free(own);
}

/* The analysis is of the same text that go would get. */
static bool judge_own(struct grading *grading, struct esc_error *error)
{
    struct esc_diagnostics said = {0};
    char *told = NULL;
    const size_t index = grading->cases[0];
    if (index == SIZE_MAX)
        return true;
    const struct esc_case *grade = &grading->bench.run.cases[index];
    const bool good = esc_own_told(grade, 0, &told, error);
    if (good) {
        esc_go_take_told(grade, 0, told, &said);
        for (size_t k = 0; k < said.count; k++)
            said.list[k].case_index = index;
        grading->said = &said;
        check_diagnostics(grading, 0);
    }
    place_in_task(error, grade, grading->submissions[0].path);
    esc_diagnostics_free(&said);
    free(told);
    return good;
}

bool esc_grading_own(const struct esc_exercises *exercises, const struct esc_submission *submission,
                     struct esc_grade *grade, struct esc_error *error)
{
    struct grading grading = open_grading(exercises, submission, 1, grade, NULL);
    const bool good = add_task(&grading, 0, error) && judge_own(&grading, error);
    close_grading(&grading);
    return good;
}

/* ---- the price ------------------------------------------------------------------------------ */

enum { SAMPLES = 5 };
static const int64_t sample_ns = 40000000;

/* NaN when the sample did not end well. */
static double measure_once(const struct grading *grading, size_t index, struct esc_error *error)
{
    const struct esc_variant *variant = variant_of(grading, index);
    struct esc_sample *sample = esc_calloc(1, sizeof *sample);
    double ns = NAN;
    if (variant != NULL && variant->status != ESC_STATUS_COMPILE) {
        struct esc_job job = esc_workbench_job(
            &grading->bench, (size_t)(variant - grading->bench.run.variants), ESC_JOB_CALIBRATE);
        job.min_time_ns = sample_ns;
        bool ran =
            esc_measure(grading->bench.folders.child, &job, 1, sample, &esc_stop_requested, error);
        if (ran && sample->status == ESC_STATUS_OK && sample->iterations > 0)
            ns = (double)sample->wall_ns / (double)sample->iterations;
    }
    free(sample);
    return ns;
}

static bool measure_both(const struct grading *grading, double *start_ns, double *task_ns,
                         struct esc_error *error)
{
    double samples[2][SAMPLES];
    for (size_t k = 0; k < 2 * (size_t)SAMPLES; k++) {
        double ns = measure_once(grading, k % 2, error);
        if (isnan(ns))
            return esc_error_add(error, NULL, 0, "a sample did not end well");
        samples[k % 2][k / 2] = ns;
    }
    *start_ns = esc_median(samples[0], SAMPLES);
    *task_ns = esc_median(samples[1], SAMPLES);
    return true;
}

bool esc_grading_price(const struct esc_exercises *exercises,
                       const struct esc_submission *submission, const char *go, double *start_ns,
                       double *task_ns, struct esc_error *error)
{
    char *name = esc_exercises_text("task", esc_submission_language(submission));
    char *start = esc_exercises_file(exercises, submission->exercise, name);
    const struct esc_submission both[2] = {{submission->exercise, start}, *submission};
    struct esc_grade grades[2] = {0};
    struct grading grading = open_grading(exercises, both, 2, grades, go);
    grading.bench.options.checked = false;
    bool good = add_tasks(&grading, error) && esc_workbench_prepare(&grading.bench, error) &&
                measure_both(&grading, start_ns, task_ns, error);
    for (size_t i = 0; i < 2; i++)
        esc_grade_free(&grades[i]);
    close_grading(&grading);
    free(start);
    free(name);
    return good;
}
