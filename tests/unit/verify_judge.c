/*
 * Ours against Go's: what differs, what a release explains, rank correlation and median.
 */
#include "base/rank.h"
#include "compiled_case.h"
#include "load/load.h"
#include "verify/verify.h"

#include <math.h>

static struct esc_go go119 = {.version = (char *)"go1.19.8", .target = (char *)"any", .minor = 19};

/* One row of a case with the strategies stack and heap; equal on both sides. */
struct fixture {
    struct small_case small;
    struct esc_fidelity_row row;
    struct esc_fidelity fidelity;
    struct esc_go go;
};

static void set_up(struct fixture *fixture, const char *name, int minor)
{
    *fixture = (struct fixture){.go = go119};
    small_case(&fixture->small, name, "cases/x.lua", NULL, "", "");
    static char *lines[] = {(char *)"moved to heap: t", (char *)"t escapes to heap"};
    const struct esc_fidelity_side side = {.counted = true, .allocs = 1, .bytes = 64};
    fixture->row = (struct esc_fidelity_row){.bench_case = &fixture->small.bench_case,
                                             .strategy = 1,
                                             .runtime = ESC_RUNTIME_GOHEAP,
                                             .minor = 19,
                                             .expected = lines,
                                             .lines_expected = 2,
                                             .lines_found = 2,
                                             .sides = {side, side}};
    fixture->go.minor = minor;
    fixture->fidelity =
        (struct esc_fidelity){.go = &fixture->go, .rows = &fixture->row, .count = 1};
}

static unsigned judge(struct fixture *fixture)
{
    esc_fidelity_judge(&fixture->fidelity);
    return fixture->row.differences;
}

static void equal_is_equal(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture, "any", 19);
    assert_int_equal(judge(&fixture), 0);
    assert_int_equal(fixture.fidelity.unexpected, 0);
    assert_int_equal(fixture.fidelity.equal_counts, 1);
    assert_int_equal(fixture.fidelity.lines_found, 2);
}

static void each_difference_is_seen(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture, "any", 19);
    fixture.row.sides[ESC_SIDE_GO].allocs = 2;
    assert_int_equal(judge(&fixture), ESC_DIFFERS_ALLOCS);
    set_up(&fixture, "any", 19);
    fixture.row.sides[ESC_SIDE_GO].bytes = 80;
    assert_int_equal(judge(&fixture), ESC_DIFFERS_BYTES);
    set_up(&fixture, "any", 19);
    fixture.row.other_values = true;
    assert_int_equal(judge(&fixture), ESC_DIFFERS_CHECKSUM);
    set_up(&fixture, "any", 19);
    fixture.row.lines_found = 1;
    assert_int_equal(judge(&fixture), ESC_DIFFERS_DIAGNOSTIC);
    assert_int_equal(fixture.fidelity.unexpected, 1);
    set_up(&fixture, "any", 19);
    fixture.row.failure = (char *)"its Go does not compile";
    assert_int_equal(judge(&fixture), ESC_DIFFERS_FAILED);
    assert_int_equal(fixture.fidelity.unexpected, 1);
}

static void only_the_model_heap_rounds_like_go(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture, "any", 19);
    fixture.row.runtime = ESC_RUNTIME_MALLOC;
    fixture.row.sides[ESC_SIDE_GO].bytes = 80;
    assert_int_equal(judge(&fixture), 0);
}

static void a_case_may_tolerate_a_spread(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture, "any", 19);
    fixture.row.sides[ESC_SIDE_OURS].allocs = 12;
    fixture.row.sides[ESC_SIDE_GO].allocs = 12.6;
    assert_int_equal(judge(&fixture), ESC_DIFFERS_ALLOCS);
    fixture.small.bench_case.tolerance = 1;
    assert_int_equal(judge(&fixture), 0);
}

static void cycles_may_differ_by_a_tenth_or_by_chance(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture, "any", 19);
    fixture.row.cycle_iterations = 1000000;
    fixture.row.sides[ESC_SIDE_OURS].cycles_per_mop = 109;
    fixture.row.sides[ESC_SIDE_GO].cycles_per_mop = 100;
    assert_int_equal(judge(&fixture), 0);
    fixture.row.sides[ESC_SIDE_OURS].cycles_per_mop = 112;
    assert_int_equal(judge(&fixture), ESC_DIFFERS_CYCLES);
    assert_int_equal(esc_fidelity_faults(&fixture.row), 0); /* shown, not judged */
    fixture.row.sides[ESC_SIDE_OURS].cycles_per_mop = 4;
    fixture.row.sides[ESC_SIDE_GO].cycles_per_mop = 3; /* one collection in the sample */
    assert_int_equal(judge(&fixture), 0);
}

