/*
 * What the shell's `ulimit` leaves to this process and to those that it starts.
 */
#ifndef ESC_BASE_ULIMITS_H
#define ESC_BASE_ULIMITS_H

#include "base/error.h"

#include <stdbool.h>

/*
 * At the start: room on the stack for the largest frame of a case, and descriptors for the
 * children, their pipes and the Go tools. A soft limit below that is raised; false with a message
 * where the hard one forbids it. From here on a file that grows past its limit is a failing write()
 * with a message, not SIGXFSZ, which ends the process without a word.
 */
bool esc_ulimits_suffice(struct esc_error *error);

#endif
