/* Benchmarks in several threads: indices, summed counters, times, failures of some of them. */
#include "gbench_rows.h"

#include <math.h>
#include <stdatomic.h>
#include <time.h>

static struct kept_rows rows;

static void run_in_threads(gb_function *function, void *user, int threads)
{
    run_alone(&(struct gb_spec){.name = "threads",
                                .function = function,
                                .user = user,
                                .clock = GB_REAL_TIME,
                                .iterations = 20,
                                .threads = &threads,
                                .thread_rows = 1},
              &rows);
}

struct seen {
    atomic_uint indices; /* bit set */
    atomic_long iterations;
    atomic_int set_up;
    atomic_int late;
    atomic_int wrong_total;
};

static void look_around(struct gb_state *state, void *user)
{
    struct seen *seen = user;
    atomic_fetch_or(&seen->indices, 1u << gb_thread_index(state));
    if (gb_threads(state) != 3)
        atomic_fetch_add(&seen->wrong_total, 1);
    atomic_fetch_add(&seen->set_up, 1);
    for (int64_t n; (n = gb_batch(state)) > 0;) {
        if (atomic_load(&seen->set_up) != 3)
            atomic_fetch_add(&seen->late, 1);
        atomic_fetch_add(&seen->iterations, (long)n);
    }
    gb_set_counter(state, "sum", gb_thread_index(state) + 1, GB_PLAIN);
    gb_set_counter(state, "mean", gb_thread_index(state) + 1, GB_PER_THREAD);
    gb_set_counter(state, "per_iteration", 60, GB_PER_ITERATION);
}

static void every_thread_takes_part(void **state)
{
    (void)state;
    struct seen seen = {0};
    run_in_threads(look_around, &seen, 3);
    assert_int_equal(rows.count, 1);
    assert_int_equal(seen.indices, 7);
    assert_int_equal(seen.iterations, 60);
    assert_int_equal(seen.wrong_total, 0);
    assert_int_equal(seen.late, 0); /* the loop starts when all have come to it */
    assert_int_equal(rows.rows[0].row.threads, 3);
    assert_int_equal(rows.rows[0].row.iterations, 60);
    assert_string_equal(rows.rows[0].name, "threads/iterations:20/real_time/threads:3");
    assert_true(kept_counter(&rows.rows[0], "sum") == 6);
    assert_true(kept_counter(&rows.rows[0], "mean") == 2);
    assert_true(kept_counter(&rows.rows[0], "per_iteration") == 3);
}

static void count_atomically(struct gb_state *state, void *user)
{
    atomic_long *done = user;
    for (int64_t n; (n = gb_batch(state)) > 0;)
        atomic_fetch_add(done, (long)n);
}

static void each_thread_count_is_a_run(void **state)
{
    (void)state;
    atomic_long done = 0;
    const int threads[] = {1, 2, 4};
    run_alone(&(struct gb_spec){.name = "scale",
                                .function = count_atomically,
                                .user = &done,
                                .iterations = 5,
                                .threads = threads,
                                .thread_rows = 3},
              &rows);
    assert_int_equal(rows.count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(rows.rows[i].row.threads, threads[i]);
        assert_int_equal(rows.rows[i].row.iterations, 5 * threads[i]);
    }
    assert_int_equal(done, 35);
    assert_string_equal(rows.rows[0].name, "scale/iterations:5/threads:1");
}

static void automatic_count_in_threads(void **state)
{
    (void)state;
    atomic_long done = 0;
    const int threads = 2;
    struct gb_sample sample = {0};
    assert_true(gb_measure(&(struct gb_spec){.name = "auto",
                                             .function = count_atomically,
                                             .user = &done,
                                             .clock = GB_REAL_TIME,
                                             .process_cpu = true,
                                             .min_time_s = 1e-6,
                                             .threads = &threads,
                                             .thread_rows = 1},
                           &sample, NULL));
    assert_true(sample.iterations >= 2);
    assert_int_equal(sample.iterations % 2, 0);
    assert_true(done >= sample.iterations);
}

static void add_own_time(struct gb_state *state, void *user)
{
    (void)user;
    while (gb_batch(state) > 0)
        ;
    gb_add_time(state, gb_thread_index(state) == 0 ? 1 : 3);
}

static void time_is_the_mean_over_threads(void **state)
{
    (void)state;
    const int threads = 2;
    struct gb_sample sample = {0};
    assert_true(gb_measure(&(struct gb_spec){.name = "manual",
                                             .function = add_own_time,
                                             .clock = GB_MANUAL_TIME,
                                             .iterations = 1,
                                             .threads = &threads,
                                             .thread_rows = 1},
                           &sample, NULL));
    assert_true(fabs(sample.real_s - 2) < 1e-12);
}

