/*
 * Events of processor and kernel, and the case's own counters, around a timed pass. See child.h.
 *
 * The events are opened before the runtime starts and are inherited by every thread that starts
 * behind it, so that a collector's work counts as the case's. They run all the time; what is told
 * is the difference of two readings, taken outside the operations.
 */
#include "child/child.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* A context switch happens in the kernel; all others are counted in user space alone. */
static const struct {
    uint32_t type;
    uint64_t config;
    bool in_kernel;
} kinds[ESC_EVENTS] = {
    [ESC_EVENT_INSTRUCTIONS] = {PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS, false},
    [ESC_EVENT_CYCLES] = {PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, false},
    [ESC_EVENT_CACHE_MISSES] = {PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_MISSES, false},
    [ESC_EVENT_BRANCH_MISSES] = {PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_MISSES, false},
    [ESC_EVENT_PAGE_FAULTS] = {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS, false},
    [ESC_EVENT_CONTEXT_SWITCHES] = {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CONTEXT_SWITCHES, true},
};

/* As PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING has it. */
struct reading {
    uint64_t count, enabled_ns, running_ns;
};

static struct {
    int files[ESC_EVENTS]; /* -1: refused */
    struct reading before[ESC_EVENTS];
} own;

static int open_event(enum esc_event event)
{
    struct perf_event_attr attr = {
        .size = sizeof attr,
        .type = kinds[event].type,
        .config = kinds[event].config,
        .read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING,
        .inherit = 1,
        .exclude_kernel = !kinds[event].in_kernel,
        .exclude_hv = 1,
    };
    return (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

static struct reading read_event(enum esc_event event)
{
    struct reading reading = {0};
    if (own.files[event] < 0 || read(own.files[event], &reading, sizeof reading) != sizeof reading)
        return (struct reading){0};
    return reading;
}

void esc_child_tally_open(struct esc_slot *slot)
{
    struct esc_tally *tally = &slot->sample.tally;
    tally->events_taken = true;
    for (int e = 0; e < ESC_EVENTS; e++) {
        own.files[e] = open_event((enum esc_event)e);
        tally->refused[e] = esc_refusal_of(own.files[e] < 0 ? errno : 0);
    }
}

/* What the warm-up added is none of the pass's. */
static void drop_added(const struct esc_kernel *kernel)
{
    for (uint32_t k = 0; kernel->counters != NULL && k < kernel->counter_count; k++)
        if (kernel->counters[k].set == ESC_COUNTER_ADDED)
            kernel->counters[k].value = 0;
}

void esc_child_tally_begin(struct esc_pass *pass)
{
    drop_added(pass->kernel);
    for (int e = 0; pass->slot->job.events && e < ESC_EVENTS; e++)
        own.before[e] = read_event((enum esc_event)e);
}

/* The kernel takes turns where the processor has too few counters: then the count is of a part of
 * the time, and is scaled as perf(1) does it. Never on a counter: absent. */
static void take_event(struct esc_tally *tally, enum esc_event event, const struct reading *after)
{
    const struct reading *before = &own.before[event];
    double enabled = (double)(after->enabled_ns - before->enabled_ns);
    double running = (double)(after->running_ns - before->running_ns);
    if (tally->refused[event] != ESC_REFUSAL_NONE)
        return;
    if (running <= 0)
        tally->refused[event] = ESC_REFUSAL_ABSENT;
    else
        tally->events[event] = (double)(after->count - before->count) * fmax(enabled / running, 1);
}

void esc_child_tally_end(struct esc_pass *pass)
{
    struct reading after[ESC_EVENTS];
    for (int e = 0; pass->slot->job.events && e < ESC_EVENTS; e++)
        after[e] = read_event((enum esc_event)e);
    for (int e = 0; pass->slot->job.events && e < ESC_EVENTS; e++)
        take_event(&pass->slot->sample.tally, (enum esc_event)e, &after[e]);
}

void esc_child_tally_counters(struct esc_pass *pass)
{
    struct esc_tally *tally = &pass->slot->sample.tally;
    const struct esc_kernel *kernel = pass->kernel;
    for (uint32_t k = 0; kernel->counters != NULL && k < kernel->counter_count; k++) {
        if (k >= ESC_COUNTERS_MOST || kernel->counters[k].set == 0)
            continue;
        if (!isfinite(kernel->counters[k].value))
            esc_child_fail(pass->slot, "its counter %u is no number: look for a division by 0",
                           k + 1);
        tally->counters[k] = kernel->counters[k].value;
        tally->set[k] = true;
    }
}
