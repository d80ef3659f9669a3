/* The collector in single steps, and what it knows at each of them: for lessons and tests. Nothing
 * of the heap calls this file, so it costs nothing where nobody looks; all that is done here is
 * done by the collector's own functions, and all that is told is read from its own marks, queues
 * and buffers.
 *
 * For one attached thread in a heap with one proc. A cycle begins as always: by an allocation that
 * reaches the trigger. As long as the thread allocates nothing, nobody marks but goheap_mark_step.
 */
#ifndef GOHEAP_OBSERVE_H
#define GOHEAP_OBSERVE_H

#include "goheap.h"

/* Dijkstra's three colours, and slots that hold nothing. */
enum goheap_colour {
    GOHEAP_FREE,
    GOHEAP_WHITE, /* not marked */
    GOHEAP_GREY,  /* marked, waits in a queue */
    GOHEAP_BLACK, /* marked, and what it points to is */
};
enum goheap_colour goheap_colour_of(const void *object);

/* Objects in the mark queue, the one to be scanned next first; how many there are, of which at most
 * `room` are written. */
size_t goheap_queue_read(uintptr_t *objects, size_t room);

/* What the thread's write barrier has recorded and nobody has looked at: the old value of a slot,
 * the new one, the next store's. */
size_t goheap_barrier_read(uintptr_t *values, size_t room);

/* Scans one object as a background worker does; when the queue is empty, greys what the barrier has
 * recorded instead. false: there is nothing left of either. */
bool goheap_mark_step(void);

/* The second stop, where nothing is left to mark: true when the cycle has ended. */
bool goheap_mark_end(void);

/* Sweeps all that the last cycle left unswept. */
void goheap_sweep_rest(void);

/* Who had to be asked for an object, each when the one before has nothing left. */
enum goheap_server {
    GOHEAP_FROM_CACHE,   /* the thread's own span of the size class */
    GOHEAP_FROM_CENTRAL, /* the central of the size class: another span with free slots */
    GOHEAP_FROM_PAGES,   /* a new span, of the thread's own 64 pages */
    GOHEAP_FROM_HEAP,    /* a new span, of the page heap that all threads share */
};
/* Allocates such an object without pointers. NULL: no memory. */
void *goheap_new_observed(size_t bytes, enum goheap_server *server);

/* Bytes of the span that holds the object; 0 if p is not in the heap. */
size_t goheap_span_bytes(const void *p);

#endif
