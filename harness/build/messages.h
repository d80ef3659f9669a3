/*
 * Compiler output -> located messages. Private to build/.
 */
#ifndef ESC_BUILD_MESSAGES_H
#define ESC_BUILD_MESSAGES_H

#include "base/error.h"

#include <stddef.h>

/* Messages kept of one case; further ones are counted. */
enum { ESC_MESSAGES_SHOWN = 5 };

/*
 * Appends the errors in `log` (what gcc, clang or ld printed) to `error`, each with the file and
 * line the compiler names (for a macro of the harness: those of its use in the case, `path`);
 * equal ones, as every point of a case gives them, once. Beyond
 * ESC_MESSAGES_SHOWN they are only counted in *more. Returns how many errors the log has.
 */
size_t esc_messages_add(const char *log, const char *path, struct esc_error *error, size_t *more);

#endif
