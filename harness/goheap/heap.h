/* The heap's inside: what every other file of goheap shares.
 *
 * Invariants (checked by check.c; p, q objects, s a span, t a thread, [..) pages):
 *   I1  s in use   <=>  span_of_page[i] == s for every page i of s, and those pages are used
 *   I2  0 <= s.allocated <= s.elements;  bits at and past s.elements are 0 in both bitmaps
 *   I3  slot i is handed out and not yet swept away  <=>  bit i of s.allocated_bits == 1, or s is
 *       in a cache and i < s.free_index
 *   I4  outside marking: s.mark_bits == 0 for swept s;  s.mark_bits subset of s.allocated_bits else
 *   I5  handed out since marking began  =>  marked (objects are born black)
 *   I6  when marking ended: p marked and p.slot == q  =>  q marked
 *   I7  every span in use is in exactly one place: a cache, or one set of its central; its sweep
 *       generation says which
 *   I8  heap_live >= bytes in handed-out slots since the last sweep + marked bytes (refill counts
 *       a whole span's free slots at once)
 *   I9  Go 1.19, s scan: a slot's word has its pointer bit  <=>  the object's mask says pointer;
 *       it has its scan bit  <=>  it or a later word of the object may be a pointer
 *   I10 used pages + free pages + pages in page caches == grown pages
 *
 *   I11 heap_in_use + heap_free + heap_released == grown bytes
 *
 *   I12 Go 1.27, s with marks at its end, outside marking: scans subset of marks;  s scan: marks of
 *       slots that were handed out == scans;  I4's second half holds after the sweep took them
 *
 * Locks, outermost first: world (stops, phases, the thread list), lists of work, heap (pages,
 * descriptors), blocks of span sets. A thread inside the allocator (busy == 1) is never stopped, so
 * no stopped thread holds any of them but world's, which is waited for in a safe region. */
#ifndef GOHEAP_HEAP_H
#define GOHEAP_HEAP_H

#include "goheap.h"
#include "limiter.h"
#include "pacer.h"
#include "pages.h"
#include "sizeclass.h"
#include "spanset.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)
/* Stacks and roots are read as they are: red zones, other threads' words. */
#define UNINSTRUMENTED __attribute__((no_sanitize("address", "thread")))

enum {
    ARENA_BYTES = 64 << 20,        /* malloc.go: heapArenaBytes */
    ROOT_BLOCK_BYTES = 256 << 10,  /* mgcmark.go: rootBlockBytes */
    OBLET_BYTES = 128 << 10,       /* mgcmark.go: maxObletBytes */
    CLEAR_CHUNK_BYTES = 256 << 10, /* malloc.go: memclrNoHeapPointersChunked */
    PAGE_CACHE_MAX = 16,           /* mheap.go: allocSpan: smaller spans come from the cache */
    SWEEP_TRIES = 100,             /* mcentral.go: spanBudget */
    WORK_BUFFER_BYTES = 2048,      /* mgcwork.go: _WorkbufSize */
    BARRIER_ENTRIES = 512,         /* mwbbuf.go: 256 pairs */
    CREDIT_SLACK = 2000,           /* mgcpacer.go: gcCreditSlack */
    DRAIN_CHECK_WORK = 100000,     /* mgcmark.go: drainCheckThreshold */
    SYSMON_NS = 10000000,          /* proc.go: sysmon sleeps so long; forcePreemptNS is the same */
    FIRST_SLICE_NS = 12000000,     /* from the program's start; sysmon sleeps less then */
};
#define FORCED_PERIOD_NS (UINT64_C(120) * 1000000000) /* proc.go: forcegcperiod */

/* mheap.go, mspan: what allocation and marking read, then the two bitmaps. */
struct span {
    uintptr_t base;
    size_t element_bytes; /* of a large object: all its pages */
    uint64_t *mark_bits;
    uint64_t *allocated_bits;
    uint64_t alloc_cache; /* bit i: slot free_index + i is free, up to the next multiple of 64 */
    uint32_t free_index;  /* slots below are handed out */
    uint32_t elements;
    uint32_t divide_magic;
    uint32_t allocated; /* slots handed out */
    uint8_t span_class;
    uint8_t words; /* of one bitmap; descriptors are recycled by it */
    bool needs_zero;
    bool inline_marks;                 /* at the span's end: spanbits.h */
    _Atomic uint32_t sweep_generation; /* mheap.go: see span_state */
    uint32_t pages;
    uint32_t allocated_before; /* when the span was cached */
    uint32_t free_index_for_scan;
    struct span *next;                    /* among free descriptors */
    const struct goheap_type *large_type; /* Go 1.27: of a large object, once it is clear */
    uint64_t storage[];
};

