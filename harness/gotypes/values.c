/*
 * Operands of a certain kind. See checker.h.
 */
#include "gotypes/checker.h"

static void __attribute__((noreturn)) fail_value(struct checker *c, const struct operand *x)
{
    const char *text = esc_check_node_text(c, x->node);
    if (x->mode == ESC_MODE_BUILTIN)
        esc_check_fail_at(c, x->node, "%s (built-in) must be called", text);
    if (x->mode == ESC_MODE_TYPE)
        esc_check_fail_at(c, x->node, "%s (type) is not an expression", text);
    esc_check_fail_at(c, x->node, "%s (no value) used as value", text);
}

void esc_check_values_or_none(struct checker *c, struct operand *x, struct esc_go_node *node)
{
    c->back->evaluate(c, x, node, NULL);
    if (x->mode == ESC_MODE_BUILTIN || x->mode == ESC_MODE_TYPE || x->mode == ESC_MODE_NO_VALUE)
        fail_value(c, x);
}

void esc_check_value_as(struct checker *c, struct operand *x, struct esc_go_node *node,
                        const struct esc_go_type *hint)
{
    c->back->evaluate(c, x, node, hint);
    if (x->mode == ESC_MODE_BUILTIN || x->mode == ESC_MODE_TYPE || x->mode == ESC_MODE_NO_VALUE)
        fail_value(c, x);
    esc_check_single(c, x);
}

void esc_check_value(struct checker *c, struct operand *x, struct esc_go_node *node)
{
    esc_check_value_as(c, x, node, NULL);
}

void esc_check_value_or_type(struct checker *c, struct operand *x, struct esc_go_node *node)
{
    c->back->evaluate(c, x, node, NULL);
    if (x->mode == ESC_MODE_NO_VALUE)
        fail_value(c, x);
    if (x->mode != ESC_MODE_TYPE && x->mode != ESC_MODE_BUILTIN)
        esc_check_single(c, x);
}
