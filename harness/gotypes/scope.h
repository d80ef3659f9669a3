/*
 * Names and what they stand for, in one block. Names are compared by their address.
 */
#ifndef ESC_GOTYPES_SCOPE_H
#define ESC_GOTYPES_SCOPE_H

#include "base/arena.h"
#include "gotypes/types.h"

/* Zero-initialise before use, but for `outer`. */
struct esc_go_scope {
    struct esc_go_scope *outer;    /* NULL: the universe */
    struct esc_go_objects objects; /* in the order in which they came */
    struct esc_go_object **slots;  /* open addressing; NULL while there are few */
    size_t slot_count;
};

/* The object of that name in this block alone, or NULL. */
struct esc_go_object *esc_go_scope_find(const struct esc_go_scope *scope, const char *name);

/* In this block and those around it. */
struct esc_go_object *esc_go_scope_search(const struct esc_go_scope *scope, const char *name);

/* Its name must not be there yet. */
void esc_go_scope_add(struct esc_arena *arena, struct esc_go_scope *scope,
                      struct esc_go_object *object);

#endif
