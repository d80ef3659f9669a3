/* The order of measurement: complete, balanced, and given by the seed alone. */
#include "plan/plan.h"
#include "plan/random.h"
#include "plan_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { MOST = 8 };
static const char *const sizes[] = {"8", "64", "512"};

/* Visits of 2, 3, … MOST variants: the strategies are made up, order looks at nothing else. */
static struct esc_run visits_of(size_t variants, size_t visits, uint64_t seed)
{
    struct esc_run run = {.seed = seed};
    for (size_t i = 0; i < visits * variants; i++) {
        run.variants = esc_grow(run.variants, &run.variant_count, sizeof *run.variants);
        run.variants[i] =
            (struct esc_variant){.case_index = i / variants, .strategy = i % variants};
    }
    return run;
}

static struct esc_run fixture_run(uint64_t seed)
{
    struct esc_run run = {.preset = ESC_PRESET_NORMAL, .seed = seed};
    fixture_add(&run, fixture_case("a", "pool", sizes, 3));
    fixture_add(&run, fixture_case("b", NULL, sizes, 2));
    fixture_add(&run, fixture_case("c", NULL, sizes, 1));
    fixture_plan(&run, goheap_and_malloc);
    return run;
}

/* All variants of a round in one list; the caller frees. */
static size_t *flat(const struct esc_run *run, uint32_t round, size_t *length)
{
    size_t count;
    struct esc_visit *visits = esc_plan_round(run, round, &count);
    size_t *order = esc_calloc(run->variant_count, sizeof *order);
    *length = 0;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(visits[i].round, round);
        for (size_t k = 0; k < visits[i].count; k++) {
            assert_true(*length < run->variant_count);
            order[(*length)++] = visits[i].variants[k];
        }
    }
    esc_plan_free(visits, count);
    return order;
}

static size_t place_of(const size_t *order, size_t length, size_t variant)
{
    for (size_t i = 0; i < length; i++)
        if (order[i] == variant)
            return i;
    fail_msg("variant %zu is missing", variant);
    return 0;
}

static void each_variant_once_a_round(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(42);
    for (uint32_t round = 0; round < 20; round++) {
        size_t length;
        size_t *order = flat(&run, round, &length);
        assert_int_equal(length, run.variant_count);
        for (size_t v = 0; v < run.variant_count; v++)
            place_of(order, length, v);
        free(order);
    }
    esc_run_free(&run);
}

static void a_visit_is_one_case_and_point(void **state)
{
    (void)state;
    struct esc_run run = fixture_run(42);
    size_t count;
    struct esc_visit *visits = esc_plan_round(&run, 3, &count);
    assert_int_equal(count, 6);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 1; k < visits[i].count; k++) {
            const struct esc_variant *first = &run.variants[visits[i].variants[0]];
            const struct esc_variant *other = &run.variants[visits[i].variants[k]];
            assert_int_equal(first->case_index, other->case_index);
            assert_int_equal(first->point, other->point);
        }
    esc_plan_free(visits, count);
    esc_run_free(&run);
}

/* Rounds 2k and 2k+1 hold every two variants of a visit in both orders. */
static void both_orders_in_two_rounds(void **state)
{
    (void)state;
    for (size_t n = 2; n <= MOST; n++) {
        struct esc_run run = visits_of(n, 1, 7);
        for (uint32_t block = 0; block < 10; block++) {
            size_t length;
            size_t *even = flat(&run, 2 * block, &length);
            size_t *odd = flat(&run, 2 * block + 1, &length);
            for (size_t a = 0; a < n; a++)
                for (size_t b = a + 1; b < n; b++)
                    assert_int_not_equal(place_of(even, n, a) < place_of(even, n, b),
                                         place_of(odd, n, a) < place_of(odd, n, b));
            free(even);
            free(odd);
        }
        esc_run_free(&run);
    }
}

/* Over 2n rounds: every variant at every place twice, and behind every other one twice. */
static void places_and_neighbours_are_balanced(void **state)
{
    (void)state;
    for (size_t n = 2; n <= MOST; n++) {
        struct esc_run run = visits_of(n, 1, 99);
        int places[MOST][MOST] = {{0}};
        int follows[MOST][MOST] = {{0}};
        for (uint32_t round = 0; round < 2 * n; round++) {
            size_t length;
            size_t *order = flat(&run, round, &length);
            for (size_t k = 0; k < n; k++) {
                places[order[k]][k]++;
                if (k > 0)
                    follows[order[k - 1]][order[k]]++;
            }
            free(order);
        }
        for (size_t a = 0; a < n; a++)
            for (size_t b = 0; b < n; b++) {
                assert_int_equal(places[a][b], 2);
                assert_int_equal(follows[a][b], a == b ? 0 : 2);
            }
        esc_run_free(&run);
    }
}

