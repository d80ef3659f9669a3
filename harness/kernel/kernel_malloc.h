/*
 * Kernel side of the runtime "malloc": libc, freed where the value's life ends. Included by esc.h.
 * Zeroing is a memset behind malloc, never calloc: glibc's calloc (2.36, malloc/malloc.c) takes no
 * chunk from the thread cache, which would make the cleared path slower than it has to be.
 */
#ifndef ESC_KERNEL_KERNEL_MALLOC_H
#define ESC_KERNEL_KERNEL_MALLOC_H

#include "kernel.h"

#include <stdlib.h>

#define ESC_RUNTIME_NAME malloc

/*
 * The asm hides from the optimiser where the pointer comes from: gcc and clang would else join
 * malloc and memset into calloc, or delete the block together with its free. No bytes, no block:
 * like Go, which gives a zero-sized object no memory.
 */
static inline void *esc_malloc_block(size_t bytes)
{
    if (bytes == 0)
        return NULL;
    void *block = malloc(bytes);
    __asm__ volatile("" : "+r"(block));
    if (__builtin_expect(block == NULL, 0))
        esc_out_of_memory();
    return block;
}

static inline void *esc_malloc_zeroed(size_t bytes)
{
    void *block = esc_malloc_block(bytes);
    return bytes == 0 ? NULL : memset(block, 0, bytes);
}

static inline void *esc_runtime_new(const struct esc_type *type)
{
    return esc_malloc_zeroed(type->size);
}

static inline void *esc_runtime_make(const struct esc_type *element, size_t n)
{
    size_t bytes;
    if (__builtin_mul_overflow(element->size, n, &bytes))
        esc_out_of_memory();
    return esc_malloc_zeroed(bytes);
}

static inline void *esc_runtime_bytes(size_t bytes)
{
    return esc_malloc_block(bytes);
}

static inline void esc_runtime_store(void **slot, void *value)
{
    *slot = value;
    __asm__ volatile("" : : "r"(slot) : "memory");
}

/* The asm keeps the stores into the block, which are dead once free() follows them. */
static inline void esc_runtime_done(void *block)
{
    __asm__ volatile("" : "+r"(block) : : "memory");
    free(block);
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
