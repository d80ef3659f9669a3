/*
 * Going on with an interrupted run: the plan and the finished rounds come from its journal, the
 * cases are loaded and compiled again.
 */
#ifndef ESC_SESSION_RESUME_H
#define ESC_SESSION_RESUME_H

#include "emit/emit.h"
#include "session/workbench.h"

#include <stdbool.h>

/*
 * Opens the workbench for the run in `name` (a folder, or an id in `results`; NULL: the newest
 * unfinished one in `results`; `results` NULL: the project's): options, n, counts and the records
 * of finished rounds are as the journal has them. `*journal` is open at the end of the last
 * complete round; `*note` says in words what was damaged behind it and where that is kept, the
 * caller frees it, NULL: nothing. False with a message, and nothing is changed on disk, when there
 * is nothing to resume, or a case, the machine, the compiler or escapement has changed since.
 */
bool esc_resume_open(struct esc_workbench *bench, const char *results, const char *name,
                     struct esc_journal **journal, char **note, struct esc_error *error);

#endif
