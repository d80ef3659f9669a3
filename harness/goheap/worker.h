/* Threads of the collector: as many as procs, when procs > 1. They mark as dedicated or idle
 * workers and sweep in the background; fractional workers run on the mutators' own threads. */
#ifndef GOHEAP_WORKER_H
#define GOHEAP_WORKER_H

#include "heap.h"

/* Marking has begun: wakes dedicated workers and one idle worker a free processor. */
void goheap_workers_mark(void) HIDDEN;
/* A cycle has ended: idle processors sweep. */
void goheap_workers_sweep(void) HIDDEN;
void goheap_workers_stop(void) HIDDEN;
/* Threads that run mutators now. */
int goheap_running_mutators(void) HIDDEN;

#endif
