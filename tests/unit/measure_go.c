/*
 * Jobs in Go: what a Go program writes becomes a sample, and one that fails, hangs or lies costs
 * its own. Programs that misbehave are shell scripts; those that measure are built by the real go.
 */
#include "golang/golang.h"
#include "measure_child.h"

#include <signal.h>
#include <sys/stat.h>

/* ---- programs that misbehave ---------------------------------------------------------------- */

static char *write_script(const struct child_fixture *fixture, const char *text)
{
    struct esc_error error = {0};
    char *path = esc_format("%s/program", fixture->folder);
    char *whole = esc_format("#!/bin/sh\n%s\n", text);
    assert_true(esc_text_write(path, whole, strlen(whole), &error));
    assert_int_equal(chmod(path, 0755), 0);
    free(whole);
    return path;
}

static struct esc_job *add_program(struct child_fixture *fixture, const char *program,
                                   enum esc_job_kind kind)
{
    assert_true(fixture->count < sizeof fixture->jobs / sizeof *fixture->jobs);
    struct esc_job *job = &fixture->jobs[fixture->count++];
    *job = (struct esc_job){.kind = kind,
                            .runtime = ESC_RUNTIME_GO,
                            .symbol = "heap",
                            .iterations = 1000,
                            .min_time_ns = 1000000,
                            .time_limit_ns = INT64_C(3600) * 1000000000,
                            .threads = 1,
                            .cpu = -1,
                            .gogc = 100};
    snprintf(job->library, sizeof job->library, "%s", program);
    return job;
}

static const struct esc_sample *run_script(struct child_fixture *fixture, const char *text)
{
    char *program = write_script(fixture, text);
    fixture->count = 0;
    add_program(fixture, program, ESC_JOB_TIMED);
    free(program);
    return measure(fixture);
}

/* What a program writes that did 1000 operations, in two cycles. */
#define FIGURES(operations, cycles) FIGURES_OF(operations, "wall_ns 5000", "0", cycles)
#define FIGURES_OF(operations, wall, delay, cycles)                                                   \
    "cat >&3 <<'END'\niterations " operations "\nchecksum 18446744073709551615\n" wall                \
    "\ncpu_ns 6000\ndelay_ns " delay                                                                  \
    "\nswitches 3\nfaults 8\nallocs 1000\nbytes 64000\n"                                              \
    "gc_cycles 2\ngc_forced 0\ngc_pause_ns 70\ngc_mark_ns -1\ngc_assist_ns -1\ngc_cpu_ns -1\n" cycles \
    "\nEND"
#define TWO_CYCLES "cycle 100 30\ncycle 900 40\nend"

static void figures_become_a_sample(void **state)
{
    const struct esc_sample *sample = run_script(*state, FIGURES("1000", TWO_CYCLES));
    assert_measured(sample);
    assert_int_equal(sample->iterations, 1000);
    assert_true(sample->checksum == UINT64_MAX);
    assert_int_equal(sample->wall_ns, 5000);
    assert_int_equal(sample->cpu_ns, 6000);
    assert_int_equal(sample->disturbance.wait_ns, 0);
    assert_int_equal(sample->disturbance.switches, 3);
    assert_int_equal(sample->disturbance.faults, 8);
    assert_int_equal(sample->gc.cycles, 2);
    assert_int_equal(sample->gc.allocs, 1000);
    assert_int_equal(sample->gc.alloc_bytes, 64000);
    assert_int_equal(sample->gc.pause_total_ns, 70);
    assert_int_equal(sample->gc.pause_max_ns, 40);
    assert_int_equal(sample->gc.gc_cpu_ns, -1); /* unknown, not guessed */
    assert_int_equal(sample->gc.heap_peak_bytes, -1);
    assert_int_equal(sample->gc.live_bytes, -1);
    assert_int_equal(sample->gc.rss_bytes, -1);
    assert_int_equal(sample->cycle_count, 2);
    assert_int_equal(sample->cycles[1].end_ns, 900);
    assert_int_equal(sample->cycles[1].pause_ns[0], 40);
    assert_int_equal(sample->cycles[1].pause_ns[1], -1);
    assert_int_equal(sample->cycles[1].goal_bytes, -1);
}

