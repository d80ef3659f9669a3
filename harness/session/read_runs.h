/*
 * Many files of results, read by as many threads as there are processors: parsing them is most of
 * what collecting takes.
 */
#ifndef ESC_SESSION_READ_RUNS_H
#define ESC_SESSION_READ_RUNS_H

#include "base/error.h"
#include "noun/run.h"

#include <stdbool.h>
#include <stddef.h>

/* Gets each run, or its error with a zeroed run, in the order of the paths; both are freed after.
 */
typedef void esc_take_run(void *taker, const char *path, struct esc_run *run, bool good,
                          struct esc_error *error);

/* Reads them, no more at a time than there are processors, and makes figures and pairs again where
 * there are samples. `take` is called from this thread alone. */
void esc_read_runs(const char *const *paths, size_t count, esc_take_run *take, void *taker);

#endif