static void set_rates(struct gb_state *state, void *user)
{
    add_own_time(state, user);
    gb_set_counter(state, "inverted", 3, GB_RATE | GB_INVERT);
    gb_set_counter(state, "plain", 3, GB_PLAIN);
    gb_set_counter(state, "rate", 3, GB_RATE);
}

/* Two threads of 1 and 3 seconds last 2 in the mean, and count 3 each: 3 in a second. */
static void rates_are_over_the_mean_time(void **state)
{
    (void)state;
    const int threads = 2;
    run_alone(&(struct gb_spec){.name = "rates",
                                .function = set_rates,
                                .clock = GB_MANUAL_TIME,
                                .iterations = 5,
                                .repetitions = 2,
                                .threads = &threads,
                                .thread_rows = 1},
              &rows);
    assert_int_equal(rows.count, 2 + 4);
    for (size_t i = 0; i < 4; i++) { /* both repetitions, mean, median */
        const struct kept_row *kept = &rows.rows[i];
        assert_true(fabs(kept_counter(kept, "rate") - 3) < 1e-12);
        assert_true(fabs(kept_counter(kept, "inverted") - 1.0 / 3) < 1e-12);
        assert_true(fabs(kept_counter(kept, "plain") - 6) < 1e-12);
        assert_true(fabs(kept->row.real_per_iteration - 2e9 / 10) < 1);
    }
    assert_true(rows.rows[5].row.is_ratio);
    assert_true(fabs(kept_counter(&rows.rows[5], "rate")) < 1e-12);
}

static double process_cpu_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Every thread has used ten milliseconds of its own at its end: what all have seen is over that. */
static void use_ten_milliseconds(struct gb_state *state, void *user)
{
    (void)user;
    while (gb_batch(state) > 0) {
        struct timespec now;
        do
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        while (now.tv_sec == 0 && now.tv_nsec < 10000000);
    }
}

static void cpu_of_the_process_is_counted_once(void **state)
{
    (void)state;
    const int threads = 3;
    struct gb_sample sample = {0};
    const double before = process_cpu_s();
    assert_true(gb_measure(&(struct gb_spec){.name = "cpu",
                                             .function = use_ten_milliseconds,
                                             .clock = GB_REAL_TIME,
                                             .process_cpu = true,
                                             .iterations = 1,
                                             .threads = &threads,
                                             .thread_rows = 1},
                           &sample, NULL));
    assert_true(sample.cpu_s > 0);
    assert_true(sample.cpu_s <= process_cpu_s() - before);
}

static void skip_in_one_before(struct gb_state *state, void *user)
{
    (void)user;
    if (gb_thread_index(state) == 1) {
        gb_skip_with_error(state, "one left");
        return;
    }
    while (gb_batch(state) > 0)
        ;
}

static void skip_in_one_inside(struct gb_state *state, void *user)
{
    (void)user;
    while (gb_batch(state) > 0)
        if (gb_thread_index(state) == 2)
            gb_skip_with_error(state, "one left");
}

static void skip_in_all(struct gb_state *state, void *user)
{
    (void)user;
    gb_skip_with_error(state, "one left");
}

static void return_from_one(struct gb_state *state, void *user)
{
    (void)user;
    if (gb_thread_index(state) != 2 || gb_batch(state) == 0)
        while (gb_batch(state) > 0)
            ;
}

static void a_failing_thread_fails_the_run(void **state)
{
    (void)state;
    gb_function *const functions[] = {skip_in_one_before, skip_in_one_inside, skip_in_all};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        run_in_threads(functions[i], NULL, 3);
        assert_int_equal(rows.count, 1);
        assert_true(rows.rows[0].row.failed);
        assert_string_equal(rows.rows[0].message, "one left");
    }
    run_in_threads(return_from_one, NULL, 3);
    assert_string_equal(rows.rows[0].message, "the function returned before gb_batch returned 0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_thread_takes_part),
        cmocka_unit_test(each_thread_count_is_a_run),
        cmocka_unit_test(automatic_count_in_threads),
        cmocka_unit_test(time_is_the_mean_over_threads),
        cmocka_unit_test(rates_are_over_the_mean_time),
        cmocka_unit_test(cpu_of_the_process_is_counted_once),
        cmocka_unit_test(a_failing_thread_fails_the_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
