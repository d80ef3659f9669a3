/*
 * What else went on during a pass, as far as Linux tells. See disturbance.h.
 */
#include "child/disturbance.h"

#include "base/text.h"
#include "child/runtime.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Time on the run queue, the second number: Documentation/scheduler/sched-stats.rst of Linux. */
static int64_t read_delay_ns(void)
{
    char text[96];
    char *end = NULL;
    if (!esc_read_beginning("/proc/thread-self/schedstat", text, sizeof text))
        return -1;
    strtoll(text, &end, 10);
    return strtoll(end, NULL, 10);
}

/* The eighth number of a line of /proc/stat; -1 where there is no such line. */
static int64_t steal_ticks(const char *text, const char *line)
{
    enum { STEAL = 8 };
    long long ticks = -1;
    const char *at = strstr(text, line);
    char *end = NULL;
    if (at == NULL)
        return -1;
    at += strlen(line);
    for (int k = 0; k < STEAL; k++, at = end) {
        ticks = strtoll(at, &end, 10);
        if (end == at)
            return -1;
    }
    return ticks;
}

int64_t esc_steal_ns(int cpu)
{
    static char text[1 << 14]; /* lines of some 200 processors */
    char line[24] = "cpu ";
    if (cpu >= 0)
        snprintf(line, sizeof line, "cpu%d ", cpu);
    int64_t ticks =
        esc_read_beginning("/proc/stat", text, sizeof text) ? steal_ticks(text, line) : -1;
    return ticks < 0 ? -1 : ticks * (INT64_C(1000000000) / sysconf(_SC_CLK_TCK));
}

struct esc_readings esc_readings_now(void)
{
    struct rusage usage;
    struct esc_readings now = {.delay_ns = read_delay_ns()};
    if (getrusage(RUSAGE_THREAD, &usage) == 0) {
        now.switches = usage.ru_nivcsw;
        now.faults = usage.ru_minflt;
    }
    now.cpu_ns = esc_thread_cpu_ns();
    return now;
}

void esc_readings_add(struct esc_disturbance *sum, const struct esc_readings *before,
                      const struct esc_readings *after)
{
    sum->thread_cpu_ns += after->cpu_ns - before->cpu_ns;
    sum->switches += after->switches - before->switches;
    sum->faults += after->faults - before->faults;
}

/* The readings lie outside the clock, so they may hold a wait that it does not: never more than the
 * time in which the thread did not run. */
int64_t esc_wait_ns(const struct esc_readings *before, const struct esc_readings *after,
                    int64_t wall_ns)
{
    if (before->delay_ns < 0 || after->delay_ns < 0)
        return -1;
    int64_t delay_ns = after->delay_ns - before->delay_ns;
    int64_t idle_ns = wall_ns - (after->cpu_ns - before->cpu_ns);
    int64_t wait_ns = delay_ns < idle_ns ? delay_ns : idle_ns;
    return wait_ns > 0 ? wait_ns : 0;
}