/* Not more than its threads stood in run queues, nor than the 3000 ns in which none ran. */
static void a_wait_is_neither_sleep_nor_own_turns(void **state)
{
    static const struct {
        const char *figures;
        int64_t wait_ns;
    } rows[] = {
        {FIGURES_OF("1000", "wall_ns 9000", "2000", TWO_CYCLES), 2000},
        {FIGURES_OF("1000", "wall_ns 9000", "7000", TWO_CYCLES), 3000},
        {FIGURES_OF("1000", "wall_ns 9000", "-1", TWO_CYCLES), -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct esc_sample *sample = run_script(*state, rows[i].figures);
        assert_measured(sample);
        assert_int_equal(sample->disturbance.wait_ns, rows[i].wait_ns);
    }
}

static void what_cannot_be_read_is_no_sample(void **state)
{
    static const char *const lies[] = {
        "echo rubbish >&3",
        FIGURES("999", TWO_CYCLES),                       /* other operations than were asked */
        FIGURES("1000", "cycle 100 30\ncycle 900 40"),    /* no end */
        FIGURES("1000", TWO_CYCLES "\nend"),              /* more than the end */
        FIGURES("1000", "cycle 1 1\n" TWO_CYCLES),        /* more cycles than were counted */
        FIGURES("1000", "cycle 100 -30\nend"),            /* a stop of negative length */
        FIGURES("1000", "cycle 100 3x\nend"),             /* no number */
        FIGURES("+1000", TWO_CYCLES),                     /* no digits */
        FIGURES("99999999999999999999999", TWO_CYCLES),   /* no 64 bits */
        FIGURES("1000", TWO_CYCLES) "; printf '\\0' >&3", /* bytes behind the text */
    };
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        const struct esc_sample *sample = run_script(*state, lies[i]);
        assert_int_equal(sample->status, ESC_STATUS_ERROR);
        assert_string_equal(sample->message, "Go's program wrote figures that cannot be read");
        assert_int_equal(sample->iterations, 0);
        assert_int_equal(sample->cycle_count, 0);
    }
}

static void an_exit_is_told_with_its_code(void **state)
{
    const struct esc_sample *sample = run_script(*state, "exit 3");
    assert_int_equal(sample->status, ESC_STATUS_EXIT);
    assert_int_equal(sample->signal_or_exit, 3);
    sample = run_script(*state, "exit 0");
    assert_int_equal(sample->status, ESC_STATUS_EXIT);
    assert_int_equal(sample->signal_or_exit, 0);
    sample = run_script(*state, FIGURES("1000", TWO_CYCLES) "\nexit 1"); /* after its figures */
    assert_int_equal(sample->status, ESC_STATUS_EXIT);
}

static void a_panic_is_told_without_its_trace(void **state)
{
    const struct esc_sample *sample = run_script(
        *state,
        "echo noise >&2; echo 'panic: boom' >&2; printf '\\n\\ngoroutine 1\\n' >&2; exit 2");
    assert_int_equal(sample->status, ESC_STATUS_ERROR);
    assert_string_equal(sample->message, "panic: boom");
    sample = run_script(*state, "echo 'fatal error: runtime: out of memory' >&2; exit 2");
    assert_int_equal(sample->status, ESC_STATUS_MEMORY_LIMIT);
}

static void a_signal_is_told(void **state)
{
    const struct esc_sample *sample = run_script(*state, "kill -SEGV $$");
    assert_int_equal(sample->status, ESC_STATUS_SIGNAL);
    assert_int_equal(sample->signal_or_exit, SIGSEGV);
}

static void a_program_that_hangs_is_ended(void **state)
{
    struct child_fixture *fixture = *state;
    char *program = write_script(fixture, "while :; do :; done");
    add_program(fixture, program, ESC_JOB_TIMED)->time_limit_ns = 50000000;
    assert_int_equal(measure(fixture)->status, ESC_STATUS_TIME_LIMIT);
    free(program);
}

static void no_program_is_an_error(void **state)
{
    struct child_fixture *fixture = *state;
    add_program(fixture, "/no/such/program", ESC_JOB_TIMED);
    assert_int_equal(measure(fixture)->status, ESC_STATUS_ERROR);
    assert_non_null(strstr(fixture->samples[0].message, "cannot start Go's program"));
}

