/*
 * From a checked package to its lowered form. Private to this folder but for esc_ir_lower().
 */
#ifndef ESC_GOESCAPE_LOWER_H
#define ESC_GOESCAPE_LOWER_H

#include "base/error.h"
#include "goescape/ir.h"
#include "gotypes/check.h"

/* What stands for what: addresses to addresses. */
struct esc_known {
    const void **keys;
    void **values;
    size_t count, size;
};

struct esc_lowering {
    const struct esc_go_checked *checked;
    struct esc_go_world *world;
    struct esc_arena *arena;
    struct esc_error *error;
    bool failed; /* a message was given */
    struct esc_ir_package *package;
    struct esc_known known;           /* objects to variables and functions */
    struct esc_ir_function *function; /* that is being lowered */
    const char *path;                 /* its file */
    unsigned inits;                   /* functions of that name */
    unsigned package_literals;        /* in values of the package's variables */
    unsigned data_temporaries;        /* memory of those values that has no name */
    /* Where a conversion that the language makes has its place: that of what was looked at last (Go
     * 1.19: base.Pos). */
    struct esc_go_place base;
    /* Expressions hold functions, whose statements hold expressions: the files do not know each
     * other. */
    struct esc_ir_node *(*expression)(struct esc_lowering *lowering, struct esc_go_node *node);
    void (*statements)(struct esc_lowering *lowering, const struct esc_go_nodes *statements,
                       struct esc_ir_nodes *into);
};

/*
 * The lowered form of a package, in the arena; NULL with one message where something in it is not
 * known here. Sources: see ir.h.
 */
struct esc_ir_package *esc_ir_lower(struct esc_go_world *world,
                                    const struct esc_go_checked *checked, struct esc_arena *arena,
                                    struct esc_error *error);

/* ---- shared by its files ---- */

const struct esc_go_fact *esc_lower_fact(const struct esc_lowering *lowering,
                                         const struct esc_go_node *node);

/* The one message; returns a node that stands for what is not lowered. */
struct esc_ir_node *esc_lower_refuse(struct esc_lowering *lowering, struct esc_go_place at,
                                     const char *what);

struct esc_ir_node *esc_lower_make(struct esc_lowering *lowering, enum esc_ir_op op,
                                   struct esc_go_place at, const struct esc_go_type *type);
void esc_lower_add(struct esc_lowering *lowering, struct esc_ir_nodes *nodes,
                   struct esc_ir_node *node);
const char *esc_lower_text(struct esc_lowering *lowering, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* The function of a declaration, NULL: of another package. */
struct esc_ir_function *esc_lower_function_of(const struct esc_lowering *lowering,
                                              const struct esc_go_object *object);
void esc_lower_remember(struct esc_lowering *lowering, const void *key, void *value);
/* The variable that was declared for it, NULL: none. */
struct esc_ir_variable *esc_lower_variable_of(const struct esc_lowering *lowering,
                                              const struct esc_go_object *object);
struct esc_ir_variable *esc_lower_variable(struct esc_lowering *lowering, const char *name,
                                           struct esc_go_place at, const struct esc_go_type *type,
                                           enum esc_ir_class class);
/* The variable that a name declares, in the function of now; NULL: `_`. */
struct esc_ir_variable *esc_lower_declare(struct esc_lowering *lowering,
                                          const struct esc_go_object *object,
                                          struct esc_go_place at, enum esc_ir_class class);
struct esc_ir_node *esc_lower_use(struct esc_lowering *lowering, struct esc_ir_variable *variable,
                                  struct esc_go_place at);
/* A new one without a name, at the base. */
struct esc_ir_variable *esc_lower_temporary(struct esc_lowering *lowering,
                                            const struct esc_go_type *type);

/* The value as one of the type, where it is assigned; what is implicit stands at the base. */
struct esc_ir_node *esc_lower_assigned(struct esc_lowering *lowering, struct esc_ir_node *value,
                                       const struct esc_go_type *type);
/* T(x) at a place. */
struct esc_ir_node *esc_lower_converted(struct esc_lowering *lowering, struct esc_ir_node *value,
                                        const struct esc_go_type *type, struct esc_go_place at);

/* Sets the base to the node's place, unless it is a name. */
void esc_lower_rebase(struct esc_lowering *lowering, const struct esc_ir_node *node);

struct esc_ir_node *esc_lower_expression(struct esc_lowering *lowering, struct esc_go_node *node);
struct esc_ir_node *esc_lower_call(struct esc_lowering *lowering, struct esc_go_node *node);
struct esc_ir_node *esc_lower_literal(struct esc_lowering *lowering, struct esc_go_node *node,
                                      const struct esc_go_type *type);
struct esc_ir_node *esc_lower_closure(struct esc_lowering *lowering, struct esc_go_node *node);
/* &x, or &T{}, at a place. */
struct esc_ir_node *esc_lower_address(struct esc_lowering *lowering, struct esc_ir_node *operand,
                                      struct esc_go_place at);

/*
 * t1, t2 … = call, run before `statement`: the variables' uses into `results`. For f(g()), return
 * g(), and a, b = g() where a type differs.
 */
struct esc_ir_node *esc_lower_spread(struct esc_lowering *lowering, struct esc_ir_node *call,
                                     struct esc_ir_nodes *results);

void esc_lower_statements(struct esc_lowering *lowering, const struct esc_go_nodes *statements,
                          struct esc_ir_nodes *into);

/* expressions.c, statements.c: what the two above lead to. */
struct esc_ir_node *esc_rule_lower_expression(struct esc_lowering *lowering,
                                              struct esc_go_node *node);
void esc_rule_lower_statements(struct esc_lowering *lowering, const struct esc_go_nodes *statements,
                               struct esc_ir_nodes *into);

/* Parameters and body; the function is the one of now meanwhile. `receiver` and `body` may be NULL.
 */
void esc_lower_function(struct esc_lowering *lowering, struct esc_ir_function *function,
                        struct esc_go_node *receiver, struct esc_go_node *signature,
                        struct esc_go_node *body);

/* The constant's text as the source has it, spaced as the compiler does; NULL: not known here. */
const char *esc_lower_source(struct esc_lowering *lowering, const struct esc_go_node *node);

/* The assignment that gives a variable of the package, or several, their value. */
struct esc_ir_node *esc_lower_initialiser(struct esc_lowering *lowering,
                                          const struct esc_go_initialiser *initialiser);

/* What of such an assignment is not data, into the function of now; in the order in which the
 * variables are initialised. */
void esc_lower_schedule(struct esc_lowering *lowering, struct esc_ir_node *assign);

/* Keys and list of an ASSIGN_LIST are there; makes them fit and chooses the op. */
void esc_lower_fit(struct esc_lowering *lowering, struct esc_ir_node *assign);

/* A function of the package, in the order in which they are analysed. */
void esc_lower_add_function(struct esc_lowering *lowering, struct esc_ir_function *function);

#endif
