/* Made-up cases for the tests of planning: no texts to speak of, just strategies and points. */
#ifndef PLAN_FIXTURE_H
#define PLAN_FIXTURE_H

#include "base/memory.h"
#include "noun/run.h"
#include "plan/plan.h"

#include <stdlib.h>
#include <string.h>

static const bool every_runtime[ESC_RUNTIMES] = {true, true, true};
static const bool goheap_and_malloc[ESC_RUNTIMES] = {
    [ESC_RUNTIME_GOHEAP] = true, [ESC_RUNTIME_MALLOC] = true};

/* A case with stack, heap and, with three names, a remedy; one parameter "size" with `count`
 * values, of which the first is quick. */
static inline struct esc_case fixture_case(const char *name, const char *remedy,
                                           const char *const *sizes, size_t count)
{
    struct esc_case bench_case = {.name = esc_strdup(name), .threads = 1};
    const char *names[] = {"stack", "heap", remedy};
    for (size_t i = 0; i < 3 && names[i] != NULL; i++) {
        bench_case.strategies = esc_grow(bench_case.strategies, &bench_case.strategy_count,
                                         sizeof *bench_case.strategies);
        bench_case.strategies[i].name = esc_strdup(names[i]);
        bench_case.strategies[i].place = i == 0 ? ESC_PLACE_STACK : ESC_PLACE_HEAP;
        bench_case.strategies[i].remedy = i > 1;
        bench_case.strategies[i].c.text = esc_strdup("return i;");
    }
    bench_case.params =
        esc_grow(bench_case.params, &bench_case.param_count, sizeof *bench_case.params);
    bench_case.params[0] =
        (struct esc_param){.name = esc_strdup("size"), .label = esc_strdup("size")};
    for (size_t i = 0; i < count; i++) {
        struct esc_param *param = &bench_case.params[0];
        param->values = esc_grow(param->values, &param->count, sizeof *param->values);
        param->values[i] = (struct esc_value){.text = esc_strdup(sizes[i]), .number = (int64_t)i};
        bench_case.points =
            esc_grow(bench_case.points, &bench_case.point_count, sizeof *bench_case.points);
        bench_case.points[i].name = esc_format("size:%s", sizes[i]);
        bench_case.points[i].values = esc_calloc(1, sizeof *bench_case.points[i].values);
        bench_case.points[i].values[0] = i;
        bench_case.points[i].quick = i == 0;
    }
    memcpy(bench_case.runtimes, every_runtime, sizeof bench_case.runtimes);
    return bench_case;
}

static inline void fixture_plan(struct esc_run *run, const bool runtimes[ESC_RUNTIMES])
{
    memcpy(run->runtimes, runtimes, sizeof run->runtimes);
    esc_plan_variants(run, false);
}

static inline void fixture_add(struct esc_run *run, struct esc_case bench_case)
{
    run->cases = esc_grow(run->cases, &run->case_count, sizeof *run->cases);
    run->cases[run->case_count - 1] = bench_case;
}

#endif
