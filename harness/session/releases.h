/*
 * Real Go in a session: which releases run the cases, and the program of each case and point.
 */
#ifndef ESC_SESSION_RELEASES_H
#define ESC_SESSION_RELEASES_H

#include "golang/golang.h"
#include "noun/run.h"

#include <stdbool.h>
#include <stddef.h>

/* What was compiled, a module each release. Zero-initialise before use. */
struct esc_releases {
    struct esc_go_unit *units; /* the cases' points that have variants in Go */
    size_t unit_count;
    struct esc_go_module *modules; /* one each of run->gos */
    size_t count;
};

/*
 * Asks each of the commands for its version and appends it to run->gos. False with a message when
 * one does not answer, is too old, or is the same release as another.
 */
bool esc_releases_find(struct esc_run *run, char *const *commands, size_t count,
                       struct esc_error *error);

/*
 * Compiles the Go of the planned variants, below the folder `cache`. What does not compile is told
 * in `error` at the Lua file's lines and fails its variants. False when go itself failed.
 */
bool esc_releases_build(struct esc_releases *releases, struct esc_run *run, const char *cache,
                        struct esc_error *error);

/* The program that runs a variant in Go, NULL when there is none. */
const char *esc_releases_program(const struct esc_releases *releases,
                                 const struct esc_variant *variant);

/* Frees everything inside and zeroes. */
void esc_releases_free(struct esc_releases *releases);

#endif
