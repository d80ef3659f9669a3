/* What the cold sides share: the thinned timeline of a pass spans the whole pass and never
 * overflows; the touching of a heap brings what it is told to, as small pages. */
#include "base/text.h"
#include "child/runtime.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

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

/* Bytes of [begin, begin + size) that are there. */
static size_t resident(char *begin, size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    unsigned char *there = calloc(size / page, 1);
    size_t found = 0;
    assert_int_equal(mincore(begin, size, there), 0);
    for (size_t k = 0; k < size / page; k++)
        found += (there[k] & 1) != 0 ? page : 0;
    free(there);
    return found;
}

/* Whether the system has given this process huge pages that are mapped as such, unasked-for ones
 * aside. */
static bool has_huge_pages(void)
{
    char mode[64];
    char sums[4096];
    if (!esc_read_beginning("/sys/kernel/mm/transparent_hugepage/enabled", mode, sizeof mode) ||
        strstr(mode, "[always]") != NULL ||
        !esc_read_beginning("/proc/self/smaps_rollup", sums, sizeof sums))
        return false;
    const char *line = strstr(sums, "AnonHugePages:");
    return line != NULL && strtol(line + strlen("AnonHugePages:"), NULL, 10) > 0;
}

static void touching_brings_small_pages_and_no_others(void **state)
{
    (void)state;
    enum { HUGE_PAGE = 2 << 20, AHEAD = 2 * HUGE_PAGE + ESC_GARBAGE, ALL = 8 * HUGE_PAGE };
    char *all = mmap(NULL, ALL, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(all != MAP_FAILED);
    char *heap = (char *)(((uintptr_t)all + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1));
    struct esc_touch touch = {0};
    esc_look_at_huge_pages();
    esc_touch(&touch, heap + HUGE_PAGE - ESC_GARBAGE, AHEAD);
    size_t brought = touch.end == 0 ? ESC_GARBAGE : AHEAD; /* an old kernel: block by block */
    assert_int_equal(resident(heap + HUGE_PAGE - ESC_GARBAGE, brought), brought);
    assert_int_equal(resident(heap, ALL - HUGE_PAGE), brought);
    assert_false(has_huge_pages());
    memset(heap, 1, ALL - HUGE_PAGE);
    assert_int_equal(munmap(all, ALL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(touching_brings_small_pages_and_no_others),
        cmocka_unit_test(few_points_are_all_kept),
        cmocka_unit_test(many_points_are_thinned_evenly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
