/*
 * The page of a run: what its folder holds, put together.
 */
#ifndef ESC_SESSION_RUN_PAGE_H
#define ESC_SESSION_RUN_PAGE_H

#include "base/error.h"
#include "noun/run.h"
#include "session/folders.h"

#include <stdbool.h>

/*
 * Reads the run in `folder` for its page, figures and pairs included: results.json, or, where there
 * is none, summary.tsv with the words of today's case files. False with a message and a hint.
 */
bool esc_run_page_read(const char *folder, const struct esc_folders *folders, struct esc_run *run,
                       struct esc_error *error);

/*
 * Writes the page of a run, with figures and pairs, and with its charts where `charts`, to `path`
 * (NULL: report.html in its folder). Measures and compiles nothing; what the folder does not hold
 * and what cannot be drawn is left out with a sentence in the page. `*written` is the path, the
 * caller frees it. False with a message when it cannot be written.
 */
bool esc_run_page_write(const struct esc_run *run, const struct esc_folders *folders, bool charts,
                        const char *path, char **written, struct esc_error *error);

#endif
