/* Every way in which a kernel can fail costs its own sample, and is told from the others. */
#include "measure_child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <sys/wait.h>

/* Measures one failing kernel between two good ones: status and figures of the first. */
static const struct esc_sample *fail_between(struct child_fixture *fixture, const char *kernel,
                                             enum esc_runtime_id runtime)
{
    add_job(fixture, "failures", "fine", runtime, ESC_JOB_TIMED)->iterations = 7;
    add_job(fixture, "failures", kernel, runtime, ESC_JOB_TIMED);
    add_job(fixture, "failures", "fine", runtime, ESC_JOB_TIMED)->iterations = 8;
    const struct esc_sample *samples = measure(fixture);
    assert_measured(&samples[0]);
    assert_int_equal(samples[0].checksum, 7);
    assert_measured(&samples[2]);
    assert_int_equal(samples[2].checksum, 8);
    assert_int_equal(samples[1].iterations, 0);
    assert_int_equal(samples[1].wall_ns, 0);
    return &samples[1];
}

static volatile int interrupted;

static void interrupt(int number)
{
    interrupted = number;
}

static void assert_signal(const struct esc_sample *sample, int number, const char *message)
{
    assert_int_equal(sample->status, ESC_STATUS_SIGNAL);
    assert_int_equal(sample->signal_or_exit, number);
    assert_string_equal(sample->message, message);
}

static void segfault(void **state)
{
    assert_signal(fail_between(*state, "segfault", ESC_RUNTIME_MALLOC), SIGSEGV,
                  "Segmentation fault (SIGSEGV)");
}

static void division(void **state)
{
    assert_signal(fail_between(*state, "divide", ESC_RUNTIME_NONE), SIGFPE,
                  "Floating point exception (SIGFPE)");
}

static void abort_with_last_line(void **state)
{
    assert_signal(fail_between(*state, "aborts", ESC_RUNTIME_BOEHM), SIGABRT,
                  "Aborted (SIGABRT): the reason");
}

static void assertion_names_the_case(void **state)
{
    const struct esc_sample *sample = fail_between(*state, "asserts", ESC_RUNTIME_NONE);
    assert_int_equal(sample->signal_or_exit, SIGABRT);
    assert_non_null(strstr(sample->message, "cases/asserts.lua:77: "));
    assert_non_null(strstr(sample->message, "Assertion `n == 0' failed"));
}

static void exits(void **state)
{
    struct child_fixture *fixture = *state;
    const struct esc_sample *sample = fail_between(fixture, "exit_0", ESC_RUNTIME_MALLOC);
    assert_int_equal(sample->status, ESC_STATUS_EXIT);
    assert_int_equal(sample->signal_or_exit, 0);
    fixture->count = 0;
    sample = fail_between(fixture, "exit_3", ESC_RUNTIME_BOEHM);
    assert_int_equal(sample->status, ESC_STATUS_EXIT);
    assert_int_equal(sample->signal_or_exit, 3);
}

