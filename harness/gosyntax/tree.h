/*
 * The tree of a Go source file: the grammar of Go 1.27, generics included, as written; what a name
 * means and whether a type fits is not its business.
 *
 * A node stands at the token by which Go's compiler (cmd/compile/internal/syntax) names its
 * place, which the kinds below tell. Names and literals are texts of the pool inside: equal ones
 * have equal addresses, across all files that were parsed into one esc_syntax. A pointer to a node
 * is NULL only where a comment says so.
 *
 * Height: no node has more than ESC_SYNTAX_HEIGHT nodes above each other below it, so that a walk
 * may recurse.
 */
#ifndef ESC_GOSYNTAX_TREE_H
#define ESC_GOSYNTAX_TREE_H

#include "base/arena.h"
#include "base/intern.h"

#include <stdbool.h>
#include <stddef.h>

enum { ESC_SYNTAX_HEIGHT = 2000 };

/* Both from 1, columns in bytes. */
struct esc_go_place {
    unsigned line, column;
};

enum esc_node_kind {
    ESC_NODE_NONE,

    /* Expressions and types: where a type may stand, an expression may as well. */
    ESC_NODE_NAME,           /* at its first byte */
    ESC_NODE_LITERAL,        /* at its first byte */
    ESC_NODE_COMPOSITE,      /* T{…}, or {…} inside another one; at { */
    ESC_NODE_KEY_VALUE,      /* key: value, inside a composite literal; at : */
    ESC_NODE_FUNC_LITERAL,   /* at func */
    ESC_NODE_PAREN,          /* (x) of an expression; at (. Around types that can be nothing else
                                parentheses are left out */
    ESC_NODE_SELECTOR,       /* x.f; at . */
    ESC_NODE_INDEX,          /* x[i], or x[T1, T2]; at [ */
    ESC_NODE_SLICE,          /* x[i:j:k]; at [ */
    ESC_NODE_ASSERT,         /* x.(T); at . */
    ESC_NODE_TYPE_GUARD,     /* v := x.(type), as the tag of a switch only; at . */
    ESC_NODE_UNARY,          /* also *T, <-x, ~T, &x; at the operator */
    ESC_NODE_BINARY,         /* also T | U of constraints; at the operator */
    ESC_NODE_CALL,           /* also a conversion; at ( */
    ESC_NODE_ARRAY_TYPE,     /* at [ */
    ESC_NODE_SLICE_TYPE,     /* at [ */
    ESC_NODE_DOTS_TYPE,      /* ...T, of a last parameter only; at ... */
    ESC_NODE_STRUCT_TYPE,    /* at struct */
    ESC_NODE_INTERFACE_TYPE, /* at interface */
    ESC_NODE_FUNC_TYPE,      /* at the token behind `func`, or behind the function's name */
    ESC_NODE_MAP_TYPE,       /* at map */
    ESC_NODE_CHAN_TYPE,      /* at chan or <- */
    ESC_NODE_FIELD,          /* of a struct, a method or element of an interface, a parameter, a
                                result, a receiver, a type parameter; at its name, or at its type */

    /* Statements */
    ESC_NODE_EMPTY,
    ESC_NODE_LABELED,    /* at : */
    ESC_NODE_BLOCK,      /* at { */
    ESC_NODE_EXPRESSION, /* where its expression is */
    ESC_NODE_SEND,       /* at <- */
    ESC_NODE_DECLARE,    /* const, type, var in a function; at the keyword */
    ESC_NODE_ASSIGN,     /* =, :=, op=, ++, --; at the operator */
    ESC_NODE_BRANCH,     /* break, continue, goto, fallthrough; at the keyword */
    ESC_NODE_GO,         /* at the keyword */
    ESC_NODE_DEFER,      /* at the keyword */
    ESC_NODE_RETURN,     /* at the keyword */
    ESC_NODE_IF,         /* at the keyword */
    ESC_NODE_FOR,        /* at the keyword */
    ESC_NODE_RANGE,      /* as the `init` of a FOR only; at range */
    ESC_NODE_SWITCH,     /* at the keyword */
    ESC_NODE_SELECT,     /* at the keyword */
    ESC_NODE_CASE,       /* of a switch; at case or default */
    ESC_NODE_COMM,       /* of a select; at case or default */

