/*
 * Runs by the names that people give them: a folder, a file of results, the id of a run, a saved
 * baseline.
 */
#ifndef ESC_SESSION_BASELINE_H
#define ESC_SESSION_BASELINE_H

#include "base/error.h"
#include "noun/run.h"

#include <stdbool.h>

/* Whether a baseline may be called so: letters, digits, '.', '_' and '-', a letter or digit first.
 */
bool esc_baseline_is_name(const char *name);

/* Copies the run's results.json to RESULTS/baselines/NAME/, in place of what had that name: it
 * outlives the run's own folder. */
bool esc_baseline_save(const struct esc_run *run, const char *results, const char *name,
                       struct esc_error *error);

/*
 * Reads the run called `name` into a zeroed run: a folder or a file as it is, else a run's id or a
 * baseline in the folder `results`. False with a message, which lists the baselines where there is
 * nothing of that name; the run is zeroed then.
 */
bool esc_baseline_read(const char *name, const char *results, struct esc_run *run,
                       struct esc_error *error);

#endif
