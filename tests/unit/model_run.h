/*
 * A run made up for the tests of tables and charts: plausible figures (Go 1.19's, see
 * docs/method.md), deterministic noise, no measuring. Build one with model_run(), free it with
 * esc_run_free().
 */
#ifndef MODEL_RUN_H
#define MODEL_RUN_H

#include "base/memory.h"
#include "noun/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One point of a model case: both sides in ns, exact counts, collections per million ops. */
struct model_point {
    int64_t value;                       /* of the parameter */
    double stack_ns, heap_ns, remedy_ns; /* remedy 0: none */
    double allocs, bytes, cycles_per_mop, gc_share;
};

struct model_case {
    const char *name, *title, *question;
    const char *param;
    enum esc_unit unit;
    const char *remedy; /* name of a third strategy, or NULL */
    double noise;       /* relative spread of a sample */
    bool control;
    size_t count;
    struct model_point points[8];
};

static const struct model_case model_cases[] = {
    {"pointer-return",
     "Returning the address of a local",
     "What does it cost when a function returns &t instead of t?",
     "size",
     ESC_UNIT_BYTES,
     NULL,
     0.02,
     false,
     4,
     {{8, 1.66, 9.65, 0, 1, 8, 2.33, 0.01},
      {64, 1.98, 20.3, 0, 1, 64, 20.3, 0.05},
      {512, 6.04, 63.8, 0, 1, 512, 163, 0.12},
      {4096, 26.7, 438, 0, 1, 4096, 1302, 0.31}}},
    {"channel-send",
     "Sending a pointer through a channel",
     "Is it cheaper to send a pointer than to send the value?",
     "size",
     ESC_UNIT_BYTES,
     NULL,
     0.03,
     false,
     3,
     {{64, 36.9, 56.2, 0, 1, 64, 19.9, 0.03},
      {1024, 80.1, 153, 0, 1, 1024, 325, 0.17},
      {8192, 305, 869, 0, 1, 8192, 2610, 0.36}}},
    {"interface-call",
     "Calling a method through an interface",
     "Why does an argument of an interface call escape?",
     "size",
     ESC_UNIT_BYTES,
     "reused",
     0.02,
     false,
     2,
     {{64, 3.09, 22.4, 3.62, 1, 64, 20.3, 0.05}, {1024, 11.8, 120, 12.4, 1, 1024, 326, 0.16}}},
    {"large-make",
     "make past 64 KiB",
     "What happens one byte past the limit?",
     "bytes",
     ESC_UNIT_BYTES,
     NULL,
     0.02,
     false,
     3,
     {{65536, 1156, 5096, 0, 1, 73728, 23224, 0.45},
      {73728, 1161, 5588, 0, 1, 81920, 25606, 0.44},
      {81920, 1404, 5582, 0, 1, 81920, 25594, 0.46}}},
    {"dynamic-make",
     "make with a size known at run time",
     "Why does make([]int, n) escape?",
     "n",
     ESC_UNIT_COUNT,
     "constant",
     0.025,
     false,
     4,
     {{4, 2.28, 18.8, 2.26, 1, 32, 10.1, 0.02},
      {16, 3.39, 27.1, 3.4, 1, 128, 40.8, 0.06},
      {256, 19.4, 253, 19.5, 1, 2048, 653, 0.21},
      {4096, 2.1, 5397, 154, 1, 32768, 10401, 0.4}}},
    {"a-a",
     "The same code on both sides",
     "How far apart do two equal things measure?",
     NULL,
     ESC_UNIT_NONE,
     NULL,
     0.02,
     true,
     1,
     {{0, 12.1, 12.1, 0, 1, 16, 5, 0.01}}},
};
enum { MODEL_CASES = sizeof model_cases / sizeof *model_cases };

static inline double model_random(uint64_t *state)
{
    *state = *state * 6364136223846793005ULL + 1442695040888963407ULL; /* Knuth's MMIX constants */
    return (double)(*state >> 11) / 9007199254740992.0;
}

