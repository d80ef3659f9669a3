/*
 * Cold side of libgc (8.2): starts it, gives it the roots and threads of one library only, and
 * records its collections from its event callback.
 *
 * libgc stops the world for the whole of marking and marks in the thread that ran out of memory;
 * with one marker (GC_set_markers_count) that thread's CPU time is all that a collection costs. The
 * sweep is lazy, inside later allocations, and cannot be told apart from them: sweep_ns is -1 and
 * gc_cpu_ns is without it.
 */
#define GC_THREADS 1
#define GC_NO_THREAD_REDIRECTS 1

#include "child/runtime.h"

#include <gc/gc.h>
#include <stdlib.h>
#include <string.h>

/*
 * The heap to begin with: Go's smallest goal (runtime/mgcpacer.go, heapMinimum). libgc collects
 * when its free blocks run out and grows only for what survives; from its own 64 KiB it would
 * collect sixty times as often as Go where little survives.
 */
static const size_t first_heap_bytes = 4 << 20;

static GC_word collections; /* that libgc made on its own account when it started */

/* Clocks at the events of the collection under way. */
struct marks {
    int64_t stop_ns, mark_ns, marked_ns;
    int64_t stop_cpu_ns, mark_cpu_ns, marked_cpu_ns;
};

/* The record of the pass. Written by whichever thread collects, under libgc's lock. */
static struct {
    bool on;
    int64_t start_ns;
    size_t start_bytes; /* allocated before the pass */
    struct marks marks;
    struct esc_gc_cycle cycle; /* under way */
    struct esc_timeline timeline;
    struct esc_sample sample; /* gc, cycles, heap */
} record;

/*
 * Bytes of heap blocks that hold something. Between collections it grows by what is allocated;
 * a collection takes away the blocks (4 KiB at least) without a single marked object.
 * Unlocked, for libgc holds its lock while it calls back.
 */
static int64_t used_bytes(void)
{
    struct GC_prof_stats_s stats;
    GC_get_prof_stats_unsafe(&stats, sizeof stats);
    return (int64_t)(stats.heapsize_full - stats.free_bytes_full);
}

static void add_point(int64_t time_ns, int64_t heap_bytes)
{
    struct esc_heap_point point = {time_ns, heap_bytes, -1};
    esc_timeline_add(&record.timeline, &record.sample, &point);
    if (heap_bytes > record.sample.gc.heap_peak_bytes)
        record.sample.gc.heap_peak_bytes = heap_bytes;
}

static void on_stop(void)
{
    record.marks.stop_ns = esc_now_ns() - record.start_ns;
    record.marks.stop_cpu_ns = esc_thread_cpu_ns();
    record.cycle.heap_start_bytes = used_bytes();
    add_point(record.marks.stop_ns, record.cycle.heap_start_bytes);
}

static void on_mark(void)
{
    record.marks.mark_ns = esc_now_ns() - record.start_ns;
    record.marks.mark_cpu_ns = esc_thread_cpu_ns();
}

static void on_marked(void)
{
    record.marks.marked_ns = esc_now_ns() - record.start_ns;
    record.marks.marked_cpu_ns = esc_thread_cpu_ns();
    record.cycle.heap_end_bytes = record.cycle.heap_start_bytes; /* stopped: nothing was added */
}

static void on_go(void)
{
    record.cycle.end_ns = esc_now_ns() - record.start_ns;
}

static void add_to_sums(const struct esc_gc_cycle *cycle)
{
    struct esc_gc_sum *sum = &record.sample.gc;
    int64_t pause_ns = cycle->pause_ns[0];
    sum->cycles++;
    sum->pauses++;
    sum->pause_total_ns += pause_ns;
    sum->pause_max_ns = pause_ns > sum->pause_max_ns ? pause_ns : sum->pause_max_ns;
    sum->mark_ns += record.marks.marked_cpu_ns - record.marks.mark_cpu_ns;
    sum->gc_cpu_ns += esc_thread_cpu_ns() - record.marks.stop_cpu_ns;
}

