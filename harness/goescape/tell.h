/*
 * What is told of a group of functions once its graph is solved. Private to this folder.
 */
#ifndef ESC_GOESCAPE_TELL_H
#define ESC_GOESCAPE_TELL_H

#include "goescape/graph.h"

/* Tags the parameters of each function of the group, and tells of these, then of each location. */
void esc_tell_group(const struct esc_graph *graph, struct esc_ir_function **group, size_t count);

#endif
