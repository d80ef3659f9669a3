/* Growing text, whole files, the hash. */
#include "base/path.h"
#include "base/text.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64];

static int make_scratch(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/esc-text-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static int remove_scratch(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static void grows_by_pieces(void **state)
{
    (void)state;
    struct esc_text text = {0};
    for (int i = 0; i < 1000; i++)
        esc_text_addf(&text, "%d,", i % 10);
    assert_int_equal(text.length, 2000);
    esc_text_add_bytes(&text, "a\0b", 3);
    assert_int_equal(text.length, 2003);
    assert_int_equal(strlen(text.bytes), 2001);
    esc_text_free(&text);
    char *empty = esc_text_take(&text);
    assert_string_equal(empty, "");
    free(empty);
}

static void writes_whole_files_and_reads_them(void **state)
{
    (void)state;
    char path[128];
    char temporary[160];
    struct esc_error error = {0};
    struct esc_text text = {0};
    snprintf(path, sizeof path, "%s/file", folder);
    snprintf(temporary, sizeof temporary, "%s.tmp", path);
    assert_true(esc_text_write(path, "one\ntwo", 7, &error));
    assert_int_not_equal(access(temporary, F_OK), 0);
    assert_true(esc_text_read(&text, path, &error));
    assert_string_equal(text.bytes, "one\ntwo");
    esc_text_free(&text);
    assert_int_equal(error.count, 0);
}

/* A pipe stays a pipe, and its reader gets the bytes. */
static void a_pipe_is_written_to_as_it_is(void **state)
{
    (void)state;
    char path[128];
    char got[8] = "";
    struct esc_error error = {0};
    struct stat status;
    snprintf(path, sizeof path, "%s/pipe", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    int reader = open(path, O_RDWR | O_NONBLOCK);
    assert_true(reader >= 0);
    assert_true(esc_text_write(path, "one", 3, &error));
    assert_int_equal(read(reader, got, sizeof got - 1), 3);
    assert_string_equal(got, "one");
    assert_int_equal(stat(path, &status), 0);
    assert_true(S_ISFIFO(status.st_mode));
    assert_int_equal(error.count, 0);
    close(reader);
    unlink(path);
}

/* Below TMPDIR, each a new one; where that is no folder it is named, with what to do. */
static void temporary_folders(void **state)
{
    (void)state;
    struct esc_error error = {0};
    setenv("TMPDIR", folder, 1);
    char *one = esc_temporary_folder(&error);
    char *other = esc_temporary_folder(&error);
    assert_non_null(one);
    assert_non_null(other);
    assert_string_not_equal(one, other);
    assert_int_equal(strncmp(one, folder, strlen(folder)), 0);
    esc_remove_folder(one);
    esc_remove_folder(other);
    assert_int_not_equal(access(one, F_OK), 0);
    free(one);
    free(other);
    setenv("TMPDIR", "/nowhere/at/all", 1);
    assert_null(esc_temporary_folder(&error));
    assert_int_equal(error.count, 1);
    assert_string_equal(error.messages[0].text, "cannot make a folder: No such file or directory");
    unsetenv("TMPDIR");
    esc_error_free(&error);
}

static void names_the_path_and_the_reason(void **state)
{
    (void)state;
    struct esc_error error = {0};
    struct esc_text text = {0};
    assert_false(esc_text_read(&text, "/nowhere/at/all", &error));
    assert_false(esc_text_write("/nowhere/at/all", "x", 1, &error));
    assert_int_equal(error.count, 2);
    assert_string_equal(error.messages[0].text, "cannot read: No such file or directory");
    assert_string_equal(error.messages[1].text, "cannot write: No such file or directory");
    esc_error_free(&error);
    esc_text_free(&text);
}

static void makes_nested_folders(void **state)
{
    (void)state;
    char path[128];
    struct esc_error error = {0};
    struct stat found;
    snprintf(path, sizeof path, "%s/a/b/c", folder);
    assert_true(esc_make_folder(path, &error));
    assert_true(esc_make_folder(path, &error));
    assert_int_equal(stat(path, &found), 0);
    assert_true(S_ISDIR(found.st_mode));
}

/* /sys takes no folders from anybody, for a reason that is not "No such file". */
static void tells_why_the_outer_folder_could_not_be_made(void **state)
{
    (void)state;
    struct esc_error error = {0};
    assert_false(esc_make_folder("/sys/none/inner", &error));
    assert_int_equal(error.count, 1);
    assert_null(strstr(error.messages[0].text, "No such file"));
    esc_error_free(&error);
}

/* Vectors: draft-eastlake-fnv, appendix (FNV-1a, 64 bits): "", "a", "foobar". */
static void hashes_as_the_draft_says(void **state)
{
    (void)state;
    assert_true(esc_hash(ESC_HASH_START, "", 0) == 0xcbf29ce484222325ULL);
    assert_true(esc_hash(ESC_HASH_START, "a", 1) == 0xaf63dc4c8601ec8cULL);
    assert_true(esc_hash(ESC_HASH_START, "foobar", 6) == 0x85944171f73967e8ULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows_by_pieces),
        cmocka_unit_test(writes_whole_files_and_reads_them),
        cmocka_unit_test(a_pipe_is_written_to_as_it_is),
        cmocka_unit_test(temporary_folders),
        cmocka_unit_test(names_the_path_and_the_reason),
        cmocka_unit_test(makes_nested_folders),
        cmocka_unit_test(tells_why_the_outer_folder_could_not_be_made),
        cmocka_unit_test(hashes_as_the_draft_says),
    };
    return cmocka_run_group_tests(tests, make_scratch, remove_scratch);
}
