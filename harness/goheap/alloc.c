/* mallocgc of Go 1.19's malloc.go, step by step: zero bytes, tiny, small, large. Each step is where
 * Go has it; docs/heap-model.md has the table. sized.c has Go 1.27's. */
#include "assist.h"
#include "bitmap.h"
#include "mark.h"
#include "sized.h"
#include "slot.h"

#include <stdio.h>
#include <stdlib.h>

static _Alignas(16) uint8_t zero_base[16];

static __attribute__((noinline, noreturn)) void throw(const char *what)
{
    fprintf(stderr, "goheap: %s\n", what);
    abort();
}

INLINE void begin(struct thread *self)
{
    enter_allocator(self);
    if (UNLIKELY(self->mallocing))
        throw("allocation inside an allocation");
    self->mallocing = 1;
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

INLINE void *malloc_1_27(size_t bytes, const struct goheap_type *type, bool zero)
{
    return LIKELY(bytes > 0) ? goheap_malloc_1_27(bytes, type, zero) : zero_base;
}

/* newobject */
void *goheap_new(const struct goheap_type *type)
{
    if (heap_is_1_27())
        return malloc_1_27(type->size, type, true);
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
    if (heap_is_1_27())
        return malloc_1_27(bytes, element, true);
    return mallocgc(bytes, element, true);
}

/* rawbyteslice */
void *goheap_alloc_dirty(size_t bytes)
{
    if (heap_is_1_27())
        return malloc_1_27(bytes, NULL, false);
    return mallocgc(bytes, NULL, false);
}

size_t goheap_object_size(const void *p)
{
    const struct span *span = goheap_heap.ready ? span_at((uintptr_t)p) : NULL;
    if (!span || element_index(span, (uintptr_t)p) >= span->elements)
        return 0;
    return span->element_bytes;
}