/* The cases of the catalogue that the tests below name, loaded when first asked for. */
static struct esc_case catalogue[16];

static const struct esc_case *case_of(const char *name)
{
    size_t i = 0;
    while (catalogue[i].name != NULL && strcmp(catalogue[i].name, name) != 0)
        i++;
    assert_in_range(i, 0, 15);
    if (catalogue[i].name != NULL)
        return &catalogue[i];
    struct esc_error error = {0};
    char *path = esc_format("cases/%s.lua", name);
    if (!esc_load_case(path, &catalogue[i], &error))
        fail_msg("%s: run from the project's root", error.messages[0].text);
    free(path);
    return &catalogue[i];
}

static int forget_catalogue(void **state)
{
    (void)state;
    for (size_t i = 0; i < 16; i++)
        esc_case_free(&catalogue[i]);
    return 0;
}

static size_t point_of(const struct esc_case *bench_case, const char *param, int64_t number)
{
    char *name = param == NULL ? esc_strdup("") : esc_format("%s:%ld", param, (long)number);
    size_t point = 0;
    while (point < bench_case->point_count && strcmp(bench_case->points[point].name, name) != 0)
        point++;
    if (point == bench_case->point_count)
        fail_msg("%s has no point %s", bench_case->name, name);
    free(name);
    return point;
}

/* A row of a case of the catalogue, at one value of its parameter, and what Go counted. */
static void set_up_row(struct fixture *fixture, const char *name, const char *strategy,
                       const char *param, int64_t number, int minor)
{
    set_up(fixture, name, minor);
    const struct esc_case *bench_case = case_of(name);
    const struct esc_strategy *found = esc_case_strategy(bench_case, strategy);
    assert_non_null(found);
    fixture->row.bench_case = bench_case;
    fixture->row.strategy = (size_t)(found - bench_case->strategies);
    fixture->row.point = point_of(bench_case, param, number);
}

static void count(struct fixture *fixture, double allocs, double bytes, double go_allocs,
                  double go_bytes)
{
    fixture->row.sides[ESC_SIDE_OURS].allocs = allocs;
    fixture->row.sides[ESC_SIDE_OURS].bytes = bytes;
    fixture->row.sides[ESC_SIDE_GO].allocs = go_allocs;
    fixture->row.sides[ESC_SIDE_GO].bytes = go_bytes;
}

enum { COUNTS = ESC_DIFFERS_ALLOCS | ESC_DIFFERS_BYTES };

/* MemStats of go1.19.8, go1.22.12, go1.24.4, go1.26.10 and go1.27.3 (linux/amd64): the first
 * release has the old figure, the second the new one. */
static const struct fact {
    const char *case_name, *strategy, *param;
    int64_t number;
    double allocs, bytes;
    int before, since;
    double new_allocs, new_bytes;
    const char *release;
} facts[] = {
    {"size-classes", "pointers", "size", 1024, 1, 1024, 19, 22, 1, 1152, "Go 1.22"},
    {"size-classes", "pointers", "size", 4096, 1, 4096, 19, 22, 1, 4864, "Go 1.22"},
    {"lock-elision", "atomic", NULL, 0, 1, 8, 22, 24, 0, 0, "Go 1.24"},
    {"map-insert", "heap", "length", 64, 14.4, 5363, 22, 24, 11, 4648, "Go 1.24"},
    {"map-insert", "heap", "length", 1024, 66.2, 86740, 22, 24, 22, 74456, "Go 1.24"},
    {"map-insert", "stack", "length", 64, 12.5, 5180, 22, 24, 9, 4456, "Go 1.24"},
    {"map-insert", "stack", "length", 1024, 64.4, 86560, 22, 24, 20, 74264, "Go 1.24"},
    {"map-insert", "sized", "length", 1024, 6.62, 41112, 22, 24, 5, 36944, "Go 1.24"},
    {"size-classes", "stack", "size", 262144, 0, 0, 22, 24, 1, 262144, "Go 1.24"},
    {"size-classes", "stack", "size", 1048576, 0, 0, 22, 24, 1, 1048576, "Go 1.24"},
    {"stack-growth", "stack", "size", 524288, 0, 0, 22, 24, 1, 524288, "Go 1.24"},
    {"stack-growth", "grown", "size", 524288, 0, 0, 22, 24, 1, 524288, "Go 1.24"},
    {"dynamic-make", "heap", "length", 4, 1, 32, 24, 26, 0, 0, "Go 1.25"},
    {"size-classes", "heap", "size", 8, 1, 8, 24, 26, 0, 0, "Go 1.25"},
    {"size-classes", "heap", "size", 32, 1, 32, 24, 26, 0, 0, "Go 1.25"},
    {"size-classes", "pointers", "size", 32, 1, 32, 24, 26, 0, 0, "Go 1.25"},
    {"append-growth", "heap", "length", 16, 5, 248, 24, 26, 2, 192, "Go 1.26"},
    {"append-growth", "heap", "length", 256, 9, 4088, 24, 26, 6, 4032, "Go 1.26"},
    {"append-growth", "heap", "length", 4096, 16, 128248, 24, 26, 13, 128192, "Go 1.26"},
};

