/* A comparison as people get it: widths, words, what comes first, Markdown that stays what it is.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compared_run.h"

#include "report/comparison.h"
#include "words/changes.h"

#include <locale.h>
#include <wchar.h>

static char *print(const struct esc_comparison *comparison, int columns, bool all)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    struct esc_terminal terminal = {.columns = columns, .utf8 = true};
    esc_report_comparison(comparison, all, &terminal, out);
    fclose(out);
    return text;
}

static char *markdown(const struct esc_comparison *comparison)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    esc_report_comparison_markdown(comparison, out);
    fclose(out);
    return text;
}

static void assert_holds(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        fail_msg("\"%s\" is in:\n%s", part, text);
}

static void assert_fits(const char *text, int columns)
{
    char *copy = esc_strdup(text);
    char *rest = copy;
    for (char *line = strsep(&rest, "\n"); line != NULL; line = strsep(&rest, "\n")) {
        wchar_t wide[4096];
        assert_true(mbstowcs(wide, line, 4096) != (size_t)-1);
        if (wcswidth(wide, 4096) > columns)
            fail_msg("wider than %d: %s", columns, line);
        size_t length = strlen(line);
        if (length > 0 && line[length - 1] == ' ')
            fail_msg("ends in a blank: \"%s\"", line);
    }
    free(copy);
}

/* The texts of one comparison; the runs are freed. */
struct printed {
    char *wide, *narrow, *all, *markdown;
};

static struct printed print_runs(struct esc_run *a, struct esc_run *b)
{
    struct esc_comparison comparison = esc_compare(a, b, -1, false);
    struct printed printed = {print(&comparison, 80, false), print(&comparison, 40, false),
                              print(&comparison, 80, true), markdown(&comparison)};
    assert_fits(printed.wide, 80);
    assert_fits(printed.narrow, 40);
    assert_fits(printed.all, 80);
    esc_comparison_free(&comparison);
    esc_run_free(a);
    esc_run_free(b);
    return printed;
}

static void free_printed(struct printed *printed)
{
    free(printed->wide);
    free(printed->narrow);
    free(printed->all);
    free(printed->markdown);
}

static size_t count_lines_with(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
        count++;
    return count;
}

/* Of many rows only those are printed that changed, largest first; the last line is the result. */
static void what_changed(void **state)
{
    (void)state;
    struct esc_run a = compared_run(MODEL_CASES, "one", 1, 0.01);
    struct esc_run b = compared_run(MODEL_CASES, "other", 2, 0.01);
    compared_scale(&b, "pointer-return/heap/size:64", 1.5);
    compared_scale(&b, "channel-send/heap@malloc/size:1024", 2.5);
    compared_scale(&b, "interface-call/reused/size:64", 0.25);
    size_t rows = a.variant_count;
    struct printed printed = print_runs(&a, &b);
    char *result = esc_format(
        "Result       2 of %zu rows are slower, most of all channel-send, "
        "size 1 KiB,\n",
        rows);
    assert_holds(printed.wide, result);
    assert_holds(printed.wide, "(2.5×); 1 is faster: interface-call, size 64 B,");
    assert_holds(printed.wide, "2.5× slower ");
    assert_holds(printed.wide, "1.50× slower [1.5");
    assert_holds(printed.wide, "4.0× faster ");
    assert_true(strstr(printed.wide, "2.5× slower") < strstr(printed.wide, "1.50× slower"));
    assert_true(strstr(printed.wide, "4.0× faster") < strstr(printed.wide, "2.5× slower"));
    assert_lacks(printed.wide, "large-make");
    assert_holds(printed.wide, "Shown        only rows that changed");
    assert_holds(printed.all, "large-make, bytes 64 KiB");
    assert_lacks(printed.all, "Shown");
    assert_int_equal(count_lines_with(printed.markdown, "**1.50× slower**"), 1);
    assert_int_equal(count_lines_with(printed.markdown, "| no difference |"), rows - 3);
    assert_holds(printed.markdown, "| `pointer-return, size 64 B` | `heap` | ");
    assert_holds(printed.markdown, "| \\<0.001 |");
    free(result);
    free_printed(&printed);
}

/* What forbids to compare times is the first thing said, with both values. */
static void factors_are_announced_first(void **state)
{
    (void)state;
    struct esc_run a = compared_run(2, "one", 1, 0.01);
    struct esc_run b = compared_run(2, "other", 2, 0.01);
    free(b.machine.cpu);
    b.machine.cpu = esc_strdup("AMD EPYC");
    b.cases[1].text_hash = 5;
    compared_scale(&b, "pointer-return/heap/size:64", 1.5);
    struct printed printed = print_runs(&a, &b);
    assert_true(strstr(printed.wide, "Factors      Only factors are compared") == printed.wide);
    assert_holds(printed.wide, "processor: Intel(R) Xeon(R) CPU @\n");
    assert_holds(printed.wide, "2.60GHz before, AMD EPYC after; the text of channel-send.");
    assert_holds(printed.wide, "1.50× larger");
    assert_holds(printed.wide, "1 of 21 factors is larger: pointer-return, size 64 B,");
    assert_true(strstr(printed.markdown, "> Only factors are compared") <
                strstr(printed.markdown, "| case |"));
    free_printed(&printed);
}

