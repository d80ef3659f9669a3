/* The C port as part of a process: after fork, inside itself, with an environment that means to
 * steer the library, without memory, and silent throughout. */
#include "gbench_rows.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ADDRESS_SANITIZER 1
#endif
#endif

static struct kept_rows rows;

static const struct gb_spec *counting(long *done)
{
    static struct gb_spec spec;
    spec = (struct gb_spec){
        .name = "process", .function = count_iterations, .user = done, .iterations = 1000};
    return &spec;
}

/* Exit status of `body` run in a forked child, which leaves by _exit. */
static int in_child(int (*body)(void))
{
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(body());
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int measures_right(void)
{
    long done = 0;
    struct gb_sample sample = {0};
    const bool measured = gb_measure(counting(&done), &sample, NULL);
    return measured && done == 1000 && sample.iterations == 1000 ? 0 : 1;
}

static int measures_right_in_grandchild(void)
{
    if (measures_right() != 0)
        return 1;
    return in_child(measures_right);
}

static void children_measure(void **state)
{
    (void)state;
    assert_int_equal(in_child(measures_right), 0); /* before the parent ran anything */
    gb_prepare();
    gb_prepare();
    assert_int_equal(in_child(measures_right), 0);
    assert_int_equal(measures_right(), 0);
    assert_int_equal(in_child(measures_right_in_grandchild), 0);
    assert_int_equal(in_child(measures_right_in_grandchild), 0);
}

static int runs_what_the_parent_registered(void)
{
    rows.count = 0;
    return gb_run("process", keep_row, &rows, NULL) == 1 && rows.count == 1 ? 0 : 1;
}

static void children_inherit_registrations(void **state)
{
    (void)state;
    long done = 0;
    assert_true(gb_register(counting(&done), NULL));
    assert_int_equal(in_child(runs_what_the_parent_registered), 0);
    assert_int_equal(done, 0);
    assert_true(gb_clear());
}

static void enter_again(struct gb_state *state, void *user)
{
    long *refusals = user;
    struct gb_error error = {""};
    struct gb_sample sample;
    long done = 0;
    while (gb_batch(state) > 0)
        ;
    *refusals += !gb_register(counting(&done), &error);
    *refusals += strcmp(error.text, "a benchmark is running") == 0;
    error.text[0] = '\0';
    *refusals += gb_run(NULL, NULL, NULL, &error) == 0;
    *refusals += strcmp(error.text, "a benchmark is running") == 0;
    error.text[0] = '\0';
    *refusals += !gb_measure(counting(&done), &sample, &error);
    *refusals += strcmp(error.text, "a benchmark is running") == 0;
    *refusals += !gb_clear();
}

static void a_run_inside_a_run_is_refused(void **state)
{
    (void)state;
    long refusals = 0;
    run_alone(
        &(struct gb_spec){
            .name = "nested", .function = enter_again, .user = &refusals, .iterations = 1},
        &rows);
    assert_int_equal(refusals, 7);
    assert_false(rows.rows[0].row.failed);
}

static void fork_inside(struct gb_state *state, void *user)
{
    long *done = user;
    for (int64_t n; (n = gb_batch(state)) > 0;)
        *done += in_child(measures_right) == 1; /* refused there too: the child is inside the run */
}

static void a_function_may_fork(void **state)
{
    (void)state;
    long done = 0;
    run_alone(
        &(struct gb_spec){.name = "fork", .function = fork_inside, .user = &done, .iterations = 1},
        &rows);
    assert_int_equal(done, 1);
}

/* Where `run` is the test program itself started again; see main. */
static int start_again(const char *const *environment, char *said, size_t capacity)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        for (; *environment != NULL; environment += 2)
            setenv(environment[0], environment[1], 1);
        execl("/proc/self/exe", "gbench_process", "again", (char *)NULL);
        _exit(126);
    }
    close(ends[1]);
    size_t length = 0;
    ssize_t got;
    while ((got = read(ends[0], said + length, capacity - 1 - length)) > 0)
        length += (size_t)got;
    said[length] = '\0';
    close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void skip_now(struct gb_state *state, void *user)
{
    (void)user;
    gb_skip_with_error(state, "skipped");
}

