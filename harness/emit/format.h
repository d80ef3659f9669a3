/*
 * Numbers and names of the formats of a run folder. What raises a version: a reader of the old one
 * would misread the new one. More members or columns do not.
 */
#ifndef ESC_EMIT_FORMAT_H
#define ESC_EMIT_FORMAT_H

#define ESC_RESULTS_VERSION 1 /* of "escapement" in results.json */
#define ESC_JOURNAL_VERSION 3

#define ESC_RESULTS_NAME "results.json"
#define ESC_JOURNAL_NAME "journal.tsv"
#define ESC_SUMMARY_NAME "summary.tsv"
#define ESC_CASES_NAME "cases"
#define ESC_CODE_NAME "code.tsv"
#define ESC_DIAGNOSTICS_NAME "diagnostics.tsv"

#endif
