/*
 * Stage: a compiler's words -> what they say of a program (noun/escape.h).
 */
#ifndef ESC_WHY_WHY_H
#define ESC_WHY_WHY_H

#include "base/error.h"
#include "noun/escape.h"

#include <stddef.h>

/*
 * Reads what `go build -gcflags=-m=2` prints, from Go 1.19 on, piece by piece as it comes. What is
 * kept is the program's, not the text: memory grows with the steps, not with their words. Plain -m
 * is read as well; it tells verdicts without paths. Sources of the forms: cmd/compile/internal/
 * escape/{solve,escape,leaks,call,assign}.go, inline/inl.go and devirtualize/ of the two releases.
 */
struct esc_m2_reader;

/* `into` is zeroed, and belongs to the reader until the end. */
struct esc_m2_reader *esc_m2_begin(struct esc_escapes *into);

/* The next piece of the text, which need not end with a line. */
void esc_m2_take(struct esc_m2_reader *reader, const char *bytes, size_t length);

/* What was not understood is counted in `into`, and so is a text that breaks off. Frees the reader.
 */
void esc_m2_end(struct esc_m2_reader *reader);

/*
 * False with a message where a text of that name is none of a compiler's at all: it has lines, and
 * none was understood.
 */
bool esc_m2_check(const struct esc_escapes *escapes, const char *name, struct esc_error *error);

#endif
