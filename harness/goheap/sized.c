/* mallocgc of Go 1.27: up to 80 bytes a function a size class, in which the slot's size and the
 * span's class are constants and which the collector's work does not concern; all else, and all
 * while marking is on, by the steps of alloc.c, with pointers described at the span's end, in a
 * header or in the span (malloc_generated.go, malloc.go, mbitmap.go). */
#include "sized.h"

#include "assist.h"
#include "header.h"
#include "mark.h"
#include "slot.h"

enum { SPECIALISED_MAX_BYTES = 80 }; /* malloc_tables_generated.go: both tables have 81 entries */

/* The mask of an object of at most 64 words (writeHeapBitsSmall). */
INLINE uint64_t pointer_bits(size_t bytes, const struct goheap_type *type)
{
    if (type->size == 8)
        return bitmap_ones(bytes / 8);
    const uint64_t one = type_words(type) <= 8
                             ? type->pointer_mask[0] & bitmap_ones(type_words(type))
                             : goheap_type_mask(type, 0, 64);
    uint64_t bits = one;
    for (size_t at = type->size; at < bytes; at += type->size)
        bits |= one << at / 8;
    return bits;
}

/* heapSetTypeNoHeader. Spans of one-word slots have all their bits set from the start. */
INLINE void describe_inline(struct thread *self, struct slot slot, size_t slot_bytes, size_t bytes,
                            const struct goheap_type *type)
{
    if (slot_bytes > 8)
        inline_heap_bits_set(slot.span->base, slot.address, slot_bytes, pointer_bits(bytes, type));
    self->scan_alloc_bytes += bytes - type->size + type->pointer_bytes;
}

INLINE void publish(struct slot slot)
{
    publication_barrier();
    slot.span->free_index_for_scan = slot.span->free_index;
}

/* ---- all sizes, marking or not ---- */

/* mallocgcSmallScanNoHeader: what lies behind the object in its slot is not cleared. */
INLINE struct slot small_inline(struct thread *self, size_t bytes, const struct goheap_type *type)
{
    const struct slot slot = next_slot(self, span_class_of(size_class_of(bytes), false));
    if (UNLIKELY(slot.address == 0))
        return slot;
    if (slot.span->needs_zero)
        goheap_memclr((void *)slot.address, bytes);
    describe_inline(self, slot, slot.span->element_bytes, bytes, type);
    return slot;
}

/* mallocgcSmallScanHeader: the mask is laid over the whole slot, which so must be clear. */
INLINE struct slot small_with_header(struct thread *self, size_t bytes,
                                     const struct goheap_type *type)
{
    struct slot slot = next_slot(self, span_class_of(size_class_of(bytes + HEADER_BYTES), false));
    if (UNLIKELY(slot.address == 0))
        return slot;
    if (slot.span->needs_zero)
        goheap_memclr((void *)slot.address, slot.span->element_bytes);
    *(const struct goheap_type **)slot.address = type;
    slot.address += HEADER_BYTES;
    self->scan_alloc_bytes += slot.span->element_bytes;
    return slot;
}

/* mallocgcLarge: cleared where a stop may come; until then the collector sees no type and scans
 * nothing. */
static __attribute__((noinline)) void *finish_large(struct thread *self, struct slot slot,
                                                    const struct goheap_type *type, bool zero)
{
    const size_t slot_bytes = slot.span->element_bytes;
    const bool clear = zero && slot.span->needs_zero;
    struct span *span = slot.span;
    void *object = finish(self, slot.address);
    if (clear)
        goheap_memclr_chunked(object, slot_bytes);
    if (!type)
        return object;
    enter_allocator(self);
    __atomic_store_n(&span->large_type, type, __ATOMIC_RELEASE);
    self->scan_alloc_bytes += slot_bytes;
    return finish(self, (uintptr_t)object);
}

INLINE struct slot small_of(struct thread *self, size_t bytes, const struct goheap_type *type,
                            bool zero)
{
    if (!type)
        return small(self, bytes, true, zero);
    return inline_heap_bits(bytes) ? small_inline(self, bytes, type)
                                   : small_with_header(self, bytes, type);
}

/* `type` NULL: no pointers. */
static __attribute__((noinline)) void *mallocgc(size_t bytes, const struct goheap_type *type,
                                                bool zero)
{
    struct thread *self = &goheap_self;
    const bool charged = marking();
    if (charged && bytes <= goheap_heap.limit_bytes &&
        (self->assist_credit_bytes -= (int64_t)bytes) < 0)
        goheap_assist(self);

    enter_allocator(self);
    self->mallocing = 1;
    struct slot slot;
    if (!type && bytes < TINY_BYTES) {
        const uintptr_t piece = tiny_piece(self, bytes);
        if (LIKELY(piece != 0))
            return finish(self, piece);
        slot = tiny_block(self, bytes);
    } else if (LIKELY(bytes <= SMALL_WITH_HEADER_MAX_BYTES)) {
        slot = small_of(self, bytes, type, zero);
    } else {
        slot.span = goheap_large_alloc(self, bytes, !type);
        slot.address = slot.span ? slot.span->base : 0;
    }
    if (UNLIKELY(slot.address == 0))
        return finish(self, 0);
    publish(slot);
    if (phase_now() != PHASE_OFF)
        goheap_mark_new(self, slot.span, slot.address);
    if (charged)
        self->assist_credit_bytes -= (int64_t)(slot.span->element_bytes - bytes);
    if (UNLIKELY(bytes > SMALL_WITH_HEADER_MAX_BYTES))
        return finish_large(self, slot, type, zero);
    return finish(self, slot.address);
}

