/*
 * A line of a text with a mark under a part of it, as compilers show where an error is.
 */
#ifndef ESC_BASE_EXCERPT_H
#define ESC_BASE_EXCERPT_H

#include <stdio.h>

/* Zeroed: there is none. */
struct esc_excerpt {
    char *line; /* without its end; may hold any byte */
    size_t length;
    int number;      /* of the line, 1-based; 0: there is no line to show */
    size_t from, to; /* the bytes of `line` that are marked; equal: none */
};

/*
 * The line of the text that holds its byte `from`, with [from, to) marked as far as the line goes.
 * Lines end in \n, \r, \r\n or \n\r, as Lua counts them. `from` <= `length`. The caller frees.
 */
struct esc_excerpt esc_excerpt_at(const char *text, size_t length, size_t from, size_t to);

/* Line `number` of the text, nothing marked; zeroed where there is none or it is blank. */
struct esc_excerpt esc_excerpt_line(const char *text, size_t length, int number);

/* Marks `part` where the line holds it exactly once as a whole word; else marks nothing. */
void esc_excerpt_mark(struct esc_excerpt *excerpt, const char *part, size_t length);

/* The column of the mark from 1 on, 0 without one. Columns are those of a terminal, as gcc counts
 * them from version 11 on: a wide character takes two, a tab goes to the next multiple of 8. */
int esc_excerpt_column(const struct esc_excerpt *excerpt);

/*
 * The line behind its number, and the mark below, within `columns` columns: of a longer line, what
 * is around the mark, with … where it is cut. What would steer a terminal is spelled out (utf8.h).
 */
void esc_excerpt_print(const struct esc_excerpt *excerpt, int columns, FILE *out);

/* Takes a zeroed one; leaves it zeroed. */
void esc_excerpt_free(struct esc_excerpt *excerpt);

#endif
