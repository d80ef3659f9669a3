/* Scanning by Go 1.27: spans of small objects as a whole, and bigger objects by their type
 * (mgcmark_greenteagc.go). */
#ifndef GOHEAP_GREENTEA_H
#define GOHEAP_GREENTEA_H

#include "heap.h"

/* scanSpan: an entry of a span queue. */
void goheap_scan_span(struct grey_queue *queue, uintptr_t entry) HIDDEN;
/* scanObject: an object whose marks are in the descriptor, by its slot, or a piece of a large one.
 */
void goheap_scan_typed(struct grey_queue *queue, uintptr_t object) HIDDEN;
/* World stopped: all marked objects of a span with pointers again, after the queues overflowed. */
void goheap_scan_again(struct grey_queue *queue, const struct span *span) HIDDEN;

#endif
