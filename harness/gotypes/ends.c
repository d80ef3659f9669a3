/*
 * Terminating statements. See checker.h; Go specification, "Terminating statements".
 */
#include "gotypes/checker.h"

static bool list_ends(const struct checker *c, const struct esc_go_nodes *list)
{
    size_t count = list->count;
    while (count > 0 && list->list[count - 1]->kind == ESC_NODE_EMPTY)
        count--;
    return count > 0 && esc_check_ends(c, list->list[count - 1]);
}

static bool is_panic(const struct checker *c, const struct esc_go_node *node)
{
    const struct esc_go_node *call = esc_go_unparen((struct esc_go_node *)node);
    if (call->kind != ESC_NODE_CALL)
        return false;
    const struct esc_go_fact *callee = FACT(c, esc_go_unparen(call->call.callee));
    return callee->mode == ESC_MODE_BUILTIN && callee->builtin == ESC_BUILTIN_PANIC;
}

static bool falls_through(const struct esc_go_nodes *body)
{
    size_t count = body->count;
    while (count > 0 && body->list[count - 1]->kind == ESC_NODE_EMPTY)
        count--;
    const struct esc_go_node *last = count > 0 ? body->list[count - 1] : NULL;
    while (last != NULL && last->kind == ESC_NODE_LABELED)
        last = last->labeled.statement;
    return last != NULL && last->kind == ESC_NODE_BRANCH && last->branch.what == ESC_GO_FALLTHROUGH;
}

static bool switch_ends(const struct checker *c, const struct esc_go_node *node)
{
    bool has_default = false;
    for (size_t k = 0; k < node->choice.clauses.count; k++) {
        const struct esc_go_node *clause = node->choice.clauses.list[k];
        has_default = has_default || clause->clause.is_default;
        if (!list_ends(c, &clause->clause.body) && !falls_through(&clause->clause.body))
            return false;
    }
    return has_default && !FACT(c, node)->left;
}

static bool select_ends(const struct checker *c, const struct esc_go_node *node)
{
    for (size_t k = 0; k < node->select.clauses.count; k++)
        if (!list_ends(c, &node->select.clauses.list[k]->comm.body))
            return false;
    return !FACT(c, node)->left;
}

bool esc_check_ends(const struct checker *c, const struct esc_go_node *node)
{
    switch (node->kind) {
    case ESC_NODE_RETURN:
        return true;
    case ESC_NODE_BRANCH:
        return node->branch.what == ESC_GO_GOTO;
    case ESC_NODE_EXPRESSION:
        return is_panic(c, node->inner);
    case ESC_NODE_BLOCK:
        return list_ends(c, &node->block.statements);
    case ESC_NODE_LABELED:
        return esc_check_ends(c, node->labeled.statement);
    case ESC_NODE_IF:
        return node->branch_if.otherwise != NULL && esc_check_ends(c, node->branch_if.then) &&
               esc_check_ends(c, node->branch_if.otherwise);
    case ESC_NODE_FOR:
        return node->loop.condition == NULL && !FACT(c, node)->left &&
               (node->loop.init == NULL || node->loop.init->kind != ESC_NODE_RANGE);
    case ESC_NODE_SWITCH:
        return switch_ends(c, node);
    case ESC_NODE_SELECT:
        return select_ends(c, node);
    default:
        return false;
    }
}
