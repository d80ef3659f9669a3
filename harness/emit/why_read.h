/*
 * What left the stack once: a file of `why --json`, read back as far as comparing needs it.
 */
#ifndef ESC_EMIT_WHY_READ_H
#define ESC_EMIT_WHY_READ_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct esc_past_value {
    char *name;     /* as the compiler printed it */
    char *function; /* NULL: in none */
    char *file;
    int line;
    bool found; /* for who compares */
};

/* Zero-initialise before use. */
struct esc_past {
    struct esc_past_value *list; /* those that left the stack, in the file's order */
    size_t count;
    char *go; /* the release that said so; NULL: unknown */
};

/* False with a message where it is no such file; `past` is empty then. */
bool esc_past_read(const char *path, struct esc_past *past, struct esc_error *error);

/* Frees everything inside and zeroes. */
void esc_past_free(struct esc_past *past);

#endif
