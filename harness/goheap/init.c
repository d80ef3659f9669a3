/* The heap's beginning and end: address space, tables, locks. */
#include "budget.h"
#include "descriptors.h"
#include "memclr.h"
#include "memory.h"
#include "pace.h"
#include "poison.h"
#include "program.h"
#include "span.h"
#include "sweep.h"
#include "thread.h"
#include "worker.h"
#include "world.h"

#include <string.h>

#define GO_ARENA_HINT UINT64_C(0xc000000000) /* malloc.go: where Go puts its arenas on amd64 */
#define DEFAULT_LIMIT_BYTES (UINT64_C(64) << 30)
#define LEAST_LIMIT_BYTES (UINT64_C(64) << 20)

struct goheap_config goheap_config_default(void)
{
    return (struct goheap_config){
        .gogc = 100,
        .memory_limit_bytes = INT64_MAX,
        .procs = 1,
        .heap_limit_bytes = DEFAULT_LIMIT_BYTES,
        .program = true,
        .cycle_records = 4096,
        .timeline_points = 65536,
    };
}

/* The tables, one after the other in one mapping: offsets are sums of the sizes before. */
struct layout {
    size_t pages, spans, bitmap, inline_pages, sets, descriptors, work, program, cycles, points,
        workers, total;
};

static size_t place(size_t *next, size_t bytes)
{
    const size_t at = *next;
    *next = (at + bytes + 4095) & ~(size_t)4095;
    return at;
}

static struct layout layout_for(const struct goheap_config *config)
{
    const size_t limit = config->heap_limit_bytes;
    const size_t work = config->work_limit_bytes ? config->work_limit_bytes : limit / 8;
    const size_t records = config->telemetry_off ? 0 : config->cycle_records;
    const size_t points = config->telemetry_off ? 0 : config->timeline_points;
    struct layout layout;
    size_t next = 0;
    layout.pages = place(&next, goheap_pages_metadata_bytes(limit >> PAGE_SHIFT));
    layout.spans = place(&next, (limit >> PAGE_SHIFT) * sizeof(struct span *));
    const bool by_word = config->release == GOHEAP_GO_1_19;
    layout.bitmap = place(&next, by_word ? limit / 32 : 0);
    layout.inline_pages = place(&next, by_word ? 0 : (limit >> PAGE_SHIFT) / 8);
    layout.sets = place(&next, goheap_span_sets_bytes(limit >> PAGE_SHIFT, SPAN_SETS));
    layout.descriptors = place(&next, goheap_descriptors_bytes(limit >> PAGE_SHIFT));
    layout.work = place(&next, work);
    layout.program = place(&next, config->program ? goheap_program_bytes(config->release) : 0);
    layout.cycles = place(&next, records * sizeof(struct goheap_cycle));
    layout.points = place(&next, points * sizeof(struct goheap_point));
    layout.workers = place(&next, (size_t)config->procs * 64);
    layout.total = next;
    return layout;
}

static void set_centrals(struct heap *heap, void *memory)
{
    struct span_set *sets[SPAN_SETS];
    size_t count = 0;
    for (int i = 0; i < SPAN_CLASSES; i++)
        for (int k = 0; k < 2; k++) {
            sets[count++] = &heap->centrals[i].partial[k];
            sets[count++] = &heap->centrals[i].full[k];
        }
    goheap_span_sets_init(sets, count, heap->limit_bytes >> PAGE_SHIFT, memory);
}

static void set_tables(struct heap *heap)
{
    const struct layout layout = layout_for(&heap->config);
    char *base = heap->metadata;
    goheap_pages_init(&heap->pages, heap->limit_bytes >> PAGE_SHIFT, base + layout.pages);
    heap->span_of_page = (struct span **)(void *)(base + layout.spans);
    heap->heap_bits = (uint8_t *)(base + layout.bitmap);
    heap->inline_pages = (uint8_t *)(base + layout.inline_pages);
    set_centrals(heap, base + layout.sets);
    heap->descriptors = base + layout.descriptors;
    heap->descriptors_end = base + layout.work;
    heap->work_space = base + layout.work;
    heap->work_space_end = base + layout.program;
    heap->workers = (struct worker *)(void *)(base + layout.workers);
    if (!heap->config.telemetry_off && heap->config.cycle_records > 0)
        heap->cycles = (struct goheap_cycle *)(void *)(base + layout.cycles);
    if (!heap->config.telemetry_off && heap->config.timeline_points > 0)
        heap->points = (struct goheap_point *)(void *)(base + layout.points);
}

