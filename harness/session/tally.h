/*
 * The pass in which events of processor and kernel, and a case's own counters, are counted.
 */
#ifndef ESC_SESSION_TALLY_H
#define ESC_SESSION_TALLY_H

#include "report/report.h"
#include "session/workbench.h"

#include <stdbool.h>

/*
 * Of every C variant that is calibrated and whose case has counters, of all of them with `events`:
 * a few samples like the timed ones, which are not; the median of each count goes into
 * variant->tally, events per operation. A variant that does not end well fails. False when the
 * child cannot be started.
 */
bool esc_tally(struct esc_workbench *bench, bool events, const struct esc_terminal *terminal,
               const volatile int *stop, struct esc_error *error);

#endif
