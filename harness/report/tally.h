/*
 * What was counted beside times and allocations, for a terminal.
 */
#ifndef ESC_REPORT_TALLY_H
#define ESC_REPORT_TALLY_H

#include "report/report.h"

/* A block a case that has something, then what could not be counted and why; nothing at all where
 * nothing was asked for. */
void esc_report_tally(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out);

#endif
