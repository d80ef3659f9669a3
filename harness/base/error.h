/*
 * Errors as values: a list of located messages. The text is made once, where it is known; stages
 * pass the list up and only main prints it and picks the exit code.
 */
#ifndef ESC_BASE_ERROR_H
#define ESC_BASE_ERROR_H

#include "base/excerpt.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* What the process ends with when this error ends it; DESIGN: 0 ok, 1 a case failed, 2 usage or
 * case file … */
enum esc_exit {
    ESC_EXIT_OK = 0,
    ESC_EXIT_CASE_FAILED = 1,
    ESC_EXIT_USAGE = 2, /* also: a case file that does not load */
    ESC_EXIT_THRESHOLD = 3,
    ESC_EXIT_ENVIRONMENT = 4,
    ESC_EXIT_INTERRUPTED = 130,
};

struct esc_message {
    char *file;                 /* NULL: no place */
    int line;                   /* 1-based; 0: the file as a whole */
    char *text;                 /* one sentence, no newline at the end; may hold further lines */
    char *hint;                 /* what to do about it, or NULL */
    struct esc_excerpt excerpt; /* the line itself; zeroed: not shown */
};

/* Zero-initialise before use: struct esc_error error = {0}; */
struct esc_error {
    struct esc_message *messages;
    size_t count;
};

/* Appends a message; always returns false, so that a stage can `return esc_error_add(…)`. */
bool esc_error_add(struct esc_error *error, const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Gives the newest message a hint (it must have none yet). */
void esc_error_hint(struct esc_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Gives the newest message the line to show below it (it must have none yet), and takes it over. A
 * mark in the message's own line gives the message its column. */
void esc_error_show(struct esc_error *error, struct esc_excerpt *excerpt);

/* Moves all messages of `from` to the end of `to`; `from` is empty afterwards. */
void esc_error_move(struct esc_error *to, struct esc_error *from);

/*
 * Of messages about one file: sorts them by line and keeps the first of each line (those without a
 * line: of each text), `most` at most. Returns how many more it would have kept.
 */
size_t esc_error_condense(struct esc_error *error, size_t most);

/*
 * Each message as `FILE:LINE:COLUMN: error: TEXT`, with as much of the place as is known (or
 * `escapement: error: TEXT`), then the line with its mark where there is one, then `    hint:
 * HINT`; with what would steer a terminal spelled out, see utf8.h.
 */
void esc_error_print(const struct esc_error *error, FILE *out);

/* Frees the messages, not the struct; takes zeroed structs; leaves it zeroed. */
void esc_error_free(struct esc_error *error);

#endif
