/*
 * The whole table of a run as a file beside its results.
 */
#ifndef ESC_SESSION_TABLE_FILE_H
#define ESC_SESSION_TABLE_FILE_H

#include "base/error.h"
#include "noun/run.h"

/* Writes RUN/table.txt: what esc_report() prints, in UTF-8, without colour, all columns. Returns
 * its path, which the caller frees; NULL with a message. */
char *esc_table_file(const struct esc_run *run, struct esc_error *error);

#endif
