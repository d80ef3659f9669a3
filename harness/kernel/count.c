/*
 * The counter of counting libraries: `ld --wrap` sends their allocator calls through here. One
 * object, compiled once (-fPIC) and linked into every counting library; timed libraries do not have
 * it. Counts a call when it gave a block: a realloc is one allocation, as growing is in Go.
 */
#include "goheap/goheap.h"
#include "kernel/counts.h"
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

/* Where the wrapper that uses it returns to. */
#define CALLER ((uintptr_t)__builtin_return_address(0))

static void *count_libc(void *block, size_t requested_bytes, uintptr_t caller)
{
    __atomic_fetch_sub(&esc_counts.inside, 1, __ATOMIC_RELAXED);
    if (block != NULL)
        esc_counts_add(&esc_counts, requested_bytes, malloc_usable_size(block), caller);
    return block;
}

/* Around the real function: what goes on inside is counted here, and by nobody else. */
static void enter_libc(void)
{
    __atomic_fetch_add(&esc_counts.inside, 1, __ATOMIC_RELAXED);
}

static void *count_boehm(void *block, size_t requested_bytes, uintptr_t caller)
{
    if (block != NULL)
        esc_counts_add(&esc_counts, requested_bytes, GC_size(block), caller);
    return block;
}

void *__wrap_malloc(size_t bytes)
{
    enter_libc();
    return count_libc(__real_malloc(bytes), bytes, CALLER);
}

void *__wrap_calloc(size_t count, size_t bytes)
{
    enter_libc();
    return count_libc(__real_calloc(count, bytes), count * bytes, CALLER);
}

void *__wrap_realloc(void *block, size_t bytes)
{
    enter_libc();
    return count_libc(__real_realloc(block, bytes), bytes, CALLER);
}

void *__wrap_aligned_alloc(size_t alignment, size_t bytes)
{
    enter_libc();
    return count_libc(__real_aligned_alloc(alignment, bytes), bytes, CALLER);
}

void *__wrap_memalign(size_t alignment, size_t bytes)
{
    enter_libc();
    return count_libc(__real_memalign(alignment, bytes), bytes, CALLER);
}

int __wrap_posix_memalign(void **block, size_t alignment, size_t bytes)
{
    enter_libc();
    int reason = __real_posix_memalign(block, alignment, bytes);
    count_libc(reason == 0 ? *block : NULL, bytes, CALLER);
    return reason;
}

void *__wrap_GC_malloc(size_t bytes)
{
    return count_boehm(__real_GC_malloc(bytes), bytes, CALLER);
}

void *__wrap_GC_malloc_atomic(size_t bytes)
{
    return count_boehm(__real_GC_malloc_atomic(bytes), bytes, CALLER);
}

void *__wrap_GC_realloc(void *block, size_t bytes)
{
    return count_boehm(__real_GC_realloc(block, bytes), bytes, CALLER);
}

void *__wrap_GC_memalign(size_t alignment, size_t bytes)
{
    return count_boehm(__real_GC_memalign(alignment, bytes), bytes, CALLER);
}

/*
 * As Go counts (runtime/malloc.go, mallocgc): zero bytes are no allocation, and a tiny object that
 * is put behind another one in its 16-byte block takes no further bytes. Blocks are aligned, so
 * such an object is the one that is not.
 */
static void *count_goheap(void *block, size_t requested_bytes, bool pointers, uintptr_t caller)
{
    enum { TINY_BYTES = 16 };
    if (block == NULL || requested_bytes == 0)
        return block;
    bool behind = !pointers && requested_bytes < TINY_BYTES && (uintptr_t)block % TINY_BYTES != 0;
    const uint64_t slot_bytes = behind ? 0 : goheap_object_size(block);
    if (esc_counts.observer == NULL)
        esc_counts_add(&esc_counts, requested_bytes, slot_bytes, caller);
    else if (!behind)
        esc_counts.observer(block, slot_bytes, caller);
    return block;
}

void *__wrap_goheap_new(const struct goheap_type *type)
{
    return count_goheap(__real_goheap_new(type), type->size, type->pointer_bytes > 0, CALLER);
}

void *__wrap_goheap_make(const struct goheap_type *element, size_t count)
{
    return count_goheap(__real_goheap_make(element, count), element->size * count,
                        element->pointer_bytes > 0, CALLER);
}

void *__wrap_goheap_alloc_dirty(size_t bytes)
{
    return count_goheap(__real_goheap_alloc_dirty(bytes), bytes, false, CALLER);
}
