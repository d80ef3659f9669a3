/*
 * Statements and blocks. See parser.h. Source: Go specification, "Statements"; the places are those
 * of the compiler.
 */
#include "gosyntax/parser.h"

static struct esc_go_node *begin_here(struct esc_parser *parser, enum esc_node_kind kind)
{
    return esc_parser_node(parser, kind, esc_parser_place(parser));
}

static struct esc_go_nodes statements(struct esc_parser *parser, struct esc_go_node *parent);

/* ---- simple statements ---- */

static struct esc_go_node *expression_statement(struct esc_parser *parser,
                                                struct esc_go_node *inner)
{
    struct esc_go_node *node = esc_parser_node(parser, ESC_NODE_EXPRESSION, inner->at);
    node->inner = esc_parser_adopt(parser, node, inner);
    return node;
}

/* range x behind `left`, from the keyword on. */
static struct esc_go_node *range(struct esc_parser *parser, const struct esc_go_nodes *left,
                                 bool defines)
{
    struct esc_go_node *node = begin_here(parser, ESC_NODE_RANGE);
    esc_parser_next(parser);
    node->range.left = *left;
    node->range.defines = defines;
    esc_parser_adopt_all(parser, node, left);
    node->range.operand = esc_parser_adopt(parser, node, esc_parse_expression(parser));
    return node;
}

/* := is for names alone. */
static void check_defined(struct esc_parser *parser, const struct esc_go_nodes *left)
{
    for (size_t k = 0; k < left->count; k++)
        if (left->list[k]->kind != ESC_NODE_NAME)
            esc_parser_refuse(parser, left->list[k]->at, ":= with what is no name to its left");
}

/* op=, ++, --, <-, or the expression alone. */
static struct esc_go_node *behind_expression(struct esc_parser *parser, struct esc_go_node *left,
                                             const struct esc_go_nodes *list)
{
    struct esc_go_node *node;
    switch (esc_parser_token(parser)) {
    case ESC_TOKEN_ASSIGN_OPERATOR:
    case ESC_TOKEN_INCREMENT:
        node = begin_here(parser, ESC_NODE_ASSIGN);
        node->assign.op = parser->scanner.op;
        node->assign.left = *list;
        esc_parser_adopt_all(parser, node, list);
        if (esc_parser_got(parser, ESC_TOKEN_INCREMENT))
            return node;
        esc_parser_next(parser);
        const size_t begin = esc_parser_begin(parser);
        esc_parser_gather(parser, esc_parse_expression(parser));
        node->assign.right = esc_parser_end(parser, begin, node);
        return node;
    case ESC_TOKEN_ARROW:
        node = begin_here(parser, ESC_NODE_SEND);
        esc_parser_next(parser);
        node->send.channel = esc_parser_adopt(parser, node, left);
        node->send.value = esc_parser_adopt(parser, node, esc_parse_expression(parser));
        return node;
    default:
        return expression_statement(parser, left);
    }
}

/* v := x.(type) in the head of a switch. */
static bool is_guard(const struct esc_go_nodes *left, const struct esc_go_nodes *right)
{
    return left->count == 1 && right->count == 1 && right->list[0]->kind == ESC_NODE_TYPE_GUARD &&
           left->list[0]->kind == ESC_NODE_NAME;
}

/* = or := behind the left side. `keyword`: of the head in which it stands. */
static struct esc_go_node *assignment(struct esc_parser *parser, const struct esc_go_nodes *left,
                                      enum esc_token keyword)
{
    struct esc_go_node *node = begin_here(parser, ESC_NODE_ASSIGN);
    const bool defines = esc_parser_token(parser) == ESC_TOKEN_DEFINE;
    esc_parser_next(parser);
    if (keyword == ESC_TOKEN_FOR && esc_parser_token(parser) == ESC_TOKEN_RANGE) {
        node = range(parser, left, defines);
    } else {
        struct esc_go_nodes right = esc_parse_expressions(parser, NULL);
        if (keyword == ESC_TOKEN_SWITCH && defines && is_guard(left, &right)) {
            struct esc_go_node *guard = right.list[0];
            guard->type_guard.variable = esc_parser_adopt(parser, guard, left->list[0]);
            return expression_statement(parser, guard);
        }
        node->assign.defines = defines;
        node->assign.left = *left;
        node->assign.right = right;
        esc_parser_adopt_all(parser, node, left);
        esc_parser_adopt_all(parser, node, &right);
    }
    if (defines)
        check_defined(parser, left);
    return node;
}