/* Figures of one job are not taken for those of the next, which writes none. */
static void jobs_share_no_figures(void **state)
{
    struct child_fixture *fixture = *state;
    char *program =
        write_script(fixture, "test $2 = count && exit 0\n" FIGURES("1000", TWO_CYCLES));
    add_program(fixture, program, ESC_JOB_TIMED);
    add_program(fixture, program, ESC_JOB_COUNT);
    measure(fixture);
    assert_measured(&fixture->samples[0]);
    assert_int_equal(fixture->samples[1].status, ESC_STATUS_EXIT);
    free(program);
}

static void a_program_gets_what_the_job_says(void **state)
{
    struct child_fixture *fixture = *state;
    char *seen = esc_format("%s/seen", fixture->folder);
    char *text = esc_format("echo $* GOGC=$GOGC GOMAXPROCS=$GOMAXPROCS [$GODEBUG] >'%s'", seen);
    char *program = write_script(fixture, text);
    setenv("GODEBUG", "gctrace=1", 1);
    struct esc_job *job = add_program(fixture, program, ESC_JOB_TIMED);
    job->warmup = 50;
    job->threads = 2;
    job->stack_offset = 1088;
    job->checked = 200;
    job->gogc = -1;
    measure(fixture);
    unsetenv("GODEBUG");
    struct esc_text out = {0};
    struct esc_error error = {0};
    assert_true(esc_text_read(&out, seen, &error));
    assert_string_equal(out.bytes,
                        "heap timed 500 25 2 1000000 1088 100 GOGC=off GOMAXPROCS=2 []\n");
    esc_text_free(&out);
    free(program);
    free(text);
    free(seen);
}

/* ---- programs of the real go ---------------------------------------------------------------- */

/* Each operation allocates 64 bytes with a pointer; the package counts its calls. */
static const char go_before[] =
    "import \"os\"\n"
    "type object struct { next *object; pad [7]uint64 }\n"
    "var sink *object\n"
    "func exit() { os.Exit(3) }\n";
static const char go_stack[] = "func stackOp(i uint64) uint64 { return i }\n";
static const char go_heap[] = "func heapOp(i uint64) uint64 { sink = new(object); return i }\n";

/* Builds the case with that Go on the heap side and adds a job. NULL: there is no go here. */
static struct esc_job *add_go(struct child_fixture *fixture, const char *heap,
                              enum esc_job_kind kind)
{
    static const struct esc_go_unit unit = {0, 0};
    struct esc_go go = {0};
    struct esc_error error = {0};
    struct esc_error faults = {0};
    struct esc_go_module module;
    struct small_case small;
    if (!esc_go_find("go", &go, &error)) {
        esc_error_free(&error);
        return NULL;
    }
    small_case(&small, "good", "cases/good.lua", NULL, "", "");
    small.bench_case.go = (struct esc_source){(char *)(uintptr_t)go_before, 2};
    small.strategies[0].go = (struct esc_source){(char *)(uintptr_t)go_stack, 10};
    small.strategies[1].go = (struct esc_source){(char *)(uintptr_t)heap, 20};
    bool good = esc_go_build(&small.bench_case, 1, &unit, 1, &go, fixture->folder, true, &module,
                             &faults, &error);
    esc_error_print(&error, stderr);
    esc_error_print(&faults, stderr);
    assert_true(good && module.programs[0] != NULL);
    struct esc_job *job = add_program(fixture, module.programs[0], kind);
    esc_go_module_free(&module);
    esc_go_free(&go);
    return job;
}

/* Both passes fold 0 … 999 as the loop of the C side does: rotate by one, exclusive or. */
static uint64_t folded(uint64_t n)
{
    uint64_t sum = 0;
    for (uint64_t i = 0; i < n; i++)
        sum = (sum << 1 | sum >> 63) ^ i;
    return sum;
}

static void allocations_are_counted_exactly(void **state)
{
    struct child_fixture *fixture = *state;
    if (add_go(fixture, go_heap, ESC_JOB_COUNT) == NULL)
        skip();
    const struct esc_sample *sample = measure(fixture);
    assert_measured(sample);
    assert_int_equal(sample->count_allocs, 1000);
    assert_int_equal(sample->count_bytes, 64000);
    assert_int_equal(sample->count_requested_bytes, -1);
    assert_true(sample->checksum == folded(1000));
}

/* 64 MB in an empty heap: the least goal is 4 MiB, so there are some 20 cycles, each with a stop.
 */
