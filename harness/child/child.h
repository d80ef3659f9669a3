/*
 * The two halves of escapement-child: the fork server, which starts, waits and judges, and the job,
 * which runs in a fork of it. Private to child*.c.
 */
#ifndef ESC_CHILD_CHILD_H
#define ESC_CHILD_CHILD_H

#include "child/runtime.h"
#include "kernel/counts.h"
#include "kernel/kernel.h"
#include "measure/shared.h"

#include <stdbool.h>
#include <sys/resource.h>
#include <sys/types.h>

/* Address-space limits do not go with sanitizers, whose shadow memory is larger than any limit:
 * these builds watch the resident size instead. */
#if defined(__SANITIZE_ADDRESS__)
#define ESC_CHILD_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ESC_CHILD_SANITIZED 1
#endif
#endif
#ifndef ESC_CHILD_SANITIZED
#define ESC_CHILD_SANITIZED 0
#endif

/* One kernel, loaded, with the runtime that serves it. */
struct esc_pass {
    struct esc_slot *slot;
    const struct esc_runtime *runtime;
    const struct esc_kernel *kernel;
    struct esc_counts *counts; /* of a counting library; else NULL */
};

/* The job's process, from fork to end; never returns. `server` is its parent, `errors` becomes its
 * stderr, a Go program writes to `figures`. */
void esc_child_job(struct esc_slot *slot, pid_t server, int errors, int figures)
    __attribute__((noreturn));

/* Lowers a limit of this process. */
void esc_child_limit(int resource, rlim_t value);

/*
 * Jobs of ESC_RUNTIME_GO. The fork server keeps one file for figures and empties it before each job
 * (false: it could not); the job's process becomes the Go program; when that has ended, the server
 * makes the sample of what stands in the file, or of the exit code and what was printed. False: it
 * was ended by a signal, or never became that program.
 */
int esc_child_go_open(void);
bool esc_child_go_clear(int figures);
void esc_child_go(struct esc_slot *slot, int figures) __attribute__((noreturn));
bool esc_child_go_take(struct esc_turn *turn, int figures, int wait_status, const char *printed);

/* Fails the sample with a message and ends the process. */
void esc_child_fail(struct esc_slot *slot, const char *format, ...)
    __attribute__((noreturn, format(printf, 2, 3)));

/* Loads job.library and finds job.symbol; roots go to the runtime. Fails the job on error. */
void esc_child_load(struct esc_pass *pass);

/* In the server, once: how full the machine is. */
void esc_child_look_around(void);

/* In a job, whatever it runs: no core, no huge file, no endless number of processes. */
void esc_child_fence(void);

/* Limits of the process, and what a crash leaves behind in the slot. Called once, early. */
void esc_child_guard(struct esc_slot *slot);

/* The pass itself, by job.kind: fills the sample. Setup is done, teardown follows. */
void esc_child_time(struct esc_pass *pass);  /* ESC_JOB_TIMED, _CALIBRATE, _TALLY */
void esc_child_count(struct esc_pass *pass); /* ESC_JOB_COUNT */

/*
 * ESC_JOB_TALLY: opens the events before the runtime starts (job.events only); reads them around
 * the operations of all threads; takes the case's counters, behind its teardown.
 */
void esc_child_tally_open(struct esc_slot *slot);
void esc_child_tally_begin(struct esc_pass *pass);
void esc_child_tally_end(struct esc_pass *pass);
void esc_child_tally_counters(struct esc_pass *pass);

/* ESC_JOB_PROFILE: from the start on, so from before the setup, blocks are recorded; the pass
 * leaves the file job.profile behind. */
void esc_child_profile_start(struct esc_pass *pass);
void esc_child_profile(struct esc_pass *pass);

/* The memory of the loaded object that holds `inside`, [low, high). */
void esc_child_range_of(const void *inside, uintptr_t *low, uintptr_t *high);

#endif
