/*
 * Sentences about a graph for people, in 80 columns. Private to this folder.
 */
#ifndef ESC_GOESCAPE_WORDING_H
#define ESC_GOESCAPE_WORDING_H

#include "goescape/graph.h"

/* Appends a paragraph: its first line begins with `first` blanks, the others with `indent`. */
void esc_say(struct esc_text *text, int first, int indent, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* "the heap", "temporary 2", "result ~r0", "p", "the memory of &T{}"; in the arena. */
const char *esc_say_location(const struct esc_graph *graph, const struct esc_location *location);

/* "p = &t", "~r0 = **p": in the arena. */
const char *esc_say_flow(const struct esc_graph *graph, const struct esc_location *to, int derefs,
                         const struct esc_location *from);

/* The statement behind a flow: "p := &t (assign), line 28", or "" where there is none. In the
 * arena. */
const char *esc_say_cause(const struct esc_graph *graph, const struct esc_note *notes);

/* The last one: the statement or call that the others are steps of. NULL: none. */
const struct esc_note *esc_note_last(const struct esc_note *notes);

/* What an expression prints as, cut where it is long; in the arena. */
const char *esc_say_node(const struct esc_graph *graph, const struct esc_ir_node *node);

/* "./x.go:3:7", or "" of what has no place. In the arena. */
const char *esc_say_place(const struct esc_graph *graph, const struct esc_location *location);

#endif