static void a_timed_pass_has_cycles_and_stops(void **state)
{
    struct child_fixture *fixture = *state;
    struct esc_job *job = add_go(fixture, go_heap, ESC_JOB_TIMED);
    if (job == NULL)
        skip();
    job->iterations = 1000000;
    job->checked = 1000;
    job->stack_offset = 1088;
    const struct esc_sample *sample = measure(fixture);
    assert_measured(sample);
    assert_int_equal(sample->iterations, 1000000);
    assert_true(sample->gc.cycles >= 10 && sample->gc.cycles <= 30);
    assert_int_equal(sample->cycle_count, sample->gc.cycles);
    int64_t sum_ns = 0;
    for (uint32_t k = 0; k < sample->cycle_count; k++) {
        assert_true(sample->cycles[k].end_ns >= (k > 0 ? sample->cycles[k - 1].end_ns : 0));
        sum_ns += sample->cycles[k].pause_ns[0];
    }
    assert_int_equal(sum_ns, sample->gc.pause_total_ns);
    assert_true(sample->wall_ns > 0 && sample->cpu_ns > 0);
    assert_true(sample->gc.allocs >= 1000000 && sample->gc.allocs < 1000100);
    assert_true(sample->checksum == folded(1000));
    assert_true(sample->disturbance.thread_cpu_ns > 0 && sample->disturbance.switches >= 0);
}

static void threads_share_the_operations(void **state)
{
    struct child_fixture *fixture = *state;
    struct esc_job *job = add_go(fixture, go_heap, ESC_JOB_TIMED);
    if (job == NULL)
        skip();
    job->threads = 4;
    const struct esc_sample *sample = measure(fixture);
    assert_measured(sample);
    assert_int_equal(sample->iterations, 1000);
    assert_true(sample->checksum == 4 * folded(250));
}

static void calibration_fills_its_time(void **state)
{
    struct child_fixture *fixture = *state;
    struct esc_job *job = add_go(fixture, go_heap, ESC_JOB_CALIBRATE);
    if (job == NULL)
        skip();
    job->iterations = 0;
    const struct esc_sample *sample = measure(fixture);
    assert_measured(sample);
    assert_true(sample->wall_ns >= 1000000);
    assert_true(sample->checksum == folded(sample->iterations));
}

static void faults_of_go_are_told(void **state)
{
    struct child_fixture *fixture = *state;
    static const struct {
        const char *go;
        enum esc_status status;
        const char *words;
    } rows[] = {
        {"func heapOp(i uint64) uint64 { return []uint64{}[i] }\n", ESC_STATUS_ERROR,
         "panic: runtime error: index out of range [0] with length 0"},
        {"func heapOp(i uint64) uint64 { exit(); return i }\n", ESC_STATUS_EXIT, ""},
        {"func heapOp(i uint64) uint64 { for { i++ } }\n", ESC_STATUS_TIME_LIMIT, ""},
        {"var kept [][]byte\nfunc heapOp(i uint64) uint64 {\n"
         "kept = append(kept, make([]byte, 1<<20)); return i }\n",
         ESC_STATUS_MEMORY_LIMIT, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        fixture->count = 0;
        struct esc_job *job = add_go(fixture, rows[i].go, ESC_JOB_TIMED);
        if (job == NULL)
            skip();
        if (rows[i].status == ESC_STATUS_TIME_LIMIT)
            job->time_limit_ns = 300000000;
        job->memory_limit_bytes = INT64_C(1) << 28;
        const struct esc_sample *sample = measure(fixture);
        assert_int_equal(sample->status, rows[i].status);
        assert_string_equal(sample->message, rows[i].words);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up_child, tear_down_child)
    const struct CMUnitTest tests[] = {
        TEST(figures_become_a_sample),
        TEST(a_wait_is_neither_sleep_nor_own_turns),
        TEST(what_cannot_be_read_is_no_sample),
        TEST(an_exit_is_told_with_its_code),
        TEST(a_panic_is_told_without_its_trace),
        TEST(a_signal_is_told),
        TEST(a_program_that_hangs_is_ended),
        TEST(no_program_is_an_error),
        TEST(jobs_share_no_figures),
        TEST(a_program_gets_what_the_job_says),
        TEST(allocations_are_counted_exactly),
        TEST(a_timed_pass_has_cycles_and_stops),
        TEST(threads_share_the_operations),
        TEST(calibration_fills_its_time),
        TEST(faults_of_go_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