/* ---- up to 80 bytes, marking off ---- */

typedef void *malloc_function(size_t bytes, const struct goheap_type *type, bool zero);

/* Inside the allocator: nobody can begin to mark until it is left. false: marking is on. */
INLINE bool begin_unmarked(struct thread *self)
{
    enter_allocator(self);
    if (UNLIKELY(phase_now() != PHASE_OFF)) {
        leave_allocator(self);
        return false;
    }
    self->mallocing = 1;
    return true;
}

INLINE struct slot next_slot_of(struct thread *self, unsigned span_class, size_t slot_bytes)
{
    struct slot slot = {.span = self->spans[span_class]};
    slot.address = next_free_fast(slot.span, slot_bytes);
    if (UNLIKELY(slot.address == 0)) {
        slot.address = goheap_next_free(self, span_class);
        slot.span = self->spans[span_class];
    }
    slot_allow((const void *)slot.address, slot_bytes);
    return slot;
}

/* All but `bytes`, `type` and `zero` are constants. */
INLINE void *specialised(size_t bytes, const struct goheap_type *type, bool zero,
                         unsigned size_class, size_t slot_bytes, bool noscan)
{
    struct thread *self = &goheap_self;
    if (UNLIKELY(!begin_unmarked(self)))
        return mallocgc(bytes, noscan ? NULL : type, zero);
    const struct slot slot = next_slot_of(self, span_class_of(size_class, noscan), slot_bytes);
    if (UNLIKELY(slot.address == 0))
        return finish(self, 0);
    if (zero && slot.span->needs_zero)
        goheap_memclr((void *)slot.address, slot_bytes);
    if (!noscan)
        describe_inline(self, slot, slot_bytes, bytes, type);
    publish(slot);
    return finish(self, slot.address);
}

static void *malloc_tiny(size_t bytes, const struct goheap_type *type, bool zero)
{
    struct thread *self = &goheap_self;
    (void)type;
    if (UNLIKELY(!begin_unmarked(self)))
        return mallocgc(bytes, NULL, zero);
    const uintptr_t piece = tiny_piece(self, bytes);
    if (LIKELY(piece != 0))
        return finish(self, piece);
    const struct slot slot = tiny_block(self, bytes);
    if (LIKELY(slot.address != 0))
        publish(slot);
    return finish(self, slot.address);
}

#define SPECIALISED(class, bytes_of_class)                                                         \
    static void *malloc_scan_##class(size_t bytes, const struct goheap_type *type, bool zero)      \
    {                                                                                              \
        return specialised(bytes, type, zero, class, bytes_of_class, false);                       \
    }                                                                                              \
    static void *malloc_noscan_##class(size_t bytes, const struct goheap_type *type, bool zero)    \
    {                                                                                              \
        return specialised(bytes, type, zero, class, bytes_of_class, true);                        \
    }

SPECIALISED(2, 16)
SPECIALISED(3, 24)
SPECIALISED(4, 32)
SPECIALISED(5, 48)
SPECIALISED(6, 64)
SPECIALISED(7, 80)

/* One word with pointers; without, it is tiny. */
static void *malloc_scan_1(size_t bytes, const struct goheap_type *type, bool zero)
{
    return specialised(bytes, type, zero, 1, 8, false);
}

/* mallocScanTable and mallocNoScanTable, an entry for eight bytes. */
static malloc_function *const with_pointers[SPECIALISED_MAX_BYTES / 8 + 1] = {
    NULL,          malloc_scan_1, malloc_scan_2, malloc_scan_3, malloc_scan_4, malloc_scan_5,
    malloc_scan_5, malloc_scan_6, malloc_scan_6, malloc_scan_7, malloc_scan_7,
};
static malloc_function *const without_pointers[SPECIALISED_MAX_BYTES / 8 + 1] = {
    NULL,
    malloc_tiny,
    malloc_noscan_2,
    malloc_noscan_3,
    malloc_noscan_4,
    malloc_noscan_5,
    malloc_noscan_5,
    malloc_noscan_6,
    malloc_noscan_6,
    malloc_noscan_7,
    malloc_noscan_7,
};

void *goheap_malloc_1_27(size_t bytes, const struct goheap_type *type, bool zero)
{
    if (UNLIKELY(!goheap_self.attached))
        return NULL;
    const bool noscan = !type || type->pointer_bytes == 0;
    if (UNLIKELY(bytes > SPECIALISED_MAX_BYTES))
        return mallocgc(bytes, noscan ? NULL : type, zero);
    if (noscan && bytes < TINY_BYTES)
        return malloc_tiny(bytes, NULL, zero);
    return (noscan ? without_pointers : with_pointers)[(bytes + 7) / 8](bytes, type, zero);
}
