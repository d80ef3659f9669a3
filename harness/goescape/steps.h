/*
 * How the graph of a function is solved, step by step: for a lecture.
 */
#ifndef ESC_GOESCAPE_STEPS_H
#define ESC_GOESCAPE_STEPS_H

#include "goescape/analyse.h"

#include <stdbool.h>

/*
 * Appends, for each group of functions that call each other (or the one that holds `function`;
 * NULL: all), its locations, its edges, what each walk from a root found and changed, and what
 * came of it. At most some thousand lines a group; how many were left out is told. False: a
 * message; there is no such function, or the package is not analysed.
 */
bool esc_go_steps(struct esc_text *text, const struct esc_go_subject *subject, const char *function,
                  struct esc_error *error);

#endif
