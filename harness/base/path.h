/*
 * Paths as texts, and what stands there.
 */
#ifndef ESC_BASE_PATH_H
#define ESC_BASE_PATH_H

#include "base/error.h"

#include <stdbool.h>

/* What stands behind the last slash, in `path`. */
const char *esc_base_name(const char *path);

/* Whether FOLDER/NAME is there. */
bool esc_has_file(const char *folder, const char *name);

/* Whether the program can be started: a path, or a name found in PATH. */
bool esc_program_found(const char *name);

/* A new folder below TMPDIR; NULL with a message. The caller frees the name. */
char *esc_temporary_folder(struct esc_error *error);

/* Removes it with all that is in it, as far as that can be done; links are not followed. */
void esc_remove_folder(const char *folder);

#endif
