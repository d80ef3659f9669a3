/*
 * The graphs of a package's functions, solved, for drawing.
 */
#ifndef ESC_GOESCAPE_PICTURE_H
#define ESC_GOESCAPE_PICTURE_H

#include "goescape/analyse.h"
#include "noun/escape_net.h"

#include <stdbool.h>

/*
 * Adds to `net` the graph of each group of functions that call each other, or of the one that holds
 * `function` (NULL: all): locations that something flows to or from, edges, and by which of them
 * something escapes or leaks. False: a message; there is no such function, nothing flows in it, or
 * the package is not analysed.
 */
bool esc_go_picture(struct esc_net *net, const struct esc_go_subject *subject, const char *function,
                    struct esc_error *error);

#endif
