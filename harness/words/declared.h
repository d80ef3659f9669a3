/*
 * Where Go code declares a variable, told by what stands around its name. No parser: strings,
 * comments and brackets are told from code, no more.
 */
#ifndef ESC_WORDS_DECLARED_H
#define ESC_WORDS_DECLARED_H

#include "noun/escape.h"
#include "noun/source_files.h"

#include <stdbool.h>
#include <stddef.h>

/* Letters and digits, also of other alphabets. */
bool esc_is_letter(char c);
size_t esc_letters(const char *text);

/* How far a text in quotes reaches, or a comment; 1 where there is neither. */
size_t esc_piece(const char *text);

/* What stands behind the names in "a, b int" or "a, b := f()"; *names: how many. */
const char *esc_behind_names(const char *text, size_t *names);

/* Whether a type begins there: a name, a bracket, a star without a blank behind it. */
bool esc_begins_type(const char *text);

/* Whether the name that stands there, in the text that begins at `start`, is declared there. */
bool esc_declares(const char *text, const char *start);

/* The place in the source, or NULL; *line: where its line begins. */
const char *esc_text_at(const struct esc_source_files *sources, struct esc_spot at,
                        const char **line);

#endif
