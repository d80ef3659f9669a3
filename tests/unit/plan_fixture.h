/* Made-up cases for the tests of planning: no texts to speak of, just strategies and points. */
#ifndef PLAN_FIXTURE_H
#define PLAN_FIXTURE_H

#include "base/memory.h"
#include "noun/run.h"
#include "plan/plan.h"

#include <stdlib.h>
#include <string.h>

static const bool every_runtime[ESC_RUNTIMES] = {true, true, true};
static const bool boehm_and_malloc[ESC_RUNTIMES] = {
    [ESC_RUNTIME_BOEHM] = true, [ESC_RUNTIME_MALLOC] = true};

/* A case with stack, heap and, with three names, a remedy; one parameter "size" with `count`
 * values, of which the first is quick. */
static inline struct esc_case fixture_case(const char *name, const char *remedy,
                                           const char *const *sizes, size_t count)
{
    struct esc_case item = {.name = esc_strdup(name), .threads = 1};
    const char *names[] = {"stack", "heap", remedy};
    for (size_t i = 0; i < 3 && names[i] != NULL; i++) {
        item.strategies = esc_grow(item.strategies, &item.strategy_count, sizeof *item.strategies);
        item.strategies[i].name = esc_strdup(names[i]);
        item.strategies[i].place = i == 0 ? ESC_PLACE_STACK : ESC_PLACE_HEAP;
        item.strategies[i].c.text = esc_strdup("return i;");
    }
    item.params = esc_grow(item.params, &item.param_count, sizeof *item.params);
    item.params[0] = (struct esc_param){.name = esc_strdup("size"), .label = esc_strdup("size")};
    for (size_t i = 0; i < count; i++) {
        struct esc_param *param = &item.params[0];
        param->values = esc_grow(param->values, &param->count, sizeof *param->values);
        param->values[i] = (struct esc_value){.text = esc_strdup(sizes[i]), .number = (int64_t)i};
        item.points = esc_grow(item.points, &item.point_count, sizeof *item.points);
        item.points[i].name = esc_format("size:%s", sizes[i]);
        item.points[i].values = esc_calloc(1, sizeof *item.points[i].values);
        item.points[i].values[0] = i;
        item.points[i].quick = i == 0;
    }
    memcpy(item.runtimes, every_runtime, sizeof item.runtimes);
    return item;
}

static inline void fixture_plan(struct esc_run *run, const bool runtimes[ESC_RUNTIMES])
{
    memcpy(run->runtimes, runtimes, sizeof run->runtimes);
    esc_plan_variants(run, false);
}

static inline void fixture_add(struct esc_run *run, struct esc_case item)
{
    run->cases = esc_grow(run->cases, &run->case_count, sizeof *run->cases);
    run->cases[run->case_count - 1] = item;
}

#endif
