/*
 * What can be asked of a tree without knowing what its names mean. See tree.h.
 */
#include "gosyntax/tree.h"

static const char *const words[ESC_NODE_KINDS] = {
    [ESC_NODE_NONE] = "nothing",
    [ESC_NODE_NAME] = "name",
    [ESC_NODE_LITERAL] = "literal",
    [ESC_NODE_COMPOSITE] = "composite literal",
    [ESC_NODE_KEY_VALUE] = "key and value",
    [ESC_NODE_FUNC_LITERAL] = "function literal",
    [ESC_NODE_PAREN] = "parentheses",
    [ESC_NODE_SELECTOR] = "selector",
    [ESC_NODE_INDEX] = "index",
    [ESC_NODE_SLICE] = "slice expression",
    [ESC_NODE_ASSERT] = "type assertion",
    [ESC_NODE_TYPE_GUARD] = "type switch guard",
    [ESC_NODE_UNARY] = "unary operator",
    [ESC_NODE_BINARY] = "binary operator",
    [ESC_NODE_CALL] = "call",
    [ESC_NODE_ARRAY_TYPE] = "array type",
    [ESC_NODE_SLICE_TYPE] = "slice type",
    [ESC_NODE_DOTS_TYPE] = "variadic parameter",
    [ESC_NODE_STRUCT_TYPE] = "struct type",
    [ESC_NODE_INTERFACE_TYPE] = "interface type",
    [ESC_NODE_FUNC_TYPE] = "function type",
    [ESC_NODE_MAP_TYPE] = "map type",
    [ESC_NODE_CHAN_TYPE] = "channel type",
    [ESC_NODE_FIELD] = "field",
    [ESC_NODE_EMPTY] = "empty statement",
    [ESC_NODE_LABELED] = "label",
    [ESC_NODE_BLOCK] = "block",
    [ESC_NODE_EXPRESSION] = "expression statement",
    [ESC_NODE_SEND] = "send",
    [ESC_NODE_DECLARE] = "declaration",
    [ESC_NODE_ASSIGN] = "assignment",
    [ESC_NODE_BRANCH] = "branch",
    [ESC_NODE_GO] = "go statement",
    [ESC_NODE_DEFER] = "defer statement",
    [ESC_NODE_RETURN] = "return",
    [ESC_NODE_IF] = "if",
    [ESC_NODE_FOR] = "for",
    [ESC_NODE_RANGE] = "range",
    [ESC_NODE_SWITCH] = "switch",
    [ESC_NODE_SELECT] = "select",
    [ESC_NODE_CASE] = "case",
    [ESC_NODE_COMM] = "case of a select",
    [ESC_NODE_IMPORT] = "import",
    [ESC_NODE_CONST] = "constant declaration",
    [ESC_NODE_TYPE] = "type declaration",
    [ESC_NODE_VAR] = "variable declaration",
    [ESC_NODE_FUNC] = "function declaration",
};

const char *esc_node_word(enum esc_node_kind kind)
{
    return words[kind];
}

const char *esc_go_operator_text(enum esc_go_operator op)
{
    static const char *const texts[ESC_GO_OPERATORS] = {
        "",  "!", "<-", "~", "||", "&&", "==", "!=", "<",  "<=", ">",  ">=",
        "+", "-", "|",  "^", "*",  "/",  "%",  "&",  "&^", "<<", ">>",
    };
    return texts[op];
}

int esc_go_precedence(enum esc_go_operator op)
{
    return op >= ESC_GO_MUL       ? 5
           : op >= ESC_GO_ADD     ? 4
           : op >= ESC_GO_EQUAL   ? 3
           : op == ESC_GO_AND_AND ? 2
           : op == ESC_GO_OR_OR   ? 1
                                  : 0;
}

struct esc_go_node *esc_go_unparen(struct esc_go_node *node)
{
    while (node->kind == ESC_NODE_PAREN)
        node = node->inner;
    return node;
}

