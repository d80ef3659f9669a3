/*
 * progress.json of a seat, one way and back. Its members: docs/exercises.md.
 */
#ifndef ESC_EMIT_PROGRESS_H
#define ESC_EMIT_PROGRESS_H

#include "base/error.h"
#include "noun/progress.h"

#include <stdbool.h>

/* The version of the format, in the file itself. */
enum { ESC_PROGRESS_VERSION = 1 };

/* Reads the file into a zeroed progress; one that is not there is a seat that has not begun. False
 * with a message when it is damaged, or of another format. */
bool esc_emit_read_progress(const char *path, struct esc_progress *progress,
                            struct esc_error *error);

bool esc_emit_write_progress(const char *path, const struct esc_progress *progress,
                             struct esc_error *error);

#endif
