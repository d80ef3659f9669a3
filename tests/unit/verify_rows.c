/*
 * A finished run -> rows of ours beside Go's: which variants meet in a row, whose figures stand on
 * which side, what failed on one side only. The runs are made by hand.
 */
#include "compiled_case.h"
#include "verify/verify.h"

/* A case with stack and heap, in C and in two releases of Go: six variants. */
enum { STACK, STACK_OLD, STACK_NEW, HEAP, HEAP_OLD, HEAP_NEW, VARIANTS };

struct fixture {
    struct small_case small;
    struct esc_expectation expect[2];
    char *escapes[1];
    struct esc_variant variants[VARIANTS];
    struct esc_figures figures[VARIANTS];
    struct esc_pair pairs[3];
    struct esc_cycle_count cycles[VARIANTS];
    struct esc_go gos[2];
    struct esc_run run;
    struct esc_diagnostic printed[1];
    struct esc_diagnostics diagnostics;
};

static const enum esc_runtime_id runtimes[VARIANTS] = {
    [STACK] = ESC_RUNTIME_NONE,  [STACK_OLD] = ESC_RUNTIME_GO, [STACK_NEW] = ESC_RUNTIME_GO,
    [HEAP] = ESC_RUNTIME_GOHEAP, [HEAP_OLD] = ESC_RUNTIME_GO,  [HEAP_NEW] = ESC_RUNTIME_GO};

static void set_variants(struct fixture *fixture)
{
    for (size_t v = 0; v < VARIANTS; v++) {
        fixture->variants[v] = (struct esc_variant){.strategy = v >= HEAP,
                                                    .runtime = runtimes[v],
                                                    .go = v == STACK_NEW || v == HEAP_NEW,
                                                    .allocs_per_op = v >= HEAP,
                                                    .bytes_per_op = v >= HEAP ? 64 : 0,
                                                    .requested_bytes_per_op = v >= HEAP ? 60 : 0};
        fixture->figures[v].ns_per_op =
            (struct esc_estimate){.known = true, .median = 10.0 * (double)(v + 1)};
    }
    for (size_t k = 0; k < 3; k++)
        fixture->pairs[k] = (struct esc_pair){
            .base = k,
            .other = HEAP + k,
            .price_ns = {.known = true, .median = 30, .low = 20 + (double)k, .high = 40}};
}

static void set_up(struct fixture *fixture)
{
    *fixture = (struct fixture){
        .expect = {{0, 0}, {1, 60}},
        .escapes = {(char *)"moved to heap: t"},
        .gos = {{.version = (char *)"go1.19.8", .target = (char *)"any", .minor = 19},
                {.version = (char *)"go1.27.3", .target = (char *)"any", .minor = 27}},
        .printed = {{.line = 20, .text = (char *)"moved to heap: t"}},
    };
    small_case(&fixture->small, "good", "cases/good.lua", NULL, "", "");
    for (size_t s = 0; s < 2; s++) {
        fixture->small.strategies[s].go =
            (struct esc_source){(char *)"func f()", 10 * ((int)s + 1)};
        fixture->small.strategies[s].expect = &fixture->expect[s];
    }
    fixture->small.strategies[1].escapes = fixture->escapes;
    fixture->small.strategies[1].escape_count = 1;
    set_variants(fixture);
    fixture->run = (struct esc_run){.rounds_done = 5,
                                    .gos = fixture->gos,
                                    .go_count = 2,
                                    .cases = &fixture->small.bench_case,
                                    .case_count = 1,
                                    .variants = fixture->variants,
                                    .variant_count = VARIANTS,
                                    .figures = fixture->figures,
                                    .pairs = fixture->pairs,
                                    .pair_count = 3};
    fixture->diagnostics = (struct esc_diagnostics){fixture->printed, 1};
}

static struct esc_fidelity rows_of(struct fixture *fixture, size_t go)
{
    struct esc_fidelity fidelity;
    esc_fidelity_of(&fixture->run, go, &fixture->diagnostics, fixture->cycles, &fidelity);
    return fidelity;
}

static void each_release_meets_ours(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    fixture.variants[HEAP_NEW].allocs_per_op = 0;
    struct esc_fidelity old = rows_of(&fixture, 0);
    struct esc_fidelity new = rows_of(&fixture, 1);
    assert_int_equal(old.count, 2);
    assert_int_equal(new.count, 2);
    assert_int_equal(new.rounds, 5);
    assert_ptr_equal(new.go, &fixture.gos[1]);
    assert_int_equal(old.rows[1].strategy, 1);
    assert_int_equal(old.rows[1].runtime, ESC_RUNTIME_GOHEAP);
    assert_true(old.rows[1].sides[ESC_SIDE_GO].allocs == 1);
    assert_true(new.rows[1].sides[ESC_SIDE_GO].allocs == 0);
    assert_true(new.rows[1].sides[ESC_SIDE_OURS].allocs == 1);
    assert_true(old.rows[1].sides[ESC_SIDE_OURS].ns == 40);
    assert_true(old.rows[1].sides[ESC_SIDE_GO].ns == 50);
    assert_true(new.rows[1].sides[ESC_SIDE_GO].ns == 60);
    esc_fidelity_free(&old);
    esc_fidelity_free(&new);
}