    /* Declarations: each at its first token, without the keyword but for functions: at func's next
       token */
    ESC_NODE_IMPORT,
    ESC_NODE_CONST,
    ESC_NODE_TYPE,
    ESC_NODE_VAR,
    ESC_NODE_FUNC,
    ESC_NODE_KINDS
};

enum esc_go_operator {
    ESC_GO_NO_OPERATOR,
    /* unary only */
    ESC_GO_NOT,     /* ! */
    ESC_GO_RECEIVE, /* <- */
    ESC_GO_TILDE,   /* ~ */
    /* binary, those of one precedence in a row, from the weakest */
    ESC_GO_OR_OR,
    ESC_GO_AND_AND,
    ESC_GO_EQUAL,
    ESC_GO_NOT_EQUAL,
    ESC_GO_LESS,
    ESC_GO_LESS_EQUAL,
    ESC_GO_GREATER,
    ESC_GO_GREATER_EQUAL,
    ESC_GO_ADD, /* also unary */
    ESC_GO_SUB, /* also unary */
    ESC_GO_OR,  /* | */
    ESC_GO_XOR, /* ^, also unary */
    ESC_GO_MUL, /* also unary: a pointer's target, a pointer type */
    ESC_GO_DIV,
    ESC_GO_REM,
    ESC_GO_AND, /* also unary: & of an operand */
    ESC_GO_AND_NOT,
    ESC_GO_SHIFT_LEFT,
    ESC_GO_SHIFT_RIGHT,
    ESC_GO_OPERATORS
};

enum esc_go_literal { ESC_GO_INT, ESC_GO_FLOAT, ESC_GO_IMAGINARY, ESC_GO_RUNE, ESC_GO_STRING };

enum esc_go_direction { ESC_GO_BOTH, ESC_GO_SEND_ONLY, ESC_GO_RECEIVE_ONLY };

enum esc_go_branch { ESC_GO_BREAK, ESC_GO_CONTINUE, ESC_GO_FALLTHROUGH, ESC_GO_GOTO };

/* Directives before a function's or a type's declaration, as bits. */
enum esc_go_pragma {
    ESC_PRAGMA_NOESCAPE = 1,          /* //go:noescape */
    ESC_PRAGMA_UINTPTR_ESCAPES = 2,   /* //go:uintptrescapes */
    ESC_PRAGMA_UINTPTR_KEEPALIVE = 4, /* //go:uintptrkeepalive */
    ESC_PRAGMA_NOT_IN_HEAP = 8,       /* //go:notinheap */
    ESC_PRAGMA_NOINLINE = 16,         /* //go:noinline */
    ESC_PRAGMA_NOSPLIT = 32,          /* //go:nosplit */
    ESC_PRAGMA_NORACE = 64,           /* //go:norace */
    ESC_PRAGMA_NOCHECKPTR = 128,      /* //go:nocheckptr */
    ESC_PRAGMA_NOINTERFACE = 256,     /* //go:nointerface */
    ESC_PRAGMA_YESWRITEBARRIER = 512, /* and nowritebarrier, nowritebarrierrec, systemstack */
    ESC_PRAGMA_EMBED = 1024,          /* //go:embed, before a variable */
};

struct esc_go_node;

struct esc_go_nodes {
    struct esc_go_node **list;
    size_t count;
};

