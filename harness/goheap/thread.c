/* A thread joins the world and leaves it. What it holds goes back to the heap, so this stands above
 * the cache and the queues, and the world below them. */
#include "thread.h"

#include "cache.h"
#include "descriptors.h"
#include "mark.h"
#include "pace.h"
#include "world.h"

#include <string.h>

static pthread_key_t exit_key;

/* The stack ends where the thread's own variables begin, which hold no references. */
static bool find_stack_base(struct thread *self)
{
    pthread_attr_t attributes;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0)
        return false;
    void *low = NULL;
    size_t bytes = 0;
    pthread_attr_getstack(&attributes, &low, &bytes);
    pthread_attr_destroy(&attributes);
    self->stack_base = (uintptr_t)low + bytes;
    const uintptr_t own =
        (uintptr_t)self; /* glibc lays them above the stack of all but the first */
    if (own > (uintptr_t)low && own < self->stack_base)
        self->stack_base = own;
    return true;
}

bool goheap_thread_attach(void)
{
    struct thread *self = &goheap_self;
    if (!goheap_heap.ready || self->attached)
        return self->attached;
    memset(self, 0, sizeof *self);
    goheap_cache_init(self);
    if (!find_stack_base(self) || pthread_setspecific(exit_key, self) != 0)
        return false;
    self->handle = pthread_self();
    self->next_turn_ns = goheap_turn_after(goheap_now_ns());
    pthread_mutex_lock(&goheap_heap.world);
    if (goheap_heap.thread_count > 0 && !goheap_heap.several_markers) {
        goheap_world_stop(self); /* markers read it without a lock */
        goheap_heap.several_markers = true;
        goheap_world_start();
    }
    goheap_world_link(self);
    goheap_heap.thread_count++;
    if (goheap_heap.config.stress_interval > 0)
        self->exit_work = EXIT_STRESS;
    self->attached = true;
    pthread_mutex_unlock(&goheap_heap.world);
    return true;
}

void goheap_thread_detach(void)
{
    struct thread *self = &goheap_self;
    if (!self->attached)
        return;
    goheap_world_lock(self);
    enter_allocator(self);
    goheap_barrier_flush(self);
    goheap_grey_flush(&self->grey);
    goheap_cache_release_all(self);
    lock_pages();
    goheap_descriptors_flush(self);
    goheap_pages_flush_cache(&goheap_heap.pages, &self->page_cache);
    unlock_pages();
    goheap_world_unlink(self);
    goheap_heap.thread_count--;
    self->attached = false;
    leave_allocator(self);
    goheap_world_unlock();
    pthread_setspecific(exit_key, NULL);
}

void goheap_stack_base(const void *base)
{
    goheap_self.stack_base = (uintptr_t)base;
    goheap_world_clear_stack();
}

static void on_thread_exit(void *value)
{
    (void)value;
    goheap_thread_detach();
}

bool goheap_threads_init(void)
{
    return pthread_key_create(&exit_key, on_thread_exit) == 0;
}

void goheap_threads_shutdown(void)
{
    pthread_key_delete(exit_key);
}
