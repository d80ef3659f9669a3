/*
 * Expressions. See parser.h. Source: Go specification, "Expressions"; the places are those of the
 * compiler.
 */
#include "gosyntax/parser.h"

static struct esc_go_node *begin_here(struct esc_parser *parser, enum esc_node_kind kind)
{
    return esc_parser_node(parser, kind, esc_parser_place(parser));
}

/* ---- composite literals ---- */

static struct esc_go_node *composite(struct esc_parser *parser);

static struct esc_go_node *element_part(struct esc_parser *parser)
{
    return esc_parser_token(parser) == ESC_TOKEN_LEFT_BRACE ? composite(parser)
                                                            : esc_parse_expression(parser);
}

static struct esc_go_node *element(struct esc_parser *parser)
{
    struct esc_go_node *key = element_part(parser);
    if (esc_parser_token(parser) != ESC_TOKEN_COLON)
        return key;
    struct esc_go_node *node = begin_here(parser, ESC_NODE_KEY_VALUE);
    esc_parser_next(parser);
    node->pair.key = esc_parser_adopt(parser, node, key);
    node->pair.value = esc_parser_adopt(parser, node, element_part(parser));
    return node;
}

static void elements(struct esc_parser *parser, struct esc_go_node *node)
{
    const size_t begin = esc_parser_begin(parser);
    if (esc_parser_token(parser) != ESC_TOKEN_RIGHT_BRACE) {
        do {
            struct esc_go_node *one = element(parser);
            node->composite.key_count += one->kind == ESC_NODE_KEY_VALUE;
            esc_parser_gather(parser, one);
        } while (esc_parser_goes_on(parser, ESC_TOKEN_COMMA, ESC_TOKEN_RIGHT_BRACE));
    }
    node->composite.elements = esc_parser_end(parser, begin, node);
}

/* From { on. */
static struct esc_go_node *composite(struct esc_parser *parser)
{
    struct esc_go_node *node = begin_here(parser, ESC_NODE_COMPOSITE);
    esc_parser_next(parser);
    parser->nesting++;
    if (esc_parser_down(parser))
        elements(parser, node);
    esc_parser_up(parser);
    parser->nesting--;
    node->composite.end = esc_parser_place(parser);
    esc_parser_want(parser, ESC_TOKEN_RIGHT_BRACE);
    return node;
}

/* Whether it can only be a value, as the index of x[i]{ … is where a block begins. */
static bool is_value(struct esc_go_node *node)
{
    node = esc_go_unparen(node);
    switch (node->kind) {
    case ESC_NODE_LITERAL:
    case ESC_NODE_COMPOSITE:
    case ESC_NODE_FUNC_LITERAL:
    case ESC_NODE_SLICE:
    case ESC_NODE_ASSERT:
    case ESC_NODE_TYPE_GUARD:
    case ESC_NODE_CALL:
    case ESC_NODE_BINARY:
        return true;
    case ESC_NODE_UNARY:
        return node->unary.op != ESC_GO_MUL;
    case ESC_NODE_INDEX:
        return is_value(node->index.operand) ||
               (node->index.indices.count == 1 && is_value(node->index.indices.list[0]));
    default:
        return false;
    }
}

/* Whether a { behind it belongs to it. */
static bool takes_brace(const struct esc_parser *parser, struct esc_go_node *node)
{
    switch (node->kind) {
    case ESC_NODE_NAME:
    case ESC_NODE_SELECTOR:
        return parser->nesting >= 0;
    case ESC_NODE_INDEX:
        return parser->nesting >= 0 && !is_value(node);
    case ESC_NODE_ARRAY_TYPE:
    case ESC_NODE_SLICE_TYPE:
    case ESC_NODE_STRUCT_TYPE:
    case ESC_NODE_MAP_TYPE:
        return true;
    default:
        return false;
    }
}

/* ---- operands ---- */