/* Only bits that differ are explained: bytes alone where the count is the same. */
static void what_a_release_changed_is_explained_from_then_on(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        const struct fact *fact = &facts[i];
        for (int minor = fact->before; minor <= 27; minor++) {
            struct fixture fixture;
            set_up_row(&fixture, fact->case_name, fact->strategy, fact->param, fact->number, minor);
            count(&fixture, fact->allocs, fact->bytes, fact->new_allocs, fact->new_bytes);
            unsigned differences = judge(&fixture);
            assert_true(differences == COUNTS || differences == ESC_DIFFERS_BYTES ||
                        differences == ESC_DIFFERS_ALLOCS);
            if (minor > fact->before && minor < fact->since)
                continue; /* that release was not here to be asked */
            bool known = minor >= fact->since;
            assert_int_equal(fixture.row.explained, known ? differences : 0);
            assert_int_equal(fixture.fidelity.unexpected, !known);
            for (size_t k = 1; k < ESC_EXPLAINABLE && known; k++)
                if (differences & 1U << k)
                    assert_non_null(strstr(fixture.row.causes[k], fact->release));
        }
    }
}

/* Figures of go1.19.8 (ours) and go1.21.13; go1.22.12 gives the former again. */
static void what_one_release_had_is_excused_there_alone(void **state)
{
    (void)state;
    for (int minor = 19; minor <= 27; minor++) {
        struct fixture fixture;
        set_up_row(&fixture, "map-insert", "heap", "length", 1024, minor);
        count(&fixture, 66.3, 86746, 49.8, 84621);
        assert_int_equal(judge(&fixture), COUNTS);
        assert_int_equal(fixture.row.explained, minor == 21 ? COUNTS : 0);
    }
}

static void another_figure_than_the_known_one_is_a_fault(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        const struct fact *fact = &facts[i];
        struct fixture fixture;
        set_up_row(&fixture, fact->case_name, fact->strategy, fact->param, fact->number, 27);
        count(&fixture, fact->allocs, fact->bytes, fact->new_allocs + 7, 2 * fact->new_bytes + 64);
        assert_int_equal(judge(&fixture), COUNTS);
        assert_int_equal(fixture.row.explained, 0);
        assert_int_equal(fixture.fidelity.unexpected, 1);
    }
}

/* go1.22.12 to go1.27.3 count here what go1.19.8 does. */
static void rows_that_did_not_change_are_not_excused(void **state)
{
    (void)state;
    static const struct {
        const char *case_name, *strategy, *param;
        int64_t number;
    } same[] = {
        {"map-insert", "heap", "length", 8},        {"map-insert", "stack", "length", 64},
        {"closure-in-loop", "heap", "count", 16},   {"lock-elision", "heap", NULL, 0},
        {"lock-elision", "stack", NULL, 0},         {"dynamic-make", "heap", "length", 16},
        {"dynamic-make", "stack", "length", 4},     {"large-make", "stack", "length", 10000},
        {"size-classes", "heap", "size", 64},       {"size-classes", "pointers", "size", 256},
        {"size-classes", "stack", "size", 32776},   {"append-growth", "sized", "length", 16},
        {"stack-growth", "stack", "size", 65536},   {"array-vs-slice", "heap", "length", 64},
        {"size-classes", "pointers", "size", 32768}};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        struct fixture fixture;
        set_up_row(&fixture, same[i].case_name, same[i].strategy, same[i].param, same[i].number,
                   27);
        count(&fixture, 1, 64, 0, 0);
        assert_int_equal(judge(&fixture), COUNTS);
        assert_int_equal(fixture.row.explained, 0);
    }
}

