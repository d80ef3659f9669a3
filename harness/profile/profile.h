/*
 * Stage: what a profiling pass recorded -> a heap profile with frames in the case's Go and C, and
 * that in pprof's own format.
 */
#ifndef ESC_PROFILE_PROFILE_H
#define ESC_PROFILE_PROFILE_H

#include "base/error.h"
#include "noun/alloc_lines.h"
#include "noun/case.h"
#include "noun/place.h"
#include "noun/profile.h"
#include "profile/raw.h"

#include <stdbool.h>

/*
 * Fills in frames and samples; `places` are those of raw's addresses, one each, and
 * profile->rate is set. Of a stack those frames are kept that are in the case file, as Go's heap
 * profiles leave out the runtime above the call that allocates; a stack without any keeps its
 * innermost one. A frame of C that stands for a Go function has that one's frame before it.
 */
void esc_profile_build(const struct esc_profile_raw *raw, const struct esc_code_places *places,
                       const struct esc_case *bench_case, const struct esc_strategy *strategy,
                       struct esc_profile *profile);

/* Writes `path` as `go tool pprof` reads it: profile.proto, compressed. Whole or not at all. */
bool esc_profile_write(const struct esc_profile *profile, const char *path,
                       struct esc_error *error);

/*
 * Another program's heap profile, as `go test -memprofile`, runtime/pprof and net/http/pprof write
 * it: which lines allocated how much, alloc_objects and alloc_space, and where it tells it what is
 * in use, inuse_objects and inuse_space. Of each stack the innermost line counts that is not the
 * runtime's own, inlined calls told apart. False with a message where it is no heap profile;
 * `lines` is empty then.
 */
bool esc_profile_read(const char *path, struct esc_alloc_lines *lines, struct esc_error *error);

#endif
