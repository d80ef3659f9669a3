/* The first screen: what fits on it, what it says first, and what it leaves to the table. */
#include "report/report.h"

#include "model_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { MANY = 60 };

static char *print(const struct esc_run *run, int columns)
{
    static const struct esc_report_files files = {"results/r/report.html", "results/r/table.txt",
                                                  "results/r/results.json"};
    struct esc_terminal terminal = {.columns = columns};
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    esc_report_screen(run, &terminal, out);
    esc_report_files(run, &files, &terminal, out);
    fclose(out);
    return text;
}

static size_t lines_of(const char *text)
{
    size_t lines = 0;
    for (; *text != '\0'; text++)
        lines += *text == '\n';
    return lines;
}

/* Case i of `count` costs (2 + i) times as much on the heap. */
static struct esc_run run_of(size_t count)
{
    static struct model_case cases[MANY];
    static char names[MANY][16];
    assert_true(count <= MANY);
    for (size_t i = 0; i < count; i++) {
        cases[i] = model_cases[0];
        snprintf(names[i], sizeof names[i], "case-%02zu", i);
        cases[i].name = names[i];
        cases[i].count = 1;
        cases[i].points[0].stack_ns = 10;
        cases[i].points[0].heap_ns = 10 * (2 + (double)i);
    }
    return model_run(cases, count);
}

static struct esc_pair *pair_of(struct esc_run *run, size_t case_index)
{
    for (size_t i = 0; i < run->pair_count; i++) {
        const struct esc_variant *heap = &run->variants[run->pairs[i].other];
        if (heap->case_index == case_index && strcmp(heap->label, "heap") == 0)
            return &run->pairs[i];
    }
    fail();
    return NULL;
}

/* The text from `name` at a line's begin to the next such name. */
static char *note_of(const char *text, const char *name)
{
    char *begin = esc_format("\n%s", name);
    const char *at = strstr(text, begin);
    free(begin);
    assert_non_null(at);
    const char *end = at + 1;
    do
        end += strcspn(end, "\n") + 1;
    while (*end == ' ');
    return esc_format("%.*s", (int)(end - at - 1), at + 1);
}

static void the_screen_has_at_most_forty_lines(void **state)
{
    (void)state;
    for (size_t count = 4; count <= MANY; count += 8)
        for (int columns = 80; columns <= 200; columns += 40) {
            struct esc_run run = run_of(count);
            char *text = print(&run, columns);
            assert_true(lines_of(text) < ESC_SCREEN_LINES); /* one is left for the charts' line */
            free(text);
            esc_run_free(&run);
        }
}

static void few_cases_are_all_shown_and_of_many_the_ends(void **state)
{
    (void)state;
    struct esc_run few = run_of(12);
    char *text = print(&few, 100);
    assert_null(strstr(text, " more: "));
    assert_true(strstr(text, "case-11") < strstr(text, "case-10")); /* the dearest first */
    for (size_t i = 0; i < 12; i++)
        assert_non_null(strstr(text, few.cases[i].name));
    free(text);
    esc_run_free(&few);
    struct esc_run many = run_of(MANY);
    text = print(&many, 100);
    unsigned left_out = 0;
    const char *at = strstr(text, " more: ");
    assert_non_null(at);
    while (at[-1] != ' ')
        at--;
    assert_int_equal(sscanf(at, "%u more", &left_out), 1);
    unsigned shown = 0;
    for (size_t i = 0; i < MANY; i++) {
        char *line = esc_format("\n%s, ", many.cases[i].name);
        shown += strstr(text, line) != NULL;
        free(line);
    }
    assert_int_equal(shown + left_out, MANY);
    assert_true(shown >= 8);
    free(text);
    esc_run_free(&many);
}

static void the_dearest_and_the_cheapest_are_those_that_may_be_quoted(void **state)
{
    (void)state;
    struct esc_run run = run_of(10);
    pair_of(&run, 9)->verdict = ESC_VERDICT_NOT_RESOLVED;
    pair_of(&run, 0)->verdict = ESC_VERDICT_FEW_ROUNDS;
    char *text = print(&run, 100);
    char *dearest = note_of(text, "Dearest");
    char *cheapest = note_of(text, "Cheapest");
    char *open = note_of(text, "Not resolved");
    assert_non_null(strstr(dearest, "case-08"));
    assert_non_null(strstr(cheapest, "case-01"));
    assert_non_null(strstr(open, "2 of 10 cases: case-09, case-00"));
    assert_non_null(strstr(text, "make explain CASE=case-08"));
    assert_non_null(strstr(text, "\nPage         results/r/report.html\n"));
    assert_non_null(strstr(text, "\nTable        results/r/table.txt\n"));
    assert_non_null(strstr(text, "\nSend         results/r/results.json\n"));
    free(dearest);
    free(cheapest);
    free(open);
    free(text);
    esc_run_free(&run);
}

static void a_control_makes_no_claim(void **state)
{
    (void)state;
    struct esc_run run = run_of(6);
    run.cases[5].control = true;
    char *text = print(&run, 100);
    char *dearest = note_of(text, "Dearest");
    char *open = note_of(text, "Not resolved");
    assert_non_null(strstr(dearest, "case-04"));
    assert_non_null(strstr(open, "none: each of 5 cases"));
    assert_non_null(strstr(text, "\nNoise floor  case-05"));
    free(dearest);
    free(open);
    free(text);
    esc_run_free(&run);
}

static void one_case_and_none_are_no_plural(void **state)
{
    (void)state;
    struct esc_run run = run_of(1);
    char *text = print(&run, 100);
    assert_non_null(strstr(text, "\nNot resolved none: the one case has"));
    assert_null(strstr(text, "\nCheapest")); /* it is the dearest */
    free(text);
    run.cases[0].control = true;
    text = print(&run, 100);
    assert_non_null(strstr(text, "Not resolved nothing: no case of this run makes a claim"));
    free(text);
    esc_run_free(&run);
}

static void rows_without_figures_are_told(void **state)
{
    (void)state;
    struct esc_run run = run_of(6);
    model_fail(&run, model_find(&run, "case-03/heap/size:8"), ESC_STATUS_SIGNAL, "crashed");
    char *text = print(&run, 100);
    char *open = note_of(text, "Not resolved");
    assert_non_null(strstr(open, "1 of 6 cases: case-03 (no figures)"));
    char *failed = note_of(text, "Failed");
    assert_non_null(strstr(failed, "see the table"));
    free(open);
    free(failed);
    free(text);
    esc_run_free(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_screen_has_at_most_forty_lines),
        cmocka_unit_test(few_cases_are_all_shown_and_of_many_the_ends),
        cmocka_unit_test(the_dearest_and_the_cheapest_are_those_that_may_be_quoted),
        cmocka_unit_test(a_control_makes_no_claim),
        cmocka_unit_test(one_case_and_none_are_no_plural),
        cmocka_unit_test(rows_without_figures_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
