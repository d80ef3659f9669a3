/*
 * A scan of C or Go text that knows comments, literals and words, no more.
 */
#ifndef ESC_NOUN_SCAN_H
#define ESC_NOUN_SCAN_H

#include <stdbool.h>

enum esc_language { ESC_IN_C, ESC_IN_GO };

bool esc_scan_in_word(char byte);

/* Behind one word, literal, comment or other byte; `at` is not at the end. */
const char *esc_scan_one(const char *at, enum esc_language language);

/* Behind blanks and comments; line ends too where they mean nothing. */
const char *esc_scan_blanks(const char *at, bool lines);

#endif
