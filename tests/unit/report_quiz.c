/* Answers to the questions about a case: what is understood, what is refused, and the points. */
#include "report/quiz.h"

#include "base/text.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static size_t lines_of(const char *answer, bool told, struct esc_quiz_line *out, bool *understood)
{
    struct esc_error error = {0};
    struct esc_quiz_line *lines;
    size_t count;
    *understood = esc_quiz_read_lines(answer, told, &lines, &count, &error);
    assert_int_equal(*understood, error.count == 0);
    for (size_t i = 0; i < count; i++)
        out[i] = lines[i];
    free(lines);
    esc_error_free(&error);
    return count;
}

static void lines_are_understood(void **state)
{
    (void)state;
    struct esc_quiz_line lines[8];
    bool good;
    assert_int_equal(lines_of("other 7 5, ONE 3 5 shared 1", true, lines, &good), 5);
    assert_true(good);
    const struct esc_quiz_line wanted[] = {{0, 3}, {0, 5}, {1, 5}, {1, 7}, {2, 1}};
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(lines[i].block, wanted[i].block);
        assert_int_equal(lines[i].line, wanted[i].line);
    }
    assert_int_equal(lines_of("one 3 3", true, lines, &good), 1);
    assert_int_equal(lines_of("none", true, lines, &good), 0);
    assert_true(good);
    assert_int_equal(lines_of("both", false, lines, &good), 2);
    assert_int_equal(lines_of("other", false, lines, &good), 1);
    assert_int_equal(lines[0].block, 1);
}

static void other_lines_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",      "3",     "one",        "one 0",      "one -1",
                                      "one x", "two 3", "one 3 none", "one 1000000"};
    struct esc_quiz_line lines[8];
    bool good;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(lines_of(bad[i], true, lines, &good), 0);
        assert_false(good);
    }
    lines_of("one 3", false, lines, &good);
    assert_false(good);
    lines_of("shared", false, lines, &good);
    assert_false(good);
}

static void allocations_are_two_numbers(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "1", "0 1 2", "0 -1", "a b", "0 nan", "inf 0"};
    struct esc_error error = {0};
    double allocs[2];
    assert_true(esc_quiz_read_allocs("0 1", allocs, &error));
    assert_true(allocs[0] == 0 && allocs[1] == 1);
    assert_true(esc_quiz_read_allocs(" 2, 0.5 ", allocs, &error));
    assert_true(allocs[0] == 2 && allocs[1] == 0.5);
    assert_int_equal(error.count, 0);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(esc_quiz_read_allocs(bad[i], allocs, &error));
    esc_error_free(&error);
}

static void factors_are_letters_or_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *answer;
        double factor;
    } good[] = {{"a", 0.5},   {"B", 1},  {"d", 4},      {"h", 64},
                {"2.5", 2.5}, {"3x", 3}, {"1/4", 0.25}, {" 12 ", 12}};
    static const char *const bad[] = {"", "i", "ab", "0", "-2", "1/0", "nan", "inf", "3 4", "x"};
    struct esc_error error = {0};
    double factor;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(esc_quiz_read_factor(good[i].answer, &factor, &error));
        assert_true(factor == good[i].factor);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(esc_quiz_read_factor(bad[i], &factor, &error));
    assert_int_equal(error.count, sizeof bad / sizeof *bad);
    esc_error_free(&error);
}

static void points_follow_the_rule(void **state)
{
    (void)state;
    assert_int_equal(esc_guess_factor_points(8, 4), 2); /* a factor of 2 to either side */
    assert_int_equal(esc_guess_factor_points(2, 4), 2);
    assert_int_equal(esc_guess_factor_points(8.1, 4), 1);
    assert_int_equal(esc_guess_factor_points(1, 4), 1);
    assert_int_equal(esc_guess_factor_points(0.9, 4), 0);
    assert_int_equal(esc_guess_factor_points(4, NAN), 0);
    assert_int_equal(esc_guess_set_points(2, 2, 2), 2);
    assert_int_equal(esc_guess_set_points(0, 0, 0), 2); /* none was right */
    assert_int_equal(esc_guess_set_points(1, 2, 1), 1);
    assert_int_equal(esc_guess_set_points(3, 2, 2), 1);
    assert_int_equal(esc_guess_set_points(2, 2, 1), 0); /* as many wrong as right */
    assert_int_equal(esc_guess_set_points(0, 2, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_understood),
        cmocka_unit_test(other_lines_are_refused),
        cmocka_unit_test(allocations_are_two_numbers),
        cmocka_unit_test(factors_are_letters_or_numbers),
        cmocka_unit_test(points_follow_the_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