static inline char *model_strategy_label(const char *strategy, enum esc_runtime_id runtime)
{
    if (runtime == ESC_RUNTIME_NONE || runtime == ESC_RUNTIME_GOHEAP)
        return esc_strdup(strategy);
    return esc_format("%s@%s", strategy, esc_runtime_name(runtime));
}

static inline struct esc_case model_case_of(const struct model_case *model)
{
    struct esc_case bench_case = {.control = model->control, .threads = 1};
    bench_case.path = esc_format("cases/%s.lua", model->name);
    bench_case.name = esc_strdup(model->name);
    bench_case.title = esc_strdup(model->title);
    bench_case.question = esc_strdup(model->question);
    bench_case.point_count = model->count;
    bench_case.points = esc_calloc(model->count, sizeof *bench_case.points);
    if (model->param != NULL) {
        bench_case.param_count = 1;
        bench_case.params = esc_calloc(1, sizeof *bench_case.params);
        bench_case.params[0] = (struct esc_param){
            esc_strdup(model->param), esc_strdup(model->param), model->unit, NULL, model->count};
        bench_case.params[0].values = esc_calloc(model->count, sizeof *bench_case.params[0].values);
    }
    for (size_t p = 0; p < model->count; p++) {
        bench_case.points[p].quick = p == model->count / 2;
        bench_case.points[p].values = esc_calloc(1, sizeof(size_t));
        bench_case.points[p].values[0] = p;
        bench_case.points[p].name = esc_strdup("");
        if (model->param == NULL)
            continue;
        free(bench_case.points[p].name);
        bench_case.points[p].name =
            esc_format("%s:%lld", model->param, (long long)model->points[p].value);
        bench_case.params[0].values[p].text = esc_format("%lld", (long long)model->points[p].value);
        bench_case.params[0].values[p].number = model->points[p].value;
    }
    bench_case.strategy_count = model->remedy != NULL ? 3 : 2;
    bench_case.strategies = esc_calloc(3, sizeof *bench_case.strategies);
    const char *names[] = {"stack", "heap", model->remedy};
    for (size_t s = 0; s < bench_case.strategy_count; s++) {
        bench_case.strategies[s].name = esc_strdup(names[s]);
        bench_case.strategies[s].place = s == 1 ? ESC_PLACE_HEAP : ESC_PLACE_STACK;
        bench_case.strategies[s].remedy = s > 1;
    }
    return bench_case;
}

static inline struct esc_variant *model_add_variant(struct esc_run *run, size_t case_index,
                                                    size_t point, size_t strategy,
                                                    enum esc_runtime_id runtime,
                                                    const struct model_point *model)
{
    run->variants = esc_grow(run->variants, &run->variant_count, sizeof *run->variants);
    struct esc_variant *variant = &run->variants[run->variant_count - 1];
    const struct esc_case *one = &run->cases[case_index];
    const char *name = one->points[point].name;
    *variant = (struct esc_variant){.case_index = case_index,
                                    .point = point,
                                    .strategy = strategy,
                                    .runtime = runtime,
                                    .iterations = 1000000};
    variant->label = model_strategy_label(one->strategies[strategy].name, runtime);
    variant->name = esc_format("%s/%s%s%s", one->name, variant->label, *name ? "/" : "", name);
    variant->go_name = esc_format("Benchmark/%s", variant->label);
    bool heap = strategy == 1;
    variant->allocs_per_op = heap ? model->allocs : 0;
    variant->bytes_per_op = variant->requested_bytes_per_op = heap ? model->bytes : 0;
    return variant;
}

/* Real Go's side, labelled as the plan does: "heap@go", of several releases "heap@go1.19.8". */
static inline void model_add_go(struct esc_run *run, size_t case_index, size_t point,
                                size_t strategy, const struct model_point *model)
{
    for (size_t go = 0; go < run->go_count; go++) {
        struct esc_variant *variant =
            model_add_variant(run, case_index, point, strategy, ESC_RUNTIME_GO, model);
        const struct esc_case *one = &run->cases[case_index];
        const char *name = one->points[point].name;
        variant->go = go;
        free(variant->label);
        free(variant->name);
        variant->label = esc_format("%s@%s", one->strategies[strategy].name,
                                    run->go_count == 1 ? "go" : run->gos[go].version);
        variant->name = esc_format("%s/%s%s%s", one->name, variant->label, *name ? "/" : "", name);
    }
}