/* Behind its first expressions. */
static struct esc_go_node *behind_expressions(struct esc_parser *parser,
                                              const struct esc_go_nodes *left,
                                              enum esc_token keyword)
{
    const enum esc_token token = esc_parser_token(parser);
    if (token == ESC_TOKEN_ASSIGN || token == ESC_TOKEN_DEFINE)
        return assignment(parser, left, keyword);
    if (left->count == 1)
        return behind_expression(parser, left->list[0], left);
    esc_parser_unexpected(parser, "= or := or comma");
    return esc_parser_nothing(parser);
}

/* `keyword`: of the head in which it stands; ESC_TOKEN_END: in none. */
static struct esc_go_node *simple(struct esc_parser *parser, enum esc_token keyword)
{
    static const struct esc_go_nodes nothing = {0};
    if (keyword == ESC_TOKEN_FOR && esc_parser_token(parser) == ESC_TOKEN_RANGE)
        return range(parser, &nothing, false);
    const struct esc_go_nodes left = esc_parse_expressions(parser, NULL);
    return behind_expressions(parser, &left, keyword);
}

/* ---- heads of if, for, switch ---- */

struct head {
    struct esc_go_node *init, *condition, *post; /* each may be NULL */
    bool has_semicolon, written; /* one behind init, and not put in by a line's end */
    struct esc_go_place semicolon;
};

/* The expression of a statement that is to be a condition. */
static struct esc_go_node *as_value(struct esc_parser *parser, struct esc_go_node *statement)
{
    if (statement == NULL)
        return NULL;
    if (statement->kind == ESC_NODE_EXPRESSION)
        return statement->inner;
    esc_parser_refuse(parser, statement->at,
                      "a statement where a value should stand (= assigns, == compares)");
    return esc_parser_nothing(parser);
}

static void for_clauses(struct esc_parser *parser, struct head *head)
{
    struct esc_go_node *condition = NULL;
    if (esc_parser_token(parser) != ESC_TOKEN_SEMICOLON) {
        if (esc_parser_token(parser) == ESC_TOKEN_LEFT_BRACE)
            esc_parser_unexpected(parser, "for loop condition");
        condition = simple(parser, ESC_TOKEN_END);
    }
    esc_parser_want(parser, ESC_TOKEN_SEMICOLON);
    if (esc_parser_token(parser) != ESC_TOKEN_LEFT_BRACE) {
        head->post = simple(parser, ESC_TOKEN_END);
        if (head->post->kind == ESC_NODE_ASSIGN && head->post->assign.defines)
            esc_parser_refuse(parser, head->post->at, "the last clause of a for declares nothing");
    }
    head->condition = as_value(parser, condition);
}

/* What follows the first statement of a head, which is no condition. */
static void behind_init(struct esc_parser *parser, enum esc_token keyword, struct head *head)
{
    if (esc_parser_token(parser) != ESC_TOKEN_SEMICOLON) {
        esc_parser_unexpected(parser, "{");
        return;
    }
    head->has_semicolon = true;
    head->written = parser->scanner.text_length > 0;
    head->semicolon = esc_parser_place(parser);
    esc_parser_next(parser);
    if (keyword == ESC_TOKEN_FOR)
        for_clauses(parser, head);
    else if (esc_parser_token(parser) != ESC_TOKEN_LEFT_BRACE)
        head->condition = as_value(parser, simple(parser, keyword));
}

static void read_head(struct esc_parser *parser, enum esc_token keyword, struct head *head)
{
    struct esc_go_node *first = NULL;
    if (esc_parser_token(parser) == ESC_TOKEN_VAR)
        esc_parser_unexpected(parser, "an expression: var is not allowed in a head");
    if (esc_parser_token(parser) != ESC_TOKEN_SEMICOLON)
        first = simple(parser, keyword);
    if (first != NULL && first->kind == ESC_NODE_RANGE) {
        head->init = first;
    } else if (first != NULL && esc_parser_token(parser) == ESC_TOKEN_LEFT_BRACE) {
        head->condition = as_value(parser, first);
    } else {
        head->init = first;
        behind_init(parser, keyword, head);
    }
}

/* From behind the keyword to the {, which is not taken. */
static struct head head(struct esc_parser *parser, enum esc_token keyword)
{
    struct head result = {0};
    const int nesting = parser->nesting;
    parser->nesting = -1;
    if (esc_parser_token(parser) != ESC_TOKEN_LEFT_BRACE)
        read_head(parser, keyword, &result);
    parser->nesting = nesting;
    if (keyword != ESC_TOKEN_IF || result.condition != NULL)
        return result;
    if (result.has_semicolon && !result.written)
        esc_parser_refuse(parser, result.semicolon, "unexpected newline, expected { after if");
    esc_parser_refuse(parser, result.has_semicolon ? result.semicolon : esc_parser_place(parser),
                      "an if without a condition");
    return result;
}