static void on_reclaimed(void)
{
    struct esc_gc_cycle *cycle = &record.cycle;
    cycle->start_ns = record.marks.stop_ns;
    cycle->mark_start_ns = record.marks.mark_ns;
    cycle->mark_end_ns = record.marks.marked_ns;
    cycle->pause_ns[0] = cycle->end_ns - cycle->start_ns;
    cycle->pause_ns[1] = -1;
    cycle->assist_ns = 0;
    cycle->background_ns = 0;
    cycle->heap_live_bytes = used_bytes();
    cycle->goal_bytes = -1;
    cycle->forced = -1;
    add_to_sums(cycle);
    add_point(esc_now_ns() - record.start_ns, cycle->heap_live_bytes);
    struct esc_sample *sample = &record.sample;
    if (sample->cycle_count < ESC_SAMPLE_CYCLES)
        sample->cycles[sample->cycle_count++] = *cycle;
}

static void on_event(GC_EventType event)
{
    static void (*const actions[])(void) = {
        [GC_EVENT_PRE_STOP_WORLD] = on_stop,   [GC_EVENT_MARK_START] = on_mark,
        [GC_EVENT_MARK_END] = on_marked,       [GC_EVENT_POST_START_WORLD] = on_go,
        [GC_EVENT_RECLAIM_END] = on_reclaimed, [GC_EVENT_THREAD_UNSUSPENDED] = NULL,
    };
    if (record.on && event <= GC_EVENT_THREAD_UNSUSPENDED && actions[event] != NULL)
        actions[event]();
}

/*
 * Roots are the library's own variables alone (add_roots): not the child's, not those of other
 * libraries. Stacks and registers of registered threads are always roots.
 */
static bool start(const struct esc_runtime_options *options)
{
    GC_set_no_dls(1);
    GC_set_markers_count(1);
    GC_set_warn_proc(GC_ignore_warn_proc);
    GC_set_on_collection_event(on_event);
    GC_INIT();
    if (!GC_expand_hp(first_heap_bytes))
        return false;
    collections = GC_get_gc_no();
    GC_clear_roots();
    GC_allow_register_threads();
    if (options->gogc < 0)
        GC_disable();
    return true;
}

static void add_roots(void *low, void *high)
{
    GC_add_roots(low, high);
}

static void attach(void)
{
    struct GC_stack_base base;
    bool good =
        GC_get_stack_base(&base) == GC_SUCCESS && GC_register_my_thread(&base) == GC_SUCCESS;
    if (!good)
        abort(); /* going on would free what this thread holds */
}

static void detach(void)
{
    GC_unregister_my_thread();
}

/* It collects when the heap is full, so as many bytes as the heap has are enough. */
static void settle(void)
{
    struct esc_touch touch = {0};
    size_t free_bytes = GC_get_free_bytes(); /* in several pieces, the first of them the largest */
    size_t ahead_bytes = free_bytes < first_heap_bytes ? free_bytes : first_heap_bytes;
    size_t most_bytes = GC_is_disabled() ? 0 : 2 * GC_get_heap_size();
    for (size_t bytes = 0; GC_get_gc_no() == collections && bytes < most_bytes;
         bytes += ESC_GARBAGE) {
        void *garbage = GC_malloc_atomic(ESC_GARBAGE);
        if (garbage == NULL)
            return; /* at its memory limit: the pass will tell */
        esc_touch(&touch, garbage, ahead_bytes);
    }
}

static void begin(void)
{
    GC_gcollect();
    record.on = false;
    record.marks = (struct marks){0};
    record.cycle = (struct esc_gc_cycle){0};
    record.timeline = (struct esc_timeline){0};
    esc_sample_clear(&record.sample, ESC_STATUS_OK);
    record.start_ns = esc_now_ns();
    record.start_bytes = GC_get_total_bytes();
    add_point(0, used_bytes());
    record.on = true;
}

static void end(struct esc_sample *sample)
{
    record.on = false;
    add_point(esc_now_ns() - record.start_ns, used_bytes());
    struct esc_gc_sum *sum = &record.sample.gc;
    sum->sweep_ns = -1;
    sum->allocs = -1;
    sum->live_bytes = -1; /* it counts blocks that hold something, not what they hold */
    sum->alloc_bytes = (int64_t)(GC_get_total_bytes() - record.start_bytes);
    sample->gc = *sum;
    sample->cycle_count = record.sample.cycle_count;
    sample->heap_point_count = record.sample.heap_point_count;
    memcpy(sample->cycles, record.sample.cycles, sample->cycle_count * sizeof *sample->cycles);
    memcpy(sample->heap, record.sample.heap, sample->heap_point_count * sizeof *sample->heap);
}

const struct esc_runtime esc_runtime_boehm = {.start = start,
                                              .add_roots = add_roots,
                                              .attach = attach,
                                              .detach = detach,
                                              .settle = settle,
                                              .begin = begin,
                                              .end = end};
