/* What a sample holds when all goes well: checksums, exact counts, threads, times, collections. */
#include "measure_child.h"

#include "child/child.h"

#include <sched.h>
#include <signal.h>
#include <sys/wait.h>

static const enum esc_runtime_id heaps[] = {ESC_RUNTIME_MALLOC, ESC_RUNTIME_BOEHM,
                                            ESC_RUNTIME_GOHEAP};
enum { HEAPS = sizeof heaps / sizeof *heaps };

/* Sum of 0 … n-1, and of 1 … n. */
static uint64_t sum_below(uint64_t n)
{
    return n * (n - 1) / 2;
}

static uint64_t sum_to(uint64_t n)
{
    return n * (n + 1) / 2;
}

/* An operation of `allocate` asks for 40 + 24 + 72 + 100 bytes in 4 calls; of no bytes for none. */
static void counts_are_exact(void **state)
{
    struct child_fixture *fixture = *state;
    for (size_t k = 0; k < HEAPS; k++) {
        struct esc_job *job = add_job(fixture, "work", "allocate", heaps[k], ESC_JOB_COUNT);
        job->iterations = 1000;
        job->warmup = 10;
    }
    const struct esc_sample *samples = measure(fixture);
    for (size_t k = 0; k < HEAPS; k++) {
        assert_measured(&samples[k]);
        assert_int_equal(samples[k].iterations, 1000);
        assert_int_equal(samples[k].checksum, sum_below(1000));
        assert_int_equal(samples[k].count_allocs, 4 * 1000);
        assert_int_equal(samples[k].count_requested_bytes, 236 * 1000);
        assert_true(samples[k].count_bytes >= 236 * 1000);
        assert_int_equal(samples[k].wall_ns, 0);
    }
}

/* malloc 10, calloc 2 * 10, realloc 1000, aligned_alloc 64. */
static void libc_calls_are_counted(void **state)
{
    struct child_fixture *fixture = *state;
    add_job(fixture, "work", "libc_calls", ESC_RUNTIME_NONE, ESC_JOB_COUNT)->iterations = 10;
    const struct esc_sample *sample = measure(fixture);
    assert_measured(sample);
    assert_int_equal(sample->count_allocs, 4 * 10);
    assert_int_equal(sample->count_requested_bytes, (10 + 20 + 1000 + 64) * 10);
}

/* Three blocks an operation, of which the case calls one by its own name. The warm-up has made the
 * file and its buffer. */
static void what_libc_allocates_for_the_case_is_counted(void **state)
{
    struct child_fixture *fixture = *state;
    for (size_t k = 0; k < HEAPS; k++) {
        struct esc_job *job = add_job(fixture, "work", "libc_inside", heaps[k], ESC_JOB_COUNT);
        job->iterations = 10;
        job->warmup = 1;
    }
    const struct esc_sample *samples = measure(fixture);
    for (size_t k = 0; k < HEAPS; k++) {
        assert_measured(&samples[k]);
        assert_int_equal(samples[k].count_allocs, 3 * 10);
        assert_int_equal(samples[k].count_requested_bytes, (6 + 4 + 24) * 10);
        for (size_t s = 0; s < ESC_SAMPLE_SITES; s++)
            assert_int_equal(samples[k].sites[s].allocs, 10);
        assert_string_equal(samples[k].sites[0].callee, "strdup");
    }
}

static void timed_pass(void **state)
{
    struct child_fixture *fixture = *state;
    for (size_t k = 0; k < HEAPS; k++) {
        struct esc_job *job = add_job(fixture, "work", "allocate", heaps[k], ESC_JOB_TIMED);
        job->iterations = 5000;
        job->warmup = 100;
    }
    const struct esc_sample *samples = measure(fixture);
    for (size_t k = 0; k < HEAPS; k++) {
        assert_measured(&samples[k]);
        assert_int_equal(samples[k].iterations, 5000);
        assert_int_equal(samples[k].checksum, sum_below(5000));
        assert_true(samples[k].wall_ns > 0);
        assert_true(samples[k].cpu_ns > 0);
        assert_true(samples[k].child_wall_ns > samples[k].wall_ns);
        assert_int_equal(samples[k].count_allocs, 0);
    }
}