struct esc_go_node {
    enum esc_node_kind kind;
    unsigned id; /* from 0, each once among all files of an esc_syntax, in no order */
    struct esc_go_place at;
    unsigned height; /* 1: has no node below */
    union {
        const char *name; /* NAME: never "" */
        struct {
            const char *text; /* as written, quotes included */
            enum esc_go_literal kind;
        } literal;
        struct {
            struct esc_go_node *type; /* NULL: that of the literal around it */
            struct esc_go_nodes elements;
            size_t key_count;        /* elements that are KEY_VALUE */
            struct esc_go_place end; /* } */
        } composite;
        struct {
            struct esc_go_node *key, *value;
        } pair; /* KEY_VALUE */
        struct {
            struct esc_go_node *type, *body; /* FUNC_TYPE, BLOCK */
        } func_literal;
        struct esc_go_node *inner; /* PAREN, EXPRESSION */
        struct {
            struct esc_go_node *operand, *name; /* name: a NAME */
        } selector;
        struct {
            struct esc_go_node *operand;
            struct esc_go_nodes indices; /* at least one */
        } index;
        struct {
            struct esc_go_node *operand, *low, *high, *max; /* each bound may be NULL */
            bool full;                                      /* x[i:j:k]: high and max are there */
        } slice;
        struct {
            struct esc_go_node *operand, *type;
        } assertion; /* ASSERT */
        struct {
            struct esc_go_node *variable; /* NAME, or NULL */
            struct esc_go_node *operand;
        } type_guard;
        struct {
            enum esc_go_operator op;
            struct esc_go_node *operand;
        } unary;
        struct {
            enum esc_go_operator op;
            struct esc_go_node *left, *right;
        } binary;
        struct {
            struct esc_go_node *callee;
            struct esc_go_nodes arguments;
            bool has_dots; /* the last argument is followed by ... */
        } call;
        struct {
            struct esc_go_node *length; /* NULL: [...] (ARRAY_TYPE) */
            struct esc_go_node *element;
        } array_type;
        struct esc_go_node *element; /* SLICE_TYPE, DOTS_TYPE */
        struct {
            struct esc_go_nodes fields; /* FIELD */
        } struct_type;
        struct {
            struct esc_go_nodes members; /* FIELD: with a name, a method; without, an element */
        } interface_type;
        struct {
            struct esc_go_nodes parameters, results; /* FIELD */
        } func_type;
        struct {
            struct esc_go_node *key, *value;
        } map_type;
        struct {
            enum esc_go_direction direction;
            struct esc_go_node *element;
        } chan_type;
        struct {
            struct esc_go_node *name; /* NAME; NULL: embedded, or a parameter without a name */
            struct esc_go_node *type; /* one node for all of `a, b T` */
            struct esc_go_node *tag;  /* LITERAL, or NULL */
        } field;

        struct {
            struct esc_go_node *label, *statement; /* label: a NAME */
        } labeled;
        struct {
            struct esc_go_nodes statements;
            struct esc_go_place end; /* } */
        } block;
        struct {
            struct esc_go_node *channel, *value;
        } send;
        struct esc_go_nodes declarations; /* DECLARE: CONST, TYPE or VAR */
        struct {
            enum esc_go_operator op;         /* of op=, ++ (ADD) and -- (SUB); else none */
            bool defines;                    /* := */
            struct esc_go_nodes left, right; /* ++ and --: right is empty */
        } assign;
        struct {
            enum esc_go_branch what;
            struct esc_go_node *label; /* NAME, or NULL */
            /* Where it goes: FOR, SWITCH or SELECT that is left or continued, LABELED of a goto,
             * NULL of a fallthrough. Not below this node: it stands elsewhere in the function. */
            struct esc_go_node *target;
        } branch;
        struct esc_go_node *call_of; /* GO, DEFER: a CALL, though it may turn out a conversion */
        struct esc_go_nodes results; /* RETURN */
        struct {
            struct esc_go_node *init;             /* a simple statement, or NULL */
            struct esc_go_node *condition, *then; /* then: a BLOCK */
            struct esc_go_node *otherwise;        /* IF or BLOCK, or NULL */
        } branch_if;                              /* IF */
        struct {
            struct esc_go_node *init;             /* a simple statement, RANGE, or NULL */
            struct esc_go_node *condition, *post; /* each may be NULL */
            struct esc_go_node *body;             /* BLOCK */
        } loop;                                   /* FOR */
        struct {
            struct esc_go_nodes left; /* none, one or two */
            bool defines;             /* := */
            struct esc_go_node *operand;
        } range;
        struct {
            struct esc_go_node *init;    /* a simple statement, or NULL */
            struct esc_go_node *tag;     /* an expression, TYPE_GUARD, or NULL */
            struct esc_go_nodes clauses; /* CASE */
            struct esc_go_place end;     /* } */
        } choice;                        /* SWITCH */
        struct {
            struct esc_go_nodes clauses; /* COMM */
            struct esc_go_place end;     /* } */
        } select;
        struct {
            bool is_default;
            struct esc_go_nodes values; /* none: default */
            struct esc_go_nodes body;
            struct esc_go_place colon;
        } clause; /* CASE */
        struct {
            struct esc_go_node *statement; /* SEND, EXPRESSION or ASSIGN; NULL: default */
            struct esc_go_nodes body;
            struct esc_go_place colon;
        } comm;

