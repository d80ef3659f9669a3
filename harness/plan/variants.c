/*
 * Cases -> variants. See plan.h for the contract.
 */
#include "plan/plan.h"

#include "base/memory.h"
#include "plan/names.h"

static bool is_served(const struct esc_case *item, const bool runtimes[ESC_RUNTIMES],
                      enum esc_runtime_id id)
{
    return item->runtimes[id] && runtimes[id] && esc_runtime_built(id);
}

static enum esc_runtime_id usual_runtime(const struct esc_case *item,
                                         const bool runtimes[ESC_RUNTIMES])
{
    for (int id = 0; id < ESC_RUNTIMES; id++)
        if (is_served(item, runtimes, (enum esc_runtime_id)id))
            return (enum esc_runtime_id)id;
    return ESC_RUNTIME_NONE;
}

/* `place` has item, point, strategy and runtime; the names follow from them. */
static void add_variant(struct esc_run *run, struct esc_variant place, enum esc_runtime_id usual)
{
    const struct esc_case *item = &run->cases[place.item];
    const struct esc_point *point = &item->points[place.point];
    place.label = esc_name_label(item->strategies[place.strategy].name, place.runtime, usual);
    place.name = esc_name_json(item, point, place.label);
    place.go_name = esc_name_go(item, point, place.label);
    place.allocs_per_op = place.bytes_per_op = place.requested_bytes_per_op = -1;
    run->variants = esc_grow(run->variants, &run->variant_count, sizeof *run->variants);
    run->variants[run->variant_count - 1] = place;
}

static void add_strategy(struct esc_run *run, const bool runtimes[ESC_RUNTIMES],
                         struct esc_variant place)
{
    const struct esc_case *item = &run->cases[place.item];
    enum esc_runtime_id usual = usual_runtime(item, runtimes);
    place.runtime = ESC_RUNTIME_NONE;
    if (item->strategies[place.strategy].place == ESC_PLACE_STACK) {
        add_variant(run, place, usual);
        return;
    }
    for (int id = 0; id < ESC_RUNTIMES; id++) {
        place.runtime = (enum esc_runtime_id)id;
        if (is_served(item, runtimes, place.runtime))
            add_variant(run, place, usual);
    }
}

static void add_case(struct esc_run *run, const bool runtimes[ESC_RUNTIMES], size_t index)
{
    const struct esc_case *item = &run->cases[index];
    for (size_t point = 0; point < item->point_count; point++) {
        if (run->preset == ESC_PRESET_QUICK && !item->points[point].quick)
            continue;
        for (size_t strategy = 0; strategy < item->strategy_count; strategy++)
            add_strategy(run, runtimes,
                         (struct esc_variant){.item = index, .point = point, .strategy = strategy});
    }
}

void esc_plan_variants(struct esc_run *run, const bool runtimes[ESC_RUNTIMES])
{
    for (size_t i = 0; i < run->case_count; i++)
        add_case(run, runtimes, i);
}