/* go1.26.10 prints "make([]uint64, n) does not escape" where go1.24.4 named a non-constant size. */
static void a_missing_line_is_explained_by_the_newer_line_only(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up_row(&fixture, "dynamic-make", "heap", "length", 256, 26);
    const struct esc_strategy *heap = &fixture.row.bench_case->strategies[1];
    assert_string_equal(esc_go_newer_diagnostic(heap, 26)->escapes[0],
                        "make([]uint64, n) does not escape");
    assert_null(esc_go_newer_diagnostic(heap, 24));
    fixture.row.lines_found = 0;
    assert_int_equal(judge(&fixture), ESC_DIFFERS_DIAGNOSTIC);
    assert_int_equal(fixture.fidelity.unexpected, 1);
    fixture.row.says_newer = true;
    assert_int_equal(judge(&fixture), ESC_DIFFERS_DIAGNOSTIC);
    assert_int_equal(fixture.fidelity.unexpected, 0);
    assert_non_null(strstr(fixture.row.causes[0], "Go 1.25"));
    fixture.go.minor = 24;
    judge(&fixture);
    assert_int_equal(fixture.fidelity.unexpected, 1);
}

/* Ours of Go 1.27 beside go1.27.3: what 1.25 brought is expected of both, and excuses neither. */
static void a_release_of_the_model_has_no_excuse_for_what_it_follows(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up_row(&fixture, "dynamic-make", "heap", "length", 4, 27);
    count(&fixture, 1, 32, 0, 0);
    judge(&fixture);
    assert_int_equal(fixture.row.explained, COUNTS);
    fixture.row.minor = 27;
    fixture.row.lines_found = 1;
    fixture.row.says_newer = true;
    judge(&fixture);
    assert_int_equal(fixture.row.explained, 0);
    assert_int_equal(esc_fidelity_faults(&fixture.row), COUNTS | ESC_DIFFERS_DIAGNOSTIC);
}

/* size-classes/pointers/size:1024 with go1.26.10. */
static void two_differences_have_each_its_release(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up_row(&fixture, "size-classes", "pointers", "size", 1024, 26);
    count(&fixture, 1, 1024, 1, 1152);
    fixture.row.lines_found = 0;
    fixture.row.says_newer = true;
    assert_int_equal(judge(&fixture), ESC_DIFFERS_DIAGNOSTIC | ESC_DIFFERS_BYTES);
    assert_int_equal(fixture.fidelity.unexpected, 0);
    assert_non_null(strstr(fixture.row.causes[0], "Go 1.25"));
    assert_null(fixture.row.causes[1]);
    assert_non_null(strstr(fixture.row.causes[2], "Go 1.22"));
}

static void no_release_changes_values(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up_row(&fixture, "append-growth", "heap", "length", 16, 26);
    count(&fixture, 5, 248, 2, 192);
    fixture.row.other_values = true;
    judge(&fixture);
    assert_int_equal(esc_fidelity_faults(&fixture.row), ESC_DIFFERS_CHECKSUM);
}

/* size-classes at 262144 with go1.24.4: both sides allocate, so that the heap's price is none. */
static void prices_are_not_compared_where_the_stack_side_allocates(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up_row(&fixture, "size-classes", "heap", "size", 262144, 24);
    struct esc_fidelity_row rows[2] = {fixture.row, fixture.row};
    rows[0].strategy = 0;
    for (size_t k = 0; k < 2; k++)
        for (size_t side = 0; side < ESC_SIDES; side++) {
            rows[k].sides[side].allocs = k == 0 && side == ESC_SIDE_OURS ? 0 : 1;
            rows[k].sides[side].bytes = k == 0 && side == ESC_SIDE_OURS ? 0 : 262144;
            rows[k].sides[side].timed = true;
            rows[k].sides[side].price_ns = k == 0 ? 0 : 300;
        }
    fixture.fidelity.rows = rows;
    fixture.fidelity.count = 2;
    esc_fidelity_judge(&fixture.fidelity);
    assert_int_equal(fixture.fidelity.unexpected, 0);
    assert_int_equal(fixture.fidelity.priced, 0);
    rows[0].sides[ESC_SIDE_GO].allocs = rows[0].sides[ESC_SIDE_GO].bytes = 0; /* as in go1.19.8 */
    esc_fidelity_judge(&fixture.fidelity);
    assert_int_equal(fixture.fidelity.priced, 1);
    for (size_t side = 0; side < ESC_SIDES; side++) /* alike on both sides: map-insert */
        rows[0].sides[side].allocs = rows[0].sides[side].bytes = 1;
    esc_fidelity_judge(&fixture.fidelity);
    assert_int_equal(fixture.fidelity.priced, 0);
}

