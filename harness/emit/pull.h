/*
 * Reads a JSON text value by value: what is in memory is the one that is being looked at, not the
 * tree of a whole file, which takes ten times the file's bytes. Private to emit.
 */
#ifndef ESC_EMIT_PULL_H
#define ESC_EMIT_PULL_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Set `bytes` and `length`, zero the rest; the bytes are the caller's and outlive it. */
struct esc_pull {
    const char *bytes;
    size_t length;
    size_t at; /* what is read so far */
    json_error_t
        reason; /* after a false or a NULL: what is no JSON, and `line` in the whole text */
};

/* The value that begins here, a new reference; NULL where there is none. */
json_t *esc_pull_value(struct esc_pull *pull);

/* Passes over the value that begins here. */
bool esc_pull_skip(struct esc_pull *pull);

/* Whether an array (`[`) or an object (`{`) begins here. */
bool esc_pull_begins(struct esc_pull *pull, char bracket);

/*
 * Calls `each` at every value of the array or object that begins here, with its key in an object
 * and NULL in an array; it takes that value by one of these functions and returns what that
 * returned.
 */
typedef bool esc_pull_each_fn(struct esc_pull *pull, const char *key, void *data);
bool esc_pull_each(struct esc_pull *pull, esc_pull_each_fn *each, void *data);

/* Whether nothing but blanks is left. */
bool esc_pull_end(struct esc_pull *pull);

#endif
