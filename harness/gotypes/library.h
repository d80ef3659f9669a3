/*
 * Go's standard library as data: what its packages offer, and where the parameters of their
 * functions flow to. Made by tools/gostd from a real toolchain; read piece by piece, when asked.
 */
#ifndef ESC_GOTYPES_LIBRARY_H
#define ESC_GOTYPES_LIBRARY_H

#include "gotypes/types.h"

#include <stdbool.h>

struct esc_go_library;

/* NULL: the library has no such package. "unsafe" is one. */
struct esc_go_package *esc_go_library_package(struct esc_go_world *world, const char *path);

/* What the package offers under that name, NULL: nothing. Unexported ones are not found. */
struct esc_go_object *esc_go_library_find(struct esc_go_world *world,
                                          struct esc_go_package *package, const char *name);

/* All that the package offers, sorted by name: for an import with a dot. */
struct esc_go_objects esc_go_library_all(struct esc_go_world *world,
                                         struct esc_go_package *package);

/* NULL is fine. */
void esc_go_library_free(struct esc_go_library *library);

#endif
