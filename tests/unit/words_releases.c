/* Two releases of the Go model: figures of the change, which rows there are, why they changed. */
#include "words/releases.h"

#include "base/memory.h"
#include "stats/stats.h"
#include "words/verdict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 8, CASES = 4, SIDES = 3 };

/* Nanoseconds an operation on the stack, then, now; allocations and bytes then and now. */
static const struct {
    const char *name;
    double ns[SIDES], allocs[2], bytes[2];
    bool control, differs;
} model[CASES] = {
    {"small", {5, 40, 30}, {1, 1}, {64, 64}, false, false},
    {"grows", {100, 400, 100}, {5, 2}, {248, 192}, false, true},
    {"large", {9, 500, 600}, {1, 1}, {4096, 4096}, false, false},
    {"same", {9, 9, 9}, {1, 1}, {8, 8}, true, false},
};

static struct esc_case case_of(size_t i)
{
    static struct esc_point point = {.name = (char *)"", .quick = true};
    static struct esc_expectation now = {2, 192};
    static struct esc_since since = {.minor = 26,
                                     .because = (char *)"appends have room",
                                     .cause = (char *)"Go 1.26: appends have room",
                                     .expect = &now};
    static struct esc_strategy strategies[CASES][2];
    strategies[i][0] = (struct esc_strategy){.name = (char *)"stack"};
    strategies[i][1] = (struct esc_strategy){.name = (char *)"heap",
                                             .place = ESC_PLACE_HEAP,
                                             .since = &since,
                                             .since_count = strcmp(model[i].name, "grows") == 0};
    return (struct esc_case){.name = (char *)(uintptr_t)model[i].name,
                             .control = model[i].control,
                             .differs = model[i].differs ? (char *)"it grows" : NULL,
                             .points = &point,
                             .point_count = 1,
                             .strategies = strategies[i],
                             .strategy_count = 2};
}

struct fixture {
    struct esc_case cases[CASES];
    struct esc_variant variants[CASES * SIDES];
    struct esc_record records[CASES * SIDES * ROUNDS];
    struct esc_run run;
};

/* Samples of a million operations that take the same time in all rounds. */
static void add_side(struct fixture *fixture, size_t i, size_t side)
{
    static const enum esc_runtime_id runtimes[] = {ESC_RUNTIME_NONE, ESC_RUNTIME_GOHEAP,
                                                   ESC_RUNTIME_GOHEAP_1_27};
    static char *const labels[] = {(char *)"stack", (char *)"heap", (char *)"heap@1.27"};
    const size_t v = i * SIDES + side;
    fixture->variants[v] = (struct esc_variant){
        .case_index = i,
        .strategy = side > 0,
        .runtime = runtimes[side],
        .label = labels[side],
        .name = labels[side],
        .allocs_per_op = side > 0 ? model[i].allocs[side - 1] : 0,
        .bytes_per_op = side > 0 ? model[i].bytes[side - 1] : 0,
    };
    for (uint32_t round = 0; round < ROUNDS; round++)
        fixture->records[fixture->run.record_count++] = (struct esc_record){
            .round = round,
            .variant = v,
            .iterations = 1000000,
            .wall_ns = (int64_t)(1e6 * model[i].ns[side]),
            .gc = {.gc_cpu_ns = -1},
        };
}

static struct esc_run *make(struct fixture *fixture, size_t count)
{
    *fixture = (struct fixture){0};
    for (size_t i = 0; i < count; i++) {
        fixture->cases[i] = case_of(i);
        for (size_t side = 0; side < SIDES; side++)
            add_side(fixture, i, side);
    }
    fixture->run.cases = fixture->cases;
    fixture->run.case_count = count;
    fixture->run.variants = fixture->variants;
    fixture->run.variant_count = count * SIDES;
    fixture->run.records = fixture->records;
    fixture->run.rounds = fixture->run.rounds_done = ROUNDS;
    esc_stats(&fixture->run);
    return &fixture->run;
}

static void release(struct esc_run *run)
{
    free(run->figures);
    free(run->pairs);
    free(run->releases);
}

/* Later ÷ earlier, round by round; against the stack side both stay what they were. */
static void a_change_is_a_figure_of_its_own(void **state)
{
    (void)state;
    static struct fixture fixture;
    struct esc_run *run = make(&fixture, CASES);
    assert_int_equal(run->release_count, CASES);
    assert_int_equal(run->releases[0].base, 1);
    assert_int_equal(run->releases[0].other, 2);
    assert_float_equal(run->releases[0].factor.median, 30.0 / 40, 1e-6);
    assert_float_equal(run->releases[0].price_ns.median, 30 - 40, 1e-6);
    assert_int_equal(run->pair_count, 2 * CASES);
    assert_float_equal(run->pairs[1].factor.median, 30.0 / 5, 1e-6);
    assert_int_equal(esc_variant_earlier(run, 2), 1);
    assert_int_equal(esc_variant_earlier(run, 1), run->variant_count);
    release(run);
}