static bool same_order(uint64_t seed, uint32_t round, uint64_t other_seed, uint32_t other_round)
{
    struct esc_run left = visits_of(2, 12, seed);
    struct esc_run right = visits_of(2, 12, other_seed);
    size_t length;
    size_t *a = flat(&left, round, &length);
    size_t *b = flat(&right, other_round, &length);
    bool same = memcmp(a, b, length * sizeof *a) == 0;
    free(a);
    free(b);
    esc_run_free(&left);
    esc_run_free(&right);
    return same;
}

static void the_seed_gives_the_order(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 50; seed++) {
        assert_true(same_order(seed, 4, seed, 4));
        assert_false(same_order(seed, 4, seed + 1, 4));
        assert_false(same_order(seed, 4, seed, 5));
        assert_false(same_order(seed, 4, seed, 6));
    }
}

static void a_failed_variant_leaves_the_others_in_order(void **state)
{
    (void)state;
    struct esc_run run = visits_of(5, 2, 5);
    for (uint32_t round = 0; round < 10; round++) {
        size_t before;
        size_t after;
        size_t *whole = flat(&run, round, &before);
        run.variants[1].status = ESC_STATUS_SIGNAL;
        size_t *rest = flat(&run, round, &after);
        run.variants[1].status = ESC_STATUS_OK;
        assert_int_equal(after, before - 1);
        for (size_t i = 0, k = 0; i < before; i++)
            if (whole[i] != 1)
                assert_int_equal(whole[i], rest[k++]);
        free(whole);
        free(rest);
    }
    esc_run_free(&run);
}

static void a_visit_of_failures_is_left_out(void **state)
{
    (void)state;
    struct esc_run run = visits_of(2, 2, 5);
    size_t count;
    run.variants[0].status = run.variants[1].status = ESC_STATUS_COMPILE;
    struct esc_visit *visits = esc_plan_round(&run, 0, &count);
    assert_int_equal(count, 1);
    esc_plan_free(visits, count);
    run.variants[2].status = run.variants[3].status = ESC_STATUS_COMPILE;
    visits = esc_plan_round(&run, 0, &count);
    assert_int_equal(count, 0);
    esc_plan_free(visits, count);
    esc_run_free(&run);
}

/* First outputs of the reference implementation (Vigna, splitmix64.c) for the seed 1234567. */
static void splitmix64_is_the_published_one(void **state)
{
    (void)state;
    static const uint64_t expected[] = {
        UINT64_C(6457827717110365317), UINT64_C(3203168211198807973), UINT64_C(9817491932198370423),
        UINT64_C(4593380528125082431), UINT64_C(16408922859458223821)};
    uint64_t seed = 1234567;
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_true(esc_random_next(&seed) == expected[i]);
}

/* 6 orders of 3, drawn 60000 times: each about 10000 times (chi-squared, 5 degrees of freedom;
 * 25.7 is passed with a chance of 0.0001, and the seed is fixed). */
static void shuffled_orders_are_equally_likely(void **state)
{
    (void)state;
    double counts[27] = {0};
    uint64_t random = esc_random_stream(1, 2);
    for (int i = 0; i < 60000; i++) {
        size_t order[3];
        esc_random_order(&random, order, 3);
        counts[order[0] * 9 + order[1] * 3 + order[2]]++;
    }
    double squares = 0;
    size_t seen = 0;
    for (size_t i = 0; i < 27; i++) {
        seen += counts[i] > 0;
        if (counts[i] > 0)
            squares += (counts[i] - 10000) * (counts[i] - 10000) / 10000;
    }
    assert_int_equal(seen, 6);
    assert_true(squares < 25.7);
}

static void drawn_numbers_stay_below_the_bound(void **state)
{
    (void)state;
    uint64_t random = 3;
    uint64_t huge = UINT64_MAX / 2 + 2;
    for (int i = 0; i < 1000; i++) {
        assert_true(esc_random_below(&random, 7) < 7);
        assert_true(esc_random_below(&random, huge) < huge);
        assert_int_equal(esc_random_below(&random, 1), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_variant_once_a_round),
        cmocka_unit_test(a_visit_is_one_case_and_point),
        cmocka_unit_test(both_orders_in_two_rounds),
        cmocka_unit_test(places_and_neighbours_are_balanced),
        cmocka_unit_test(the_seed_gives_the_order),
        cmocka_unit_test(a_failed_variant_leaves_the_others_in_order),
        cmocka_unit_test(a_visit_of_failures_is_left_out),
        cmocka_unit_test(splitmix64_is_the_published_one),
        cmocka_unit_test(shuffled_orders_are_equally_likely),
        cmocka_unit_test(drawn_numbers_stay_below_the_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
