/*
 * Logs that the compiler left with -json=0,FOLDER: which files they are, and reading them all.
 */
#ifndef ESC_SESSION_WHY_LOG_H
#define ESC_SESSION_WHY_LOG_H

#include "base/error.h"
#include "noun/escape.h"
#include "noun/source_files.h"
#include "why/why.h"

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialise before use. */
struct esc_why_log {
    struct esc_log_reader *reader; /* NULL: nothing was read yet */
    char *here;                    /* the folder that we are in */
    char *release;                 /* that wrote the newest one */
    const char **files;            /* sources that have a log, as escapes name them */
    size_t file_count;
};

/* Whether the folder, or one in it, holds a log, and it holds no Go of its own. */
bool esc_why_log_is(const char *folder);

/* Whether bytes of a stream's beginning are those of a log. */
bool esc_why_log_begins(const char *bytes, size_t length);

/* Reads a log's text, which begins so. */
void esc_why_log_take(struct esc_why_log *log, struct esc_escapes *into, const char *bytes,
                      size_t length, const char *name);

/* Reads all logs of the folder and of those in it, each a package's. What is no log is counted in
 * `into` as a line that was not understood. False with a message where one cannot be read. */
bool esc_why_log_read(struct esc_why_log *log, struct esc_escapes *into, const char *folder,
                      struct esc_error *error);

/* To be called once the text of log->files is in `sources`, as far as it is there. */
void esc_why_log_end(struct esc_why_log *log, const struct esc_source_files *sources);

/* Frees everything inside and zeroes. */
void esc_why_log_free(struct esc_why_log *log);

#endif
