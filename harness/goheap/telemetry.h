/* Records: one a cycle and the timeline, both rings of fixed size. */
#ifndef GOHEAP_TELEMETRY_H
#define GOHEAP_TELEMETRY_H

#include "heap.h"

uint64_t goheap_since_init_ns(void) HIDDEN;
/* A point of the timeline, now. */
void goheap_record_point(char event) HIDDEN;
/* When the live heap has grown by a sixteenth of the goal since the last point. */
void goheap_record_growth(uint64_t live) HIDDEN;
/* World stopped: heap.current is complete but for its sweep. */
void goheap_record_cycle(void) HIDDEN;
/* World stopped: the sweep since the last cycle is over. */
void goheap_record_sweep(void) HIDDEN;
void goheap_record_pause(uint64_t ns) HIDDEN;

#endif
