/* Marking: grey objects wait in queues, scanning one greys what it points to (mgcmark.go). */
#ifndef GOHEAP_MARK_H
#define GOHEAP_MARK_H

#include "heap.h"

/* How a drain may end before the work does. */
struct drain_limit {
    int64_t work;      /* bytes scanned; INT64_MAX = no limit */
    uint64_t until_ns; /* clock looked at every DRAIN_CHECK_WORK bytes; 0 = never */
    bool ignore_stop;  /* the caller stopped the world itself */
    bool give_credit;  /* background worker: others may allocate on this work */
    bool assists;      /* ends when the collector has had its share of the time */
};

/* Marks the object p points into, if any, and queues it when it holds pointers. Conservative: p may
 * be any number. */
void goheap_grey(struct grey_queue *queue, uintptr_t p) HIDDEN;
/* Every aligned word of [begin, end) is taken for a pointer. */
void goheap_grey_range(struct grey_queue *queue, uintptr_t begin, uintptr_t end) HIDDEN;
/* Marks until the limit or until nothing is in reach; bytes scanned. Inside the allocator. */
int64_t goheap_drain(struct thread *self, const struct drain_limit *limit) HIDDEN;
/* gcmarknewobject: an object allocated while marking is black. Inside the allocator. */
void goheap_mark_new(struct thread *self, struct span *span, uintptr_t object) HIDDEN;
/* Hands queued objects and counts to everyone. */
void goheap_grey_flush(struct grey_queue *queue) HIDDEN;
bool goheap_mark_work_available(void) HIDDEN;
/* World stopped: chooses the root jobs of this cycle and greys small roots at once. */
void goheap_mark_roots_prepare(struct grey_queue *queue) HIDDEN;
/* World stopped: what this cycle has yet to read of the range is read now. */
void goheap_mark_roots_remove(struct grey_queue *queue, struct root_range range) HIDDEN;
/* World stopped: requeues marked objects after the queues overflowed. */
void goheap_mark_recover(struct grey_queue *queue) HIDDEN;

/* The barrier's buffer (mwbbuf.go): greys what it holds into the thread's queue. */
void goheap_barrier_flush(struct thread *thread) HIDDEN;

#endif
