/*
 * Paths as texts, and what stands there.
 */
#ifndef ESC_BASE_PATH_H
#define ESC_BASE_PATH_H

#include <stdbool.h>

/* What stands behind the last slash, in `path`. */
const char *esc_base_name(const char *path);

/* Whether FOLDER/NAME is there. */
bool esc_has_file(const char *folder, const char *name);

#endif