/* What stands to the left of the node's own token; NULL: nothing. */
static const struct esc_go_node *leftmost(const struct esc_go_node *node)
{
    switch (node->kind) {
    case ESC_NODE_COMPOSITE:
        return node->composite.type;
    case ESC_NODE_KEY_VALUE:
        return node->pair.key;
    case ESC_NODE_SELECTOR:
        return node->selector.operand;
    case ESC_NODE_INDEX:
        return node->index.operand;
    case ESC_NODE_SLICE:
        return node->slice.operand;
    case ESC_NODE_ASSERT:
        return node->assertion.operand;
    case ESC_NODE_TYPE_GUARD:
        return node->type_guard.variable != NULL ? node->type_guard.variable
                                                 : node->type_guard.operand;
    case ESC_NODE_BINARY:
        return node->binary.left;
    case ESC_NODE_CALL:
        return node->call.callee;
    default:
        return NULL;
    }
}

struct esc_go_place esc_go_start(const struct esc_go_node *node)
{
    for (const struct esc_go_node *next = node; next != NULL; next = leftmost(node))
        node = next;
    return node->at;
}

/* ---- children ---- */

struct visitor {
    esc_go_visit *visit;
    void *context;
};

static void one(const struct visitor *visitor, struct esc_go_node *node)
{
    if (node != NULL)
        visitor->visit(visitor->context, node);
}

static void all(const struct visitor *visitor, const struct esc_go_nodes *nodes)
{
    for (size_t k = 0; k < nodes->count; k++)
        one(visitor, nodes->list[k]);
}

static void children_of_expression(struct esc_go_node *node, const struct visitor *to)
{
    switch (node->kind) {
    case ESC_NODE_COMPOSITE:
        one(to, node->composite.type);
        all(to, &node->composite.elements);
        break;
    case ESC_NODE_KEY_VALUE:
        one(to, node->pair.key);
        one(to, node->pair.value);
        break;
    case ESC_NODE_FUNC_LITERAL:
        one(to, node->func_literal.type);
        one(to, node->func_literal.body);
        break;
    case ESC_NODE_PAREN:
        one(to, node->inner);
        break;
    case ESC_NODE_SELECTOR:
        one(to, node->selector.operand);
        one(to, node->selector.name);
        break;
    case ESC_NODE_INDEX:
        one(to, node->index.operand);
        all(to, &node->index.indices);
        break;
    case ESC_NODE_SLICE:
        one(to, node->slice.operand);
        one(to, node->slice.low);
        one(to, node->slice.high);
        one(to, node->slice.max);
        break;
    case ESC_NODE_ASSERT:
        one(to, node->assertion.operand);
        one(to, node->assertion.type);
        break;
    case ESC_NODE_TYPE_GUARD:
        one(to, node->type_guard.variable);
        one(to, node->type_guard.operand);
        break;
    case ESC_NODE_UNARY:
        one(to, node->unary.operand);
        break;
    case ESC_NODE_BINARY:
        one(to, node->binary.left);
        one(to, node->binary.right);
        break;
    case ESC_NODE_CALL:
        one(to, node->call.callee);
        all(to, &node->call.arguments);
        break;
    default:
        break;
    }
}

static void children_of_type(struct esc_go_node *node, const struct visitor *to)
{
    switch (node->kind) {
    case ESC_NODE_ARRAY_TYPE:
        one(to, node->array_type.length);
        one(to, node->array_type.element);
        break;
    case ESC_NODE_SLICE_TYPE:
    case ESC_NODE_DOTS_TYPE:
        one(to, node->element);
        break;
    case ESC_NODE_STRUCT_TYPE:
        all(to, &node->struct_type.fields);
        break;
    case ESC_NODE_INTERFACE_TYPE:
        all(to, &node->interface_type.members);
        break;
    case ESC_NODE_FUNC_TYPE:
        all(to, &node->func_type.parameters);
        all(to, &node->func_type.results);
        break;
    case ESC_NODE_MAP_TYPE:
        one(to, node->map_type.key);
        one(to, node->map_type.value);
        break;
    case ESC_NODE_CHAN_TYPE:
        one(to, node->chan_type.element);
        break;
    case ESC_NODE_FIELD:
        one(to, node->field.name);
        one(to, node->field.type);
        one(to, node->field.tag);
        break;
    default:
        break;
    }
}

