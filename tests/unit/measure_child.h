/*
 * For the tests of the measuring child: compiles tests/kernels/NAME.c for a runtime into the test's
 * own folder, makes jobs, measures.
 */
#ifndef TESTS_MEASURE_CHILD_H
#define TESTS_MEASURE_CHILD_H

#include "compiled_case.h"

struct child_fixture {
    char *folder, *program, *counter;
    struct esc_job jobs[16];
    struct esc_sample samples[16];
    size_t count;
    volatile int stop;
    struct esc_error error;
};

static inline int set_up_child(void **state)
{
    struct child_fixture *fixture = esc_calloc(1, sizeof *fixture);
    fixture->folder = make_scratch();
    fixture->program = built("escapement-child");
    fixture->counter = built("count.o");
    *state = fixture;
    return 0;
}

static inline int tear_down_child(void **state)
{
    struct child_fixture *fixture = *state;
    esc_error_free(&fixture->error);
    free(fixture->program);
    free(fixture->counter);
    remove_scratch(fixture->folder);
    free(fixture);
    return 0;
}

static char *kernel_scratch; /* NULL: none is compiled yet */
static pid_t kernel_scratch_owner;

static inline void remove_kernels(void)
{
    if (kernel_scratch_owner == getpid())
        remove_scratch(kernel_scratch);
}

/* Where kernels are compiled to, once for all tests of the program: none changes them. */
static inline const char *kernel_folder(void)
{
    if (kernel_scratch == NULL) {
        kernel_scratch = make_scratch();
        kernel_scratch_owner = getpid();
        atexit(remove_kernels);
    }
    return kernel_scratch;
}

/* The library of tests/kernels/NAME.c for a runtime; compiled when it is not there yet. */
static inline char *kernel_library(const struct child_fixture *fixture, const char *name,
                                   enum esc_runtime_id runtime, bool counting)
{
    static const char wraps[] =
        "-Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,"
        "--wrap=aligned_alloc,--wrap=posix_memalign,--wrap=memalign,"
        "--wrap=GC_malloc,--wrap=GC_malloc_atomic,--wrap=GC_realloc,"
        "--wrap=GC_memalign,--wrap=goheap_new,--wrap=goheap_make,"
        "--wrap=goheap_alloc_dirty";
    char *path = esc_format("%s/%s-%d-%d.so", kernel_folder(), name, (int)runtime, counting);
    if (access(path, R_OK) == 0)
        return path;
    char *command = esc_format(
        "${CC:-cc} %s -DESC_RUNTIME_ID=%d -Iharness/kernel -shared -o '%s' "
        "tests/kernels/%s.c '%s' %s",
        esc_build_flags(), (int)runtime, path, name, counting ? fixture->counter : path,
        counting ? wraps : "");
    if (!counting) /* no counter: the command ends with the source */
        *(strstr(command, ".c '") + 2) = '\0';
    assert_int_equal(system(command), 0);
    free(command);
    return path;
}

/* Appends a job with usual settings; the caller changes what its test is about. No job comes near
 * the time limit, however slow the machine: a test that hangs is ended by tests/run.sh. */
static inline struct esc_job *add_job(struct child_fixture *fixture, const char *file,
                                      const char *kernel, enum esc_runtime_id runtime,
                                      enum esc_job_kind kind)
{
    assert_true(fixture->count < sizeof fixture->jobs / sizeof *fixture->jobs);
    struct esc_job *job = &fixture->jobs[fixture->count++];
    *job = (struct esc_job){.kind = kind,
                            .runtime = runtime,
                            .iterations = 1,
                            .min_time_ns = 1000000,
                            .time_limit_ns = INT64_C(3600) * 1000000000,
                            .memory_limit_bytes = INT64_C(1) << 30,
                            .threads = 1,
                            .cpu = -1,
                            .gogc = 100};
    char *library = kernel_library(fixture, file, runtime, kind == ESC_JOB_COUNT);
    snprintf(job->library, sizeof job->library, "%s", library);
    snprintf(job->symbol, sizeof job->symbol, "kernel_%s", kernel);
    free(library);
    return job;
}

/* Runs all jobs; the first sample. */
static inline const struct esc_sample *measure(struct child_fixture *fixture)
{
    bool good = esc_measure(fixture->program, fixture->jobs, fixture->count, fixture->samples,
                            &fixture->stop, &fixture->error);
    if (!good)
        esc_error_print(&fixture->error, stderr);
    assert_true(good);
    return fixture->samples;
}

/* The sample must be whole; else the test ends with what the child said. */
static inline void assert_measured(const struct esc_sample *sample)
{
    if (sample->status != ESC_STATUS_OK)
        fail_msg("%s: %s", esc_status_words(sample->status), sample->message);
}

#endif
