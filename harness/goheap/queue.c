/* The lists of grey objects that all markers share, and what a marker takes from them. */
#include "queue.h"

struct work_buffer *goheap_queue_empty_buffer(void)
{
    struct heap *heap = &goheap_heap;
    pthread_mutex_lock(&heap->work_lock);
    struct work_buffer *buffer = heap->empty;
    if (buffer) {
        heap->empty = buffer->next;
    } else if ((size_t)(heap->work_space_end - heap->work_space) >= sizeof *buffer) {
        buffer = (struct work_buffer *)(void *)heap->work_space;
        heap->work_space += sizeof *buffer;
    }
    pthread_mutex_unlock(&heap->work_lock);
    if (buffer)
        buffer->count = 0;
    return buffer;
}

void goheap_queue_give(struct work_buffer *buffer)
{
    struct heap *heap = &goheap_heap;
    pthread_mutex_lock(&heap->work_lock);
    struct work_buffer **list = buffer->count > 0 ? &heap->full : &heap->empty;
    if (buffer->count > 0)
        atomic_fetch_add(&heap->full_count, 1);
    buffer->next = *list;
    *list = buffer;
    pthread_mutex_unlock(&heap->work_lock);
}

static struct work_buffer *take_full(void)
{
    struct heap *heap = &goheap_heap;
    if (atomic_load_explicit(&heap->full_count, memory_order_relaxed) == 0)
        return NULL;
    pthread_mutex_lock(&heap->work_lock);
    struct work_buffer *buffer = heap->full;
    if (buffer) {
        heap->full = buffer->next;
        atomic_fetch_sub(&heap->full_count, 1);
    }
    pthread_mutex_unlock(&heap->work_lock);
    return buffer;
}

static void exchange(struct grey_queue *queue)
{
    struct work_buffer *buffer = queue->first;
    queue->first = queue->second;
    queue->second = buffer;
}

__attribute__((noinline)) void goheap_queue_push_slow(struct grey_queue *queue, uintptr_t object)
{
    exchange(queue);
    if (queue->first && queue->first->count == BUFFER_SLOTS) {
        goheap_queue_give(queue->first);
        queue->first = NULL;
    }
    if (!queue->first)
        queue->first = goheap_queue_empty_buffer();
    if (!queue->first) {
        atomic_store(&goheap_heap.work_overflow, true);
        return;
    }
    queue->first->objects[queue->first->count++] = object;
}

__attribute__((noinline)) uintptr_t goheap_queue_pop_slow(struct grey_queue *queue)
{
    exchange(queue);
    if (!queue->first || queue->first->count == 0) {
        struct work_buffer *full = take_full();
        if (!full)
            return 0;
        if (queue->first)
            goheap_queue_give(queue->first);
        queue->first = full;
    }
    return queue->first->objects[--queue->first->count];
}

void goheap_queue_balance(struct grey_queue *queue)
{
    if (queue->second && queue->second->count > 0) {
        goheap_queue_give(queue->second);
        queue->second = NULL;
        return;
    }
    if (!queue->first || queue->first->count < 8)
        return;
    struct work_buffer *half = goheap_queue_empty_buffer();
    if (!half)
        return;
    const size_t count = queue->first->count / 2;
    queue->first->count -= count;
    for (size_t i = 0; i < count; i++)
        half->objects[i] = queue->first->objects[queue->first->count + i];
    half->count = count;
    goheap_queue_give(half);
}

static void flush_counts(struct grey_queue *queue)
{
    if (queue->bytes_marked > 0)
        add(&goheap_heap.bytes_marked, queue->bytes_marked);
    if (queue->heap_scan_work > 0)
        add(&goheap_heap.heap_scan_work, queue->heap_scan_work);
    queue->bytes_marked = queue->heap_scan_work = 0;
}

void goheap_queue_flush(struct grey_queue *queue)
{
    if (queue->first)
        goheap_queue_give(queue->first);
    if (queue->second)
        goheap_queue_give(queue->second);
    queue->first = queue->second = NULL;
    flush_counts(queue);
}
