/*
 * Checks of one case file: what is being checked, and the general check against the schema.
 */
#ifndef ESC_LOAD_CHECK_H
#define ESC_LOAD_CHECK_H

#include "base/error.h"
#include "load/lines.h"
#include "load/node.h"
#include "load/schema.h"

#include <stdbool.h>

struct esc_check {
    const char *path; /* of the file, as the user typed it */
    const struct esc_lines *lines;
    struct esc_error *error;
};

/* A fault of the field `where` (a path as in lines.h; "" is the case). Always false. */
bool esc_check_fault(const struct esc_check *check, const char *where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, and the sentence begins with the field: "strategies.heap.c" + " must be …". */
bool esc_check_field(const struct esc_check *check, const char *where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* "params.1.name" -> "params[1].name", "" -> "case"; the caller frees. */
char *esc_check_show(const char *where);

/* Enough of a text to know it again: its first line, at most `most` bytes; the caller frees. */
char *esc_check_shorten(const char *text, size_t most);

/* Everything the schema says: kinds, required and unknown fields, names, ranges, allowed words. */
bool esc_check_schema(const struct esc_check *check, const struct esc_node *root);

/* Fields that the file gives twice; Lua keeps the last and says nothing. */
bool esc_check_repeats(const struct esc_check *check);

#endif
