/*
 * Two runs beside each other, for a terminal and for a pull request.
 */
#ifndef ESC_REPORT_COMPARISON_H
#define ESC_REPORT_COMPARISON_H

#include "noun/comparison.h"
#include "report/report.h"

#include <stdbool.h>
#include <stdio.h>

/* With more rows than this only those are printed that changed, unless `all` are wanted. */
#define ESC_COMPARISON_ROWS 30

/* What differs, the two runs, the table, the finding, what the words mean. */
void esc_report_comparison(const struct esc_comparison *comparison, bool all,
                           const struct esc_terminal *terminal, FILE *out);

/* The same as Markdown with GitHub's tables: rows that changed in view, the others folded in.
 * Texts from the runs are escaped, so that none of them is taken for markup or a person. */
void esc_report_comparison_markdown(const struct esc_comparison *comparison, FILE *out);

#endif
