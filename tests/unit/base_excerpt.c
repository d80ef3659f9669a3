/* A line and the mark under it: which line, which columns, and how much of a long one. */
#include "base/excerpt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* As it is printed in so many columns; the caller frees. */
static char *printed(const struct esc_excerpt *excerpt, int columns)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    esc_excerpt_print(excerpt, columns, out);
    fclose(out);
    return text;
}

/* \\r\\n, \\n, \\r, \\n\\r are one end each, \\n\\n two. */
static void lines_end_as_lua_counts_them(void **state)
{
    (void)state;
    static const char text[] = "a\r\nb\nc\rd\n\re\n\nf";
    static const struct {
        size_t at;
        int number;
        const char *line;
    } rows[] = {{0, 1, "a"},  {3, 2, "b"}, {5, 3, "c"}, {7, 4, "d"},
                {10, 5, "e"}, {12, 6, ""}, {13, 7, "f"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct esc_excerpt excerpt =
            esc_excerpt_at(text, sizeof text - 1, rows[i].at, rows[i].at + 1);
        assert_int_equal(excerpt.number, rows[i].number);
        assert_string_equal(excerpt.line, rows[i].line);
        esc_excerpt_free(&excerpt);
        excerpt = esc_excerpt_line(text, sizeof text - 1, rows[i].number);
        assert_int_equal(excerpt.number, *rows[i].line == '\0' ? 0 : rows[i].number);
        esc_excerpt_free(&excerpt);
    }
    static const int none[] = {-1, 0, 8};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_null(esc_excerpt_line(text, sizeof text - 1, none[i]).line);
}

/* What the mark covers ends with its line; columns are those of a terminal. */
static void marks_count_columns(void **state)
{
    (void)state;
    static const struct {
        const char *text, *part;
        int column;
        const char *shown;
    } rows[] = {
        {"x = 1\n", "x", 1, "    1 | x = 1\n      | ^\n"},
        {"size = 8", "size", 1, "    1 | size = 8\n      | ^~~~\n"},
        {"\tx = 1", "x", 9, "    1 |         x = 1\n      |         ^\n"},
        {"abc\tx", "x", 9, "    1 | abc     x\n      |         ^\n"},
        {"\xE9\x80\x83\xE9\x80\xB8 x", "x", 6,
         "    1 | \xE9\x80\x83\xE9\x80\xB8 x\n      |      ^\n"},
        {"\"\xE9\x80\x83\xE9\x80\xB8\"", "\xE9\x80\xB8", 4,
         "    1 | \"\xE9\x80\x83\xE9\x80\xB8\"\n      |    ^~\n"},
        {"e\xCC\x81x", "x", 2, "    1 | e\xCC\x81x\n      |  ^\n"},
        {"\x1B[31mx\xFF", "x", 9, "    1 | \\x1B[31mx\\xFF\n      |         ^\n"},
        {"\xE2\x80\xAEx", "x", 9, "    1 | \\u{202E}x\n      |         ^\n"},
        {"ab cd\nef", "cd\nef", 4, "    1 | ab cd\n      |    ^~\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t from = (size_t)(strstr(rows[i].text, rows[i].part) - rows[i].text);
        struct esc_excerpt excerpt =
            esc_excerpt_at(rows[i].text, strlen(rows[i].text), from, from + strlen(rows[i].part));
        char *shown = printed(&excerpt, 80);
        assert_string_equal(shown, rows[i].shown);
        assert_int_equal(esc_excerpt_column(&excerpt), rows[i].column);
        free(shown);
        esc_excerpt_free(&excerpt);
    }
}

/* 32 columns leave 24 for the line: digits, so that the mark can be counted. */
static void long_lines_are_cut_around_the_mark(void **state)
{
    (void)state;
    static const char line[] = "0123456789abcdefghijABCDEFGHIJklmnopqrstKLMNOPQRST";
    static const struct {
        size_t from, to;
        const char *shown;
    } rows[] = {
        {0, 1, "    1 | 0123456789abcdefghijABC…\n      | ^\n"},
        {22, 23, "    1 | 0123456789abcdefghijABC…\n      |                       ^\n"},
        {30, 32, "    1 | …jABCDEFGHIJklmnopqrstK…\n      |             ^~\n"},
        {49, 50, "    1 | …HIJklmnopqrstKLMNOPQRST\n      |                        ^\n"},
        {0, 50, "    1 | 0123456789abcdefghijABC…\n      | ^~~~~~~~~~~~~~~~~~~~~~~~\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct esc_excerpt excerpt =
            esc_excerpt_at(line, sizeof line - 1, rows[i].from, rows[i].to);
        char *shown = printed(&excerpt, 32);
        assert_string_equal(shown, rows[i].shown);
        free(shown);
        esc_excerpt_free(&excerpt);
    }
}

#define WIDE "\xE4\xB8\xAD" /* two columns */
#define WIDE_10 WIDE WIDE WIDE WIDE WIDE WIDE WIDE WIDE WIDE WIDE

/* Of 24 columns the first has "…". In 41 that is column 17, behind which a character begins; in 42
 * it is 18, and the character of 18 and 19 is left out, with a blank in its place. */
static void no_half_characters(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {WIDE_10 WIDE_10 "x", "    1 | …" WIDE_10 WIDE "x\n      |                        ^\n"},
        {WIDE_10 WIDE_10 "yx", "    1 | … " WIDE_10 "yx\n      |                        ^\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t end = strlen(rows[i][0]);
        struct esc_excerpt excerpt = esc_excerpt_at(rows[i][0], end, end - 1, end);
        char *shown = printed(&excerpt, 32);
        assert_string_equal(shown, rows[i][1]);
        free(shown);
        esc_excerpt_free(&excerpt);
    }
}

static void a_part_is_marked_where_there_is_one(void **state)
{
    (void)state;
    static const struct {
        const char *line, *part;
        int column;
    } rows[] = {
        {"return p.sise", "sise", 10},
        {"sise + p.sise", "sise", 0},
        {"size + si", "si", 8},
        {"size", "si", 0},
        {"} x }", "}", 0},
        {"a = }", "}", 5},
        {"a", "", 0},
        {"a", "longer", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct esc_excerpt excerpt = esc_excerpt_line(rows[i].line, strlen(rows[i].line), 1);
        esc_excerpt_mark(&excerpt, rows[i].part, strlen(rows[i].part));
        assert_int_equal(esc_excerpt_column(&excerpt), rows[i].column);
        esc_excerpt_free(&excerpt);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_as_lua_counts_them),
        cmocka_unit_test(marks_count_columns),
        cmocka_unit_test(long_lines_are_cut_around_the_mark),
        cmocka_unit_test(no_half_characters),
        cmocka_unit_test(a_part_is_marked_where_there_is_one),
    };
    return cmocka_run_group_tests_name("base_excerpt", tests, NULL, NULL);
}
