/* Registering and running: iteration counts, arguments, names, filters, repetitions, aggregates. */
#include "gbench_rows.h"

#include <math.h>

static struct kept_rows rows;

static int forget(void **state)
{
    (void)state;
    assert_true(gb_clear());
    return 0;
}

static void exact_iterations(void **state)
{
    (void)state;
    long done = 0;
    run_alone(
        &(struct gb_spec){
            .name = "exact", .function = count_iterations, .user = &done, .iterations = 12345},
        &rows);
    assert_int_equal(rows.count, 1);
    const struct gb_row *row = &rows.rows[0].row;
    assert_int_equal(done, 12345);
    assert_int_equal(row->iterations, 12345);
    assert_int_equal(row->threads, 1);
    assert_int_equal(row->repetition, 0);
    assert_int_equal(row->repetitions, 1);
    assert_false(row->failed);
    assert_true(row->real_s > 0);
    assert_true(row->cpu_s >= 0);
    assert_string_equal(rows.rows[0].family, "exact");
    assert_string_equal(rows.rows[0].name, "exact/iterations:12345");
    assert_string_equal(rows.rows[0].run_name, rows.rows[0].name);
    assert_string_equal(rows.rows[0].aggregate, "");
    assert_string_equal(rows.rows[0].message, "");
    assert_string_equal(rows.rows[0].label, "");
}

/* Says of each iteration that it took a second, so that no clock has a part in the count. */
static void a_second_each(struct gb_state *state, void *user)
{
    long *done = user;
    long before = *done;
    count_iterations(state, user);
    gb_add_time(state, (double)(*done - before));
}

/*
 * benchmark_runner.cc, PredictNumItersNeeded and ShouldReportIterationResults (the same from 1.5
 * on): a run is reported once it took min_time; the next one has 1.4 * min_time / seconds times as
 * many iterations, rounded, or 10 times when it took no more than a tenth of min_time. For 64 s in
 * seconds: 1 (of 64: under a tenth), 10 (over it), round(1.4 * 64 / 10 * 10) = 90.
 */
enum { LEAST_S = 64, TRIALS = 1 + 10, COUNT = 90 };

static void automatic_iterations(void **state)
{
    (void)state;
    long done = 0;
    run_alone(&(struct gb_spec){.name = "automatic",
                                .function = a_second_each,
                                .user = &done,
                                .clock = GB_MANUAL_TIME,
                                .min_time_s = LEAST_S},
              &rows);
    assert_int_equal(rows.count, 1);
    const struct gb_row *row = &rows.rows[0].row;
    assert_int_equal(row->iterations, COUNT);
    assert_int_equal(done, TRIALS + COUNT);
    assert_true(row->real_s == (double)COUNT);
    assert_string_equal(rows.rows[0].name, "automatic/min_time:64.000/manual_time");
}

/* By the system's clock only this is sure: the reported run took long enough. */
static void automatic_iterations_take_their_time(void **state)
{
    (void)state;
    long done = 0;
    run_alone(&(struct gb_spec){.name = "timed",
                                .function = count_iterations,
                                .user = &done,
                                .clock = GB_REAL_TIME,
                                .min_time_s = 0.002},
              &rows);
    assert_true(rows.rows[0].row.real_s >= 0.002);
    assert_true(done >= rows.rows[0].row.iterations);
    assert_string_equal(rows.rows[0].name, "timed/min_time:0.002/real_time");
}

static void time_unit_scales_one_iteration(void **state)
{
    (void)state;
    const double per_second[] = {1e9, 1e6, 1e3, 1};
    const char *const names[] = {"ns", "us", "ms", "s"};
    for (int unit = GB_NANOSECOND; unit <= GB_SECOND; unit++) {
        long done = 0;
        run_alone(&(struct gb_spec){.name = "unit",
                                    .function = count_iterations,
                                    .user = &done,
                                    .unit = (enum gb_unit)unit,
                                    .iterations = 1000},
                  &rows);
        const struct gb_row *row = &rows.rows[0].row;
        const double expected = row->real_s / 1000 * per_second[unit];
        assert_true(fabs(row->real_per_iteration - expected) <= expected * 1e-12);
        assert_int_equal(row->unit, unit);
        assert_string_equal(gb_unit_name(row->unit), names[unit]);
    }
}

static void sum_args(struct gb_state *state, void *user)
{
    int64_t *sums = user;
    assert_int_equal(gb_arg_count(state), 2);
    *sums = *sums * 1000 + gb_arg(state, 0) * 10 + gb_arg(state, 1);
    while (gb_batch(state) > 0)
        ;
}

