/*
 * Escape analysis of a checked package: what `go build -gcflags='-m -l'` prints of it.
 */
#ifndef ESC_GOESCAPE_ANALYSE_H
#define ESC_GOESCAPE_ANALYSE_H

#include "base/error.h"
#include "goescape/graph.h"
#include "gotypes/check.h"

#include <stdbool.h>

/*
 * The lines about the package, in the compiler's order, into `lines` (zeroed; its arena and the
 * texts in it last as long as `arena`). `explains`: as -m=2 does. The package must come from the
 * world.
 *
 * False: one message about what is not analysed yet; no line is to be believed then.
 */
bool esc_go_escape(struct esc_go_world *world, const struct esc_go_checked *checked, bool explains,
                   struct esc_arena *arena, struct esc_go_lines *lines, struct esc_error *error);

/* A checked package and where what is made of it lies: what the views of this folder are about. */
struct esc_go_subject {
    struct esc_go_world *world;
    const struct esc_go_checked *checked;
    struct esc_arena *arena;
};

/* The same with more asked for and kept. Zeroed: as above, without explanations. */
struct esc_go_asked {
    bool explains;
    struct esc_without without;
    const struct esc_watch *watch; /* NULL: none */
    /* Called for each group of functions, callees first, when its graph is solved and its
     * parameters are tagged; graph and group last as long as the arena. NULL: none. */
    void (*solved)(void *context, const struct esc_graph *graph,
                   struct esc_ir_function *const *group, size_t count);
    void *context;
};

/*
 * The lowered form of the package with its verdicts: of what needs memory (esc_ir_node.location,
 * esc_ir_variable.location) `escapes`, of parameters their tags. NULL: as above.
 */
const struct esc_ir_package *esc_go_analyse(struct esc_go_world *world,
                                            const struct esc_go_checked *checked,
                                            const struct esc_go_asked *asked,
                                            struct esc_arena *arena, struct esc_go_lines *lines,
                                            struct esc_error *error);

#endif
