/*
 * Cases -> variants. See plan.h for the contract.
 */
#include "plan/plan.h"

#include "base/memory.h"
#include "plan/names.h"

static bool is_served(const struct esc_run *run, const struct esc_case *bench_case,
                      enum esc_runtime_id id)
{
    return bench_case->runtimes[id] && run->runtimes[id] && esc_runtime_built(id);
}

/* Whatever was asked for: a row has one name in all runs. */
static enum esc_runtime_id default_runtime(const struct esc_case *bench_case)
{
    for (int n = 0; n < ESC_RUNTIMES; n++)
        if (bench_case->runtimes[esc_runtime_nth(n)] && esc_runtime_built(esc_runtime_nth(n)))
            return esc_runtime_nth(n);
    return ESC_RUNTIME_NONE;
}

/* Where real Go alone was asked for nothing is to be measured in C, not even a stack side. */
static bool wants_c(const struct esc_run *run)
{
    for (int id = 0; id < ESC_RUNTIMES; id++)
        if (run->runtimes[id] && esc_runtime_built((enum esc_runtime_id)id))
            return true;
    return false;
}

bool esc_plan_is_go_alone(const struct esc_case *bench_case)
{
    for (size_t i = 0; i < bench_case->strategy_count; i++)
        if (bench_case->strategies[i].c.text != NULL)
            return false;
    return true;
}

/* `place` has bench_case, point, strategy, runtime and release; the names follow from them and from
 * who serves it (NULL: as usual). */
static void add_variant(struct esc_run *run, struct esc_variant place, const char *served)
{
    const struct esc_case *bench_case = &run->cases[place.case_index];
    const struct esc_point *point = &bench_case->points[place.point];
    place.label = esc_name_label(bench_case->strategies[place.strategy].name, served);
    place.name = esc_name_json(bench_case, point, place.label);
    place.go_name = esc_name_go(bench_case, point, place.label);
    place.allocs_per_op = place.bytes_per_op = place.requested_bytes_per_op = -1;
    run->variants = esc_grow(run->variants, &run->variant_count, sizeof *run->variants);
    run->variants[run->variant_count - 1] = place;
}

/* Whether what the variant is of lies in a frame as the runtime's release compiles it. */
static bool stays(const struct esc_run *run, const struct esc_variant *place,
                  enum esc_runtime_id runtime)
{
    return esc_strategy_stays(&run->cases[place->case_index].strategies[place->strategy],
                              place->point, esc_run_minor_of(run, runtime));
}

static void add_c(struct esc_run *run, struct esc_variant place, bool usual_only)
{
    const struct esc_case *bench_case = &run->cases[place.case_index];
    size_t served = 0;
    place.runtime = ESC_RUNTIME_NONE;
    if (stays(run, &place, ESC_RUNTIME_NONE))
        add_variant(run, place, NULL);
    for (int n = 0; n < ESC_RUNTIMES; n++) {
        place.runtime = esc_runtime_nth(n);
        if (!is_served(run, bench_case, place.runtime) || stays(run, &place, place.runtime))
            continue;
        bool is_default = place.runtime == default_runtime(bench_case);
        if (served++ == 0 || !usual_only || esc_runtime_is_model(place.runtime))
            add_variant(run, place, is_default ? NULL : esc_runtime_tag(place.runtime));
    }
}

/* One release is "go" in the labels, of several each has its version there. */
static void add_go(struct esc_run *run, struct esc_variant place)
{
    place.runtime = ESC_RUNTIME_GO;
    for (place.go = 0; place.go < run->go_count; place.go++)
        add_variant(run, place,
                    run->go_count == 1 ? esc_runtime_name(ESC_RUNTIME_GO)
                                       : run->gos[place.go].version);
}

static void add_strategy(struct esc_run *run, struct esc_variant place, bool usual_only)
{
    const struct esc_case *bench_case = &run->cases[place.case_index];
    const struct esc_strategy *strategy = &bench_case->strategies[place.strategy];
    if (strategy->c.text != NULL && wants_c(run))
        add_c(run, place, usual_only);
    if (strategy->go.text != NULL &&
        (run->runtimes[ESC_RUNTIME_GO] || esc_plan_is_go_alone(bench_case)))
        add_go(run, place);
}

/* A point that was asked for need not be a quick one. */
static bool is_wanted(const struct esc_run *run, const struct esc_point *point)
{
    if (run->point != NULL)
        return esc_point_has(point, run->point);
    return run->preset != ESC_PRESET_QUICK || point->quick;
}

static void add_case(struct esc_run *run, size_t index, bool usual_only)
{
    const struct esc_case *bench_case = &run->cases[index];
    for (size_t point = 0; point < bench_case->point_count; point++) {
        if (!is_wanted(run, &bench_case->points[point]))
            continue;
        for (size_t strategy = 0; strategy < bench_case->strategy_count; strategy++)
            add_strategy(
                run,
                (struct esc_variant){.case_index = index, .point = point, .strategy = strategy},
                usual_only);
    }
}

void esc_plan_variants(struct esc_run *run, bool usual_only)
{
    for (size_t i = 0; i < run->case_count; i++)
        add_case(run, i, usual_only);
}
