/*
 * Cold side of the Go-model heap: starts it, and turns its counters, cycle records and timeline
 * into a sample's. GOMAXPROCS is the number of threads that run the kernel.
 */
#include "child/runtime.h"
#include "goheap/goheap.h"

#include <stdlib.h>

/* Counters when the pass began; its times are since goheap_init. */
static struct goheap_stats before;
static int64_t began_ns, began_cpu_ns;
static unsigned procs;

static bool start_release(const struct esc_runtime_options *options, enum goheap_release release)
{
    procs = options->threads;
    struct goheap_config config = goheap_config_default();
    config.release = release;
    config.gogc = options->gogc;
    config.procs = (int)options->threads;
    return goheap_init(&config);
}

static bool start(const struct esc_runtime_options *options)
{
    return start_release(options, GOHEAP_GO_1_19);
}

static bool start_1_27(const struct esc_runtime_options *options)
{
    return start_release(options, GOHEAP_GO_1_27);
}

static void add_roots(void *low, void *high)
{
    if (!goheap_add_roots(low, high))
        abort(); /* a library has a segment or two, the table many places */
}

/* The caller's frame ends where the called function's begins. */
static void attach(void)
{
    if (!goheap_thread_attach())
        esc_out_of_memory();
    goheap_stack_base(__builtin_dwarf_cfa());
}

/* Through two cycles: the first begins early, for the pacer knows nothing of the program yet. */
static void settle(void)
{
    struct goheap_stats stats;
    struct esc_touch touch = {0};
    goheap_stats_peek(&stats);
    uint64_t ahead_bytes = stats.next_gc_bytes > stats.heap_live_bytes
                               ? stats.next_gc_bytes - stats.heap_live_bytes
                               : 0; /* a late cycle lets the heap grow beyond */
    uint64_t most_bytes = stats.next_gc_bytes == UINT64_MAX ? 0 : 3 * stats.next_gc_bytes;
    for (uint64_t bytes = 0; stats.cycles < 2 && bytes < most_bytes; bytes += ESC_GARBAGE) {
        void *garbage = goheap_alloc_dirty(ESC_GARBAGE);
        if (garbage == NULL)
            return; /* at its memory limit: the pass will tell */
        esc_touch(&touch, garbage, ahead_bytes);
        goheap_stats_peek(&stats);
    }
}

static void begin(void)
{
    goheap_stack_base(__builtin_dwarf_cfa());
    goheap_collect();
    goheap_telemetry_reset();
    goheap_stats_read(&before);
    began_ns = esc_now_ns();
    began_cpu_ns = esc_process_cpu_ns();
}

/*
 * The model times its collector by the wall clock, as Go does (nanotime), so its times hold what
 * others had of the processors meanwhile. CPU time is in them in the same proportion as in all the
 * time that the threads had.
 */
static double used_part(void)
{
    double had_ns = (double)(esc_now_ns() - began_ns) * procs;
    double used_ns = (double)(esc_process_cpu_ns() - began_cpu_ns);
    return used_ns < had_ns ? used_ns / had_ns : 1;
}

static int64_t cpu_part(double part, uint64_t ns)
{
    return (int64_t)(part * (double)ns);
}

static int64_t since(uint64_t time_ns)
{
    return (int64_t)time_ns - (int64_t)before.run_ns;
}

