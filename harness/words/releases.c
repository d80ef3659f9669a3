/*
 * Rows of two releases and why they differ. See releases.h for the contracts.
 */
#include "words/releases.h"

#include "base/memory.h"
#include "base/text.h"
#include "words/units.h"
#include "words/verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool esc_release_any(const struct esc_run *run)
{
    return run->release_count > 0;
}

/* ---- why ---- */

/* Allocations that are no more than a hash seed or the runtime's own now and then. */
static const double stray = 0.05;

static bool differs(double a, double b)
{
    return fabs(a - b) > stray * fmax(1, fmin(a, b));
}

static bool counts_differ(const struct esc_variant *then, const struct esc_variant *now)
{
    return then->allocs_per_op >= 0 && now->allocs_per_op >= 0 &&
           (differs(then->allocs_per_op, now->allocs_per_op) ||
            differs(then->bytes_per_op, now->bytes_per_op));
}

/* The collector's CPU time an operation; negative: not told. */
static double gc_ns(const struct esc_run *run, size_t variant)
{
    const struct esc_figures *figures = &run->figures[variant];
    return figures->gc_share.known ? figures->gc_share.median * figures->ns_per_op.median : -1;
}

/* Whether the larger part of the change is the collector's. */
static bool is_collector(const struct esc_run *run, const struct esc_pair *pair)
{
    const double then = gc_ns(run, pair->base);
    const double now = gc_ns(run, pair->other);
    const double change =
        run->figures[pair->other].ns_per_op.median - run->figures[pair->base].ns_per_op.median;
    return then >= 0 && now >= 0 && (now - then) / change >= 0.5;
}

/* malloc_generated.go of Go 1.27 has functions up to this size. */
enum { SPECIALISED = 80 };

/* Of rows whose allocations are the same. */
static const char *reason_of_time(const struct esc_run *run, const struct esc_pair *pair)
{
    const struct esc_variant *now = &run->variants[pair->other];
    if (now->allocs_per_op <= stray)
        return "no allocation in either release";
    if (is_collector(run, pair))
        return "the same blocks; most of the change is the collector's (Green Tea)";
    if (now->bytes_per_op <= SPECIALISED * now->allocs_per_op)
        return "the same blocks of up to 80 bytes: a malloc for each size";
    return "the same blocks of more than 80 bytes: the general malloc";
}

/* The strategy's last change between the two releases; NULL: none. */
static const char *last_cause(const struct esc_strategy *strategy, int then, int now)
{
    const char *cause = NULL;
    for (size_t i = 0; i < strategy->since_count; i++) {
        const struct esc_since *since = &strategy->since[i];
        bool has = now >= since->minor && (since->before == 0 || now < since->before);
        if (has && since->minor > then && since->expect != NULL)
            cause = since->cause;
    }
    return cause;
}

/* What the strategy says of the point, else another of the case: within its tolerance a case need
 * not say it of each. */
static const char *cause_of_counts(const struct esc_case *bench_case,
                                   const struct esc_strategy *strategy, size_t point, int minor)
{
    const struct esc_since *since = esc_strategy_change(strategy, point, minor);
    for (size_t k = 0; since == NULL && k < bench_case->strategy_count; k++)
        since = esc_strategy_change(&bench_case->strategies[k], point, minor);
    return since != NULL ? since->cause : "other allocations, and the case does not say why";
}

static const char *reason_of(const struct esc_run *run, const struct esc_pair *pair)
{
    const struct esc_variant *then = &run->variants[pair->base];
    const struct esc_variant *now = &run->variants[pair->other];
    const struct esc_strategy *strategy = esc_variant_strategy(run, now);
    const int minor = esc_runtime_minor(now->runtime);
    if (counts_differ(then, now))
        return cause_of_counts(esc_variant_case(run, now), strategy, now->point, minor);
    if (!esc_pick_resolved(pair))
        return "not resolved";
    if (esc_variant_case(run, now)->differs == NULL)
        return reason_of_time(run, pair);
    const char *cause = last_cause(strategy, esc_runtime_minor(then->runtime), minor);
    return cause != NULL ? cause : "the same blocks; what else the side does is not told apart";
}

/* ---- which rows ---- */

static bool is_shown(const struct esc_run *run, const struct esc_pair *pair, bool all)
{
    const struct esc_variant *now = &run->variants[pair->other];
    if (esc_variant_case(run, now)->control || !pair->factor.known ||
        !esc_pick_measured(run, pair->base) || !esc_pick_measured(run, pair->other))
        return false;
    if (all)
        return true;
    return now->point == esc_pick_point(run, now->case_index) &&
           (now->strategy == 1 || counts_differ(&run->variants[pair->base], now));
}

static size_t count_shown(const struct esc_run *run, bool all)
{
    size_t count = 0;
    for (size_t i = 0; i < run->release_count; i++)
        count += is_shown(run, &run->releases[i], all);
    return count;
}

