/* Steps of mallocgc (malloc.go) that Go 1.19 and 1.27 have in common, compiled into each. */
#ifndef GOHEAP_SLOT_H
#define GOHEAP_SLOT_H

#include "cache.h"
#include "collect.h"
#include "memclr.h"
#include "poison.h"

#define INLINE static inline __attribute__((always_inline))

typedef long long block16 __attribute__((vector_size(16), aligned(8), may_alias));

/* What mallocgc knows of the slot it found; two registers, so that nothing of it is in memory and
 * mallocgc's last call can be a jump (see goheap_exit_work). */
struct slot {
    uintptr_t address;
    struct span *span;
};

/* publicationBarrier (asm_amd64.s): a call that only returns where stores keep their order. */
static __attribute__((noinline)) void publication_barrier(void)
{
#if defined(__x86_64__)
    __asm__ volatile("" ::: "memory");
#else
    __atomic_thread_fence(__ATOMIC_RELEASE);
#endif
}

/* nextFreeFast: 0 when the span's 64 slots are used up. */
INLINE uintptr_t next_free_fast(struct span *span, size_t slot_bytes)
{
    if (UNLIKELY(span->alloc_cache == 0))
        return 0;
    const unsigned bit = (unsigned)__builtin_ctzll(span->alloc_cache);
    const uint32_t result = span->free_index + bit;
    if (UNLIKELY(result >= span->elements))
        return 0;
    const uint32_t next = result + 1;
    if (UNLIKELY(next % 64 == 0 && next != span->elements))
        return 0;
    span->alloc_cache = span->alloc_cache >> bit >> 1;
    span->free_index = next;
    span->allocated++;
    return span->base + result * slot_bytes;
}

INLINE struct slot next_slot(struct thread *self, unsigned span_class)
{
    struct slot slot = {.span = self->spans[span_class]};
    slot.address = next_free_fast(slot.span, slot.span->element_bytes);
    if (UNLIKELY(slot.address == 0)) {
        slot.address = goheap_next_free(self, span_class);
        slot.span = self->spans[span_class];
    }
    slot_allow((const void *)slot.address, slot.span->element_bytes);
    return slot;
}

INLINE void *finish(struct thread *self, uintptr_t object)
{
    self->mallocing = 0;
    leave_allocator(self);
    if (UNLIKELY(exit_work_of(self) != 0))
        return goheap_exit_work(self, (void *)object);
    return (void *)object;
}

INLINE size_t tiny_align(size_t bytes)
{
    if ((bytes & 7) == 0)
        return 8;
    if ((bytes & 3) == 0)
        return 4;
    return (bytes & 1) == 0 ? 2 : 1;
}

/* A piece of the current block; 0 when it does not fit. */
INLINE uintptr_t tiny_piece(struct thread *self, size_t bytes)
{
    const size_t align = tiny_align(bytes);
    const size_t offset = (self->tiny_offset + align - 1) & ~(align - 1);
    if (offset + bytes > TINY_BYTES || self->tiny == 0)
        return 0;
    self->tiny_offset = offset + bytes;
    self->tiny_allocs++;
    return self->tiny + offset;
}

/* Noscan objects under 16 bytes share 16-byte blocks; a block is always cleared. */
INLINE struct slot tiny_block(struct thread *self, size_t bytes)
{
    const struct slot slot = next_slot(self, span_class_of(TINY_CLASS, true));
    if (UNLIKELY(slot.address == 0))
        return slot;
    *(block16 *)slot.address = (block16){0, 0};
    if (bytes < self->tiny_offset || self->tiny == 0) {
        self->tiny = slot.address;
        self->tiny_offset = bytes;
    }
    return slot;
}

INLINE struct slot small(struct thread *self, size_t bytes, bool noscan, bool zero)
{
    const unsigned size_class = size_class_of(bytes);
    const size_t slot_bytes = goheap_class_bytes[size_class];
    const struct slot slot = next_slot(self, span_class_of(size_class, noscan));
    if (zero && slot.span->needs_zero && LIKELY(slot.address != 0))
        goheap_memclr((void *)slot.address, slot_bytes);
    return slot;
}

#endif
