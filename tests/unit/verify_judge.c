/*
 * Ours against Go's: what differs, what a release explains, rank correlation and median.
 */
#include "compiled_case.h"
#include "verify/verify.h"

#include <math.h>

static struct esc_go go119 = {.version = (char *)"go1.19.8", .target = (char *)"any", .minor = 19};

/* One row of a case with the strategies stack and heap; equal on both sides. */
struct fixture {
    struct small_case small;
    struct esc_fidelity_row row;
    struct esc_fidelity fidelity;
    struct esc_go go;
    struct esc_param param;
    struct esc_value value;
    size_t chosen;
};

static void set_up(struct fixture *fixture, const char *name, int minor)
{
    *fixture = (struct fixture){.go = go119};
    small_case(&fixture->small, name, "cases/x.lua", NULL, "", "");
    const struct esc_fidelity_side side = {
        .counted = true, .allocs = 1, .bytes = 64, .checksum = 7};
    fixture->row = (struct esc_fidelity_row){.item = &fixture->small.item,
                                             .strategy = 1,
                                             .runtime = ESC_RUNTIME_GOHEAP,
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
    fixture.row.sides[ESC_SIDE_GO].checksum = 8;
    assert_int_equal(judge(&fixture), ESC_DIFFERS_CHECKSUM);
    set_up(&fixture, "any", 19);
    fixture.row.lines_found = 1;
    assert_int_equal(judge(&fixture), ESC_DIFFERS_VERDICT);
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
    fixture.small.item.tolerance = 1;
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

/* The first append of a nil slice: 32 bytes on the stack since Go 1.26. */
static void a_release_explains_what_it_changed_and_no_more(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture, "append-growth", 25);
    fixture.row.sides[ESC_SIDE_GO].allocs = 0;
    assert_int_equal(judge(&fixture), ESC_DIFFERS_ALLOCS);
    assert_int_equal(fixture.fidelity.unexpected, 1);
    assert_null(fixture.row.cause);
    set_up(&fixture, "append-growth", 26);
    fixture.row.sides[ESC_SIDE_GO].allocs = 0;
    assert_int_equal(judge(&fixture), ESC_DIFFERS_ALLOCS);
    assert_int_equal(fixture.fidelity.unexpected, 0);
    assert_int_equal(fixture.fidelity.explained, 1);
    assert_non_null(strstr(fixture.row.cause, "Go 1.26"));
    fixture.row.sides[ESC_SIDE_GO].checksum = 8; /* no release changes values */
    judge(&fixture);
    assert_int_equal(esc_fidelity_faults(&fixture.row), ESC_DIFFERS_CHECKSUM);
}

/* A make of variable size of up to 32 bytes stays since Go 1.25; a larger one does not. */
static void a_change_holds_where_its_parameter_lies(void **state)
{
    (void)state;
    struct fixture fixture;
    for (int64_t length = 4; length <= 16; length += 12) {
        set_up(&fixture, "dynamic-make", 25);
        fixture.value = (struct esc_value){.number = length};
        fixture.param =
            (struct esc_param){.name = (char *)"length", .values = &fixture.value, .count = 1};
        fixture.small.point.values = &fixture.chosen;
        fixture.small.item.params = &fixture.param;
        fixture.small.item.param_count = 1;
        fixture.row.sides[ESC_SIDE_GO].allocs = 0;
        judge(&fixture);
        assert_int_equal(fixture.fidelity.explained, length == 4);
        assert_int_equal(fixture.fidelity.unexpected, length != 4);
    }
}

/* Worked by hand: d = 0 1 -1 1 -1, rho = 1 - 6 * 4 / (5 * 24) = 0.8. */
static void rank_correlation_is_spearmans(void **state)
{
    (void)state;
    const double x[] = {1, 2, 3, 4, 5};
    const double y[] = {10, 30, 20, 500, 40};
    const double down[] = {5, 4, 3, 2, 1};
    const double flat[] = {1, 1, 1, 1, 1};
    assert_true(fabs(esc_rank_correlation(x, y, 5) - 0.8) < 1e-12);
    assert_true(fabs(esc_rank_correlation(x, x, 5) - 1) < 1e-12);
    assert_true(fabs(esc_rank_correlation(x, down, 5) + 1) < 1e-12);
    assert_true(isnan(esc_rank_correlation(x, flat, 5)));
    assert_true(isnan(esc_rank_correlation(x, y, 1)));
}

/* Ranks 1.5 1.5 3 4 against 1 2 3.5 3.5: sums of products 4, squares 4.5 and 4.5. */
static void equal_values_share_their_rank(void **state)
{
    (void)state;
    const double x[] = {1, 1, 2, 3};
    const double y[] = {1, 2, 3, 3};
    assert_true(fabs(esc_rank_correlation(x, y, 4) - 4.0 / 4.5) < 1e-12);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_is_equal),
        cmocka_unit_test(each_difference_is_seen),
        cmocka_unit_test(only_the_model_heap_rounds_like_go),
        cmocka_unit_test(a_case_may_tolerate_a_spread),
        cmocka_unit_test(cycles_may_differ_by_a_tenth_or_by_chance),
        cmocka_unit_test(a_release_explains_what_it_changed_and_no_more),
        cmocka_unit_test(a_change_holds_where_its_parameter_lies),
        cmocka_unit_test(rank_correlation_is_spearmans),
        cmocka_unit_test(equal_values_share_their_rank),
        cmocka_unit_test(prices_are_compared_where_both_sides_have_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
