/*
 * Text inside Markdown (GitHub's), where a case's own words must not become markup. Private to the
 * report.
 */
#ifndef ESC_REPORT_MARKDOWN_H
#define ESC_REPORT_MARKDOWN_H

#include <stdio.h>

/* As code, in which nothing is markup, nobody is mentioned, and '|' still parts cells. */
void esc_markdown_code(FILE *out, const char *text);

/* As text: what could be markup gets a backslash; takes the text. */
void esc_markdown_text(FILE *out, char *text);

#endif
