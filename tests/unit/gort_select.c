/* select: what is ready is taken, evenly; what is not is waited for, and nobody is served twice. */
#include "../gort/counted.h"

#include "gort/select.h"

#include <pthread.h>

enum { CHANNELS = 3, VALUES = 3000 };

static void what_is_ready_is_taken(void **state)
{
    (void)state;
    uint64_t full_slot[1], empty_slot[1], seven = 7, nine = 9, got = 0;
    gort_chan full = GORT_CHAN(&gort_type_word, full_slot);
    gort_chan empty = GORT_CHAN(&gort_type_word, empty_slot);
    struct gort_select_case cases[] = {{&full, &nine}, {&empty, &got}};
    bool received = true;
    gort_chan_send(&full, &seven);
    assert_int_equal(gort_select(cases, 1, 2, false, &received), -1); /* default */
    assert_false(received);
    gort_chan_send(&empty, &nine);
    assert_int_equal(gort_select(cases, 1, 2, true, &received), 1);
    assert_true(received);
    assert_int_equal(got, 9);
    assert_true(gort_chan_receive(&full, &got));
    assert_int_equal(gort_select(cases, 1, 2, true, &received), 0); /* now the send */
    assert_false(received);
    assert_true(gort_chan_receive(&full, &got));
    assert_int_equal(got, 9);
}

/* The specification: of several that are ready one is chosen uniformly. */
static void the_choice_is_even(void **state)
{
    (void)state;
    uint64_t slots[CHANNELS][1], value = 1, got;
    size_t chosen[CHANNELS] = {0};
    gort_chan c[CHANNELS];
    struct gort_select_case cases[CHANNELS];
    for (size_t k = 0; k < CHANNELS; k++) {
        c[k] = (gort_chan)GORT_CHAN(&gort_type_word, slots[k]);
        cases[k] = (struct gort_select_case){&c[k], &got};
        gort_chan_send(&c[k], &value);
    }
    for (size_t k = 0; k < VALUES; k++) {
        int index = gort_select(cases, 0, CHANNELS, true, NULL);
        chosen[index]++;
        gort_chan_send(&c[index], &value);
    }
    for (size_t k = 0; k < CHANNELS; k++)
        assert_in_range(chosen[k], 850, 1150); /* 1000, and five times its deviation of 26 */
}

static void closed_channels_are_ready_and_nil_ones_never(void **state)
{
    (void)state;
    uint64_t slots[1], got = 5;
    gort_chan c = GORT_CHAN(&gort_type_word, slots);
    struct gort_select_case cases[] = {{NULL, &got}, {&c, &got}};
    bool received = true;
    gort_chan_close(&c);
    for (int k = 0; k < 20; k++) {
        assert_int_equal(gort_select(cases, 0, 2, true, &received), 1);
        assert_false(received);
        assert_int_equal(got, 0);
    }
}

static void trying_does_not_wait(void **state)
{
    (void)state;
    uint64_t slots[1], value = 3, got = 0;
    bool received = false;
    gort_chan c = GORT_CHAN(&gort_type_word, slots);
    assert_false(gort_chan_try_receive(&c, &got, &received));
    assert_true(gort_chan_try_send(&c, &value));
    assert_false(gort_chan_try_send(&c, &value));
    assert_true(gort_chan_try_receive(&c, &got, &received));
    assert_true(received);
    assert_int_equal(got, 3);
    gort_chan_close(&c);
    assert_true(gort_chan_try_receive(&c, &got, &received));
    assert_false(received);
    assert_false(gort_chan_try_send(NULL, &value));
}

/* ---- with other threads ---- */

static gort_chan *unbuffered[CHANNELS];

static void make_channels(void)
{
    for (size_t k = 0; k < CHANNELS; k++)
        unbuffered[k] = gort_chan_make(&gort_type_word, 0);
}

static void end_channels(void)
{
    for (size_t k = 0; k < CHANNELS; k++)
        gort_chan_done(unbuffered[k]);
}

/* Sends 1 … VALUES into its channel. */
static void *send_all(void *chan)
{
    for (uint64_t value = 1; value <= VALUES; value++)
        gort_chan_send(chan, &value);
    return NULL;
}

/* Sends 1 … VALUES, each into whatever channel takes it. */
static void *send_anywhere(void *unused)
{
    for (uint64_t value = 1; value <= VALUES; value++) {
        struct gort_select_case cases[CHANNELS];
        for (size_t k = 0; k < CHANNELS; k++)
            cases[k] = (struct gort_select_case){unbuffered[k], &value};
        gort_select(cases, CHANNELS, CHANNELS, true, NULL);
    }
    return unused;
}

static uint64_t receive_anywhere(size_t count)
{
    uint64_t sum = 0, values[CHANNELS];
    struct gort_select_case cases[CHANNELS];
    for (size_t k = 0; k < CHANNELS; k++)
        cases[k] = (struct gort_select_case){unbuffered[k], &values[k]};
    for (size_t k = 0; k < count; k++) {
        bool received = false;
        int index = gort_select(cases, 0, CHANNELS, true, &received);
        assert_true(received);
        sum += values[index];
    }
    return sum;
}

static const uint64_t sum_of_values = (uint64_t)VALUES * (VALUES + 1) / 2;

static void every_value_comes_once_from_many_senders(void **state)
{
    (void)state;
    pthread_t threads[CHANNELS];
    make_channels();
    for (size_t k = 0; k < CHANNELS; k++)
        assert_int_equal(pthread_create(&threads[k], NULL, send_all, unbuffered[k]), 0);
    assert_int_equal(receive_anywhere(CHANNELS * VALUES), CHANNELS * sum_of_values);
    for (size_t k = 0; k < CHANNELS; k++)
        pthread_join(threads[k], NULL);
    end_channels();
}

/* Both sides select: a pair of channels meets, and the waiters in the others are taken back. */
static void selects_meet_selects(void **state)
{
    (void)state;
    pthread_t threads[2];
    make_channels();
    for (size_t k = 0; k < 2; k++)
        assert_int_equal(pthread_create(&threads[k], NULL, send_anywhere, NULL), 0);
    assert_int_equal(receive_anywhere(2 * VALUES), 2 * sum_of_values);
    for (size_t k = 0; k < 2; k++)
        pthread_join(threads[k], NULL);
    for (size_t k = 0; k < CHANNELS; k++) {
        assert_null(unbuffered[k]->senders.first);
        assert_null(unbuffered[k]->receivers.first);
    }
    end_channels();
}

static void *close_the_second(void *unused)
{
    gort_chan_close(unbuffered[1]);
    return unused;
}

static void closing_wakes_a_select(void **state)
{
    (void)state;
    pthread_t thread;
    uint64_t got[2] = {1, 1};
    bool received = true;
    make_channels();
    struct gort_select_case cases[] = {{unbuffered[0], &got[0]}, {unbuffered[1], &got[1]}};
    assert_int_equal(pthread_create(&thread, NULL, close_the_second, NULL), 0);
    assert_int_equal(gort_select(cases, 0, 2, true, &received), 1);
    assert_false(received);
    assert_int_equal(got[1], 0);
    pthread_join(thread, NULL);
    assert_null(unbuffered[0]->receivers.first);
    end_channels();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_ready_is_taken),
        cmocka_unit_test(the_choice_is_even),
        cmocka_unit_test(closed_channels_are_ready_and_nil_ones_never),
        cmocka_unit_test(trying_does_not_wait),
        cmocka_unit_test(every_value_comes_once_from_many_senders),
        cmocka_unit_test(selects_meet_selects),
        cmocka_unit_test(closing_wakes_a_select),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
