/*
 * Prices of blocks. See cost.h for the contracts.
 */
#include "stats/cost.h"

#include "base/memory.h"
#include "words/pick.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Fewer blocks than this more than the stack side are none: a map that grows by chance. */
static const double least_blocks = 0.5;

/* ---- rows ----------------------------------------------------------------------------------- */

struct row {
    const struct esc_pair *pair;
    const struct esc_case *bench_case;
    double blocks;
    struct esc_cost_at at; /* of one block */
};

/* The case's heap side at the point, and what its price is by the block. False: it takes none. */
static bool read_row(const struct esc_run *run, size_t case_index, size_t point, struct row *row)
{
    const size_t heap = esc_pick_variant(run, case_index, point, 1);
    const struct esc_pair *pair = heap != ESC_PICK_NONE ? esc_pick_pair(run, heap) : NULL;
    if (pair == NULL || !pair->price_ns.known || !esc_pick_measured(run, heap))
        return false;
    const struct esc_variant *other = &run->variants[pair->other];
    const struct esc_variant *base = &run->variants[pair->base];
    const double blocks = other->allocs_per_op - fmax(base->allocs_per_op, 0);
    const double bytes = other->bytes_per_op - fmax(base->bytes_per_op, 0);
    if (blocks < least_blocks || bytes <= 0)
        return false;
    const struct esc_estimate *share = &run->figures[heap].gc_share;
    *row = (struct row){.pair = pair,
                        .bench_case = &run->cases[case_index],
                        .blocks = blocks,
                        .at = {.bytes = bytes / blocks,
                               .ns = pair->price_ns.median / blocks,
                               .low = pair->price_ns.low / blocks,
                               .high = pair->price_ns.high / blocks,
                               .gc_share = share->known ? share->median : 0}};
    return true;
}

static bool has_tag(const struct esc_case *bench_case, const char *tag)
{
    for (size_t k = 0; k < bench_case->tag_count; k++)
        if (strcmp(bench_case->tags[k], tag) == 0)
            return true;
    return false;
}

/* The collector as it is by default, one thread, and no other difference. */
static bool is_comparable(const struct esc_case *bench_case)
{
    return bench_case->differs == NULL && !has_tag(bench_case, "collector") &&
           !has_tag(bench_case, "concurrency");
}

/* ---- curves --------------------------------------------------------------------------------- */

static int compare_points(const void *a, const void *b)
{
    const struct esc_cost_at *x = a, *y = b;
    return x->bytes != y->bytes ? (x->bytes > y->bytes) - (x->bytes < y->bytes)
                                : (x->ns > y->ns) - (x->ns < y->ns);
}

/* Leaves of each size the one in the middle. */
static void settle(struct esc_cost_curve *curve)
{
    size_t kept = 0;
    if (curve->count > 0)
        qsort(curve->points, curve->count, sizeof *curve->points, compare_points);
    for (size_t k = 0; k < curve->count;) {
        size_t same = 1;
        while (k + same < curve->count && curve->points[k + same].bytes == curve->points[k].bytes)
            same++;
        curve->points[kept++] = curve->points[k + (same - 1) / 2];
        k += same;
    }
    curve->count = kept;
}

static void add_point(struct esc_cost_curve *curve, const struct row *row)
{
    if (!esc_pick_resolved(row->pair) || row->at.low <= 0)
        return;
    curve->points = esc_grow(curve->points, &curve->count, sizeof *curve->points);
    curve->points[curve->count - 1] = row->at;
}

static void add_case(struct esc_cost_curve *curve, const struct esc_run *run, size_t case_index,
                     bool single)
{
    struct row row;
    for (size_t point = 0; point < run->cases[case_index].point_count; point++)
        if (read_row(run, case_index, point, &row) && (!single || fabs(row.blocks - 1) < 0.01))
            add_point(curve, &row);
}

struct esc_cost_curve esc_cost_curve(const struct esc_run *run, const char *name)
{
    struct esc_cost_curve curve = {0};
    for (size_t k = 0; k < run->case_count; k++)
        if (strcmp(run->cases[k].name, name) == 0) {
            add_case(&curve, run, k, false);
            curve.whole = run->cases[k].differs != NULL;
        }
    settle(&curve);
    return curve;
}

struct esc_cost_curve esc_cost_curve_without(const struct esc_run *run, const char *without)
{
    struct esc_cost_curve curve = {0};
    if (strcmp(without, ESC_COST_GENERAL) != 0)
        curve = esc_cost_curve(run, ESC_COST_GENERAL);
    if (curve.count > 0)
        return curve;
    for (size_t k = 0; k < run->case_count; k++)
        if (strcmp(run->cases[k].name, without) != 0 && is_comparable(&run->cases[k]))
            add_case(&curve, run, k, true);
    settle(&curve);
    return curve;
}