/* ---- statements with blocks ---- */

struct esc_go_node *esc_parse_block(struct esc_parser *parser, const char *wanted)
{
    struct esc_go_node *node = begin_here(parser, ESC_NODE_BLOCK);
    if (!esc_parser_got(parser, ESC_TOKEN_LEFT_BRACE)) {
        esc_parser_unexpected(parser, wanted);
        return node;
    }
    node->block.statements = statements(parser, node);
    node->block.end = esc_parser_place(parser);
    esc_parser_want(parser, ESC_TOKEN_RIGHT_BRACE);
    return node;
}

static struct esc_go_node *statement(struct esc_parser *parser);

static struct esc_go_node *conditional(struct esc_parser *parser)
{
    struct esc_go_node *node = begin_here(parser, ESC_NODE_IF);
    esc_parser_next(parser);
    const struct head parts = head(parser, ESC_TOKEN_IF);
    node->branch_if.init = esc_parser_adopt(parser, node, parts.init);
    node->branch_if.condition = esc_parser_adopt(parser, node, parts.condition);
    node->branch_if.then =
        esc_parser_adopt(parser, node, esc_parse_block(parser, "{ after if clause"));
    if (!esc_parser_got(parser, ESC_TOKEN_ELSE))
        return node;
    if (esc_parser_token(parser) != ESC_TOKEN_IF &&
        esc_parser_token(parser) != ESC_TOKEN_LEFT_BRACE)
        esc_parser_refuse(parser, esc_parser_place(parser), "else is followed by if or {");
    node->branch_if.otherwise = esc_parser_adopt(parser, node, statement(parser));
    return node;
}

static struct esc_go_node *loop(struct esc_parser *parser)
{
    struct esc_go_node *node = begin_here(parser, ESC_NODE_FOR);
    esc_parser_next(parser);
    const struct head parts = head(parser, ESC_TOKEN_FOR);
    node->loop.init = esc_parser_adopt(parser, node, parts.init);
    node->loop.condition = esc_parser_adopt(parser, node, parts.condition);
    node->loop.post = esc_parser_adopt(parser, node, parts.post);
    node->loop.body = esc_parser_adopt(parser, node, esc_parse_block(parser, "{ after for clause"));
    return node;
}

/* The clauses of a switch or a select, braces included; `end` is where they end. */
static struct esc_go_nodes clauses(struct esc_parser *parser, struct esc_go_node *node,
                                   struct esc_go_node *(*one)(struct esc_parser *),
                                   struct esc_go_place *end)
{
    if (!esc_parser_got(parser, ESC_TOKEN_LEFT_BRACE))
        esc_parser_unexpected(parser, "{");
    const size_t begin = esc_parser_begin(parser);
    while (esc_parser_token(parser) != ESC_TOKEN_RIGHT_BRACE &&
           esc_parser_token(parser) != ESC_TOKEN_END)
        esc_parser_gather(parser, one(parser));
    *end = esc_parser_place(parser);
    esc_parser_want(parser, ESC_TOKEN_RIGHT_BRACE);
    return esc_parser_end(parser, begin, node);
}

static struct esc_go_node *switch_clause(struct esc_parser *parser)
{
    struct esc_go_node *node = begin_here(parser, ESC_NODE_CASE);
    if (esc_parser_got(parser, ESC_TOKEN_CASE))
        node->clause.values = esc_parse_expressions(parser, node);
    else if (esc_parser_got(parser, ESC_TOKEN_DEFAULT))
        node->clause.is_default = true;
    else
        esc_parser_unexpected(parser, "case or default or }");
    node->clause.colon = esc_parser_place(parser);
    esc_parser_want(parser, ESC_TOKEN_COLON);
    node->clause.body = statements(parser, node);
    return node;
}

static struct esc_go_node *choice(struct esc_parser *parser)
{
    struct esc_go_node *node = begin_here(parser, ESC_NODE_SWITCH);
    esc_parser_next(parser);
    const struct head parts = head(parser, ESC_TOKEN_SWITCH);
    node->choice.init = esc_parser_adopt(parser, node, parts.init);
    node->choice.tag = esc_parser_adopt(parser, node, parts.condition);
    node->choice.clauses = clauses(parser, node, switch_clause, &node->choice.end);
    return node;
}

static bool is_receive(struct esc_go_node *node)
{
    node = esc_go_unparen(node);
    return node->kind == ESC_NODE_UNARY && node->unary.op == ESC_GO_RECEIVE;
}

