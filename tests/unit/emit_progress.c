/*
 * emit/progress.h: a seat's progress.json, one way and back, and what is refused.
 */
#include "emit/progress.h"

#include "base/memory.h"
#include "base/text.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char *scratch_file(void)
{
    char name[] = "/tmp/escapement-progress-XXXXXX";
    assert_non_null(mkdtemp(name));
    return esc_format("%s/progress.json", name);
}

static void drop(char *path)
{
    unlink(path);
    *strrchr(path, '/') = '\0';
    rmdir(path);
    free(path);
}

static struct esc_progress read_back(const char *path)
{
    struct esc_progress progress = {0};
    struct esc_error error = {0};
    assert_true(esc_emit_read_progress(path, &progress, &error));
    return progress;
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    char *path = scratch_file();
    struct esc_error error = {0};
    struct esc_progress one = {.seat = esc_strdup("Zoë \"7\""),
                               .current = esc_strdup("02-println")};
    struct esc_effort *effort = esc_progress_of(&one, "01-return");
    effort->state = ESC_EFFORT_GIVEN_UP;
    effort->attempts = 4;
    effort->hints = 3;
    effort->language = esc_strdup("c");
    effort->begun = esc_strdup("2026-11-30T15:55:34Z");
    effort->ended = esc_strdup("2026-11-30T16:00:00Z");
    esc_progress_of(&one, "02-println");
    assert_true(esc_emit_write_progress(path, &one, &error));
    struct esc_progress two = read_back(path);
    assert_string_equal(two.seat, "Zoë \"7\"");
    assert_string_equal(two.current, "02-println");
    assert_int_equal(two.count, 2);
    assert_string_equal(two.list[0].exercise, "01-return");
    assert_int_equal(two.list[0].state, ESC_EFFORT_GIVEN_UP);
    assert_int_equal(two.list[0].attempts, 4);
    assert_int_equal(two.list[0].hints, 3);
    assert_string_equal(two.list[0].language, "c");
    assert_string_equal(two.list[0].begun, "2026-11-30T15:55:34Z");
    assert_string_equal(two.list[0].ended, "2026-11-30T16:00:00Z");
    assert_int_equal(two.list[1].state, ESC_EFFORT_OPEN);
    assert_null(two.list[1].begun);
    esc_progress_free(&one);
    esc_progress_free(&two);
    drop(path);
}

/* The members that docs/exercises.md promises to a trainer, and none besides. */
static void the_file_has_the_members_that_are_documented(void **state)
{
    (void)state;
    static const char *const members[] = {"exercise", "state", "attempts", "hints",
                                          "language", "begun", "ended"};
    char *path = scratch_file();
    struct esc_error error = {0};
    struct esc_progress one = {.current = esc_strdup("01-return")};
    struct esc_effort *effort = esc_progress_of(&one, "01-return");
    effort->language = esc_strdup("go");
    effort->begun = esc_strdup("2026-11-30T15:55:34Z");
    effort->ended = esc_strdup("2026-11-30T15:56:34Z");
    assert_true(esc_emit_write_progress(path, &one, &error));
    json_t *root = json_load_file(path, 0, NULL);
    assert_int_equal(json_object_size(root), 5);
    assert_string_equal(json_string_value(json_object_get(root, "format")), "escapement progress");
    assert_int_equal(json_integer_value(json_object_get(root, "version")), 1);
    assert_string_equal(json_string_value(json_object_get(root, "seat")), "");
    const json_t *first = json_array_get(json_object_get(root, "exercises"), 0);
    assert_int_equal(json_object_size(first), sizeof members / sizeof *members);
    for (size_t k = 0; k < sizeof members / sizeof *members; k++)
        assert_non_null(json_object_get(first, members[k]));
    json_decref(root);
    esc_progress_free(&one);
    drop(path);
}

static void a_seat_that_has_not_begun_has_no_file(void **state)
{
    (void)state;
    char *path = scratch_file();
    struct esc_progress progress = read_back(path);
    assert_int_equal(progress.count, 0);
    assert_null(progress.current);
    drop(path);
}

static void refuses(const char *text, int line, const char *word)
{
    char *path = scratch_file();
    struct esc_progress progress = {0};
    struct esc_error error = {0};
    assert_true(esc_text_write(path, text, strlen(text), &error));
    assert_false(esc_emit_read_progress(path, &progress, &error));
    assert_int_equal(error.count, 1);
    assert_string_equal(error.messages[0].file, path);
    assert_int_equal(error.messages[0].line, line);
    assert_non_null(strstr(error.messages[0].text, word));
    assert_int_equal(progress.count, 0);
    assert_null(progress.list);
    esc_error_free(&error);
    drop(path);
}

static void damaged_and_foreign_files_are_refused(void **state)
{
    (void)state;
    refuses("{\n  \"format\": \"escapement progress\",\n  \"version\": 1,", 3, "is not JSON");
    refuses("", 1, "is not JSON");
    refuses("[]", 0, "is no progress");
    refuses("{\"format\": \"other\", \"version\": 1, \"exercises\": []}", 0, "is no progress");
    refuses("{\"format\": \"escapement progress\", \"version\": 2, \"exercises\": []}", 0,
            "version 1");
    refuses("{\"format\": \"escapement progress\", \"version\": 1}", 0, "has an exercise");
    refuses(
        "{\"format\": \"escapement progress\", \"version\": 1, \"exercises\": [{\"exercise\": "
        "\"a\", \"state\": \"done\"}]}",
        0, "has an exercise");
    refuses(
        "{\"format\": \"escapement progress\", \"version\": 1, \"exercises\": [{\"exercise\": "
        "\"a\", \"state\": \"open\"}, {\"exercise\": \"a\", \"state\": \"open\"}]}",
        0, "name of its own");
    refuses("{\"format\": \"escapement progress\", \"version\": 1, \"exercises\": [7]}", 0,
            "has an exercise");
}

static void numbers_that_make_no_sense_are_bounded(void **state)
{
    (void)state;
    static const char text[] =
        "{\"format\": \"escapement progress\", \"version\": 1, \"exercises\": [{\"exercise\": \"a\", "
        "\"state\": \"open\", \"attempts\": -5, \"hints\": 99999999999}]}";
    char *path = scratch_file();
    struct esc_error error = {0};
    assert_true(esc_text_write(path, text, strlen(text), &error));
    struct esc_progress progress = read_back(path);
    assert_int_equal(progress.list[0].attempts, 0);
    assert_int_equal(progress.list[0].hints, 1000000);
    esc_progress_free(&progress);
    drop(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(the_file_has_the_members_that_are_documented),
        cmocka_unit_test(a_seat_that_has_not_begun_has_no_file),
        cmocka_unit_test(damaged_and_foreign_files_are_refused),
        cmocka_unit_test(numbers_that_make_no_sense_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
