/*
 * Prices from the runs in results. See prices.h for the contracts.
 */
#include "session/prices.h"

#include "base/memory.h"
#include "base/text.h"
#include "emit/emit.h"
#include "session/run_folder.h"
#include "session/run_page.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- today's cases -------------------------------------------------------------------------- */

static bool load_case(struct esc_prices *prices, const char *name, struct esc_case *loaded)
{
    struct esc_error ignored = {0};
    char *path = esc_format("%s/%s.lua", prices->folders.cases, name);
    if (prices->loader == NULL)
        prices->loader = esc_loader_open();
    const bool good =
        strchr(name, '/') == NULL && esc_loader_case(prices->loader, path, loaded, &ignored);
    esc_error_free(&ignored);
    free(path);
    return good;
}

static void adopt_conditions(const struct esc_case *loaded, struct esc_case *bench_case)
{
    if (bench_case->differs == NULL && loaded->differs != NULL)
        bench_case->differs = esc_strdup(loaded->differs);
    struct esc_error ignored = {0};
    size_t found;
    for (size_t k = 0; k < bench_case->point_count; k++)
        if (esc_case_find_point(loaded, bench_case->points[k].name, &found, &ignored))
            bench_case->points[k].workload = loaded->points[found].workload;
    esc_error_free(&ignored);
}

/* What a run from before it was recorded does not tell: live heaps, and what else sides differ in.
 */
static void find_conditions(struct esc_prices *prices, struct esc_run *run)
{
    for (size_t k = 0; k < run->case_count; k++) {
        struct esc_case loaded = {0};
        struct esc_case *bench_case = &run->cases[k];
        if (bench_case->point_count == 0 || bench_case->points[0].workload.known)
            continue;
        if (load_case(prices, bench_case->name, &loaded))
            adopt_conditions(&loaded, bench_case);
        esc_case_free(&loaded);
    }
}

/* ---- runs ----------------------------------------------------------------------------------- */

/* Takes over the run. */
static void add_run(struct esc_prices *prices, struct esc_run *run)
{
    size_t books = prices->count;
    find_conditions(prices, run);
    prices->books = esc_grow(prices->books, &books, sizeof *prices->books);
    prices->books[prices->count] = esc_cost_book_make(run);
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

static const struct esc_case *find_missing(const struct esc_prices *prices, const char *name)
{
    for (size_t k = 0; k < prices->missing_count; k++)
        if (strcmp(prices->missing[k]->name, name) == 0)
            return prices->missing[k];
    return NULL;
}

/* What the case's file says of it, where that can be read. */
static const struct esc_case *add_missing(struct esc_prices *prices, const char *name)
{
    struct esc_case *added = esc_calloc(1, sizeof *added);
    if (!load_case(prices, name, added))
        added->name = esc_strdup(name);
    prices->missing = esc_grow(prices->missing, &prices->missing_count, sizeof *prices->missing);
    return prices->missing[prices->missing_count - 1] = added;
}

/* Of the newest run that has the case; NULL: none has. */
static const struct esc_cost_book *book_of(struct esc_prices *prices, const char *name)
{
    for (size_t k = 0; k < prices->count; k++)
        if (has_case(&prices->runs[k], name))
            return &prices->books[k];
    struct esc_run run = {0};
    if (prices->only || find_missing(prices, name) != NULL ||
        !esc_emit_read_newest(prices->folders.results, name, &run))
        return NULL;
    add_run(prices, &run);
    return &prices->books[prices->count - 1];
}

struct esc_cost esc_prices_of(struct esc_prices *prices, const char *bench_case, double bytes)
{
    const struct esc_cost_heap *heap = prices->heap.live_blocks > 0 ? &prices->heap : NULL;
    const struct esc_cost_book *book = bench_case != NULL ? book_of(prices, bench_case) : NULL;
    struct esc_cost cost = {0};
    if (book != NULL) {
        cost = esc_cost_of(book, bench_case, bytes, heap);
    } else if (bench_case != NULL) {
        const struct esc_case *missing = find_missing(prices, bench_case);
        missing = missing != NULL ? missing : add_missing(prices, bench_case);
        cost.whole = missing->differs != NULL ? missing : NULL;
    }
    if (cost.cases > 0 || cost.whole != NULL)
        return cost;
    return prices->count > 0 ? esc_cost_of(&prices->books[0], NULL, bytes, heap) : cost;
}

void esc_prices_free(struct esc_prices *prices)
{
    for (size_t k = 0; k < prices->count; k++) {
        esc_cost_book_free(&prices->books[k]);
        esc_run_free(&prices->runs[k]);
    }
    for (size_t k = 0; k < prices->missing_count; k++) {
        esc_case_free(prices->missing[k]);
        free(prices->missing[k]);
    }
    if (prices->loader != NULL)
        esc_loader_close(prices->loader);
    free(prices->books);
    free(prices->runs);
    free(prices->missing);
    esc_folders_free(&prices->folders);
    *prices = (struct esc_prices){0};
}
