/*
 * Escape analysis of a checked package: what `go build -gcflags='-m -l'` prints of it.
 */
#ifndef ESC_GOESCAPE_ANALYSE_H
#define ESC_GOESCAPE_ANALYSE_H

#include "base/error.h"
#include "goescape/lines.h"
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

#endif
