/*
 * Two runs to compare, made from the model run: the second is the first with another id and every
 * sample's time multiplied by a noise of its own, and by what a test wants to have changed.
 */
#ifndef COMPARED_RUN_H
#define COMPARED_RUN_H

#include "model_run.h"

#include "plan/random.h"
#include "stats/compare.h"
#include "stats/stats.h"

/* Uniform in [1 - spread, 1 + spread]. */
static inline double compared_noise(uint64_t *state, double spread)
{
    double unit = (double)(esc_random_next(state) >> 11) / 9007199254740992.0;
    return 1 + spread * (2 * unit - 1);
}

/* A run of the first `count` model cases whose texts are known. */
static inline struct esc_run compared_run(size_t count, const char *id, uint64_t seed,
                                          double spread)
{
    struct esc_run run = model_run(model_cases, count);
    uint64_t state = esc_random_stream(seed, 0);
    free(run.id);
    run.id = esc_strdup(id);
    for (size_t i = 0; i < run.case_count; i++)
        run.cases[i].text_hash = 17 + i;
    for (size_t i = 0; i < run.record_count; i++)
        run.records[i].wall_ns =
            (int64_t)((double)run.records[i].wall_ns * compared_noise(&state, spread));
    esc_stats(&run);
    return run;
}

/* The variant of that name; fails where there is none. */
static inline size_t compared_variant(const struct esc_run *run, const char *name)
{
    for (size_t v = 0; v < run->variant_count; v++)
        if (strcmp(run->variants[v].name, name) == 0)
            return v;
    fail_msg("no variant is called %s", name);
    return 0;
}

/* Multiplies the times of one row; its figures are made again. */
static inline void compared_scale(struct esc_run *run, const char *name, double factor)
{
    size_t scaled = 0;
    for (size_t i = 0; i < run->record_count; i++) {
        struct esc_record *record = &run->records[i];
        if (strcmp(run->variants[record->variant].name, name) != 0)
            continue;
        record->wall_ns = (int64_t)((double)record->wall_ns * factor);
        scaled++;
    }
    assert_true(scaled > 0);
    esc_stats(run);
}

/* The change of the row with that name; fails where there is none. */
static inline const struct esc_change *compared_row(const struct esc_comparison *comparison,
                                                    const char *name)
{
    for (size_t i = 0; i < comparison->change_count; i++)
        if (strcmp(comparison->a->variants[comparison->changes[i].a].name, name) == 0)
            return &comparison->changes[i];
    fail_msg("no row %s is compared", name);
    return NULL;
}

#endif
