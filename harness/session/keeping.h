/*
 * What a run keeps beside its figures, so that its page can be made again without the cases, a
 * compiler or Go: the cases' files, the machine code that was timed, what Go's compiler said.
 */
#ifndef ESC_SESSION_KEEPING_H
#define ESC_SESSION_KEEPING_H

#include "session/workbench.h"

#include <stdbool.h>

/* Writes it into the run's folder. Code that cannot be read is left out; false with a message when
 * a file cannot be written. */
bool esc_keep(const struct esc_workbench *bench, struct esc_error *error);

#endif
