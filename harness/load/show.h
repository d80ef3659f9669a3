/*
 * The line of the case file below a message about it. Private to load/.
 */
#ifndef ESC_LOAD_SHOW_H
#define ESC_LOAD_SHOW_H

#include "base/error.h"
#include "base/text.h"

#include <stddef.h>

/* Shows the line of the newest message where its bytes [from, to) are known. */
void esc_show_bytes(struct esc_error *error, const struct esc_text *text, size_t from, size_t to);

/* Shows the line that the newest message names, with a mark under what the message quotes first
 * ('x' or "x") where the line holds that once; no line, and one that is blank, is not shown. */
void esc_show_line(struct esc_error *error, const struct esc_text *text);

#endif
