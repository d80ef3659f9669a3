/*
 * Texts in the language of graphviz. Private to this folder.
 */
#ifndef ESC_EMIT_DOT_TEXT_H
#define ESC_EMIT_DOT_TEXT_H

#include <stdio.h>

/* Within a quoted string, whatever the text holds: a backslash begins what graphviz replaces, &
 * what HTML does. A line end in the text begins a line of the label. */
void esc_dot_put(const char *text, FILE *out);

/* The same with a mark where it was cut, never within a character. */
void esc_dot_put_cut(const char *text, FILE *out);

#endif
