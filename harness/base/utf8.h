/*
 * Text of others: is it UTF-8, and how to show it on a terminal.
 */
#ifndef ESC_BASE_UTF8_H
#define ESC_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* The bytes of the character that begins at `bytes`, of which `left` > 0 are there; 0 when none
 * does (RFC 3629: no surrogates, no overlong forms). */
size_t esc_utf8_length(const char *bytes, size_t left);

/* Whether the character of those bytes steers a terminal or the order of what is read: a control
 * character but line ends and tabs, a C1 one, or one for writing direction; or is none at all. */
bool esc_utf8_steers(const char *bytes, size_t length);

/*
 * A copy in which what would steer a terminal or show the text in another order is spelled as Lua
 * spells it: control characters but line ends and tabs (\x1B), the C1 ones and those for writing
 * direction (\u{202E}), U+FFFE and U+FFFF, bytes that are not UTF-8 (\xFF). The caller frees; NULL
 * gives NULL.
 */
char *esc_utf8_visible(const char *text);

/* The same of the one character that begins at `bytes`, of which `left` > 0 are there, into `out`
 * (at least ESC_UTF8_SPELLED bytes). Returns how many bytes it was made of. */
#define ESC_UTF8_SPELLED 12
size_t esc_utf8_spell(char *out, const char *bytes, size_t left);

/* Columns of a terminal that UTF-8 `text` takes, whatever the locale: 2 for a wide character
 * (Unicode Standard Annex #11, as the C library has it), 1 where the library knows none. */
int esc_utf8_columns(const char *text);

#endif
