/*
 * A run by what a user typed.
 */
#ifndef ESC_SESSION_RUN_FOLDER_H
#define ESC_SESSION_RUN_FOLDER_H

#include "session/folders.h"

/* A folder as it is, else an id inside the results folder; NULL: the latest run. Caller frees. */
char *esc_run_folder(const struct esc_folders *folders, const char *name);

#endif
