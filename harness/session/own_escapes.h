/*
 * The second supplier of what a compiler says of escapes, where there is no Go: escapement's own
 * analysis.
 */
#ifndef ESC_SESSION_OWN_ESCAPES_H
#define ESC_SESSION_OWN_ESCAPES_H

#include "base/error.h"
#include "noun/case.h"

#include <stdbool.h>
#include <stddef.h>

/* By whom, instead of a release: "escapement's own analysis, …". */
extern const char esc_own_version[];

/* Whether it is asked instead of the go `command`: it is "own", or it is "go" and there is none. */
bool esc_own_is_asked(const char *command);

/* Gives `take` what `go build -gcflags='-m=2 -l' FILE` would print, line by line. False: one
 * message with its place, and nothing was given. */
bool esc_own_explain(const char *file, void (*take)(void *to, const char *bytes, size_t length),
                     void *to, struct esc_error *error);

/*
 * The same of the Go of a point of a case: text as its `go build -gcflags='-m=2 -l'` would print,
 * at the places of its Lua file. False: one message. Caller frees *told.
 */
bool esc_own_told(const struct esc_case *bench_case, size_t point, char **told,
                  struct esc_error *error);

#endif
