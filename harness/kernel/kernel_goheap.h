/*
 * Kernel side of the runtimes "goheap" and "goheap@1.27": the model of Go's allocator and
 * collector, whose functions the child exports. Included by esc.h.
 */
#ifndef ESC_KERNEL_KERNEL_GOHEAP_H
#define ESC_KERNEL_KERNEL_GOHEAP_H

#include "../goheap/goheap.h"
#include "kernel.h"

#if ESC_RUNTIME_ID == ESC_ID_GOHEAP
#define ESC_RUNTIME_NAME goheap
#else
#define ESC_RUNTIME_NAME goheap127
#endif

/* struct esc_type is passed on as it is. */
_Static_assert(sizeof(struct esc_type) == sizeof(struct goheap_type) &&
                   offsetof(struct esc_type, size) == offsetof(struct goheap_type, size) &&
                   offsetof(struct esc_type, pointer_bytes) ==
                       offsetof(struct goheap_type, pointer_bytes) &&
                   offsetof(struct esc_type, pointer_mask) ==
                       offsetof(struct goheap_type, pointer_mask),
               "a type looks the same to both");

/* The asm hides from the optimiser where the pointer comes from, as for malloc. */
static inline void *esc_goheap_checked(void *block)
{
    __asm__ volatile("" : "+r"(block));
    if (__builtin_expect(block == NULL, 0))
        esc_out_of_memory();
    return block;
}

static inline void *esc_runtime_new(const struct esc_type *type)
{
    return esc_goheap_checked(goheap_new((const struct goheap_type *)(const void *)type));
}

static inline void *esc_runtime_make(const struct esc_type *element, size_t n)
{
    return esc_goheap_checked(goheap_make((const struct goheap_type *)(const void *)element, n));
}

static inline void *esc_runtime_bytes(size_t bytes)
{
    return esc_goheap_checked(goheap_alloc_dirty(bytes));
}

static inline void esc_runtime_store(void **slot, void *value)
{
    goheap_store(slot, value);
}

static inline void esc_runtime_done(void *block)
{
    (void)block;
}

static inline void esc_runtime_collect(void)
{
    goheap_collect();
}

static inline void esc_runtime_gogc(int percent)
{
    goheap_set_gogc(percent);
}

/* GOMEMLIMIT. In use is Go's MemStats.Sys - HeapIdle. */
static inline void esc_runtime_memory_limit(size_t room)
{
    struct goheap_stats stats;
    goheap_stats_read(&stats);
    const uint64_t free_bytes = stats.heap_idle_bytes - stats.heap_released_bytes;
    goheap_set_memory_limit((int64_t)(stats.mapped_bytes - free_bytes + room));
}

static inline void esc_runtime_yield(void)
{
    goheap_yield();
}

#endif
