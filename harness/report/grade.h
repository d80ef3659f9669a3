/*
 * A grade for a terminal: what passed, what failed and why. Part of the stage report/.
 */
#ifndef ESC_REPORT_GRADE_H
#define ESC_REPORT_GRADE_H

#include "noun/grade.h"
#include "report/report.h"

/* A line a check that was asked, and below it what was found. */
void esc_report_grade(const struct esc_grade *grade, const struct esc_terminal *terminal,
                      FILE *out);

/* One paragraph a blank line, wrapped; lines that begin with blanks stand as they are. */
void esc_report_prose(const char *text, const struct esc_terminal *terminal, FILE *out);

#endif