static inline int model_compare(const void *one, const void *other)
{
    double a = *(const double *)one;
    double b = *(const double *)other;
    return (a > b) - (a < b);
}

/* Median with the order statistics at a sixth from either end, enough for a picture. */
static inline struct esc_estimate model_estimate(double *values, size_t n)
{
    struct esc_estimate estimate = {.n = n, .known = n > 0, .confidence = 0.96};
    if (n == 0)
        return estimate;
    qsort(values, n, sizeof *values, model_compare);
    estimate.median = (values[n / 2] + values[(n - 1) / 2]) / 2;
    estimate.low = values[n / 6];
    estimate.high = values[n - 1 - n / 6];
    return estimate;
}

static inline double model_ns(const struct model_point *point, size_t strategy,
                              enum esc_runtime_id runtime)
{
    static const double by_runtime[] = {
        [ESC_RUNTIME_BOEHM] = 1.9, [ESC_RUNTIME_MALLOC] = 0.8, [ESC_RUNTIME_GO] = 1.3};
    const double by_strategy[] = {point->stack_ns, point->heap_ns, point->remedy_ns};
    bool scaled = strategy == 1 && runtime < ESC_RUNTIMES && by_runtime[runtime] > 0;
    return by_strategy[strategy] * (scaled ? by_runtime[runtime] : 1);
}

/* Cycles of a sawtooth between 1 and 4 MiB, two stops each. */
static inline void model_add_cycles(struct esc_record *record, const struct model_point *point,
                                    uint64_t *state, bool heap_points)
{
    int64_t cycles = (int64_t)(point->cycles_per_mop * (double)record->iterations / 1e6);
    size_t kept = cycles > ESC_SAMPLE_CYCLES ? ESC_SAMPLE_CYCLES : (size_t)cycles;
    double period_ns = (double)record->wall_ns / (double)(cycles + 1);
    record->gc.cycles = cycles;
    record->gc.pauses = cycles * 2;
    record->gc.gc_cpu_ns = (int64_t)(point->gc_share * (double)record->cpu_ns);
    record->cycles = esc_calloc(kept, sizeof *record->cycles);
    for (size_t c = 0; c < kept; c++) {
        double end = period_ns * (double)(c + 1);
        double growth = 1 + (double)c * 0.02;
        double stop = 2000 + 9000 * pow(model_random(state), 3);
        record->cycles[record->cycle_count++] = (struct esc_gc_cycle){
            .start_ns = (int64_t)(end - period_ns * 0.15),
            .mark_start_ns = (int64_t)(end - period_ns * 0.14),
            .mark_end_ns = (int64_t)end,
            .end_ns = (int64_t)(end + stop),
            .pause_ns = {(int64_t)(stop * 0.4), (int64_t)stop},
            .heap_start_bytes = (int64_t)(3.5e6 * growth),
            .heap_end_bytes = (int64_t)(4.1e6 * growth),
            .heap_live_bytes = (int64_t)(1.0e6 * growth),
            .goal_bytes = (int64_t)(4194304 * growth),
        };
        record->gc.pause_total_ns += (int64_t)(stop * 1.4);
        if (!heap_points || record->heap_count + 2 > ESC_SAMPLE_HEAP_POINTS)
            continue;
        record->heap = esc_resize(record->heap, record->heap_count + 2, sizeof *record->heap);
        record->heap[record->heap_count++] = (struct esc_heap_point){
            (int64_t)end, (int64_t)(4.1e6 * growth), (int64_t)(4194304 * growth)};
        record->heap[record->heap_count++] = (struct esc_heap_point){
            (int64_t)(end + 1), (int64_t)(1.0e6 * growth), (int64_t)(4194304 * growth * 1.02)};
    }
}

