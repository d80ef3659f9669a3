/* Timers: due ones in order, stopped ones never, moved ones where they were moved to. The clock is
 * the test's: gort_timers_run is told the time. */
#include "../gort/counted.h"

#include "gort/timer.h"

enum { TIMERS = 300 };

static const int64_t hour = INT64_C(3600000000000);

static gort_timer *timers[TIMERS];

static void end_timers(size_t count)
{
    for (size_t k = 0; k < count; k++)
        gort_timer_stop(timers[k]);
    gort_timers_run(INT64_MAX);
    for (size_t k = 0; k < count; k++)
        gort_timer_done(timers[k]);
    assert_int_equal(gort_timers.heap.length, 0);
    assert_int_equal(gort_timers.deleted, 0);
}

static bool has_fired(const gort_timer *timer)
{
    return timer->chan->count > 0;
}

/* Timer k is due in 1 + k * 37 % TIMERS hours: each hour brings exactly one. */
static void timers_fire_in_the_order_of_their_times(void **state)
{
    (void)state;
    int64_t start = gort_nanotime();
    for (int64_t k = 0; k < TIMERS; k++)
        timers[k] = gort_timer_new((1 + k * 37 % TIMERS) * hour);
    int64_t now = gort_nanotime();
    assert_in_range(gort_timers_run(now), start + hour, now + hour);
    for (int64_t passed = 1; passed <= TIMERS; passed++) {
        gort_timers_run(now + passed * hour);
        for (int64_t k = 0; k < TIMERS; k++)
            assert_int_equal(has_fired(timers[k]), 1 + k * 37 % TIMERS <= passed);
    }
    assert_int_equal(gort_timers_run(now), 0);
    assert_false(gort_timer_stop(timers[0])); /* it is over */
    end_timers(TIMERS);
}

static void stopped_timers_do_not_fire(void **state)
{
    (void)state;
    for (int64_t k = 0; k < TIMERS; k++)
        timers[k] = gort_timer_new((1 + k * 37 % TIMERS) * hour);
    for (size_t k = 0; k < TIMERS; k += 3)
        assert_true(gort_timer_stop(timers[k]));
    assert_false(gort_timer_stop(timers[0])); /* the second time */
    gort_timers_run(gort_nanotime() + (TIMERS + 1) * hour);
    for (size_t k = 0; k < TIMERS; k++)
        assert_int_equal(has_fired(timers[k]), k % 3 != 0);
    end_timers(TIMERS);
}

/* Stopped ones that are more than a quarter are all dropped, before any is due. The last of the
 * heap takes a dropped one's place and may go up from there: two thirds are stopped, and found
 * there. */
static void many_stopped_timers_are_dropped_at_once(void **state)
{
    (void)state;
    for (int64_t k = 0; k < TIMERS; k++)
        timers[k] = gort_timer_new((1 + k * 37 % TIMERS) * hour);
    for (size_t k = 0; k < TIMERS; k++)
        if (k % 3 != 0)
            assert_true(gort_timer_stop(timers[k]));
    gort_timers_run(gort_nanotime());
    assert_int_equal(gort_timers.deleted, 0);
    assert_int_equal(gort_timers.heap.length, TIMERS / 3);
    end_timers(TIMERS);
}

static void reset_timers_fire_at_their_new_time(void **state)
{
    (void)state;
    timers[0] = gort_timer_new(5 * hour);
    timers[1] = gort_timer_new(6 * hour);
    timers[2] = gort_timer_new(7 * hour);
    assert_true(gort_timer_reset(timers[2], hour));     /* earlier */
    assert_true(gort_timer_reset(timers[0], 9 * hour)); /* later */
    assert_true(gort_timer_stop(timers[1]));
    assert_false(gort_timer_reset(timers[1], 3 * hour)); /* it was stopped */
    int64_t now = gort_nanotime();
    gort_timers_run(now + 2 * hour);
    assert_true(has_fired(timers[2]));
    assert_false(has_fired(timers[1]));
    gort_timers_run(now + 4 * hour);
    assert_true(has_fired(timers[1]));
    gort_timers_run(now + 8 * hour);
    assert_false(has_fired(timers[0]));
    gort_timers_run(now + 10 * hour);
    assert_true(has_fired(timers[0]));
    gort_time time;
    assert_true(gort_chan_receive(timers[2]->chan, &time));
    assert_int_equal(time.monotonic_ns, now + 2 * hour);
    assert_false(gort_timer_reset(timers[2], hour)); /* it is over: a new start */
    gort_timers_run(now + 13 * hour);
    assert_true(has_fired(timers[2]));
    end_timers(3);
}

/* time/tick.go: ticks that nobody takes are dropped; the next is a multiple of the period away. */
static void tickers_tick_until_they_are_stopped(void **state)
{
    (void)state;
    timers[0] = gort_ticker_new(hour);
    int64_t first = timers[0]->when_ns;
    gort_time time;
    for (int64_t tick = 0; tick < 5; tick++) {
        gort_timers_run(first + tick * hour);
        assert_true(gort_chan_receive(timers[0]->chan, &time));
        assert_int_equal(time.monotonic_ns, first + tick * hour);
    }
    gort_timers_run(first + 9 * hour + hour / 2);
    assert_int_equal(timers[0]->when_ns, first + 10 * hour);
    gort_timers_run(first + 10 * hour);
    assert_int_equal(timers[0]->chan->count, 1);
    assert_true(gort_timer_stop(timers[0]));
    assert_true(gort_chan_receive(timers[0]->chan, &time));
    gort_timers_run(first + 20 * hour);
    assert_false(has_fired(timers[0]));
    end_timers(1);
}

static size_t calls;

static void call(void)
{
    calls++;
}

static void after_calls_its_function_once(void **state)
{
    (void)state;
    timers[0] = gort_timer_after(hour, call);
    int64_t now = gort_nanotime();
    gort_timers_run(now);
    assert_int_equal(calls, 0);
    gort_timers_run(now + 2 * hour);
    gort_timers_run(now + 3 * hour);
    assert_int_equal(calls, 1);
    end_timers(1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(timers_fire_in_the_order_of_their_times),
        cmocka_unit_test(stopped_timers_do_not_fire),
        cmocka_unit_test(many_stopped_timers_are_dropped_at_once),
        cmocka_unit_test(reset_timers_fire_at_their_new_time),
        cmocka_unit_test(tickers_tick_until_they_are_stopped),
        cmocka_unit_test(after_calls_its_function_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