static struct esc_go_node *in_parentheses(struct esc_parser *parser)
{
    struct esc_go_node *node = begin_here(parser, ESC_NODE_PAREN);
    esc_parser_next(parser);
    parser->nesting++;
    node->inner = esc_parser_adopt(parser, node, esc_parse_expression(parser));
    parser->nesting--;
    esc_parser_want(parser, ESC_TOKEN_RIGHT_PAREN);
    return node;
}

/* A function's type, or with a body a function. */
static struct esc_go_node *function(struct esc_parser *parser)
{
    const struct esc_go_place place = esc_parser_place(parser);
    esc_parser_next(parser);
    struct esc_go_node *type = esc_parse_signature(parser, NULL, "a function without a name");
    if (esc_parser_token(parser) != ESC_TOKEN_LEFT_BRACE)
        return type;
    struct esc_go_node *node = esc_parser_node(parser, ESC_NODE_FUNC_LITERAL, place);
    parser->nesting++;
    node->func_literal.type = esc_parser_adopt(parser, node, type);
    node->func_literal.body = esc_parser_adopt(parser, node, parser->body(parser));
    parser->nesting--;
    return node;
}

static struct esc_go_node *operand_here(struct esc_parser *parser)
{
    switch (esc_parser_token(parser)) {
    case ESC_TOKEN_NAME:
        return esc_parser_name(parser);
    case ESC_TOKEN_LITERAL:
        return esc_parser_literal(parser);
    case ESC_TOKEN_LEFT_PAREN:
        return in_parentheses(parser);
    case ESC_TOKEN_FUNC:
        return function(parser);
    case ESC_TOKEN_LEFT_BRACKET:
    case ESC_TOKEN_CHAN:
    case ESC_TOKEN_MAP:
    case ESC_TOKEN_STRUCT:
    case ESC_TOKEN_INTERFACE:
        return esc_parse_type(parser);
    default:
        esc_parser_unexpected(parser, "expression");
        return esc_parser_nothing(parser);
    }
}

/* ---- what follows an operand ---- */

static struct esc_go_node *behind_dot(struct esc_parser *parser, struct esc_go_node *operand)
{
    struct esc_go_node *node = begin_here(parser, ESC_NODE_SELECTOR);
    esc_parser_next(parser);
    if (esc_parser_token(parser) == ESC_TOKEN_NAME) {
        node->selector.operand = esc_parser_adopt(parser, node, operand);
        node->selector.name = esc_parser_adopt(parser, node, esc_parser_name(parser));
        return node;
    }
    if (!esc_parser_got(parser, ESC_TOKEN_LEFT_PAREN)) {
        esc_parser_unexpected(parser, "name or (");
        return operand;
    }
    if (esc_parser_got(parser, ESC_TOKEN_TYPE)) {
        node->kind = ESC_NODE_TYPE_GUARD;
        node->type_guard.operand = esc_parser_adopt(parser, node, operand);
    } else {
        node->kind = ESC_NODE_ASSERT;
        node->assertion.operand = esc_parser_adopt(parser, node, operand);
        node->assertion.type = esc_parser_adopt(parser, node, esc_parse_type(parser));
    }
    esc_parser_want(parser, ESC_TOKEN_RIGHT_PAREN);
    return node;
}

/* x[i:j:k] from the first : on. */
static void slice_bounds(struct esc_parser *parser, struct esc_go_node *node)
{
    esc_parser_next(parser);
    parser->nesting++;
    if (esc_parser_token(parser) != ESC_TOKEN_COLON &&
        esc_parser_token(parser) != ESC_TOKEN_RIGHT_BRACKET)
        node->slice.high = esc_parser_adopt(parser, node, esc_parse_expression(parser));
    if (esc_parser_token(parser) == ESC_TOKEN_COLON) {
        node->slice.full = true;
        if (node->slice.high == NULL)
            esc_parser_refuse(parser, esc_parser_place(parser), "x[i:j:k] without its j");
        esc_parser_next(parser);
        if (esc_parser_token(parser) == ESC_TOKEN_RIGHT_BRACKET)
            esc_parser_refuse(parser, esc_parser_place(parser), "x[i:j:k] without its k");
        node->slice.max = esc_parser_adopt(parser, node, esc_parse_expression(parser));
    }
    parser->nesting--;
}