static void children_of_simple_statement(struct esc_go_node *node, const struct visitor *to)
{
    switch (node->kind) {
    case ESC_NODE_LABELED:
        one(to, node->labeled.label);
        one(to, node->labeled.statement);
        break;
    case ESC_NODE_EXPRESSION:
        one(to, node->inner);
        break;
    case ESC_NODE_SEND:
        one(to, node->send.channel);
        one(to, node->send.value);
        break;
    case ESC_NODE_DECLARE:
        all(to, &node->declarations);
        break;
    case ESC_NODE_ASSIGN:
        all(to, &node->assign.left);
        all(to, &node->assign.right);
        break;
    case ESC_NODE_BRANCH:
        one(to, node->branch.label);
        break;
    case ESC_NODE_GO:
    case ESC_NODE_DEFER:
        one(to, node->call_of);
        break;
    case ESC_NODE_RETURN:
        all(to, &node->results);
        break;
    case ESC_NODE_RANGE:
        all(to, &node->range.left);
        one(to, node->range.operand);
        break;
    default:
        break;
    }
}

static void children_of_statement(struct esc_go_node *node, const struct visitor *to)
{
    switch (node->kind) {
    case ESC_NODE_BLOCK:
        all(to, &node->block.statements);
        break;
    case ESC_NODE_IF:
        one(to, node->branch_if.init);
        one(to, node->branch_if.condition);
        one(to, node->branch_if.then);
        one(to, node->branch_if.otherwise);
        break;
    case ESC_NODE_FOR:
        one(to, node->loop.init);
        one(to, node->loop.condition);
        one(to, node->loop.post);
        one(to, node->loop.body);
        break;
    case ESC_NODE_SWITCH:
        one(to, node->choice.init);
        one(to, node->choice.tag);
        all(to, &node->choice.clauses);
        break;
    case ESC_NODE_SELECT:
        all(to, &node->select.clauses);
        break;
    case ESC_NODE_CASE:
        all(to, &node->clause.values);
        all(to, &node->clause.body);
        break;
    case ESC_NODE_COMM:
        one(to, node->comm.statement);
        all(to, &node->comm.body);
        break;
    default:
        children_of_simple_statement(node, to);
    }
}

static void children_of_declaration(struct esc_go_node *node, const struct visitor *to)
{
    switch (node->kind) {
    case ESC_NODE_IMPORT:
        one(to, node->import.name);
        one(to, node->import.path);
        break;
    case ESC_NODE_CONST:
        all(to, &node->constant.names);
        one(to, node->constant.type);
        all(to, &node->constant.values);
        break;
    case ESC_NODE_TYPE:
        one(to, node->type_decl.name);
        all(to, &node->type_decl.parameters);
        one(to, node->type_decl.type);
        break;
    case ESC_NODE_VAR:
        all(to, &node->variable.names);
        one(to, node->variable.type);
        all(to, &node->variable.values);
        break;
    case ESC_NODE_FUNC:
        one(to, node->func.receiver);
        one(to, node->func.name);
        all(to, &node->func.parameters);
        one(to, node->func.type);
        one(to, node->func.body);
        break;
    default:
        break;
    }
}

void esc_go_children(struct esc_go_node *node, esc_go_visit *visit, void *context)
{
    const struct visitor visitor = {visit, context};
    if (node->kind >= ESC_NODE_IMPORT)
        children_of_declaration(node, &visitor);
    else if (node->kind >= ESC_NODE_EMPTY)
        children_of_statement(node, &visitor);
    else if (node->kind >= ESC_NODE_ARRAY_TYPE)
        children_of_type(node, &visitor);
    else
        children_of_expression(node, &visitor);
}

void esc_syntax_free(struct esc_syntax *syntax)
{
    esc_arena_free(&syntax->arena);
    esc_intern_free(&syntax->texts);
    *syntax = (struct esc_syntax){0};
}
