/* The thinned timeline of a pass: it spans the whole pass and never overflows. */
#include "child/runtime.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct esc_sample sample;

static void fill(int64_t count)
{
    struct esc_timeline timeline = {0};
    memset(&sample, 0, sizeof sample);
    for (int64_t k = 0; k < count; k++)
        esc_timeline_add(&timeline, &sample,
                         &(struct esc_heap_point){.time_ns = k, .heap_bytes = 2 * k});
}

static void few_points_are_all_kept(void **state)
{
    (void)state;
    fill(ESC_SAMPLE_HEAP_POINTS);
    assert_int_equal(sample.heap_point_count, ESC_SAMPLE_HEAP_POINTS);
    for (int64_t k = 0; k < ESC_SAMPLE_HEAP_POINTS; k++)
        assert_int_equal(sample.heap[k].time_ns, k);
}

/* Kept are the multiples of one power of two, from 0 to the last one. */
static void many_points_are_thinned_evenly(void **state)
{
    (void)state;
    static const struct {
        int64_t count, step;
    } rows[] = {{1025, 2}, {2048, 2}, {2049, 4}, {5000, 8}, {1000000, 1024}};
    for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
        fill(rows[row].count);
        int64_t expected = (rows[row].count - 1) / rows[row].step + 1;
        assert_int_equal(sample.heap_point_count, expected);
        for (int64_t k = 0; k < expected; k++) {
            assert_int_equal(sample.heap[k].time_ns, k * rows[row].step);
            assert_int_equal(sample.heap[k].heap_bytes, 2 * k * rows[row].step);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_points_are_all_kept),
        cmocka_unit_test(many_points_are_thinned_evenly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
