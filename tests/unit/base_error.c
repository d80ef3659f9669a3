/* Errors as values: order, hints, places and the printed form. */
#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *printed(const struct esc_error *error)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    esc_error_print(error, out);
    fclose(out);
    return text;
}

static void prints_place_text_and_hint(void **state)
{
    (void)state;
    struct esc_error error = {0};
    assert_false(esc_error_add(&error, "cases/x.lua", 14, "unknown field \"%s\"", "titel"));
    esc_error_hint(&error, "did you mean \"%s\"?", "title");
    esc_error_add(&error, "cases/y.lua", 0, "cannot read");
    esc_error_add(&error, NULL, 0, "no gnuplot");
    char *text = printed(&error);
    assert_string_equal(text,
                        "cases/x.lua:14: error: unknown field \"titel\"\n"
                        "    hint: did you mean \"title\"?\n"
                        "cases/y.lua: error: cannot read\n"
                        "escapement: error: no gnuplot\n");
    free(text);
    esc_error_free(&error);
    assert_int_equal(error.count, 0);
}

/* The line stands between message and hint; a mark in another line than the message's own gives no
 * column. */
static void shows_the_line(void **state)
{
    (void)state;
    static const char file[] = "one {\n  two = 3,\n";
    struct esc_error error = {0};
    unsetenv("COLUMNS");
    esc_error_add(&error, "x.lua", 2, "unknown two");
    esc_error_hint(&error, "three");
    struct esc_excerpt excerpt = esc_excerpt_at(file, sizeof file - 1, 8, 11);
    esc_error_show(&error, &excerpt);
    assert_null(excerpt.line);
    esc_error_add(&error, "x.lua", 3, "not closed");
    excerpt = esc_excerpt_at(file, sizeof file - 1, 4, 5);
    esc_error_show(&error, &excerpt);
    char *text = printed(&error);
    assert_string_equal(text,
                        "x.lua:2:3: error: unknown two\n"
                        "    2 |   two = 3,\n"
                        "      |   ^~~\n"
                        "    hint: three\n"
                        "x.lua:3: error: not closed\n"
                        "    1 | one {\n"
                        "      |     ^\n");
    free(text);
    esc_error_free(&error);
}

static void moves_messages_to_the_end(void **state)
{
    (void)state;
    struct esc_error first = {0};
    struct esc_error second = {0};
    esc_error_add(&first, NULL, 0, "one");
    for (int i = 0; i < 5; i++)
        esc_error_add(&second, NULL, 0, "two %d", i);
    esc_error_move(&first, &second);
    assert_int_equal(first.count, 6);
    assert_int_equal(second.count, 0);
    assert_string_equal(first.messages[0].text, "one");
    assert_string_equal(first.messages[5].text, "two 4");
    esc_error_free(&first);
    esc_error_free(&second);
}

/* Of each line the first, in their order; of those without a line, each text once. */
static void condenses(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *text;
    } given[] = {{9, "a"}, {3, "b"}, {9, "c"}, {0, "y"}, {3, "d"}, {0, "x"}, {5, "e"}, {0, "y"}};
    static const char *const kept[] = {"x", "y", "b", "e", "a"};
    for (size_t most = 0; most < 7; most++) {
        struct esc_error error = {0};
        for (size_t i = 0; i < sizeof given / sizeof *given; i++)
            esc_error_add(&error, "x.lua", given[i].line, "%s", given[i].text);
        esc_error_hint(&error, "hint");
        size_t more = esc_error_condense(&error, most);
        assert_int_equal(error.count, most < 5 ? most : 5);
        assert_int_equal(more, 5 - error.count);
        for (size_t i = 0; i < error.count; i++)
            assert_string_equal(error.messages[i].text, kept[i]);
        esc_error_add(&error, NULL, 0, "one more");
        esc_error_free(&error);
    }
    struct esc_error none = {0};
    assert_int_equal(esc_error_condense(&none, 3), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(condenses),
        cmocka_unit_test(prints_place_text_and_hint),
        cmocka_unit_test(shows_the_line),
        cmocka_unit_test(moves_messages_to_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
