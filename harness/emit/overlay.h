/*
 * The list that `go build -overlay` reads: a file that stands for another one. Format: `go help
 * build`, -overlay.
 */
#ifndef ESC_EMIT_OVERLAY_H
#define ESC_EMIT_OVERLAY_H

#include "base/error.h"

#include <stdbool.h>

/* `by` is compiled in place of `replaced`; both are whole paths. */
bool esc_overlay_write(const char *path, const char *replaced, const char *by,
                       struct esc_error *error);

#endif