/* A send, a receive, or what a receive is assigned to. */
static bool communicates(const struct esc_go_node *node)
{
    if (node->kind == ESC_NODE_EXPRESSION)
        return is_receive(node->inner);
    if (node->kind == ESC_NODE_ASSIGN)
        return node->assign.op == ESC_GO_NO_OPERATOR && node->assign.right.count == 1 &&
               node->assign.left.count <= 2 && is_receive(node->assign.right.list[0]);
    return node->kind == ESC_NODE_SEND;
}

static struct esc_go_node *select_clause(struct esc_parser *parser)
{
    struct esc_go_node *node = begin_here(parser, ESC_NODE_COMM);
    if (esc_parser_got(parser, ESC_TOKEN_CASE)) {
        node->comm.statement = esc_parser_adopt(parser, node, simple(parser, ESC_TOKEN_END));
        if (!communicates(node->comm.statement))
            esc_parser_refuse(parser, node->comm.statement->at,
                              "a case of a select sends or receives");
    } else if (!esc_parser_got(parser, ESC_TOKEN_DEFAULT)) {
        esc_parser_unexpected(parser, "case or default or }");
    }
    node->comm.colon = esc_parser_place(parser);
    esc_parser_want(parser, ESC_TOKEN_COLON);
    node->comm.body = statements(parser, node);
    return node;
}

static struct esc_go_node *selection(struct esc_parser *parser)
{
    struct esc_go_node *node = begin_here(parser, ESC_NODE_SELECT);
    esc_parser_next(parser);
    node->select.clauses = clauses(parser, node, select_clause, &node->select.end);
    return node;
}

/* ---- other statements ---- */

static struct esc_go_node *declaration(struct esc_parser *parser)
{
    struct esc_go_node *node = begin_here(parser, ESC_NODE_DECLARE);
    const enum esc_token keyword = esc_parser_token(parser);
    const size_t begin = esc_parser_begin(parser);
    esc_parser_next(parser);
    esc_parse_declarations(parser, keyword);
    node->declarations = esc_parser_end(parser, begin, node);
    return node;
}

static struct esc_go_node *branch(struct esc_parser *parser, enum esc_go_branch what)
{
    struct esc_go_node *node = begin_here(parser, ESC_NODE_BRANCH);
    esc_parser_next(parser);
    node->branch.what = what;
    const bool has_label = what == ESC_GO_GOTO || (what != ESC_GO_FALLTHROUGH &&
                                                   esc_parser_token(parser) == ESC_TOKEN_NAME);
    if (has_label)
        node->branch.label = esc_parser_adopt(parser, node, esc_parser_name(parser));
    return node;
}

static struct esc_go_node *start_call(struct esc_parser *parser, enum esc_node_kind kind)
{
    struct esc_go_node *node = begin_here(parser, kind);
    esc_parser_next(parser);
    struct esc_go_node *call = esc_parse_primary(parser, NULL);
    if (call->kind == ESC_NODE_PAREN)
        esc_parser_refuse(parser, call->at, "the call of a go or defer stands without parentheses");
    else if (call->kind != ESC_NODE_CALL)
        esc_parser_refuse(parser, call->at, "go and defer are followed by a function's call");
    node->call_of = esc_parser_adopt(parser, node, call);
    return node;
}

static struct esc_go_node *result(struct esc_parser *parser)
{
    struct esc_go_node *node = begin_here(parser, ESC_NODE_RETURN);
    esc_parser_next(parser);
    if (esc_parser_token(parser) != ESC_TOKEN_SEMICOLON &&
        esc_parser_token(parser) != ESC_TOKEN_RIGHT_BRACE)
        node->results = esc_parse_expressions(parser, node);
    return node;
}

/* Behind its name. NULL: no statement follows. */
static struct esc_go_node *labeled(struct esc_parser *parser, struct esc_go_node *label)
{
    struct esc_go_node *node = begin_here(parser, ESC_NODE_LABELED);
    esc_parser_next(parser);
    node->labeled.label = esc_parser_adopt(parser, node, label);
    struct esc_go_node *labelled = esc_parser_token(parser) == ESC_TOKEN_RIGHT_BRACE
                                       ? begin_here(parser, ESC_NODE_EMPTY)
                                       : statement(parser);
    if (labelled == NULL)
        esc_parser_refuse(parser, node->at, "a label without a statement");
    node->labeled.statement = esc_parser_adopt(parser, node, labelled);
    return node;
}

