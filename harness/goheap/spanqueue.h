/* Go 1.27: spans whose marked objects wait to be scanned together (mgcmark_greenteagc.go). First
 * in, first out, so that marks gather on a span while it waits. Go gives each processor a chain of
 * rings from which others steal up to half; here what leaves a marker's ring goes to one list for
 * all, in blocks of up to 128 spans, and is taken from there by the block. */
#ifndef GOHEAP_SPANQUEUE_H
#define GOHEAP_SPANQUEUE_H

#include "heap.h"

enum { SPAN_RING = sizeof((struct span_queue *)0)->ring / sizeof(uintptr_t) };

/* Entries of struct span_queue. */
void goheap_spans_put(struct grey_queue *queue, uintptr_t entry) HIDDEN;
/* From the list for all, when the marker has none; 0: there is none either. */
uintptr_t goheap_spans_get_slow(struct grey_queue *queue) HIDDEN;
/* All that the marker has, to everyone. */
void goheap_spans_flush(struct grey_queue *queue) HIDDEN;

static inline uintptr_t spans_get_fast(struct grey_queue *queue)
{
    struct span_queue *spans = &queue->spans;
    return spans->head == spans->tail ? 0 : spans->ring[spans->head++ % SPAN_RING];
}

#endif