enum {
    DESCRIPTOR_LENGTHS = MAX_ELEMENTS / 64 + 1,   /* words of one bitmap, 1 to 16 */
    DESCRIPTOR_CACHE_MAX = 128,                   /* runtime2.go: p.mspancache.buf */
    DESCRIPTOR_REFILL = DESCRIPTOR_CACHE_MAX / 2, /* mheap.go: allocMSpanLocked */
};

/* Descriptors of one length that a thread takes without a lock. */
struct descriptor_cache {
    struct span *used; /* a list */
    char *fresh;       /* an array */
    uint32_t used_count, fresh_count;
};

struct work_buffer {
    struct work_buffer *next;
    size_t count;
    uintptr_t objects[WORK_BUFFER_BYTES / sizeof(uintptr_t) - 2];
};

/* Go 1.27: spans that have marked objects to scan, in a ring, first in, first out (spanQueue). An
 * entry is the span's address plus the number of the slot that brought it there. */
struct span_queue {
    uint32_t head, tail, puts_since_drain;
    uintptr_t ring[256];
};

/* A marker's private queue (gcWork): two buffers, so that it goes to the lists rarely. */
struct grey_queue {
    struct work_buffer *first, *second;
    uint64_t bytes_marked, heap_scan_work;
    struct span_queue spans;
    uintptr_t found[PAGE_BYTES / 8]; /* words of a span that are to be read (gcWork.ptrBuf) */
};

enum thread_state { THREAD_RUNNING, THREAD_SAFE };
enum exit_work { EXIT_STOP = 1, EXIT_TURN = 2, EXIT_COLLECT = 4, EXIT_STRESS = 8 };

struct thread {
    /* fast path */
    uint32_t busy;      /* inside the allocator (m.locks): the stop signal only leaves a note */
    uint32_t mallocing; /* an allocation is under way: none may begin */
    uint32_t exit_work; /* enum exit_work bits to see to before the allocator returns */
    uintptr_t tiny;
    size_t tiny_offset;
    uint64_t tiny_allocs;
    size_t scan_alloc_bytes; /* scannable bytes allocated since the last refill */
    int64_t assist_credit_bytes;
    struct span *spans[SPAN_CLASSES]; /* goheap_empty_span: none */
    /* slow path */
    struct page_cache page_cache;
    struct descriptor_cache descriptors[DESCRIPTOR_LENGTHS];
    uint64_t fractional_ns; /* fractional worker's time in this cycle on this thread */
    uint64_t next_turn_ns;  /* when Go's scheduler would switch to a worker, if one may run */
    _Atomic uint32_t stats_sequence; /* heapstats.h: odd while adding */
    uint32_t stress_count;
    uint32_t sweep_sample;
    uint32_t window_ticks;
    struct grey_queue grey;
    uintptr_t barrier_buffer[BARRIER_ENTRIES];
    uint32_t barrier_count;
    /* world */
    bool attached, worker;
    bool entered; /* world.h: stack_low is the program's, whatever calls what in here */
    _Atomic uint32_t state;
    uintptr_t stack_low, stack_base; /* low is valid when not running, or entered */
    uintptr_t held;                  /* an object that the allocator is about to hand out, or 0 */
    pthread_t handle;
    struct thread *next;
    uintptr_t block_frame[64]; /* goheap_block_enter's, with the caller's registers */
};

/* Spans of one class that no cache holds. Which of the two generations is the swept one changes
 * with every cycle (mcentral.go). */
struct central {
    struct span_set partial[2], full[2];
};
enum { SPAN_SETS = SPAN_CLASSES * 4 };

/* A span's sweep generation less the heap's, which grows by 2 with every cycle (mheap.go). A span
 * in a cache was swept before: caches are given back when a cycle ends. */
enum span_state { SPAN_UNSWEPT = -2, SPAN_SWEEPING = -1, SPAN_SWEPT = 0, SPAN_CACHED = 3 };

enum phase { PHASE_OFF, PHASE_MARK, PHASE_TERMINATION };

struct root_range {
    uintptr_t begin, end;
};

/* Words of which a mask says, a bit a word, which are pointers: globals of the modelled program. */
struct masked_words {
    uintptr_t *words;
    uint8_t *mask;
    size_t bytes; /* of the words */
};
enum { PROGRAM_PARTS = 2 }; /* data and bss */

/* One generation of the counters that agree (heapStatsDelta). Bytes may wrap below 0: the sum of
 * the generations does not. */
enum { STATS_GENERATIONS = 3 };
struct heap_stats {
    _Atomic uint64_t class_mallocs[SIZE_CLASSES], class_frees[SIZE_CLASSES];
    _Atomic uint64_t large_alloc_bytes, large_free_bytes, tiny_allocs;
    _Atomic uint64_t in_heap_bytes, committed_bytes, released_bytes;
};

