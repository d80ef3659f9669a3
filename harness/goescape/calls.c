/*
 * Calls, lowered: conversions, builtins, functions, methods. See lower.h.
 */
#include "goescape/lower.h"

/* ---- t1, t2 … = g() ---- */

struct esc_ir_node *esc_lower_spread(struct esc_lowering *lowering, struct esc_ir_node *call,
                                     struct esc_ir_nodes *results)
{
    struct esc_ir_node *assign = esc_lower_make(lowering, ESC_IR_ASSIGN_CALL, lowering->base, NULL);
    for (size_t k = 0; k < call->type->tuple.count; k++) {
        struct esc_ir_variable *one = esc_lower_temporary(lowering, call->type->tuple.list[k]);
        one->definition = assign;
        struct esc_ir_node *declare =
            esc_lower_make(lowering, ESC_IR_DECLARE, lowering->base, NULL);
        declare->variable = one;
        esc_lower_add(lowering, &assign->before, declare);
        esc_lower_add(lowering, &assign->keys, esc_lower_use(lowering, one, lowering->base));
        esc_lower_add(lowering, results, esc_lower_use(lowering, one, lowering->base));
    }
    esc_lower_add(lowering, &assign->list, call);
    return assign;
}

static bool is_tuple(const struct esc_ir_node *node)
{
    return node->type != NULL && node->type->kind == ESC_TYPE_TUPLE && node->type->tuple.count > 1;
}

/* Of one argument with several values, those; the call prints as it was written. */
static void spread_arguments(struct esc_lowering *lowering, struct esc_ir_node *call)
{
    if (call->full || call->list.count != 1 || !is_tuple(call->list.list[0]))
        return;
    struct esc_ir_node *shown = esc_lower_make(lowering, call->op, call->at, call->type);
    *shown = *call;
    struct esc_ir_node *inner = call->list.list[0];
    call->list = (struct esc_ir_nodes){0};
    struct esc_ir_node *assign = esc_lower_spread(lowering, inner, &call->list);
    esc_lower_add(lowering, &call->before, assign);
    call->shown = shown;
}

/* ---- arguments ---- */

/* The arguments as the parameters want them, those of a variadic call not yet in a slice. */
static void assign_arguments(struct esc_lowering *lowering, struct esc_ir_node *call,
                             const struct esc_go_type *signature)
{
    const struct esc_go_objects *parameters = &signature->func.parameters;
    const struct esc_go_place base = lowering->base;
    for (size_t k = 0; k < call->list.count; k++) {
        struct esc_ir_node *argument = call->list.list[k];
        const bool last = k + 1 >= parameters->count;
        const struct esc_go_type *type = parameters->list[last ? parameters->count - 1 : k]->type;
        if (signature->func.variadic && last && !call->full)
            type = esc_go_underlying(type)->element;
        if (argument->op != ESC_IR_NOTHING)
            esc_lower_rebase(lowering, argument);
        call->list.list[k] = esc_lower_assigned(lowering, argument, type);
    }
    lowering->base = base;
}

/* f(a, b, c) of f(x T, y ...U) becomes f(a, []U{b, c}...). */
static void gather_variadic(struct esc_lowering *lowering, struct esc_ir_node *call,
                            const struct esc_go_type *signature)
{
    if (!signature->func.variadic || call->full)
        return;
    const size_t fixed = signature->func.parameters.count - 1;
    const struct esc_go_type *type = signature->func.parameters.list[fixed]->type;
    struct esc_ir_node *rest = esc_lower_make(lowering, ESC_IR_NIL, call->at, type);
    if (call->list.count > fixed)
        rest = esc_lower_make(lowering, ESC_IR_SLICE_LITERAL, call->at, type);
    rest->implicit = true;
    struct esc_ir_nodes list = {0};
    for (size_t k = 0; k < call->list.count; k++)
        esc_lower_add(lowering, k < fixed ? &list : &rest->list, call->list.list[k]);
    esc_lower_add(lowering, &list, rest);
    call->list = list;
    call->full = true;
}

/* ---- the callee ---- */

