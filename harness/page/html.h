/*
 * Markup with texts in it. Whatever comes from a case, a run or a machine gets into the page by
 * these functions alone and is text there: nothing in it can begin an element, end an attribute or
 * turn the writing direction. Private to the page.
 */
#ifndef ESC_PAGE_HTML_H
#define ESC_PAGE_HTML_H

#include "base/text.h"

/*
 * Appends `markup`, which is ours, as printf does; what stands for a %s is escaped, NULL is "".
 * Also understands %d, %u, %zu, %g with digits (%.4g), %% and nothing else.
 */
void esc_html(struct esc_text *out, const char *markup, ...) __attribute__((format(printf, 2, 3)));

/* The text escaped, fit for the content of an element and for an attribute in quotes. What XML does
 * not allow, and what would show the text in another order, is spelled: \x1B, \u{202E}. */
void esc_html_text(struct esc_text *out, const char *text);

/* Paragraphs of `text`, parted by empty lines, as elements <p>. */
void esc_html_paragraphs(struct esc_text *out, const char *text);

/* The bytes in base 64 (RFC 4648, section 4), without line ends. */
void esc_html_base64(struct esc_text *out, const char *bytes, size_t length);

#endif
