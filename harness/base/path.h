/*
 * Paths as texts.
 */
#ifndef ESC_BASE_PATH_H
#define ESC_BASE_PATH_H

/* What stands behind the last slash, in `path`. */
const char *esc_base_name(const char *path);

#endif