/* Worked by hand: d = 0 1 -1 1 -1, rho = 1 - 6 * 4 / (5 * 24) = 0.8. */
static void rank_correlation_is_spearmans(void **state)
{
    (void)state;
    const double x[] = {1, 2, 3, 4, 5};
    const double y[] = {10, 30, 20, 500, 40};
    const double down[] = {5, 4, 3, 2, 1};
    const double flat[] = {1, 1, 1, 1, 1};
    assert_true(fabs(esc_spearman(x, y, 5) - 0.8) < 1e-12);
    assert_true(fabs(esc_spearman(x, x, 5) - 1) < 1e-12);
    assert_true(fabs(esc_spearman(x, down, 5) + 1) < 1e-12);
    assert_true(isnan(esc_spearman(x, flat, 5)));
    assert_true(isnan(esc_spearman(x, y, 1)));
}

/* Ranks 1.5 1.5 3 4 against 1 2 3.5 3.5: sums of products 4, squares 4.5 and 4.5. */
static void equal_values_share_their_rank(void **state)
{
    (void)state;
    const double x[] = {1, 1, 2, 3};
    const double y[] = {1, 2, 3, 3};
    assert_true(fabs(esc_spearman(x, y, 4) - 4.0 / 4.5) < 1e-12);
}

static void prices_are_compared_where_both_sides_have_one(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture, "any", 19);
    struct esc_fidelity_row rows[4] = {fixture.row, fixture.row, fixture.row, fixture.row};
    for (size_t i = 0; i < 4; i++) {
        rows[i].sides[ESC_SIDE_OURS].timed = rows[i].sides[ESC_SIDE_GO].timed = true;
        rows[i].sides[ESC_SIDE_OURS].price_ns = (double)(i + 1) * 10;
        rows[i].sides[ESC_SIDE_GO].price_ns = (double)(i + 1) * 20;
    }
    rows[3].sides[ESC_SIDE_GO].price_ns = -1; /* noise: no price */
    fixture.fidelity.rows = rows;
    fixture.fidelity.count = 4;
    fixture.small.strategies[1].place = ESC_PLACE_STACK;
    esc_fidelity_judge(&fixture.fidelity);
    assert_int_equal(fixture.fidelity.priced, 0); /* strategies on the stack have none */
    fixture.small.strategies[1].place = ESC_PLACE_HEAP;
    esc_fidelity_judge(&fixture.fidelity);
    assert_int_equal(fixture.fidelity.priced, 3);
    assert_true(fabs(fixture.fidelity.median_factor - 0.5) < 1e-12);
    assert_true(fabs(fixture.fidelity.rank_correlation - 1) < 1e-12);
}

/* Rows of the case's heap side with prices, ours and Go's; equal but for that. */
static void set_prices(struct fixture *fixture, struct esc_fidelity_row *rows, size_t count,
                       const double (*prices)[ESC_SIDES])
{
    set_up(fixture, "any", 19);
    fixture->small.strategies[1].place = ESC_PLACE_HEAP;
    for (size_t i = 0; i < count; i++) {
        rows[i] = fixture->row;
        for (size_t side = 0; side < ESC_SIDES; side++) {
            rows[i].sides[side].timed = true;
            rows[i].sides[side].price_ns = prices[i][side];
        }
    }
    fixture->fidelity.rows = rows;
    fixture->fidelity.count = count;
}

static unsigned missed_of(const double (*prices)[ESC_SIDES])
{
    struct fixture fixture;
    struct esc_fidelity_row rows[3];
    set_prices(&fixture, rows, 3, prices);
    esc_fidelity_judge(&fixture.fidelity);
    assert_int_equal(fixture.fidelity.unexpected, 0);
    return fixture.fidelity.missed;
}

