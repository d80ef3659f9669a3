/*
 * A browser without a window, where there is one: Chromium or Chrome.
 */
#ifndef ESC_SESSION_BROWSER_H
#define ESC_SESSION_BROWSER_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* The first of chromium, chromium-browser and google-chrome in PATH; NULL: there is none. Borrowed.
 */
const char *esc_browser_find(void);

/* Prints the HTML file as a PDF beside its temporary name and renames it; *pages becomes how many
 * it has. False with a message. */
bool esc_browser_print(const char *browser, const char *html, const char *pdf, size_t *pages,
                       struct esc_error *error);

#endif