/* Counters of the whole heap that any thread may add to. */
struct counters {
    _Atomic uint64_t barrier_stores, refills, spans_swept, assists;
    _Atomic uint64_t assist_ns, background_ns, idle_ns, sweep_ns, scavenge_ns, gc_cpu_ns;
    _Atomic uint64_t pages_scavenged, page_locks;
    uint64_t pause_total_ns, pause_max_ns, pauses, cycles, forced_cycles;
};

struct heap {
    bool ready;
    struct goheap_config config;
    uint64_t init_ns;

    /* space */
    uintptr_t base;
    size_t limit_bytes;
    void *metadata;
    size_t metadata_bytes;
    uint8_t *heap_bits;    /* Go 1.19: two bits a word of the heap: bitmap.h */
    uint8_t *inline_pages; /* Go 1.27: a bit a page, of spans with marks at their end */
    struct span **span_of_page;
    pthread_mutex_t lock;
    struct pages pages;
    size_t committed_bytes;       /* whole arenas that may be touched */
    _Atomic uint64_t zeroed_page; /* pages from here on were never used */
    char *descriptors, *descriptors_end;
    struct span *free_descriptors[DESCRIPTOR_LENGTHS];
    _Atomic uint64_t pages_in_use; /* heap_in_use in pages; mheap.pagesInUse, Go keeps both too */

    /* Bytes in spans, free with memory, free without: together all that was grown. */
    _Atomic uint64_t heap_in_use, heap_free, heap_released;
    _Atomic uint64_t object_bytes; /* totalAlloc - totalFree: of spans that caches gave back */
    _Atomic uint64_t own_bytes;    /* budget.h */

    struct central centrals[SPAN_CLASSES];
    _Atomic uint32_t sweep_generation; /* even; half of it, odd or even: index of the swept sets */

    /* cycle */
    _Atomic uint32_t phase;
    struct pacer pacer;
    _Atomic uint64_t heap_live, heap_scan, trigger;
    struct pacer_assist assist; /* written under world lock or by revise, racy by design as in Go */
    struct pacer_workers share;
    struct limiter limiter;
    _Atomic int64_t background_credit;
    _Atomic uint64_t heap_scan_work, stack_scan_work, globals_scan_work;
    _Atomic uint64_t bytes_marked;
    _Atomic uint64_t cycle_assist_ns, cycle_background_ns, cycle_idle_ns;
    _Atomic uint64_t cycle_sweep_ns; /* since the last mark phase */
    uint64_t mark_start_ns, last_cycle_ns;
    bool several_markers; /* more than one marker may run */

    /* queues of grey objects */
    pthread_mutex_t work_lock;
    struct work_buffer *full, *empty;
    _Atomic size_t full_count;
    struct work_buffer *spans,
        *spans_end; /* Go 1.27: filled by span queues, a list with two ends */
    _Atomic size_t spans_count;
    char *work_space, *work_space_end;
    _Atomic bool work_overflow; /* an object was marked but could not be queued */
    _Atomic uint32_t markers;   /* threads that are draining */
    _Atomic uint32_t next_root_job;
    uint32_t root_jobs;
    struct masked_words program[PROGRAM_PARTS]; /* program.c; no words: there is none */
    struct root_range roots[GOHEAP_ROOT_RANGES];
    size_t root_count;
    struct root_range
        root_blocks[GOHEAP_ROOT_RANGES]; /* of this cycle, read while the world runs */
    size_t root_block_count;

    /* sweep */
    _Atomic uint32_t sweep_class; /* spans of classes below are swept */
    _Atomic uint32_t sweepers;    /* sweep.c: threads that sweep, SWEEP_DRAINED */
    double sweep_pages_per_byte;
    uint64_t sweep_live_basis;
    uint64_t pages_swept_basis;
    _Atomic uint64_t pages_swept;
    _Atomic int64_t reclaim_credit; /* pages freed beyond what was asked for */

    /* world */
    pthread_mutex_t world;
    struct thread *threads;
    _Atomic uint32_t thread_count; /* attached ones, without workers */
    _Atomic uint32_t stopping, stop_acks;
    struct thread *_Atomic stopper;
    int stop_signal;

    /* workers */
    pthread_mutex_t worker_lock;
    pthread_cond_t worker_wake;
    struct worker *workers;
    int worker_count;
    uint64_t worker_epoch;
    int workers_wanted, workers_dedicated;
    bool workers_quit;

