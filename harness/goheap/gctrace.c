/* A cycle as Go 1.19 prints it under GODEBUG=gctrace=1 (mgc.go: gcMarkTermination, fmtNSAsMS). */
#include "goheap.h"

#include <inttypes.h>

/* From 10 ms whole milliseconds, below two significant digits with at most three decimals; Go
 * truncates. */
static void format_ms(char text[32], uint64_t ns)
{
    if (ns >= 10000000) {
        snprintf(text, 32, "%" PRIu64, ns / 1000000);
        return;
    }
    uint64_t value = ns / 1000; /* microseconds */
    if (value == 0) {
        snprintf(text, 32, "0");
        return;
    }
    int decimals = 3;
    uint64_t unit = 1000;
    while (value >= 100) {
        value /= 10;
        unit /= 10;
        decimals--;
    }
    snprintf(text, 32, "%" PRIu64 ".%0*" PRIu64, value / unit, decimals, value % unit);
}

static uint64_t megabytes(uint64_t bytes)
{
    return bytes >> 20;
}

bool goheap_gctrace_write(FILE *out, const struct goheap_cycle *cycle)
{
    const uint64_t procs = cycle->procs;
    const uint64_t mark_ns = cycle->mark_termination_start_ns - cycle->mark_start_ns;
    const uint64_t first_ns = cycle->mark_start_ns - cycle->sweep_termination_start_ns;
    const uint64_t last_ns = cycle->end_ns - cycle->mark_termination_start_ns;
    const uint64_t times_ns[] = {first_ns,         mark_ns,          last_ns,
                                 first_ns * procs, cycle->assist_ns, cycle->background_ns,
                                 cycle->idle_ns,   last_ns * procs};
    static const char *const after[] = {"+", "+", " ms clock, ", "+", "/", "/", "+", " ms cpu, "};
    const double elapsed_ns = (double)cycle->end_ns * (double)procs;
    const int percent = elapsed_ns > 0 ? (int)(100.0 * (double)cycle->gc_cpu_ns / elapsed_ns) : 0;
    fprintf(out, "gc %" PRIu64 " @%" PRIu64 ".%03" PRIu64 "s %d%%: ", cycle->number,
            cycle->sweep_termination_start_ns / 1000000000,
            cycle->sweep_termination_start_ns / 1000000 % 1000, percent);
    for (size_t i = 0; i < sizeof times_ns / sizeof times_ns[0]; i++) {
        char text[32];
        format_ms(text, times_ns[i]);
        fprintf(out, "%s%s", text, after[i]);
    }
    fprintf(out,
            "%" PRIu64 "->%" PRIu64 "->%" PRIu64 " MB, %" PRIu64 " MB goal, %" PRIu64
            " MB stacks, %" PRIu64 " MB globals, %" PRIu64 " P%s\n",
            megabytes(cycle->heap_start_bytes), megabytes(cycle->heap_end_bytes),
            megabytes(cycle->heap_marked_bytes), megabytes(cycle->goal_bytes),
            megabytes(cycle->stack_scan_bytes), megabytes(cycle->globals_scan_bytes), procs,
            cycle->forced ? " (forced)" : "");
    return !ferror(out);
}
