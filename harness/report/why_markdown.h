/*
 * Escapes as a Markdown table (GitHub's), for a comment on a change.
 */
#ifndef ESC_REPORT_WHY_MARKDOWN_H
#define ESC_REPORT_WHY_MARKDOWN_H

#include "noun/escape.h"
#include "noun/source_files.h"
#include "report/why.h"

#include <stdio.h>

void esc_markdown_why_head(FILE *out);

/* A row: place, value, cause, whether it allocates, and what is known beyond the compiler's words.
 */
void esc_markdown_why_row(const struct esc_escapes *escapes, const struct esc_source_files *sources,
                          const struct esc_go_value *value, const struct esc_report_extra *extra,
                          FILE *out);

/* "- TEXT", in which nothing is markup. */
void esc_markdown_why_point(const char *text, FILE *out);

#endif
