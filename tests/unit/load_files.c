/* From names to files, and files that are none: missing, folders, pipes, unreadable, too large. */
#include "load_text.h"

#include <sys/stat.h>

struct fixture {
    char *folder;
    struct esc_error error;
};

static int set_up(void **state)
{
    struct fixture *fixture = esc_calloc(1, sizeof *fixture);
    fixture->folder = fresh_folder();
    static const char *const names[] = {"pointer-return.lua", "a-a.lua", ".#a-a.lua", "notes.txt"};
    for (size_t i = 0; i < 4; i++) {
        char *path = esc_format("%s/%s", fixture->folder, names[i]);
        write_file(path, "return", 6);
        free(path);
    }
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    char *command = esc_format("rm -r '%s'", fixture->folder);
    int code = system(command);
    free(command);
    esc_error_free(&fixture->error);
    free(fixture->folder);
    free(fixture);
    return code;
}

static void lists_sorted(void **state)
{
    struct fixture *fixture = *state;
    size_t count = 9;
    char **names = esc_load_list(fixture->folder, &count, &fixture->error);
    assert_non_null(names);
    assert_int_equal(count, 2);
    assert_string_equal(names[0], "a-a");
    assert_string_equal(names[1], "pointer-return");
    assert_null(names[2]);
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
}

static void lists_no_folder(void **state)
{
    struct fixture *fixture = *state;
    size_t count = 9;
    assert_null(esc_load_list("/nowhere/cases", &count, &fixture->error));
    assert_int_equal(count, 0);
    assert_string_equal(fixture->error.messages[0].file, "/nowhere/cases");
    assert_string_equal(fixture->error.messages[0].text,
                        "cannot list the case files in it: No such file or directory");
}

static void finds(void **state)
{
    struct fixture *fixture = *state;
    char *wanted = esc_format("%s/a-a.lua", fixture->folder);
    char *found = esc_load_find(fixture->folder, "a-a", &fixture->error);
    assert_string_equal(found, wanted);
    free(found);
    free(wanted);
    static const char *const paths[] = {"../mine.lua", "mine.lua", "./mine"};
    for (size_t i = 0; i < 3; i++) {
        found = esc_load_find(fixture->folder, paths[i], &fixture->error);
        assert_string_equal(found, paths[i]);
        free(found);
    }
    assert_int_equal(fixture->error.count, 0);
}

static void expect_text(struct fixture *fixture, const char *format)
{
    char *wanted = esc_strdup("");
    for (const char *part = format; *part != '\0'; part++) {
        char *longer = *part == '@' ? esc_format("%s%s", wanted, fixture->folder)
                                    : esc_format("%s%c", wanted, *part);
        free(wanted);
        wanted = longer;
    }
    assert_int_equal(fixture->error.count, 1);
    assert_string_equal(fixture->error.messages[0].text, wanted);
    free(wanted);
    esc_error_free(&fixture->error);
}

static void finds_nearest(void **state)
{
    struct fixture *fixture = *state;
    assert_null(esc_load_find(fixture->folder, "pointer-retrun", &fixture->error));
    expect_text(fixture,
                "there is no case \"pointer-retrun\" in @; did you mean \"pointer-return\"?");
    assert_null(esc_load_find(fixture->folder, "maps", &fixture->error));
    expect_text(fixture, "there is no case \"maps\" in @; make list shows all");
}

static void refuse(struct fixture *fixture, const char *name, const char *text)
{
    struct esc_case bench_case;
    char *path = esc_format("%s/%s", fixture->folder, name);
    assert_false(esc_load_case(path, &bench_case, &fixture->error));
    assert_string_equal(fixture->error.messages[0].file, path);
    assert_int_equal(fixture->error.messages[0].line, 0);
    expect_text(fixture, text);
    free(path);
}

static void refuses_what_is_no_file(void **state)
{
    struct fixture *fixture = *state;
    char *pipe_path = esc_format("%s/pipe.lua", fixture->folder);
    char *loop_path = esc_format("%s/loop.lua", fixture->folder);
    assert_int_equal(mkfifo(pipe_path, 0600), 0);
    assert_int_equal(symlink("loop.lua", loop_path), 0);
    refuse(fixture, "pointer-retrun.lua",
           "there is no such file; did you mean @/pointer-return.lua?");
    refuse(fixture, "maps.lua", "there is no such file; check the path");
    refuse(fixture, "gone/maps.lua", "there is no such file; check the path");
    refuse(fixture, "", "is a folder; name a case file in it");
    refuse(fixture, "pipe.lua", "is not a regular file; name a case file");
    refuse(fixture, "loop.lua", "cannot read: Too many levels of symbolic links");
    free(loop_path);
    free(pipe_path);
}

/* Root reads everything, so it becomes somebody else for this one. */
static void refuses_unreadable(void **state)
{
    struct fixture *fixture = *state;
    bool root = geteuid() == 0;
    char *path = esc_format("%s/a-a.lua", fixture->folder);
    assert_int_equal(chmod(path, 0), 0);
    assert_int_equal(chmod(fixture->folder, 0755), 0);
    assert_int_equal(root ? seteuid(65534) : 0, 0);
    refuse(fixture, "a-a.lua", "cannot read: Permission denied");
    assert_int_equal(root ? seteuid(0) : 0, 0);
    free(path);
}

static void size_limit(void **state)
{
    struct fixture *fixture = *state;
    size_t length = (1 << 20) + 1;
    char *bytes = esc_calloc(length, 1);
    memset(bytes, ' ', length);
    char *path = esc_format("%s/large.lua", fixture->folder);
    write_file(path, bytes, length);
    refuse(fixture, "large.lua", "the file is larger than 1 MiB; is it a case file?");
    write_file(path, bytes, length - 1);
    refuse(fixture, "large.lua", "the file returns nothing; it must end with return case { … }");
    free(path);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lists_sorted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lists_no_folder, set_up, tear_down),
        cmocka_unit_test_setup_teardown(finds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(finds_nearest, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_what_is_no_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(refuses_unreadable, set_up, tear_down),
        cmocka_unit_test_setup_teardown(size_limit, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
