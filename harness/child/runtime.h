/*
 * Cold side of the runtimes: what the measuring child calls around the kernel, never inside the
 * timed loop. One struct esc_runtime per runtime; the kernel side is in kernel_*.h.
 */
#ifndef ESC_CHILD_RUNTIME_H
#define ESC_CHILD_RUNTIME_H

#include "kernel/kernel.h"
#include "noun/runtime.h"
#include "noun/sample.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct esc_runtime_options {
    int gogc;         /* percent; negative: off */
    unsigned threads; /* that run the kernel, at least 1 */
};

/*
 * In the order of the calls. One process serves one job and is not tidied up: nothing here frees.
 * Every member is set; a runtime without a collector does nothing in most of them.
 */
struct esc_runtime {
    /* Once a process, in the main thread, before any of the library's code runs and before the
     * thread is pinned: the collector's own threads keep the affinity they are born with. False:
     * it could not start, for want of memory. */
    bool (*start)(const struct esc_runtime_options *options);

    /* The library's writable segments, [low, high): its global variables. */
    void (*add_roots)(void *low, void *high);

    /* In each further thread that runs the kernel, around all its calls of the kernel. `attach` and
     * `begin` are called by the function that calls the kernel: its frame and those above it hold
     * no object, and a collector that reads the stack need not read them. */
    void (*attach)(void);
    void (*detach)(void);

    /* Between the kernel's setup and its warm-up: makes garbage, touching all of it, up to the
     * heap's first collection of its own. A program that has run for a while has pages that are
     * there and blocks that were used before, which are to be cleared; a pass on a new heap would
     * pay for the pages and not for the clearing. Does nothing where the setup has been through a
     * collection, or collection is off. */
    void (*settle)(void);

    /* The timed pass begins (after setup and warm-up) and ended; same thread. `begin` collects
     * garbage first, so that every pass starts from a heap with live objects only, as Go's
     * testing package does (testing/benchmark.go, runN). `end` fills sample->gc, cycles and heap
     * points from what happened between; rss_bytes is the caller's. */
    void (*begin)(void);
    void (*end)(struct esc_sample *sample);
};

/* Never NULL. */
const struct esc_runtime *esc_runtime_cold(enum esc_runtime_id id);

extern const struct esc_runtime esc_runtime_malloc; /* also serves ESC_RUNTIME_NONE */
extern const struct esc_runtime esc_runtime_boehm;
extern const struct esc_runtime esc_runtime_goheap;
extern const struct esc_runtime esc_runtime_goheap_1_27;

/* One block of garbage. A stale word may keep the last one alive: it is small beside the 4 MiB of
 * the smallest heap. */
enum { ESC_GARBAGE = 64 << 10 };

/*
 * The touching of a block of garbage. Blocks lie one behind the other, so the pages of all that are
 * to come, `ahead` bytes of memory that the heap has, are brought with the first one, in one call
 * of the kernel where it has that (Linux 5.14). `touch` is zero in the beginning.
 */
struct esc_touch {
    uintptr_t begin, end; /* what is there */
};
void esc_touch(struct esc_touch *touch, void *garbage, size_t ahead);

/* CLOCK_MONOTONIC, CLOCK_THREAD_CPUTIME_ID and CLOCK_PROCESS_CPUTIME_ID. */
int64_t esc_now_ns(void);
int64_t esc_thread_cpu_ns(void);
int64_t esc_process_cpu_ns(void);

/* Memory of a process that the system has given pages for (proc(5), statm); -1: not told. */
int64_t esc_resident_bytes(pid_t pid);

/*
 * Appends a point to sample->heap. When the array is full, every second point goes, and from then
 * on only every second new one is kept: the points span the pass, however long it is. `timeline` is
 * the thinning's state, zero in the beginning.
 */
struct esc_timeline {
    uint32_t skip;    /* points to drop between two that are kept */
    uint32_t skipped; /* since the last one that was kept */
};
void esc_timeline_add(struct esc_timeline *timeline, struct esc_sample *sample,
                      const struct esc_heap_point *point);

#endif