/* Sides that run different numbers of operations agree on those that both run. */
static void the_checked_operations_give_the_checksum(void **state)
{
    struct child_fixture *fixture = *state;
    const uint64_t checked[] = {0, 1, 700, 4999, 5000, 6000};
    for (size_t k = 0; k < 6; k++) {
        struct esc_job *job = add_job(fixture, "work", "allocate", heaps[0], ESC_JOB_TIMED);
        job->iterations = 5000;
        job->checked = checked[k];
    }
    const struct esc_sample *samples = measure(fixture);
    for (size_t k = 0; k < 6; k++) {
        bool all = checked[k] == 0 || checked[k] > 5000;
        assert_measured(&samples[k]);
        assert_int_equal(samples[k].iterations, 5000);
        assert_int_equal(samples[k].checksum, sum_below(all ? 5000 : checked[k]));
    }
}

/* 20 MB of garbage from a heap that collects every 3 to 4 MiB: on a new heap these are at least 780
 * pages of 4 KiB that the pass would have to bring in; on one that has settled they are there. */
static void the_heap_has_settled_before_the_clock(void **state)
{
    struct child_fixture *fixture = *state;
    static const enum esc_runtime_id collected[] = {ESC_RUNTIME_GOHEAP, ESC_RUNTIME_BOEHM};
    for (size_t k = 0; k < 2; k++)
        add_job(fixture, "work", "garbage", collected[k], ESC_JOB_TIMED)->iterations = 20000;
    const struct esc_sample *samples = measure(fixture);
    for (size_t k = 0; k < 2; k++) {
        assert_measured(&samples[k]);
        assert_true(samples[k].gc.cycles > 0);
        assert_true(samples[k].disturbance.faults < 400);
    }
}

/* With collection off there is no steady state: settling ends, and so does the pass. */
static void a_heap_without_collection_does_not_settle(void **state)
{
    struct child_fixture *fixture = *state;
    static const enum esc_runtime_id collected[] = {ESC_RUNTIME_GOHEAP, ESC_RUNTIME_BOEHM};
    for (size_t k = 0; k < 2; k++) {
        struct esc_job *job = add_job(fixture, "work", "garbage", collected[k], ESC_JOB_TIMED);
        job->iterations = 100;
        job->gogc = -1;
    }
    const struct esc_sample *samples = measure(fixture);
    for (size_t k = 0; k < 2; k++) {
        assert_measured(&samples[k]);
        assert_int_equal(samples[k].gc.cycles, 0);
    }
}

/* A process that never ends and is on the same CPU as the samples. */
static pid_t start_rival(int cpu)
{
    pid_t rival = fork();
    if (rival != 0)
        return rival;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET((size_t)cpu, &set);
    sched_setaffinity(0, sizeof set, &set);
    for (;;)
        __asm__ volatile("");
}

/* A third of a second of CPU time on a CPU that another program wants as well: it had its turns,
 * which are no time of the operations. */
