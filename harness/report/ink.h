/*
 * Text for a terminal: display width, wrapping, cleaning, colours. Commands that print lessons and
 * listings use it too.
 */
#ifndef ESC_REPORT_INK_H
#define ESC_REPORT_INK_H

#include "base/text.h"
#include "report/report.h"

#include <stddef.h>

/* What a piece of text is about; without colour all look the same. Stack blue and heap orange as
 * in the charts. */
enum ink { INK_PLAIN, INK_BOLD, INK_MUTED, INK_STACK, INK_HEAP, INK_REMEDY, INK_FAILED };

/* A copy that is safe to print: line breaks and control characters become blanks, those for writing
 * direction are spelled (\u{202E}, see esc_utf8_visible), and what the terminal's character set
 * does not have becomes '?' (× becomes x, · becomes -). Caller frees. */
char *esc_ink_clean(const char *text, const struct esc_terminal *terminal);

/* Columns that UTF-8 `text` takes; characters of unknown width count 1. */
int esc_ink_width(const char *text);

/* Prints `text` in the ink, no more. */
void esc_ink_put(FILE *out, const struct esc_terminal *terminal, enum ink ink, const char *text);

/* `text` in the ink, padded with blanks to `width` columns; right-aligned when `right`. */
void esc_ink_pad(FILE *out, const struct esc_terminal *terminal, enum ink ink, const char *text,
                 int width, bool right);

/* Wraps at blanks to the terminal's width; `first` opens the first line, blanks of the same width
 * the others. A word longer than the line is cut into pieces. Ends with a newline. */
void esc_ink_wrap(FILE *out, const struct esc_terminal *terminal, enum ink ink, const char *first,
                  const char *text);

/* The sign between a factor and its word. */
const char *esc_ink_times(const struct esc_terminal *terminal);

#endif