        struct {
            struct esc_go_node *name; /* NAME, which may be "."; NULL: the package's own */
            struct esc_go_node *path; /* LITERAL, a string */
        } import;
        struct {
            struct esc_go_nodes names;  /* NAME, at least one */
            struct esc_go_node *type;   /* NULL: none */
            struct esc_go_nodes values; /* none in a group: the last ones before it again */
            unsigned group;             /* in parentheses: one number for all of them, else 0 */
            unsigned iota;              /* which of its group it is, from 0 */
        } constant;                     /* CONST */
        struct {
            struct esc_go_nodes names; /* NAME, at least one */
            struct esc_go_node *type;  /* NULL: none */
            struct esc_go_nodes values;
            unsigned pragmas;
        } variable; /* VAR */
        struct {
            struct esc_go_node *name;       /* NAME */
            struct esc_go_nodes parameters; /* FIELD, type parameters; those of one list share their
                                               constraint's node */
            bool is_alias;                  /* type A = B */
            struct esc_go_node *type;
            unsigned pragmas;
        } type_decl; /* TYPE */
        struct {
            struct esc_go_node *receiver;   /* FIELD, or NULL */
            struct esc_go_node *name;       /* NAME */
            struct esc_go_nodes parameters; /* FIELD, type parameters */
            struct esc_go_node *type;       /* FUNC_TYPE */
            struct esc_go_node *body;       /* BLOCK; NULL: none, as of assembly */
            unsigned pragmas;
        } func; /* FUNC */
    };
};

/* A line //go:… that is none of enum esc_go_pragma, e.g. linkname or build. */
struct esc_go_directive {
    struct esc_go_place at;
    const char *text; /* from go: to the end of the line */
};

/* A file. Lives as long as the esc_syntax that it was parsed into. */
struct esc_go_file {
    const char *path;                 /* as it was given */
    struct esc_go_place at;           /* of `package` */
    struct esc_go_node *package;      /* NAME */
    struct esc_go_nodes declarations; /* IMPORT first, then CONST, TYPE, VAR, FUNC as they come */
    struct esc_go_directive *directives;
    size_t directive_count;
    unsigned lines;
};

/* What all files of a program share, and what owns them. Zero-initialise before use. */
struct esc_syntax {
    struct esc_arena arena;
    struct esc_intern texts;
    unsigned node_count; /* ids are below it */
    unsigned group_count;
};

/* Frees all files that were parsed into it, and zeroes. */
void esc_syntax_free(struct esc_syntax *syntax);

/* "call", "selector" …: what a person calls it. */
const char *esc_node_word(enum esc_node_kind kind);

/* As it is written: "+", "&^". */
const char *esc_go_operator_text(enum esc_go_operator op);

/* From 1 (||) to 5 (* and its like); 0: not binary. Source: Go specification, "Operator
 * precedence". */
int esc_go_precedence(enum esc_go_operator op);

/* The expression without parentheses around it. */
struct esc_go_node *esc_go_unparen(struct esc_go_node *node);

/* Where the first token of an expression is: the x of x.f(y), whose place is the parenthesis. */
struct esc_go_place esc_go_start(const struct esc_go_node *node);

/*
 * Calls `visit` for each node right below, in the order of the source; types that several fields
 * share once for each. The target of a branch is not below it.
 */
typedef void esc_go_visit(void *context, struct esc_go_node *child);
void esc_go_children(struct esc_go_node *node, esc_go_visit *visit, void *context);

#endif
