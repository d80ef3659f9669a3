/*
 * The checker's own: what its files share. Nothing outside of gotypes includes it.
 *
 * A fault ends the check: esc_check_fail() does not return. All memory is the world's, so that
 * nothing is lost. Recursion follows the tree, whose height is bounded, and declarations that need
 * others, which `depth` bounds.
 *
 * Files call each other in one direction, as they are listed below; what leads back goes through
 * `back`.
 */
#ifndef ESC_GOTYPES_CHECKER_H
#define ESC_GOTYPES_CHECKER_H

#include "gotypes/check.h"

#include <setjmp.h>

/* Operand of an operation: a node's fact while it is being worked on. */
struct operand {
    enum esc_go_mode mode;
    const struct esc_go_type *type;
    const struct esc_constant *value; /* CONSTANT */
    enum esc_go_builtin builtin;      /* BUILTIN */
    struct esc_go_node *node;
};

struct entry;

struct waiting {
    struct entry *entry;
    struct waiting *next;
};

/* A package-level declaration, or a method. */
struct entry {
    struct esc_go_object *object;
    const char *path;
    struct esc_go_scope *file;
    struct esc_go_node *node;         /* CONST, TYPE, VAR, FUNC */
    struct esc_go_node *type, *value; /* CONST, VAR: each may be NULL */
    struct esc_go_objects together;   /* VAR: all that one value gives, if more than one */
    unsigned iota;
    bool inherited;                /* CONST: type and value of one before it */
    struct esc_go_objects methods; /* TYPE */
    struct esc_go_objects needs;   /* VAR, FUNC: those of the package that it names, once each */
    struct entry *first;           /* VAR: of those that share a value the first; it orders all */
    unsigned number;               /* in the source, from 0 */
    unsigned visit;                /* the last search that came by */
    unsigned waits;                /* for so many variables */
    struct waiting *waiting;       /* variables that wait for this one */
    struct waiting *needed;        /* variables that this one waits for */
    bool done;
};

struct checker;

/* What leads back to files above. */
struct back {
    void (*declare)(struct checker *c, struct esc_go_object *object);
    void (*evaluate)(struct checker *c, struct operand *x, struct esc_go_node *node,
                     const struct esc_go_type *hint);
    void (*body)(struct checker *c, struct esc_go_function *function, struct esc_go_node *block);
};

/* Checks that have to wait until all types are there. */
struct postponed {
    void (*check)(struct checker *c, const struct postponed *it);
    struct esc_go_node *node;
    const struct esc_go_type *type;
    struct esc_go_object *object;
    const char *path;
    struct postponed *next;
};

struct checker {
    struct esc_go_world *world;
    struct esc_arena *arena;
    struct esc_go_package *package;
    struct esc_go_checked *checked;
    struct esc_go_fact *facts;
    const struct back *back;

    jmp_buf fault;
    struct esc_error *error;
    struct esc_go_place *wrong;

    /* Where we are. */
    const char *path;
    struct esc_go_scope *scope, *package_scope;
    struct esc_go_function *function; /* NULL: outside of functions */
    struct esc_go_objects *locals;    /* of the function */
    struct entry *entry;              /* whose value or body it is: it collects what it needs */
    const struct esc_constant *iota;  /* NULL: not in a constant's declaration */
    struct esc_go_place inherited;    /* line > 0: faults of a repeated value are told there */
    bool calls;     /* a call or receive was seen: len of an array is no constant then */
    unsigned depth; /* declarations that need each other */
    unsigned level; /* nodes above each other, of all these declarations */

    struct esc_go_objects open; /* objects whose declaration is being checked, outermost first */
    struct postponed *postponed, **postponed_end;
    struct esc_go_objects imports; /* ESC_OBJECT_PACKAGE, and one for each import with a dot */
};

enum { ESC_CHECK_DEPTH = 1000, ESC_CHECK_LEVELS = ESC_SYNTAX_HEIGHT + ESC_CHECK_DEPTH };

#define FACT(c, node) (&(c)->facts[(node)->id])

/* ---- fault.c: messages, what was found ---- */

void esc_check_fail(struct checker *c, struct esc_go_place at, const char *format, ...)
    __attribute__((noreturn, format(printf, 3, 4)));
