/*
 * Which cases of the folder are meant: by name, by a pattern, by a tag, all but some.
 */
#ifndef ESC_SESSION_SELECTION_H
#define ESC_SESSION_SELECTION_H

#include "base/error.h"
#include "session/workbench.h"

#include <stdbool.h>

/*
 * Sets options->names. Names stay as they are; `match` adds the cases in `folder` whose name it
 * matches anywhere, as `go test -bench` does; `tag` those that have one of its tags; with both they
 * have to meet both; without any these are all. A file that does not load may have any tag: it
 * is chosen, so that its faults are told. `skip` then leaves out
 * what it matches, named or not (a path by its file's name). `match` and `skip` are POSIX
 * extended regular expressions. False with a message where one is none, or nothing is left.
 */
bool esc_selection(struct esc_workbench_options *options, const char *folder,
                   struct esc_error *error);

#endif