static void the_turns_of_others_are_told(void **state)
{
    struct child_fixture *fixture = *state;
    cpu_set_t allowed;
    int cpu = 0;
    assert_int_equal(sched_getaffinity(0, sizeof allowed, &allowed), 0);
    while (!CPU_ISSET((size_t)cpu, &allowed))
        cpu++;
    struct esc_job *job = add_job(fixture, "work", "burn", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    job->iterations = 300;
    job->cpu = cpu;
    pid_t rival = start_rival(cpu);
    const struct esc_sample *sample = measure(fixture);
    kill(rival, SIGKILL);
    waitpid(rival, NULL, 0);
    assert_measured(sample);
    const struct esc_disturbance *disturbance = &sample->disturbance;
    if (access("/proc/thread-self/schedstat", R_OK) != 0) {
        assert_int_equal(disturbance->wait_ns, -1);
        skip();
    }
    assert_true(disturbance->switches > 0);
    assert_true(disturbance->thread_cpu_ns > 0);
    assert_true(esc_is_disturbed(disturbance, sample->wall_ns));
    assert_true(disturbance->wait_ns + disturbance->thread_cpu_ns <= sample->wall_ns);
    assert_true(esc_work_ns(disturbance, sample->wall_ns) < sample->wall_ns);
}

/* Threads wait for each other and for their own collector: nothing may be taken off. */
static void the_wait_of_several_threads_is_unknown(void **state)
{
    struct child_fixture *fixture = *state;
    struct esc_job *job = add_job(fixture, "work", "threads", heaps[0], ESC_JOB_TIMED);
    job->iterations = 1000;
    job->threads = 2;
    const struct esc_sample *sample = measure(fixture);
    assert_measured(sample);
    assert_int_equal(sample->disturbance.wait_ns, -1);
    assert_int_equal(esc_work_ns(&sample->disturbance, sample->wall_ns), sample->wall_ns);
}

/* A million operations of four allocations take longer than 3 ms on any machine, one does not. */
static void calibration_finds_a_number_of_operations(void **state)
{
    struct child_fixture *fixture = *state;
    struct esc_job *job = add_job(fixture, "work", "allocate", heaps[0], ESC_JOB_CALIBRATE);
    job->min_time_ns = 3000000;
    const struct esc_sample *sample = measure(fixture);
    assert_measured(sample);
    assert_in_range(sample->iterations, 2, 1000000);
    assert_int_equal(sample->checksum, sum_below(sample->iterations));
}

/* Each sleeps for 1 ms at least, so 20 are enough; one more for what the division leaves. */
static void calibration_stops_when_it_is_enough(void **state)
{
    struct child_fixture *fixture = *state;
    struct esc_job *job = add_job(fixture, "work", "sleeps", ESC_RUNTIME_NONE, ESC_JOB_CALIBRATE);
    job->min_time_ns = 20000000;
    const struct esc_sample *sample = measure(fixture);
    assert_measured(sample);
    assert_in_range(sample->iterations, 1, 21);
    assert_int_equal(sample->checksum, sample->iterations);
    assert_true(sample->wall_ns >= (int64_t)sample->iterations * 1000000);
}

/* 5 from setup, 3 of the warm-up, 7 timed; teardown runs last. */
static void setup_warmup_pass_teardown(void **state)
{
    struct child_fixture *fixture = *state;
    const enum esc_job_kind kinds[] = {ESC_JOB_TIMED, ESC_JOB_COUNT};
    for (size_t k = 0; k < 2; k++) {
        struct esc_job *job = add_job(fixture, "work", "stateful", ESC_RUNTIME_NONE, kinds[k]);
        job->iterations = 7;
        job->warmup = 3;
    }
    const struct esc_sample *samples = measure(fixture);
    for (size_t k = 0; k < 2; k++) {
        assert_measured(&samples[k]);
        assert_int_equal(samples[k].checksum, 15);
    }
}

/* Globals of the library are roots: a list of a million nodes survives a collection. */
static void globals_are_roots(void **state)
{
    struct child_fixture *fixture = *state;
    for (size_t k = 0; k < HEAPS; k++)
        add_job(fixture, "work", "keep", heaps[k], ESC_JOB_TIMED)->iterations = 100000;
    const struct esc_sample *samples = measure(fixture);
    for (size_t k = 0; k < HEAPS; k++) {
        assert_measured(&samples[k]);
        assert_int_equal(samples[k].checksum, sum_to(100000));
    }
    assert_true(samples[1].gc.heap_peak_bytes >= 100000 * 24);
    assert_true(samples[2].gc.heap_peak_bytes >= 100000 * 24);
    /* What lives is told where the runtime knows it, and it lies in memory. AddressSanitizer's
     * malloc does not tell. */
    for (size_t k = 0; k < HEAPS; k++) {
        const struct esc_gc_sum *gc = &samples[k].gc;
        bool unknown = heaps[k] == ESC_RUNTIME_BOEHM ||
                       (ESC_CHILD_SANITIZED && heaps[k] == ESC_RUNTIME_MALLOC);
        assert_true(unknown ? gc->live_bytes == -1 : gc->live_bytes >= 100000 * 24);
        assert_true(gc->rss_bytes >= gc->live_bytes && gc->rss_bytes >= 100000 * 24);
    }
}

/* Each thread runs half of the operations; what only its stack holds survives. */
static void two_threads(void **state)
{
    struct child_fixture *fixture = *state;
    for (size_t k = 0; k < HEAPS; k++) {
        struct esc_job *job = add_job(fixture, "work", "threads", heaps[k], ESC_JOB_TIMED);
        job->iterations = 20001;
        job->warmup = 100;
        job->threads = 2;
    }
    struct esc_job *counting = add_job(fixture, "work", "threads", heaps[0], ESC_JOB_COUNT);
    counting->iterations = 20001;
    counting->threads = 2;
    for (size_t k = 0; k < HEAPS; k++)
        add_job(fixture, "work", "threads", heaps[k], ESC_JOB_CALIBRATE)->threads = 2;
    const struct esc_sample *samples = measure(fixture);
    for (size_t k = 0; k < HEAPS + 1; k++) {
        assert_measured(&samples[k]);
        assert_int_equal(samples[k].iterations, 20000);
        assert_int_equal(samples[k].checksum, 2 * sum_to(10000));
    }
    assert_true(samples[1].gc.cycles > 0);
    assert_true(samples[2].gc.cycles > 0);
    assert_int_equal(samples[HEAPS].count_allocs, 40000);
    for (size_t k = HEAPS + 1; k < fixture->count; k++) {
        assert_measured(&samples[k]);
        assert_int_equal(samples[k].checksum, 2 * sum_to(samples[k].iterations / 2));
    }
}

/* The time of several threads is from the first one's begin to the last one's end. */
static void threads_in_turn_take_their_sum(void **state)
{
    struct child_fixture *fixture = *state;
    struct esc_job *job = add_job(fixture, "work", "in_turn", heaps[0], ESC_JOB_TIMED);
    job->iterations = 4;
    job->threads = 4;
    const struct esc_sample *sample = measure(fixture);
    assert_measured(sample);
    assert_true(sample->checksum >= 4 * 1000000);
    assert_true((uint64_t)sample->wall_ns >= sample->checksum);
}

/* 20 MB of garbage; the records of libgc's collections agree with each other. */
static void boehm_records(void **state)
{
    struct child_fixture *fixture = *state;
    struct esc_job *job = add_job(fixture, "work", "garbage", ESC_RUNTIME_BOEHM, ESC_JOB_TIMED);
    job->iterations = 20000;
    job = add_job(fixture, "work", "garbage", ESC_RUNTIME_BOEHM, ESC_JOB_TIMED);
    job->iterations = 20000;
    job->gogc = -1;
    const struct esc_sample *sample = measure(fixture);
    assert_measured(sample);
    const struct esc_gc_sum *gc = &sample->gc;
    assert_true(gc->cycles >= 2);
    assert_int_equal(gc->pauses, gc->cycles);
    assert_int_equal(sample->cycle_count, gc->cycles);
    assert_int_equal(sample->heap_point_count, 2 * gc->cycles + 2);
    assert_true(gc->alloc_bytes >= 20000 * 1000);
    assert_true(gc->gc_cpu_ns >= gc->mark_ns && gc->mark_ns > 0);
    assert_true(gc->pause_max_ns <= gc->pause_total_ns);
    assert_true(gc->pause_total_ns <= sample->wall_ns);
    assert_int_equal(gc->sweep_ns, -1);
    int64_t total_ns = 0;
    for (uint32_t k = 0; k < sample->cycle_count; k++) {
        const struct esc_gc_cycle *cycle = &sample->cycles[k];
        assert_true(cycle->start_ns >= (k == 0 ? 0 : cycle[-1].end_ns));
        assert_true(cycle->start_ns <= cycle->mark_start_ns);
        assert_true(cycle->mark_start_ns <= cycle->mark_end_ns);
        assert_true(cycle->mark_end_ns <= cycle->end_ns);
        assert_int_equal(cycle->pause_ns[0], cycle->end_ns - cycle->start_ns);
        assert_int_equal(cycle->pause_ns[1], -1);
        assert_true(cycle->heap_live_bytes <= cycle->heap_start_bytes);
        total_ns += cycle->pause_ns[0];
    }
    assert_int_equal(total_ns, gc->pause_total_ns);
    for (uint32_t k = 1; k < sample->heap_point_count; k++)
        assert_true(sample->heap[k].time_ns >= sample->heap[k - 1].time_ns);
    assert_measured(&fixture->samples[1]);
    assert_int_equal(fixture->samples[1].gc.cycles, 0);
}

/* 40 MB of garbage; the heap's own records, turned into a sample's. */
static void goheap_records(void **state)
{
    struct child_fixture *fixture = *state;
    struct esc_job *job = add_job(fixture, "work", "garbage", ESC_RUNTIME_GOHEAP, ESC_JOB_TIMED);
    job->iterations = 40000;
    job->warmup = 10000;
    job = add_job(fixture, "work", "garbage", ESC_RUNTIME_GOHEAP, ESC_JOB_TIMED);
    job->iterations = 40000;
    job->gogc = -1;
    const struct esc_sample *sample = measure(fixture);
    assert_measured(sample);
    const struct esc_gc_sum *gc = &sample->gc;
    assert_true(gc->cycles >= 2);
    assert_true(gc->pauses >= 2 * gc->cycles);
    assert_int_equal(sample->cycle_count, gc->cycles);
    assert_true(sample->heap_point_count >= gc->cycles);
    assert_int_equal(gc->allocs, 40000);
    assert_int_equal(gc->alloc_bytes, 40000 * 1024); /* size class of 1000 bytes */
    assert_true(gc->gc_cpu_ns >= gc->mark_ns && gc->mark_ns > 0);
    assert_true(gc->pause_max_ns > 0 && gc->pause_max_ns <= gc->pause_total_ns);
    for (uint32_t k = 0; k < sample->cycle_count; k++) {
        const struct esc_gc_cycle *cycle = &sample->cycles[k];
        assert_true(cycle->start_ns >= (k == 0 ? 0 : cycle[-1].end_ns));
        assert_true(cycle->start_ns <= cycle->mark_start_ns);
        assert_true(cycle->mark_start_ns <= cycle->mark_end_ns);
        assert_true(cycle->mark_end_ns <= cycle->end_ns);
        assert_int_equal(cycle->forced, 0);
        assert_int_equal(cycle->goal_bytes, 4 << 20); /* Go's smallest goal */
        assert_true(cycle->heap_live_bytes < cycle->heap_end_bytes);
    }
    for (uint32_t k = 1; k < sample->heap_point_count; k++)
        assert_true(sample->heap[k].time_ns >= sample->heap[k - 1].time_ns);
    assert_measured(&fixture->samples[1]);
    assert_int_equal(fixture->samples[1].gc.cycles, 0);
    assert_int_equal(fixture->samples[1].gc.allocs, 40000);
}

static void malloc_has_no_collector(void **state)
{
    struct child_fixture *fixture = *state;
    add_job(fixture, "work", "garbage", ESC_RUNTIME_MALLOC, ESC_JOB_TIMED)->iterations = 100;
    const struct esc_sample *sample = measure(fixture);
    assert_measured(sample);
    assert_int_equal(sample->gc.cycles, 0);
    assert_int_equal(sample->gc.gc_cpu_ns, 0);
    assert_int_equal(sample->gc.alloc_bytes, -1);
    assert_int_equal(sample->cycle_count, 0);
}

/* The first CPU this process may use. */
static int allowed_cpu(void)
{
    cpu_set_t set;
    assert_int_equal(sched_getaffinity(0, sizeof set, &set), 0);
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
        if (CPU_ISSET((size_t)cpu, &set))
            return cpu;
    return -1;
}

static void pinning(void **state)
{
    struct child_fixture *fixture = *state;
    add_job(fixture, "work", "cpus", ESC_RUNTIME_NONE, ESC_JOB_TIMED)->cpu = allowed_cpu();
    add_job(fixture, "work", "cpus", ESC_RUNTIME_NONE, ESC_JOB_TIMED);
    const struct esc_sample *samples = measure(fixture);
    assert_measured(&samples[0]);
    assert_int_equal(samples[0].checksum, 1);
    cpu_set_t set;
    sched_getaffinity(0, sizeof set, &set);
    assert_int_equal(samples[1].checksum, CPU_COUNT(&set));
}

/* Within one fork server the jobs' stacks begin at the same place, so the offsets show as they are.
 */
static void stack_offset(void **state)
{
    struct child_fixture *fixture = *state;
    const uint32_t offsets[] = {0, 64, 640, 4032};
    for (size_t k = 0; k < 4; k++)
        add_job(fixture, "work", "stack_place", ESC_RUNTIME_NONE, ESC_JOB_TIMED)->stack_offset =
            offsets[k];
    const struct esc_sample *samples = measure(fixture);
    for (size_t k = 0; k < 4; k++) {
        assert_measured(&samples[k]);
        assert_int_equal((samples[0].checksum - samples[k].checksum) % 4096, offsets[k]);
    }
}

static void sleeping_takes_no_cpu(void **state)
{
    struct child_fixture *fixture = *state;
    add_job(fixture, "work", "sleeps", ESC_RUNTIME_NONE, ESC_JOB_TIMED)->iterations = 20;
    const struct esc_sample *sample = measure(fixture);
    assert_measured(sample);
    assert_true(sample->wall_ns >= 20 * 1000000);
    assert_true(sample->cpu_ns < sample->wall_ns);
}

/* The whole path: text of a case, libraries, checksums of both sides, counts. */
static void case_from_text_to_sample(void **state)
{
    struct child_fixture *fixture = *state;
    struct small_case small;
    small_case(&small, "whole", "cases/whole.lua",
               "typedef struct { uint64_t words[8]; } object; ESC_NOSCAN(object);",
               "object t = {.words = {i * i}}; esc_use(&t); return t.words[0];",
               "object *t = esc_new(object); t->words[0] = i * i; esc_use(t);\n"
               "uint64_t r = t->words[0]; esc_done(t); return r;");
    struct esc_build_options options = {.compiler = getenv("CC") == NULL ? "cc" : getenv("CC"),
                                        .flags = "",
                                        .cache = fixture->folder,
                                        .include = "harness/kernel",
                                        .counter = fixture->counter,
                                        .jobs = 2};
    struct esc_library library;
    assert_true(build_cases(&small.bench_case, 1, &options, &library, &fixture->error));
    const enum esc_runtime_id runtimes[] = {ESC_RUNTIME_NONE, ESC_RUNTIME_MALLOC,
                                            ESC_RUNTIME_BOEHM};
    for (size_t k = 0; k < 6; k++) {
        enum esc_runtime_id runtime = runtimes[k / 2];
        char *symbol = esc_codegen_symbol(&small.strategies[k >= 2], 0, runtime);
        struct esc_job *job = &fixture->jobs[fixture->count++];
        *job = (struct esc_job){.kind = k % 2 == 0 ? ESC_JOB_COUNT : ESC_JOB_TIMED,
                                .runtime = runtime,
                                .iterations = 100,
                                .warmup = 1,
                                .time_limit_ns = INT64_C(3600) * 1000000000,
                                .memory_limit_bytes = INT64_C(1) << 30,
                                .threads = 1,
                                .cpu = -1,
                                .gogc = 100};
        snprintf(job->library, sizeof job->library, "%s",
                 k % 2 == 0 ? library.counting : library.timed);
        snprintf(job->symbol, sizeof job->symbol, "%s", symbol);
        free(symbol);
    }
    const struct esc_sample *samples = measure(fixture);
    uint64_t expected = 0;
    for (uint64_t i = 0; i < 100; i++)
        expected = (expected << 1 | expected >> 63) ^ (i * i);
    for (size_t k = 0; k < 6; k++) {
        assert_measured(&samples[k]);
        assert_true(samples[k].checksum == expected);
    }
    assert_int_equal(samples[0].count_allocs, 0);
    for (size_t k = 2; k < 6; k += 2) {
        assert_int_equal(samples[k].count_allocs, 100);
        assert_int_equal(samples[k].count_requested_bytes, 6400);
    }
    esc_library_free(&library);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up_child, tear_down_child)
        TEST(counts_are_exact),
        TEST(libc_calls_are_counted),
        TEST(what_libc_allocates_for_the_case_is_counted),
        TEST(timed_pass),
        TEST(the_checked_operations_give_the_checksum),
        TEST(the_heap_has_settled_before_the_clock),
        TEST(a_heap_without_collection_does_not_settle),
        TEST(the_turns_of_others_are_told),
        TEST(the_wait_of_several_threads_is_unknown),
        TEST(calibration_finds_a_number_of_operations),
        TEST(calibration_stops_when_it_is_enough),
        TEST(setup_warmup_pass_teardown),
        TEST(globals_are_roots),
        TEST(two_threads),
        TEST(threads_in_turn_take_their_sum),
        TEST(boehm_records),
        TEST(goheap_records),
        TEST(malloc_has_no_collector),
        TEST(pinning),
        TEST(stack_offset),
        TEST(sleeping_takes_no_cpu),
        TEST(case_from_text_to_sample),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
