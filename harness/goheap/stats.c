/* What runtime.MemStats tells, read with the world stopped so that the sums agree. */
#include "budget.h"
#include "cache.h"
#include "heapstats.h"
#include "program.h"
#include "telemetry.h"
#include "world.h"

#include <string.h>

static void read_counters(struct goheap_stats *stats)
{
    const struct counters *counters = &goheap_heap.counters;
    stats->cycles = counters->cycles;
    stats->forced_cycles = counters->forced_cycles;
    stats->pause_total_ns = counters->pause_total_ns;
    stats->pause_max_ns = counters->pause_max_ns;
    stats->pauses = counters->pauses;
    stats->assist_ns = get(&counters->assist_ns);
    stats->background_ns = get(&counters->background_ns);
    stats->idle_ns = get(&counters->idle_ns);
    stats->sweep_ns = get(&counters->sweep_ns);
    stats->scavenge_ns = get(&counters->scavenge_ns);
    stats->gc_cpu_ns = get(&counters->gc_cpu_ns);
    stats->barrier_stores += get(&counters->barrier_stores);
    stats->refills = get(&counters->refills);
    stats->spans_swept = get(&counters->spans_swept);
    stats->pages_scavenged = get(&counters->pages_scavenged);
    stats->assists = get(&counters->assists);
    stats->page_locks = get(&counters->page_locks);
    stats->run_ns = goheap_since_init_ns();
}

struct handed_out {
    uint64_t class_mallocs[SIZE_CLASSES], tiny;
};

/* World stopped: what threads handed out since they cached their spans. */
static void read_caches(struct goheap_stats *stats, struct handed_out *out)
{
    for (struct thread *thread = goheap_heap.threads; thread; thread = thread->next) {
        if (!thread->attached)
            continue;
        goheap_cache_count(thread, out->class_mallocs);
        out->tiny += thread->tiny_allocs;
        stats->barrier_stores += thread->barrier_count / 2;
    }
}

/* readmemstats: mallocs and bytes follow from the counts by class; each tiny object is a malloc and
 * a free of its own, its bytes are the block's. */
static void sum_objects(struct goheap_stats *stats, const struct heap_stats *heap_stats,
                        const struct handed_out *cached)
{
    const uint64_t tiny = get(&heap_stats->tiny_allocs) + cached->tiny;
    uint64_t freed_bytes = get(&heap_stats->large_free_bytes);
    stats->total_alloc_bytes = get(&heap_stats->large_alloc_bytes);
    for (int i = 0; i < SIZE_CLASSES; i++) {
        const uint64_t mallocs = get(&heap_stats->class_mallocs[i]) + cached->class_mallocs[i];
        const uint64_t frees = get(&heap_stats->class_frees[i]);
        stats->by_class[i].mallocs = mallocs;
        stats->by_class[i].frees = frees;
        stats->mallocs += mallocs;
        stats->frees += frees;
        stats->total_alloc_bytes += mallocs * goheap_class_bytes[i];
        freed_bytes += frees * goheap_class_bytes[i];
    }
    stats->mallocs += tiny;
    stats->frees += tiny;
    stats->heap_alloc_bytes = stats->total_alloc_bytes - freed_bytes;
    stats->heap_objects = stats->mallocs - stats->frees;
}

static void read_space(struct goheap_stats *stats, const struct heap_stats *heap_stats)
{
    const struct heap *heap = &goheap_heap;
    stats->heap_sys_bytes = get(&heap_stats->committed_bytes) + get(&heap_stats->released_bytes);
    stats->heap_inuse_bytes = get(&heap_stats->in_heap_bytes);
    stats->heap_idle_bytes = stats->heap_sys_bytes - stats->heap_inuse_bytes;
    stats->heap_released_bytes = get(&heap_stats->released_bytes);
    stats->metadata_bytes = (heap_is_1_27() ? 0 : stats->heap_sys_bytes / 32) +
                            stats->heap_sys_bytes / 1024 +
                            goheap_program_globals_bytes(heap->config.release);
    stats->mapped_bytes = goheap_budget_read().mapped;
    stats->limited_cycle = get(&heap->limiter.last_full_cycle);
    stats->heap_live_bytes = get(&heap->heap_live);
    stats->heap_marked_bytes = heap->pacer.heap_marked;
    stats->next_gc_bytes = pacer_goal(&heap->pacer);
    stats->trigger_bytes = get(&heap->trigger);
}

static void read_all(struct goheap_stats *stats, const struct handed_out *cached)
{
    const struct heap_stats *heap_stats = goheap_stats_merge();
    read_counters(stats);
    sum_objects(stats, heap_stats, cached);
    read_space(stats, heap_stats);
}

void goheap_stats_read(struct goheap_stats *stats)
{
    struct thread *self = &goheap_self;
    struct handed_out cached = {0};
    memset(stats, 0, sizeof *stats);
    if (!goheap_heap.ready)
        return;
    goheap_world_lock(self);
    goheap_world_stop(self);
    read_caches(stats, &cached);
    read_all(stats, &cached);
    goheap_world_start();
    goheap_world_unlock();
}

void goheap_stats_peek(struct goheap_stats *stats)
{
    const struct handed_out none = {0};
    memset(stats, 0, sizeof *stats);
    if (!goheap_heap.ready)
        return;
    goheap_world_lock(&goheap_self);
    read_all(stats, &none);
    goheap_world_unlock();
}
