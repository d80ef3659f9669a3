/*
 * The derived layer of a run: figures for every variant, a pair for every variant that stands
 * beside a stack strategy. See stats.h for the contract.
 */
#include "stats/stats.h"

#include "base/memory.h"
#include "stats/figures.h"

#include <stdlib.h>

static void add_figures(struct esc_run *run, const struct esc_buckets *buckets, size_t v)
{
    bool failed = run->variants[v].status != ESC_STATUS_OK;
    size_t first = buckets->first[v];
    size_t count = failed ? 0 : buckets->first[v + 1] - first;
    run->figures[v] = esc_figures_of(buckets->records + first, count);
}

/* Variants are grouped by case and point, stack first: the base is the last stack strategy seen. */
static void add_pairs(struct esc_run *run, const struct esc_buckets *buckets)
{
    const struct esc_variant *base = NULL;
    for (size_t v = 0; v < run->variant_count; v++) {
        const struct esc_variant *variant = &run->variants[v];
        if (variant->strategy == 0) {
            base = variant;
            continue;
        }
        if (base == NULL || base->item != variant->item || base->point != variant->point)
            continue;
        run->pairs = esc_grow(run->pairs, &run->pair_count, sizeof *run->pairs);
        run->pairs[run->pair_count - 1] =
            esc_pair_of(run, buckets, (size_t)(base - run->variants), v);
    }
}

void esc_stats(struct esc_run *run)
{
    free(run->figures);
    free(run->pairs);
    run->pairs = NULL;
    run->pair_count = 0;
    run->figures = esc_calloc(run->variant_count, sizeof *run->figures);
    struct esc_buckets buckets = esc_buckets_of(run);
    for (size_t v = 0; v < run->variant_count; v++)
        add_figures(run, &buckets, v);
    add_pairs(run, &buckets);
    esc_buckets_free(&buckets);
}