/* At where the node's text begins. */
void esc_check_fail_at(struct checker *c, const struct esc_go_node *node, const char *format, ...)
    __attribute__((noreturn, format(printf, 3, 4)));
/* One node deeper; a fault where it is too deep. What ends a check early need not come up again. */
void esc_check_descend(struct checker *c, const struct esc_go_node *node);
/* Texts for messages; they live in the arena. */
const char *esc_check_type_text(struct checker *c, const struct esc_go_type *type);
const char *esc_check_node_text(struct checker *c, const struct esc_go_node *node);
const char *esc_check_describe(struct checker *c, const struct operand *x);
/* Notes what the node is. */
void esc_check_note(struct checker *c, struct esc_go_node *node, const struct operand *x);
void esc_check_note_type(struct checker *c, struct esc_go_node *node,
                         const struct esc_go_type *type);
void esc_check_postpone(struct checker *c,
                        void (*check)(struct checker *, const struct postponed *),
                        struct esc_go_node *node, const struct esc_go_type *type,
                        struct esc_go_object *object);
/* The underlying type; a fault where it is still being declared. */
const struct esc_go_type *esc_check_under(struct checker *c, const struct esc_go_type *type,
                                          const struct esc_go_node *node);
/* Whether the type's size is known, as none is of a type that holds itself. */
bool esc_check_is_complete(const struct esc_go_type *type);
/* Size, of a type that must be complete. */
int64_t esc_check_size(struct checker *c, const struct esc_go_type *type,
                       const struct esc_go_node *node);

/* ---- convert.c: constants of types, assignability, conversions ---- */

/* Whether the constant can be of the type (a basic one, perhaps untyped); *value: as it is there.
 */
bool esc_check_representable(struct checker *c, const struct esc_constant **value,
                             const struct esc_go_type *type);
/* After an operation: the constant must fit its type. */
void esc_check_overflow(struct checker *c, struct operand *x, const struct esc_go_node *node);
/* Gives an untyped operand, and the nodes it is made of, the type. */
void esc_check_convert_untyped(struct checker *c, struct operand *x,
                               const struct esc_go_type *target);
/* The same without a fault. */
bool esc_check_try_untyped(struct checker *c, struct operand *x, const struct esc_go_type *target);
void esc_check_settle(struct checker *c, struct esc_go_node *node, const struct esc_go_type *type);
/* Untyped constants get the default type of theirs. */
void esc_check_default(struct checker *c, struct operand *x);
bool esc_check_assignable(struct checker *c, const struct operand *x,
                          const struct esc_go_type *type, const char **why);
/* x as a value of the type (NULL: of none, as for _); `what` is told in the message. */
void esc_check_assign(struct checker *c, struct operand *x, const struct esc_go_type *type,
                      const char *what);
/* T(x) */
void esc_check_conversion(struct checker *c, struct operand *x, const struct esc_go_type *type);
void esc_check_single(struct checker *c, struct operand *x);
bool esc_check_is_nil(const struct operand *x);
/* Whether T has the methods of the interface; the reason otherwise. */
bool esc_check_implements(struct checker *c, const struct esc_go_type *type,
                          const struct esc_go_type *interface, bool dynamic, const char **why);

/* ---- names.c: blocks and names ---- */

void esc_check_open(struct checker *c);
void esc_check_close(struct checker *c);
struct esc_go_object *esc_check_variable(struct checker *c, struct esc_go_node *name,
                                         const struct esc_go_type *type, enum esc_go_role role);
/* Into the innermost block; a fault where the name is there. */
void esc_check_declare(struct checker *c, struct esc_go_object *object);
void esc_check_name_use(struct checker *c, struct operand *x, struct esc_go_node *node);
void esc_check_selector(struct checker *c, struct operand *x, struct esc_go_node *node);
void esc_check_need(struct checker *c, struct esc_go_object *object);

/* ---- typing.c: types as they are written ---- */

const struct esc_go_type *esc_check_type(struct checker *c, struct esc_go_node *node);
/* Whether the node can be nothing but a type, by its kind. */
bool esc_check_is_type_node(const struct esc_go_node *node);
/* Fills in a FUNC type; `receiver` may be NULL. */
const struct esc_go_type *esc_check_func_type(struct checker *c, struct esc_go_node *node,
                                              struct esc_go_node *receiver);

