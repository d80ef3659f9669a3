/*
 * What all rules of the walk share: holes, memory, what is assigned to. See walk.h.
 */
#include "goescape/walk.h"

#include <string.h>

void esc_walk_expression(struct esc_walk *walk, struct esc_hole hole, struct esc_ir_node *node)
{
    if (node != NULL && !walk->failed)
        walk->rules->expression(walk, hole, node);
}

void esc_walk_statement(struct esc_walk *walk, struct esc_ir_node *node)
{
    if (!walk->failed)
        walk->rules->statement(walk, node);
}

void esc_walk_statements(struct esc_walk *walk, const struct esc_ir_nodes *nodes)
{
    for (size_t k = 0; k < nodes->count; k++)
        esc_walk_statement(walk, nodes->list[k]);
}

void esc_walk_call(struct esc_walk *walk, const struct esc_hole *holes, struct esc_ir_node *call)
{
    walk->rules->call(walk, holes, call);
}

void esc_walk_function(struct esc_walk *walk, struct esc_ir_function *function)
{
    walk->rules->function(walk, function);
}

void esc_walk_refuse(struct esc_walk *walk, const struct esc_ir_node *node, const char *what)
{
    if (!walk->failed)
        esc_error_add(walk->error, node->path, (int)node->at.line,
                      "column %u: not analysed yet: %s", node->at.column, what);
    walk->failed = true;
}

struct esc_hole esc_walk_heap(struct esc_walk *walk)
{
    return esc_hole_of(&walk->graph.heap);
}

struct esc_hole esc_walk_nowhere(struct esc_walk *walk)
{
    return esc_hole_of(&walk->graph.blank);
}

void esc_walk_discard(struct esc_walk *walk, struct esc_ir_node *node)
{
    esc_walk_expression(walk, esc_walk_nowhere(walk), node);
}

static struct esc_location *new_location(struct esc_walk *walk, struct esc_ir_node *node,
                                         bool transient)
{
    return esc_graph_location(&walk->graph, walk->function, NULL, node, walk->loop_depth,
                              transient);
}

static struct esc_hole noted(struct esc_walk *walk, struct esc_hole hole,
                             const struct esc_ir_node *where, const char *why)
{
    return esc_hole_note(&walk->graph, hole, where, why);
}

struct esc_hole esc_walk_spill(struct esc_walk *walk, struct esc_hole hole,
                               struct esc_ir_node *node)
{
    struct esc_location *location = new_location(walk, node, true);
    const struct esc_hole address =
        esc_hole_note(&walk->graph, esc_hole_shift(hole, -1), node, "spill");
    esc_graph_flow(&walk->graph, address, location);
    return esc_hole_of(location);
}

struct esc_hole esc_walk_tee(struct esc_walk *walk, const struct esc_hole *holes, size_t count)
{
    if (count == 0)
        return esc_walk_nowhere(walk);
    if (count == 1)
        return holes[0];
    struct esc_location *location = new_location(walk, NULL, true);
    for (size_t k = 0; k < count; k++)
        esc_graph_flow(&walk->graph, holes[k], location);
    return esc_hole_of(location);
}

void esc_walk_remember(struct esc_walk *walk, struct esc_hole hole,
                       const struct esc_ir_function *function)
{
    walk->closures = esc_arena_grow(walk->graph.arena, walk->closures, &walk->closure_count,
                                    sizeof *walk->closures);
    walk->closures[walk->closure_count - 1] = (struct esc_closure){hole, function};
}

/* ---- what is assigned to ---- */

struct esc_hole esc_walk_target(struct esc_walk *walk, struct esc_ir_node *node)
{
    if (node == NULL || node->op == ESC_IR_NOTHING)
        return esc_walk_nowhere(walk);
    switch (node->op) {
    case ESC_IR_VARIABLE:
        return esc_hole_of(node->variable->location);
    case ESC_IR_GLOBAL:
        break;
    case ESC_IR_FIELD:
        return esc_walk_target(walk, node->x);
    case ESC_IR_INDEX:
        esc_walk_discard(walk, node->y);
        if (esc_go_is(node->x->type, ESC_TYPE_ARRAY))
            return esc_walk_target(walk, node->x);
        esc_walk_discard(walk, node->x);
        break;
    case ESC_IR_DEREFERENCE:
    case ESC_IR_POINTER_FIELD:
        esc_walk_discard(walk, node);
        break;
    case ESC_IR_MAP_INDEX:
        esc_walk_discard(walk, node->x);
        esc_walk_expression(walk, noted(walk, esc_walk_heap(walk), node, "key of map put"),
                            node->y);
        break;
    default:
        esc_walk_refuse(walk, node, "an assignment to this");
    }
    return esc_walk_heap(walk);
}