static inline void model_measure(struct esc_run *run, size_t index, const struct model_case *model,
                                 uint64_t *state)
{
    const struct esc_variant *variant = &run->variants[index];
    const struct model_point *point = &model->points[variant->point];
    struct esc_figures *figures = &run->figures[index];
    double ns[64];
    double pauses[4096];
    size_t pause_count = 0;
    bool collected = variant->strategy == 1 && variant->runtime != ESC_RUNTIME_MALLOC;
    for (uint32_t round = 0; round < run->rounds; round++) {
        double slow = model_random(state) > 0.93 ? 4 : 1;
        double spread = 1 + model->noise * slow * (model_random(state) + model_random(state) - 0.7);
        ns[round] = model_ns(point, variant->strategy, variant->runtime) * spread;
        run->records = esc_grow(run->records, &run->record_count, sizeof *run->records);
        struct esc_record *record = &run->records[run->record_count - 1];
        *record = (struct esc_record){.round = round,
                                      .order = (uint32_t)run->record_count,
                                      .variant = index,
                                      .iterations = variant->iterations,
                                      .wall_ns = (int64_t)(ns[round] * 1e6),
                                      .cpu_ns = (int64_t)(ns[round] * 1.1e6)};
        if (collected)
            model_add_cycles(record, point, state, round < 2);
        for (size_t c = 0; c < record->cycle_count && pause_count + 2 < 4096; c++) {
            pauses[pause_count++] = (double)record->cycles[c].pause_ns[0];
            pauses[pause_count++] = (double)record->cycles[c].pause_ns[1];
        }
    }
    figures->ns_per_op = model_estimate(ns, run->rounds);
    figures->cpu_ns_per_op = figures->ns_per_op;
    figures->min_ns_per_op = ns[0];
    figures->max_ns_per_op = ns[run->rounds - 1];
    figures->noise = model->noise;
    double cycles = collected ? point->cycles_per_mop : 0;
    double share = collected ? point->gc_share : 0;
    figures->cycles_per_mop =
        (struct esc_estimate){true, cycles, cycles * 0.98, cycles * 1.02, 0.96, run->rounds};
    figures->gc_share = (struct esc_estimate){variant->runtime != ESC_RUNTIME_BOEHM,
                                              share,
                                              share * 0.95,
                                              share * 1.05,
                                              0.96,
                                              run->rounds};
    figures->pause_ns = model_estimate(pauses, pause_count);
    figures->pause_p99_ns = pause_count > 0 ? pauses[pause_count * 99 / 100] : -1;
    figures->pause_max_ns = pause_count > 0 ? pauses[pause_count - 1] : -1;
    figures->stw_ns_per_mop = -1;
}

static inline void model_compare_sides(struct esc_run *run, size_t base, size_t other, double noise)
{
    run->pairs = esc_grow(run->pairs, &run->pair_count, sizeof *run->pairs);
    struct esc_pair *pair = &run->pairs[run->pair_count - 1];
    double a = run->figures[base].ns_per_op.median;
    double b = run->figures[other].ns_per_op.median;
    double factor = b / a;
    bool resolved = fabs(factor - 1) > noise;
    *pair = (struct esc_pair){
        .base = base,
        .other = other,
        .factor = {true, factor, factor * (1 - noise), factor * (1 + noise), 0.96, run->rounds},
        .price_ns = {true, b - a, b - a, b - a, 0.96, run->rounds},
        .verdict = resolved ? (noise > 0.1 ? ESC_VERDICT_NOISY : ESC_VERDICT_OK)
                            : ESC_VERDICT_NOT_RESOLVED,
    };
}

static inline void model_add_machine(struct esc_machine *machine)
{
    machine->host = esc_strdup("model");
    machine->cpu = esc_strdup("Intel(R) Xeon(R) CPU @ 2.60GHz");
    machine->kernel = esc_strdup("Linux 6.1.0-18-amd64");
    machine->os = esc_strdup("Debian GNU/Linux 12");
    machine->compiler = esc_strdup("gcc 12.2.0");
    machine->flags = esc_strdup("-O2");
    machine->governor = esc_strdup("unknown");
    machine->version = esc_strdup("0.1.0");
    machine->revision = esc_strdup("abc1234");
    machine->mhz = 2600;
    machine->cpus = 2;
    machine->virtual_machine = 1;
    machine->finding_count = 1;
    machine->findings = esc_calloc(1, sizeof *machine->findings);
    machine->findings[0] =
        (struct esc_finding){ESC_FINDING_WARN, esc_strdup("virtual machine"), esc_strdup("kvm"),
                             esc_strdup("neighbours steal time"), esc_strdup("")};
}

