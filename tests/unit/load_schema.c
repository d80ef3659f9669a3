/*
 * The schema and what is made from it: the committed files are up to date, the template loads, the
 * names agree with those of other modules. Run from the project's root.
 */
#include "load_text.h"

#include "load/file.h"
#include "load/nearest.h"

#include <lauxlib.h>
#include <lua.h>

static void same_as_committed(const char *path, char *made)
{
    struct esc_text committed = {0};
    struct esc_error error = {0};
    if (!esc_text_read(&committed, path, &error))
        fail_msg("%s is missing: run from the project's root", path);
    assert_string_equal(committed.bytes, made); /* else: escapement schema … > the file */
    free(made);
    esc_text_free(&committed);
}

static void annotations_are_up_to_date(void **state)
{
    (void)state;
    same_as_committed("lua/escapement.lua", esc_load_annotations());
}

static void reference_is_up_to_date(void **state)
{
    (void)state;
    same_as_committed("docs/case-reference.md", esc_load_reference());
}

static void annotations_are_lua(void **state)
{
    (void)state;
    lua_State *lua = luaL_newstate();
    assert_int_equal(luaL_loadfile(lua, "lua/escapement.lua"), LUA_OK);
    lua_close(lua);
}

static void template_loads(void **state)
{
    (void)state;
    struct esc_text template = {0};
    struct esc_text text = {0};
    struct esc_error error = {0};
    struct esc_case bench_case;
    assert_true(esc_text_read(&template, "lua/template.lua", &error));
    const char *rest = template.bytes;
    for (const char *hit; (hit = strstr(rest, "@NAME@")) != NULL; rest = hit + 6) {
        esc_text_add_bytes(&text, rest, (size_t)(hit - rest));
        esc_text_add(&text, "good");
    }
    esc_text_add(&text, rest);
    load_good(text.bytes, &bench_case);
    assert_string_equal(bench_case.name, "good");
    assert_true(bench_case.strategies[1].expect[2].bytes == 256);
    esc_case_free(&bench_case);
    esc_text_free(&text);
    esc_text_free(&template);
}

static bool is_name(const char *name)
{
    char *rule = esc_load_name_rule(name);
    bool good = rule == NULL;
    free(rule);
    return good;
}

static void naming(void **state)
{
    (void)state;
    static const char *const good[] = {"a", "pool2", "a-b", "a-2"};
    static const char *const bad[] = {"",     "2a",  "A",   "-a", "a-",     "a--b", "a_b",
                                      "a_b-", "a.b", "a b", "ä",  "a-b\nc", "a-B"};
    char longest[62] = "";
    memset(longest, 'a', 60);
    assert_true(is_name(longest));
    longest[60] = 'a';
    assert_false(is_name(longest));
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(is_name(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(is_name(bad[i]));
}

static void edit_distance(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        size_t distance;
    } pairs[] = {
        {"", "", 0},         {"", "abc", 3},  {"abc", "abc", 0}, {"kitten", "sitting", 3},
        {"heap", "haep", 1}, {"ab", "ba", 1}, {"abc", "ac", 1},  {"ac", "abc", 1},
        {"ca", "abc", 3}, /* restricted: a swapped pair is not edited again */
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_int_equal(esc_edit_distance(pairs[i].a, pairs[i].b), pairs[i].distance);
        assert_int_equal(esc_edit_distance(pairs[i].b, pairs[i].a), pairs[i].distance);
    }
}

static void nearest(void **state)
{
    (void)state;
    static const char *const names[] = {"stack", "heap", "pool", "c", NULL};
    assert_string_equal(esc_nearest_of("heep", names), "heap");
    assert_string_equal(esc_nearest_of("stak", names), "stack");
    assert_null(esc_nearest_of("x", names));
    assert_null(esc_nearest_of("prealloc", names));
    assert_null(esc_nearest_of("", names));
}

static void utf8(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t wrong_at; /* its length: all good */
    } texts[] = {
        {"", 0},
        {"plain", 5},
        {"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80", 9},
        {"a\x80", 1},            /* a continuation alone */
        {"\xC0\xAF", 0},         /* overlong */
        {"ab\xE0\x9F\xBF", 2},   /* overlong */
        {"\xED\xA0\x80", 0},     /* a surrogate */
        {"\xF4\x90\x80\x80", 0}, /* above U+10FFFF */
        {"abc\xE2\x82", 3},      /* ends early */
        {"\xF0\x9F\x98\x41", 0},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t where = 99;
        size_t length = strlen(texts[i].bytes);
        bool good = esc_file_is_utf8(texts[i].bytes, length, &where);
        assert_int_equal(where, texts[i].wrong_at);
        assert_int_equal(good, texts[i].wrong_at == length);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(annotations_are_up_to_date),
        cmocka_unit_test(reference_is_up_to_date),
        cmocka_unit_test(annotations_are_lua),
        cmocka_unit_test(template_loads),
        cmocka_unit_test(naming),
        cmocka_unit_test(edit_distance),
        cmocka_unit_test(nearest),
        cmocka_unit_test(utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
