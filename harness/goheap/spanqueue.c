/* The ring of a marker and the list for all. */
#include "spanqueue.h"

#include "queue.h"

enum {
    SPILL_PERIOD = 64, /* puts, after which others get something if they have nothing */
    SPILL_MAX = 16,
    SPILL_LEAST = 5,
    DRAIN = SPAN_RING / 2,
};

static uint32_t count(const struct span_queue *spans)
{
    return spans->tail - spans->head;
}

static void append(struct work_buffer *buffer)
{
    struct heap *heap = &goheap_heap;
    buffer->next = NULL;
    pthread_mutex_lock(&heap->work_lock);
    if (heap->spans)
        heap->spans_end->next = buffer;
    else
        heap->spans = buffer;
    heap->spans_end = buffer;
    atomic_fetch_add(&heap->spans_count, 1);
    pthread_mutex_unlock(&heap->work_lock);
}

static struct work_buffer *take(void)
{
    struct heap *heap = &goheap_heap;
    if (atomic_load_explicit(&heap->spans_count, memory_order_relaxed) == 0)
        return NULL;
    pthread_mutex_lock(&heap->work_lock);
    struct work_buffer *buffer = heap->spans;
    if (buffer) {
        heap->spans = buffer->next;
        atomic_fetch_sub(&heap->spans_count, 1);
    }
    pthread_mutex_unlock(&heap->work_lock);
    return buffer;
}

/* The oldest `number`, at most DRAIN, to everyone. Without memory they are dropped, and all that is
 * marked will be looked at again. */
static void drain(struct span_queue *spans, uint32_t number)
{
    struct work_buffer *buffer = goheap_queue_empty_buffer();
    spans->puts_since_drain = 0;
    if (!buffer) {
        spans->head += number;
        atomic_store(&goheap_heap.work_overflow, true);
        return;
    }
    for (uint32_t i = 0; i < number; i++)
        buffer->objects[i] = spans->ring[spans->head++ % SPAN_RING];
    buffer->count = number;
    append(buffer);
}

/* spanQueue.put: now and then some for others, so that there is parallel work. */
static void spill(struct span_queue *spans)
{
    const uint32_t half = count(spans) / 2, number = half < SPILL_MAX ? half : SPILL_MAX;
    spans->puts_since_drain = 0;
    if (number >= SPILL_LEAST &&
        atomic_load_explicit(&goheap_heap.spans_count, memory_order_relaxed) == 0)
        drain(spans, number);
}

void goheap_spans_put(struct grey_queue *queue, uintptr_t entry)
{
    struct span_queue *spans = &queue->spans;
    const bool full = count(spans) == SPAN_RING;
    if (full)
        drain(spans, DRAIN);
    spans->ring[spans->tail++ % SPAN_RING] = entry;
    if (!full && ++spans->puts_since_drain >= SPILL_PERIOD)
        spill(spans);
}

uintptr_t goheap_spans_get_slow(struct grey_queue *queue)
{
    struct span_queue *spans = &queue->spans;
    struct work_buffer *buffer = take();
    if (!buffer)
        return 0;
    spans->head = 0;
    spans->tail = (uint32_t)buffer->count;
    for (uint32_t i = 0; i < spans->tail; i++)
        spans->ring[i] = buffer->objects[i];
    buffer->count = 0;
    goheap_queue_give(buffer);
    return spans_get_fast(queue);
}

void goheap_spans_flush(struct grey_queue *queue)
{
    struct span_queue *spans = &queue->spans;
    while (count(spans) > 0)
        drain(spans, count(spans) < DRAIN ? count(spans) : DRAIN);
}
