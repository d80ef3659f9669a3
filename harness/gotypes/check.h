/*
 * Go's type checker: what every expression is and every name means.
 *
 * It accepts what the compiler of the world's release accepts, and refuses the rest at the first
 * place it finds, as well as what it does not know yet: generics (type parameters, instances,
 * constraints), packages that are neither the library's nor unsafe.
 */
#ifndef ESC_GOTYPES_CHECK_H
#define ESC_GOTYPES_CHECK_H

#include "base/error.h"
#include "gosyntax/tree.h"
#include "gotypes/lookup.h"
#include "gotypes/types.h"
#include "gotypes/world.h"

#include <stdbool.h>

enum esc_go_mode {
    ESC_MODE_NONE,     /* no expression, or one that was not looked at, as of a label */
    ESC_MODE_NO_VALUE, /* a call without a result */
    ESC_MODE_BUILTIN,  /* the name of one */
    ESC_MODE_TYPE,
    ESC_MODE_CONSTANT,
    ESC_MODE_VARIABLE,  /* has an address */
    ESC_MODE_MAP_INDEX, /* may be assigned to, has no address */
    ESC_MODE_VALUE,
    ESC_MODE_COMMA_OK, /* a value that may be asked for with `, ok`: x.(T), <-c */
    ESC_MODE_NIL,
    ESC_MODE_PACKAGE,
};

enum esc_go_select {
    ESC_SELECT_QUALIFIED, /* pkg.Name */
    ESC_SELECT_FIELD,
    ESC_SELECT_METHOD,     /* x.m, called or not */
    ESC_SELECT_EXPRESSION, /* T.m */
};

/* What a selector means. */
struct esc_go_selected {
    enum esc_go_select what;
    const struct esc_go_type *of; /* the type of x, or T; NULL: QUALIFIED */
    struct esc_go_selection selection;
};

/* A variable of a function around the one that uses it. */
struct esc_go_capture {
    struct esc_go_object *variable;
    struct esc_go_place at; /* of its first use; of the literal inside which it is used, where the
                               function itself does not */
};

/* A declared function or a function literal. */
struct esc_go_function {
    struct esc_go_node *node;     /* FUNC or FUNC_LITERAL */
    struct esc_go_object *object; /* NULL: a literal */
    const struct esc_go_type *type;
    struct esc_go_function *outer; /* NULL: declared, or a literal of a package's variable */
    /* A literal's: in the order in which its text names them. */
    struct esc_go_capture *captures;
    size_t capture_count;
};

/* What is known of a node. */
struct esc_go_fact {
    enum esc_go_mode mode;
    bool shifted; /* an untyped constant left of << or >> by what is no constant */
    bool left;    /* FOR, SWITCH, SELECT: a break leaves it */
    /* Of an untyped constant the type that it gets; untyped, where it gets none. nil has the type
     * that it stands for. A call's with several results is a TUPLE. */
    const struct esc_go_type *type;
    const struct esc_constant *value; /* CONSTANT */
    /* NAME: what it declares or means (also of a `_` that is declared; NULL of one that is assigned
     * to); CASE of a type switch with a variable: the clause's own; SELECTOR: the same as
     * selected's. */
    struct esc_go_object *object;
    union {
        const struct esc_go_selected *selected; /* SELECTOR */
        struct esc_go_function *function;       /* FUNC, FUNC_LITERAL */
        enum esc_go_builtin builtin;            /* BUILTIN */
        bool converts;                          /* CALL: a conversion */
    };
};

/* One of the package's variables that are initialised when it begins, or several by one call. */
struct esc_go_initialiser {
    struct esc_go_objects variables;
    struct esc_go_node *value;
    const char *path;       /* the file */
    struct esc_go_place at; /* of the first name of their declaration */
};

struct esc_go_checked {
    struct esc_go_package *package;
    struct esc_go_fact *facts; /* by node id */
    size_t fact_count;
    struct esc_go_objects objects;      /* the package's, in the order of the source */
    struct esc_go_function **functions; /* those with a declaration, in that order */
    size_t function_count;
    struct esc_go_initialiser *initialisers; /* in the order in which they are run */
    size_t initialiser_count;
};

/*
 * Checks the files of one package, parsed into the world's esc_syntax and given in the order of
 * their names. `path` is the package's: "main", "example.org/x". The result belongs to the world.
 *
 * NULL: one message with its file and line; its column as well into *at (NULL: is not told).
 */
const struct esc_go_checked *esc_go_check(struct esc_go_world *world,
                                          struct esc_go_file *const *files, size_t count,
                                          const char *path, struct esc_go_place *at,
                                          struct esc_error *error);

#endif
