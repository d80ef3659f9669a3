/*
 * Where the fields of a case stand in its file. Lua forgets lines once a table is built, so the
 * text is read once more by a small scanner that knows tokens and table constructors, nothing else.
 * Precondition for all: the text was accepted by Lua.
 *
 * A path names a field: "title", "strategies.heap.c", "params.1.values" (list items by index).
 */
#ifndef ESC_LOAD_LINES_H
#define ESC_LOAD_LINES_H

#include <stdbool.h>
#include <stddef.h>

/* A field of the `case { … }` constructor, at any depth. */
struct esc_field_line {
    char *path;
    int key_line;   /* of its name, or of its value in a list */
    int value_line; /* of the first token of its value */
    int text_line;  /* of the first character of its text; 0: the value is no string */
    int again_line; /* where the same name is given once more; 0: nowhere */
};

/* A long-bracket string anywhere in the file. */
struct esc_text_line {
    char *text; /* as Lua gives it: no first newline, every newline is \n */
    int line;   /* of its first character */
};

struct esc_lines {
    int case_line; /* of the word `case`; 1 when the scanner finds none */
    struct esc_field_line *fields;
    size_t field_count;
    struct esc_text_line *texts;
    size_t text_count;
};

/* Reads the text; the caller frees with esc_lines_free(). */
void esc_lines_read(struct esc_lines *lines, const char *bytes, size_t length);

/*
 * The line of the field; of the nearest table around it that is written in the constructor when the
 * field itself is not (a table made by code); of `case` when nothing is.
 */
int esc_lines_field(const struct esc_lines *lines, const char *path);

/*
 * The line on which the first character of the field's text stands, for #line. A text that comes
 * from a variable is found by its content; one that was put together has the line of its value.
 */
int esc_lines_text(const struct esc_lines *lines, const char *path, const char *text);

/* Frees and zeroes. */
void esc_lines_free(struct esc_lines *lines);

#endif
