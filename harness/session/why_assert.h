/*
 * The comments //escapement:stack, heap and allocs=0, held against what the compiler says.
 */
#ifndef ESC_SESSION_WHY_ASSERT_H
#define ESC_SESSION_WHY_ASSERT_H

#include "base/error.h"
#include "session/why_view.h"

/*
 * Prints each assertion of the files that were asked for that does not hold, with the value that
 * speaks against it, and how many there are. Returns the process's exit code: 0 all hold, 1 one
 * does not, 2 with a message where there is none, or one that is none of the three words, or where
 * a log was read, which does not tell what stays. `what` is as it was asked for.
 */
int esc_why_assert(struct esc_why_view *view, const char *what, struct esc_error *error);

#endif
