/* Threads of the collector: as many as procs, when procs > 1. They mark as dedicated or idle
 * workers and sweep in the background; fractional workers run on the mutators' own threads. */
#ifndef GOHEAP_WORKER_H
#define GOHEAP_WORKER_H

#include "heap.h"

/* Marking has begun: starts the threads, if they are not yet, and gives them its jobs. */
void goheap_workers_mark(void) HIDDEN;
void goheap_workers_stop(void) HIDDEN;

#endif
