/*
 * A program's escapes, from code that go compiles here or from a text that somebody else's go
 * printed, with the source as far as it is there.
 */
#ifndef ESC_SESSION_WHY_H
#define ESC_SESSION_WHY_H

#include "base/error.h"
#include "noun/escape.h"
#include "noun/source_files.h"

#include <stdbool.h>

/* Zero-initialise before use. */
struct esc_why {
    struct esc_escapes escapes;
    struct esc_source_files sources;
    char *version;       /* of the go that was asked, or that wrote a log; NULL: a text was read */
    bool may_own;        /* set before: escapement itself may be asked where there is no go */
    bool own;            /* it was */
    const char *overlay; /* of go build: files that stand for others; NULL: none. Not owned */
    char *only;          /* the one file that was asked for, as its source is shown; NULL: all */
};

/*
 * `what` is a file main.go, alone or with the others of its package; a folder; ./... ; a package's
 * path; "-" or a file of another name: the text of `go build -gcflags=-m=2`, or files that
 * `-json=0,FOLDER` left; such a folder. False with a message: *exit is what the process should end
 * with then.
 */
bool esc_why_ask(struct esc_why *why, const char *what, const char *go, int *exit,
                 struct esc_error *error);

/* Whether that file, as the compiler calls it, was asked for. */
bool esc_why_is_asked(const struct esc_why *why, const char *file);

/* Whether the value is one of what was asked for: in a file, and in that one. */
bool esc_why_is_shown(const struct esc_why *why, const struct esc_go_value *value);

/* How many variables are not where the compiler saw them: the source is another one by now. */
size_t esc_why_changed(const struct esc_why *why);

/* Frees everything inside and zeroes. */
void esc_why_free(struct esc_why *why);

#endif
