/*
 * Events and counters of a pass of their own: what is counted, what is refused. The events of the
 * kernel open on every machine that does not forbid them; of the processor's only that each is
 * either counted or refused.
 */
#include "measure_child.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <math.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static struct esc_job *tally_job(struct child_fixture *fixture, const char *kernel,
                                 enum esc_runtime_id runtime, uint64_t iterations)
{
    struct esc_job *job = add_job(fixture, "work", kernel, runtime, ESC_JOB_TALLY);
    job->iterations = iterations;
    job->events = true;
    return job;
}

/* A machine may forbid all of it to this test: then there is nothing to look at. */
static void skip_where_forbidden(const struct esc_sample *sample)
{
    if (sample->tally.refused[ESC_EVENT_PAGE_FAULTS] == ESC_REFUSAL_FORBIDDEN)
        skip();
}

/* One a page that is touched; few of the reading itself, none of the warm-up. */
static void page_faults_are_counted(void **state)
{
    struct child_fixture *fixture = *state;
    tally_job(fixture, "fault", ESC_RUNTIME_NONE, 1000)->warmup = 5000;
    tally_job(fixture, "fault", ESC_RUNTIME_NONE, 4000);
    const struct esc_sample *samples = measure(fixture);
    for (size_t k = 0; k < 2; k++) {
        const struct esc_tally *tally = &samples[k].tally;
        assert_measured(&samples[k]);
        skip_where_forbidden(&samples[k]);
        assert_true(tally->events_taken);
        assert_int_equal(tally->refused[ESC_EVENT_PAGE_FAULTS], ESC_REFUSAL_NONE);
        double least = k == 0 ? 1000 : 4000;
        assert_true(tally->events[ESC_EVENT_PAGE_FAULTS] >= least);
        assert_true(tally->events[ESC_EVENT_PAGE_FAULTS] < least + 500);
    }
}

/* A kernel that sleeps gives its processor away once an operation. */
static void switches_are_counted(void **state)
{
    struct child_fixture *fixture = *state;
    tally_job(fixture, "sleeps", ESC_RUNTIME_NONE, 50);
    const struct esc_sample *samples = measure(fixture);
    assert_measured(&samples[0]);
    if (samples[0].tally.refused[ESC_EVENT_CONTEXT_SWITCHES] == ESC_REFUSAL_FORBIDDEN)
        skip();
    assert_true(samples[0].tally.events[ESC_EVENT_CONTEXT_SWITCHES] >= 50);
}

/* Faults of all threads, not of the first alone. */
static void all_threads_are_counted(void **state)
{
    struct child_fixture *fixture = *state;
    tally_job(fixture, "fault", ESC_RUNTIME_NONE, 4000)->threads = 4;
    const struct esc_sample *samples = measure(fixture);
    assert_measured(&samples[0]);
    skip_where_forbidden(&samples[0]);
    assert_int_equal(samples[0].iterations, 4000);
    assert_true(samples[0].tally.events[ESC_EVENT_PAGE_FAULTS] >= 4000);
}

/* 2000 additions in a loop are so many instructions at least, where they can be counted. */
static void each_event_is_counted_or_refused(void **state)
{
    struct child_fixture *fixture = *state;
    tally_job(fixture, "counters", ESC_RUNTIME_NONE, 2000);
    const struct esc_sample *samples = measure(fixture);
    const struct esc_tally *tally = &samples[0].tally;
    assert_measured(&samples[0]);
    for (int e = 0; e < ESC_EVENTS; e++)
        if (tally->refused[e] != ESC_REFUSAL_NONE)
            assert_true(fpclassify(tally->events[e]) == FP_ZERO);
    if (tally->refused[ESC_EVENT_INSTRUCTIONS] == ESC_REFUSAL_NONE)
        assert_true(tally->events[ESC_EVENT_INSTRUCTIONS] >= 2000);
}

/* What was set stays; what was added is that of the pass and the teardown, 3 an operation and 1000;
 * what was never touched is not set. The times are like those of a timed sample. */
static void a_case_has_counters_of_its_own(void **state)
{
    struct child_fixture *fixture = *state;
    struct esc_job *job = tally_job(fixture, "counters", ESC_RUNTIME_NONE, 2000);
    job->warmup = 500;
    job->events = false;
    const struct esc_sample *samples = measure(fixture);
    const struct esc_tally *tally = &samples[0].tally;
    assert_measured(&samples[0]);
    assert_false(tally->events_taken);
    assert_float_equal(tally->counters[0], 7.5, 0);
    assert_float_equal(tally->counters[1], -2, 0);
    assert_float_equal(tally->counters[2], 2000 * 3 + 1000, 0);
    for (int k = 0; k < 3; k++)
        assert_true(tally->set[k]);
    assert_false(tally->set[3]);
    assert_int_equal(samples[0].checksum, 2000);
}

static void a_counter_that_is_no_number_is_a_fault(void **state)
{
    struct child_fixture *fixture = *state;
    tally_job(fixture, "no_number", ESC_RUNTIME_NONE, 10);
    const struct esc_sample *samples = measure(fixture);
    assert_int_equal(samples[0].status, ESC_STATUS_ERROR);
    assert_non_null(strstr(samples[0].message, "is no number"));
}

/* The usual pass counts none of it. */
static void a_timed_pass_has_no_tally(void **state)
{
    struct child_fixture *fixture = *state;
    add_job(fixture, "work", "counters", ESC_RUNTIME_NONE, ESC_JOB_TIMED)->iterations = 100;
    const struct esc_sample *samples = measure(fixture);
    assert_measured(&samples[0]);
    assert_false(samples[0].tally.events_taken);
    for (int k = 0; k < ESC_COUNTERS_MOST; k++)
        assert_false(samples[0].tally.set[k]);
}

/* From here on perf_event_open is EPERM for this process and all that it starts, as a container's
 * filter makes it. */
static void forbid_events(void)
{
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_perf_event_open, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1 /* EPERM */),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        skip();
}

/* The last test: there is no way back. */
static void what_is_forbidden_is_told_and_costs_nothing_else(void **state)
{
    struct child_fixture *fixture = *state;
    tally_job(fixture, "counters", ESC_RUNTIME_NONE, 2000);
    forbid_events();
    const struct esc_sample *samples = measure(fixture);
    assert_measured(&samples[0]);
    assert_true(samples[0].tally.events_taken);
    for (int e = 0; e < ESC_EVENTS; e++)
        assert_int_equal(samples[0].tally.refused[e], ESC_REFUSAL_FORBIDDEN);
    assert_float_equal(samples[0].tally.counters[2], 2000 * 3 + 1000, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up_child, tear_down_child)
        TEST(page_faults_are_counted),
        TEST(switches_are_counted),
        TEST(all_threads_are_counted),
        TEST(each_event_is_counted_or_refused),
        TEST(a_case_has_counters_of_its_own),
        TEST(a_counter_that_is_no_number_is_a_fault),
        TEST(a_timed_pass_has_no_tally),
        TEST(what_is_forbidden_is_told_and_costs_nothing_else),
    };
    return cmocka_run_group_tests_name("measure_tally", tests, NULL, NULL);
}
