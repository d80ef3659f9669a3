/*
 * One process: what it prints, how it ends, what it is given.
 */
#include "base/memory.h"
#include "base/process.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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
                                        .limits = {.time_s = time_limit_s}};
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

static void add(void *to, const char *bytes, size_t length)
{
    esc_text_add_bytes(to, bytes, length);
}

static void output_can_be_taken_as_it_comes(void **state)
{
    (void)state;
    const char *const arguments[] = {"sh", "-c", "seq 100000; echo end >&2", NULL};
    struct esc_text taken = {0};
    struct esc_error error = {0};
    const struct esc_process process = {
        .arguments = arguments, .cpu = -1, .take = add, .to = &taken};
    int code = -1;
    assert_true(esc_process_run(&process, NULL, NULL, &code, &error));
    assert_int_equal(code, 0);
    assert_int_equal(esc_line_ends(taken.bytes, taken.bytes + taken.length), 100001);
    esc_text_free(&taken);
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

/* The last line of `out`, which is a process id. */
static pid_t told_pid(const struct result *result)
{
    assert_non_null(result->out.bytes);
    pid_t pid = (pid_t)strtol(result->out.bytes, NULL, 10);
    assert_true(pid > 1);
    return pid;
}

static void assert_gone(pid_t pid)
{
    assert_int_equal(kill(pid, 0), -1);
    assert_int_equal(errno, ESRCH);
}

/* The child of a child, in a session of its own, that holds on to both outputs. */
static const char daemon_script[] = "(setsid sh -c 'echo $$; exec sleep 3600' & ) | head -n 1";
static const char stubborn_daemon[] =
    "mkfifo \"$D/go\"; (setsid sh -c 'trap \"\" TERM HUP INT; echo $$; : >\"$D/go\"; "
    "exec sleep 3600' &); : <\"$D/go\"; exit 5";

static void what_it_leaves_running_is_ended(void **state)
{
    (void)state;
    char folder[] = "/tmp/esc-process-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char set[64];
    snprintf(set, sizeof set, "D=%s", folder);
    const char *const environment[] = {set, NULL};
    struct result result = run(stubborn_daemon, environment, NULL, 0);
    assert_true(result.ran);
    assert_int_equal(result.code, 5);
    assert_gone(told_pid(&result));
    free_result(&result);
    char *fifo = esc_format("%s/go", folder);
    unlink(fifo);
    rmdir(folder);
    free(fifo);
}

static void the_time_limit_ends_its_daemons_too(void **state)
{
    (void)state;
    char script[256];
    snprintf(script, sizeof script, "%s; exec sleep 3600", daemon_script);
    struct result result = run(script, NULL, NULL, 3);
    assert_false(result.ran);
    assert_gone(told_pid(&result));
    free_result(&result);
}

/* tail keeps the last line whole, and there is no end of it. */
static void the_memory_limit_ends_it(void **state)
{
    (void)state;
    const char *const arguments[] = {"tail", "-n", "1", "/dev/zero", NULL};
    const struct esc_process process = {
        .arguments = arguments, .cpu = -1, .limits = {.memory_bytes = 64 << 20}};
    struct result result = {0};
    assert_false(esc_process_run(&process, &result.out, &result.err, &result.code, &result.error));
    assert_string_equal(result.error.messages[0].text, "tail took more than 64 MiB of memory");
    free_result(&result);
}

/* However this process ends, the program and what it has started end with it. */
static void the_end_of_the_parent_ends_all(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t parent = fork();
    if (parent == 0) {
        const char *const arguments[] = {
            "sh", "-c", "trap '' TERM INT HUP; (setsid sleep 3600 &); echo >&9; sleep 3600", NULL};
        const struct esc_process process = {.arguments = arguments, .cpu = -1};
        struct result result = {0};
        dup2(ends[1], 9); /* which all of them keep open */
        close(ends[0]);
        close(ends[1]);
        esc_process_run(&process, &result.out, &result.err, &result.code, &result.error);
        _exit(0);
    }
    close(ends[1]);
    char byte;
    assert_int_equal(read(ends[0], &byte, 1), 1);
    assert_int_equal(kill(parent, SIGKILL), 0);
    assert_int_equal(waitpid(parent, NULL, 0), parent);
    assert_int_equal(read(ends[0], &byte, 1), 0); /* comes when the last of them has ended */
    close(ends[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_outputs_are_collected),
        cmocka_unit_test(output_can_be_taken_as_it_comes),
        cmocka_unit_test(much_output_on_both_blocks_nothing),
        cmocka_unit_test(folder_environment_and_input_are_given),
        cmocka_unit_test(a_signal_is_128_and_its_number),
        cmocka_unit_test(a_program_that_is_not_there_is_told),
        cmocka_unit_test(a_folder_that_is_not_there_is_told),
        cmocka_unit_test(the_time_limit_ends_it),
        cmocka_unit_test(what_it_leaves_running_is_ended),
        cmocka_unit_test(the_time_limit_ends_its_daemons_too),
        cmocka_unit_test(the_memory_limit_ends_it),
        cmocka_unit_test(the_end_of_the_parent_ends_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
