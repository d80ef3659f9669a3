/*
 * What is done to the lowered form before it is analysed, and in which order its functions are.
 * Private to this folder.
 */
#ifndef ESC_GOESCAPE_PASSES_H
#define ESC_GOESCAPE_PASSES_H

#include "goescape/ir.h"
#include "goescape/lines.h"
#include "gotypes/lookup.h"
#include "gotypes/world.h"

/*
 * Takes out what constants decide: a branch of an if that is never taken and what follows one that
 * is always taken and leaves, clauses of a switch on a constant. Source: Go 1.19,
 * cmd/compile/internal/deadcode.
 */
void esc_ir_trim(struct esc_ir_function *function);

/*
 * Calls by an interface whose value is known to be of a type become calls of the type's method,
 * each told by a line. Source: Go 1.19, cmd/compile/internal/devirtualize. False: one of them is
 * not known here; its place into *at.
 */
bool esc_ir_devirtualise(struct esc_ir_function *function, const struct esc_ir_package *package,
                         struct esc_go_world *world, struct esc_go_lines *lines,
                         struct esc_go_place *at);

/*
 * Calls `analyse` for each group of functions that call each other, callees first, function
 * literals with the function around them. Source: R. Tarjan, "Depth-first search and linear graph
 * algorithms", SIAM J. Computing 1 (1972); the order within a group is that of Go 1.19,
 * cmd/compile/internal/ir/scc.go.
 */
typedef void esc_ir_analyse(void *context, struct esc_ir_function **group, size_t count);
void esc_ir_bottom_up(const struct esc_ir_package *package, esc_ir_analyse *analyse, void *context);

#endif