static struct esc_go_node *behind_bracket(struct esc_parser *parser, struct esc_go_node *operand)
{
    struct esc_go_node *node = begin_here(parser, ESC_NODE_INDEX);
    struct esc_go_nodes indices = {0};
    bool comma = false;
    esc_parser_next(parser);
    if (esc_parser_token(parser) == ESC_TOKEN_RIGHT_BRACKET)
        esc_parser_unexpected(parser, "operand");
    if (esc_parser_token(parser) != ESC_TOKEN_COLON)
        comma = esc_parse_type_list(parser, false, node, &indices);
    if (comma || esc_parser_token(parser) == ESC_TOKEN_RIGHT_BRACKET) {
        node->index.operand = esc_parser_adopt(parser, node, operand);
        node->index.indices = indices;
    } else if (esc_parser_token(parser) == ESC_TOKEN_COLON) {
        node->kind = ESC_NODE_SLICE;
        node->slice.operand = esc_parser_adopt(parser, node, operand);
        node->slice.low = indices.count > 0 ? indices.list[0] : NULL;
        slice_bounds(parser, node);
    } else {
        esc_parser_unexpected(parser, "comma, : or ]");
        return operand;
    }
    esc_parser_want(parser, ESC_TOKEN_RIGHT_BRACKET);
    return node;
}

static struct esc_go_node *call(struct esc_parser *parser, struct esc_go_node *callee)
{
    struct esc_go_node *node = begin_here(parser, ESC_NODE_CALL);
    esc_parser_next(parser);
    node->call.callee = esc_parser_adopt(parser, node, callee);
    const size_t begin = esc_parser_begin(parser);
    parser->nesting++;
    bool more = esc_parser_token(parser) != ESC_TOKEN_RIGHT_PAREN;
    while (more) {
        esc_parser_gather(parser, esc_parse_expression(parser));
        node->call.has_dots = esc_parser_got(parser, ESC_TOKEN_DOTS);
        more = esc_parser_goes_on(parser, ESC_TOKEN_COMMA, ESC_TOKEN_RIGHT_PAREN) &&
               !node->call.has_dots;
    }
    parser->nesting--;
    esc_parser_want(parser, ESC_TOKEN_RIGHT_PAREN);
    node->call.arguments = esc_parser_end(parser, begin, node);
    return node;
}

/* T{…} behind T, or NULL where the { is not T's. */
static struct esc_go_node *literal_of(struct esc_parser *parser, struct esc_go_node *type)
{
    struct esc_go_node *bare = esc_go_unparen(type);
    if (!takes_brace(parser, bare))
        return NULL;
    if (bare != type)
        esc_parser_refuse(parser, esc_parser_place(parser),
                          "the type of a composite literal stands without parentheses");
    struct esc_go_node *node = composite(parser);
    if (node->kind == ESC_NODE_COMPOSITE)
        node->composite.type = esc_parser_adopt(parser, node, type);
    return node;
}

struct esc_go_node *esc_parse_primary(struct esc_parser *parser, struct esc_go_node *operand)
{
    struct esc_go_node *node = operand != NULL ? operand : operand_here(parser);
    for (;;) {
        struct esc_go_node *longer = NULL;
        switch (esc_parser_token(parser)) {
        case ESC_TOKEN_DOT:
            longer = behind_dot(parser, node);
            break;
        case ESC_TOKEN_LEFT_BRACKET:
            longer = behind_bracket(parser, node);
            break;
        case ESC_TOKEN_LEFT_PAREN:
            longer = call(parser, node);
            break;
        case ESC_TOKEN_LEFT_BRACE:
            longer = literal_of(parser, node);
            break;
        default:
            break;
        }
        if (longer == NULL)
            return node;
        node = longer;
    }
}

/* ---- operators ---- */

/* <- before a channel type makes it one to receive from: <-chan (chan<- T) is written <-chan<-T
 * here, so that the arrows move one channel type to the left. */
