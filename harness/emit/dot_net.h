/*
 * The graph of an escape analysis in the language of graphviz
 * (https://graphviz.org/doc/info/lang.html).
 */
#ifndef ESC_EMIT_DOT_NET_H
#define ESC_EMIT_DOT_NET_H

#include "noun/escape_net.h"

#include <stdio.h>

/*
 * One digraph: a node for each place, a cluster for each function, arrows from what flows to where
 * it flows, with the attribute "derefs" (-1: the address). What is on the heap is filled; the way
 * that put it there is thick and red, a way by which a parameter leaks blue. `title`: NULL: none.
 */
void esc_dot_net_write(const struct esc_net *net, const char *title, FILE *out);

#endif