/* ---- estimates ------------------------------------------------------------------------------ */

/* y at x on the power law through two points. */
static double power(double x, double x0, double y0, double x1, double y1)
{
    return y0 * pow(y1 / y0, log(x / x0) / log(x1 / x0));
}

struct esc_cost_at esc_cost_at(const struct esc_cost_curve *curve, double bytes, bool *beyond)
{
    const struct esc_cost_at *points = curve->points;
    const size_t last = curve->count - 1;
    *beyond = bytes < points[0].bytes || bytes > points[last].bytes;
    struct esc_cost_at at = bytes <= points[0].bytes || last == 0 ? points[0] : points[last];
    at.bytes = bytes;
    if (bytes <= points[0].bytes || last == 0)
        return at;
    size_t k = 1;
    while (k < last && points[k].bytes < bytes)
        k++;
    const struct esc_cost_at *a = &points[k - 1], *b = &points[k];
    at.ns = power(bytes, a->bytes, a->ns, b->bytes, b->ns);
    at.low = power(bytes, a->bytes, a->low, b->bytes, b->low);
    at.high = power(bytes, a->bytes, a->high, b->bytes, b->high);
    const double part = fmin(log(bytes / a->bytes) / log(b->bytes / a->bytes), 1);
    at.gc_share = a->gc_share + part * (b->gc_share - a->gc_share);
    return at;
}

static struct esc_cost cost_at(const char *name, const struct esc_cost_curve *curve, double bytes)
{
    struct esc_cost cost = {.bench_case = name, .whole = curve->whole, .sized = true};
    cost.at[0] = esc_cost_at(curve, bytes, &cost.beyond);
    return cost;
}

static struct esc_cost cost_between(const char *name, const struct esc_cost_curve *curve)
{
    return (struct esc_cost){.bench_case = name,
                             .whole = curve->whole,
                             .at = {curve->points[0], curve->points[curve->count - 1]}};
}

struct esc_cost esc_cost_of(const struct esc_run *run, const char *bench_case, double bytes)
{
    struct esc_cost cost = {0};
    struct esc_cost_curve own = esc_cost_curve(run, bench_case);
    struct esc_cost_curve general = esc_cost_curve(run, ESC_COST_GENERAL);
    if (bytes > 0 && own.count > 0 && bytes >= own.points[0].bytes &&
        bytes <= own.points[own.count - 1].bytes)
        cost = cost_at(bench_case, &own, bytes);
    else if (bytes > 0 && general.count > 0)
        cost = cost_at(ESC_COST_GENERAL, &general, bytes);
    else if (bytes != 0 && own.count > 0)
        cost = cost_between(bench_case, &own);
    else if (bytes != 0 && general.count > 0)
        cost = cost_between(ESC_COST_GENERAL, &general);
    free(own.points);
    free(general.points);
    return cost;
}

/* ---- held against what was measured --------------------------------------------------------- */

static struct esc_cost_check check_row(const struct row *row, const struct esc_cost_curve *curve)
{
    bool beyond;
    const struct esc_cost_at at = esc_cost_at(curve, row->at.bytes, &beyond);
    const double estimated = at.ns * row->blocks;
    return (struct esc_cost_check){.pair = row->pair,
                                   .blocks = row->blocks,
                                   .bytes = row->at.bytes,
                                   .estimated_ns = estimated,
                                   .ratio = estimated / row->pair->price_ns.median,
                                   .comparable = is_comparable(row->bench_case)};
}

struct esc_cost_check *esc_cost_checks(const struct esc_run *run, size_t *count, size_t *unresolved)
{
    struct esc_cost_check *checks = NULL;
    *count = *unresolved = 0;
    for (size_t k = 0; k < run->case_count; k++) {
        struct esc_cost_curve curve = esc_cost_curve_without(run, run->cases[k].name);
        struct row row;
        for (size_t point = 0; curve.count > 0 && point < run->cases[k].point_count; point++) {
            if (!read_row(run, k, point, &row))
                continue;
            if (!esc_pick_resolved(row.pair)) {
                ++*unresolved;
                continue;
            }
            checks = esc_grow(checks, count, sizeof *checks);
            checks[*count - 1] = check_row(&row, &curve);
        }
        free(curve.points);
    }
    return checks;
}
