/*
 * What the files of the parser share: the token that is next, nodes being made, lists being
 * gathered. Private to this folder: parse.h is what others use.
 *
 * After an error each token is the end of the file, so that all that is being parsed comes to its
 * end by itself; what it returns then is not NULL, but means nothing.
 *
 * Go's grammar goes in a circle (a type holds expressions, an expression types and statements), the
 * files do not: declarations, statements > expressions > types > parser. What leads back up
 * is called by a pointer in here.
 */
#ifndef ESC_GOSYNTAX_PARSER_H
#define ESC_GOSYNTAX_PARSER_H

#include "gosyntax/scanner.h"
#include "gosyntax/tree.h"

struct esc_parser {
    struct esc_scanner scanner;
    struct esc_syntax *syntax;
    struct esc_go_node **gathered; /* of the lists that are not complete yet */
    size_t gathered_count, gathered_size;
    unsigned depth; /* how deep the parser's own calls are */
    int nesting;    /* brackets around; below 0: in the head of an if, for or switch, outside of
                       brackets, where a { begins the body */
    struct esc_go_node *(*expression)(struct esc_parser *parser);
    struct esc_go_node *(*body)(struct esc_parser *parser); /* of a function */
};

/* ---- the next token ---- */

enum esc_token esc_parser_token(const struct esc_parser *parser);
struct esc_go_place esc_parser_place(const struct esc_parser *parser);
bool esc_parser_at(const struct esc_parser *parser, enum esc_go_operator op);
void esc_parser_next(struct esc_parser *parser);

/* Takes the token where it is this one. */
bool esc_parser_got(struct esc_parser *parser, enum esc_token token);
/* The same, and an error where it is another one. */
void esc_parser_want(struct esc_parser *parser, enum esc_token token);

/* The next token is an error: "unexpected newline, WANTED". */
void esc_parser_unexpected(struct esc_parser *parser, const char *wanted);
/* A reason of its own, at a place. */
void esc_parser_refuse(struct esc_parser *parser, struct esc_go_place place, const char *reason);

/* A way down; false with an error where it is too deep. Each way down has its way up. */
bool esc_parser_down(struct esc_parser *parser);
void esc_parser_up(struct esc_parser *parser);

/* Directives before a declaration, those of them that it takes; an error for others. */
unsigned esc_parser_pragmas(struct esc_parser *parser, unsigned allowed);

/* ---- nodes ---- */

struct esc_go_node *esc_parser_node(struct esc_parser *parser, enum esc_node_kind kind,
                                    struct esc_go_place at);
/* Stands for what could not be parsed. */
struct esc_go_node *esc_parser_nothing(struct esc_parser *parser);

/* `child`, which becomes a part of `parent`; NULL gives NULL. To be called once the child is
 * complete, but its operand in `x[T]` may come later. */
struct esc_go_node *esc_parser_adopt(struct esc_parser *parser, struct esc_go_node *parent,
                                     struct esc_go_node *child);

/* The name that is next, or an error. */
struct esc_go_node *esc_parser_name(struct esc_parser *parser);
/* One of this text. */
struct esc_go_node *esc_parser_make_name(struct esc_parser *parser, struct esc_go_place at,
                                         const char *text, size_t length);
/* The literal that is next, or NULL. */
struct esc_go_node *esc_parser_literal(struct esc_parser *parser);

/* ---- lists ---- */

/* Lists lie within each other: begin, gather one by one, and end makes a list of those since. */
size_t esc_parser_begin(const struct esc_parser *parser);
void esc_parser_gather(struct esc_parser *parser, struct esc_go_node *node);
/* `parent` adopts them; NULL: nobody yet. */
struct esc_go_nodes esc_parser_end(struct esc_parser *parser, size_t begin,
                                   struct esc_go_node *parent);
/* Each one of a list that nobody had adopted. */
void esc_parser_adopt_all(struct esc_parser *parser, struct esc_go_node *parent,
                          const struct esc_go_nodes *nodes);

/* Behind an element: whether another one follows. The separator may be left out before `close`. */
bool esc_parser_goes_on(struct esc_parser *parser, enum esc_token separator, enum esc_token close);

/* ---- types.c ---- */

struct esc_go_node *esc_parse_type(struct esc_parser *parser);
/* NULL where none begins here. */
struct esc_go_node *esc_parse_type_if_any(struct esc_parser *parser);

/* Behind [ at `place`, and perhaps behind an array's length. */
struct esc_go_node *esc_parse_array_type(struct esc_parser *parser, struct esc_go_place place,
                                         struct esc_go_node *length);
/* Behind []. */
struct esc_go_node *esc_parse_slice_type(struct esc_parser *parser, struct esc_go_place place);

/* From the parameters on. Type parameters go to `type_parameters`; NULL: they are refused for the
 * reason `refusal`. */
struct esc_go_node *esc_parse_signature(struct esc_parser *parser,
                                        struct esc_go_nodes *type_parameters, const char *refusal);

/* Behind ( or [ of a list of parameters up to `close`. `name` and `type`: of the first one, as far
 * as they were parsed already, else NULL. */
struct esc_parameters {
    enum esc_token close;
    bool named; /* each must have a name: type parameters */
    bool dots;  /* the last one may be variadic */
};
struct esc_go_nodes esc_parse_parameters(struct esc_parser *parser, struct esc_go_node *name,
                                         struct esc_go_node *type,
                                         const struct esc_parameters *what);

/* x[…] behind [: expressions and types up to ], which is not taken; the first one must be a type
 * where `types` is set. Returns whether there was a comma. */
bool esc_parse_type_list(struct esc_parser *parser, bool types, struct esc_go_node *parent,
                         struct esc_go_nodes *list);

/* ---- expressions.c ---- */

struct esc_go_node *esc_parse_expression(struct esc_parser *parser);
/* Goes on behind `left`, by operators that bind more than `precedence`; NULL: from the start. */
struct esc_go_node *esc_parse_binary(struct esc_parser *parser, struct esc_go_node *left,
                                     int precedence);
/* A primary expression; `operand` may be its first part, else NULL. */
struct esc_go_node *esc_parse_primary(struct esc_parser *parser, struct esc_go_node *operand);
/* a, b, c. */
struct esc_go_nodes esc_parse_expressions(struct esc_parser *parser, struct esc_go_node *parent);

/* ---- declarations.c ---- */

/* Behind the keyword import, const, type or var, with parentheses or without: gathers them. */
void esc_parse_declarations(struct esc_parser *parser, enum esc_token keyword);
/* Behind func. */
struct esc_go_node *esc_parse_function(struct esc_parser *parser);

/* ---- statements.c ---- */

struct esc_go_node *esc_parse_block(struct esc_parser *parser, const char *wanted);

/* ---- branches.c ---- */

/* Finds where each branch of a function's body goes, and refuses those that go nowhere. Function
 * literals within are left out: each has been looked at by itself. */
void esc_check_branches(struct esc_parser *parser, struct esc_go_node *body);

#endif
