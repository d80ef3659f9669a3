/*
 * Which characters make a Go name. Source: Go specification, "Letters and digits" and "Exported
 * identifiers"; the Unicode categories are those of Go 1.27 (letters.inc).
 */
#ifndef ESC_GOSYNTAX_LETTERS_H
#define ESC_GOSYNTAX_LETTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The character that begins at `bytes`, of which `left` > 0 are there; its length in bytes into
 * `length`, 0 where it is none (the value is then of no meaning). */
uint32_t esc_go_character(const char *bytes, size_t left, unsigned *length);

/* Whether a name may begin with it: a letter or _. */
bool esc_go_is_letter(uint32_t character);
/* Whether it is a digit in some script; a name may hold it behind its first character. */
bool esc_go_is_digit(uint32_t character);

/* Whether other packages may use what has this name: it begins with a capital. */
bool esc_go_is_exported(const char *name);

#endif
