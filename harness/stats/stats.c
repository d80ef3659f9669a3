/*
 * The derived layer of a run: figures for every variant, a pair for every variant that stands
 * beside a stack strategy, and one for every variant on a later release of the Go model. See
 * stats.h for the contract.
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

static void add_pairs(struct esc_run *run, const struct esc_buckets *buckets)
{
    for (size_t v = 0; v < run->variant_count; v++) {
        size_t base = esc_variant_base(run, v);
        if (base == v || base == run->variant_count)
            continue;
        run->pairs = esc_grow(run->pairs, &run->pair_count, sizeof *run->pairs);
        run->pairs[run->pair_count - 1] = esc_pair_of(run, buckets, base, v);
    }
}

static void add_releases(struct esc_run *run, const struct esc_buckets *buckets)
{
    for (size_t v = 0; v < run->variant_count; v++) {
        size_t earlier = esc_variant_earlier(run, v);
        if (earlier == run->variant_count)
            continue;
        run->releases = esc_grow(run->releases, &run->release_count, sizeof *run->releases);
        run->releases[run->release_count - 1] = esc_pair_of(run, buckets, earlier, v);
    }
}

void esc_stats(struct esc_run *run)
{
    free(run->figures);
    free(run->pairs);
    free(run->releases);
    run->pairs = run->releases = NULL;
    run->pair_count = run->release_count = 0;
    run->figures = esc_calloc(run->variant_count, sizeof *run->figures);
    struct esc_buckets buckets = esc_buckets_of(run);
    for (size_t v = 0; v < run->variant_count; v++)
        add_figures(run, &buckets, v);
    add_pairs(run, &buckets);
    add_releases(run, &buckets);
    esc_buckets_free(&buckets);
}
