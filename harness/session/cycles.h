/*
 * Collections of C and Go side by side, in long samples: a timed one sees too few to compare two
 * collectors to a tenth.
 */
#ifndef ESC_SESSION_CYCLES_H
#define ESC_SESSION_CYCLES_H

#include "report/report.h"
#include "session/workbench.h"

#include <stdbool.h>

/*
 * For each strategy that has a variant in C and one in Go, both with figures (esc_stats()): a few
 * samples of the same n on all sides, in turn; the median of them is written to counts[variant],
 * which has run.variant_count zeroed entries. False when the child cannot be started.
 */
bool esc_cycles_count(struct esc_workbench *bench, struct esc_cycle_count *counts,
                      const struct esc_terminal *terminal, const volatile int *stop,
                      struct esc_error *error);

#endif
