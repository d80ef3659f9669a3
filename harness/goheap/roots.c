/* Root ranges come and go while the world runs or stands. */
#include "mark.h"
#include "world.h"

bool goheap_add_roots(const void *begin, const void *end)
{
    struct heap *heap = &goheap_heap;
    goheap_world_lock(&goheap_self);
    const bool room = heap->root_count < GOHEAP_ROOT_RANGES;
    if (room)
        heap->roots[heap->root_count++] = (struct root_range){(uintptr_t)begin, (uintptr_t)end};
    goheap_world_unlock();
    return room;
}

void goheap_remove_roots(const void *begin)
{
    struct heap *heap = &goheap_heap;
    struct thread *self = &goheap_self;
    goheap_world_lock(self);
    goheap_world_stop(self);
    for (size_t i = 0; i < heap->root_count; i++)
        if (heap->roots[i].begin == (uintptr_t)begin) {
            goheap_mark_roots_remove(&self->grey, heap->roots[i]);
            heap->roots[i--] = heap->roots[--heap->root_count];
        }
    goheap_world_start();
    goheap_world_unlock();
}