static void arguments_by_row_and_name(void **state)
{
    (void)state;
    int64_t sums = 0;
    const char *const names[] = {"size", "depth"};
    const int64_t args[] = {8, 1, 64, 2};
    run_alone(&(struct gb_spec){.name = "args",
                                .function = sum_args,
                                .user = &sums,
                                .iterations = 1,
                                .args = args,
                                .arg_rows = 2,
                                .arg_count = 2,
                                .arg_names = names},
              &rows);
    assert_int_equal(rows.count, 2);
    assert_int_equal(sums, 81 * 1000 + 642);
    assert_string_equal(rows.rows[0].name, "args/size:8/depth:1/iterations:1");
    assert_string_equal(rows.rows[1].name, "args/size:64/depth:2/iterations:1");
    assert_string_equal(rows.rows[1].family, "args");
}

static void unnamed_argument(void **state)
{
    (void)state;
    long done = 0;
    const int64_t args[] = {-7};
    run_alone(&(struct gb_spec){.name = "plain",
                                .function = count_iterations,
                                .user = &done,
                                .iterations = 3,
                                .args = args,
                                .arg_rows = 1,
                                .arg_count = 1},
              &rows);
    assert_string_equal(rows.rows[0].name, "plain/-7/iterations:3");
}

static void range_like_the_library(void **state)
{
    (void)state;
    int64_t values[8] = {0};
    assert_int_equal(gb_range(8, 8 << 10, 8, values, 8), 5);
    const int64_t powers[] = {8, 64, 512, 4096, 8192};
    assert_memory_equal(values, powers, sizeof powers);
    assert_int_equal(gb_range(-2, 3, 2, values, 8), 6);
    const int64_t around_zero[] = {-2, -1, 0, 1, 2, 3};
    assert_memory_equal(values, around_zero, sizeof around_zero);
    assert_int_equal(gb_range(5, 5, 2, values, 8), 1);
    values[1] = 77;
    assert_int_equal(gb_range(1, 1024, 2, values, 1), 11);
    assert_int_equal(values[1], 77);
    assert_int_equal(gb_range(1, 1024, 2, NULL, 0), 11);
    assert_int_equal(gb_range(1, INT64_MAX, 2, NULL, 0), 64);
    assert_int_equal(gb_range(2, 1, 2, values, 8), 0);
    assert_int_equal(gb_range(1, 2, 1, values, 8), 0);
    assert_int_equal(gb_range(INT64_MIN, 2, 2, values, 8), 0);
}

static void register_three(long *done)
{
    const char *const names[] = {"copy/small", "copy/large", "scan"};
    assert_true(gb_clear());
    for (size_t i = 0; i < 3; i++)
        assert_true(gb_register(
            &(struct gb_spec){
                .name = names[i], .function = count_iterations, .user = &done[i], .iterations = 1},
            NULL));
}

