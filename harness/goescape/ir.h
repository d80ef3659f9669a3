/*
 * The lowered form of a Go package: what escape analysis looks at. Names are variables and
 * functions, conversions that the language makes are written out, a method's call is a call of a
 * function with the receiver in front, and each expression that may need memory has its own node.
 * It stays what the source says otherwise, in the source's order, with the places that the compiler
 * gives its own nodes (Go 1.19: cmd/compile/internal/noder, where they come from).
 *
 * All of it belongs to the arena of an esc_ir_package. Types are those of gotypes.
 *
 * Another program gets it from esc_go_analyse() (analyse.h), with the verdicts: an expression that
 * needs memory has a `location`, and so has each variable; `escapes` of it (graph.h) says that the
 * memory is on the heap. Parameters have their tags. What was taken out, because constants decide
 * that it is never run, is not there any more and has no verdict; what is not looked at, as inside
 * a function literal that is never reached, has no location (NULL). Calls whose method is known by
 * then are calls of that method. Arguments of a go or defer are variables (.autotmp_N) whose
 * assignments stand in `before` of the call, as are those of a call that the callee's directives
 * ask for. esc_go_allocations() (allocations.h) goes through all that has a verdict.
 */
#ifndef ESC_GOESCAPE_IR_H
#define ESC_GOESCAPE_IR_H

#include "gotypes/types.h"

#include <stdbool.h>
#include <stddef.h>

struct esc_ir_node;
struct esc_ir_function;
struct esc_location;

enum esc_ir_op {
    ESC_IR_NOTHING,
    /* Expressions. x, y, z, w, list, keys: operands; what is not named is empty. NOTHING is `_`
     * where something is assigned to. */
    ESC_IR_CONSTANT, /* text as written, of this operation (full: binary); value */
    ESC_IR_NIL,
    ESC_IR_VARIABLE,          /* variable; full: of a function around this one */
    ESC_IR_GLOBAL,            /* object; text */
    ESC_IR_FUNCTION,          /* object; function (NULL: of another package); text */
    ESC_IR_METHOD,            /* T.m of type x: object, function, text */
    ESC_IR_TYPE,              /* type */
    ESC_IR_UNARY,             /* operator of x: + - ^ ! */
    ESC_IR_BINARY,            /* x operator y, also && || and comparisons */
    ESC_IR_CONCATENATE,       /* list: strings */
    ESC_IR_ADDRESS,           /* of x */
    ESC_IR_DEREFERENCE,       /* of x */
    ESC_IR_FIELD,             /* text of the struct x */
    ESC_IR_POINTER_FIELD,     /* text of what x points at */
    ESC_IR_INTERFACE_METHOD,  /* text of x, only as the callee of a call */
    ESC_IR_METHOD_VALUE,      /* x bound to its method: object, function (of the package), text */
    ESC_IR_ASSERT,            /* x.(type) */
    ESC_IR_INDEX,             /* x[y] of an array, slice or string */
    ESC_IR_MAP_INDEX,         /* x[y] */
    ESC_IR_SLICE,             /* x[y:z:w]; full: the second colon is there; x of an array is its
                                 address */
    ESC_IR_CONVERT,           /* x to type, which needs no memory */
    ESC_IR_CONVERT_IDENTITY,  /* the same, and nothing is to be done: the value stays what it is */
    ESC_IR_CONVERT_INTERFACE, /* x to an interface */
    ESC_IR_CONVERT_STRING,    /* between strings, bytes, runes */
    ESC_IR_SLICE_TO_ARRAY,    /* to a pointer to an array */
    ESC_IR_RECEIVE,           /* from x */
    ESC_IR_CALL,              /* of x with list; full: the last one is a slice for all others */
    ESC_IR_BUILTIN,           /* builtin with list; text; full: append(x, y...) */
    ESC_IR_NEW,               /* x: a TYPE */
    ESC_IR_MAKE_SLICE,        /* y: length, z: capacity or NULL */
    ESC_IR_MAKE_MAP,          /* y: hint or NULL */
    ESC_IR_MAKE_CHAN,         /* y: size or NULL */
    ESC_IR_POINTER_LITERAL,   /* &x, x a literal; also one for {…} of a pointer's type */
    ESC_IR_ARRAY_LITERAL,     /* list: the elements written */
    ESC_IR_SLICE_LITERAL,     /* list; implicit: the arguments of a variadic call */
    ESC_IR_STRUCT_LITERAL,    /* list */
    ESC_IR_MAP_LITERAL,       /* keys, list */
    ESC_IR_CLOSURE,           /* function */

    /* Statements; an expression may be one, too. */
    ESC_IR_ASSIGN,      /* x = y; y NULL: var x T; defines: := or var */
    ESC_IR_ASSIGN_OP,   /* x operator= y; full: x++ or x-- */
    ESC_IR_ASSIGN_LIST, /* keys = list: as many on both sides */
    ESC_IR_ASSIGN_OK,   /* keys = list, two of one that tells whether it was there: an assertion, a
                           map's   index, a receive */
    ESC_IR_ASSIGN_CALL, /* keys = list, one call with several results */
    ESC_IR_DECLARE,     /* variable begins to be */
    ESC_IR_BLOCK,       /* list */
    ESC_IR_IF,          /* x: condition; list, otherwise keys */
    ESC_IR_FOR,         /* x: condition or NULL; y: post or NULL; list */
    ESC_IR_RANGE,       /* x: key or NULL; y: value or NULL; z: what is gone through; list */
    ESC_IR_SWITCH,      /* x: tag or NULL; list: CASE */
    ESC_IR_TYPE_SWITCH, /* x; list: CASE */
    ESC_IR_CASE,   /* keys: values or types, none: default; list; variable: of a type switch, or
                      NULL */
    ESC_IR_SELECT, /* list: COMM */
    ESC_IR_COMM,   /* x: SEND, ASSIGN_OK, or NULL: default; list */
    ESC_IR_SEND,   /* y into x */
    ESC_IR_GO,     /* x: a call */
    ESC_IR_DEFER,  /* x: a call */
    ESC_IR_RETURN, /* list */
    ESC_IR_LABEL,  /* text */
    ESC_IR_BRANCH, /* break, continue, fallthrough */
    ESC_IR_GOTO,   /* text */
    ESC_IR_OPS
};

