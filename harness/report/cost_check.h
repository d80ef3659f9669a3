/*
 * Estimated prices beside measured ones.
 */
#ifndef ESC_REPORT_COST_CHECK_H
#define ESC_REPORT_COST_CHECK_H

#include "noun/cost.h"
#include "noun/run.h"
#include "report/report.h"

#include <stdio.h>

/* A line a pair, those that are far off marked; then how many are near. */
void esc_report_cost_checks(const struct esc_run *run, const struct esc_cost_check *checks,
                            size_t count, size_t unresolved, const struct esc_terminal *terminal,
                            FILE *out);

#endif