static void hang(void **state)
{
    struct child_fixture *fixture = *state;
    add_job(fixture, "failures", "hang", ESC_RUNTIME_NONE, ESC_JOB_TIMED)->time_limit_ns = 50000000;
    add_job(fixture, "failures", "fine", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    const struct esc_sample *samples = measure(fixture);
    assert_int_equal(samples[0].status, ESC_STATUS_TIME_LIMIT);
    assert_true(samples[0].child_wall_ns >= 50000000);
    assert_measured(&samples[1]);
}

/* Its last line is the id of a process it left behind: killed as well. */
static void group_is_killed(void **state)
{
    const struct esc_sample *sample = fail_between(*state, "stubborn", ESC_RUNTIME_NONE);
    static const char words[] = "Aborted (SIGABRT): ";
    assert_int_equal(sample->status, ESC_STATUS_SIGNAL);
    assert_memory_equal(sample->message, words, strlen(words));
    pid_t left = (pid_t)strtol(sample->message + strlen(words), NULL, 10);
    assert_true(left > 1);
    assert_int_equal(kill(left, 0), -1);
    assert_int_equal(errno, ESRCH);
}

/* The name of a file for a kernel to write a process id into. The caller frees. */
static char *set_mark(const struct child_fixture *fixture)
{
    char *mark = esc_format("%s/mark", fixture->folder);
    assert_int_equal(setenv("ESC_TEST_MARK", mark, 1), 0);
    return mark;
}

/* A child of a child in a session of its own is gone before the next job begins. */
static void daemons_are_gone_before_the_next(void **state)
{
    struct child_fixture *fixture = *state;
    free(set_mark(fixture));
    add_job(fixture, "failures", "daemon", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    add_job(fixture, "failures", "sees_daemon", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    const struct esc_sample *samples = measure(fixture);
    assert_measured(&samples[0]);
    assert_measured(&samples[1]);
    assert_int_equal(samples[1].checksum, 0);
}

/* Nor does one get away that has another number each time. */
static void whoever_forks_in_turns_is_gone(void **state)
{
    struct child_fixture *fixture = *state;
    char *mark = set_mark(fixture);
    add_job(fixture, "failures", "hopper", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    assert_measured(measure(fixture));
    int file = open(mark, O_RDWR);
    assert_true(file >= 0);
    assert_int_equal(flock(file, LOCK_EX | LOCK_NB), 0);
    close(file);
    free(mark);
}

/* Root may lift a limit, everybody else runs into it. */
static void a_lifted_limit_is_one(void **state)
{
    struct child_fixture *fixture = *state;
    add_job(fixture, "failures", "lifts_limit", ESC_RUNTIME_NONE, ESC_JOB_TIMED)
        ->memory_limit_bytes = 100 << 20;
    add_job(fixture, "failures", "fine", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    const struct esc_sample *samples = measure(fixture);
    assert_int_equal(samples[0].status, ESC_STATUS_MEMORY_LIMIT);
    assert_measured(&samples[1]);
}

static void a_huge_file_is_refused(void **state)
{
    free(set_mark(*state));
    assert_signal(fail_between(*state, "huge_file", ESC_RUNTIME_NONE), SIGXFSZ,
                  "File size limit exceeded (SIGXFSZ)");
}

/* Also when the server cannot see to it any more. */
static void daemons_of_a_killed_server_are_gone(void **state)
{
    struct child_fixture *fixture = *state;
    free(set_mark(fixture));
    add_job(fixture, "failures", "daemon_and_kill_server", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    add_job(fixture, "failures", "sees_daemon", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    const struct esc_sample *samples = measure(fixture);
    assert_int_equal(samples[0].status, ESC_STATUS_ERROR);
    assert_measured(&samples[1]);
    assert_int_equal(samples[1].checksum, 0);
}

/* What is this process's own stays: here a child from before. */
static void other_children_are_left_alone(void **state)
{
    pid_t own = fork();
    if (own == 0)
        for (;;)
            pause();
    fail_between(*state, "kill_server", ESC_RUNTIME_NONE);
    assert_int_equal(waitpid(own, NULL, WNOHANG), 0);
    assert_int_equal(kill(own, SIGKILL), 0);
    assert_int_equal(waitpid(own, NULL, 0), own);
}

static void stopped_or_traced_server(void **state)
{
    static const char *const kernels[] = {"stop_server", "trace_server"};
    struct child_fixture *fixture = *state;
    for (size_t k = 0; k < 2; k++) {
        add_job(fixture, "failures", kernels[k], ESC_RUNTIME_NONE, ESC_JOB_TIMED)->time_limit_ns =
            50000000;
        add_job(fixture, "failures", "fine", ESC_RUNTIME_NONE, ESC_JOB_TIMED)->iterations = 9;
    }
    const struct esc_sample *samples = measure(fixture);
    for (size_t k = 0; k < 4; k += 2) {
        assert_int_equal(samples[k].status, ESC_STATUS_TIME_LIMIT);
        assert_measured(&samples[k + 1]);
        assert_int_equal(samples[k + 1].checksum, 9);
    }
}

/* A stopped server cannot end when it is asked to. */
static void stop_ends_a_stopped_server(void **state)
{
    struct child_fixture *fixture = *state;
    add_job(fixture, "failures", "stop_server", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    add_job(fixture, "failures", "fine", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    struct itimerval soon = {.it_value = {.tv_usec = 300000}};
    struct sigaction action = {.sa_handler = interrupt};
    interrupted = 0;
    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    assert_int_equal(setitimer(ITIMER_REAL, &soon, NULL), 0);
    assert_true(esc_measure(fixture->program, fixture->jobs, 2, fixture->samples, &interrupted,
                            &fixture->error));
    assert_int_equal(fixture->samples[0].status, ESC_STATUS_NOT_RUN);
    assert_int_equal(fixture->samples[1].status, ESC_STATUS_NOT_RUN);
}

static void stores_over_shared_memory(void **state)
{
    struct child_fixture *fixture = *state;
    const struct esc_sample *sample = fail_between(fixture, "overwrite", ESC_RUNTIME_NONE);
    assert_int_not_equal(sample->status, ESC_STATUS_OK);
    fixture->count = 0;
    sample = fail_between(fixture, "overwrite_figures", ESC_RUNTIME_NONE);
    assert_int_equal(sample->status, ESC_STATUS_ERROR);
    assert_string_equal(sample->message, "it wrote over its own figures");
}

static void memory_limit(void **state)
{
    static const struct {
        const char *kernel;
        enum esc_runtime_id runtime;
    } rows[] = {
        {"grow", ESC_RUNTIME_MALLOC},           {"grow", ESC_RUNTIME_BOEHM},
        {"grow_unchecked", ESC_RUNTIME_MALLOC}, {"grow_unchecked", ESC_RUNTIME_BOEHM},
        {"too_large", ESC_RUNTIME_MALLOC},      {"too_large", ESC_RUNTIME_BOEHM},
        {"grow", ESC_RUNTIME_GOHEAP},           {"too_large", ESC_RUNTIME_GOHEAP},
    };
    struct child_fixture *fixture = *state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        add_job(fixture, "failures", rows[k].kernel, rows[k].runtime, ESC_JOB_TIMED)
            ->memory_limit_bytes = 300 << 20;
    const struct esc_sample *samples = measure(fixture);
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        if (samples[k].status != ESC_STATUS_MEMORY_LIMIT)
            fail_msg("%s %d: %s: %s", rows[k].kernel, (int)rows[k].runtime,
                     esc_status_words(samples[k].status), samples[k].message);
        assert_string_equal(samples[k].message, "");
    }
}

static void stack_overflow(void **state)
{
    struct child_fixture *fixture = *state;
    assert_signal(fail_between(fixture, "stack_overflow", ESC_RUNTIME_NONE), SIGSEGV,
                  "stack overflow (SIGSEGV)");
    fixture->count = 0;
    assert_signal(fail_between(fixture, "stack_overflow", ESC_RUNTIME_BOEHM), SIGSEGV,
                  "stack overflow (SIGSEGV)");
}

static void wrong_names(void **state)
{
    struct child_fixture *fixture = *state;
    struct esc_job *job = add_job(fixture, "failures", "fine", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    strcpy(job->symbol, "no_such_kernel");
    job = add_job(fixture, "failures", "fine", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    strcpy(job->library, "/no/such/library.so");
    job = add_job(fixture, "failures", "fine", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    job->kind = ESC_JOB_COUNT; /* of a library without counter */
    job = add_job(fixture, "failures", "fine", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    job->cpu = 1000;
    add_job(fixture, "failures", "fine", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    const struct esc_sample *samples = measure(fixture);
    static const char *const parts[] = {"no_such_kernel", "/no/such/library.so", "esc_counts",
                                        "cannot pin to CPU 1000"};
    for (size_t k = 0; k < 4; k++) {
        assert_int_equal(samples[k].status, ESC_STATUS_ERROR);
        assert_non_null(strstr(samples[k].message, parts[k]));
    }
    assert_measured(&samples[4]);
}

static void setup_and_teardown_fail_too(void **state)
{
    struct child_fixture *fixture = *state;
    assert_signal(fail_between(fixture, "bad_setup", ESC_RUNTIME_NONE), SIGABRT,
                  "Aborted (SIGABRT): in setup");
    fixture->count = 0;
    assert_signal(fail_between(fixture, "bad_teardown", ESC_RUNTIME_NONE), SIGABRT,
                  "Aborted (SIGABRT): in setup");
}

static void much_output_blocks_nobody(void **state)
{
    struct child_fixture *fixture = *state;
    add_job(fixture, "failures", "chatter", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    add_job(fixture, "failures", "segfault", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    const struct esc_sample *samples = measure(fixture);
    assert_measured(&samples[0]);
    assert_signal(&samples[1], SIGSEGV, "Segmentation fault (SIGSEGV)"); /* not the other's words */
}

static void server_killed_in_the_middle(void **state)
{
    struct child_fixture *fixture = *state;
    const struct esc_sample *sample = fail_between(fixture, "kill_server", ESC_RUNTIME_NONE);
    assert_int_equal(sample->status, ESC_STATUS_ERROR);
    assert_string_equal(sample->message, "it ended the process that measures it (signal 9)");
    fixture->count = 0;
    sample = fail_between(fixture, "end_server", ESC_RUNTIME_NONE);
    assert_string_equal(sample->message, "it ended the process that measures it (exit code 0)");
}

static void no_such_child(void **state)
{
    struct child_fixture *fixture = *state;
    add_job(fixture, "failures", "fine", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    assert_false(esc_measure("/no/such/child", fixture->jobs, 1, fixture->samples, &fixture->stop,
                             &fixture->error));
    assert_int_equal(fixture->error.count, 1);
    assert_string_equal(fixture->error.messages[0].file, "/no/such/child");
    assert_string_equal(fixture->error.messages[0].text,
                        "cannot start the measuring child: No such file or directory");
    assert_int_equal(fixture->samples[0].status, ESC_STATUS_NOT_RUN);
    assert_false(esc_measure("/bin/false", fixture->jobs, 1, fixture->samples, &fixture->stop,
                             &fixture->error));
    assert_string_equal(fixture->error.messages[1].text,
                        "the measuring child ended before it began (exit code 1)");
}

/* A signal to the parent ends the visit at once; what was finished before it is kept. The second
 * job sends it, so it comes when the first one is done. */
static void stop_keeps_what_is_done(void **state)
{
    struct child_fixture *fixture = *state;
    interrupted = 0;
    struct sigaction action = {.sa_handler = interrupt};
    struct sigaction before;
    assert_int_equal(sigaction(SIGUSR1, &action, &before), 0);
    char *self = esc_format("%ld", (long)getpid());
    assert_int_equal(setenv("ESC_TEST_PROCESS", self, 1), 0);
    add_job(fixture, "failures", "fine", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    add_job(fixture, "failures", "signal_and_hang", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    add_job(fixture, "failures", "fine", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    assert_true(esc_measure(fixture->program, fixture->jobs, 3, fixture->samples, &interrupted,
                            &fixture->error));
    sigaction(SIGUSR1, &before, NULL);
    free(self);
    assert_int_equal(interrupted, SIGUSR1);
    assert_int_equal(fixture->samples[0].status, ESC_STATUS_OK);
    assert_int_equal(fixture->samples[1].status, ESC_STATUS_NOT_RUN);
    assert_int_equal(fixture->samples[2].status, ESC_STATUS_NOT_RUN);
    assert_true(esc_measure(fixture->program, fixture->jobs, 1, fixture->samples, &interrupted,
                            &fixture->error));
    assert_int_equal(fixture->samples[0].status, ESC_STATUS_NOT_RUN);
}

/* A ^C in the terminal goes to the parent's group; fork server and job are in others. */
static void groups_of_their_own(void **state)
{
    struct child_fixture *fixture = *state;
    add_job(fixture, "failures", "groups", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    const struct esc_sample *sample = measure(fixture);
    assert_measured(sample);
    assert_int_equal(sample->checksum, 7);
}

/* The number in a file, waiting for it to appear for as long as its writer's parent lives. */
static long read_mark(const char *path, pid_t parent)
{
    while (waitpid(parent, NULL, WNOHANG) == 0) {
        struct esc_text text = {0};
        struct esc_error error = {0};
        bool whole = esc_text_read(&text, path, &error) && text.length > 0 &&
                     text.bytes[text.length - 1] == '\n';
        long number = whole ? strtol(text.bytes, NULL, 10) : 0;
        esc_text_free(&text);
        esc_error_free(&error);
        if (whole)
            return number;
        usleep(10000);
    }
    return 0;
}

/* Whoever is orphaned becomes this process's child, so that it can be seen to end. */
static void parent_killed_in_the_middle(void **state)
{
    struct child_fixture *fixture = *state;
    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    char *mark = set_mark(fixture);
    add_job(fixture, "failures", "mark_and_hang", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    pid_t parent = fork();
    if (parent == 0) {
        esc_measure(fixture->program, fixture->jobs, 1, fixture->samples, &fixture->stop,
                    &fixture->error);
        _exit(0);
    }
    pid_t job = (pid_t)read_mark(mark, parent);
    assert_true(job > 1);
    assert_int_equal(kill(parent, SIGKILL), 0);
    int ended = 0; /* the parent, the fork server, the job */
    bool job_ended = false;
    for (pid_t pid; (pid = waitpid(-1, NULL, 0)) > 0; ended++)
        job_ended = job_ended || pid == job;
    assert_int_equal(errno, ECHILD);
    assert_true(job_ended || kill(job, 0) == -1); /* the server may have reaped it */
    assert_true(ended >= 2);
    prctl(PR_SET_CHILD_SUBREAPER, 0);
    free(mark);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up_child, tear_down_child)
        TEST(segfault),
        TEST(division),
        TEST(abort_with_last_line),
        TEST(assertion_names_the_case),
        TEST(exits),
        TEST(hang),
        TEST(group_is_killed),
        TEST(daemons_are_gone_before_the_next),
        TEST(daemons_of_a_killed_server_are_gone),
        TEST(whoever_forks_in_turns_is_gone),
        TEST(a_lifted_limit_is_one),
        TEST(a_huge_file_is_refused),
        TEST(other_children_are_left_alone),
        TEST(stopped_or_traced_server),
        TEST(stop_ends_a_stopped_server),
        TEST(stores_over_shared_memory),
        TEST(memory_limit),
        TEST(stack_overflow),
        TEST(wrong_names),
        TEST(setup_and_teardown_fail_too),
        TEST(much_output_blocks_nobody),
        TEST(server_killed_in_the_middle),
        TEST(groups_of_their_own),
        TEST(parent_killed_in_the_middle),
        TEST(no_such_child),
        TEST(stop_keeps_what_is_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
