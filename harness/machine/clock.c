/*
 * Findings about the clock that samples are timed with: its source, its steps, what a read costs.
 * The cost is measured, as no file holds it; it takes well under a millisecond.
 */
#include "machine/internal.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const struct esc_wording clock_source = {
    .name = "clock",
    .effect = {"Read without a system call.",
               "Every read goes to a slow device or the kernel; short samples hold much of it.",
               "Whether it is read without a system call is not known here; the next line tells "
               "what a read costs."},
    .remedy = {"",
               "echo tsc | sudo tee "
               "/sys/devices/system/clocksource/clocksource0/current_clocksource",
               "cat /sys/devices/system/clocksource/clocksource0/current_clocksource"},
};

/* Which sources the vDSO reads. Source: the kernel's clocksource drivers, vdso_clock_mode. */
static const struct {
    const char *name;
    enum esc_finding_state state;
} clock_sources[] = {
    {"tsc", ESC_FINDING_OK},
    {"kvm-clock", ESC_FINDING_OK},
    {"hyperv_clocksource_tsc_page", ESC_FINDING_OK},
    {"arch_sys_counter", ESC_FINDING_OK},
    {"timebase", ESC_FINDING_OK},
    {"riscv_clocksource", ESC_FINDING_OK},
    {"hpet", ESC_FINDING_WARN},
    {"acpi_pm", ESC_FINDING_WARN},
    {"pit", ESC_FINDING_WARN},
    {"jiffies", ESC_FINDING_WARN},
    {"refined-jiffies", ESC_FINDING_WARN},
};

void esc_check_clock(const struct esc_probe *probe)
{
    char *name = esc_machine_read(
        probe->root, "/sys/devices/system/clocksource/clocksource0/current_clocksource");
    enum esc_finding_state state = ESC_FINDING_UNKNOWN;
    for (size_t i = 0; name != NULL && i < sizeof clock_sources / sizeof *clock_sources; i++)
        if (strcmp(name, clock_sources[i].name) == 0)
            state = clock_sources[i].state;
    esc_report_finding(probe, &clock_source, state, name);
}

enum { batches = 51, reads_per_batch = 64 };

/* Above it a read is a system call, or the steps are a timer tick's. */
#define SLOW_NS 200

static const struct esc_wording clock_read = {
    .name = "clock read",
    .effect = {"Two reads a sample weigh nothing against its milliseconds.",
               "Each sample holds two reads: very short ones are limited by the clock.",
               "What the clock adds to a sample cannot be told."},
    .remedy = {"", "Mind the verdict `clock-limited`, and see the line above.", ""},
};

static double to_ns(const struct timespec *time)
{
    return (double)time->tv_sec * 1e9 + (double)time->tv_nsec;
}

static int ascending(const void *one, const void *other)
{
    double a = *(const double *)one;
    double b = *(const double *)other;
    return (a > b) - (a < b);
}

/* Nanoseconds a read of CLOCK_MONOTONIC: the median of the batches' means. */
static double read_cost_ns(void)
{
    double cost_ns[batches];
    for (int batch = 0; batch < batches; batch++) {
        struct timespec first;
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &first);
        for (int i = 0; i < reads_per_batch; i++)
            clock_gettime(CLOCK_MONOTONIC, &now);
        cost_ns[batch] = (to_ns(&now) - to_ns(&first)) / (double)reads_per_batch;
    }
    qsort(cost_ns, batches, sizeof *cost_ns, ascending);
    return cost_ns[batches / 2];
}

void esc_check_clock_read(const struct esc_probe *probe)
{
    struct timespec step;
    if (clock_getres(CLOCK_MONOTONIC, &step) != 0) {
        esc_report_finding(probe, &clock_read, ESC_FINDING_UNKNOWN, NULL);
        return;
    }
    double cost_ns = read_cost_ns();
    bool slow = cost_ns > SLOW_NS || to_ns(&step) > SLOW_NS;
    esc_report_finding(probe, &clock_read, slow ? ESC_FINDING_WARN : ESC_FINDING_OK,
                       esc_format("%.0f ns a read, steps of %.0f ns", cost_ns, to_ns(&step)));
}
