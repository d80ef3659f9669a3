/*
 * Stage: C text -> shared objects, by the system's compiler, in parallel, cached by the hash of all
 * that went into them (text, kernel headers, compiler, flags). An unchanged case runs no compiler.
 */
#ifndef ESC_BUILD_BUILD_H
#define ESC_BUILD_BUILD_H

#include "base/error.h"
#include "base/keeper.h"
#include "noun/case.h"

#include <stdbool.h>
#include <stddef.h>

struct esc_build_options {
    const char *compiler;     /* $CC or "cc"; may hold arguments */
    const char *flags;        /* extra flags, after the harness's own; "" for none */
    const char *cache;        /* folder for sources and objects, e.g. "build/cases" */
    const char *include;      /* folder of esc.h and the runtimes' kernel headers */
    const char *counter;      /* path of the counting object linked into counting libraries */
    unsigned jobs;            /* compilers at once */
    struct esc_limits limits; /* of each call of the compiler, the linker, objcopy */
    int minor;                /* whose Go the units follow, go1.MINOR; 0: each its runtime's */
    bool checked;             /* with the checks of gort's contracts, which timed code has not */
    bool quick;               /* only points that the quick preset measures */
};

/* What the measuring child loads. Both hold the same objects; only the link differs. */
struct esc_library {
    char *timed;    /* x-<hash>.so */
    char *counting; /* x-<hash>-count.so: allocator calls go through the counter (ld --wrap) */
    bool compiled;  /* false: found in the cache */
};

/*
 * Builds every case from its C text; texts[i] and libraries[i] belong to cases[i]. A case that does
 * not compile leaves libraries[i].timed NULL and its compiler messages (at cases/x.lua:LINE) in
 * errors[i]; the others are built all the same. Returns whether all were built.
 */
bool esc_build(const struct esc_case *cases, char *const *texts, size_t count,
               const struct esc_build_options *options, struct esc_library *libraries,
               struct esc_error *errors);

/* False, with the reason, when no case at all can be built: no such compiler, no place to write. */
bool esc_build_ready(const struct esc_build_options *options, struct esc_error *error);

/* Frees the paths, zeroes. */
void esc_library_free(struct esc_library *library);

/* The flags the harness itself passes, for machine record and captions, e.g. "-O2 -std=gnu17 …". */
const char *esc_build_flags(void);

#endif
