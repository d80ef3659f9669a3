/*
 * Taking a heap profile of one variant: a counting pass that says how many operations are worth
 * while, the profiling pass, and the places of what it recorded.
 */
#ifndef ESC_SESSION_HEAP_PROFILE_H
#define ESC_SESSION_HEAP_PROFILE_H

#include "noun/profile.h"
#include "session/workbench.h"

#include <stdbool.h>
#include <stdint.h>

/* Go's runtime.MemProfileRate. */
enum { ESC_PROFILE_RATE = 512 * 1024 };

struct esc_heap_profile_options {
    int64_t rate;        /* mean bytes between samples, at least 1 */
    uint64_t seed;       /* of the intervals between samples */
    uint64_t operations; /* 0: as many as allocate 8 GiB, but at most 150 million, and no more
                            than ten seconds of CPU; unsampled a million */
};

/*
 * `variant` is served by the Go-model heap. False with a message when the pass did not end well.
 * *operations becomes how many were run. Free the profile with esc_profile_free().
 */
bool esc_heap_profile(const struct esc_workbench *bench, size_t variant,
                      const struct esc_heap_profile_options *options, struct esc_profile *profile,
                      uint64_t *operations, struct esc_error *error);

#endif