/* Wanted: ranks 0.95, factors 0.5 to 1.3, their median 0.6 to 1.1. Of three rows with two exchanged
 * the ranks' is 0.5. */
static void missed_targets_are_no_faults(void **state)
{
    (void)state;
    assert_int_equal(missed_of((const double[][ESC_SIDES]){{10, 20}, {13, 10}, {30, 30}}),
                     ESC_TARGET_RANKS);
    assert_int_equal(missed_of((const double[][ESC_SIDES]){{5, 10}, {26, 20}, {30, 30}}), 0);
    assert_int_equal(missed_of((const double[][ESC_SIDES]){{4.9, 10}, {20, 20}, {30, 30}}),
                     ESC_TARGET_PRICES);
    assert_int_equal(missed_of((const double[][ESC_SIDES]){{14, 10}, {28, 20}, {30, 30}}),
                     ESC_TARGET_FACTOR | ESC_TARGET_PRICES);
    assert_int_equal(missed_of((const double[][ESC_SIDES]){{4, 10}, {8, 20}, {30, 30}}),
                     ESC_TARGET_FACTOR | ESC_TARGET_PRICES);
    assert_int_equal(missed_of((const double[][ESC_SIDES]){{5.9, 10}, {11, 20}, {30, 30}}),
                     ESC_TARGET_FACTOR);
    assert_int_equal(missed_of((const double[][ESC_SIDES]){{11.2, 10}, {24, 20}, {30, 30}}),
                     ESC_TARGET_FACTOR);
}

static void cycles_apart_miss_their_target(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture, "any", 19);
    fixture.row.cycle_iterations = 1000000;
    fixture.row.sides[ESC_SIDE_GO].cycles_per_mop = 100;
    fixture.row.sides[ESC_SIDE_OURS].cycles_per_mop = 110;
    judge(&fixture);
    assert_int_equal(fixture.fidelity.missed, 0);
    fixture.row.sides[ESC_SIDE_OURS].cycles_per_mop = 112;
    judge(&fixture);
    assert_int_equal(fixture.fidelity.missed, ESC_TARGET_CYCLES);
}

/* Both the console's list and the page's name the row and the cause that is known of it. */
static void what_falls_outside_is_listed(void **state)
{
    (void)state;
    static const char cause[] = "price factor 0.40 (the fast path alone: the same steps";
    struct fixture fixture;
    struct esc_fidelity_row row;
    set_prices(&fixture, &row, 1, (const double[][ESC_SIDES]){{4, 10}});
    row.bench_case = case_of("string-concat");
    row.strategy = 1;
    row.point = point_of(row.bench_case, "length", 8);
    fixture.fidelity.machine = (char *)"a machine";
    esc_fidelity_judge(&fixture.fidelity);
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    esc_fidelity_print(&fixture.fidelity, 120, out);
    fclose(out);
    assert_non_null(strstr(text, "\nWhat falls outside:\n  string-concat/heap/length:8\n    "));
    assert_non_null(strstr(text, cause));
    assert_non_null(
        strstr(text, "\ntargets missed: median price factor, price factor of 1 of 1 rows\n"));
    free(text);
    struct esc_text page = {0};
    esc_fidelity_markdown(&fixture.fidelity, &page);
    assert_non_null(
        strstr(page.bytes, "\n- `string-concat/heap/length:8`: price factor 0.40 (the "));
    esc_text_free(&page);
    row.sides[ESC_SIDE_OURS].price_ns = 10;
    esc_fidelity_judge(&fixture.fidelity);
    out = open_memstream(&text, &length);
    esc_fidelity_print(&fixture.fidelity, 120, out);
    fclose(out);
    assert_null(strstr(text, "falls outside"));
    assert_null(strstr(text, "targets missed"));
    free(text);
}

