/* Counters in words: columns, cells, and why something is n/a. */
#include "words/tally.h"

#include "base/memory.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { STACK, HEAP, OTHER, VARIANTS };

struct fixture {
    struct esc_own_counter counters[3];
    struct esc_case cases[2];
    struct esc_variant variants[VARIANTS];
    struct esc_run run;
};

/* Two sides of one case with all events but two, one of a case that nothing was counted of. */
static struct fixture *make(void)
{
    static struct fixture fixture;
    fixture = (struct fixture){
        .counters = {{(char *)"occupancy", (char *)"page use", (char *)"%", ESC_PER_VALUE,
                      ESC_BETTER_HIGHER},
                     {(char *)"misses", (char *)"misses", NULL, ESC_PER_OPERATION,
                      ESC_BETTER_NEITHER},
                     {(char *)"depth", (char *)"depth", NULL, ESC_PER_VALUE, ESC_BETTER_NEITHER}},
        .variants = {[OTHER] = {.case_index = 1}},
    };
    fixture.cases[0] = (struct esc_case){.counters = fixture.counters, .counter_count = 3};
    for (int v = STACK; v <= HEAP; v++)
        fixture.variants[v].tally = (struct esc_tally){
            .events_taken = true,
            .events = {v == STACK ? 12 : 1250, 4, -1, 0, 2e-6, -1},
            .refused = {[ESC_EVENT_CACHE_MISSES] = ESC_REFUSAL_ABSENT,
                        [ESC_EVENT_CONTEXT_SWITCHES] = ESC_REFUSAL_FORBIDDEN},
            .counters = {49.951},
            .set = {v == HEAP},
        };
    fixture.run = (struct esc_run){.cases = fixture.cases,
                                   .case_count = 2,
                                   .variants = fixture.variants,
                                   .variant_count = VARIANTS};
    return &fixture;
}

/* Columns without a value are left out; a value that one row lacks is n/a there. */
static void a_table_has_what_was_counted(void **state)
{
    (void)state;
    struct esc_tally_table table = esc_tally_table_of(&make()->run, 0);
    static const char *const heads[] = {"instructions", "cycles", "branch misses", "page faults/M",
                                        "page use (%, higher is better)"};
    static const char *const cells[2][5] = {{"12", "4", "0", "2", "n/a"},
                                            {"1.25k", "4", "0", "2", "49.95"}};
    assert_int_equal(table.column_count, 5);
    assert_int_equal(table.row_count, 2);
    for (size_t c = 0; c < 5; c++) {
        assert_string_equal(table.heads[c], heads[c]);
        for (size_t r = 0; r < 2; r++)
            assert_string_equal(table.rows[r].cells[c], cells[r][c]);
    }
    esc_tally_table_free(&table);
    table = esc_tally_table_of(&make()->run, 1);
    assert_int_equal(table.row_count, 0);
    esc_tally_table_free(&table);
}

static void a_head_says_what_is_better(void **state)
{
    (void)state;
    struct fixture *fixture = make();
    static const char *const heads[] = {"page use (%, higher is better)", "misses (an operation)",
                                        "depth"};
    fixture->variants[HEAP].tally.set[1] = fixture->variants[HEAP].tally.set[2] = true;
    struct esc_tally_table table = esc_tally_table_of(&fixture->run, 0);
    assert_int_equal(table.column_count, 7);
    for (size_t k = 0; k < 3; k++)
        assert_string_equal(table.heads[4 + k], heads[k]);
    esc_tally_table_free(&table);
    fixture->counters[0].per = ESC_PER_SECOND;
    fixture->counters[0].better = ESC_BETTER_LOWER;
    fixture->counters[1].better = ESC_BETTER_LOWER;
    fixture->counters[2].better = ESC_BETTER_LOWER;
    static const char *const changed[] = {"page use (% a second, lower is better)",
                                          "misses (an operation, lower is better)",
                                          "depth (lower is better)"};
    table = esc_tally_table_of(&fixture->run, 0);
    for (size_t k = 0; k < 3; k++)
        assert_string_equal(table.heads[4 + k], changed[k]);
    esc_tally_table_free(&table);
}

/* Each event once, behind its own reason, however many rows lack it. */
static void reasons_are_told_once(void **state)
{
    (void)state;
    struct fixture *fixture = make();
    char *words = esc_tally_refusals(&fixture->run);
    assert_non_null(words);
    assert_int_equal(strncmp(words, "n/a: cache misses: this machine", 31), 0);
    assert_non_null(strstr(words, ". context switches: the kernel forbids it"));
    assert_null(strstr(strstr(words, "cache misses") + 1, "cache misses"));
    free(words);
    memset(fixture->variants[STACK].tally.refused, 0, sizeof fixture->variants[0].tally.refused);
    memset(fixture->variants[HEAP].tally.refused, 0, sizeof fixture->variants[0].tally.refused);
    assert_null(esc_tally_refusals(&fixture->run));
}

/* Nothing was asked for: nothing is missing. */
static void nothing_asked_for_is_nothing_refused(void **state)
{
    (void)state;
    struct fixture *fixture = make();
    memset(fixture->variants, 0, sizeof fixture->variants);
    assert_null(esc_tally_refusals(&fixture->run));
    struct esc_tally_table table = esc_tally_table_of(&fixture->run, 0);
    assert_int_equal(table.row_count, 0);
    esc_tally_table_free(&table);
}

/* perf_event_open(2), ERRORS. */
static void what_errno_means(void **state)
{
    (void)state;
    static const struct {
        int error;
        enum esc_refusal refusal;
    } rows[] = {{0, ESC_REFUSAL_NONE},           {ENOENT, ESC_REFUSAL_ABSENT},
                {ENODEV, ESC_REFUSAL_ABSENT},    {EOPNOTSUPP, ESC_REFUSAL_ABSENT},
                {EACCES, ESC_REFUSAL_FORBIDDEN}, {EPERM, ESC_REFUSAL_FORBIDDEN},
                {ENOSYS, ESC_REFUSAL_OTHER},     {EMFILE, ESC_REFUSAL_OTHER}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(esc_refusal_of(rows[i].error), rows[i].refusal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_has_what_was_counted),
        cmocka_unit_test(a_head_says_what_is_better),
        cmocka_unit_test(reasons_are_told_once),
        cmocka_unit_test(nothing_asked_for_is_nothing_refused),
        cmocka_unit_test(what_errno_means),
    };
    return cmocka_run_group_tests_name("words_tally", tests, NULL, NULL);
}
