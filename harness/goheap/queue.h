/* Grey objects that wait to be scanned (mgcwork.go): a marker's two buffers, and the lists that all
 * markers share. Last in, first out. */
#ifndef GOHEAP_QUEUE_H
#define GOHEAP_QUEUE_H

#include "heap.h"

enum { BUFFER_SLOTS = sizeof((struct work_buffer *)0)->objects / sizeof(uintptr_t) };

/* A buffer nobody uses; NULL: the queues' memory is used up. */
struct work_buffer *goheap_queue_empty_buffer(void) HIDDEN;
/* An empty one back to those that nobody uses, a filled one to the list for all. */
void goheap_queue_give(struct work_buffer *buffer) HIDDEN;
/* Objects and counts of one marker to everyone. */
void goheap_queue_flush(struct grey_queue *queue) HIDDEN;
/* Half of what a marker holds, when others have nothing (gcWork.balance). */
void goheap_queue_balance(struct grey_queue *queue) HIDDEN;

void goheap_queue_push_slow(struct grey_queue *queue, uintptr_t object) HIDDEN;
uintptr_t goheap_queue_pop_slow(struct grey_queue *queue) HIDDEN;

static inline void queue_push(struct grey_queue *queue, uintptr_t object)
{
    struct work_buffer *buffer = queue->first;
    if (UNLIKELY(!buffer || buffer->count == BUFFER_SLOTS)) {
        goheap_queue_push_slow(queue, object);
        return;
    }
    buffer->objects[buffer->count++] = object;
}

/* gcWork.tryGetFast: 0 when the first buffer is empty. */
static inline uintptr_t queue_pop_fast(struct grey_queue *queue)
{
    struct work_buffer *buffer = queue->first;
    if (UNLIKELY(!buffer || buffer->count == 0))
        return 0;
    return buffer->objects[--buffer->count];
}

/* 0: no object waits anywhere. */
static inline uintptr_t queue_pop(struct grey_queue *queue)
{
    const uintptr_t object = queue_pop_fast(queue);
    return LIKELY(object != 0) ? object : goheap_queue_pop_slow(queue);
}

#endif
