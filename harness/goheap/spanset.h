/* A set of spans that many threads push to and pop from without a lock, first in, first out
 * (mspanset.go). An index of two counters says which entries are in it; entries lie in blocks of
 * 512, which a spine finds.
 *
 * Invariants: entries [head, tail) are in the set or on their way in; a block is on the spine from
 * its first push to its last pop; a span is in one set at most, so that no more blocks are on a
 * spine than the heap has pages / 512, and the spine can be a ring where Go's grows. */
#ifndef GOHEAP_SPANSET_H
#define GOHEAP_SPANSET_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HIDDEN __attribute__((visibility("hidden")))

struct span;

enum { SPAN_BLOCK_ENTRIES = 512 }; /* mspanset.go: spanSetBlockEntries */

struct span_block {
    _Atomic uint64_t number; /* of the block in its set: entries number * 512 on */
    _Atomic uint32_t popped;
    struct span_block *next; /* in the pool */
    struct span *_Atomic entries[SPAN_BLOCK_ENTRIES];
} __attribute__((aligned(64)));

struct span_set {
    _Atomic uint64_t index;            /* head in the high half, tail in the low one */
    struct span_block *_Atomic *spine; /* spine_blocks of them */
} __attribute__((aligned(64)));

/* For a heap of so many pages: bytes of zeroed memory for `sets` sets and their blocks. */
size_t goheap_span_sets_bytes(size_t pages, size_t sets) HIDDEN;
/* All sets of the heap become empty ones, in that memory. */
void goheap_span_sets_init(struct span_set *const sets[], size_t count, size_t pages,
                           void *memory) HIDDEN;

/* Inside the allocator: a thread is not stopped between claiming an entry and filling it. */
void goheap_span_set_push(struct span_set *set, struct span *span) HIDDEN;
struct span *goheap_span_set_pop(struct span_set *set) HIDDEN; /* NULL: empty */
/* World stopped and the set empty: its last block goes back, its counters to 0. */
void goheap_span_set_reset(struct span_set *set) HIDDEN;
/* World stopped. Entries are numbered from 0 = next to be popped. */
size_t goheap_span_set_count(const struct span_set *set) HIDDEN;
struct span *goheap_span_set_at(const struct span_set *set, size_t entry) HIDDEN;

static inline bool span_set_is_empty(const struct span_set *set)
{
    const uint64_t index = atomic_load_explicit(&set->index, memory_order_relaxed);
    return (uint32_t)(index >> 32) >= (uint32_t)index;
}

#endif
