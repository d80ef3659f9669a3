/*
 * What the types of one or several checked packages share: memory, the universe, imported packages.
 */
#ifndef ESC_GOTYPES_WORLD_H
#define ESC_GOTYPES_WORLD_H

#include "base/arena.h"
#include "base/error.h"
#include "gosyntax/tree.h"
#include "gotypes/scope.h"
#include "gotypes/types.h"

/* Which Go: its language and its standard library. */
enum esc_go_release { ESC_GO_1_19 };

struct esc_go_library;

struct esc_go_world {
    struct esc_arena arena;
    struct esc_syntax *syntax; /* whose texts the names are; must outlive this */
    enum esc_go_release release;
    struct esc_go_type *basic[ESC_BASICS];
    const struct esc_go_type *byte, *rune, *any, *error;
    const struct esc_go_type *empty; /* interface {}, not written as any */
    struct esc_go_scope universe;
    const char *blank; /* "_" */
    struct esc_go_package *unsafe;
    struct esc_go_scope unsafe_scope;
    struct esc_go_library *library; /* see library.h */
    /* Gives a declared method its type, while its package is checked; see lookup.h. */
    void (*declare)(void *checker, struct esc_go_object *method);
    void *checker;
};

/* The caller frees with esc_go_world_free(). */
struct esc_go_world *esc_go_world_new(struct esc_syntax *syntax, enum esc_go_release release);

/* Takes NULL; all types, objects and packages go with it. */
void esc_go_world_free(struct esc_go_world *world);

/* The text of the world's syntax for these bytes. */
const char *esc_go_name(struct esc_go_world *world, const char *bytes, size_t length);

#endif