static bool calls_or_receives(void *context, struct esc_ir_node *node)
{
    (void)context;
    switch (node->op) {
    case ESC_IR_CALL:
    case ESC_IR_BUILTIN:
    case ESC_IR_MAKE_SLICE:
    case ESC_IR_MAKE_MAP:
    case ESC_IR_MAKE_CHAN:
    case ESC_IR_RECEIVE:
        return true;
    default:
        return false;
    }
}

/* A callee with effects of its own is a temporary, which the call assigns before. */
static void calm(struct esc_lowering *lowering, struct esc_ir_node *call,
                 struct esc_ir_node **callee)
{
    if (!esc_ir_any(*callee, calls_or_receives, NULL))
        return;
    struct esc_ir_variable *variable = esc_lower_temporary(lowering, (*callee)->type);
    struct esc_ir_node *assign = esc_lower_make(lowering, ESC_IR_ASSIGN, lowering->base, NULL);
    assign->x = esc_lower_use(lowering, variable, lowering->base);
    assign->y = *callee;
    assign->defines = true;
    variable->definition = assign;
    esc_lower_add(lowering, &call->before, assign);
    *callee = esc_lower_use(lowering, variable, lowering->base);
}

/* x.M(a) of a method that is known is T.M(x, a). */
static void put_receiver_first(struct esc_lowering *lowering, struct esc_ir_node *call)
{
    struct esc_ir_node *bound = call->x;
    struct esc_ir_node *method = esc_lower_make(lowering, ESC_IR_METHOD, bound->at, bound->type);
    method->x = esc_lower_make(lowering, ESC_IR_TYPE, bound->at, bound->x->type);
    method->text = bound->text;
    method->object = bound->object;
    method->function = bound->function;
    struct esc_ir_nodes list = {0};
    esc_lower_add(lowering, &list, bound->x);
    for (size_t k = 0; k < call->list.count; k++)
        esc_lower_add(lowering, &list, call->list.list[k]);
    call->list = list;
    call->x = method;
}

static struct esc_ir_node *call_of(struct esc_lowering *lowering, struct esc_ir_node *call)
{
    lowering->base = call->at;
    const bool bound = call->x->op == ESC_IR_METHOD_VALUE;
    calm(lowering, call, bound ? &call->x->x : &call->x);
    spread_arguments(lowering, call);
    const struct esc_go_type *signature = esc_go_underlying(call->x->type);
    if (signature == NULL || signature->kind != ESC_TYPE_FUNC)
        return esc_lower_refuse(lowering, call->at, "this call");
    assign_arguments(lowering, call, signature);
    gather_variadic(lowering, call, signature);
    if (bound && esc_go_is_interface(call->x->x->type))
        call->x->op = ESC_IR_INTERFACE_METHOD;
    else if (bound)
        put_receiver_first(lowering, call);
    return call;
}

/* ---- builtins ---- */

static const char *const names[ESC_BUILTINS] = {
    [ESC_BUILTIN_APPEND] = "append",      [ESC_BUILTIN_CAP] = "cap",
    [ESC_BUILTIN_CLOSE] = "close",        [ESC_BUILTIN_COMPLEX] = "complex",
    [ESC_BUILTIN_COPY] = "copy",          [ESC_BUILTIN_DELETE] = "delete",
    [ESC_BUILTIN_IMAG] = "imag",          [ESC_BUILTIN_LEN] = "len",
    [ESC_BUILTIN_PANIC] = "panic",        [ESC_BUILTIN_PRINT] = "print",
    [ESC_BUILTIN_PRINTLN] = "println",    [ESC_BUILTIN_REAL] = "real",
    [ESC_BUILTIN_RECOVER] = "recover",    [ESC_BUILTIN_ADD] = "unsafe.Add",
    [ESC_BUILTIN_SLICE] = "unsafe.Slice",
};

