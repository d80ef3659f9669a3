/*
 * The page of a program's escapes, put together and written.
 */
#ifndef ESC_SESSION_WHY_PAGE_H
#define ESC_SESSION_WHY_PAGE_H

#include "base/error.h"
#include "session/why_view.h"

#include <stdbool.h>

/* So many flows are drawn, of what matters most: a page with thousands of them opens slowly. */
#define ESC_WHY_FLOWS 200

/*
 * Writes the page of what the view shows to `path` (NULL: results/why/NAME.html, NAME from `what`,
 * as it was asked for). `prices`: a sentence about them, or NULL. Without dot there are no
 * drawings, which the page says. *written is the path, the caller frees it. False with a message
 * when it cannot be written.
 */
bool esc_why_page_write(struct esc_why_view *view, const char *what, const char *prices,
                        const char *path, char **written, struct esc_error *error);

#endif
