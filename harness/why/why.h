/*
 * Stage: a compiler's words -> what they say of a program (noun/escape.h).
 */
#ifndef ESC_WHY_WHY_H
#define ESC_WHY_WHY_H

#include "base/error.h"
#include "noun/escape.h"
#include "noun/logged.h"
#include "noun/source_files.h"

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
 * False with a message where a text of that name is none of a compiler's at all: it is empty, or it
 * has lines and none was understood.
 */
bool esc_m2_check(const struct esc_escapes *escapes, const char *name, struct esc_error *error);

/*
 * Reads what the compiler logs with -json=0,FOLDER, diagnostic by diagnostic. It has the ways of
 * -m=2 and less beside them: no functions' names, no captures, no callees of inlined calls, nothing
 * of what stays. Names are read from the source where it is there, else they stay unknown; tags
 * follow from the ways, as in escape/leaks.go.
 */
struct esc_log_reader;

/* `into` is zeroed, and belongs to the reader until the end; `here`: a folder, files below it are
 * named relative to it, as the compiler's text does; NULL: none. */
struct esc_log_reader *esc_log_begin(struct esc_escapes *into, const char *here);

void esc_log_take(struct esc_log_reader *reader, const struct esc_logged *logged);

/* A line of a log that is no diagnostic. */
void esc_log_broken(struct esc_log_reader *reader, const char *log, size_t line, const char *text,
                    bool cut);

/* A header's line: the file that follows, as the compiler's text would name it: of the reader's
 * pool.
 */
const char *esc_log_head(struct esc_log_reader *reader, const char *path);

/* All files whose functions are told of, in `sources` with their text as far as it is there, are
 * needed now. Frees the reader. */
void esc_log_end(struct esc_log_reader *reader, const struct esc_source_files *sources);

/* What callers have to know of parameters, as far as there is source; after esc_why_place(). */
void esc_log_tags(struct esc_escapes *escapes, const struct esc_source_files *sources);

#endif
