/* mallocgc of malloc.go, step by step: zero bytes, tiny, small, large. Each step is where Go has
 * it; docs/heap-model.md has the table. */
#include "assist.h"
#include "bitmap.h"
#include "cache.h"
#include "collect.h"
#include "mark.h"
#include "memclr.h"
#include "poison.h"

#include <stdio.h>
#include <stdlib.h>

#define INLINE static inline __attribute__((always_inline))

static _Alignas(16) uint8_t zero_base[16];

typedef long long block16 __attribute__((vector_size(16), aligned(8), may_alias));

/* What mallocgc knows of the slot it found; two registers, so that nothing of it is in memory and
 * mallocgc's last call can be a jump (see goheap_exit_work). */
struct slot {
    uintptr_t address;
    struct span *span;
};

static __attribute__((noinline, noreturn)) void throw(const char *what)
{
    fprintf(stderr, "goheap: %s\n", what);
    abort();
}

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
INLINE uintptr_t next_free_fast(struct span *span)
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
    return span->base + result * span->element_bytes;
}

INLINE struct slot next_slot(struct thread *self, unsigned span_class)
{
    struct slot slot = {.span = self->spans[span_class]};
    slot.address = next_free_fast(slot.span);
    if (UNLIKELY(slot.address == 0)) {
        slot.address = goheap_next_free(self, span_class);
        slot.span = self->spans[span_class];
    }
    slot_allow((const void *)slot.address, slot.span->element_bytes);
    return slot;
}

INLINE void begin(struct thread *self)
{
    enter_allocator(self);
    if (UNLIKELY(self->mallocing))
        throw("allocation inside an allocation");
    self->mallocing = 1;
}

INLINE void *finish(struct thread *self, uintptr_t object)
{
    self->mallocing = 0;
    leave_allocator(self);
    if (UNLIKELY(exit_work_of(self) != 0))
        return goheap_exit_work(self, (void *)object);
    return (void *)object;
}

/* Memory without pointers is cleared where a stop may come. */
static __attribute__((noinline)) void *finish_large(struct thread *self, struct slot slot)
{
    const size_t slot_bytes = slot.span->element_bytes;
    const bool clear = slot.span->needs_zero;
    void *object = finish(self, slot.address);
    if (clear)
        goheap_memclr_chunked(object, slot_bytes);
    return object;
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

/* Pointerful memory is cleared before anyone may see it, the rest by finish_large. */
static __attribute__((noinline)) struct slot large(struct thread *self, size_t bytes, bool noscan,
                                                   bool zero)
{
    struct span *span = goheap_large_alloc(self, bytes, noscan);
    if (!span)
        return (struct slot){0};
    if (zero && !noscan && span->needs_zero)
        goheap_memclr((void *)span->base, span->element_bytes);
    return (struct slot){span->base, span};
}

INLINE void describe(struct thread *self, struct slot slot, size_t bytes,
                     const struct goheap_type *type)
{
    goheap_bitmap_set_type(slot.address, slot.span->element_bytes, bytes, type);
    self->scan_alloc_bytes += bytes - type->size + type->pointer_bytes;
}

/* bytes: one value of `type` or an array of them; NULL is memory without pointers. */
static __attribute__((noinline)) void *mallocgc(size_t bytes, const struct goheap_type *type,
                                                bool zero)
{
    struct thread *self = &goheap_self;
    if (UNLIKELY(phase_now() == PHASE_TERMINATION))
        throw("allocation in mark termination");
    if (UNLIKELY(bytes == 0))
        return zero_base;
    if (UNLIKELY(!self->attached))
        return NULL;
    const bool charged = marking();
    if (charged && bytes <= goheap_heap.limit_bytes &&
        (self->assist_credit_bytes -= (int64_t)bytes) < 0)
        goheap_assist(self);

    begin(self);
    const bool noscan = type == NULL || type->pointer_bytes == 0;
    struct slot slot;
    if (noscan && bytes < TINY_BYTES) {
        const uintptr_t piece = tiny_piece(self, bytes);
        if (LIKELY(piece != 0))
            return finish(self, piece);
        slot = tiny_block(self, bytes);
    } else if (LIKELY(bytes <= SMALL_MAX_BYTES)) {
        slot = small(self, bytes, noscan, zero);
    } else {
        slot = large(self, bytes, noscan, zero);
    }
    if (UNLIKELY(slot.address == 0))
        return finish(self, 0);
    if (!noscan)
        describe(self, slot, bytes, type);
    publication_barrier();
    slot.span->free_index_for_scan = slot.span->free_index;
    if (phase_now() != PHASE_OFF)
        goheap_mark_new(self, slot.span, slot.address);
    if (charged)
        self->assist_credit_bytes -= (int64_t)(slot.span->element_bytes - bytes);
    if (UNLIKELY(bytes > SMALL_MAX_BYTES) && noscan && zero)
        return finish_large(self, slot);
    return finish(self, slot.address);
}

/* newobject */
void *goheap_new(const struct goheap_type *type)
{
    return mallocgc(type->size, type, true);
}

/* makeslice */
void *goheap_make(const struct goheap_type *element, size_t count)
{
    size_t bytes;
    if (__builtin_mul_overflow(element->size, count, &bytes))
        return NULL;
    if (UNLIKELY(bytes > goheap_heap.limit_bytes))
        return NULL;
    return mallocgc(bytes, element, true);
}

/* rawbyteslice */
void *goheap_alloc_dirty(size_t bytes)
{
    return mallocgc(bytes, NULL, false);
}

size_t goheap_object_size(const void *p)
{
    const struct span *span = goheap_heap.ready ? span_at((uintptr_t)p) : NULL;
    if (!span || element_index(span, (uintptr_t)p) >= span->elements)
        return 0;
    return span->element_bytes;
}
