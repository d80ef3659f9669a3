/*
 * Whether a runtime changes what runs on the stack: stack kernels of three cases in a child into
 * which no collector is linked, and in one where a collector is linked, started and attached, with
 * the heap side that it serves in the kernel's library. Same n; each sample a process of its own,
 * alone beside beside alone in even rounds and the other way round in odd ones. Prints the median
 * of the rounds' ratios with its interval; exit 1 if a ratio lies outside [0.95, 1.05].
 */
#include "base/memory.h"
#include "build/build.h"
#include "codegen/codegen.h"
#include "load/load.h"
#include "machine/probe.h"
#include "measure/measure.h"
#include "stats/interval.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 101, SAMPLE_NS = 4000000, WARMUP_PART = 20, ALONE = 0, BESIDE = 1, SIDES = 2 };

static const double ratio_low = 0.95;
static const double ratio_high = 1.05;
static const int64_t time_limit_ns = INT64_C(20000000000);

static const char *const names[] = {"pointer-return", "array-vs-slice", "value-vs-pointer"};
static const enum esc_runtime_id collectors[] = {ESC_RUNTIME_GOHEAP, ESC_RUNTIME_BOEHM};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A stack kernel in the library and the child of one side. */
struct side {
    char *child;
    struct esc_job job;
};

static void die(const char *what, const char *why, const struct esc_error *error)
{
    fprintf(stderr, "overhead: %s: %s\n", what, why);
    esc_error_print(error, stderr);
    exit(1);
}

static size_t quick_point(const struct esc_case *bench_case)
{
    size_t point = 0;
    while (!bench_case->points[point].quick)
        point++;
    return point;
}

/* The case's library with the heap side of one runtime only. The caller frees its path. */
static char *make_library(struct esc_case *bench_case, const char *build, enum esc_runtime_id heap)
{
    char *cache = esc_format("%s/overhead/cases", build);
    char *counter = esc_format("%s/count.o", build);
    const char *compiler = getenv("CC");
    struct esc_build_options options = {.compiler = compiler != NULL ? compiler : "cc",
                                        .flags = "",
                                        .cache = cache,
                                        .include = "harness/kernel",
                                        .counter = counter,
                                        .jobs = 1,
                                        .quick = true};
    struct esc_library library;
    struct esc_error error = {0};
    struct esc_text text = {0};
    for (size_t id = 0; id < ESC_RUNTIMES; id++)
        bench_case->runtimes[id] = id == (size_t)heap;
    esc_codegen(bench_case, &text);
    if (!esc_build(bench_case, &text.bytes, 1, &options, &library, &error))
        die(bench_case->name, "does not compile", &error);
    char *path = esc_strdup(library.timed);
    esc_library_free(&library);
    esc_text_free(&text);
    free(counter);
    free(cache);
    return path;
}

/* `collector` is started in the child; ESC_RUNTIME_NONE: the child has none. */
static struct side make_side(struct esc_case *bench_case, const char *build,
                             enum esc_runtime_id collector)
{
    bool alone = collector == ESC_RUNTIME_NONE;
    char *library = make_library(bench_case, build, alone ? ESC_RUNTIME_MALLOC : collector);
    struct side side = {
        .child = esc_format("%s/%s", build, alone ? "overhead/child-alone" : "escapement-child"),
        .job = {.runtime = collector,
                .time_limit_ns = time_limit_ns,
                .threads = 1,
                .cpu = esc_machine_pin_cpu(),
                .gogc = 100}};
    snprintf(side.job.library, sizeof side.job.library, "%s", library);
    snprintf(side.job.symbol, sizeof side.job.symbol, "esc_kernel_%zu_stack_none",
             quick_point(bench_case));
    free(library);
    return side;
}