struct esc_ir_nodes {
    struct esc_ir_node **list;
    size_t count;
};

struct esc_ir_node {
    enum esc_ir_op op;
    struct esc_go_place at;
    const char *path;               /* its file */
    const struct esc_go_type *type; /* of an expression; NULL: it has none */
    bool implicit;                  /* not written in the source: is not printed */
    bool defines;
    bool full;
    bool walked; /* of a call: the analysis has come to it, and it prints as rewritten from then on;
                    of a go or defer: it was wrapped into a function literal */
    enum esc_go_operator operation;
    enum esc_go_builtin builtin;
    const char *text;
    const struct esc_constant *value;
    struct esc_go_object *object;
    struct esc_ir_node *x, *y, *z, *w;
    struct esc_ir_nodes before; /* statements that are run before it */
    struct esc_ir_nodes list, keys;
    const struct esc_ir_node *shown; /* prints as this one; NULL: as itself */
    struct esc_ir_variable *variable;
    struct esc_ir_function *function;
    struct esc_location *location; /* of one that needs memory: see graph.h */
};

enum esc_ir_class { ESC_IR_PARAMETER, ESC_IR_RESULT, ESC_IR_LOCAL };

struct esc_ir_variable {
    const char *name;   /* as it is printed */
    const char *symbol; /* the same, but ~b0 of the first result if that is `_` */
    enum esc_ir_class class;
    size_t result_index; /* of a RESULT, from 1 */
    const struct esc_go_type *type;
    struct esc_go_place at;
    const char *path;
    struct esc_ir_function *function; /* in which it is */
    struct esc_ir_node *definition;   /* the statement that declares it with a value; NULL: none */
    struct esc_location *location;
};

/* A parameter or receiver as it is declared; variable NULL: it has no name, or `_`. */
struct esc_ir_parameter {
    const char *name; /* NULL: none */
    struct esc_go_place at;
    const struct esc_go_type *type;
    bool variadic;
    struct esc_ir_variable *variable;
    struct esc_go_tag tag; /* once it was analysed: where it leaks to */
};

struct esc_ir_capture {
    struct esc_ir_variable *variable;
    struct esc_go_place at;
};

enum esc_ir_state { ESC_IR_UNKNOWN, ESC_IR_PLANNED, ESC_IR_WALKED, ESC_IR_TAGGED };

struct esc_ir_function {
    const char *name; /* "f", "T.m", "(*T).m", "f.func1" */
    const char *path;
    struct esc_go_place at;
    const struct esc_go_type *type;
    struct esc_go_object *object; /* NULL: a literal, or made by the analysis */
    unsigned pragmas;
    bool has_body;
    struct esc_ir_nodes body;
    struct esc_ir_parameter *parameters; /* the receiver first */
    size_t parameter_count;
    bool has_receiver;
    struct esc_ir_variable **variables; /* in the order in which they came to be */
    size_t variable_count;
    /* Of a literal. */
    struct esc_ir_function *outer; /* NULL: none */
    struct esc_ir_capture *captures;
    size_t capture_count;
    bool is_literal;
    bool called_directly; /* func(){…}() and no more */
    bool is_wrapper;      /* made for a go or defer */
    unsigned literals;    /* how many were named after it */
    enum esc_ir_state state;
    unsigned order; /* while components are looked for */
};

struct esc_ir_package {
    const struct esc_go_package *package;
    struct esc_arena *arena;
    struct esc_ir_function *
        *functions; /* declared ones, then init of the variables if it is needed */
    size_t function_count;
};

/* A node with this op, place and type. */
struct esc_ir_node *esc_ir_make(struct esc_arena *arena, enum esc_ir_op op, struct esc_go_place at,
                                const struct esc_go_type *type);

void esc_ir_add(struct esc_arena *arena, struct esc_ir_nodes *nodes, struct esc_ir_node *node);

/* The result of a function with this index. */
struct esc_ir_variable *esc_ir_result(const struct esc_ir_function *function, size_t index);

/* Calls `visit` for the node and all below it, the node first, until it returns true; returns that.
 * What is inside of function literals is not gone into. */
typedef bool esc_ir_visit(void *context, struct esc_ir_node *node);
bool esc_ir_any(struct esc_ir_node *node, esc_ir_visit *visit, void *context);
bool esc_ir_any_of(const struct esc_ir_nodes *nodes, esc_ir_visit *visit, void *context);

/*
 * What the expression is known to be, whatever is run before: the value of a local variable that is
 * assigned once, where it is declared, and whose address is not taken; conversions that do nothing
 * are looked through.
 */
struct esc_ir_node *esc_ir_static_value(struct esc_ir_node *node);

/* Appends the node as the compiler prints it, types named from inside of `package`. */
void esc_ir_text(struct esc_text *text, const struct esc_ir_node *node,
                 const struct esc_go_package *package);

#endif
