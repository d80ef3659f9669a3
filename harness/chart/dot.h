/*
 * A text in the language of graphviz, drawn by its dot where that is there.
 */
#ifndef ESC_CHART_DOT_H
#define ESC_CHART_DOT_H

#include "base/error.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

/* What dot prints of the file `source`, in a form such as -Tsvg, behind what `out` holds. False
 * with a message: it failed, or took longer than a minute. */
bool esc_dot_run(const char *form, const char *source, struct esc_text *out,
                 struct esc_error *error);

/* Draws the text into the file `path`, which is an SVG picture afterwards. False with a message:
 * there is no dot, or as above. */
bool esc_dot_draw(const char *text, size_t length, const char *path, struct esc_error *error);

#endif
