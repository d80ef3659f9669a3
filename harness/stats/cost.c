/*
 * Prices of blocks. See cost.h for the contracts.
 */
#include "stats/cost.h"

#include "base/memory.h"
#include "base/quantile.h"
#include "words/pick.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Fewer blocks than this more than the stack side are none: a map that grows by chance. */
static const double least_blocks = 0.5;
static const double heap_minimum = 4 << 20; /* runtime/mgcpacer.go, heapMinimum, at GOGC=100 */

enum { NO_CASE = -1 };

struct esc_cost_row {
    const struct esc_pair *pair;
    const struct esc_case *bench_case;
    int index; /* of the case */
    double blocks;
    struct esc_cost_at at; /* of one block */
    double marks;          /* of live blocks, an operation */
    bool resolved;
    bool plain; /* where the object lives makes the price, in a small heap, in one thread */
};

/* ---- rows ----------------------------------------------------------------------------------- */

/* How many live blocks are marked for `bytes` that are allocated. */
static double marks_for(const struct esc_cost_heap *heap, double bytes)
{
    const double part = (double)heap->gogc / 100;
    if (heap->gogc <= 0 || heap->live_blocks <= 0)
        return 0;
    const double goal = fmax(heap_minimum * part, heap->live_bytes * (1 + part));
    return bytes / (goal - heap->live_bytes) * heap->live_blocks;
}

static struct esc_cost_heap heap_of(const struct esc_run *run, const struct esc_workload *workload)
{
    return (struct esc_cost_heap){.live_bytes = workload->live_bytes,
                                  .live_blocks = workload->live_blocks,
                                  .gogc = workload->known && workload->gogc >= 0 ? workload->gogc
                                                                                 : run->gogc};
}

static void set_conditions(const struct esc_run *run, const struct esc_point *point, double bytes,
                           struct esc_cost_row *row)
{
    const struct esc_workload *workload = &point->workload;
    const struct esc_cost_heap heap = heap_of(run, workload);
    const bool own_pace = workload->known && workload->gogc >= 0;
    row->marks = marks_for(&heap, bytes);
    row->plain = row->bench_case->differs == NULL && workload->live_blocks <= 0 && !own_pace &&
                 esc_case_threads(row->bench_case, point) == 1;
}

/* The case's heap side at the point, and what its price is by the block. False: it takes none. */
static bool read_row(const struct esc_run *run, size_t case_index, size_t point,
                     struct esc_cost_row *row)
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
    *row = (struct esc_cost_row){.pair = pair,
                                 .bench_case = &run->cases[case_index],
                                 .index = (int)case_index,
                                 .blocks = blocks,
                                 .at = {.bytes = bytes / blocks,
                                        .ns = pair->price_ns.median / blocks,
                                        .gc_share = share->known ? share->median : 0},
                                 .resolved = esc_pick_resolved(pair)};
    set_conditions(run, &run->cases[case_index].points[point], bytes, row);
    return true;
}

static void read_rows(const struct esc_run *run, struct esc_cost_book *book)
{
    struct esc_cost_row row;
    book->case_count = run->case_count;
    for (size_t k = 0; k < run->case_count; k++)
        for (size_t point = 0; point < run->cases[k].point_count; point++)
            if (read_row(run, k, point, &row)) {
                book->rows = esc_grow(book->rows, &book->row_count, sizeof *book->rows);
                book->rows[book->row_count - 1] = row;
            }
}

/* ---- without a case, or two ----------------------------------------------------------------- */

/* What is known of prices where up to two cases were never measured. */
struct sight {
    const struct esc_cost_book *book;
    int unseen[2]; /* their indices, or NO_CASE */
    struct esc_cost_curve curve;
    size_t cases; /* of the curve */
    bool marks_known;
    double mark_ns;
};

static bool sees(const struct sight *sight, const struct esc_cost_row *row)
{
    return row->resolved && row->index != sight->unseen[0] && row->index != sight->unseen[1];
}

static void add_row(const struct esc_cost_row *row, struct esc_cost_curve *curve)
{
    if (row->plain && row->pair->price_ns.low > 0)
        esc_cost_curve_add(curve, row->at);
}

