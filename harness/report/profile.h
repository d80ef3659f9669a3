/*
 * A heap profile on the terminal: the list that `go tool pprof -top` prints of it.
 */
#ifndef ESC_REPORT_PROFILE_H
#define ESC_REPORT_PROFILE_H

#include "noun/profile.h"
#include "report/report.h"

#include <stdio.h>

/* Columns flat, flat%, sum%, cum, cum% and the function, a line each; what is left of the
 * terminal's width is the function's. */
void esc_report_profile(const struct esc_profile *profile, enum esc_profile_type type,
                        const struct esc_terminal *terminal, FILE *out);

#endif
