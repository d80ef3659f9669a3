/* The allocation paths of malloc.go, mallocgc: zero bytes, tiny, small, large.
 * The fast path takes the next free bit of a 64-bit window; no lock, no atomic, no flag of the
 * collector is touched. What the collector wants is done at a refill or asked for in exit_work. */
#include "bitmap.h"
#include "cache.h"
#include "collect.h"
#include "poison.h"

#include <string.h>

static _Alignas(16) uint8_t zero_base[16];

typedef long long block16 __attribute__((vector_size(16), aligned(8), may_alias));

/* bytes: a size class, so a multiple of 8 (of 16 but for 8 and 24). */
static inline __attribute__((always_inline)) void clear_slot(void *slot, size_t bytes)
{
    if (bytes > 256) {
        memset(slot, 0, bytes);
        return;
    }
    char *at = slot, *end = at + bytes;
    if (bytes & 8) {
        *(uint64_t *)(void *)at = 0;
        at += 8;
    }
    for (; at < end; at += 16) {
        *(block16 *)(void *)at = (block16){0, 0};
        __asm__("" : "+r"(at)); /* or the loop becomes a call of memset */
    }
}

static inline __attribute__((always_inline)) uintptr_t next_slot(struct thread *self,
                                                                 unsigned span_class)
{
    struct slot_window *window = &self->windows[span_class];
    if (UNLIKELY(window->free == 0) && !goheap_cache_refill(self, span_class))
        return 0;
    const unsigned bit = (unsigned)__builtin_ctzll(window->free);
    window->free &= window->free - 1;
    const uintptr_t slot = window->window + (uintptr_t)bit * window->element_bytes;
    slot_allow((const void *)slot, window->element_bytes);
    return slot;
}

static inline __attribute__((always_inline)) void *finish(struct thread *self, void *object)
{
    leave_allocator(self);
    if (UNLIKELY(exit_work_of(self) != 0))
        goheap_exit_work(self);
    return object;
}

static inline __attribute__((always_inline)) void *small_noscan(struct thread *self, size_t bytes,
                                                                bool zero)
{
    enter_allocator(self);
    const unsigned span_class = span_class_of(size_class_of(bytes), true);
    void *slot = (void *)next_slot(self, span_class);
    const struct slot_window *window = &self->windows[span_class];
    if (zero && window->needs_zero && LIKELY(slot != NULL))
        clear_slot(slot, window->element_bytes);
    return finish(self, slot);
}

static inline __attribute__((always_inline)) size_t tiny_align(size_t bytes)
{
    if ((bytes & 7) == 0)
        return 8;
    if ((bytes & 3) == 0)
        return 4;
    return (bytes & 1) == 0 ? 2 : 1;
}

/* Noscan objects under 16 bytes share 16-byte blocks; a block is always cleared. */
static inline __attribute__((always_inline)) void *tiny(struct thread *self, size_t bytes)
{
    enter_allocator(self);
    const size_t align = tiny_align(bytes);
    const size_t offset = (self->tiny_offset + align - 1) & ~(align - 1);
    if (self->tiny && offset + bytes <= TINY_BYTES) {
        void *object = (void *)(self->tiny + offset);
        self->tiny_offset = offset + bytes;
        self->tiny_allocs++;
        return finish(self, object);
    }
    const uintptr_t block = next_slot(self, span_class_of(TINY_CLASS, true));
    if (UNLIKELY(block == 0))
        return finish(self, NULL);
    *(block16 *)block = (block16){0, 0};
    if (bytes < self->tiny_offset || self->tiny == 0) {
        self->tiny = block;
        self->tiny_offset = bytes;
    }
    return finish(self, (void *)block);
}

static __attribute__((noinline)) void *large_noscan(struct thread *self, size_t bytes, bool zero)
{
    bool dirty = false;
    if (marking())
        goheap_assist_before(self, bytes);
    enter_allocator(self);
    void *object = (void *)goheap_large_alloc(self, bytes, true, 0, &dirty);
    finish(self, object);
    /* malloc.go, memclrNoHeapPointersChunked: noscan memory is cleared where it may be stopped */
    if (object && zero && dirty)
        memset(object, 0, page_round(bytes));
    return object;
}

static __attribute__((noinline)) void *large_scan(struct thread *self, size_t bytes,
                                                  const struct goheap_type *type, size_t count)
{
    bool dirty = false;
    const size_t scan_bytes = bytes - type->size + type->pointer_bytes;
    if (marking())
        goheap_assist_before(self, bytes);
    enter_allocator(self);
    const uintptr_t object = goheap_large_alloc(self, bytes, false, scan_bytes, &dirty);
    if (object != 0) {
        if (dirty)
            memset((void *)object, 0, page_round(bytes));
        goheap_bitmap_write(object, page_round(bytes), type, count);
        publish_object();
    }
    return finish(self, (void *)object);
}

static inline __attribute__((always_inline)) void *
small_scan(struct thread *self, size_t bytes, const struct goheap_type *type, size_t count)
{
    enter_allocator(self);
    const unsigned span_class = span_class_of(size_class_of(bytes), false);
    const uintptr_t slot = next_slot(self, span_class);
    if (UNLIKELY(slot == 0))
        return finish(self, NULL);
    const struct slot_window *window = &self->windows[span_class];
    if (window->needs_zero)
        clear_slot((void *)slot, window->element_bytes);
    if (window->element_bytes != 8)
        bitmap_write(slot, window->element_bytes, type, count);
    self->scan_alloc_bytes += bytes - type->size + type->pointer_bytes;
    publish_object();
    return finish(self, (void *)slot);
}

static inline __attribute__((always_inline)) void *noscan(size_t bytes, bool zero)
{
    struct thread *self = &goheap_self;
    if (bytes - 1 < TINY_BYTES - 1)
        return tiny(self, bytes);
    if (UNLIKELY(bytes == 0))
        return zero_base;
    if (LIKELY(bytes <= SMALL_MAX_BYTES))
        return small_noscan(self, bytes, zero);
    return large_noscan(self, bytes, zero);
}

void *goheap_new(const struct goheap_type *type)
{
    const size_t bytes = type->size;
    if (type->pointer_bytes == 0)
        return noscan(bytes, true);
    if (LIKELY(bytes <= SMALL_MAX_BYTES))
        return small_scan(&goheap_self, bytes, type, 1);
    return large_scan(&goheap_self, bytes, type, 1);
}

void *goheap_make(const struct goheap_type *element, size_t count)
{
    size_t bytes;
    if (__builtin_mul_overflow(element->size, count, &bytes))
        return NULL;
    if (element->pointer_bytes == 0 || bytes == 0)
        return noscan(bytes, true);
    if (LIKELY(bytes <= SMALL_MAX_BYTES))
        return small_scan(&goheap_self, bytes, element, count);
    return large_scan(&goheap_self, bytes, element, count);
}

void *goheap_alloc_dirty(size_t bytes)
{
    return noscan(bytes, false);
}

size_t goheap_object_size(const void *p)
{
    const struct span *span = goheap_heap.ready ? span_at((uintptr_t)p) : NULL;
    if (!span || element_index(span, (uintptr_t)p) >= span->elements)
        return 0;
    return span->element_bytes;
}
