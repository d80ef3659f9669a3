/*
 * Why values leave the stack, for a terminal: the line with the place marked, the way, the cause,
 * the verdict and whether it allocates, and what usually helps.
 */
#ifndef ESC_REPORT_WHY_H
#define ESC_REPORT_WHY_H

#include "noun/escape.h"
#include "noun/source_files.h"
#include "report/report.h"

/* What is not in the compiler's words, in ours; NULL: not known. */
struct esc_report_extra {
    const char *price;
    const char *remedy; /* that was checked */
    const char *share;  /* of a profile */
};

/* A value that leaves the stack, a few lines each. */
void esc_report_escape(const struct esc_escapes *escapes, const struct esc_source_files *sources,
                       const struct esc_go_value *value, const struct esc_report_extra *extra,
                       const struct esc_terminal *terminal, FILE *out);

/* A value that stays: one line, and one more where it allocates all the same. */
void esc_report_staying(const struct esc_escapes *escapes, const struct esc_source_files *sources,
                        const struct esc_go_value *value, const struct esc_terminal *terminal,
                        FILE *out);

/* A parameter: its tags, and what they mean for callers. */
void esc_report_parameter(const struct esc_escapes *escapes, const struct esc_source_files *sources,
                          const struct esc_go_value *value, const struct esc_terminal *terminal,
                          FILE *out);

/* "main.go:7:2", as the reader finds the file. Caller frees. */
char *esc_report_spot(const struct esc_source_files *sources, struct esc_spot at);

#endif