    /* scavenger */
    _Atomic uint64_t scavenge_goal;       /* retained bytes to come down to; UINT64_MAX = off */
    _Atomic uint64_t scavenge_limit_goal; /* mapped bytes, likewise */
    uint64_t last_heap_in_use;            /* when the last cycle ended */
    _Atomic uint64_t next_scavenge_ns;

    /* telemetry */
    struct counters counters;
    struct heap_stats stats[STATS_GENERATIONS];
    _Atomic uint32_t stats_generation;
    struct goheap_cycle *cycles;
    uint64_t cycles_written;
    struct goheap_cycle current;
    struct goheap_point *points;
    uint64_t points_written;
    pthread_mutex_t points_lock;
    _Atomic uint64_t next_point_live;
};

extern HIDDEN struct heap goheap_heap;
/* No span: full from the start (mheap.go, emptymspan). */
extern HIDDEN struct span goheap_empty_span;
extern HIDDEN __thread struct thread goheap_self __attribute__((tls_model("initial-exec")));

/* ---- small things used everywhere ---- */
static inline bool heap_is_1_27(void)
{
    return goheap_heap.config.release == GOHEAP_GO_1_27;
}
uint64_t goheap_now_ns(void) HIDDEN;
static inline unsigned span_class_of(unsigned size_class, bool noscan)
{
    return size_class * 2 + noscan;
}
static inline bool span_noscan(const struct span *span)
{
    return span->span_class & 1;
}
static inline size_t page_of(uintptr_t address)
{
    return (address - goheap_heap.base) >> PAGE_SHIFT;
}
static inline int32_t span_state(const struct span *span)
{
    return (int32_t)(atomic_load_explicit(&span->sweep_generation, memory_order_relaxed) -
                     atomic_load_explicit(&goheap_heap.sweep_generation, memory_order_relaxed));
}
static inline void span_set_state(struct span *span, enum span_state state)
{
    atomic_store(&span->sweep_generation,
                 atomic_load_explicit(&goheap_heap.sweep_generation, memory_order_relaxed) +
                     (uint32_t)state);
}
/* The span of an address in the reservation, NULL if none is in use there. */
static inline struct span *span_at(uintptr_t address)
{
    if (address - goheap_heap.base >= goheap_heap.limit_bytes)
        return NULL;
    return __atomic_load_n(&goheap_heap.span_of_page[page_of(address)], __ATOMIC_ACQUIRE);
}
static inline uint32_t element_index(const struct span *span, uintptr_t address)
{
    return (uint32_t)(((address - span->base) * span->divide_magic) >> 32);
}
static inline bool bit_get(const uint64_t *bits, uint32_t index)
{
    return __atomic_load_n(&bits[index / 64], __ATOMIC_RELAXED) >> (index % 64) & 1;
}
/* Ones for the slots that exist in word `word` of a span's bitmap. */
static inline uint64_t word_mask(const struct span *span, uint32_t word)
{
    const uint32_t left = span->elements - word * 64;
    return left >= 64 ? UINT64_MAX : (UINT64_C(1) << left) - 1;
}
static inline void add(_Atomic uint64_t *counter, uint64_t amount)
{
    atomic_fetch_add_explicit(counter, amount, memory_order_relaxed);
}
static inline void subtract(_Atomic uint64_t *counter, uint64_t amount)
{
    atomic_fetch_sub_explicit(counter, amount, memory_order_relaxed);
}
static inline uint64_t get(const _Atomic uint64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}
/* mheap.lock, counted. */
static inline void lock_pages(void)
{
    pthread_mutex_lock(&goheap_heap.lock);
    add(&goheap_heap.counters.page_locks, 1);
}
static inline void unlock_pages(void)
{
    pthread_mutex_unlock(&goheap_heap.lock);
}
static inline uint32_t phase_now(void)
{
    return atomic_load_explicit(&goheap_heap.phase, memory_order_relaxed);
}
static inline bool marking(void)
{
    return phase_now() == PHASE_MARK;
}
/* acquirem and releasem (runtime1.go) */
static inline void enter_allocator(struct thread *self)
{
    __atomic_store_n(&self->busy, self->busy + 1, __ATOMIC_RELAXED);
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
}
static inline void leave_allocator(struct thread *self)
{
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    __atomic_store_n(&self->busy, self->busy - 1, __ATOMIC_RELAXED);
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
}
static inline uint32_t exit_work_of(const struct thread *self)
{
    return __atomic_load_n(&self->exit_work, __ATOMIC_RELAXED);
}
static inline void ask_exit_work(struct thread *self, uint32_t work)
{
    __atomic_fetch_or(&self->exit_work, work, __ATOMIC_RELAXED);
}
static inline bool stop_asked(void)
{
    return atomic_load_explicit(&goheap_heap.stopping, memory_order_relaxed) != 0;
}

#endif
