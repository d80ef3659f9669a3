/*
 * Every tests/bad/load-*.lua gives exactly the messages of the .expect file beside it.
 * Run from the project's root.
 */
#include "base/text.h"
#include "load/load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_FILES = 25 };

/* All messages as they are printed; the caller frees. */
static char *printed(const struct esc_error *error)
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&bytes, &length);
    assert_non_null(stream);
    esc_error_print(error, stream);
    fclose(stream);
    return bytes;
}

static char *expected(const char *lua_path)
{
    struct esc_text text = {0};
    struct esc_error error = {0};
    char path[256];
    snprintf(path, sizeof path, "%.*s.expect", (int)strlen(lua_path) - 4, lua_path);
    if (!esc_text_read(&text, path, &error))
        fail_msg("%s is missing", path);
    return esc_text_take(&text);
}

static void bad_file(void **state)
{
    const char *path = *state;
    static const struct esc_case zero;
    struct esc_case bench_case = {.name = NULL, .line = 7};
    struct esc_error error = {0};
    assert_false(esc_load_case(path, &bench_case, &error));
    assert_memory_equal(&bench_case, &zero, sizeof bench_case);
    char *told = printed(&error);
    char *wanted = expected(path);
    assert_string_equal(told, wanted);
    free(wanted);
    free(told);
    esc_error_free(&error);
}

int main(void)
{
    unsetenv("COLUMNS"); /* the lines are shown in 80 */
    glob_t files = {0};
    if (glob("tests/bad/load-*.lua", 0, NULL, &files) != 0 || files.gl_pathc < LEAST_FILES) {
        fputs("not ok - tests/bad/load-*.lua are missing: run from the project's root\n", stdout);
        return 1;
    }
    struct CMUnitTest *tests = calloc(files.gl_pathc, sizeof *tests);
    for (size_t i = 0; i < files.gl_pathc; i++)
        tests[i] = (struct CMUnitTest){
            .name = files.gl_pathv[i],
            .test_func = bad_file,
            .initial_state = files.gl_pathv[i],
        };
    int failed = _cmocka_run_group_tests("load_bad", tests, files.gl_pathc, NULL, NULL);
    free(tests);
    globfree(&files);
    return failed;
}