/* What the second process does: everything that could print. */
static int run_everything(void)
{
    long done = 0;
    if (!gb_register(counting(&done), NULL))
        return 2;
    if (gb_run(NULL, keep_row, &rows, NULL) != 1 || rows.count != 1 || done != 1000)
        return 3;
    if (strcmp(rows.rows[0].name, "process/iterations:1000") != 0)
        return 4;
    if (rows.rows[0].row.unit != GB_NANOSECOND || rows.rows[0].row.counter_count != 0)
        return 5;
    struct gb_sample sample;
    if (gb_measure(&(struct gb_spec){.name = "skip", .function = skip_now}, &sample, NULL))
        return 6;
    if (gb_run("no[", NULL, NULL, NULL) != 0 || gb_run("nothing", NULL, NULL, NULL) != 0)
        return 7;
    int64_t many[300] = {0};
    const struct gb_spec large = {.name = "large",
                                  .function = count_iterations,
                                  .user = &done,
                                  .iterations = 1,
                                  .args = many,
                                  .arg_rows = 300,
                                  .arg_count = 1};
    return gb_register(&large, NULL) && gb_run(NULL, NULL, NULL, NULL) == 300 ? 0 : 8;
}

static void prints_nothing(void **state)
{
    (void)state;
    const char *const environment[] = {NULL};
    char said[1024];
    assert_int_equal(start_again(environment, said, sizeof said), 0);
    assert_string_equal(said, "");
}

static void environment_has_no_say(void **state)
{
    (void)state;
    char folder[] = "/tmp/gbench-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char file[64];
    snprintf(file, sizeof file, "%s/out", folder);
    const char *const environment[] = {"BENCHMARK_OUT",
                                       file,
                                       "BENCHMARK_OUT_FORMAT",
                                       "bogus",
                                       "BENCHMARK_FORMAT",
                                       "bogus",
                                       "BENCHMARK_REPETITIONS",
                                       "3",
                                       "BENCHMARK_FILTER",
                                       "nothing",
                                       "BENCHMARK_LIST_TESTS",
                                       "true",
                                       "BENCHMARK_TIME_UNIT",
                                       "ms",
                                       "BENCHMARK_PERF_COUNTERS",
                                       "CYCLES",
                                       "BENCHMARK_ENABLE_RANDOM_INTERLEAVING",
                                       "true",
                                       "BENCHMARK_DRY_RUN",
                                       "true",
                                       "BENCHMARK_REPORT_AGGREGATES_ONLY",
                                       "true",
                                       NULL};
    char said[1024];
    assert_int_equal(start_again(environment, said, sizeof said), 0);
    assert_string_equal(said, "");
    assert_int_equal(access(file, F_OK), -1);
    assert_int_equal(rmdir(folder), 0);
}

/* A table that cannot be copied in the address space that is left: std::bad_alloc inside. */
static int registers_without_memory(void)
{
    const size_t count = 1 << 20;
    int64_t *args = mmap(NULL, count * sizeof *args, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (args == MAP_FAILED)
        return 2;
    long done = 0;
    struct gb_spec spec = *counting(&done);
    spec.args = args;
    spec.arg_rows = count;
    spec.arg_count = 1;
    const struct rlimit none = {1, 1};
    struct gb_error error = {""};
    if (setrlimit(RLIMIT_AS, &none) != 0)
        return 3;
    if (gb_register(&spec, &error))
        return 4;
    return strcmp(error.text, "std::bad_alloc") == 0 && gb_run(NULL, NULL, NULL, NULL) == 0 ? 0 : 5;
}

static void no_memory_is_an_error(void **state)
{
    (void)state;
#ifdef ADDRESS_SANITIZER
    skip(); /* it ends the process where operator new would throw */
#endif
    assert_int_equal(in_child(registers_without_memory), 0);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "again") == 0)
        return run_everything();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(children_measure),
        cmocka_unit_test(children_inherit_registrations),
        cmocka_unit_test(a_run_inside_a_run_is_refused),
        cmocka_unit_test(a_function_may_fork),
        cmocka_unit_test(prints_nothing),
        cmocka_unit_test(environment_has_no_say),
        cmocka_unit_test(no_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
