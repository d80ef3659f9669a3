/*
 * The compiler's log of optimisations, as `go build -gcflags=-json=0,FOLDER` leaves it: a file for
 * each source, a header and then one diagnostic a line.
 */
#ifndef ESC_EMIT_GO_LOG_H
#define ESC_EMIT_GO_LOG_H

#include "base/error.h"
#include "noun/logged.h"

#include <stdbool.h>
#include <stddef.h>

/* Who gets what a file holds. Texts last as long as the call. */
struct esc_go_log_taker {
    void *to;
    /* A header: the release, "go1.19.8", and the source that diagnostics follow of. */
    void (*begin)(void *to, const char *release, const char *file);
    void (*take)(void *to, const struct esc_logged *logged);
    /* A line that is neither; `cut`: the last one, without an end. */
    void (*broken)(void *to, const char *log, size_t line, const char *text, bool cut);
};

/* Whether the file begins with such a header; what cannot be read does not. */
bool esc_go_log_is(const char *path);

/* Whether bytes of a stream's beginning are those of such a header. */
bool esc_go_log_begins(const char *bytes, size_t length);

/* Hands all of the text over, in which further headers may follow, as where files were joined.
 * False with a message where it does not begin with a header; `name` is the text's. */
bool esc_go_log_take(const char *bytes, size_t length, const char *name,
                     const struct esc_go_log_taker *taker, struct esc_error *error);

/* The same with a file; false as well where it cannot be read. */
bool esc_go_log_read(const char *path, const struct esc_go_log_taker *taker,
                     struct esc_error *error);

#endif
