/* goheap: a model of Go's allocator and garbage collector for C programs, as Go 1.19 or 1.27 has
 * it. One heap a process, threads that attach, precise marking of heap objects by pointer masks,
 * conservative marking of stacks. How it works: docs/heap-model.md.
 *
 * What holds for all of it:
 * - An object lives as long as a word of a stack, a register, a root range or a pointer word of a
 *   living object leads into it. Thread-local variables, malloc's memory and the argument of a
 *   thread that has not attached yet are none of these.
 * - An attached thread runs on the stack it was made with: a handler on an alternate stack or a
 *   coroutine must not be running when it is stopped.
 * - A stop interrupts system calls, which SA_RESTART does not begin again in every case (EINTR).
 * - No function may be called from a signal handler, nor in the child of a fork, whose other
 *   threads are gone; it may exec or _exit.
 * - Any attached thread may call any function at any time, where nothing else is said. */
#ifndef GOHEAP_H
#define GOHEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A Go type as the allocator sees it. `size` is a multiple of 8 when pointer_bytes > 0.
 * `pointer_bytes` is the prefix that holds pointers (Go's ptrdata), a multiple of 8, 0 = noscan.
 * `pointer_mask` has one bit a word of that prefix, lowest bit of byte 0 first (Go's gcdata). */
struct goheap_type {
    size_t size;
    size_t pointer_bytes;
    const uint8_t *pointer_mask;
};

/* Whose heap it is. What they differ in: docs/heap-model.md. With 1.27 the type that an object was
 * allocated with must live as long as the object, at the same address. */
enum goheap_release { GOHEAP_GO_1_19, GOHEAP_GO_1_27, GOHEAP_RELEASES };

struct goheap_config {
    enum goheap_release release;
    int gogc;                   /* GOGC in percent; negative = off */
    int64_t memory_limit_bytes; /* GOMEMLIMIT, see goheap_set_memory_limit; INT64_MAX = off */
    int procs;                  /* GOMAXPROCS, at least 1; with 1 the heap starts no thread */
    size_t heap_limit_bytes;    /* address space for objects: whole 64 MiB, less if refused */
    bool program;               /* a Go program's own globals and objects, marked in every cycle */
    size_t cycle_records;       /* cycles kept for goheap_cycle_at; older ones are overwritten */
    size_t timeline_points;     /* points kept for goheap_timeline_at */
    size_t work_limit_bytes;    /* mark queue memory; 0 = an eighth of the heap */
    uint32_t stress_interval;   /* collect at every n-th allocation of a thread; 0 = off */
    bool poison;                /* overwrite freed objects (Go's clobberfree) */
    bool verify;                /* check the whole graph at the end of every mark phase */
    bool telemetry_off;         /* keep counters but no records and no timeline */
    uint64_t fail_memory_at;    /* the n-th request to the system fails; 0 = never */
    uint64_t fail_thread_at;    /* the n-th thread start fails; 0 = never */
};

/* Go 1.19, GOGC 100, no memory limit, one proc, 64 GiB, a Go program around it, no stress. */
struct goheap_config goheap_config_default(void);

/* Makes the heap and attaches the calling thread, before any other call but goheap_round_size.
 * false: a heap exists already, the limit is below 64 MiB, or the system has no memory; then
 * nothing is left behind. */
bool goheap_init(const struct goheap_config *config);

/* Frees everything, including all objects, once the collector's threads have ended. Only the
 * calling thread may still be attached, and no other may be in a call. */
void goheap_shutdown(void);

/* Every thread that touches the heap attaches first, detaches last (a thread's end detaches).
 * SIGRTMIN+7 is the heap's from goheap_init to goheap_shutdown: attached threads leave it
 * unblocked. Attaching again does nothing. false: there is no heap, or the thread's stack is not
 * known. */
bool goheap_thread_attach(void);
void goheap_thread_detach(void);

/* Words of the calling thread's stack at `base` and above are not read from now on: frames of who
 * runs the program, which hold no object. Without it a slot that such a frame never writes to keeps
 * what an earlier call left there, for as long as the frame stands. Called by the function whose
 * callees use the heap, or below it, with an address at or above the end of its frame; the thread
 * is attached. */
void goheap_stack_base(const void *base);

/* Around a wait that may last (lock, channel, system call): the collector need not stop the thread
 * and may use its processor. Between the two the thread must not touch the heap; they do not nest.
 */
void goheap_block_enter(void);
void goheap_block_leave(void);

/* All allocators return NULL when the thread is not attached or no memory is left: the system has
 * none, or garbage fills heap_limit_bytes before the trigger is reached (a full heap begins no
 * collection, as Go's does not). Size 0 gives one fixed address. Zeroed unless the name says dirty.
 */
void *goheap_new(const struct goheap_type *type);
void *goheap_make(const struct goheap_type *element, size_t count);
void *goheap_alloc_dirty(size_t bytes); /* noscan: strings, append growth */

/* The size the allocator would really give (Go's roundupsize, used by append). */
size_t goheap_round_size(size_t bytes);
/* The same by Go 1.27: what a slot for so many bytes has room for, with pointers or without. */
size_t goheap_round_size_1_27(size_t bytes, bool pointers);
/* Bytes of the object that holds p (interior pointers too), 0 if p is not in the heap. */
size_t goheap_object_size(const void *p);

/* Words in [begin, end) are roots, read conservatively: globals of a loaded object. false when the
 * table (GOHEAP_ROOT_RANGES) is full. What lies at `begin` may be unmapped once goheap_remove_roots
 * has returned. Any thread may call both. Stores to roots go through goheap_store like those to the
 * heap; the first 256 KiB of all roots are read while the world stands, so a plain store is
 * harmless there. */
enum { GOHEAP_ROOT_RANGES = 64 };
bool goheap_add_roots(const void *begin, const void *end);
void goheap_remove_roots(const void *begin);

/* Pointer stores into the heap or into roots. Not needed for locals or for filling a fresh object.
 */
typedef void *goheap_pointer __attribute__((__may_alias__));
extern uint32_t goheap_barrier_on; /* read only: 1 while marking */
void goheap_barrier_store(void *slot, void *value);

static inline void goheap_store(void *slot, void *value)
{
    /* No load of the old pointer may sink below the test: see "stores" in docs/heap-model.md. */
    __asm__ volatile("" ::: "memory");
    if (__builtin_expect(__atomic_load_n(&goheap_barrier_on, __ATOMIC_RELAXED) != 0, 0)) {
        goheap_barrier_store(slot, value);
        return;
    }
    __atomic_store_n((goheap_pointer *)slot, value, __ATOMIC_RELAXED);
}

/* A point where Go's scheduler looks for something else to run, because a goroutine waits, ends or
 * yields: while marking is on, the processor's fractional worker may take its turn. */
void goheap_yield_to_worker(void);
static inline void goheap_yield(void)
{
    if (__builtin_expect(__atomic_load_n(&goheap_barrier_on, __ATOMIC_RELAXED) != 0, 0))
        goheap_yield_to_worker();
}

/* memmove of values of a pointerful type (Go's typedmemmove, typedslicecopy): `bytes` is a multiple
 * of the element size; element == NULL or noscan is a plain memmove. */
void goheap_copy(void *destination, const void *source, size_t bytes,
                 const struct goheap_type *element);
/* Clears pointerful memory (Go's memclrHasPointers). */
void goheap_clear(void *destination, size_t bytes, const struct goheap_type *element);

/* runtime.GC(): a whole cycle that began after the call, swept to the end. Threads that call it at
 * once share one. Nothing happens in a thread that is not attached. */
void goheap_collect(void);
/* debug.SetGCPercent: returns the old value, -1 = off. Any thread may call it; when an attached one
 * turns collection off, no cycle is on when it returns. */
int goheap_set_gogc(int gogc);
/* debug.SetMemoryLimit: returns the old limit; a negative one changes nothing, INT64_MAX is off.
 * The limit is soft: near it the heap collects as if GOGC were smaller, and gives free pages back
 * before it takes fresh ones; beyond it, it collects all the time, until that has had half of the
 * processors' time and a second a processor more (mgclimit.go). What counts is stats.mapped_bytes:
 * the heap's pages that have memory and what Go's runtime would have mapped for itself, 9 MB by
 * Go 1.19 and 4 MB by 1.27 while the heap is small. */
int64_t goheap_set_memory_limit(int64_t bytes);

/* ---- statistics: names after runtime.MemStats; all bytes and nanoseconds ---- */
enum { GOHEAP_SIZE_CLASSES = 68 };

struct goheap_stats {
    uint64_t mallocs, frees, total_alloc_bytes;
    uint64_t heap_alloc_bytes, heap_objects;
    uint64_t heap_sys_bytes, heap_inuse_bytes, heap_idle_bytes, heap_released_bytes;
    uint64_t metadata_bytes; /* touched by the heap itself, an upper bound */
    uint64_t mapped_bytes;   /* what counts against the memory limit: Go's Sys - HeapReleased */
    uint64_t heap_live_bytes, heap_marked_bytes;
    uint64_t next_gc_bytes, trigger_bytes; /* goal and trigger; UINT64_MAX: GOGC is off */
    uint64_t cycles, forced_cycles;
    uint64_t limited_cycle; /* number of the last one that was not assisted, so that not more than
                               half of the time went into collecting; 0: none */
    uint64_t pause_total_ns, pause_max_ns, pauses;
    uint64_t assist_ns, background_ns, idle_ns, sweep_ns, scavenge_ns;
    uint64_t gc_cpu_ns;
    uint64_t barrier_stores; /* stores that found the barrier on */
    uint64_t refills, spans_swept, pages_scavenged, assists;
    uint64_t page_locks; /* times the page heap's lock was taken (Go's mheap.lock) */
    uint64_t run_ns;     /* since goheap_init */
    struct {
        uint64_t mallocs, frees; /* class 0: large objects; tiny blocks count as one of 16 bytes */
    } by_class[GOHEAP_SIZE_CLASSES];
};

/* Exact: stops the world for the moment of reading. Any thread may call both, attached or not. */
void goheap_stats_read(struct goheap_stats *stats);
/* The same while the world runs: what threads have handed out of the spans they hold does not count
 * yet. Objects, bytes and pages agree with each other (Go's runtime/metrics). */
void goheap_stats_peek(struct goheap_stats *stats);

/* One cycle. Times in ns since goheap_init. */
struct goheap_cycle {
    uint64_t number;
    uint64_t sweep_termination_start_ns, mark_start_ns, mark_termination_start_ns, end_ns;
    uint64_t sweep_termination_pause_ns, mark_termination_pause_ns; /* the two stops */
    uint64_t trigger_bytes, goal_bytes;
    uint64_t heap_start_bytes, heap_end_bytes, heap_marked_bytes;
    uint64_t heap_scan_bytes, stack_scan_bytes, globals_scan_bytes;
    uint64_t assist_ns, background_ns, idle_ns;
    uint64_t sweep_ns;    /* of the sweep that followed; complete once the next cycle began */
    uint64_t gc_cpu_ns;   /* since goheap_init, up to this cycle */
    uint32_t extra_stops; /* stops that found more to mark and let the world go on */
    uint32_t threads, procs;
    bool forced;
};

struct goheap_point {
    uint64_t time_ns, heap_live_bytes, goal_bytes;
    uint32_t cycle;
    char event; /* 's' mark starts, 'e' mark ended, '.' between */
};

/* Records are read and reset while no other thread allocates. */
size_t goheap_cycle_count(uint64_t *dropped);              /* kept ones */
bool goheap_cycle_at(size_t index, struct goheap_cycle *); /* 0 = oldest kept */
size_t goheap_timeline_count(uint64_t *dropped);
bool goheap_timeline_at(size_t index, struct goheap_point *);
void goheap_telemetry_reset(void); /* forgets records and timeline, keeps counters */

/* One line as Go 1.19's GODEBUG=gctrace=1 prints it (mgc.go, gcMarkTermination). */
bool goheap_gctrace_write(FILE *out, const struct goheap_cycle *cycle);

/* Stops the world and checks every invariant of heap.h that can be read off a standing heap; what
 * is wrong goes to `out` (may be NULL). Any thread may call it. */
bool goheap_verify(FILE *out);

#ifdef __cplusplus
}
#endif
#endif
