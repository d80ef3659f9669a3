/*
 * What x.f means: fields, methods, those of embedded types; and which types implement an interface.
 */
#ifndef ESC_GOTYPES_LOOKUP_H
#define ESC_GOTYPES_LOOKUP_H

#include "gotypes/types.h"

#include <stdbool.h>

enum esc_go_found {
    ESC_GO_FOUND,
    ESC_GO_FOUND_NOT,
    ESC_GO_FOUND_TWICE,         /* at one depth: none is meant */
    ESC_GO_FOUND_NEEDS_POINTER, /* a method of *T, and a T without an address */
};

struct esc_go_selection {
    struct esc_go_object *object; /* the field, or the method */
    struct esc_go_objects path;   /* the embedded fields on the way to it, outermost first */
    bool indirect;                /* a pointer is followed on the way, that of x included */
};

/*
 * `name` as written in `package`, in a value of the type. `addressable`: methods of *T are there
 * too. The method's type may not be known yet: esc_go_method_type(). Go specification, "Selectors".
 */
enum esc_go_found esc_go_lookup(struct esc_go_world *world, const struct esc_go_type *type,
                                bool addressable, const struct esc_go_package *package,
                                const char *name, struct esc_go_selection *selection);

/* A method's type, which is checked first where it must. */
const struct esc_go_type *esc_go_method_type(struct esc_go_world *world,
                                             struct esc_go_object *method);

/*
 * The first method of the interface type that `type` does not have, or has with another type
 * (*has: that one); NULL: it has all of them. `dynamic`: `type` may be an interface that has not
 * all of them, as in an assertion. Go specification, "Implementing an interface".
 */
struct esc_go_object *esc_go_missing_method(struct esc_go_world *world,
                                            const struct esc_go_type *type,
                                            const struct esc_go_type *interface, bool dynamic,
                                            struct esc_go_object **has);

#endif