/* CPU time is that of all threads: a collector's work counts, other processes' does not. */
static struct esc_sample measure(const struct side *side)
{
    static const volatile int never_stop;
    struct esc_sample sample;
    struct esc_error error = {0};
    if (!esc_measure(side->child, &side->job, 1, &sample, &never_stop, &error))
        die(side->child, "cannot be started", &error);
    if (sample.status != ESC_STATUS_OK)
        die(side->job.symbol, sample.message, &error);
    return sample;
}

/* The count that takes about SAMPLE_NS. */
static uint64_t calibrate(struct side side)
{
    side.job.kind = ESC_JOB_CALIBRATE;
    side.job.min_time_ns = SAMPLE_NS;
    const struct esc_sample sample = measure(&side);
    return (uint64_t)((double)sample.iterations * (double)SAMPLE_NS / (double)sample.cpu_ns) + 1;
}

static void measure_round(const struct side sides[SIDES], int first, double ns[SIDES])
{
    const int order[] = {first, !first, !first, first};
    for (size_t i = 0; i < COUNT(order); i++) {
        const struct esc_sample sample = measure(&sides[order[i]]);
        ns[order[i]] += (double)sample.cpu_ns / (double)sample.iterations / 2;
    }
}

/* Prints the pair's line; false if its ratio is out of bounds. */
static bool judge(const char *name, const char *collector, const struct side sides[SIDES])
{
    double ns[SIDES][ROUNDS];
    double ratios[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        double round[SIDES] = {0};
        measure_round(sides, i % SIDES, round);
        ns[ALONE][i] = round[ALONE];
        ns[BESIDE][i] = round[BESIDE];
        ratios[i] = round[BESIDE] / round[ALONE];
    }
    const struct esc_estimate ratio = esc_estimate(ratios, ROUNDS);
    const bool good = ratio.median >= ratio_low && ratio.median <= ratio_high;
    printf("%-17s %-7s %9.3f %9.3f %8.3f   [%.3f, %.3f]  %s\n", name, collector,
           esc_estimate(ns[ALONE], ROUNDS).median, esc_estimate(ns[BESIDE], ROUNDS).median,
           ratio.median, ratio.low, ratio.high, good ? "ok" : "out of bounds");
    fflush(stdout);
    return good;
}

static bool judge_case(const char *name, const char *build)
{
    struct esc_case bench_case = {0};
    struct esc_error error = {0};
    char *path = esc_format("cases/%s.lua", name);
    if (!esc_load_case(path, &bench_case, &error))
        die(path, "does not load", &error);
    struct side sides[SIDES] = {make_side(&bench_case, build, ESC_RUNTIME_NONE)};
    sides[ALONE].job.iterations = calibrate(sides[ALONE]);
    sides[ALONE].job.warmup = sides[ALONE].job.iterations / WARMUP_PART;
    bool good = true;
    for (size_t k = 0; k < COUNT(collectors); k++) {
        sides[BESIDE] = make_side(&bench_case, build, collectors[k]);
        sides[BESIDE].job.iterations = sides[ALONE].job.iterations;
        sides[BESIDE].job.warmup = sides[ALONE].job.warmup;
        good = judge(name, esc_runtime_name(collectors[k]), sides) && good;
        free(sides[BESIDE].child);
    }
    free(sides[ALONE].child);
    esc_case_free(&bench_case);
    free(path);
    return good;
}

/* Run in the project's root. Argument: the build's folder. */
int main(int argc, char **argv)
{
    if (argc != 2)
        die("usage", "stack BUILD", &(struct esc_error){0});
    printf("\n%-17s %-7s %9s %9s %8s   %s\n", "stack kernel", "beside", "alone", "beside", "ratio",
           "95 % interval");
    bool good = true;
    for (size_t k = 0; k < COUNT(names); k++)
        good = judge_case(names[k], argv[1]) && good;
    printf("%d rounds; a ratio must lie in [%.2f, %.2f]\n", ROUNDS, ratio_low, ratio_high);
    return good ? 0 : 1;
}
