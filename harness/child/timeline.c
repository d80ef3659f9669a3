/*
 * What the cold sides share: clocks and the thinned timeline. See runtime.h.
 */
#include "child/runtime.h"

#include <time.h>

static int64_t read_clock(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

int64_t esc_now_ns(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

int64_t esc_thread_cpu_ns(void)
{
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

int64_t esc_process_cpu_ns(void)
{
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

static void thin(struct esc_timeline *timeline, struct esc_sample *sample)
{
    for (uint32_t k = 0; 2 * k < sample->heap_point_count; k++)
        sample->heap[k] = sample->heap[2 * k];
    sample->heap_point_count = (sample->heap_point_count + 1) / 2;
    timeline->skip = 2 * timeline->skip + 1;
}

void esc_timeline_add(struct esc_timeline *timeline, struct esc_sample *sample,
                      const struct esc_heap_point *point)
{
    if (timeline->skipped < timeline->skip) {
        timeline->skipped++;
        return;
    }
    timeline->skipped = 0;
    if (sample->heap_point_count == ESC_SAMPLE_HEAP_POINTS)
        thin(timeline, sample);
    sample->heap[sample->heap_point_count++] = *point;
}
