/* defer: order, open-coded bits, records that are used again. */
#include "../gort/counted.h"

#include "gort/closure.h"
#include "gort/defer.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static int order[400];
static size_t called;

typedef struct {
    void (*code)(void *self);
    int number;
} noting;

static void note(void *self)
{
    order[called++] = ((noting *)self)->number;
}

static void the_last_deferred_is_the_first_called(void **state)
{
    (void)state;
    noting calls[5];
    struct gort_record *frame = NULL;
    called = 0;
    for (int k = 0; k < 5; k++) {
        calls[k] = (noting){note, k};
        gort_defer(&frame, &calls[k]);
    }
    assert_int_equal(called, 0);
    gort_defer_return(&frame);
    assert_null(frame);
    assert_int_equal(called, 5);
    for (int k = 0; k < 5; k++)
        assert_int_equal(order[k], 4 - k);
}

static struct gort_record *inner_frame;

/* A deferred function with a deferred function of its own. */
static void note_and_defer(void *self)
{
    static noting inner;
    inner = (noting){note, ((noting *)self)->number + 100};
    gort_defer(&inner_frame, &inner);
    note(self);
    gort_defer_return(&inner_frame);
}

static void a_deferred_function_may_defer(void **state)
{
    (void)state;
    noting calls[2] = {{note, 1}, {note_and_defer, 2}};
    struct gort_record *frame = NULL;
    called = 0;
    gort_defer(&frame, &calls[0]);
    gort_defer(&frame, &calls[1]);
    gort_defer_return(&frame);
    assert_int_equal(called, 3);
    assert_int_equal(order[0], 2);
    assert_int_equal(order[1], 102);
    assert_int_equal(order[2], 1);
}

/* Go takes records from a pool of the P: the record is no allocation. */
static void records_are_used_again(void **state)
{
    (void)state;
    noting call = {note, 0};
    count_from_here();
    for (int round = 0; round < 1000; round++) {
        struct gort_record *frame = NULL;
        called = 0;
        for (int k = 0; k < GORT_DEFER_RECORDS; k++)
            gort_defer(&frame, &call);
        gort_defer_return(&frame);
        assert_int_equal(called, GORT_DEFER_RECORDS);
    }
    assert_counted(0, 0);
}

static void an_open_coded_defer_is_pending_once(void **state)
{
    (void)state;
    struct gort_open open = {0};
    assert_false(gort_open_pending(&open, 0));
    gort_open_defer(&open, 0);
    gort_open_defer(&open, 7);
    assert_false(gort_open_pending(&open, 3));
    assert_true(gort_open_pending(&open, 7));
    assert_true(gort_open_pending(&open, 0));
    assert_false(gort_open_pending(&open, 7));
    assert_false(gort_open_pending(&open, 0));
}

/* cmd/compile: by value up to 128 bytes if nobody assigns. */
static void captures_by_value_end_at_128_bytes(void **state)
{
    (void)state;
    static const struct {
        size_t bytes;
        bool reassigned, by_value;
    } cases[] = {{8, false, true}, {8, true, false}, {128, false, true}, {129, false, false}};
    for (size_t k = 0; k < COUNT(cases); k++)
        assert_int_equal(GORT_BY_VALUE(cases[k].bytes, cases[k].reassigned), cases[k].by_value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_deferred_is_the_first_called),
        cmocka_unit_test(a_deferred_function_may_defer),
        cmocka_unit_test(records_are_used_again),
        cmocka_unit_test(an_open_coded_defer_is_pending_once),
        cmocka_unit_test(captures_by_value_end_at_128_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
