/* What a benchmark function can say while it runs: errors, counters, labels, pauses, manual time;
 * and every misuse, which must cost its own row and never the process. */
#include "gbench_rows.h"

#include <math.h>
#include <time.h>
#include <unistd.h>

static struct kept_rows rows;

/* Runs function with 10 iterations and `repetitions`, measuring manual time. */
static void run_function(gb_function *function, void *user, int repetitions)
{
    run_alone(&(struct gb_spec){.name = "state",
                                .function = function,
                                .user = user,
                                .clock = GB_MANUAL_TIME,
                                .iterations = 10,
                                .repetitions = repetitions},
              &rows);
}

static void assert_failed(size_t row, const char *message)
{
    assert_true(rows.rows[row].row.failed);
    assert_string_equal(rows.rows[row].message, message);
    assert_int_equal(rows.rows[row].row.counter_count, 0);
    assert_true(rows.rows[row].row.real_s == 0);
}

static void drain(struct gb_state *state)
{
    while (gb_batch(state) > 0)
        ;
}

static void skip_before_loop(struct gb_state *state, void *user)
{
    (void)user;
    gb_skip_with_error(state, "no such file");
    assert_int_equal(gb_batch(state), 0);
}

static void skip_and_return(struct gb_state *state, void *user)
{
    (void)user;
    gb_skip_with_error(state, "not today");
}

static void skip_inside_loop(struct gb_state *state, void *user)
{
    (void)user;
    assert_int_equal(gb_batch(state), 10);
    gb_skip_with_error(state, "wrong answer");
    gb_pause(state);
    gb_resume(state);
    gb_skip_with_error(state, "second message");
    assert_int_equal(gb_batch(state), 0);
    assert_int_equal(gb_batch(state), 0);
}

static void skip_while_paused(struct gb_state *state, void *user)
{
    (void)user;
    gb_batch(state);
    gb_pause(state);
    gb_skip_with_error(state, "paused");
}

static void skip_after_loop(struct gb_state *state, void *user)
{
    (void)user;
    drain(state);
    gb_skip_with_error(state, "bad checksum");
}

static void skip_without_message(struct gb_state *state, void *user)
{
    (void)user;
    gb_skip_with_error(state, NULL);
}

static void never_batches(struct gb_state *state, void *user)
{
    (void)state;
    (void)user;
}

static void leaves_early(struct gb_state *state, void *user)
{
    (void)user;
    gb_batch(state);
}

static void wants_missing_argument(struct gb_state *state, void *user)
{
    (void)user;
    assert_int_equal(gb_arg_count(state), 0);
    assert_int_equal(gb_arg(state, 0), 0);
}

static void adds_nan_time(struct gb_state *state, void *user)
{
    (void)user;
    gb_add_time(state, (double)NAN);
}

static void adds_negative_time(struct gb_state *state, void *user)
{
    (void)user;
    gb_add_time(state, -1);
}

static void adds_infinite_time(struct gb_state *state, void *user)
{
    (void)user;
    gb_add_time(state, (double)INFINITY);
}

static void unnamed_counter(struct gb_state *state, void *user)
{
    (void)user;
    drain(state);
    gb_set_counter(state, NULL, 1, GB_PLAIN);
}

static void empty_counter_name(struct gb_state *state, void *user)
{
    (void)user;
    drain(state);
    gb_set_counter(state, "", 1, GB_PLAIN);
}

static void unknown_counter_flags(struct gb_state *state, void *user)
{
    (void)user;
    drain(state);
    gb_set_counter(state, "x", 1, 32);
}

static const char early[] = "the function returned before gb_batch returned 0";

