/* Single steps of the collector and a look at its state. See observe.h. */
#include "observe.h"

#include "collect.h"
#include "mark.h"
#include "spanbits.h"
#include "sweep.h"
#include "termination.h"

static void leave(struct thread *self)
{
    leave_allocator(self);
    if (exit_work_of(self) != 0)
        goheap_exit_work(self, NULL);
}

/* ---- looking ---- */

/* Those of a buffer, last in first, behind the `count` that are there. */
static size_t read_buffer(const struct work_buffer *buffer, uintptr_t *objects, size_t room,
                          size_t count)
{
    for (size_t i = buffer ? buffer->count : 0; i-- > 0; count++)
        if (count < room)
            objects[count] = buffer->objects[i];
    return count;
}

size_t goheap_queue_read(uintptr_t *objects, size_t room)
{
    const struct grey_queue *own = &goheap_self.grey;
    size_t count = read_buffer(own->first, objects, room, 0);
    count = read_buffer(own->second, objects, room, count);
    for (const struct work_buffer *full = goheap_heap.full; full; full = full->next)
        count = read_buffer(full, objects, room, count);
    return count;
}

size_t goheap_barrier_read(uintptr_t *values, size_t room)
{
    const struct thread *self = &goheap_self;
    for (size_t i = 0; i < self->barrier_count && i < room; i++)
        values[i] = self->barrier_buffer[i];
    return self->barrier_count;
}

static bool is_in(const struct work_buffer *buffer, uintptr_t object)
{
    for (size_t i = buffer ? buffer->count : 0; i-- > 0;)
        if (buffer->objects[i] == object)
            return true;
    return false;
}

static bool is_queued(uintptr_t object)
{
    const struct grey_queue *own = &goheap_self.grey;
    if (is_in(own->first, object) || is_in(own->second, object))
        return true;
    for (const struct work_buffer *full = goheap_heap.full; full; full = full->next)
        if (is_in(full, object))
            return true;
    return false;
}

/* A slot of a cached span is handed out below its free index, whatever the bitmap says (I3). */
static bool is_handed_out(const struct span *span, uint32_t index)
{
    return bit_get(span->allocated_bits, index) ||
           (span_state(span) == SPAN_CACHED && index < span->free_index);
}

/* Of a marked one. */
static bool is_grey(const struct span *span, uint32_t index)
{
    if (!span->inline_marks)
        return is_queued(span->base + index * span->element_bytes);
    const uint64_t scanned = inline_word(inline_marks_of(span->base)->scans, index / 64);
    return !span_noscan(span) && !(scanned >> (index % 64) & 1);
}

/* Until a span is swept its marks are those of the cycle before. */
enum goheap_colour goheap_colour_of(const void *object)
{
    const struct span *span = span_at((uintptr_t)object);
    if (!span)
        return GOHEAP_FREE;
    const uint32_t index = element_index(span, (uintptr_t)object);
    if (!is_handed_out(span, index))
        return GOHEAP_FREE;
    if (!span_is_marked(span, index))
        return GOHEAP_WHITE;
    return is_grey(span, index) ? GOHEAP_GREY : GOHEAP_BLACK;
}

/* ---- stepping ---- */

bool goheap_mark_step(void)
{
    struct thread *self = &goheap_self;
    const struct drain_limit one = {.work = 1, .give_credit = true};
    bool found = true;
    enter_allocator(self);
    if (goheap_mark_work_available()) {
        found = goheap_drain(self, &one) > 0;
    } else if (self->barrier_count > 0) {
        goheap_barrier_flush(self);
        goheap_grey_flush(&self->grey);
    } else {
        found = false;
    }
    leave(self);
    return found;
}

bool goheap_mark_end(void)
{
    return goheap_mark_try_finish(&goheap_self);
}

void goheap_sweep_rest(void)
{
    struct thread *self = &goheap_self;
    enter_allocator(self);
    goheap_sweep_all();
    leave(self);
}

/* ---- who serves ---- */

static uint32_t cached_pages(void)
{
    return (uint32_t)__builtin_popcountll(goheap_self.page_cache.free);
}

/* A span that has never been used came from pages, else from the central. Pages of the thread's own
 * are fewer by those of the span, unless the heap had to be asked. */
static enum goheap_server server_of(const struct span *span, uint32_t pages_before)
{
    if (span->span_class / 2 != 0 && span->allocated_before > 0)
        return GOHEAP_FROM_CENTRAL;
    return cached_pages() + span->pages == pages_before ? GOHEAP_FROM_PAGES : GOHEAP_FROM_HEAP;
}

void *goheap_new_observed(size_t bytes, enum goheap_server *server)
{
    static const struct goheap_type byte = {1, 0, NULL};
    const uint64_t refills = get(&goheap_heap.counters.refills);
    const uint32_t pages = cached_pages();
    void *object = goheap_make(&byte, bytes);
    const struct span *span = span_at((uintptr_t)object);
    if (!span)
        return NULL;
    const bool large = span->span_class / 2 == 0;
    *server = large || get(&goheap_heap.counters.refills) != refills ? server_of(span, pages)
                                                                     : GOHEAP_FROM_CACHE;
    return object;
}

size_t goheap_span_bytes(const void *p)
{
    const struct span *span = span_at((uintptr_t)p);
    return span ? (size_t)span->pages << PAGE_SHIFT : 0;
}
