/*
 * The schema and what is made from it: the committed files are up to date, the template loads, the
 * names agree with those of other modules. Run from the project's root.
 */
#include "load_text.h"

#include "load/file.h"
#include "load/nearest.h"
#include "load/schema.h"

#include <lauxlib.h>
#include <lua.h>
#include <stdio.h>

static void same_as_committed(const char *path, void (*print)(FILE *))
{
    struct esc_text committed = {0};
    struct esc_error error = {0};
    char *made = NULL;
    size_t length = 0;
    if (!esc_text_read(&committed, path, &error))
        fail_msg("%s is missing: run from the project's root", path);
    FILE *stream = open_memstream(&made, &length);
    assert_non_null(stream);
    print(stream);
    fclose(stream);
    assert_string_equal(committed.bytes, made); /* else: escapement schema … > the file */
    free(made);
    esc_text_free(&committed);
}

static void annotations_are_up_to_date(void **state)
{
    (void)state;
    same_as_committed("lua/escapement.lua", esc_load_schema_luacats);
}

static void reference_is_up_to_date(void **state)
{
    (void)state;
    same_as_committed("docs/case-reference.md", esc_load_schema_reference);
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
    struct esc_case item;
    assert_true(esc_text_read(&template, "lua/template.lua", &error));
    const char *rest = template.bytes;
    for (const char *hit; (hit = strstr(rest, "@NAME@")) != NULL; rest = hit + 6) {
        esc_text_add_bytes(&text, rest, (size_t)(hit - rest));
        esc_text_add(&text, "good");
    }
    esc_text_add(&text, rest);
    load_good(text.bytes, &item);
    assert_string_equal(item.name, "good");
    assert_true(item.strategies[1].expect[2].bytes == 256);
    esc_case_free(&item);
    esc_text_free(&text);
    esc_text_free(&template);
}

static const struct esc_field *field_of(const struct esc_record *record, const char *name)
{
    for (size_t i = 0; i < record->count; i++)
        if (strcmp(record->fields[i].name, name) == 0)
            return &record->fields[i];
    fail_msg("no field %s", name);
    return NULL;
}

static void runtimes_are_those_of_the_harness(void **state)
{
    (void)state;
    const char *const *names = field_of(&esc_schema_case, "runtimes")->type.element->choices;
    size_t count = 0;
    for (; names[count] != NULL; count++)
        assert_string_equal(names[count], esc_runtime_name((enum esc_runtime_id)count));
    assert_int_equal(count, ESC_RUNTIME_GO); /* real Go serves every case with Go */
}

static void naming(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool kebab, snake;
    } names[] = {
        {"a", true, true},      {"pool2", true, true},  {"a-b", true, false},  {"a_b", false, true},
        {"", false, false},     {"2a", false, false},   {"A", false, false},   {"-a", false, false},
        {"a-", false, false},   {"a--b", false, false}, {"_a", false, false},  {"a_", false, false},
        {"a__b", false, false}, {"a.b", false, false},  {"a b", false, false}, {"ä", false, false},
    };
    char longest[ESC_NAME_MOST + 2] = "";
    memset(longest, 'a', ESC_NAME_MOST);
    assert_true(esc_schema_named(ESC_NAMING_KEBAB, longest));
    longest[ESC_NAME_MOST] = 'a';
    assert_false(esc_schema_named(ESC_NAMING_KEBAB, longest));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(esc_schema_named(ESC_NAMING_KEBAB, names[i].name), names[i].kebab);
        assert_int_equal(esc_schema_named(ESC_NAMING_SNAKE, names[i].name), names[i].snake);
    }
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
        cmocka_unit_test(runtimes_are_those_of_the_harness),
        cmocka_unit_test(naming),
        cmocka_unit_test(edit_distance),
        cmocka_unit_test(nearest),
        cmocka_unit_test(utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
