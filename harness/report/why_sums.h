/*
 * What stands below a list of escapes: how many there are, and what makes the answer a partial one.
 */
#ifndef ESC_REPORT_WHY_SUMS_H
#define ESC_REPORT_WHY_SUMS_H

#include "noun/escape.h"
#include "report/report.h"
#include "words/escapes.h"

#include <stddef.h>

/* `go`: the release that was asked, NULL: a text was read. `prices`: a sentence about them, or
 * NULL. */
void esc_report_why_sums(const struct esc_why_sums *sums, const char *go, const char *prices,
                         const struct esc_terminal *terminal, FILE *out);

/* Nothing where the answer is whole. `changed`: variables that are not where the compiler saw
 * them. */
void esc_report_why_doubts(const struct esc_escapes *escapes, size_t changed,
                           const struct esc_terminal *terminal, FILE *out);

#endif
