/*
 * What constants decide is taken out. See passes.h.
 */
#include "goescape/passes.h"

#include "gotypes/constant.h"

static bool is_truth(const struct esc_ir_node *node, bool *truth)
{
    if (node == NULL || node->op != ESC_IR_CONSTANT || node->value == NULL ||
        esc_constant_kind(node->value) != ESC_CONSTANT_BOOL)
        return false;
    *truth = esc_constant_truth(node->value);
    return true;
}

/* `a && b` and `a || b` where a is known. */
static struct esc_ir_node *fold(struct esc_ir_node *node)
{
    if (node->op != ESC_IR_BINARY ||
        (node->operation != ESC_GO_AND_AND && node->operation != ESC_GO_OR_OR))
        return node;
    node->x = fold(node->x);
    node->y = fold(node->y);
    bool truth = false;
    if (!is_truth(node->x, &truth))
        return node;
    return truth == (node->operation == ESC_GO_AND_AND) ? node->y : node->x;
}

static bool leaves(const struct esc_ir_nodes *body)
{
    if (body->count == 0)
        return false;
    const struct esc_ir_node *last = body->list[body->count - 1];
    return last->op == ESC_IR_RETURN ||
           (last->op == ESC_IR_BUILTIN && last->builtin == ESC_BUILTIN_PANIC);
}

/* Takes the branch out that is never taken; true where the other one leaves. */
static bool trim_if(struct esc_ir_node *node)
{
    bool truth = false;
    node->x = fold(node->x);
    if (!is_truth(node->x, &truth))
        return false;
    if (truth)
        node->keys.count = 0;
    else
        node->list.count = 0;
    return leaves(truth ? &node->list : &node->keys);
}

static bool falls_through(const struct esc_ir_node *clause)
{
    for (size_t k = 0; k < clause->list.count; k++)
        if (clause->list.list[k]->op == ESC_IR_BRANCH && clause->list.list[k]->full)
            return true;
    return false;
}

static void keep(struct esc_ir_node *node, struct esc_ir_node *clause)
{
    if (falls_through(clause))
        return;
    node->list.list[0] = clause;
    node->list.count = 1;
}

/* Whether the value is the tag's; *known: whether that is known. Without a tag, it is `true`. */
static bool matches(const struct esc_ir_node *tag, const struct esc_ir_node *value, bool *known)
{
    bool truth = false;
    *known = value->op == ESC_IR_CONSTANT && value->value != NULL;
    if (!*known)
        return false;
    if (tag == NULL)
        return is_truth(value, &truth) && truth;
    return esc_constant_compare(ESC_GO_EQUAL, tag->value, value->value);
}

static void trim_switch(struct esc_ir_node *node)
{
    struct esc_ir_node *otherwise = NULL;
    if (node->x != NULL && (node->x->op != ESC_IR_CONSTANT || node->x->value == NULL))
        return;
    for (size_t k = 0; k < node->list.count; k++) {
        struct esc_ir_node *clause = node->list.list[k];
        if (clause->keys.count == 0)
            otherwise = clause;
        for (size_t value = 0; value < clause->keys.count; value++) {
            bool known = false;
            const bool is_it = matches(node->x, clause->keys.list[value], &known);
            if (!known)
                return;
            if (!is_it)
                continue;
            if (!falls_through(clause)) {
                clause->keys.list[0] = clause->keys.list[value];
                clause->keys.count = 1;
            }
            keep(node, clause);
            return;
        }
    }
    if (otherwise != NULL)
        keep(node, otherwise);
    else
        node->list.count = 0;
}

static void trim(struct esc_ir_nodes *nodes);

static void trim_inside(struct esc_ir_node *node)
{
    trim(&node->before);
    switch (node->op) {
    case ESC_IR_IF:
        trim(&node->list);
        trim(&node->keys);
        break;
    case ESC_IR_FOR:
    case ESC_IR_RANGE:
        trim(&node->list);
        break;
    case ESC_IR_SWITCH:
    case ESC_IR_TYPE_SWITCH:
    case ESC_IR_SELECT:
        for (size_t k = 0; k < node->list.count; k++)
            trim(&node->list.list[k]->list);
        break;
    default:
        break;
    }
}

/* Behind what always leaves there is nothing, unless it can be jumped to. */
static void trim(struct esc_ir_nodes *nodes)
{
    size_t behind_labels = 0;
    for (size_t k = 0; k < nodes->count; k++)
        if (nodes->list[k]->op == ESC_IR_LABEL)
            behind_labels = k + 1;
    for (size_t k = 0; k < nodes->count; k++) {
        struct esc_ir_node *node = nodes->list[k];
        const bool cut = node->op == ESC_IR_IF && trim_if(node) && k >= behind_labels;
        if (node->op == ESC_IR_SWITCH)
            trim_switch(node);
        trim_inside(node);
        if (cut)
            nodes->count = k + 1;
    }
}

/* A body of which nothing is left is empty. */
static bool does_nothing(const struct esc_ir_nodes *body)
{
    for (size_t k = 0; k < body->count; k++) {
        const struct esc_ir_node *node = body->list[k];
        bool truth = true;
        if (node->before.count > 0 || !is_truth(node->x, &truth))
            return false;
        if (node->op == ESC_IR_FOR
                ? truth
                : node->op != ESC_IR_IF || node->list.count > 0 || node->keys.count > 0)
            return false;
    }
    return true;
}

static bool trim_literal(void *context, struct esc_ir_node *node)
{
    (void)context;
    if (node->op == ESC_IR_CLOSURE && !node->function->of_package)
        esc_ir_trim(node->function);
    return false;
}

void esc_ir_trim(struct esc_ir_function *function)
{
    trim(&function->body);
    if (does_nothing(&function->body))
        function->body.count = 0;
    esc_ir_any_of(&function->body, trim_literal, NULL);
}
