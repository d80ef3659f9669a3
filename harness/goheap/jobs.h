/* What the collector's threads (worker.c) are asked to do, by whoever begins or ends a mark phase.
 */
#ifndef GOHEAP_JOBS_H
#define GOHEAP_JOBS_H

#include "heap.h"

enum job { JOB_NONE, JOB_DEDICATED, JOB_IDLE, JOB_SWEEP };

/* Marking has begun: wakes dedicated workers and one idle worker a free processor. */
void goheap_jobs_mark(void) HIDDEN;
/* A cycle has ended: an idle processor sweeps. */
void goheap_jobs_sweep(void) HIDDEN;
/* No more jobs: heap.workers_quit is set. */
void goheap_jobs_quit(void) HIDDEN;
/* Waits for jobs newer than *epoch, which they become; which of them is for the worker. */
enum job goheap_jobs_wait(int index, uint64_t *epoch) HIDDEN;

#endif
