/*
 * A Go file that escapement itself has read and checked, for its own escape analysis: no Go
 * toolchain is asked.
 */
#ifndef ESC_SESSION_GO_FILE_H
#define ESC_SESSION_GO_FILE_H

#include "base/arena.h"
#include "base/error.h"
#include "gosyntax/tree.h"
#include "gotypes/check.h"
#include "gotypes/world.h"

#include <stdbool.h>

/* Zero-initialise before use. */
struct esc_go_source {
    struct esc_syntax syntax;
    struct esc_go_world *world;
    struct esc_arena arena; /* for what is made of it */
    const struct esc_go_checked *checked;
};

/* The types and the library of the release alone, for questions about a package of it. */
void esc_go_source_begin(struct esc_go_source *source, enum esc_go_release release);

/* Checks one file that is here already, named `shown`, as package `package`. False: one message
 * with its place. To be freed either way. */
bool esc_go_source_take(struct esc_go_source *source, enum esc_go_release release,
                        const char *shown, const char *package, const char *bytes, size_t length,
                        struct esc_error *error);

/* Reads and checks one file of package main, its path shown as go build shows it. As above. */
bool esc_go_source_open(struct esc_go_source *source, enum esc_go_release release, const char *path,
                        struct esc_error *error);

void esc_go_source_free(struct esc_go_source *source);

#endif