static void filter_selects(void **state)
{
    (void)state;
    const struct {
        const char *filter;
        long ran[3];
    } cases[] = {
        {NULL, {1, 1, 1}},         {"", {1, 1, 1}},
        {"copy", {1, 1, 0}},       {"^scan/", {0, 0, 1}},
        {"-copy", {0, 0, 1}},      {"large|scan", {0, 1, 1}},
        {"copy/small", {1, 0, 0}}, {"iterations:1$", {1, 1, 1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        long done[3] = {0};
        register_three(done);
        const long *ran = cases[i].ran;
        assert_int_equal(gb_run(cases[i].filter, NULL, NULL, NULL), ran[0] + ran[1] + ran[2]);
        assert_memory_equal(done, ran, sizeof done);
    }
}

static void filter_that_selects_nothing(void **state)
{
    (void)state;
    long done[3] = {0};
    register_three(done);
    struct gb_error error = {""};
    assert_int_equal(gb_run("nothing like it", keep_row, &rows, &error), 0);
    assert_string_equal(error.text,
                        "Failed to match any benchmarks against regex: nothing like it");
    assert_int_equal(gb_run("copy[", keep_row, &rows, &error), 0);
    assert_non_null(strstr(error.text, "Could not compile benchmark re"));
    assert_int_equal(gb_run("copy[", keep_row, &rows, NULL), 0);
    assert_true(gb_clear());
    assert_int_equal(gb_run(NULL, keep_row, &rows, &error), 0);
    assert_int_equal(done[0] + done[1] + done[2], 0);
}

static void runs_twice_and_after_clear(void **state)
{
    (void)state;
    long done[3] = {0};
    register_three(done);
    assert_int_equal(gb_run("scan", NULL, NULL, NULL), 1);
    assert_int_equal(gb_run("scan", NULL, NULL, NULL), 1);
    assert_int_equal(done[2], 2);
    register_three(done);
    assert_int_equal(gb_run(NULL, NULL, NULL, NULL), 3);
    assert_int_equal(done[2], 3);
}

static double square(double x)
{
    return x * x;
}

static void set_repetition_counter(struct gb_state *state, void *user)
{
    long *runs = user;
    while (gb_batch(state) > 0)
        ;
    ++*runs;
    gb_set_counter(state, "runs", (double)*runs, GB_PLAIN);
}

static void repetitions_and_aggregates(void **state)
{
    (void)state;
    long runs = 0;
    run_alone(&(struct gb_spec){.name = "repeated",
                                .function = set_repetition_counter,
                                .user = &runs,
                                .iterations = 10,
                                .repetitions = 4},
              &rows);
    assert_int_equal(rows.count, 8);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(rows.rows[i].row.repetition, i);
        assert_int_equal(rows.rows[i].row.repetitions, 4);
        assert_true(kept_counter(&rows.rows[i], "runs") == i + 1);
    }
    const char *const aggregates[] = {"mean", "median", "stddev", "cv"};
    /* of 1, 2, 3, 4: mean and median 5/2, sample variance 5/3 */
    const double squares[] = {6.25, 6.25, 5.0 / 3, 5.0 / 3 / 6.25};
    for (int i = 0; i < 4; i++) {
        const struct kept_row *kept = &rows.rows[4 + i];
        assert_string_equal(kept->aggregate, aggregates[i]);
        assert_string_equal(kept->run_name, "repeated/iterations:10/repeats:4");
        assert_string_equal(kept->name + strlen(kept->run_name) + 1, aggregates[i]);
        assert_int_equal(kept->row.repetition, -1);
        assert_int_equal(kept->row.iterations, 4);
        assert_true(fabs(square(kept_counter(kept, "runs")) - squares[i]) < 1e-9);
        assert_int_equal(kept->row.is_ratio, i == 3);
    }
}

static void aggregate_times_agree_with_rows(void **state)
{
    (void)state;
    long done = 0;
    run_alone(&(struct gb_spec){.name = "agree",
                                .function = count_iterations,
                                .user = &done,
                                .iterations = 100000,
                                .repetitions = 3},
              &rows);
    double sum = 0;
    for (int i = 0; i < 3; i++)
        sum += rows.rows[i].row.real_per_iteration;
    assert_true(fabs(rows.rows[3].row.real_per_iteration - sum / 3) < sum * 1e-9);
    const double cv = rows.rows[5].row.real_per_iteration / rows.rows[3].row.real_per_iteration;
    assert_true(fabs(rows.rows[6].row.real_per_iteration - cv) < 1e-6);
    assert_true(rows.rows[6].row.real_per_iteration == rows.rows[6].row.real_s);
}

static void measure_gives_one_sample(void **state)
{
    (void)state;
    long done = 0;
    struct gb_spec spec = {.name = "sample",
                           .function = count_iterations,
                           .user = &done,
                           .clock = GB_REAL_TIME,
                           .process_cpu = true,
                           .iterations = 5000};
    struct gb_sample sample = {0};
    struct gb_error error = {""};
    assert_true(gb_measure(&spec, &sample, &error));
    assert_int_equal(done, 5000);
    assert_int_equal(sample.iterations, 5000);
    assert_true(sample.real_s > 0);
    assert_true(sample.cpu_s > 0);
    assert_int_equal(gb_run(NULL, NULL, NULL, &error), 0); /* nothing is left registered */
    spec.function = a_second_each;
    spec.clock = GB_MANUAL_TIME;
    spec.iterations = 0;
    spec.min_time_s = LEAST_S;
    assert_true(gb_measure(&spec, &sample, &error));
    assert_int_equal(sample.iterations, COUNT);
    assert_true(sample.real_s == (double)COUNT);
}

static void measure_takes_one_run(void **state)
{
    (void)state;
    long done = 0;
    const int64_t values[] = {1, 2};
    const int threads[] = {1, 2};
    const struct gb_spec specs[] = {
        {.repetitions = 2},
        {.args = values, .arg_rows = 2, .arg_count = 1},
        {.threads = threads, .thread_rows = 2},
    };
    for (size_t i = 0; i < sizeof specs / sizeof *specs; i++) {
        struct gb_spec spec = specs[i];
        struct gb_sample sample;
        struct gb_error error = {""};
        spec.name = "many";
        spec.function = count_iterations;
        spec.user = &done;
        spec.iterations = 1;
        assert_false(gb_measure(&spec, &sample, &error));
        assert_non_null(strstr(error.text, "one run"));
    }
    assert_int_equal(done, 0);
}

static void specs_that_cannot_run(void **state)
{
    (void)state;
    const int64_t args[] = {1, 2};
    const char *const names[] = {"a", NULL};
    const int threads[] = {1, 0};
    const int many_threads[] = {GB_MAX_THREADS + 1};
    const struct {
        const char *fault;
        struct gb_spec spec;
    } cases[] = {
        {"name", {.name = NULL}},
        {"name", {.name = ""}},
        {"DISABLED_", {.name = "DISABLED_x"}},
        {"unit", {.name = "x", .unit = (enum gb_unit)4}},
        {"clock", {.name = "x", .clock = (enum gb_clock)3}},
        {"iterations", {.name = "x", .iterations = -1}},
        {"iterations", {.name = "x", .iterations = INT64_MAX}},
        {"min_time_s", {.name = "x", .min_time_s = -1}},
        {"min_time_s", {.name = "x", .min_time_s = (double)NAN}},
        {"min_time_s", {.name = "x", .min_time_s = (double)INFINITY}},
        {"exclude", {.name = "x", .min_time_s = 1, .iterations = 1}},
        {"repetitions", {.name = "x", .repetitions = -1}},
        {"repetitions", {.name = "x", .repetitions = GB_MAX_REPETITIONS + 1}},
        {"arg_rows", {.name = "x", .args = args, .arg_rows = 1}},
        {"arg_rows", {.name = "x", .args = args, .arg_count = 1}},
        {"args is NULL", {.name = "x", .arg_rows = 1, .arg_count = 1}},
        {"arg_names", {.name = "x", .arg_names = names}},
        {"argument name",
         {.name = "x", .args = args, .arg_rows = 1, .arg_count = 2, .arg_names = names}},
        {"threads is NULL", {.name = "x", .thread_rows = 1}},
        {"threads", {.name = "x", .threads = threads, .thread_rows = 2}},
        {"threads", {.name = "x", .threads = many_threads, .thread_rows = 1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct gb_spec spec = cases[i].spec;
        struct gb_error error = {""};
        spec.function = count_iterations;
        assert_false(gb_register(&spec, &error));
        if (strstr(error.text, cases[i].fault) == NULL)
            fail_msg("case %zu: %s", i, error.text);
        assert_false(gb_register(&spec, NULL));
    }
    struct gb_error error = {""};
    assert_false(gb_register(&(struct gb_spec){.name = "x"}, &error));
    assert_string_equal(error.text, "function is NULL");
    assert_false(gb_register(NULL, &error));
    assert_false(gb_measure(&(struct gb_spec){.name = "x"}, NULL, &error));
    assert_false(gb_measure(NULL, NULL, &error));
    assert_string_equal(error.text, "spec is NULL");
    assert_int_equal(gb_run(NULL, NULL, NULL, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(exact_iterations, forget),
        cmocka_unit_test_teardown(automatic_iterations, forget),
        cmocka_unit_test_teardown(automatic_iterations_take_their_time, forget),
        cmocka_unit_test_teardown(time_unit_scales_one_iteration, forget),
        cmocka_unit_test_teardown(arguments_by_row_and_name, forget),
        cmocka_unit_test_teardown(unnamed_argument, forget),
        cmocka_unit_test_teardown(range_like_the_library, forget),
        cmocka_unit_test_teardown(filter_selects, forget),
        cmocka_unit_test_teardown(filter_that_selects_nothing, forget),
        cmocka_unit_test_teardown(runs_twice_and_after_clear, forget),
        cmocka_unit_test_teardown(repetitions_and_aggregates, forget),
        cmocka_unit_test_teardown(aggregate_times_agree_with_rows, forget),
        cmocka_unit_test_teardown(measure_gives_one_sample, forget),
        cmocka_unit_test_teardown(measure_takes_one_run, forget),
        cmocka_unit_test_teardown(specs_that_cannot_run, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
