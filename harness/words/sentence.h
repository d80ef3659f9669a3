/*
 * The beginning of a text, in whole sentences: for places where there is room for a few lines.
 */
#ifndef ESC_WORDS_SENTENCE_H
#define ESC_WORDS_SENTENCE_H

#include <stddef.h>

/*
 * The first sentence of `text` on one line, and those behind it as long as all are at most `most`
 * bytes. A sentence ends with ".", "!" or "?", perhaps with ")", "`" or a quotation mark behind it,
 * before a blank and what is no small letter and no digit. One that is longer itself ends with its
 * last clause that fits, which a ":" or ";" outside of parentheses and code ends; where none does
 * it is whole. NULL gives "". Caller frees.
 */
char *esc_first_sentences(const char *text, size_t most);

#endif
