/*
 * The memory that one call's processes share: the parent (measure.c) writes jobs, the fork server
 * (child.c) starts a job's process, that one (child_job.c) writes its sample, the server its fate.
 * Private to measure/ and child/.
 *
 * Only one process writes a slot at a time: parent -> server -> job -> server -> parent, each
 * handing over by starting or ending; so nothing here needs to be atomic.
 */
#ifndef ESC_MEASURE_SHARED_H
#define ESC_MEASURE_SHARED_H

#include "measure/measure.h"

/* Descriptors of the server: the shared memory; a pipe that the parent sees close at its end. */
enum { ESC_SHARED_FILE = 3, ESC_ALIVE_FILE = 4 };

/* How far a job came, told by its own process. */
enum esc_slot_state {
    ESC_SLOT_IDLE,
    ESC_SLOT_STARTED,
    ESC_SLOT_DONE,      /* the sample is whole: whatever ends the process now is no crash */
    ESC_SLOT_FAILED,    /* the sample's status and message say why */
    ESC_SLOT_NO_MEMORY, /* an allocator gave NULL, or a crash near the memory limit */
};

struct esc_slot {
    struct esc_job job;
    enum esc_slot_state state;
    bool stack_overflow; /* the crash was one */
    struct esc_sample sample;
};

struct esc_shared {
    uint32_t slot_bytes; /* sizeof(struct esc_slot): both programs are of one build */
    uint32_t count;
    int64_t parent; /* its process id */
    uint32_t ready; /* set by the server when it is about to start the first job */
    uint32_t unused;
    struct esc_slot slots[];
};

#endif
