/*
 * A run by what a user typed.
 */
#ifndef ESC_SESSION_RUN_FOLDER_H
#define ESC_SESSION_RUN_FOLDER_H

/* The path as it is, else an id or the name of a baseline in the folder `results`; NULL: the latest
 * run. Where there is nothing of that name, where a run of that id would be. Caller frees. */
char *esc_run_folder(const char *results, const char *name);

#endif
