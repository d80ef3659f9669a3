/*
 * Prices from the runs in results. See prices.h for the contracts.
 */
#include "session/prices.h"

#include "base/memory.h"
#include "emit/emit.h"
#include "session/run_folder.h"
#include "session/run_page.h"
#include "stats/cost.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void add_run(struct esc_prices *prices, const struct esc_run *run)
{
    prices->runs = esc_grow(prices->runs, &prices->count, sizeof *prices->runs);
    prices->runs[prices->count - 1] = *run;
}

bool esc_prices_open(struct esc_prices *prices, const char *name, struct esc_error *error)
{
    if (!esc_folders_find(&prices->folders, error))
        return false;
    struct esc_run run = {0};
    char *folder = esc_run_folder(prices->folders.results, name);
    prices->only = name != NULL;
    bool good = name == NULL && access(folder, F_OK) != 0;
    if (!good) {
        good = esc_run_page_read(folder, &prices->folders, &run, error);
        if (good)
            add_run(prices, &run);
    }
    free(folder);
    return good;
}

static bool has_case(const struct esc_run *run, const char *name)
{
    for (size_t k = 0; k < run->case_count; k++)
        if (strcmp(run->cases[k].name, name) == 0)
            return true;
    return false;
}

static bool is_missing(const struct esc_prices *prices, const char *name)
{
    for (size_t k = 0; k < prices->missing_count; k++)
        if (strcmp(prices->missing[k], name) == 0)
            return true;
    return false;
}

/* The newest run that has the case; NULL: none has. */
static const struct esc_run *run_of(struct esc_prices *prices, const char *name)
{
    for (size_t k = 0; k < prices->count; k++)
        if (has_case(&prices->runs[k], name))
            return &prices->runs[k];
    if (prices->only || is_missing(prices, name))
        return NULL;
    struct esc_run run = {0};
    if (esc_emit_read_newest(prices->folders.results, name, &run)) {
        add_run(prices, &run);
        return &prices->runs[prices->count - 1];
    }
    prices->missing = esc_grow(prices->missing, &prices->missing_count, sizeof *prices->missing);
    prices->missing[prices->missing_count - 1] = esc_strdup(name);
    return NULL;
}

struct esc_cost esc_prices_of(struct esc_prices *prices, const char *bench_case, double bytes)
{
    const struct esc_run *run = bench_case != NULL ? run_of(prices, bench_case) : NULL;
    struct esc_cost cost = {0};
    if (run != NULL)
        cost = esc_cost_of(run, bench_case, bytes);
    if (cost.bench_case != NULL)
        return cost;
    run = run_of(prices, ESC_COST_GENERAL);
    return run != NULL ? esc_cost_of(run, ESC_COST_GENERAL, bytes) : cost;
}

void esc_prices_free(struct esc_prices *prices)
{
    for (size_t k = 0; k < prices->count; k++)
        esc_run_free(&prices->runs[k]);
    for (size_t k = 0; k < prices->missing_count; k++)
        free(prices->missing[k]);
    free(prices->runs);
    free(prices->missing);
    esc_folders_free(&prices->folders);
    *prices = (struct esc_prices){0};
}
