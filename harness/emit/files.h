/*
 * The texts of a run folder, each a pure function of the run. Formats: docs/results.md.
 */
#ifndef ESC_EMIT_FILES_H
#define ESC_EMIT_FILES_H

#include "base/text.h"
#include "noun/run.h"

#include <jansson.h>

/* Each appends a whole file. Call between esc_plain_begin() and esc_plain_end(). */
void esc_file_samples(const struct esc_run *run, struct esc_text *text);
void esc_file_cycles(const struct esc_run *run, struct esc_text *text);
void esc_file_heap(const struct esc_run *run, struct esc_text *text);
void esc_file_summary(const struct esc_run *run, struct esc_text *text);
void esc_file_results(const struct esc_run *run, struct esc_text *text);
void esc_file_go(const struct esc_run *run, struct esc_text *text);
void esc_file_machine(const struct esc_run *run, struct esc_text *text);

/* The other way: fills a run that holds at most its folder; `path` is for messages. The run is to
 * be freed either way. */
bool esc_file_read_results(const char *bytes, size_t length, const char *path, struct esc_run *run,
                           struct esc_error *error);

/* Appends nothing when no record has cycles. */
void esc_file_gctrace(const struct esc_run *run, struct esc_text *text);

/*
 * Google Benchmark's rows: for each variant one iteration row a round, then mean, median, stddev
 * and cv; for a failed variant one error row. A new reference.
 */
json_t *esc_rows(const struct esc_run *run);

/* "go1.19.8 linux/amd64, go1.27.3 linux/amd64" for each release of real Go, NULL for none; the
 * caller frees. */
char *esc_releases_text(const struct esc_run *run);

/* Google Benchmark's context object; own values are texts. A new reference. */
json_t *esc_context(const struct esc_run *run);

/* `results/latest` -> the run's folder, replaced in one step. */
bool esc_link_latest(const char *folder, struct esc_error *error);

#endif
