/* The invariants of heap.h, checked. World stopped unless said otherwise. */
#ifndef GOHEAP_CHECK_H
#define GOHEAP_CHECK_H

#include "heap.h"

/* With config.verify: I6 over the whole graph; aborts with a message when it does not hold. */
void goheap_check_graph(void) HIDDEN;
/* In builds with GOHEAP_CHECK: all other invariants; aborts when one does not hold. */
void goheap_check_step(void) HIDDEN;
/* The same from inside the allocator, when no other thread can be. */
void goheap_check_alone(void) HIDDEN;

#endif