static void move_arrows(struct esc_parser *parser, struct esc_go_node *type)
{
    enum esc_go_direction direction = ESC_GO_SEND_ONLY;
    while (direction == ESC_GO_SEND_ONLY) {
        if (type->kind != ESC_NODE_CHAN_TYPE) {
            esc_parser_refuse(parser, esc_parser_place(parser), "<- before what is no channel");
            return;
        }
        direction = type->chan_type.direction;
        if (direction == ESC_GO_RECEIVE_ONLY)
            esc_parser_refuse(parser, esc_parser_place(parser), "<- twice before chan");
        type->chan_type.direction = ESC_GO_RECEIVE_ONLY;
        type = type->chan_type.element;
    }
}

static struct esc_go_node *unary(struct esc_parser *parser);

static struct esc_go_node *receive(struct esc_parser *parser)
{
    const struct esc_go_place place = esc_parser_place(parser);
    esc_parser_next(parser);
    struct esc_go_node *operand = unary(parser);
    if (operand->kind == ESC_NODE_CHAN_TYPE) {
        move_arrows(parser, operand);
        return operand;
    }
    struct esc_go_node *node = esc_parser_node(parser, ESC_NODE_UNARY, place);
    node->unary.op = ESC_GO_RECEIVE;
    node->unary.operand = esc_parser_adopt(parser, node, operand);
    return node;
}

static bool is_unary(enum esc_go_operator op)
{
    return op == ESC_GO_MUL || op == ESC_GO_ADD || op == ESC_GO_SUB || op == ESC_GO_NOT ||
           op == ESC_GO_XOR || op == ESC_GO_TILDE || op == ESC_GO_AND;
}

static struct esc_go_node *unary_here(struct esc_parser *parser)
{
    const enum esc_token token = esc_parser_token(parser);
    const enum esc_go_operator op = parser->scanner.op;
    if (token == ESC_TOKEN_ARROW)
        return receive(parser);
    if ((token != ESC_TOKEN_OPERATOR && token != ESC_TOKEN_STAR) || !is_unary(op))
        return esc_parse_primary(parser, NULL);
    struct esc_go_node *node = begin_here(parser, ESC_NODE_UNARY);
    esc_parser_next(parser);
    struct esc_go_node *operand = unary(parser);
    node->unary.op = op;
    node->unary.operand =
        esc_parser_adopt(parser, node, op == ESC_GO_AND ? esc_go_unparen(operand) : operand);
    return node;
}

static struct esc_go_node *unary(struct esc_parser *parser)
{
    struct esc_go_node *node =
        esc_parser_down(parser) ? unary_here(parser) : esc_parser_nothing(parser);
    esc_parser_up(parser);
    return node;
}

struct esc_go_node *esc_parse_binary(struct esc_parser *parser, struct esc_go_node *left,
                                     int precedence)
{
    if (left == NULL)
        left = unary(parser);
    for (;;) {
        const enum esc_token token = esc_parser_token(parser);
        const int binds = parser->scanner.precedence;
        if ((token != ESC_TOKEN_OPERATOR && token != ESC_TOKEN_STAR) || binds <= precedence)
            return left;
        struct esc_go_node *node = begin_here(parser, ESC_NODE_BINARY);
        node->binary.op = parser->scanner.op;
        esc_parser_next(parser);
        node->binary.left = esc_parser_adopt(parser, node, left);
        node->binary.right = esc_parser_adopt(parser, node, esc_parse_binary(parser, NULL, binds));
        left = node;
    }
}

struct esc_go_node *esc_parse_expression(struct esc_parser *parser)
{
    return esc_parse_binary(parser, NULL, 0);
}

struct esc_go_nodes esc_parse_expressions(struct esc_parser *parser, struct esc_go_node *parent)
{
    const size_t begin = esc_parser_begin(parser);
    do
        esc_parser_gather(parser, esc_parse_expression(parser));
    while (esc_parser_got(parser, ESC_TOKEN_COMMA));
    return esc_parser_end(parser, begin, parent);
}