/* Half of what was asked for, again and again, while the system refuses. */
static bool reserve(struct heap *heap)
{
    size_t limit =
        goheap_memory_allowed(heap->config.heap_limit_bytes) & ~(size_t)(ARENA_BYTES - 1);
    for (; limit >= LEAST_LIMIT_BYTES; limit = limit / 2 & ~(size_t)(ARENA_BYTES - 1)) {
        heap->config.heap_limit_bytes = heap->limit_bytes = limit;
        heap->metadata_bytes = layout_for(&heap->config).total;
        void *base = goheap_memory_reserve(limit, GO_ARENA_HINT);
        heap->metadata = base ? goheap_memory_map(heap->metadata_bytes) : NULL;
        if (heap->metadata) {
            heap->base = (uintptr_t)base;
            return true;
        }
        goheap_memory_unmap(base, limit);
        if (heap->config.fail_memory_at > 0)
            return false; /* the injected failure is what was asked for */
    }
    return false;
}

static void init_locks(struct heap *heap)
{
    pthread_mutex_init(&heap->lock, NULL);
    pthread_mutex_init(&heap->work_lock, NULL);
    pthread_mutex_init(&heap->world, NULL);
    pthread_mutex_init(&heap->worker_lock, NULL);
    pthread_mutex_init(&heap->points_lock, NULL);
    pthread_cond_init(&heap->worker_wake, NULL);
}

static void init_cycle_state(struct heap *heap)
{
    heap->init_ns = heap->last_cycle_ns = goheap_now_ns();
    heap->several_markers = heap->config.procs > 1;
    goheap_sweep_start(false);
    atomic_store(&heap->scavenge_goal, UINT64_MAX);
    atomic_store(&heap->scavenge_limit_goal, UINT64_MAX);
    goheap_budget_init();
    limiter_init(&heap->limiter, heap->config.procs, heap->init_ns);
    const size_t globals_bytes =
        heap->config.program ? goheap_program_globals_bytes(heap->config.release) : 0;
    pacer_init(&heap->pacer, heap->config.gogc, globals_bytes);
    heap->pacer.keeps_worst = heap->pacer.headroom_grows = heap_is_1_27();
    const int64_t limit = heap->config.memory_limit_bytes;
    if (limit >= 0 && limit < INT64_MAX)
        heap->pacer.memory_limit = (uint64_t)limit;
    goheap_pace_commit();
}

static bool start_program(struct heap *heap)
{
    if (!heap->config.program)
        return true;
    return goheap_program_init((char *)heap->metadata + layout_for(&heap->config).program);
}

static bool start_world(void)
{
    if (!goheap_world_init())
        return false;
    if (goheap_threads_init())
        return true;
    goheap_world_shutdown();
    return false;
}

static void end_world(void)
{
    goheap_threads_shutdown();
    goheap_world_shutdown();
}

bool goheap_init(const struct goheap_config *config)
{
    struct heap *heap = &goheap_heap;
    if (heap->ready)
        return false;
    memset(heap, 0, sizeof *heap);
    heap->config = *config;
    if (heap->config.procs < 1)
        heap->config.procs = 1;
    goheap_memory_fail_at(config->fail_memory_at);
    goheap_sizeclass_init();
    goheap_memclr_init();
    if (!reserve(heap))
        return false;
    init_locks(heap);
    set_tables(heap);
    init_cycle_state(heap);
    heap->ready = start_world();
    if (heap->ready && goheap_thread_attach() && start_program(heap))
        return true;
    goheap_shutdown();
    return false;
}

void goheap_shutdown(void)
{
    struct heap *heap = &goheap_heap;
    if (heap->metadata == NULL)
        return;
    goheap_thread_detach();
    goheap_workers_stop();
    if (heap->ready)
        end_world();
    __atomic_store_n(&goheap_barrier_on, 0, __ATOMIC_SEQ_CST);
    slot_allow((const void *)heap->base, heap->pages.grown << PAGE_SHIFT);
    goheap_memory_unmap((void *)heap->base, heap->limit_bytes);
    goheap_memory_unmap(heap->metadata, heap->metadata_bytes);
    memset(heap, 0, sizeof *heap);
    goheap_memory_fail_at(0);
}
