/*
 * One function of a Go file as a piece of its own, and the rest of the file as what it needs. No
 * parser: strings, comments and braces are told from code, no more.
 */
#ifndef ESC_WHY_CARVE_H
#define ESC_WHY_CARVE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialise before use. */
struct esc_carved {
    char *name;
    char *function; /* with the comment lines right above it, which may be directives */
    char *shared;   /* what else the file declares, of functions those that are needed, and the
                       imports of all that */
    char *call;     /* "f(8, \"text\")": with constants as arguments */
};

/*
 * Carves the function that holds the line out of the file's text; `path` is for messages. False
 * with a message where there is none, or where it cannot be called with constants: a method, main,
 * type parameters, parameters that are no numbers, texts or bools.
 */
bool esc_carve(const char *path, const char *text, int line, struct esc_carved *carved,
               struct esc_error *error);

/* The text with another name in place of `name` wherever it stands as a word of its own, outside
 * of strings and comments and not behind a point. Caller frees. */
char *esc_carve_renamed(const char *text, const char *name, const char *other);

/* Frees everything inside and zeroes. */
void esc_carved_free(struct esc_carved *carved);

#endif
