/*
 * Declarations. See parser.h. Source: Go specification, "Declarations and scope"; the places are
 * those of the compiler.
 */
#include "gosyntax/parser.h"

/* One of a group: `group` its number, 0 outside of parentheses; `index` which one, from 0. */
struct member {
    unsigned group, index;
};

static struct esc_go_node *import(struct esc_parser *parser, struct member member)
{
    (void)member;
    struct esc_go_node *node = esc_parser_node(parser, ESC_NODE_IMPORT, esc_parser_place(parser));
    esc_parser_pragmas(parser, 0);
    if (esc_parser_token(parser) == ESC_TOKEN_NAME) {
        node->import.name = esc_parser_adopt(parser, node, esc_parser_name(parser));
    } else if (esc_parser_token(parser) == ESC_TOKEN_DOT) {
        struct esc_go_node *dot = esc_parser_make_name(parser, esc_parser_place(parser), ".", 1);
        node->import.name = esc_parser_adopt(parser, node, dot);
        esc_parser_next(parser);
    }
    node->import.path = esc_parser_adopt(parser, node, esc_parser_literal(parser));
    if (node->import.path == NULL)
        esc_parser_unexpected(parser, "the path of a package in quotes");
    else if (node->import.path->literal.kind != ESC_GO_STRING)
        esc_parser_refuse(parser, node->import.path->at, "the path of a package is a string");
    return node;
}

static struct esc_go_nodes names(struct esc_parser *parser, struct esc_go_node *parent)
{
    const size_t begin = esc_parser_begin(parser);
    do
        esc_parser_gather(parser, esc_parser_name(parser));
    while (esc_parser_got(parser, ESC_TOKEN_COMMA));
    return esc_parser_end(parser, begin, parent);
}

/* = where an assignment may follow; := is an error. */
static bool got_assign(struct esc_parser *parser)
{
    if (esc_parser_token(parser) == ESC_TOKEN_DEFINE)
        esc_parser_unexpected(parser, "=");
    return esc_parser_got(parser, ESC_TOKEN_ASSIGN);
}

static struct esc_go_node *constant(struct esc_parser *parser, struct member member)
{
    struct esc_go_node *node = esc_parser_node(parser, ESC_NODE_CONST, esc_parser_place(parser));
    esc_parser_pragmas(parser, 0);
    node->constant.group = member.group;
    node->constant.iota = member.index;
    node->constant.names = names(parser, node);
    const enum esc_token token = esc_parser_token(parser);
    if (token == ESC_TOKEN_END || token == ESC_TOKEN_SEMICOLON || token == ESC_TOKEN_RIGHT_PAREN)
        return node;
    node->constant.type = esc_parser_adopt(parser, node, esc_parse_type_if_any(parser));
    if (got_assign(parser))
        node->constant.values = esc_parse_expressions(parser, node);
    return node;
}

static struct esc_go_node *variable(struct esc_parser *parser, struct member member)
{
    (void)member;
    struct esc_go_node *node = esc_parser_node(parser, ESC_NODE_VAR, esc_parser_place(parser));
    node->variable.pragmas = esc_parser_pragmas(parser, ESC_PRAGMA_EMBED);
    node->variable.names = names(parser, node);
    if (got_assign(parser)) {
        node->variable.values = esc_parse_expressions(parser, node);
        return node;
    }
    node->variable.type = esc_parser_adopt(parser, node, esc_parse_type(parser));
    if (got_assign(parser))
        node->variable.values = esc_parse_expressions(parser, node);
    return node;
}

/* ---- types ---- */

/* Whether it can only be a type, or a union with one. */
static bool is_type_element(struct esc_go_node *node)
{
    node = esc_go_unparen(node);
    switch (node->kind) {
    case ESC_NODE_ARRAY_TYPE:
    case ESC_NODE_STRUCT_TYPE:
    case ESC_NODE_FUNC_TYPE:
    case ESC_NODE_INTERFACE_TYPE:
    case ESC_NODE_SLICE_TYPE:
    case ESC_NODE_MAP_TYPE:
    case ESC_NODE_CHAN_TYPE:
        return true;
    case ESC_NODE_UNARY:
        return node->unary.op == ESC_GO_TILDE || is_type_element(node->unary.operand);
    case ESC_NODE_BINARY:
        return is_type_element(node->binary.left) || is_type_element(node->binary.right);
    default:
        return false;
    }
}