static void rows_stand_under_their_reasons(void **state)
{
    (void)state;
    static const char *const reasons[] = {
        "Go 1.26: appends have room", "the same blocks of up to 80 bytes: a malloc for each size",
        "the same blocks of more than 80 bytes: the general malloc"};
    static const char *const names[] = {"grows", "small", "large"};
    static struct fixture fixture;
    struct esc_run *run = make(&fixture, CASES);
    struct esc_release_rows rows = esc_release_rows(run);
    assert_int_equal(rows.count, 3); /* a control changes nothing */
    assert_int_equal(rows.group_count, 3);
    for (size_t i = 0; i < 3; i++) {
        char *name = esc_release_name(run, &rows.rows[i]);
        assert_string_equal(rows.groups[i].reason, reasons[i]);
        assert_string_equal(name, names[i]);
        free(name);
    }
    char *allocs = esc_release_allocs(run, &rows.rows[0], "→");
    char *bytes = esc_release_bytes(run, &rows.rows[1], "→");
    assert_string_equal(allocs, "5 → 2");
    assert_string_equal(bytes, "64 B");
    free(bytes);
    free(allocs);
    esc_release_rows_free(&rows);
    release(run);
}

static void a_finding_speaks_of_its_rows(void **state)
{
    (void)state;
    static struct fixture fixture;
    struct esc_run *run = make(&fixture, CASES);
    struct esc_release_rows rows = esc_release_rows(run);
    struct esc_release_row *sorted = esc_release_rows_sorted(&rows);
    char *whole = esc_release_finding(run, sorted, 3);
    char *part = esc_release_finding(run, sorted + 2, 1);
    char *counts = esc_release_counts(run, sorted, 3);
    assert_string_equal(whole,
                        "Go 1.27's heap takes 0.25× to 0.75× of Go 1.19's time in 2 of 3 "
                        "rows, 1.20× in 1");
    assert_string_equal(part, "Go 1.27's heap takes 1.20× of Go 1.19's time in 1 of 1 rows");
    assert_string_equal(counts, "of 3 rows 1 allocate less often, 0 more often; 0 not resolved");
    free(counts);
    free(part);
    free(whole);
    free(sorted);
    esc_release_rows_free(&rows);
    release(run);
}

/* Half of the difference and more is the collector's: so it is, and not malloc's. */
static void the_collector_is_told_apart(void **state)
{
    (void)state;
    static struct fixture fixture;
    struct esc_run *run = make(&fixture, 1);
    run->figures[1].gc_share = (struct esc_estimate){.known = true, .median = 0.25}; /* 10 of 40 */
    run->figures[2].gc_share = (struct esc_estimate){.known = true, .median = 0.1};  /* 3 of 30 */
    struct esc_release_rows rows = esc_release_rows(run);
    assert_int_equal(rows.count, 1);
    assert_non_null(strstr(rows.groups[0].reason, "Green Tea"));
    esc_release_rows_free(&rows);
    run->figures[2].gc_share.median = 0.2; /* 6 of 30: 4 of the 10 are the collector's */
    rows = esc_release_rows(run);
    assert_null(strstr(rows.groups[0].reason, "Green Tea"));
    esc_release_rows_free(&rows);
    release(run);
}

static void what_is_not_resolved_is_no_factor(void **state)
{
    (void)state;
    char words[ESC_VERDICT_TEXT];
    static struct fixture fixture;
    struct esc_run *run = make(&fixture, 1);
    run->releases[0].verdict = ESC_VERDICT_NOT_RESOLVED;
    struct esc_release_rows rows = esc_release_rows(run);
    char *finding = esc_release_finding(run, rows.rows, rows.count);
    assert_string_equal(rows.groups[0].reason, "not resolved");
    assert_string_equal(esc_release_factor(words, rows.rows[0].pair, "×"), "not resolved");
    assert_string_equal(finding, "Go 1.19 and Go 1.27: no difference resolved");
    free(finding);
    esc_release_rows_free(&rows);
    release(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_is_a_figure_of_its_own),
        cmocka_unit_test(rows_stand_under_their_reasons),
        cmocka_unit_test(a_finding_speaks_of_its_rows),
        cmocka_unit_test(the_collector_is_told_apart),
        cmocka_unit_test(what_is_not_resolved_is_no_factor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
