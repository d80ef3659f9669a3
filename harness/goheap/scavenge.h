/* Memory back to the system: what is kept beyond the goal, 1 % of the time (mgcscavenge.go). */
#ifndef GOHEAP_SCAVENGE_H
#define GOHEAP_SCAVENGE_H

#include "heap.h"

/* World stopped, goals are new: how much may stay. */
void goheap_scavenge_pace(uint64_t goal, uint64_t last_goal) HIDDEN;
/* A span is about to be used of which so many bytes have no memory yet: what that takes beyond the
 * memory limit is given back elsewhere first. */
void goheap_scavenge_for(size_t fresh_bytes) HIDDEN;
/* Called now and then from refills: gives one piece back if the goal and the time say so. */
void goheap_scavenge_step(void) HIDDEN;

#endif
