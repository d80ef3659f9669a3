/*
 * gctrace.txt: collections as GODEBUG=gctrace=1 prints them. Source of the format: Go 1.19.8,
 * src/runtime/mgc.go, gcMarkTermination. See files.h.
 */
#include "emit/files.h"

#include <inttypes.h>

/*
 * From 10 ms whole milliseconds, below that two digits and at most three decimals, under 1 us "0";
 * everything truncated. As fmtNSAsMS in mgc.go.
 */
static void add_ms(struct esc_text *text, int64_t ns)
{
    int64_t us = ns / 1000;
    if (us <= 0) {
        esc_text_add(text, "0");
        return;
    }
    if (us >= 10000)
        esc_text_addf(text, "%" PRId64, us / 1000);
    else if (us >= 1000)
        esc_text_addf(text, "%" PRId64 ".%" PRId64, us / 1000, us / 100 % 10);
    else if (us >= 100)
        esc_text_addf(text, "0.%02" PRId64, us / 10);
    else
        esc_text_addf(text, "0.%03" PRId64, us);
}

static int64_t or_zero(int64_t value)
{
    return value > 0 ? value : 0;
}

static int64_t mib(int64_t bytes)
{
    return or_zero(bytes) >> 20;
}

/* Times of one cycle; what the runtime cannot tell is 0. */
struct parts {
    int64_t sweep_ns, mark_ns, term_ns; /* clock */
    int64_t cpu_ns;                     /* of the collector, stops included */
};

static struct parts parts_of(const struct esc_gc_cycle *cycle, int cpus)
{
    struct parts parts = {
        .sweep_ns = or_zero(cycle->pause_ns[0]),
        .mark_ns =
            cycle->mark_start_ns < 0 ? 0 : or_zero(cycle->mark_end_ns - cycle->mark_start_ns),
        .term_ns = or_zero(cycle->pause_ns[1]),
    };
    parts.cpu_ns = (parts.sweep_ns + parts.term_ns) * cpus + or_zero(cycle->assist_ns) +
                   or_zero(cycle->background_ns);
    return parts;
}

/* While the world is stopped every P waits, so Go counts a stop once for each. */
static void add_times(struct esc_text *text, const struct esc_gc_cycle *cycle,
                      const struct parts *parts, int cpus)
{
    const struct {
        int64_t ns;
        const char *after;
    } times[] = {
        {parts->sweep_ns, "+"},
        {parts->mark_ns, "+"},
        {parts->term_ns, " ms clock, "},
        {parts->sweep_ns * cpus, "+"},
        {cycle->assist_ns, "/"},
        {cycle->background_ns, "/"},
        {0, "+"}, /* idle marking: no runtime here has it */
        {parts->term_ns * cpus, " ms cpu, "},
    };
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        add_ms(text, times[i].ns);
        esc_text_add(text, times[i].after);
    }
}

/* `gc_cpu_ns` is the collector's CPU time up to and with this cycle. */
static void add_cycle(struct esc_text *text, const struct esc_gc_cycle *cycle, size_t number,
                      int64_t gc_cpu_ns, int cpus)
{
    struct parts parts = parts_of(cycle, cpus);
    int64_t start_ms = or_zero(cycle->start_ns) / 1000000;
    int64_t elapsed_ns = or_zero(cycle->end_ns) * cpus;
    int64_t percent = elapsed_ns > 0 ? gc_cpu_ns * 100 / elapsed_ns : 0;
    esc_text_addf(text, "gc %zu @%" PRId64 ".%03" PRId64 "s %" PRId64 "%%: ", number,
                  start_ms / 1000, start_ms % 1000, percent);
    add_times(text, cycle, &parts, cpus);
    esc_text_addf(text,
                  "%" PRId64 "->%" PRId64 "->%" PRId64 " MB, %" PRId64
                  " MB goal, 0 MB stacks, 0 MB globals, %d P%s\n",
                  mib(cycle->heap_start_bytes), mib(cycle->heap_end_bytes),
                  mib(cycle->heap_live_bytes), mib(cycle->goal_bytes), cpus,
                  cycle->forced == 1 ? " (forced)" : "");
}

/* Which of the printed fields this runtime cannot tell; they stand as 0 in the lines. */
static void add_unknown(struct esc_text *text, const struct esc_gc_cycle *cycle)
{
    const struct {
        const char *name;
        int64_t value;
    } fields[] = {
        {"start", cycle->start_ns},
        {"mark", cycle->mark_end_ns < 0 ? -1 : cycle->mark_start_ns},
        {"sweep termination", cycle->pause_ns[0]},
        {"mark termination", cycle->pause_ns[1]},
        {"assist", cycle->assist_ns},
        {"background", cycle->background_ns},
        {"heap at start", cycle->heap_start_bytes},
        {"heap at end", cycle->heap_end_bytes},
        {"live heap", cycle->heap_live_bytes},
        {"goal", cycle->goal_bytes},
    };
    const char *before = "# unknown to this runtime, written as 0: ";
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (fields[i].value >= 0)
            continue;
        esc_text_addf(text, "%s%s", before, fields[i].name);
        before = ", ";
    }
    if (*before == ',')
        esc_text_add(text, "\n");
}

/* Its gctrace has them apart, but MemStats does not. */
static void add_joined(struct esc_text *text, const struct esc_variant *variant)
{
    if (variant->runtime == ESC_RUNTIME_GO)
        esc_text_add(text, "# both stops of a cycle are written as the first\n");
}

static void add_record(struct esc_text *text, const struct esc_run *run,
                       const struct esc_record *record)
{
    int cpus = run->machine.cpus > 0 ? run->machine.cpus : 1;
    int64_t gc_cpu_ns = 0;
    esc_text_addf(text, "# %s round %u\n", run->variants[record->variant].name, record->round);
    add_joined(text, &run->variants[record->variant]);
    add_unknown(text, &record->cycles[0]);
    for (size_t i = 0; i < record->cycle_count; i++) {
        gc_cpu_ns += parts_of(&record->cycles[i], cpus).cpu_ns;
        add_cycle(text, &record->cycles[i], i + 1, gc_cpu_ns, cpus);
    }
}

void esc_file_gctrace(const struct esc_run *run, struct esc_text *text)
{
    for (size_t i = 0; i < run->record_count; i++)
        if (run->records[i].cycle_count > 0)
            add_record(text, run, &run->records[i]);
}
