/*
 * Escapes as a graph in the language of graphviz (https://graphviz.org/doc/info/lang.html): nodes
 * are locations, in a cluster for each function, edges are flows with their dereferences and
 * reasons.
 */
#ifndef ESC_EMIT_DOT_H
#define ESC_EMIT_DOT_H

#include "noun/escape.h"
#include "noun/source_files.h"

#include <stdbool.h>
#include <stdio.h>

struct esc_dot {
    const struct esc_escapes *escapes;
    const struct esc_source_files *sources; /* for paths */
    const char *go;                         /* the release; NULL: unknown */
    const void *context;                    /* of: */
    bool (*is_shown)(const void *context, const struct esc_go_value *value);
};

/* One digraph with the ways of all shown values that leave the stack. Each edge has, beside its
 * label, the attribute "derefs" (-1: the address is taken). What outlives the call is a node of
 * each function: one for all ties thousands of clusters together, which dot cannot draw. */
void esc_dot_write(const struct esc_dot *dot, FILE *out);

#endif
