/*
 * The file of a seat's guesses: a table that only grows, one line a question. Format:
 * docs/collecting.md.
 */
#ifndef ESC_EMIT_GUESSES_H
#define ESC_EMIT_GUESSES_H

#include "base/error.h"
#include "noun/guess.h"

/* Appends to the file, which is made where there is none. False with a message, also where it is
 * another file than one of guesses. */
bool esc_guesses_append(const char *path, const struct esc_guesses *guesses,
                        struct esc_error *error);

/* Adds what the file holds. False with a message that names the line; what stands before it is
 * added. */
bool esc_guesses_read(const char *path, struct esc_guesses *guesses, struct esc_error *error);

#endif
