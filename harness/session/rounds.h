/*
 * The timed part of a run: calibration once, then round after round, each on disk before the next.
 */
#ifndef ESC_SESSION_ROUNDS_H
#define ESC_SESSION_ROUNDS_H

#include "emit/emit.h"
#include "report/report.h"
#include "session/workbench.h"

#include <stdbool.h>

/*
 * Chooses n for each case and point so that its slowest variant takes `sample_ms`. Variants that
 * already have an n (a resumed run) keep it.
 */
bool esc_rounds_calibrate(struct esc_workbench *bench, double sample_ms,
                          const struct esc_terminal *terminal, const volatile int *stop,
                          struct esc_error *error);

/*
 * Measures rounds run.rounds_done … run.rounds - 1 and appends each to the journal (NULL: no
 * journal). A round that `stop` cuts short is dropped whole and run.interrupted is set. Adds to
 * run.timed_s and run.wall_s.
 */
bool esc_rounds_measure(struct esc_workbench *bench, struct esc_journal *journal,
                        const struct esc_terminal *terminal, const volatile int *stop,
                        struct esc_error *error);

/* How long the slowest variant's sample should be, from the preset and the number of points. */
double esc_rounds_sample_ms(const struct esc_run *run);

/* About how long the planned rounds take on an idle machine, s: sides whose rounds are few or whose
 * operations are long take longer. */
double esc_rounds_expected_s(const struct esc_run *run);

#endif
