/*
 * Nodes made, walked, and followed to what they are known to be. See ir.h.
 */
#include "goescape/ir.h"

#include <string.h>

struct esc_ir_node *esc_ir_make(struct esc_arena *arena, enum esc_ir_op op, struct esc_go_place at,
                                const struct esc_go_type *type)
{
    struct esc_ir_node *node = esc_arena_take(arena, 1, sizeof *node);
    node->op = op;
    node->at = at;
    node->type = type;
    return node;
}

void esc_ir_add(struct esc_arena *arena, struct esc_ir_nodes *nodes, struct esc_ir_node *node)
{
    nodes->list = esc_arena_grow(arena, nodes->list, &nodes->count, sizeof *nodes->list);
    nodes->list[nodes->count - 1] = node;
}

struct esc_ir_variable *esc_ir_result(const struct esc_ir_function *function, size_t index)
{
    for (size_t k = 0; k < function->variable_count; k++)
        if (function->variables[k]->result_index == index + 1)
            return function->variables[k];
    return NULL;
}

/* ---- walking ---- */

bool esc_ir_any_of(const struct esc_ir_nodes *nodes, esc_ir_visit *visit, void *context)
{
    for (size_t k = 0; k < nodes->count; k++)
        if (esc_ir_any(nodes->list[k], visit, context))
            return true;
    return false;
}

/* Keys and values lie side by side in the source. */
static bool any_pair(const struct esc_ir_node *node, esc_ir_visit *visit, void *context)
{
    for (size_t k = 0; k < node->list.count; k++)
        if (esc_ir_any(node->keys.list[k], visit, context) ||
            esc_ir_any(node->list.list[k], visit, context))
            return true;
    return false;
}

bool esc_ir_any(struct esc_ir_node *node, esc_ir_visit *visit, void *context)
{
    if (node == NULL)
        return false;
    if (visit(context, node) || esc_ir_any_of(&node->before, visit, context))
        return true;
    if (node->op == ESC_IR_MAP_LITERAL)
        return any_pair(node, visit, context);
    if (node->op == ESC_IR_RANGE)
        return esc_ir_any(node->z, visit, context) || esc_ir_any(node->x, visit, context) ||
               esc_ir_any(node->y, visit, context) || esc_ir_any_of(&node->list, visit, context);
    if (esc_ir_any(node->x, visit, context) || esc_ir_any(node->y, visit, context) ||
        esc_ir_any(node->z, visit, context) || esc_ir_any(node->w, visit, context))
        return true;
    if (node->op == ESC_IR_IF)
        return esc_ir_any_of(&node->list, visit, context) ||
               esc_ir_any_of(&node->keys, visit, context);
    return esc_ir_any_of(&node->keys, visit, context) || esc_ir_any_of(&node->list, visit, context);
}

/* ---- what a variable is known to be ---- */

static bool is_variable(const struct esc_ir_node *node, const struct esc_ir_variable *variable)
{
    return node != NULL && node->op == ESC_IR_VARIABLE && node->variable == variable;
}

/* What holds the memory of an operand of &: x of x.f and of x[i] of an array. */
static const struct esc_ir_node *holder(const struct esc_ir_node *node)
{
    for (;;) {
        if (node->op == ESC_IR_FIELD ||
            (node->op == ESC_IR_INDEX && esc_go_is(node->x->type, ESC_TYPE_ARRAY)))
            node = node->x;
        else
            return node;
    }
}

static bool assigns_again(void *context, struct esc_ir_node *node)
{
    const struct esc_ir_variable *variable = context;
    switch (node->op) {
    case ESC_IR_ASSIGN:
        return is_variable(node->x, variable) && node != variable->definition;
    case ESC_IR_ASSIGN_LIST:
    case ESC_IR_ASSIGN_OK:
    case ESC_IR_ASSIGN_CALL:
        for (size_t k = 0; k < node->keys.count; k++)
            if (is_variable(node->keys.list[k], variable) && node != variable->definition)
                return true;
        return false;
    case ESC_IR_ADDRESS:
        return is_variable(holder(node->x), variable);
    case ESC_IR_CLOSURE:
        return esc_ir_any_of(&node->function->body, assigns_again, context);
    default:
        return false;
    }
}

/* The value that it is declared with, and always has; NULL: none. */
static struct esc_ir_node *only_value(struct esc_ir_variable *variable)
{
    const struct esc_ir_node *definition = variable->definition;
    struct esc_ir_node *value = NULL;
    if (variable->class != ESC_IR_LOCAL || definition == NULL)
        return NULL;
    if (definition->op == ESC_IR_ASSIGN)
        value = definition->y;
    for (size_t k = 0; definition->op == ESC_IR_ASSIGN_LIST && k < definition->keys.count; k++)
        if (is_variable(definition->keys.list[k], variable))
            value = definition->list.list[k];
    if (value == NULL || esc_ir_any_of(&variable->function->body, assigns_again, variable))
        return NULL;
    return value;
}

struct esc_ir_node *esc_ir_static_value(struct esc_ir_node *node)
{
    for (;;) {
        struct esc_ir_node *next = NULL;
        if (node->op == ESC_IR_CONVERT_IDENTITY)
            next = node->x;
        else if (node->op == ESC_IR_VARIABLE && !node->full)
            next = only_value(node->variable);
        if (next == NULL)
            return node;
        node = next;
    }
}