/* Prices are those of the pairs, interval and all; a stack side has none. */
static void prices_are_the_pairs(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    struct esc_fidelity fidelity = rows_of(&fixture, 1);
    const struct esc_fidelity_row *heap = &fidelity.rows[1];
    assert_true(heap->sides[ESC_SIDE_OURS].timed && heap->sides[ESC_SIDE_GO].timed);
    assert_true(heap->sides[ESC_SIDE_OURS].price.low == 20);
    assert_true(heap->sides[ESC_SIDE_GO].price.low == 22);
    assert_true(heap->sides[ESC_SIDE_GO].price_ns == 30);
    assert_false(fidelity.rows[0].sides[ESC_SIDE_GO].price.known);
    esc_fidelity_free(&fidelity);
    fixture.run.figures = NULL; /* nothing was timed */
    fidelity = rows_of(&fixture, 1);
    assert_false(fidelity.rows[1].sides[ESC_SIDE_GO].timed);
    esc_fidelity_free(&fidelity);
}

static void only_the_model_and_go_round_bytes(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    struct esc_fidelity fidelity = rows_of(&fixture, 0);
    assert_true(fidelity.rows[1].sides[ESC_SIDE_OURS].bytes == 64);
    assert_true(fidelity.rows[1].sides[ESC_SIDE_GO].bytes == 64);
    esc_fidelity_free(&fidelity);
    fixture.variants[HEAP].runtime = ESC_RUNTIME_MALLOC;
    fidelity = rows_of(&fixture, 0);
    assert_true(fidelity.rows[1].sides[ESC_SIDE_OURS].bytes == 60);
    esc_fidelity_free(&fidelity);
}

static void diagnostics_are_searched_for(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    struct esc_fidelity fidelity = rows_of(&fixture, 0);
    assert_int_equal(fidelity.rows[1].lines_expected, 1);
    assert_int_equal(fidelity.rows[1].lines_found, 1);
    assert_int_equal(fidelity.missing_count, 0);
    esc_fidelity_free(&fidelity);
    fixture.printed[0].text = (char *)"moved to heap: u";
    fidelity = rows_of(&fixture, 0);
    assert_int_equal(fidelity.rows[1].lines_found, 0);
    assert_int_equal(fidelity.missing_count, 1);
    assert_string_equal(fidelity.missing[0].text, "moved to heap: t");
    esc_fidelity_free(&fidelity);
}

static void failures_are_told_once_and_values_apart(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    fixture.variants[HEAP_OLD].status = ESC_STATUS_EXIT;
    fixture.variants[HEAP_OLD].message = (char *)"heap@go called exit(3)";
    fixture.variants[STACK_OLD].status = ESC_STATUS_CHECKSUM;
    fixture.variants[STACK_OLD].message = (char *)"stack@go returns other values";
    struct esc_fidelity fidelity = rows_of(&fixture, 0);
    esc_fidelity_judge(&fidelity);
    assert_int_equal(fidelity.rows[0].differences, ESC_DIFFERS_CHECKSUM);
    assert_null(fidelity.rows[0].failure);
    assert_int_equal(fidelity.rows[1].differences, ESC_DIFFERS_FAILED);
    assert_string_equal(fidelity.rows[1].failure, "heap@go called exit(3)");
    assert_false(fidelity.rows[1].sides[ESC_SIDE_GO].counted);
    assert_int_equal(fidelity.unexpected, 2);
    esc_fidelity_free(&fidelity);
}

static void cycles_count_where_both_sides_have_them(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    fixture.cycles[HEAP] = (struct esc_cycle_count){1000, 20};
    struct esc_fidelity fidelity = rows_of(&fixture, 0);
    assert_int_equal(fidelity.rows[1].cycle_iterations, 0);
    esc_fidelity_free(&fidelity);
    fixture.cycles[HEAP_OLD] = (struct esc_cycle_count){1000, 21};
    fidelity = rows_of(&fixture, 0);
    assert_int_equal(fidelity.rows[1].cycle_iterations, 1000);
    assert_true(fidelity.rows[1].sides[ESC_SIDE_OURS].cycles_per_mop == 20);
    assert_true(fidelity.rows[1].sides[ESC_SIDE_GO].cycles_per_mop == 21);
    esc_fidelity_free(&fidelity);
}

static void go_alone_has_rows_without_ours(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    fixture.variants[0] = fixture.variants[STACK_OLD];
    fixture.variants[1] = fixture.variants[HEAP_OLD];
    fixture.run.variant_count = 2;
    fixture.run.figures = NULL;
    struct esc_fidelity fidelity = rows_of(&fixture, 0);
    esc_fidelity_judge(&fidelity);
    assert_int_equal(fidelity.count, 2);
    assert_false(fidelity.rows[1].sides[ESC_SIDE_OURS].counted);
    assert_true(fidelity.rows[1].sides[ESC_SIDE_GO].counted);
    assert_int_equal(fidelity.rows[1].lines_found, 1);
    assert_int_equal(fidelity.unexpected, 0);
    assert_int_equal(fidelity.compared_counts, 0);
    esc_fidelity_free(&fidelity);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_release_meets_ours),
        cmocka_unit_test(prices_are_the_pairs),
        cmocka_unit_test(only_the_model_and_go_round_bytes),
        cmocka_unit_test(diagnostics_are_searched_for),
        cmocka_unit_test(failures_are_told_once_and_values_apart),
        cmocka_unit_test(cycles_count_where_both_sides_have_them),
        cmocka_unit_test(go_alone_has_rows_without_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
