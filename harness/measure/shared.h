/*
 * The memory that one call's processes share. Private to measure/ and child/.
 *
 * Two pieces, so that a job's stray stores reach its own sample only: `struct esc_shared` between
 * the parent (measure.c) and the fork server (child.c), which no job has mapped; and one slot
 * between the server and the job under way (child_job.c), whose content counts for nothing until
 * the job and all it started have ended and the server has copied it. The parent goes by its own
 * copy of the jobs and takes no sample that cannot be (measure.c, is_sound).
 *
 * Only one process writes a piece at a time: parent -> server -> parent, and server -> job ->
 * server, each handing over by starting or ending; so nothing here needs to be atomic. The one
 * exception is `begun`, which the parent only looks at.
 */
#ifndef ESC_MEASURE_SHARED_H
#define ESC_MEASURE_SHARED_H

#include "measure/measure.h"

/* Descriptors of the server: the shared memory; a pipe that the parent sees close at its end. */
enum { ESC_SHARED_FILE = 3, ESC_ALIVE_FILE = 4 };

/* One thread's part of so many iterations, at least one if there are any. */
static inline uint64_t esc_job_share(const struct esc_job *job, uint64_t iterations)
{
    uint64_t each = iterations / job->threads;
    return iterations > 0 && each == 0 ? 1 : each;
}

/* What all threads together are to run: their shares are whole. */
static inline uint64_t esc_job_total(const struct esc_job *job)
{
    return esc_job_share(job, job->iterations) * job->threads;
}

/* How far a job came, told by its own process. */
enum esc_slot_state {
    ESC_SLOT_IDLE,
    ESC_SLOT_STARTED,
    ESC_SLOT_DONE,      /* the sample is whole: whatever ends the process now is no crash */
    ESC_SLOT_FAILED,    /* the sample's status and message say why */
    ESC_SLOT_NO_MEMORY, /* an allocator gave NULL, or a crash near the memory limit */
};

struct esc_slot {
    struct esc_job job; /* the job's copy; the server has its own */
    enum esc_slot_state state;
    bool stack_overflow; /* the crash was one */
    struct esc_sample sample;
};

/* A job and what came of it. */
struct esc_turn {
    struct esc_job job;
    struct esc_sample sample;
};

struct esc_shared {
    uint32_t turn_bytes; /* sizeof(struct esc_turn): both programs are of one build */
    uint32_t count;
    int64_t parent;          /* its process id */
    uint32_t ready;          /* set by the server when it is about to start the first job */
    volatile uint32_t begun; /* jobs started, also by the server: the parent's clock goes by it */
    struct esc_turn turns[];
};

#endif
