/* What runtime.MemStats tells, read with the world stopped so that the sums agree. */
#include "cache.h"
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
    stats->barrier_stores = get(&counters->barrier_stores);
    stats->refills = get(&counters->refills);
    stats->spans_swept = get(&counters->spans_swept);
    stats->pages_scavenged = get(&counters->pages_scavenged);
    stats->assists = get(&counters->assists);
    stats->run_ns = goheap_since_init_ns();
}

/* readmemstats: mallocs and bytes follow from the counts by class; each tiny object is a malloc and
 * a free of its own, its bytes are the block's. */
static void read_objects(struct goheap_stats *stats)
{
    const struct counters *counters = &goheap_heap.counters;
    uint64_t cached[SIZE_CLASSES] = {0}, tiny = get(&counters->tiny_allocs);
    for (struct thread *thread = goheap_heap.threads; thread; thread = thread->next) {
        if (!thread->attached)
            continue;
        goheap_cache_count(thread, cached);
        tiny += thread->tiny_allocs;
        stats->barrier_stores += thread->barrier_count / 2;
    }
    uint64_t freed_bytes = get(&counters->large_free_bytes);
    stats->total_alloc_bytes = get(&counters->large_alloc_bytes);
    for (int i = 0; i < SIZE_CLASSES; i++) {
        const uint64_t mallocs = get(&counters->class_mallocs[i]) + cached[i];
        const uint64_t frees = get(&counters->class_frees[i]);
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

static void read_space(struct goheap_stats *stats)
{
    struct heap *heap = &goheap_heap;
    pthread_mutex_lock(&heap->lock);
    stats->heap_sys_bytes = (uint64_t)heap->pages.grown << PAGE_SHIFT;
    stats->heap_inuse_bytes = get(&heap->pages_in_use) << PAGE_SHIFT;
    stats->heap_idle_bytes = stats->heap_sys_bytes - stats->heap_inuse_bytes;
    stats->heap_released_bytes = (uint64_t)heap->pages.scavenged_pages << PAGE_SHIFT;
    const size_t grown_bytes = heap->pages.grown << PAGE_SHIFT;
    stats->metadata_bytes = grown_bytes / 32 + grown_bytes / 1024 + PROGRAM_GLOBALS_BYTES;
    pthread_mutex_unlock(&heap->lock);
    stats->heap_live_bytes = get(&heap->heap_live);
    stats->heap_marked_bytes = heap->pacer.heap_marked;
    stats->next_gc_bytes = pacer_goal(&heap->pacer);
    stats->trigger_bytes = get(&heap->trigger);
}

void goheap_stats_read(struct goheap_stats *stats)
{
    struct thread *self = &goheap_self;
    memset(stats, 0, sizeof *stats);
    if (!goheap_heap.ready)
        return;
    goheap_world_lock(self);
    goheap_world_stop(self);
    read_counters(stats);
    read_objects(stats);
    read_space(stats);
    goheap_world_start();
    goheap_world_unlock();
}
