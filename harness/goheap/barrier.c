/* Go's hybrid write barrier (mbarrier.go, mwbbuf.go): while marking, a store shades the pointer it
 * overwrites and the one it writes. Both wait in a buffer of the thread; a full one is flushed. */
#include "bitmap.h"
#include "collect.h"
#include "mark.h"
#include "world.h"

#include <string.h>

static void record(struct thread *self, uintptr_t old, uintptr_t new)
{
    if (self->barrier_count + 2 > BARRIER_ENTRIES) {
        goheap_barrier_flush(self);
        goheap_grey_flush(&self->grey);
        goheap_world_clear_stack();
    }
    self->barrier_buffer[self->barrier_count++] = old;
    self->barrier_buffer[self->barrier_count++] = new;
}

static uintptr_t load(const void *slot)
{
    return (uintptr_t)__atomic_load_n((const goheap_pointer *)slot, __ATOMIC_RELAXED);
}

static void leave(struct thread *self)
{
    leave_allocator(self);
    if (UNLIKELY(exit_work_of(self) != 0))
        goheap_exit_work(self, NULL);
}

void goheap_barrier_store(void *slot, void *value)
{
    struct thread *self = &goheap_self;
    enter_allocator(self);
    if (marking())
        record(self, load(slot), (uintptr_t)value);
    __atomic_store_n((goheap_pointer *)slot, value, __ATOMIC_RELAXED);
    leave(self);
}

/* bulkBarrierPreWrite: every pointer word of the destination; source NULL = it is cleared. */
static void record_range(struct thread *self, char *destination, const char *source, size_t bytes,
                         const struct goheap_type *element)
{
    for (size_t at = 0; at + element->size <= bytes; at += element->size)
        for (size_t from = 0; from < element->pointer_bytes / 8; from += 64) {
            uint64_t bits = goheap_type_mask(element, from, 64);
            for (; bits; bits &= bits - 1) {
                const size_t offset = at + 8 * (from + (size_t)__builtin_ctzll(bits));
                record(self, load(destination + offset), source ? load(source + offset) : 0);
            }
        }
}

static bool needs_barrier(const struct goheap_type *element)
{
    __asm__ volatile("" ::: "memory");
    return element && element->pointer_bytes > 0 && element->size > 0 &&
           __atomic_load_n(&goheap_barrier_on, __ATOMIC_RELAXED);
}

/* A marker may read the words meanwhile: each is written whole. */
static void move_words(goheap_pointer *to, const goheap_pointer *from, size_t count)
{
    const bool backwards = to > from;
    for (size_t n = 0; n < count; n++) {
        const size_t i = backwards ? count - 1 - n : n;
        __atomic_store_n(to + i, __atomic_load_n(from + i, __ATOMIC_RELAXED), __ATOMIC_RELAXED);
    }
}

/* A stop in the middle would begin a mark phase without the barrier for the other half: a marker
 * that has read a slot before the move and its neighbour after it misses what went from the one to
 * the other. Between two arrays what has moved is still at its source. */
static bool must_not_stop(const void *destination, const void *source, size_t bytes,
                          const struct goheap_type *element)
{
    const uintptr_t to = (uintptr_t)destination, from = (uintptr_t)source;
    return element && element->pointer_bytes > 0 && (to - from < bytes || from - to < bytes);
}

void goheap_copy(void *destination, const void *source, size_t bytes,
                 const struct goheap_type *element)
{
    if (!must_not_stop(destination, source, bytes, element) && !needs_barrier(element)) {
        memmove(destination, source, bytes);
        return;
    }
    struct thread *self = &goheap_self;
    enter_allocator(self);
    if (marking()) {
        record_range(self, destination, source, bytes, element);
        move_words(destination, source, bytes / sizeof(uintptr_t));
    } else {
        memmove(destination, source, bytes);
    }
    leave(self);
}

void goheap_clear(void *destination, size_t bytes, const struct goheap_type *element)
{
    if (!needs_barrier(element)) {
        memset(destination, 0, bytes);
        return;
    }
    struct thread *self = &goheap_self;
    enter_allocator(self);
    if (marking())
        record_range(self, destination, NULL, bytes, element);
    for (size_t i = 0; i < bytes / sizeof(uintptr_t); i++)
        __atomic_store_n((goheap_pointer *)destination + i, NULL, __ATOMIC_RELAXED);
    leave(self);
}