/* A row on its way to its group. */
struct reasoned {
    struct esc_release_row row;
    const char *reason;
    bool resolved;
    double best; /* the smallest factor of its group */
    size_t index;
};

static struct esc_release_row row_of(const struct esc_run *run, const struct esc_pair *pair)
{
    const struct esc_variant *now = &run->variants[pair->other];
    return (struct esc_release_row){
        .case_index = now->case_index,
        .point = now->point,
        .strategy = now->strategy,
        .stack = esc_pick_variant(run, now->case_index, now->point, 0),
        .then = pair->base,
        .now = pair->other,
        .pair = pair,
    };
}

static struct reasoned *reason_rows(const struct esc_run *run, bool all, size_t *count)
{
    struct reasoned *rows = esc_calloc(count_shown(run, all), sizeof *rows);
    *count = 0;
    for (size_t i = 0; i < run->release_count; i++) {
        const struct esc_pair *pair = &run->releases[i];
        if (!is_shown(run, pair, all))
            continue;
        rows[*count] = (struct reasoned){row_of(run, pair), reason_of(run, pair),
                                         esc_pick_resolved(pair), INFINITY, *count};
        (*count)++;
    }
    return rows;
}

/* A group is as good as its best resolved row. */
static void rank_groups(struct reasoned *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++)
            if (rows[k].resolved && strcmp(rows[i].reason, rows[k].reason) == 0)
                rows[i].best = fmin(rows[i].best, rows[k].row.pair->factor.median);
}

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

static int compare_reasoned(const void *one, const void *other)
{
    const struct reasoned *a = one;
    const struct reasoned *b = other;
    int order = compare_numbers(a->best, b->best);
    if (order == 0)
        order = strcmp(a->reason, b->reason);
    if (order == 0)
        order = compare_numbers(a->row.pair->factor.median, b->row.pair->factor.median);
    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

static void add_row(struct esc_release_rows *rows, const struct reasoned *one, bool opens)
{
    if (opens) {
        rows->groups = esc_grow(rows->groups, &rows->group_count, sizeof *rows->groups);
        rows->groups[rows->group_count - 1] =
            (struct esc_release_group){esc_strdup(one->reason), rows->count, 0};
    }
    rows->groups[rows->group_count - 1].count++;
    rows->rows[rows->count] = one->row;
    rows->rows[rows->count++].group = rows->group_count - 1;
}

enum { ROWS_ALL = 12 };

struct esc_release_rows esc_release_rows(const struct esc_run *run)
{
    size_t count;
    struct esc_release_rows rows = {0};
    const bool all = run->case_count == 1 || count_shown(run, true) <= ROWS_ALL;
    struct reasoned *reasoned = reason_rows(run, all, &count);
    rank_groups(reasoned, count);
    if (count > 0)
        qsort(reasoned, count, sizeof *reasoned, compare_reasoned);
    rows.rows = esc_calloc(count, sizeof *rows.rows);
    for (size_t i = 0; i < count; i++)
        add_row(&rows, &reasoned[i],
                i == 0 || strcmp(reasoned[i - 1].reason, reasoned[i].reason) != 0);
    free(reasoned);
    return rows;
}

void esc_release_rows_free(struct esc_release_rows *rows)
{
    for (size_t i = 0; i < rows->group_count; i++)
        free(rows->groups[i].reason);
    free(rows->groups);
    free(rows->rows);
    *rows = (struct esc_release_rows){0};
}

static int compare_change(const void *one, const void *other)
{
    const struct esc_release_row *a = one;
    const struct esc_release_row *b = other;
    int order = compare_numbers(a->pair->factor.median, b->pair->factor.median);
    return order != 0 ? order : (a->now > b->now) - (a->now < b->now);
}

struct esc_release_row *esc_release_rows_sorted(const struct esc_release_rows *rows)
{
    struct esc_release_row *sorted = esc_calloc(rows->count, sizeof *sorted);
    for (size_t i = 0; i < rows->count; i++)
        sorted[i] = rows->rows[i];
    if (rows->count > 0)
        qsort(sorted, rows->count, sizeof *sorted, compare_change);
    return sorted;
}

/* ---- cells ---- */

static const char *name_of(enum esc_runtime_id id)
{
    return id == ESC_RUNTIME_GOHEAP_1_27 ? "Go 1.27" : "Go 1.19";
}

const char *esc_release_then(const struct esc_run *run)
{
    return name_of(esc_release_any(run) ? run->variants[run->releases[0].base].runtime
                                        : ESC_RUNTIME_GOHEAP);
}

const char *esc_release_now(const struct esc_run *run)
{
    return name_of(esc_release_any(run) ? run->variants[run->releases[0].other].runtime
                                        : ESC_RUNTIME_GOHEAP_1_27);
}

char *esc_release_name(const struct esc_run *run, const struct esc_release_row *row)
{
    const struct esc_case *bench_case = &run->cases[row->case_index];
    if (row->strategy == 1)
        return esc_strdup(bench_case->name);
    return esc_format("%s, %s", bench_case->name, bench_case->strategies[row->strategy].name);
}

char *esc_release_detail(const struct esc_run *run, const struct esc_release_row *row)
{
    const struct esc_case *bench_case = &run->cases[row->case_index];
    return esc_units_point(bench_case, &bench_case->points[row->point]);
}

char *esc_release_factor(char *out, const struct esc_pair *pair, const char *times)
{
    char words[ESC_VERDICT_TEXT];
    snprintf(out, ESC_VERDICT_TEXT, "%s%s", pair->verdict == ESC_VERDICT_NOISY ? "~" : "",
             esc_pair_factor(words, pair, times));
    return out;
}

char *esc_release_interval(char *out, const struct esc_pair *pair)
{
    char low[ESC_UNITS_TEXT];
    char high[ESC_UNITS_TEXT];
    out[0] = '\0';
    if (!esc_estimate_has_interval(&pair->factor))
        return out;
    snprintf(out, ESC_VERDICT_TEXT, "[%s, %s]", esc_units_factor(low, pair->factor.low),
             esc_units_factor(high, pair->factor.high));
    return out;
}

bool esc_release_counts_differ(const struct esc_run *run, const struct esc_release_row *row)
{
    return counts_differ(&run->variants[row->then], &run->variants[row->now]);
}

/* "1 → 0", of equal words once. */
static char *from_to(const char *from, const char *to, const char *arrow)
{
    return strcmp(from, to) == 0 ? esc_strdup(from) : esc_format("%s %s %s", from, arrow, to);
}

char *esc_release_allocs(const struct esc_run *run, const struct esc_release_row *row,
                         const char *arrow)
{
    char from[ESC_UNITS_TEXT];
    char to[ESC_UNITS_TEXT];
    return from_to(esc_units_count(from, run->variants[row->then].allocs_per_op),
                   esc_units_count(to, run->variants[row->now].allocs_per_op), arrow);
}

char *esc_release_bytes(const struct esc_run *run, const struct esc_release_row *row,
                        const char *arrow)
{
    char from[ESC_UNITS_TEXT];
    char to[ESC_UNITS_TEXT];
    return from_to(esc_units_bytes(from, run->variants[row->then].bytes_per_op),
                   esc_units_bytes(to, run->variants[row->now].bytes_per_op), arrow);
}

/* ---- sentences ---- */

/* Rows on one side of 1 that may be quoted. */
struct side {
    double least, most;
    size_t count;
};

static struct side side_of(const struct esc_release_row *rows, size_t count, bool cheaper)
{
    struct side side = {INFINITY, -INFINITY, 0};
    for (size_t i = 0; i < count; i++) {
        double factor = rows[i].pair->factor.median;
        if (!esc_pick_resolved(rows[i].pair) || (factor < 1) != cheaper)
            continue;
        side.least = fmin(side.least, factor);
        side.most = fmax(side.most, factor);
        side.count++;
    }
    return side;
}

static bool any_few(const struct esc_release_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].pair->verdict == ESC_VERDICT_FEW_ROUNDS)
            return true;
    return false;
}