/* What type T[x begins: with `name` a type parameter and the beginning of its constraint, else an
 * array of that length. */
struct split {
    struct esc_go_node *name, *type;
};

static struct split split_product(struct esc_parser *parser, struct esc_go_node *node, bool comma)
{
    struct esc_go_node *left = node->binary.left, *right = node->binary.right;
    if (left->kind != ESC_NODE_NAME || (!comma && !is_type_element(right)))
        return (struct split){NULL, node};
    struct esc_go_node *pointer = esc_parser_node(parser, ESC_NODE_UNARY, node->at);
    pointer->unary.op = ESC_GO_MUL;
    pointer->unary.operand = esc_parser_adopt(parser, pointer, right);
    return (struct split){left, pointer};
}

static struct split split_call(struct esc_go_node *node, bool comma)
{
    if (node->call.callee->kind != ESC_NODE_NAME || node->call.arguments.count != 1 ||
        node->call.has_dots)
        return (struct split){NULL, node};
    struct esc_go_node *argument = node->call.arguments.list[0];
    if (!comma && !is_type_element(argument))
        return (struct split){NULL, node};
    return (struct split){node->call.callee, esc_go_unparen(argument)};
}

/* Splits `P *E`, `P (E)`, `P *E | F`, which were parsed as a product, a call, an or. A comma behind
 * tells that it is no array's length; without one, only what must be a type does. */
static struct split split(struct esc_parser *parser, struct esc_go_node *node, bool comma)
{
    if (node->kind == ESC_NODE_NAME)
        return (struct split){node, NULL};
    if (node->kind == ESC_NODE_CALL)
        return split_call(node, comma);
    if (node->kind == ESC_NODE_BINARY && node->binary.op == ESC_GO_MUL)
        return split_product(parser, node, comma);
    if (node->kind == ESC_NODE_BINARY && node->binary.op == ESC_GO_OR) {
        const struct split left =
            split(parser, node->binary.left, comma || is_type_element(node->binary.right));
        if (left.name != NULL && left.type != NULL) {
            struct esc_go_node *terms = esc_parser_node(parser, ESC_NODE_BINARY, node->at);
            terms->binary.op = ESC_GO_OR;
            terms->binary.left = esc_parser_adopt(parser, terms, left.type);
            terms->binary.right = esc_parser_adopt(parser, terms, node->binary.right);
            return (struct split){left.name, terms};
        }
    }
    return (struct split){NULL, node};
}

/* Behind type T[ where a name follows: type parameters, or an array's length that begins so. */
static struct esc_go_node *parameters_or_length(struct esc_parser *parser, struct esc_go_node *node,
                                                struct esc_go_place bracket)
{
    static const struct esc_parameters what = {.close = ESC_TOKEN_RIGHT_BRACKET, .named = true};
    struct esc_go_node *first = esc_parser_name(parser);
    if (esc_parser_token(parser) != ESC_TOKEN_LEFT_BRACKET) {
        parser->nesting++;
        first = esc_parse_binary(parser, esc_parse_primary(parser, first), 0);
        parser->nesting--;
    }
    const struct split parts = split(parser, first, esc_parser_token(parser) == ESC_TOKEN_COMMA);
    if (parts.name == NULL ||
        (parts.type == NULL && esc_parser_token(parser) == ESC_TOKEN_RIGHT_BRACKET))
        return esc_parse_array_type(parser, bracket, first);
    if (parts.type != NULL && esc_parser_token(parser) != ESC_TOKEN_RIGHT_BRACKET)
        esc_parser_got(parser, ESC_TOKEN_COMMA);
    node->type_decl.parameters = esc_parse_parameters(parser, parts.name, parts.type, &what);
    esc_parser_adopt_all(parser, node, &node->type_decl.parameters);
    node->type_decl.is_alias = got_assign(parser);
    return esc_parse_type(parser);
}

