/*
 * From a verdict to a case: the function in which a value leaves the stack, beside the same with a
 * remedy that the compiler confirmed, as a case whose counts were checked.
 */
#ifndef ESC_SESSION_FROM_CODE_H
#define ESC_SESSION_FROM_CODE_H

#include "base/error.h"
#include "base/text.h"

#include <stdbool.h>

struct esc_from_code {
    const char *from; /* FILE.go:LINE or FILE.go:LINE:COLUMN */
    const char *go;   /* the command to ask */
    const char *name; /* of the case */
};

/*
 * Appends the case file's text to `out`, and a sentence about how it came to be to `note`. Its Go
 * was run by real Go and its C by the runtimes that are built: both sides allocate what the file
 * says. Where no remedy helps, the heap side alone was run, and the stack side is left to write:
 * such a file does not load, so it claims nothing, and *whole is false. Returns ESC_EXIT_OK, or,
 * with a message, what the process should end with.
 */
int esc_from_code(const struct esc_from_code *ask, struct esc_text *out, struct esc_text *note,
                  bool *whole, struct esc_error *error);

#endif
