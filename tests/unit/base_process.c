/*
 * One process: what it prints, how it ends, what it is given.
 */
#include "base/process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

struct result {
    struct esc_text out, err;
    struct esc_error error;
    int code;
    bool ran;
};

static struct result run(const char *script, const char *const *environment, const char *folder,
                         double time_limit_s)
{
    const char *const arguments[] = {"sh", "-c", script, NULL};
    const struct esc_process process = {.arguments = arguments,
                                        .environment = environment,
                                        .folder = folder,
                                        .cpu = -1,
                                        .time_limit_s = time_limit_s};
    struct result result = {0};
    result.ran = esc_process_run(&process, &result.out, &result.err, &result.code, &result.error);
    return result;
}

static void free_result(struct result *result)
{
    esc_text_free(&result->out);
    esc_text_free(&result->err);
    esc_error_free(&result->error);
}

static void both_outputs_are_collected(void **state)
{
    (void)state;
    struct result result = run("echo out; echo err >&2; exit 3", NULL, NULL, 0);
    assert_true(result.ran);
    assert_int_equal(result.code, 3);
    assert_string_equal(result.out.bytes, "out\n");
    assert_string_equal(result.err.bytes, "err\n");
    free_result(&result);
}

static void much_output_on_both_blocks_nothing(void **state)
{
    (void)state;
    struct result result =
        run("i=0; while [ $i -lt 4000 ]; do echo 0123456789012345678901234567890123456789; "
            "echo 0123456789012345678901234567890123456789 >&2; i=$((i+1)); done",
            NULL, NULL, 3600);
    assert_true(result.ran);
    assert_int_equal(result.out.length, 4000 * 41);
    assert_int_equal(result.err.length, 4000 * 41);
    free_result(&result);
}

static void folder_environment_and_input_are_given(void **state)
{
    (void)state;
    static const char *const environment[] = {"ESC_TEST_WORD=given", NULL};
    struct result result = run("echo $ESC_TEST_WORD; pwd; cat", environment, "/", 0);
    assert_true(result.ran);
    assert_string_equal(result.out.bytes, "given\n/\n");
    free_result(&result);
}

static void a_signal_is_128_and_its_number(void **state)
{
    (void)state;
    struct result result = run("kill -9 $$", NULL, NULL, 0);
    assert_true(result.ran);
    assert_int_equal(result.code, 128 + 9);
    free_result(&result);
}

static void a_program_that_is_not_there_is_told(void **state)
{
    (void)state;
    const char *const arguments[] = {"no-such-program", NULL};
    const struct esc_process process = {.arguments = arguments, .cpu = -1};
    struct result result = {0};
    assert_false(esc_process_run(&process, &result.out, &result.err, &result.code, &result.error));
    assert_string_equal(result.error.messages[0].text,
                        "cannot start no-such-program: No such file or directory");
    free_result(&result);
}

static void a_folder_that_is_not_there_is_told(void **state)
{
    (void)state;
    struct result result = run("true", NULL, "/no/such/folder", 0);
    assert_false(result.ran);
    assert_non_null(strstr(result.error.messages[0].text, "No such file"));
    free_result(&result);
}

static void the_time_limit_ends_it(void **state)
{
    (void)state;
    struct result result = run("exec sleep 60", NULL, NULL, 0.2);
    assert_false(result.ran);
    assert_string_equal(result.error.messages[0].text, "sh still ran at the time limit of 0.2 s");
    free_result(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_outputs_are_collected),
        cmocka_unit_test(much_output_on_both_blocks_nothing),
        cmocka_unit_test(folder_environment_and_input_are_given),
        cmocka_unit_test(a_signal_is_128_and_its_number),
        cmocka_unit_test(a_program_that_is_not_there_is_told),
        cmocka_unit_test(a_folder_that_is_not_there_is_told),
        cmocka_unit_test(the_time_limit_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