/* ---- arguments.c ---- */

/* The values of a list, one of which may be a call with several results. */
struct operands {
    struct operand *list;
    size_t count;
};
struct operands esc_check_values(struct checker *c, const struct esc_go_nodes *nodes,
                                 bool may_ask_ok);
/* The arguments of a call as those of a function type. */
void esc_check_arguments(struct checker *c, struct esc_go_node *call,
                         const struct esc_go_type *func, struct operands arguments);

/* ---- operators.c, index.c, literals.c, calls.c, builtins.c: parts of expressions ---- */

void esc_check_unary(struct checker *c, struct operand *x, struct esc_go_node *node);
void esc_check_binary(struct checker *c, struct operand *x, struct esc_go_node *node,
                      enum esc_go_operator op, struct esc_go_node *left, struct esc_go_node *right);
/* v == x of a switch: both may be changed. */
void esc_check_case(struct checker *c, struct operand *x, struct operand *v);
void esc_check_index(struct checker *c, struct operand *x, struct esc_go_node *node);
void esc_check_slice(struct checker *c, struct operand *x, struct esc_go_node *node);
/* An index, which is less than `length` (< 0: any); its value, or -1. */
int64_t esc_check_index_value(struct checker *c, struct esc_go_node *node, int64_t length);
void esc_check_composite(struct checker *c, struct operand *x, struct esc_go_node *node,
                         const struct esc_go_type *hint);
void esc_check_call(struct checker *c, struct operand *x, struct esc_go_node *node);
void esc_check_builtin(struct checker *c, struct operand *x, struct esc_go_node *node,
                       enum esc_go_builtin what);
/* ---- expressions.c ---- */

/* Of any kind; `hint`: the type of a composite literal that has none written. */
void esc_check_evaluate(struct checker *c, struct operand *x, struct esc_go_node *node,
                        const struct esc_go_type *hint);

/* ---- values.c: through c->back, so that every file may ask ---- */

/* One value: no type, no builtin, no call without or with several results. */
void esc_check_value(struct checker *c, struct operand *x, struct esc_go_node *node);
void esc_check_value_as(struct checker *c, struct operand *x, struct esc_go_node *node,
                        const struct esc_go_type *hint);
void esc_check_value_or_type(struct checker *c, struct operand *x, struct esc_go_node *node);
void esc_check_values_or_none(struct checker *c, struct operand *x, struct esc_go_node *node);

/* ---- declarations.c ---- */

/* The object's type, and value; nothing where they are known. */
void esc_check_declare_object(struct checker *c, struct esc_go_object *object);
/* DECLARE */
void esc_check_local_declaration(struct checker *c, struct esc_go_node *node);
/* Which constants repeat the ones before them: walked in the order of the source. */
struct repetition {
    unsigned group;
    const struct esc_go_node *node; /* the last one with values */
};
/* The CONST that tells type and values of this one. */
const struct esc_go_node *esc_check_repeated(struct checker *c, struct repetition *last,
                                             const struct esc_go_node *node);
/* The value for a constant of that index; a fault where there is none, or one too many. */
struct esc_go_node *esc_check_constant_value(struct checker *c, const struct esc_go_node *node,
                                             const struct esc_go_node *from, size_t index);

/* ---- assignments.c ---- */

void esc_check_initialise_one(struct checker *c, struct esc_go_object *variable, struct operand *x,
                              const char *what);
/* `at`: of a return statement; NULL: a declaration. */
void esc_check_initialise(struct checker *c, const struct esc_go_objects *left,
                          const struct esc_go_nodes *values, const struct esc_go_node *at);
void esc_check_assignment(struct checker *c, struct esc_go_node *node);
/* x to what stands left; `left` may be _. */
void esc_check_assign_to(struct checker *c, struct esc_go_node *left, struct operand *x);

/* ---- ends.c: whether control gets past the statement ---- */

bool esc_check_ends(const struct checker *c, const struct esc_go_node *statement);

/* ---- statements.c ---- */

void esc_check_body(struct checker *c, struct esc_go_function *function, struct esc_go_node *block);

/* ---- order.c, captures.c ---- */

void esc_check_order(struct checker *c, struct entry **entries, size_t count);
/* Of all literals below the node. */
void esc_check_captures(struct checker *c, struct esc_go_node *node);

#endif