static struct esc_gc_cycle convert(const struct goheap_cycle *cycle)
{
    return (struct esc_gc_cycle){
        .start_ns = since(cycle->sweep_termination_start_ns),
        .mark_start_ns = since(cycle->mark_start_ns),
        .mark_end_ns = since(cycle->mark_termination_start_ns),
        .end_ns = since(cycle->end_ns),
        .pause_ns = {(int64_t)cycle->sweep_termination_pause_ns,
                     (int64_t)cycle->mark_termination_pause_ns},
        .assist_ns = (int64_t)cycle->assist_ns,
        .background_ns = (int64_t)(cycle->background_ns + cycle->idle_ns),
        .heap_start_bytes = (int64_t)cycle->heap_start_bytes,
        .heap_end_bytes = (int64_t)cycle->heap_end_bytes,
        .heap_live_bytes = (int64_t)cycle->heap_marked_bytes,
        .goal_bytes = (int64_t)cycle->goal_bytes,
        .forced = cycle->forced,
    };
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* The first cycles that fit; the longest pause and the peak are those of all that the heap kept. */
static void take_cycles(struct esc_sample *sample)
{
    size_t count = goheap_cycle_count(NULL);
    for (size_t k = 0; k < count; k++) {
        struct goheap_cycle record;
        if (!goheap_cycle_at(k, &record))
            break;
        struct esc_gc_cycle cycle = convert(&record);
        for (int stop = 0; stop < 2; stop++)
            sample->gc.pause_max_ns = larger(sample->gc.pause_max_ns, cycle.pause_ns[stop]);
        sample->gc.heap_peak_bytes = larger(sample->gc.heap_peak_bytes, cycle.heap_end_bytes);
        if (sample->cycle_count < ESC_SAMPLE_CYCLES)
            sample->cycles[sample->cycle_count++] = cycle;
    }
}

static void take_timeline(struct esc_sample *sample)
{
    struct esc_timeline timeline = {0};
    size_t count = goheap_timeline_count(NULL);
    for (size_t k = 0; k < count; k++) {
        struct goheap_point record;
        if (!goheap_timeline_at(k, &record))
            break;
        struct esc_heap_point point = {.time_ns = since(record.time_ns),
                                       .heap_bytes = (int64_t)record.heap_live_bytes,
                                       .goal_bytes = (int64_t)record.goal_bytes};
        sample->gc.heap_peak_bytes = larger(sample->gc.heap_peak_bytes, point.heap_bytes);
        esc_timeline_add(&timeline, sample, &point);
    }
}

static void end(struct esc_sample *sample)
{
    struct goheap_stats now;
    goheap_stats_read(&now);
    double part = used_part();
    uint64_t mark_ns = now.assist_ns + now.background_ns + now.idle_ns;
    uint64_t mark_before_ns = before.assist_ns + before.background_ns + before.idle_ns;
    sample->gc = (struct esc_gc_sum){
        .cycles = (int64_t)(now.cycles - before.cycles),
        .pauses = (int64_t)(now.pauses - before.pauses),
        .pause_total_ns = (int64_t)(now.pause_total_ns - before.pause_total_ns),
        .mark_ns = cpu_part(part, mark_ns - mark_before_ns),
        .assist_ns = cpu_part(part, now.assist_ns - before.assist_ns),
        .sweep_ns = cpu_part(part, now.sweep_ns - before.sweep_ns),
        .gc_cpu_ns = cpu_part(part, now.gc_cpu_ns - before.gc_cpu_ns),
        .allocs = (int64_t)(now.mallocs - before.mallocs),
        .alloc_bytes = (int64_t)(now.total_alloc_bytes - before.total_alloc_bytes),
        .heap_peak_bytes = (int64_t)now.heap_live_bytes,
        .barriers = (int64_t)(now.barrier_stores - before.barrier_stores),
        .live_bytes = (int64_t)now.heap_marked_bytes,
    };
    sample->cycle_count = 0;
    sample->heap_point_count = 0;
    take_cycles(sample);
    take_timeline(sample);
}

const struct esc_runtime esc_runtime_goheap = {.start = start,
                                               .add_roots = add_roots,
                                               .attach = attach,
                                               .detach = goheap_thread_detach,
                                               .settle = settle,
                                               .begin = begin,
                                               .end = end};

const struct esc_runtime esc_runtime_goheap_1_27 = {.start = start_1_27,
                                                    .add_roots = add_roots,
                                                    .attach = attach,
                                                    .detach = goheap_thread_detach,
                                                    .settle = settle,
                                                    .begin = begin,
                                                    .end = end};