static struct esc_go_node *name_first(struct esc_parser *parser)
{
    const struct esc_go_nodes left = esc_parse_expressions(parser, NULL);
    if (left.count == 1 && left.list[0]->kind == ESC_NODE_NAME &&
        esc_parser_token(parser) == ESC_TOKEN_COLON)
        return labeled(parser, left.list[0]);
    return behind_expressions(parser, &left, ESC_TOKEN_END);
}

/* With a keyword in front; NULL: there is none that begins a statement. */
static struct esc_go_node *keyword_first(struct esc_parser *parser)
{
    switch (esc_parser_token(parser)) {
    case ESC_TOKEN_VAR:
    case ESC_TOKEN_CONST:
    case ESC_TOKEN_TYPE:
        return declaration(parser);
    case ESC_TOKEN_IF:
        return conditional(parser);
    case ESC_TOKEN_FOR:
        return loop(parser);
    case ESC_TOKEN_SWITCH:
        return choice(parser);
    case ESC_TOKEN_SELECT:
        return selection(parser);
    case ESC_TOKEN_BREAK:
        return branch(parser, ESC_GO_BREAK);
    case ESC_TOKEN_CONTINUE:
        return branch(parser, ESC_GO_CONTINUE);
    case ESC_TOKEN_FALLTHROUGH:
        return branch(parser, ESC_GO_FALLTHROUGH);
    case ESC_TOKEN_GOTO:
        return branch(parser, ESC_GO_GOTO);
    case ESC_TOKEN_GO:
        return start_call(parser, ESC_NODE_GO);
    case ESC_TOKEN_DEFER:
        return start_call(parser, ESC_NODE_DEFER);
    case ESC_TOKEN_RETURN:
        return result(parser);
    default:
        return NULL;
    }
}

static bool begins_expression(const struct esc_parser *parser)
{
    switch (esc_parser_token(parser)) {
    case ESC_TOKEN_LITERAL:
    case ESC_TOKEN_FUNC:
    case ESC_TOKEN_LEFT_PAREN:
    case ESC_TOKEN_LEFT_BRACKET:
    case ESC_TOKEN_STRUCT:
    case ESC_TOKEN_MAP:
    case ESC_TOKEN_CHAN:
    case ESC_TOKEN_INTERFACE:
    case ESC_TOKEN_ARROW:
    case ESC_TOKEN_STAR:
        return true;
    default:
        return esc_parser_at(parser, ESC_GO_ADD) || esc_parser_at(parser, ESC_GO_SUB) ||
               esc_parser_at(parser, ESC_GO_AND) || esc_parser_at(parser, ESC_GO_XOR) ||
               esc_parser_at(parser, ESC_GO_NOT);
    }
}

/* NULL where none begins here. */
static struct esc_go_node *statement_here(struct esc_parser *parser)
{
    const enum esc_token token = esc_parser_token(parser);
    if (token != ESC_TOKEN_VAR && token != ESC_TOKEN_CONST && token != ESC_TOKEN_TYPE)
        esc_parser_pragmas(parser, 0);
    if (token == ESC_TOKEN_NAME)
        return name_first(parser);
    if (token == ESC_TOKEN_LEFT_BRACE)
        return esc_parse_block(parser, "{");
    if (token == ESC_TOKEN_SEMICOLON)
        return begin_here(parser, ESC_NODE_EMPTY);
    if (begins_expression(parser))
        return simple(parser, ESC_TOKEN_END);
    return keyword_first(parser);
}

static struct esc_go_node *statement(struct esc_parser *parser)
{
    struct esc_go_node *node =
        esc_parser_down(parser) ? statement_here(parser) : esc_parser_nothing(parser);
    esc_parser_up(parser);
    return node;
}

/* Up to }, case or default, which are not taken. */
static struct esc_go_nodes statements(struct esc_parser *parser, struct esc_go_node *parent)
{
    const size_t begin = esc_parser_begin(parser);
    for (;;) {
        const enum esc_token token = esc_parser_token(parser);
        if (token == ESC_TOKEN_END || token == ESC_TOKEN_RIGHT_BRACE || token == ESC_TOKEN_CASE ||
            token == ESC_TOKEN_DEFAULT)
            break;
        struct esc_go_node *one = statement(parser);
        esc_parser_pragmas(parser, 0);
        if (one == NULL)
            break;
        esc_parser_gather(parser, one);
        if (!esc_parser_got(parser, ESC_TOKEN_SEMICOLON) &&
            esc_parser_token(parser) != ESC_TOKEN_RIGHT_BRACE)
            esc_parser_unexpected(parser, "semicolon, newline or }");
    }
    return esc_parser_end(parser, begin, parent);
}
