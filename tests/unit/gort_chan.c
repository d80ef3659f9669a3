/* Channels: order, the ring's edge, hand-off to waiting threads, close, allocations. */
#include "../gort/counted.h"

#include "gort/chan.h"

#include <pthread.h>

typedef struct {
    uint64_t words[8];
} object;
ESC_NOSCAN(object);

static void values_come_in_the_order_they_went(void **state)
{
    (void)state;
    uint64_t slots[3];
    gort_chan c = GORT_CHAN(&gort_type_word, slots);
    uint64_t sent = 0, got = 0;
    for (int round = 0; round < 10; round++) {
        for (int k = 0; k < 2; k++, sent++)
            gort_chan_send(&c, &sent);
        for (int k = 0; k < 2; k++, got++) {
            uint64_t value;
            assert_true(gort_chan_receive(&c, &value));
            assert_int_equal(value, got);
        }
    }
    assert_int_equal(c.count, 0);
}

static void receiving_clears_the_slot(void **state)
{
    (void)state;
    void *slots[1];
    gort_chan c = GORT_CHAN(&gort_type_pointer, slots);
    void *value = &c, *got = NULL;
    gort_chan_send(&c, &value);
    assert_ptr_equal(slots[0], &c);
    assert_true(gort_chan_receive(&c, &got));
    assert_ptr_equal(got, &c);
    assert_null(slots[0]);
}

/* makechan of 16: chan T64 one block of a header and 1024, chan *T64 two. The header is Go's hchan:
 * 96 bytes, 112 in Go 1.27. */
enum { HEADER = ESC_GO == 19 ? 96 : 112 };
static void makes_as_many_blocks_as_go(void **state)
{
    (void)state;
    count_from_here();
    gort_chan *values = gort_chan_make(&esc_type_object, 16);
    assert_counted(1, HEADER + 1024);
    count_from_here();
    gort_chan *pointers = gort_chan_make(&gort_type_pointer, 16);
    assert_counted(2, HEADER + 128);
    count_from_here();
    gort_chan *unbuffered = gort_chan_make(&gort_type_pointer, 0);
    assert_counted(1, HEADER);
    gort_chan_done(values);
    gort_chan_done(pointers);
    gort_chan_done(unbuffered);
    assert_int_equal(counted.frees, 4);
}

/* ---- with a second thread ---- */

struct other {
    gort_chan *chan;
    uint64_t first, count, sum;
    bool ok;
};

static void *receive_one(void *argument)
{
    struct other *other = argument;
    other->ok = gort_chan_receive(other->chan, &other->sum);
    return NULL;
}

static void *send_many(void *argument)
{
    struct other *other = argument;
    for (uint64_t k = 0; k < other->count; k++) {
        uint64_t value = other->first + k;
        gort_chan_send(other->chan, &value);
    }
    return NULL;
}

static void wait_until_queued(gort_chan *c, struct gort_queue *queue)
{
    for (bool queued = false; !queued;) {
        gort_lock(&c->lock);
        queued = queue->first != NULL;
        gort_unlock(&c->lock);
        sched_yield();
    }
}

static void waiting_receiver_is_served_past_the_buffer(void **state)
{
    (void)state;
    uint64_t slots[1] = {99}, value = 7;
    gort_chan c = GORT_CHAN(&gort_type_word, slots);
    struct other other = {.chan = &c};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, receive_one, &other), 0);
    wait_until_queued(&c, &c.receivers);
    gort_chan_send(&c, &value);
    assert_int_equal(c.count, 0);
    assert_int_equal(slots[0], 99);
    pthread_join(thread, NULL);
    assert_true(other.ok);
    assert_int_equal(other.sum, 7);
}

static void waiting_sender_goes_to_the_end_of_a_full_buffer(void **state)
{
    (void)state;
    uint64_t slots[2];
    gort_chan c = GORT_CHAN(&gort_type_word, slots);
    struct other other = {.chan = &c, .first = 1, .count = 3};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, send_many, &other), 0);
    wait_until_queued(&c, &c.senders);
    for (uint64_t k = 1; k <= 3; k++) {
        uint64_t value;
        assert_true(gort_chan_receive(&c, &value));
        assert_int_equal(value, k);
    }
    pthread_join(thread, NULL);
    assert_int_equal(c.count, 0);
}

static void no_buffer_means_meeting(void **state)
{
    (void)state;
    gort_chan *c = gort_chan_make(&gort_type_word, 0);
    struct other other = {.chan = c, .first = 1, .count = 1000};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, send_many, &other), 0);
    for (uint64_t k = 1; k <= 1000; k++) {
        uint64_t value;
        assert_true(gort_chan_receive(c, &value));
        assert_int_equal(value, k);
    }
    pthread_join(thread, NULL);
    gort_chan_done(c);
}

static void close_drains_then_says_so(void **state)
{
    (void)state;
    uint64_t slots[2], value = 5;
    gort_chan c = GORT_CHAN(&gort_type_word, slots);
    gort_chan_send(&c, &value);
    gort_chan_close(&c);
    value = 0;
    assert_true(gort_chan_receive(&c, &value));
    assert_int_equal(value, 5);
    assert_false(gort_chan_receive(&c, &value));
    assert_int_equal(value, 0);
}

static void close_wakes_a_waiting_receiver(void **state)
{
    (void)state;
    uint64_t slots[1];
    gort_chan c = GORT_CHAN(&gort_type_word, slots);
    struct other other = {.chan = &c, .sum = 3, .ok = true};
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, receive_one, &other), 0);
    wait_until_queued(&c, &c.receivers);
    gort_chan_close(&c);
    pthread_join(thread, NULL);
    assert_false(other.ok);
    assert_int_equal(other.sum, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_in_the_order_they_went),
        cmocka_unit_test(receiving_clears_the_slot),
        cmocka_unit_test(makes_as_many_blocks_as_go),
        cmocka_unit_test(waiting_receiver_is_served_past_the_buffer),
        cmocka_unit_test(waiting_sender_goes_to_the_end_of_a_full_buffer),
        cmocka_unit_test(no_buffer_means_meeting),
        cmocka_unit_test(close_drains_then_says_so),
        cmocka_unit_test(close_wakes_a_waiting_receiver),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