static struct esc_ir_node *allocation(struct esc_lowering *lowering, struct esc_ir_node *call)
{
    struct esc_ir_node *type = call->list.list[0];
    struct esc_ir_node *node = esc_lower_make(lowering, ESC_IR_NEW, call->at, call->type);
    if (call->builtin == ESC_BUILTIN_NEW) {
        node->x = type;
        return node;
    }
    const struct esc_go_type *made = esc_go_underlying(type->type);
    node->op = made->kind == ESC_TYPE_MAP    ? ESC_IR_MAKE_MAP
               : made->kind == ESC_TYPE_CHAN ? ESC_IR_MAKE_CHAN
                                             : ESC_IR_MAKE_SLICE;
    node->y = call->list.count > 1 ? call->list.list[1] : NULL;
    node->z = call->list.count > 2 ? call->list.list[2] : NULL;
    return node;
}

static void assign_appended(struct esc_lowering *lowering, struct esc_ir_node *call)
{
    const struct esc_go_type *slice = esc_go_underlying(call->list.list[0]->type);
    for (size_t k = 1; k < call->list.count; k++) {
        struct esc_ir_node *one = call->list.list[k];
        if (call->full && (one->op == ESC_IR_CONSTANT || esc_go_is_string(one->type)))
            continue;
        call->list.list[k] = esc_lower_assigned(lowering, one, call->full ? slice : slice->element);
    }
}

/* len and cap of a pointer to an array are those of the array. */
static void follow_pointer(struct esc_lowering *lowering, struct esc_ir_node *call)
{
    struct esc_ir_node *operand = call->list.list[0];
    const struct esc_go_type *type = esc_go_underlying(operand->type);
    if (type->kind != ESC_TYPE_POINTER)
        return;
    struct esc_ir_node *array =
        esc_lower_make(lowering, ESC_IR_DEREFERENCE, lowering->base, type->element);
    array->x = operand;
    array->implicit = true;
    call->list.list[0] = array;
}

static struct esc_ir_node *builtin_call(struct esc_lowering *lowering, struct esc_ir_node *call)
{
    spread_arguments(lowering, call);
    switch (call->builtin) {
    case ESC_BUILTIN_NEW:
    case ESC_BUILTIN_MAKE:
        return allocation(lowering, call);
    case ESC_BUILTIN_APPEND:
        assign_appended(lowering, call);
        break;
    case ESC_BUILTIN_DELETE:
        call->list.list[1] = esc_lower_assigned(
            lowering, call->list.list[1], esc_go_underlying(call->list.list[0]->type)->map.key);
        break;
    case ESC_BUILTIN_PANIC:
        call->list.list[0] = esc_lower_assigned(lowering, call->list.list[0], lowering->world->any);
        break;
    case ESC_BUILTIN_LEN:
    case ESC_BUILTIN_CAP:
        follow_pointer(lowering, call);
        break;
    default:
        break;
    }
    call->text = names[call->builtin];
    return call->text != NULL ? call : esc_lower_refuse(lowering, call->at, "this builtin");
}

/* ---- all calls ---- */

struct esc_ir_node *esc_lower_call(struct esc_lowering *lowering, struct esc_go_node *node)
{
    struct esc_go_node *callee = esc_go_unparen(node->call.callee);
    const struct esc_go_fact *fact = esc_lower_fact(lowering, callee);
    const bool builtin = fact->mode == ESC_MODE_BUILTIN;
    struct esc_ir_node *call = esc_lower_make(lowering, builtin ? ESC_IR_BUILTIN : ESC_IR_CALL,
                                              node->at, esc_lower_fact(lowering, node)->type);
    if (builtin)
        call->builtin = callee->kind == ESC_NODE_SELECTOR ? fact->object->builtin : fact->builtin;
    else
        call->x = esc_lower_expression(lowering, callee);
    call->full = node->call.has_dots;
    for (size_t k = 0; k < node->call.arguments.count; k++)
        esc_lower_add(lowering, &call->list,
                      esc_lower_expression(lowering, node->call.arguments.list[k]));
    if (lowering->failed)
        return call;
    if (builtin)
        return builtin_call(lowering, call);
    if (call->x->op == ESC_IR_TYPE)
        return esc_lower_converted(lowering, call->list.list[0], call->x->type, node->at);
    return call_of(lowering, call);
}
