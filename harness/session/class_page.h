/*
 * The page of a class, with its charts.
 */
#ifndef ESC_SESSION_CLASS_PAGE_H
#define ESC_SESSION_CLASS_PAGE_H

#include "base/error.h"
#include "noun/class.h"
#include "noun/guess.h"
#include "session/folders.h"

#include <stdbool.h>

/* Writes the page to `path`, with its charts where `charts`; what cannot be drawn is left out with
 * a sentence in the page. False with a message when it cannot be written. */
bool esc_class_page_write(const struct esc_class *class, const struct esc_beliefs *beliefs,
                          const struct esc_folders *folders, bool charts, const char *path,
                          struct esc_error *error);

#endif
