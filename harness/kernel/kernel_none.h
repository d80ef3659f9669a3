/*
 * Kernel side of strategies on the stack: no heap. An allocation that survives optimisation does
 * not compile. Macros, so that the compiler's message has the line of the case's own text.
 * Included by esc.h.
 */
#ifndef ESC_KERNEL_KERNEL_NONE_H
#define ESC_KERNEL_KERNEL_NONE_H

#include "kernel.h"

#define ESC_RUNTIME_NAME none

void *esc_no_heap(void)
    __attribute__((error("a strategy with place = \"stack\" must not allocate from the heap")));

#define esc_runtime_new(type) ((void)(type), esc_no_heap())
#define esc_runtime_make(element, n) ((void)(element), (void)(n), esc_no_heap())
#define esc_runtime_bytes(bytes) ((void)(bytes), esc_no_heap())

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
}

static inline void esc_runtime_gogc(int percent)
{
    (void)percent;
}

static inline void esc_runtime_memory_limit(size_t room)
{
    (void)room;
}

static inline void esc_runtime_yield(void)
{
}

#endif
