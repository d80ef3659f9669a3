/*
 * Kernel side of the runtime "boehm": libgc. Included by esc.h. A type without pointers goes to
 * GC_malloc_atomic, whose blocks are never scanned and come uncleared; one with pointers goes to
 * GC_malloc, which clears and is scanned conservatively: its typed allocator
 * (GC_malloc_explicitly_typed) is precise, but several times slower than what it would save.
 */
#ifndef ESC_KERNEL_KERNEL_BOEHM_H
#define ESC_KERNEL_KERNEL_BOEHM_H

#include "kernel.h"

#include <gc/gc.h>

#define ESC_RUNTIME_NAME boehm

/* The asm hides from the optimiser where the pointer comes from, as for malloc. */
static inline void *esc_boehm_checked(void *block)
{
    __asm__ volatile("" : "+r"(block));
    if (__builtin_expect(block == NULL, 0))
        esc_out_of_memory();
    return block;
}

static inline void *esc_runtime_bytes(size_t bytes)
{
    return bytes == 0 ? NULL : esc_boehm_checked(GC_malloc_atomic(bytes));
}

static inline void *esc_boehm_zeroed(const struct esc_type *type, size_t bytes)
{
    if (bytes == 0)
        return NULL;
    if (type->pointer_bytes > 0)
        return esc_boehm_checked(GC_malloc(bytes));
    return memset(esc_runtime_bytes(bytes), 0, bytes);
}

static inline void *esc_runtime_new(const struct esc_type *type)
{
    return esc_boehm_zeroed(type, type->size);
}

static inline void *esc_runtime_make(const struct esc_type *element, size_t n)
{
    size_t bytes;
    if (__builtin_mul_overflow(element->size, n, &bytes))
        esc_out_of_memory();
    return esc_boehm_zeroed(element, bytes);
}

static inline void esc_runtime_store(void **slot, void *value)
{
    *slot = value;
    __asm__ volatile("" : : "r"(slot) : "memory");
}

static inline void esc_runtime_done(void *block)
{
    (void)block;
}

static inline void esc_runtime_collect(void)
{
    GC_gcollect();
}

/* libgc has no GOGC: its pace is GC_set_free_space_divisor's, left at the default. Only off counts.
 */
static inline void esc_runtime_gogc(int percent)
{
    if (percent < 0 && !GC_is_disabled())
        GC_disable();
    if (percent >= 0 && GC_is_disabled())
        GC_enable();
}

static inline void esc_runtime_memory_limit(size_t room)
{
    (void)room;
}

static inline void esc_runtime_yield(void)
{
}

#endif