/* Prices with intervals of a tenth around them: Go's and ours in two releases. */
static struct esc_turns turns_of(struct fixture *fixture, struct esc_fidelity *later,
                                 struct esc_fidelity_row *row, const double prices[4])
{
    set_prices(fixture, &fixture->row, 1,
               (const double[][ESC_SIDES]){{prices[ESC_SIDE_OURS], prices[ESC_SIDE_GO]}});
    *later = fixture->fidelity;
    *row = fixture->row;
    fixture->fidelity.rows = &fixture->row;
    later->rows = row;
    struct esc_fidelity_row *rows[2] = {&fixture->row, row};
    for (size_t k = 0; k < 2; k++)
        for (size_t side = 0; side < ESC_SIDES; side++) {
            double price = prices[2 * k + side];
            rows[k]->sides[side].price_ns = price;
            rows[k]->sides[side].price = (struct esc_estimate){
                .known = true, .median = price, .low = 0.9 * price, .high = 1.1 * price};
        }
    esc_fidelity_judge(&fixture->fidelity);
    esc_fidelity_judge(later);
    struct esc_turns turns;
    esc_turns_of(&fixture->fidelity, later, &turns);
    return turns;
}

/* A change counts where Go's intervals are apart, and ours follows by its medians. */
static void a_change_of_go_is_looked_for_in_ours(void **state)
{
    (void)state;
    static const struct {
        double prices[4]; /* ours, Go's; the same in the later release */
        size_t count, same;
    } cases[] = {{{100, 100, 99, 50}, 1, 1},
                 {{100, 100, 101, 50}, 1, 0},
                 {{100, 100, 101, 200}, 1, 1},
                 {{100, 100, 50, 95}, 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture fixture;
        struct esc_fidelity later;
        struct esc_fidelity_row row;
        struct esc_turns turns = turns_of(&fixture, &later, &row, cases[i].prices);
        assert_int_equal(turns.priced, 1);
        assert_int_equal(turns.count, cases[i].count);
        assert_int_equal(turns.same, cases[i].same);
        free(turns.list);
    }
}

static void sections_keep_their_order_and_their_neighbours(void **state)
{
    (void)state;
    struct esc_text first = {0}, second = {0}, third = {0};
    esc_fidelity_put("# Head\n\n## Go 1.27\nold\n### All rows\n", "## Go 1.19\na\n", &first);
    assert_string_equal(first.bytes, "# Head\n\n## Go 1.19\na\n## Go 1.27\nold\n### All rows\n");
    esc_fidelity_put(first.bytes, "## Go 1.27\nnew\n", &second);
    assert_string_equal(second.bytes, "# Head\n\n## Go 1.19\na\n## Go 1.27\nnew\n");
    esc_fidelity_put(second.bytes, "## Go 1.19\nb\n", &third);
    assert_string_equal(third.bytes, "# Head\n\n## Go 1.19\nb\n## Go 1.27\nnew\n");
    esc_text_free(&first);
    esc_text_free(&second);
    esc_text_free(&third);
    esc_fidelity_put(NULL, "## Go 1.27\n", &first);
    assert_non_null(strstr(first.bytes, "# Ours beside real Go\n"));
    assert_non_null(strstr(first.bytes, "\n\n## Go 1.27\n"));
    esc_text_free(&first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_is_equal),
        cmocka_unit_test(each_difference_is_seen),
        cmocka_unit_test(only_the_model_heap_rounds_like_go),
        cmocka_unit_test(a_case_may_tolerate_a_spread),
        cmocka_unit_test(cycles_may_differ_by_a_tenth_or_by_chance),
        cmocka_unit_test(what_a_release_changed_is_explained_from_then_on),
        cmocka_unit_test(what_one_release_had_is_excused_there_alone),
        cmocka_unit_test(another_figure_than_the_known_one_is_a_fault),
        cmocka_unit_test(rows_that_did_not_change_are_not_excused),
        cmocka_unit_test(a_missing_line_is_explained_by_the_newer_line_only),
        cmocka_unit_test(a_release_of_the_model_has_no_excuse_for_what_it_follows),
        cmocka_unit_test(two_differences_have_each_its_release),
        cmocka_unit_test(no_release_changes_values),
        cmocka_unit_test(prices_are_not_compared_where_the_stack_side_allocates),
        cmocka_unit_test(rank_correlation_is_spearmans),
        cmocka_unit_test(equal_values_share_their_rank),
        cmocka_unit_test(prices_are_compared_where_both_sides_have_one),
        cmocka_unit_test(missed_targets_are_no_faults),
        cmocka_unit_test(cycles_apart_miss_their_target),
        cmocka_unit_test(what_falls_outside_is_listed),
        cmocka_unit_test(a_change_of_go_is_looked_for_in_ours),
        cmocka_unit_test(sections_keep_their_order_and_their_neighbours),
    };
    return cmocka_run_group_tests(tests, NULL, forget_catalogue);
}
