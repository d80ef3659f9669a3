/*
 * One process at a time: start a program, collect what it prints, wait for its end.
 */
#ifndef ESC_BASE_PROCESS_H
#define ESC_BASE_PROCESS_H

#include "base/error.h"
#include "base/keeper.h"
#include "base/text.h"

#include <stdbool.h>

struct esc_process {
    const char *const *arguments;   /* NULL-terminated; [0] is looked up in PATH */
    const char *const *environment; /* "NAME=VALUE" to set on top of our own, NULL-terminated */
    const char *folder;             /* to run in; NULL: the current one */
    int cpu;                        /* pin to; negative: do not pin */
    struct esc_limits limits;       /* then it is killed, with all that it started */
    /* Gets what it prints, piece by piece, instead of the texts; NULL: they do. */
    void (*take)(void *to, const char *bytes, size_t length);
    void *to;
};

/*
 * Runs it to its end with an empty standard input. Appends what it prints to `out` and `err`, which
 * may be the same text (NULL both where `take` is set). *code is its exit code, or 128 + the signal
 * that ended it; what it leaves running is killed. False, with a message, when it could not be
 * started or reached a limit.
 */
bool esc_process_run(const struct esc_process *process, struct esc_text *out, struct esc_text *err,
                     int *code, struct esc_error *error);

#endif
