/*
 * The counter of counting libraries: `ld --wrap` sends their allocator calls through here. One
 * object, compiled once (-fPIC) and linked into every counting library; timed libraries do not have
 * it. Counts a call when it gave a block: a realloc is one allocation, as growing is in Go.
 */
#include "goheap/goheap.h"
#include "kernel/kernel.h"

#include <gc/gc.h>
#include <malloc.h>
#include <stdlib.h>

ESC_EXPORT struct esc_counts esc_counts;

/* The linker makes the calls of one function its __wrap_ twin and names the real one __real_. */
void *__real_malloc(size_t bytes);
void *__real_calloc(size_t count, size_t bytes);
void *__real_realloc(void *block, size_t bytes);
void *__real_aligned_alloc(size_t alignment, size_t bytes);
void *__real_memalign(size_t alignment, size_t bytes);
int __real_posix_memalign(void **block, size_t alignment, size_t bytes);
void *__real_GC_malloc(size_t bytes);
void *__real_GC_malloc_atomic(size_t bytes);
void *__real_GC_realloc(void *block, size_t bytes);
void *__real_GC_memalign(size_t alignment, size_t bytes);
void *__real_goheap_new(const struct goheap_type *type);
void *__real_goheap_make(const struct goheap_type *element, size_t count);
void *__real_goheap_alloc_dirty(size_t bytes);

void *__wrap_malloc(size_t bytes);
void *__wrap_calloc(size_t count, size_t bytes);
void *__wrap_realloc(void *block, size_t bytes);
void *__wrap_aligned_alloc(size_t alignment, size_t bytes);
void *__wrap_memalign(size_t alignment, size_t bytes);
int __wrap_posix_memalign(void **block, size_t alignment, size_t bytes);
void *__wrap_GC_malloc(size_t bytes);
void *__wrap_GC_malloc_atomic(size_t bytes);
void *__wrap_GC_realloc(void *block, size_t bytes);
void *__wrap_GC_memalign(size_t alignment, size_t bytes);
void *__wrap_goheap_new(const struct goheap_type *type);
void *__wrap_goheap_make(const struct goheap_type *element, size_t count);
void *__wrap_goheap_alloc_dirty(size_t bytes);

/* Kernels may run in several threads. */
static void add(size_t requested_bytes, size_t bytes)
{
    __atomic_fetch_add(&esc_counts.allocs, 1, __ATOMIC_RELAXED);
    __atomic_fetch_add(&esc_counts.requested_bytes, requested_bytes, __ATOMIC_RELAXED);
    __atomic_fetch_add(&esc_counts.bytes, bytes, __ATOMIC_RELAXED);
}

static void *count_libc(void *block, size_t requested_bytes)
{
    if (block != NULL)
        add(requested_bytes, malloc_usable_size(block));
    return block;
}

static void *count_boehm(void *block, size_t requested_bytes)
{
    if (block != NULL)
        add(requested_bytes, GC_size(block));
    return block;
}

void *__wrap_malloc(size_t bytes)
{
    return count_libc(__real_malloc(bytes), bytes);
}

void *__wrap_calloc(size_t count, size_t bytes)
{
    return count_libc(__real_calloc(count, bytes), count * bytes);
}

void *__wrap_realloc(void *block, size_t bytes)
{
    return count_libc(__real_realloc(block, bytes), bytes);
}

void *__wrap_aligned_alloc(size_t alignment, size_t bytes)
{
    return count_libc(__real_aligned_alloc(alignment, bytes), bytes);
}

void *__wrap_memalign(size_t alignment, size_t bytes)
{
    return count_libc(__real_memalign(alignment, bytes), bytes);
}

int __wrap_posix_memalign(void **block, size_t alignment, size_t bytes)
{
    int reason = __real_posix_memalign(block, alignment, bytes);
    if (reason == 0)
        count_libc(*block, bytes);
    return reason;
}

void *__wrap_GC_malloc(size_t bytes)
{
    return count_boehm(__real_GC_malloc(bytes), bytes);
}

void *__wrap_GC_malloc_atomic(size_t bytes)
{
    return count_boehm(__real_GC_malloc_atomic(bytes), bytes);
}

void *__wrap_GC_realloc(void *block, size_t bytes)
{
    return count_boehm(__real_GC_realloc(block, bytes), bytes);
}

void *__wrap_GC_memalign(size_t alignment, size_t bytes)
{
    return count_boehm(__real_GC_memalign(alignment, bytes), bytes);
}

/*
 * As Go counts (runtime/malloc.go, mallocgc): zero bytes are no allocation, and a tiny object that
 * is put behind another one in its 16-byte block takes no further bytes. Blocks are aligned, so
 * such an object is the one that is not.
 */
static void *count_goheap(void *block, size_t requested_bytes, bool pointers)
{
    enum { TINY_BYTES = 16 };
    if (block == NULL || requested_bytes == 0)
        return block;
    bool behind = !pointers && requested_bytes < TINY_BYTES && (uintptr_t)block % TINY_BYTES != 0;
    add(requested_bytes, behind ? 0 : goheap_object_size(block));
    return block;
}

void *__wrap_goheap_new(const struct goheap_type *type)
{
    return count_goheap(__real_goheap_new(type), type->size, type->pointer_bytes > 0);
}

void *__wrap_goheap_make(const struct goheap_type *element, size_t count)
{
    return count_goheap(__real_goheap_make(element, count), element->size * count,
                        element->pointer_bytes > 0);
}

void *__wrap_goheap_alloc_dirty(size_t bytes)
{
    return count_goheap(__real_goheap_alloc_dirty(bytes), bytes, false);
}
