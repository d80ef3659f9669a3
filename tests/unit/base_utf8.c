/* UTF-8, and what steers a terminal spelled out. */
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* All that RFC 3629's grammar has at its edges, and just beyond. */
static void lengths(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
    } rows[] = {
        {"a", 1},
        {"\x7F", 1},
        {"\x80", 0},
        {"\xC1\xBF", 0},
        {"\xC2\x80", 2},
        {"\xDF\xBF", 2},
        {"\xC2", 0},
        {"\xC2\x7F", 0},
        {"\xE0\x9F\xBF", 0},
        {"\xE0\xA0\x80", 3},
        {"\xED\x9F\xBF", 3},
        {"\xED\xA0\x80", 0},
        {"\xEF\xBF\xBF", 3},
        {"\xE2\x80", 0},
        {"\xE2\x80\xC0", 0},
        {"\xF0\x8F\xBF\xBF", 0},
        {"\xF0\x90\x80\x80", 4},
        {"\xF4\x8F\xBF\xBF", 4},
        {"\xF4\x90\x80\x80", 0},
        {"\xF5\x80\x80\x80", 0},
        {"\xFF", 0},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        assert_int_equal(esc_utf8_length(rows[k].bytes, strlen(rows[k].bytes)), rows[k].length);
    assert_int_equal(esc_utf8_length("\xE2\x80\xA6", 2), 0);
}

static void what_steers_is_spelled_out(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", ""},
        {"a title, 5 \xC3\x97 \xE2\x80\x98x\xE2\x80\x99 \xF0\x9F\x90\xB9\n\tnext",
         "a title, 5 \xC3\x97 \xE2\x80\x98x\xE2\x80\x99 \xF0\x9F\x90\xB9\n\tnext"},
        {"\x1B[31m\x07\r\b\x7F", "\\x1B[31m\\x07\\x0D\\x08\\x7F"},
        {"\xC2\x9B"
         "31m \xC2\x80 \xC2\xA0",
         "\\u{9B}31m \\u{80} \xC2\xA0"},
        {"\xE2\x80\xAE \xE2\x80\xAA \xE2\x81\xA6 \xE2\x81\xA9 \xE2\x80\x8E \xE2\x80\x8F \xD8\x9C",
         "\\u{202E} \\u{202A} \\u{2066} \\u{2069} \\u{200E} \\u{200F} \\u{61C}"},
        {"\xE2\x80\xA9 \xE2\x80\xAF \xE2\x81\xA5 \xE2\x81\xAA",
         "\xE2\x80\xA9 \xE2\x80\xAF \xE2\x81\xA5 \xE2\x81\xAA"},
        {"\xEF\xBF\xBE \xEF\xBF\xBF \xEF\xBF\xBD", "\\u{FFFE} \\u{FFFF} \xEF\xBF\xBD"},
        {"\xFF\xE2\x80", "\\xFF\\xE2\\x80"},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        char *visible = esc_utf8_visible(rows[k][0]);
        assert_string_equal(visible, rows[k][1]);
        free(visible);
    }
    assert_null(esc_utf8_visible(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths),
        cmocka_unit_test(what_steers_is_spelled_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
