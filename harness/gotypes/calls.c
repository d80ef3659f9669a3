/*
 * f(x): calls and conversions. See checker.h; Go specification, "Calls".
 */
#include "gotypes/checker.h"

static void convert(struct checker *c, struct operand *x, struct esc_go_node *node)
{
    const struct esc_go_type *type = x->type;
    const struct esc_go_nodes *arguments = &node->call.arguments;
    if (arguments->count != 1)
        esc_check_fail_at(c, node,
                          arguments->count == 0 ? "missing argument in conversion to %s"
                                                : "too many arguments in conversion to %s",
                          esc_check_type_text(c, type));
    if (node->call.has_dots)
        esc_check_fail_at(c, node, "invalid use of ... in conversion to %s",
                          esc_check_type_text(c, type));
    esc_check_value(c, x, arguments->list[0]);
    esc_check_conversion(c, x, type);
    FACT(c, node)->converts = true;
}

static void take_results(struct checker *c, struct operand *x, const struct esc_go_type *func)
{
    const struct esc_go_objects *results = &func->func.results;
    x->mode = results->count == 0 ? ESC_MODE_NO_VALUE : ESC_MODE_VALUE;
    if (results->count == 1) {
        x->type = results->list[0]->type;
        return;
    }
    struct esc_go_type *tuple = esc_go_type_new(c->world, ESC_TYPE_TUPLE);
    for (size_t k = 0; k < results->count; k++)
        esc_go_types_add(c->world, &tuple->tuple, results->list[k]->type);
    x->type = tuple;
}

void esc_check_call(struct checker *c, struct operand *x, struct esc_go_node *node)
{
    esc_check_value_or_type(c, x, node->call.callee);
    if (x->mode == ESC_MODE_TYPE) {
        convert(c, x, node);
        return;
    }
    if (x->mode == ESC_MODE_BUILTIN) {
        esc_check_builtin(c, x, node, x->builtin);
        c->calls = c->calls || x->mode != ESC_MODE_CONSTANT;
        return;
    }
    const struct esc_go_type *func = esc_check_is_nil(x) ? NULL : esc_check_under(c, x->type, node);
    if (func == NULL || func->kind != ESC_TYPE_FUNC)
        esc_check_fail_at(c, node, "invalid operation: cannot call non-function %s",
                          esc_check_describe(c, x));
    esc_check_arguments(c, node, func, esc_check_values(c, &node->call.arguments, false));
    take_results(c, x, func);
    c->calls = true;
}