/* Where some rows are factors each is named by what it is. */
static void times_and_factors(void **state)
{
    (void)state;
    for (int kinds = 1; kinds <= 3; kinds++) {
        struct esc_run a = compared_run(2, "one", 1, 0.01);
        struct esc_run b = compared_run(2, "other", 2, 0.01);
        b.cases[1].text_hash = 5;
        if ((kinds & 1) != 0)
            compared_scale(&b, "pointer-return/heap/size:64", 1.5);
        if ((kinds & 2) != 0)
            compared_scale(&b, "channel-send/heap/size:64", 1.4);
        struct esc_comparison comparison = esc_compare(&a, &b, -1, false);
        char *finding = esc_changes_finding(&comparison, "×");
        assert_holds(finding, kinds == 1   ? "1 of 25 rows is slower: pointer-return"
                              : kinds == 2 ? "1 of 25 rows is larger: channel-send"
                                           : "2 of 25 rows are slower or larger, most of all");
        free(finding);
        esc_comparison_free(&comparison);
        esc_run_free(&b);
        esc_run_free(&a);
    }
}

static void nothing_changed(void **state)
{
    (void)state;
    struct esc_run a = compared_run(1, "one", 1, 0.01);
    struct esc_run b = compared_run(1, "other", 2, 0.01);
    struct printed printed = print_runs(&a, &b);
    assert_holds(printed.wide, "Result       No difference beyond the noise in 16 rows\n");
    assert_holds(printed.wide, "16 no difference: none was shown");
    assert_holds(printed.wide,
                 "No difference is claimed of times within 1 %: these runs have no\n");
    assert_lacks(printed.wide, "Factors");
    assert_lacks(printed.wide, "Differs");
    free_printed(&printed);
}

/* Names come from files of others: none of them leaves its cell, mentions anybody or steers the
 * terminal. */
static void names_that_would_be_markup(void **state)
{
    (void)state;
    struct esc_run a = compared_run(2, "one", 1, 0.01);
    struct esc_run b = compared_run(2, "o|t\x1b[31m*her*", 2, 0.01);
    for (int i = 0; i < 2; i++) {
        struct esc_run *run = i == 0 ? &a : &b;
        free(run->cases[0].name);
        run->cases[0].name = esc_strdup("a|b`<b>\n\x1b]0;x");
    }
    free(b.machine.kernel);
    b.machine.kernel = esc_strdup("<img src=x> @root");
    struct printed printed = print_runs(&a, &b);
    assert_lacks(printed.markdown, "\x1b");
    assert_lacks(printed.wide, "\x1b");
    assert_holds(printed.markdown, "| `a\\|b'<b> \\x1B]0;x, size 8 B` |");
    assert_holds(printed.markdown, "\\<img src=x\\> \\@root");
    assert_holds(printed.markdown, "o\\|t\\\\x1B\\[31m\\*her\\*");
    for (const char *line = printed.markdown; line != NULL; line = strchr(line + 1, '\n')) {
        const char *start = line + (*line == '\n');
        size_t bars = 0;
        if (*start != '|')
            continue;
        for (const char *at = start; *at != '\n' && *at != '\0'; at++)
            bars += *at == '|' && (at == start || at[-1] != '\\');
        assert_int_equal(bars, 8); /* seven cells */
    }
    free_printed(&printed);
}

/* Of each case the row that changed most for sure, else the heap side where it tells most. */
static void rows_of_the_chart(void **state)
{
    (void)state;
    struct esc_run a = compared_run(MODEL_CASES, "one", 1, 0.01);
    struct esc_run b = compared_run(MODEL_CASES, "other", 2, 0.01);
    compared_scale(&b, "pointer-return/heap@boehm/size:8", 1.5);
    compared_scale(&b, "pointer-return/stack/size:8", 1.2);
    compared_scale(&b, "large-make/heap/bytes:65536", 2);
    struct esc_comparison comparison = esc_compare(&a, &b, -1, false);
    struct esc_changes all = esc_changes_shown(&comparison, ESC_CHANGE_TIME, 1000);
    struct esc_changes few = esc_changes_shown(&comparison, ESC_CHANGE_TIME, 10);
    assert_int_equal(all.count, a.variant_count);
    assert_int_equal(few.count, MODEL_CASES);
    const char *first = a.variants[comparison.changes[few.index[0]].a].name;
    const char *second = a.variants[comparison.changes[few.index[1]].a].name;
    const char *third = a.variants[comparison.changes[few.index[2]].a].name;
    assert_string_equal(first, "large-make/heap/bytes:65536");
    assert_string_equal(second, "pointer-return/heap@boehm/size:8");
    assert_string_equal(third, "channel-send/heap/size:1024"); /* its quick point */
    assert_int_equal(esc_changes_shown(&comparison, ESC_CHANGE_FACTOR, 10).count, 0);
    free(few.index);
    free(all.index);
    esc_comparison_free(&comparison);
    esc_run_free(&b);
    esc_run_free(&a);
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_changed),
        cmocka_unit_test(factors_are_announced_first),
        cmocka_unit_test(times_and_factors),
        cmocka_unit_test(nothing_changed),
        cmocka_unit_test(names_that_would_be_markup),
        cmocka_unit_test(rows_of_the_chart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
