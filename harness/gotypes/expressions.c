/*
 * Expressions of every kind. See checker.h; Go specification, "Expressions".
 */
#include "gotypes/checker.h"

static void literal(struct checker *c, struct operand *x, struct esc_go_node *node)
{
    static const enum esc_basic types[] = {
        [ESC_GO_INT] = ESC_BASIC_UNTYPED_INT,           [ESC_GO_FLOAT] = ESC_BASIC_UNTYPED_FLOAT,
        [ESC_GO_IMAGINARY] = ESC_BASIC_UNTYPED_COMPLEX, [ESC_GO_RUNE] = ESC_BASIC_UNTYPED_RUNE,
        [ESC_GO_STRING] = ESC_BASIC_UNTYPED_STRING,
    };
    x->mode = ESC_MODE_CONSTANT;
    x->type = c->world->basic[types[node->literal.kind]];
    x->value = esc_constant_literal(c->arena, node->literal.kind, node->literal.text);
    if (x->value == NULL)
        esc_check_fail_at(c, node, "excessively large constant: %.40s…", node->literal.text);
    esc_check_overflow(c, x, node);
}

static void function_literal(struct checker *c, struct operand *x, struct esc_go_node *node)
{
    struct esc_go_function *function = esc_arena_take(c->arena, 1, sizeof *function);
    function->node = node;
    function->outer = c->function;
    function->type = esc_check_func_type(c, node->func_literal.type, NULL);
    FACT(c, node)->function = function;
    c->back->body(c, function, node->func_literal.body);
    x->mode = ESC_MODE_VALUE;
    x->type = function->type;
}

static void assertion(struct checker *c, struct operand *x, struct esc_go_node *node)
{
    const char *why;
    esc_check_value(c, x, node->assertion.operand);
    if (esc_check_is_nil(x) || esc_check_under(c, x->type, node)->kind != ESC_TYPE_INTERFACE)
        esc_check_fail_at(c, x->node, "invalid operation: %s is not an interface",
                          esc_check_describe(c, x));
    const struct esc_go_type *type = esc_check_type(c, node->assertion.type);
    if (!esc_go_is_interface(type) && !esc_check_implements(c, type, x->type, false, &why))
        esc_check_fail_at(c, node, "impossible type assertion: %s: %s",
                          esc_check_node_text(c, node), why);
    x->mode = ESC_MODE_COMMA_OK;
    x->type = type;
}

static void dispatch(struct checker *c, struct operand *x, struct esc_go_node *node,
                     const struct esc_go_type *hint)
{
    switch (node->kind) {
    case ESC_NODE_NAME:
        esc_check_name_use(c, x, node);
        break;
    case ESC_NODE_LITERAL:
        literal(c, x, node);
        break;
    case ESC_NODE_COMPOSITE:
        esc_check_composite(c, x, node, hint);
        break;
    case ESC_NODE_FUNC_LITERAL:
        function_literal(c, x, node);
        break;
    case ESC_NODE_PAREN:
        esc_check_evaluate(c, x, node->inner, NULL);
        break;
    case ESC_NODE_SELECTOR:
        esc_check_selector(c, x, node);
        break;
    case ESC_NODE_INDEX:
        esc_check_index(c, x, node);
        break;
    case ESC_NODE_SLICE:
        esc_check_slice(c, x, node);
        break;
    case ESC_NODE_ASSERT:
        assertion(c, x, node);
        break;
    case ESC_NODE_UNARY:
        esc_check_unary(c, x, node);
        break;
    case ESC_NODE_BINARY:
        esc_check_binary(c, x, node, node->binary.op, node->binary.left, node->binary.right);
        break;
    case ESC_NODE_CALL:
        esc_check_call(c, x, node);
        break;
    case ESC_NODE_KEY_VALUE:
        esc_check_fail_at(c, node, "unexpected key:value expression");
    case ESC_NODE_TYPE_GUARD:
        esc_check_fail_at(c, node, "use of .(type) outside type switch");
    default:
        x->mode = ESC_MODE_TYPE;
        x->type = esc_check_type(c, node);
        break;
    }
}

void esc_check_evaluate(struct checker *c, struct operand *x, struct esc_go_node *node,
                        const struct esc_go_type *hint)
{
    *x = (struct operand){.node = node};
    esc_check_descend(c, node);
    dispatch(c, x, node, hint);
    c->level--;
    x->node = node;
    esc_check_note(c, node, x);
}
