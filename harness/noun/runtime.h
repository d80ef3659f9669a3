/*
 * Which runtimes there are: the allocators and collectors that serve a heap strategy, and real Go,
 * which runs a case's Go. Only names and order; the code behind a name lives in child/.
 */
#ifndef ESC_NOUN_RUNTIME_H
#define ESC_NOUN_RUNTIME_H

#include <stdbool.h>

/* Stable numbers (kernel/esc.h has them, too); the order of preference is esc_runtime_nth()'s. */
enum esc_runtime_id {
    ESC_RUNTIME_GOHEAP,      /* the model of Go's allocator and collector */
    ESC_RUNTIME_BOEHM,       /* libgc */
    ESC_RUNTIME_MALLOC,      /* libc, freed at the end of the value's life */
    ESC_RUNTIME_GO,          /* the case's Go, compiled by a real Go; serves the stack side too */
    ESC_RUNTIME_GOHEAP_1_27, /* the same model of a later release; serves what goheap does */
    ESC_RUNTIMES,
    ESC_RUNTIME_NONE = ESC_RUNTIMES, /* of a stack strategy in C */
};

/* "goheap", "boehm", "malloc", "go", "goheap@1.27"; "" for ESC_RUNTIME_NONE. */
const char *esc_runtime_name(enum esc_runtime_id id);

/*
 * The runtimes in the order of preference, n below ESC_RUNTIMES: the Go model, its releases from
 * the texts' on, then boehm, malloc, real Go. The first built one that a case allows is its default
 * runtime, which labels do not name; of those that were asked for the first one stands for the
 * case.
 */
enum esc_runtime_id esc_runtime_nth(int n);

/* What labels call it, "heap@boehm": its name, of a later release of the Go model "1.27" alone. */
const char *esc_runtime_tag(enum esc_runtime_id id);

/* In words for people: "Go-model heap", "Boehm GC", "malloc/free", "real Go", "Go 1.27 model heap";
 * "no heap" for ESC_RUNTIME_NONE.
 */
const char *esc_runtime_title(enum esc_runtime_id id);

/* The runtime of that name; "goheap@1.19" is goheap. False when there is none. */
bool esc_runtime_find(const char *name, enum esc_runtime_id *id);

/* Whether this build of the harness contains the runtime, so that C can be compiled for it: never
 * real Go. */
bool esc_runtime_built(enum esc_runtime_id id);

/* Whether it is among those that serve where none was asked for: what is built, and of the Go model
 * one release. */
bool esc_runtime_usual(enum esc_runtime_id id);

/* Whose release the C compiled for it follows, go1.MINOR: ESC_GO of kernel/esc.h. Not of real Go.
 */
int esc_runtime_minor(enum esc_runtime_id id);

/* That release as it is written, "1.27"; of what is no release of the Go model "". */
const char *esc_runtime_release(enum esc_runtime_id id);

/* Whether it is a release of the Go model, which counts as Go does. */
bool esc_runtime_is_model(enum esc_runtime_id id);

#endif