static void find_curve(struct sight *sight)
{
    int last = NO_CASE;
    for (size_t k = 0; k < sight->book->row_count; k++) {
        const struct esc_cost_row *row = &sight->book->rows[k];
        const size_t before = sight->curve.count;
        if (sees(sight, row) && fabs(row->blocks - 1) < 0.01)
            add_row(row, &sight->curve);
        sight->cases += sight->curve.count > before && row->index != last;
        last = sight->curve.count > before ? row->index : last;
    }
    esc_cost_curve_settle(&sight->curve);
}

static double small_heap_ns(const struct sight *sight, const struct esc_cost_row *row)
{
    bool beyond;
    return esc_cost_curve_at(&sight->curve, row->at.bytes, &beyond).ns * row->blocks;
}

/* What is left of the prices in heaps that hold something, by the live block that is marked. */
static void find_mark(struct sight *sight)
{
    size_t count = 0;
    double *each = esc_calloc(sight->book->row_count + 1, sizeof *each);
    for (size_t k = 0; k < sight->book->row_count && sight->curve.count > 0; k++) {
        const struct esc_cost_row *row = &sight->book->rows[k];
        if (sees(sight, row) && row->bench_case->differs == NULL && row->marks > 0)
            each[count++] = (row->pair->price_ns.median - small_heap_ns(sight, row)) / row->marks;
    }
    sight->marks_known = count > 0;
    sight->mark_ns = count > 0 ? fmax(esc_median(each, count), 0) : 0;
    free(each);
}

static struct sight look(const struct esc_cost_book *book, int unseen, int other)
{
    struct sight sight = {.book = book, .unseen = {unseen, other}};
    find_curve(&sight);
    find_mark(&sight);
    return sight;
}

static double estimate(const struct sight *sight, const struct esc_cost_row *row)
{
    return small_heap_ns(sight, row) + row->marks * sight->mark_ns;
}

/* ---- intervals ------------------------------------------------------------------------------ */

/* Appends measured / estimated of each row of the case `index`, from a run without it and
 * `unseen`. */
static size_t add_ratios(const struct esc_cost_book *book, int index, int unseen, double *ratios,
                         size_t count)
{
    struct sight sight = look(book, index, unseen);
    for (size_t k = 0; k < book->row_count && sight.curve.count > 0; k++) {
        const struct esc_cost_row *row = &book->rows[k];
        if (row->index == index && row->resolved && row->bench_case->differs == NULL)
            ratios[count++] = row->pair->price_ns.median / estimate(&sight, row);
    }
    free(sight.curve.points);
    return count;
}

/*
 * The ratios between which ESC_COST_LEVEL of them lie, of all cases but `unseen`. The p-quantile is
 * the one at p (n + 1), type 6 of Hyndman and Fan: of n + 1 exchangeable values the next one is as
 * likely to lie between any two of the others, so that share of new ones is below it.
 */
static void find_spread(const struct esc_cost_book *book, int unseen, double spread[2])
{
    const double tail = (1 - ESC_COST_LEVEL) / 2;
    size_t count = 0;
    double *ratios = esc_calloc(book->row_count + 1, sizeof *ratios);
    for (int k = 0; k < (int)book->case_count; k++)
        if (k != unseen)
            count = add_ratios(book, k, unseen, ratios, count);
    spread[0] = 1 / ESC_COST_NEAR;
    spread[1] = ESC_COST_NEAR;
    if (tail * (double)(count + 1) >= 1 - 1e-9) {
        esc_sort(ratios, count);
        const double share = fmax(tail * (double)(count + 1) - 1, 0) / (double)(count - 1);
        spread[0] = esc_quantile(ratios, count, share);
        spread[1] = esc_quantile(ratios, count, 1 - share);
    }
    free(ratios);
}

/* ---- the book ------------------------------------------------------------------------------- */

struct esc_cost_book esc_cost_book_make(const struct esc_run *run)
{
    struct esc_cost_book book = {0};
    read_rows(run, &book);
    const struct sight all = look(&book, NO_CASE, NO_CASE);
    book.general = all.curve;
    book.general_cases = all.cases;
    book.marks_known = all.marks_known;
    book.mark_ns = all.mark_ns;
    find_spread(&book, NO_CASE, book.spread);
    return book;
}