static void failures_cost_their_row(void **state)
{
    (void)state;
    const struct {
        gb_function *function;
        const char *message;
    } cases[] = {
        {skip_before_loop, "no such file"},
        {skip_and_return, "not today"},
        {skip_inside_loop, "wrong answer"},
        {skip_while_paused, "paused"},
        {skip_after_loop, "bad checksum"},
        {skip_without_message, "skipped without a reason"},
        {never_batches, early},
        {leaves_early, early},
        {wants_missing_argument, "gb_arg: no argument with this index"},
        {adds_nan_time, "gb_add_time: seconds must be finite and not negative"},
        {adds_negative_time, "gb_add_time: seconds must be finite and not negative"},
        {adds_infinite_time, "gb_add_time: seconds must be finite and not negative"},
        {unnamed_counter, "gb_set_counter: name is NULL or empty"},
        {empty_counter_name, "gb_set_counter: name is NULL or empty"},
        {unknown_counter_flags, "gb_set_counter: unknown flags"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        run_function(cases[i].function, NULL, 1);
        assert_int_equal(rows.count, 1);
        assert_failed(0, cases[i].message);
    }
}

static void failure_reaches_measure(void **state)
{
    (void)state;
    struct gb_sample sample = {.iterations = -5};
    struct gb_error error = {""};
    const struct gb_spec spec = {.name = "x", .function = skip_inside_loop, .iterations = 10};
    assert_false(gb_measure(&spec, &sample, &error));
    assert_string_equal(error.text, "wrong answer");
    assert_int_equal(sample.iterations, -5);
    assert_false(gb_measure(&spec, &sample, NULL));
}

static void skip_third_call(struct gb_state *state, void *user)
{
    int *calls = user;
    if (++*calls == 3) {
        gb_skip_with_error(state, "third");
        return;
    }
    drain(state);
}

/* The library aborts when repetitions differ in their iterations: a skip must not make them. */
static void failed_repetition(void **state)
{
    (void)state;
    int calls = 0;
    run_function(skip_third_call, &calls, 4);
    assert_int_equal(calls, 3);
    assert_int_equal(rows.count, 8);
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(rows.rows[i].row.failed, i == 2 || i == 3);
    assert_failed(2, "third");
    assert_failed(3, "third");
    assert_string_equal(rows.rows[4].aggregate, "mean");
}

static void skip_first_call(struct gb_state *state, void *user)
{
    int *calls = user;
    if (++*calls == 1)
        gb_skip_with_error(state, "cold");
    drain(state);
}

/* The library crashes when it aggregates behind a failed first repetition. */
static void failed_first_repetition(void **state)
{
    (void)state;
    int calls = 0;
    run_function(skip_first_call, &calls, 4);
    assert_int_equal(calls, 1);
    assert_int_equal(rows.count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_failed(i, "cold");
}

static void failure_ends_with_its_run(void **state)
{
    (void)state;
    int calls = 0;
    const int64_t args[] = {1, 2};
    assert_true(gb_clear());
    assert_true(gb_register(&(struct gb_spec){.name = "once",
                                              .function = skip_first_call,
                                              .user = &calls,
                                              .iterations = 1,
                                              .repetitions = 2,
                                              .args = args,
                                              .arg_rows = 2,
                                              .arg_count = 1},
                            NULL));
    rows.count = 0;
    assert_int_equal(gb_run("once/1/", keep_row, &rows, NULL), 1);
    assert_int_equal(rows.count, 2);
    assert_failed(0, "cold");
    assert_failed(1, "cold");
    rows.count = 0;
    assert_int_equal(gb_run(NULL, keep_row, &rows, NULL), 2);
    assert_int_equal(rows.count, 12);
    for (size_t i = 0; i < rows.count; i++)
        assert_false(rows.rows[i].row.failed);
    assert_true(gb_clear());
}

static void every_repetition_fails(void **state)
{
    (void)state;
    run_function(skip_before_loop, NULL, 3);
    assert_int_equal(rows.count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_failed(i, "no such file");
}

static void automatic_count_fails_at_once(void **state)
{
    (void)state;
    int calls = 0;
    run_alone(&(struct gb_spec){.name = "auto",
                                .function = skip_first_call,
                                .user = &calls,
                                .min_time_s = 0.001,
                                .repetitions = 3},
              &rows);
    for (size_t i = 0; i < 3; i++)
        assert_failed(i, "cold");
}

static void set_all_counters(struct gb_state *state, void *user)
{
    (void)user;
    drain(state);
    gb_add_time(state, 0.5);
    gb_set_counter(state, "plain", 3, GB_PLAIN);
    gb_set_counter(state, "rate", 3, GB_RATE);
    gb_set_counter(state, "per_iteration", 3, GB_PER_ITERATION);
    gb_set_counter(state, "times", 3, GB_TIMES_ITERATIONS);
    gb_set_counter(state, "times_rate", 3, GB_TIMES_ITERATIONS | GB_RATE);
    gb_set_counter(state, "inverse", 4, GB_INVERT);
    gb_set_counter(state, "overwritten", 1, GB_PLAIN);
    gb_set_counter(state, "overwritten", -2, GB_PLAIN);
}

static void counters_with_flags(void **state)
{
    (void)state;
    run_function(set_all_counters, NULL, 1);
    const struct {
        const char *name; /* in the order of the row: by name */
        double value;
        unsigned flags;
    } expected[] = {
        {"inverse", 0.25, GB_INVERT},
        {"overwritten", -2, GB_PLAIN},
        {"per_iteration", 0.3, GB_PER_ITERATION},
        {"plain", 3, GB_PLAIN},
        {"rate", 6, GB_RATE},
        {"times", 30, GB_TIMES_ITERATIONS},
        {"times_rate", 60, GB_TIMES_ITERATIONS | GB_RATE},
    };
    assert_int_equal(rows.rows[0].row.counter_count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_string_equal(rows.rows[0].counter_names[i], expected[i].name);
        assert_true(fabs(rows.rows[0].counters[i].value - expected[i].value) < 1e-12);
        assert_int_equal(rows.rows[0].counters[i].flags, expected[i].flags);
    }
}

static void rate_over_no_time(struct gb_state *state, void *user)
{
    (void)user;
    drain(state);
    gb_set_counter(state, "rate", 1, GB_RATE);
}

static void endless_rate_is_handed_on(void **state)
{
    (void)state;
    run_function(rate_over_no_time, NULL, 1);
    assert_true(isinf(kept_counter(&rows.rows[0], "rate")));
}

static void flags_by_call(struct gb_state *state, void *user)
{
    int *calls = user;
    drain(state);
    gb_set_counter(state, "x", 1, ++*calls == 2 ? GB_RATE : GB_PLAIN);
}

static void counter_that_changes_its_flags(void **state)
{
    (void)state;
    int calls = 0;
    run_function(flags_by_call, &calls, 3);
    assert_false(rows.rows[0].row.failed);
    assert_failed(1, "gb_set_counter: a counter of this name has other flags");
}

static void counter_by_call(struct gb_state *state, void *user)
{
    int *calls = user;
    drain(state);
    gb_set_counter(state, ++*calls == 1 ? "first" : "later", 1, GB_PLAIN);
}

static void counters_may_differ_between_repetitions(void **state)
{
    (void)state;
    int calls = 0;
    run_function(counter_by_call, &calls, 3);
    assert_int_equal(rows.count, 7);
    assert_true(kept_counter(&rows.rows[0], "first") == 1);
    assert_true(kept_counter(&rows.rows[1], "later") == 1);
}

static void set_label(struct gb_state *state, void *user)
{
    drain(state);
    gb_set_label(state, user);
}

static void label_is_reported(void **state)
{
    (void)state;
    char text[] = "12 objects";
    run_function(set_label, text, 1);
    assert_string_equal(rows.rows[0].label, "12 objects");
    run_function(set_label, NULL, 1);
    assert_string_equal(rows.rows[0].label, "");
}

static void add_time_twice(struct gb_state *state, void *user)
{
    (void)user;
    drain(state);
    gb_add_time(state, 0.25);
    gb_add_time(state, 1.5);
}

static void manual_time_is_what_was_added(void **state)
{
    (void)state;
    run_function(add_time_twice, NULL, 1);
    assert_true(rows.rows[0].row.real_s == 1.75);
    assert_true(fabs(rows.rows[0].row.real_per_iteration - 0.175e9) < 1);
    assert_string_equal(rows.rows[0].name, "state/iterations:10/repeats:1/manual_time");
}

static double clock_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double nap_s(void)
{
    const double begin_s = clock_s();
    usleep(10000);
    return clock_s() - begin_s;
}

/* By the library's clock: `all` encloses the loop; `before` and `after` are naps in it, the second
 * behind a pause where there is one. */
struct naps {
    bool pauses;
    double all_s, before_s, after_s;
};

static void nap_twice(struct gb_state *state, void *user)
{
    struct naps *naps = user;
    gb_pause(state); /* before the loop: nothing */
    gb_resume(state);
    const double begin_s = clock_s();
    for (int64_t n; (n = gb_batch(state)) > 0;) {
        naps->before_s = nap_s();
        gb_resume(state); /* runs already: nothing */
        if (naps->pauses)
            gb_pause(state);
        gb_pause(state);
        if (!naps->pauses)
            gb_resume(state);
        naps->after_s = nap_s();
    } /* gb_batch ends the pause */
    naps->all_s = clock_s() - begin_s;
    gb_pause(state);
    gb_resume(state);
}

static void paused_time_does_not_count(void **state)
{
    (void)state;
    const double rounding_s = 1e-6;
    for (int pauses = 0; pauses < 2; pauses++) {
        struct naps naps = {.pauses = pauses == 1};
        struct gb_sample sample;
        assert_true(gb_measure(&(struct gb_spec){.name = "pause",
                                                 .function = nap_twice,
                                                 .user = &naps,
                                                 .clock = GB_REAL_TIME,
                                                 .iterations = 1},
                               &sample, NULL));
        const double left_out_s = pauses == 1 ? naps.after_s : 0;
        assert_true(naps.before_s >= 0.01 && naps.after_s >= 0.01);
        assert_true(sample.real_s <= naps.all_s - left_out_s + rounding_s);
        assert_true(sample.real_s >= naps.before_s + naps.after_s - left_out_s - rounding_s);
    }
}

static void look_around(struct gb_state *state, void *user)
{
    (void)user;
    assert_int_equal(gb_iterations(state), 10);
    assert_int_equal(gb_thread_index(state), 0);
    assert_int_equal(gb_threads(state), 1);
    assert_int_equal(gb_batch(state), 10);
    assert_int_equal(gb_batch(state), 0);
    assert_int_equal(gb_batch(state), 0);
    assert_int_equal(gb_iterations(state), 10);
}

static void state_is_readable(void **state)
{
    (void)state;
    run_function(look_around, NULL, 1);
    assert_false(rows.rows[0].row.failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(failures_cost_their_row),
        cmocka_unit_test(failure_reaches_measure),
        cmocka_unit_test(failed_repetition),
        cmocka_unit_test(failed_first_repetition),
        cmocka_unit_test(failure_ends_with_its_run),
        cmocka_unit_test(every_repetition_fails),
        cmocka_unit_test(automatic_count_fails_at_once),
        cmocka_unit_test(counters_with_flags),
        cmocka_unit_test(endless_rate_is_handed_on),
        cmocka_unit_test(counter_that_changes_its_flags),
        cmocka_unit_test(counters_may_differ_between_repetitions),
        cmocka_unit_test(label_is_reported),
        cmocka_unit_test(manual_time_is_what_was_added),
        cmocka_unit_test(paused_time_does_not_count),
        cmocka_unit_test(state_is_readable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