static struct esc_go_node *type_behind_name(struct esc_parser *parser, struct esc_go_node *node)
{
    const struct esc_go_place bracket = esc_parser_place(parser);
    if (!esc_parser_got(parser, ESC_TOKEN_LEFT_BRACKET)) {
        node->type_decl.is_alias = got_assign(parser);
        return esc_parse_type(parser);
    }
    if (esc_parser_token(parser) == ESC_TOKEN_NAME)
        return parameters_or_length(parser, node, bracket);
    if (esc_parser_got(parser, ESC_TOKEN_RIGHT_BRACKET))
        return esc_parse_slice_type(parser, bracket);
    return esc_parse_array_type(parser, bracket, NULL);
}

static struct esc_go_node *type(struct esc_parser *parser, struct member member)
{
    (void)member;
    struct esc_go_node *node = esc_parser_node(parser, ESC_NODE_TYPE, esc_parser_place(parser));
    node->type_decl.pragmas = esc_parser_pragmas(parser, ESC_PRAGMA_NOT_IN_HEAP);
    node->type_decl.name = esc_parser_adopt(parser, node, esc_parser_name(parser));
    node->type_decl.type = esc_parser_adopt(parser, node, type_behind_name(parser, node));
    return node;
}

/* ---- groups ---- */

void esc_parse_declarations(struct esc_parser *parser, enum esc_token keyword)
{
    struct esc_go_node *(*const one)(struct esc_parser *, struct member) =
        keyword == ESC_TOKEN_IMPORT  ? import
        : keyword == ESC_TOKEN_CONST ? constant
        : keyword == ESC_TOKEN_TYPE  ? type
                                     : variable;
    struct member member = {0};
    if (esc_parser_token(parser) != ESC_TOKEN_LEFT_PAREN) {
        esc_parser_gather(parser, one(parser, member));
        return;
    }
    esc_parser_pragmas(parser, 0);
    esc_parser_next(parser);
    member.group = ++parser->syntax->group_count;
    if (esc_parser_token(parser) != ESC_TOKEN_RIGHT_PAREN) {
        do {
            esc_parser_gather(parser, one(parser, member));
            member.index++;
        } while (esc_parser_goes_on(parser, ESC_TOKEN_SEMICOLON, ESC_TOKEN_RIGHT_PAREN));
    }
    esc_parser_want(parser, ESC_TOKEN_RIGHT_PAREN);
}

/* ---- functions ---- */

static const unsigned of_functions =
    ESC_PRAGMA_NOESCAPE | ESC_PRAGMA_UINTPTR_ESCAPES | ESC_PRAGMA_UINTPTR_KEEPALIVE |
    ESC_PRAGMA_NOINLINE | ESC_PRAGMA_NOSPLIT | ESC_PRAGMA_NORACE | ESC_PRAGMA_NOCHECKPTR |
    ESC_PRAGMA_NOINTERFACE | ESC_PRAGMA_YESWRITEBARRIER;

static struct esc_go_node *receiver(struct esc_parser *parser)
{
    static const struct esc_parameters what = {.close = ESC_TOKEN_RIGHT_PAREN};
    const struct esc_go_nodes list = esc_parse_parameters(parser, NULL, NULL, &what);
    if (list.count != 1)
        esc_parser_refuse(parser, esc_parser_place(parser),
                          list.count == 0 ? "a method without a receiver"
                                          : "a method with more than one receiver");
    return list.count > 0 ? list.list[0] : esc_parser_nothing(parser);
}

struct esc_go_node *esc_parse_function(struct esc_parser *parser)
{
    struct esc_go_node *node = esc_parser_node(parser, ESC_NODE_FUNC, esc_parser_place(parser));
    node->func.pragmas = esc_parser_pragmas(parser, of_functions);
    if (esc_parser_got(parser, ESC_TOKEN_LEFT_PAREN))
        node->func.receiver = esc_parser_adopt(parser, node, receiver(parser));
    node->func.name = esc_parser_adopt(parser, node, esc_parser_name(parser));
    struct esc_go_node *signature = esc_parse_signature(parser, &node->func.parameters, NULL);
    node->func.type = esc_parser_adopt(parser, node, signature);
    esc_parser_adopt_all(parser, node, &node->func.parameters);
    if (esc_parser_token(parser) == ESC_TOKEN_LEFT_BRACE)
        node->func.body = esc_parser_adopt(parser, node, parser->body(parser));
    return node;
}