void esc_cost_book_free(struct esc_cost_book *book)
{
    free(book->rows);
    free(book->general.points);
    *book = (struct esc_cost_book){0};
}

/* The case's own, whatever the number of blocks. *whole: it prices a whole remedy. */
static struct esc_cost_curve curve_of(const struct esc_cost_book *book, const char *name,
                                      const struct esc_case **whole)
{
    struct esc_cost_curve curve = {0};
    for (size_t k = 0; k < book->row_count && name != NULL; k++) {
        const struct esc_cost_row *row = &book->rows[k];
        if (strcmp(row->bench_case->name, name) != 0)
            continue;
        if (row->bench_case->differs != NULL)
            *whole = row->bench_case;
        if (row->resolved)
            add_row(row, &curve);
    }
    esc_cost_curve_settle(&curve);
    return curve;
}

static struct esc_cost_at with_interval(const struct esc_cost_book *book, struct esc_cost_at at)
{
    at.low = at.ns * book->spread[0];
    at.high = at.ns * book->spread[1];
    return at;
}

static void fill_cost(const struct esc_cost_book *book, const struct esc_cost_curve *curve,
                      double bytes, struct esc_cost *cost)
{
    cost->sized = bytes > 0;
    if (cost->sized) {
        cost->at[0] = with_interval(book, esc_cost_curve_at(curve, bytes, &cost->beyond));
        return;
    }
    cost->at[0] = with_interval(book, curve->points[0]);
    cost->at[1] = with_interval(book, curve->points[curve->count - 1]);
}

struct esc_cost esc_cost_of(const struct esc_cost_book *book, const char *bench_case, double bytes,
                            const struct esc_cost_heap *heap)
{
    struct esc_cost cost = {0};
    struct esc_cost_curve own = curve_of(book, bench_case, &cost.whole);
    const bool in_own =
        own.count > 0 &&
        (bytes < 0 || (bytes >= own.points[0].bytes && bytes <= own.points[own.count - 1].bytes));
    if (cost.whole == NULL && bytes != 0 && in_own) {
        cost.bench_case = bench_case;
        cost.cases = 1;
        fill_cost(book, &own, bytes, &cost);
    } else if (cost.whole == NULL && bytes != 0 && book->general.count > 0) {
        cost.cases = book->general_cases;
        fill_cost(book, &book->general, bytes, &cost);
    }
    if (cost.sized && heap != NULL && book->marks_known) {
        cost.marked = true;
        cost.marking_ns = marks_for(heap, bytes) * book->mark_ns;
    }
    free(own.points);
    return cost;
}

/* ---- held against what was measured --------------------------------------------------------- */

static struct esc_cost_check check_row(const struct sight *sight, const double spread[2],
                                       const struct esc_cost_row *row)
{
    const double estimated = estimate(sight, row);
    return (struct esc_cost_check){.pair = row->pair,
                                   .blocks = row->blocks,
                                   .bytes = row->at.bytes,
                                   .estimated_ns = estimated,
                                   .low = estimated * spread[0],
                                   .high = estimated * spread[1],
                                   .ratio = estimated / row->pair->price_ns.median,
                                   .escape = row->bench_case->differs == NULL};
}

struct esc_cost_check *esc_cost_checks(const struct esc_run *run, size_t *count, size_t *unresolved)
{
    struct esc_cost_check *checks = NULL;
    struct esc_cost_book book = {0};
    *count = *unresolved = 0;
    read_rows(run, &book);
    for (size_t k = 0; k < book.row_count;) {
        const int index = book.rows[k].index;
        double spread[2];
        struct sight sight = look(&book, index, NO_CASE);
        find_spread(&book, index, spread);
        for (; k < book.row_count && book.rows[k].index == index; k++) {
            *unresolved += !book.rows[k].resolved && sight.curve.count > 0;
            if (!book.rows[k].resolved || sight.curve.count == 0)
                continue;
            checks = esc_grow(checks, count, sizeof *checks);
            checks[*count - 1] = check_row(&sight, spread, &book.rows[k]);
        }
        free(sight.curve.points);
    }
    esc_cost_book_free(&book);
    return checks;
}
