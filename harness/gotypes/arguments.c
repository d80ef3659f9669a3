/*
 * Lists of values, and those of a call. See checker.h; Go specification, "Calls".
 */
#include "gotypes/checker.h"

/* A call with several results stands for as many values, x.(T) and its like for two. */
struct operands esc_check_values(struct checker *c, const struct esc_go_nodes *nodes,
                                 bool may_ask_ok)
{
    struct operands all = {.count = nodes->count};
    if (nodes->count != 1) {
        all.list = esc_arena_take(c->arena, nodes->count, sizeof *all.list);
        for (size_t k = 0; k < nodes->count; k++)
            esc_check_value(c, &all.list[k], nodes->list[k]);
        return all;
    }
    struct operand x;
    esc_check_values_or_none(c, &x, nodes->list[0]);
    const bool asks = may_ask_ok && (x.mode == ESC_MODE_MAP_INDEX || x.mode == ESC_MODE_COMMA_OK);
    const struct esc_go_type *type = x.type;
    const bool several = type->kind == ESC_TYPE_TUPLE;
    all.count = several ? type->tuple.count : asks ? 2 : 1;
    all.list = esc_arena_take(c->arena, all.count, sizeof *all.list);
    for (size_t k = 0; k < all.count; k++) {
        all.list[k] = x;
        if (several) {
            all.list[k].mode = ESC_MODE_VALUE;
            all.list[k].type = type->tuple.list[k];
        } else if (k == 1) {
            all.list[k].mode = ESC_MODE_VALUE;
            all.list[k].type = c->world->basic[ESC_BASIC_UNTYPED_BOOL];
        }
    }
    return all;
}

static void __attribute__((noreturn)) fail_count(struct checker *c, const struct esc_go_node *call,
                                                 const struct operands *arguments, size_t wanted)
{
    const bool many = arguments->count > wanted;
    const struct esc_go_node *at = many ? arguments->list[wanted].node
                                   : arguments->count > 0
                                       ? arguments->list[arguments->count - 1].node
                                       : call;
    esc_check_fail_at(c, at, "%s arguments in call to %s: have %zu, want %zu",
                      many ? "too many" : "not enough", esc_check_node_text(c, call->call.callee),
                      arguments->count, wanted);
}

void esc_check_arguments(struct checker *c, struct esc_go_node *call,
                         const struct esc_go_type *func, struct operands arguments)
{
    const struct esc_go_objects *parameters = &func->func.parameters;
    const bool dots = call->call.has_dots;
    if (dots && !func->func.variadic)
        esc_check_fail_at(c, call->call.arguments.list[call->call.arguments.count - 1],
                          "cannot use ... in call to non-variadic %s",
                          esc_check_node_text(c, call->call.callee));
    if (dots && arguments.count > call->call.arguments.count)
        esc_check_fail_at(c, call, "cannot use ... with multi-valued expression %s",
                          esc_check_node_text(c, call->call.arguments.list[0]));
    const size_t fixed = parameters->count - (func->func.variadic && !dots);
    const bool enough = arguments.count >= fixed;
    const bool few = func->func.variadic && !dots ? true : arguments.count <= fixed;
    if (!enough || !few)
        fail_count(c, call, &arguments, fixed);
    for (size_t k = 0; k < arguments.count; k++) {
        const struct esc_go_type *type =
            k < fixed ? parameters->list[k]->type
                      : esc_go_underlying(parameters->list[fixed]->type)->element;
        esc_check_assign(c, &arguments.list[k], type, "argument");
    }
}
