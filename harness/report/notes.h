/*
 * What stands below the tables: failures, overview, what the words mean, and how the run went.
 * Private to the report.
 */
#ifndef ESC_REPORT_NOTES_H
#define ESC_REPORT_NOTES_H

#include "report/ink.h"

#include <stddef.h>

/* The failures of one case, one sentence each; rows that failed for the same reason share it. */
void esc_notes_failures(const struct esc_run *run, size_t case_index,
                        const struct esc_terminal *terminal, FILE *out);

/* One line a case on a common log scale: stack and heap on the default runtime, by factor, largest
 * first. Of more than `most` the middle is left out, and said to be. Nothing with fewer than two
 * such cases or without room. */
void esc_notes_overview(const struct esc_run *run, size_t most, const struct esc_terminal *terminal,
                        FILE *out);

/* Noise floor, meaning of the words used, share of timed work, machine, folder. */
void esc_notes_closing(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out);

/* Single notes, a line or more each; nothing where there is nothing to say. */
void esc_notes_noise_floor(const struct esc_run *run, const struct esc_terminal *terminal,
                           FILE *out);
void esc_notes_rounds(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out);
void esc_notes_failed(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out);
void esc_notes_shared(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out);

#endif