char *esc_release_finding(const struct esc_run *run, const struct esc_release_row *rows,
                          size_t count)
{
    const struct side cheaper = side_of(rows, count, true);
    const struct side dearer = side_of(rows, count, false);
    const struct side *told = cheaper.count > 0 ? &cheaper : &dearer;
    struct esc_text text = {0};
    if (told->count == 0)
        return esc_format("%s and %s: %s", esc_release_then(run), esc_release_now(run),
                          any_few(rows, count) ? "too few rounds to resolve a difference"
                                               : "no difference resolved");
    esc_text_addf(&text, "%s's heap takes ", esc_release_now(run));
    esc_units_add_factors(&text, told->least, told->most);
    esc_text_addf(&text, " of %s's time in %zu of %zu rows", esc_release_then(run), told->count,
                  count);
    if (told == &cheaper && dearer.count > 0) {
        esc_text_addf(&text, ", ");
        esc_units_add_factors(&text, dearer.least, dearer.most);
        esc_text_addf(&text, " in %zu", dearer.count);
    }
    return esc_text_take(&text);
}

char *esc_release_counts(const struct esc_run *run, const struct esc_release_row *rows,
                         size_t count)
{
    size_t fewer = 0;
    size_t more = 0;
    size_t open = 0;
    for (size_t i = 0; i < count; i++) {
        double then = run->variants[rows[i].then].allocs_per_op;
        double now = run->variants[rows[i].now].allocs_per_op;
        fewer += differs(then, now) && now < then;
        more += differs(then, now) && now > then;
        open += !esc_pick_resolved(rows[i].pair);
    }
    return esc_format("of %zu rows %zu allocate less often, %zu more often; %zu not resolved",
                      count, fewer, more, open);
}
