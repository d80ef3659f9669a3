/*
 * Then and now on a terminal: a table whose rows stand under the reason of their change. Private to
 * the report.
 */
#ifndef ESC_REPORT_RELEASES_H
#define ESC_REPORT_RELEASES_H

#include "report/report.h"

#include <stdio.h>

/* Nothing for a run without two releases of the Go model. On a narrow terminal a row is a sentence.
 */
void esc_report_releases(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out);

#endif