static inline void model_add_pairs(struct esc_run *run, const struct model_case *models)
{
    for (size_t v = 0; v < run->variant_count; v++)
        if (run->variants[v].strategy != 0)
            model_compare_sides(run, esc_variant_base(run, v), v,
                                models[run->variants[v].case_index].noise);
}

/* With so many releases of real Go, at most two; without C where `go_alone`. */
static inline struct esc_run model_run_with(const struct model_case *models, size_t count,
                                            size_t releases, bool go_alone)
{
    struct esc_run run = {.seed = 20261121,
                          .preset = ESC_PRESET_NORMAL,
                          .rounds = 20,
                          .rounds_done = 20,
                          .gogc = 100,
                          .wall_s = 50.4,
                          .timed_s = 41.2,
                          .build_s = 3.1,
                          .case_count = count};
    run.id = esc_strdup("20261121-142501-normal");
    run.folder = esc_strdup("results/20261121-142501-normal");
    run.started = esc_strdup("2026-11-21T14:25:01+01:00");
    model_add_machine(&run.machine);
    static const char *const versions[] = {"go1.19.8", "go1.27.3"};
    for (size_t go = 0; go < releases; go++) {
        run.gos = esc_grow(run.gos, &run.go_count, sizeof *run.gos);
        run.gos[go] = (struct esc_go){.command = esc_strdup("go"),
                                      .version = esc_strdup(versions[go]),
                                      .target = esc_strdup("linux/amd64"),
                                      .minor = go == 0 ? 19 : 27};
    }
    run.cases = esc_calloc(count, sizeof *run.cases);
    for (size_t case_index = 0; case_index < count; case_index++) {
        const struct model_case *model = &models[case_index];
        run.cases[case_index] = model_case_of(model);
        for (size_t p = 0; p < model->count; p++) {
            const struct model_point *point = &model->points[p];
            if (!go_alone)
                model_add_variant(&run, case_index, p, 0, ESC_RUNTIME_NONE, point);
            model_add_go(&run, case_index, p, 0, point);
            for (int r = 0; r < (model->control ? 1 : ESC_RUNTIME_GO) && !go_alone; r++)
                model_add_variant(&run, case_index, p, 1, (enum esc_runtime_id)r, point);
            model_add_go(&run, case_index, p, 1, point);
            if (model->remedy != NULL && !go_alone)
                model_add_variant(&run, case_index, p, 2, ESC_RUNTIME_NONE, point);
        }
    }
    run.figures = esc_calloc(run.variant_count, sizeof *run.figures);
    uint64_t state = 1;
    for (size_t v = 0; v < run.variant_count; v++)
        model_measure(&run, v, &models[run.variants[v].case_index], &state);
    model_add_pairs(&run, models);
    return run;
}

static inline struct esc_run model_run(const struct model_case *models, size_t count)
{
    return model_run_with(models, count, 0, false);
}

/* The variant of that name, or NULL. */
static inline size_t model_find(const struct esc_run *run, const char *name)
{
    for (size_t v = 0; v < run->variant_count; v++)
        if (strcmp(run->variants[v].name, name) == 0)
            return v;
    return (size_t)-1;
}

/* Fails the variant and its pairs as the stages do. */
static inline void model_fail(struct esc_run *run, size_t variant, enum esc_status status,
                              const char *sentence)
{
    esc_variant_fail(&run->variants[variant], status, "%s", sentence);
    run->figures[variant] = (struct esc_figures){.pause_p99_ns = -1, .pause_max_ns = -1};
    for (size_t i = 0; i < run->pair_count; i++)
        if (run->pairs[i].other == variant || run->pairs[i].base == variant)
            run->pairs[i] = (struct esc_pair){.base = run->pairs[i].base,
                                              .other = run->pairs[i].other,
                                              .verdict = ESC_VERDICT_FAILED};
}

#endif
