/*
 * What the cold sides share: clocks, resident memory, the thinned timeline. See runtime.h.
 */
#include "child/runtime.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

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

int64_t esc_resident_bytes(pid_t pid)
{
    char path[64];
    char line[128];
    long pages = -1;
    snprintf(path, sizeof path, "/proc/%ld/statm", (long)pid);
    if (!esc_read_beginning(path, line, sizeof line) || sscanf(line, "%*s %ld", &pages) != 1)
        return -1;
    return (int64_t)pages * sysconf(_SC_PAGESIZE);
}

/* Transparent huge pages are given to a program that asks for them, and to no other. */
static bool huge_if_asked;

void esc_look_at_huge_pages(void)
{
    char text[64];
    huge_if_asked =
        esc_read_beginning("/sys/kernel/mm/transparent_hugepage/enabled", text, sizeof text) &&
        strstr(text, "[madvise]") != NULL;
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

#ifdef MADV_POPULATE_WRITE
/* Makes the pages of [first, end) be there, in one call of the kernel (Linux 5.14). */
static bool populate(uintptr_t first, uintptr_t end)
{
    return madvise((void *)first, end - first, MADV_POPULATE_WRITE) == 0;
}

/* A change of a part's protection and back leaves a huge page mapped as small ones. */
static void map_small(uintptr_t huge)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    if (mprotect((void *)huge, page, PROT_READ) == 0 &&
        mprotect((void *)huge, page, PROT_READ | PROT_WRITE) != 0)
        abort();
}

/*
 * The kernel clears and frees a huge page in a fifth of the time that its 512 small ones take. It
 * is mapped as small ones all the same: so are those that the program gets later, and a program in
 * Go where huge pages are for those that ask. Where they are for all, nothing is done here.
 */
static void bring_huge(uintptr_t first, uintptr_t end)
{
    enum { HUGE_PAGE = 2 << 20 };
    uintptr_t low = (first + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1);
    uintptr_t high = end & ~(uintptr_t)(HUGE_PAGE - 1);
    if (low >= high || !huge_if_asked || madvise((void *)low, high - low, MADV_HUGEPAGE) != 0)
        return;
    if (populate(low, high))
        for (uintptr_t at = low; at < high; at += HUGE_PAGE)
            map_small(at);
    madvise((void *)low, high - low, MADV_NOHUGEPAGE);
}

static bool bring(uintptr_t first, uintptr_t end)
{
    bring_huge(first, end);
    return populate(first, end);
}
#else
static bool bring(uintptr_t first, uintptr_t end)
{
    (void)first;
    (void)end;
    return false;
}
#endif

void esc_touch(struct esc_touch *touch, void *garbage, size_t ahead)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    uintptr_t begin = (uintptr_t)garbage & ~(page - 1);
    uintptr_t end = begin + ESC_GARBAGE;
    if (touch->begin <= begin && end <= touch->end)
        return;
    uintptr_t further = begin + (ahead > ESC_GARBAGE ? ahead & ~(page - 1) : ESC_GARBAGE);
    if (touch->end == 0 && bring(begin, further)) {
        *touch = (struct esc_touch){begin, further};
        return;
    }
    if (bring(begin, end))
        return;
    for (size_t at = 0; at < ESC_GARBAGE; at += page)
        ((volatile char *)garbage)[at] = 1;
}
