/*
 * Where the project's files are, found from the running program: nothing has to be configured and
 * no path is compiled in.
 */
#ifndef ESC_SESSION_FOLDERS_H
#define ESC_SESSION_FOLDERS_H

#include "base/error.h"

#include <stdbool.h>

/* All paths are owned by the struct. Relative to the current folder where that is shorter. */
struct esc_folders {
    char *root;    /* the project: the nearest folder above the program with harness/kernel/esc.h */
    char *cases;   /* ROOT/cases */
    char *own;     /* where `new` puts a case: ROOT/cases */
    char *results; /* ROOT/results */
    char *plots;   /* ROOT/plots */
    char *exercises; /* ROOT/exercises */
    char *seat;      /* ROOT/seat: where the exercises are worked on */
    char *lua;       /* ROOT/lua */
    char *include;   /* ROOT/harness/kernel: what generated C includes */
    char *child;     /* escapement-child beside the program */
    char *counter;   /* count.o beside the program */
    char *cache;     /* cases/ beside the program: compiled cases */
    char *go;        /* go/ beside `cache`: cases built by real Go, to be timed */
    char *go_asked;  /* explain/: built for the compiler's diagnostics alone */
    char *go_code;   /* disasm/: built for their machine code */
};

/*
 * False when the program does not stand inside the project's folder. An installed program (`make
 * install`) stands in ROOT itself, which its user need not be able to write: there `own` is the
 * current folder, `results` is ./results, `seat` ./seat, and the caches are
 * in $XDG_CACHE_HOME/escapement (XDG Base Directory Specification), by default that of ~/.cache.
 */
bool esc_folders_find(struct esc_folders *folders, struct esc_error *error);

void esc_folders_free(struct esc_folders *folders);

#endif
