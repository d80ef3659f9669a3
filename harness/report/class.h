/*
 * A class of machines as text: a table for a terminal, and Markdown for a page or a chat.
 */
#ifndef ESC_REPORT_CLASS_H
#define ESC_REPORT_CLASS_H

#include "noun/class.h"
#include "noun/guess.h"
#include "report/report.h"

#include <stdio.h>

/* Findings, one line a case, what the room believed, the odd ones, the machines grouped by
 * processor, and the files that were left out with their reasons. `beliefs` may be empty. */
void esc_report_class(const struct esc_class *class, const struct esc_beliefs *beliefs,
                      const struct esc_terminal *terminal, FILE *out);

/* The same as Markdown (tables as GitHub writes them). */
void esc_report_class_markdown(const struct esc_class *class, const struct esc_beliefs *beliefs,
                               FILE *out);

#endif
