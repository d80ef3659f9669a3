/*
 * Expressions to flows. See walk.h. Source: Go 1.19, cmd/compile/internal/escape, as its comments
 * and behaviour tell it.
 */
#include "goescape/walk.h"

#include "gotypes/size.h"

#include <string.h>

static void discard_all(struct esc_walk *walk, const struct esc_ir_nodes *nodes)
{
    for (size_t k = 0; k < nodes->count; k++)
        esc_walk_discard(walk, nodes->list[k]);
}

static struct esc_hole dereferenced(struct esc_walk *walk, struct esc_hole hole,
                                    const struct esc_ir_node *where, const char *why)
{
    return esc_hole_note(&walk->graph, esc_hole_shift(hole, 1), where, why);
}

static struct esc_hole noted(struct esc_walk *walk, struct esc_hole hole,
                             const struct esc_ir_node *where, const char *why)
{
    return esc_hole_note(&walk->graph, hole, where, why);
}

/* ---- unsafe ---- */

void esc_walk_unsafe(struct esc_walk *walk, struct esc_hole hole, struct esc_ir_node *node)
{
    switch (node->op) {
    case ESC_IR_CONVERT:
    case ESC_IR_CONVERT_IDENTITY:
        if (esc_go_is_basic(node->x->type, ESC_BASIC_UNSAFE_POINTER))
            esc_walk_expression(walk, hole, node->x);
        else
            esc_walk_discard(walk, node->x);
        break;
    case ESC_IR_POINTER_FIELD:
        if (esc_ir_is_header_data(node))
            esc_walk_expression(walk, dereferenced(walk, hole, node, "reflect.Header.Data"),
                                node->x);
        else
            esc_walk_discard(walk, node->x);
        break;
    case ESC_IR_UNARY:
        esc_walk_unsafe(walk, hole, node->x);
        break;
    case ESC_IR_BINARY:
        esc_walk_unsafe(walk, hole, node->x);
        if (node->operation == ESC_GO_SHIFT_LEFT || node->operation == ESC_GO_SHIFT_RIGHT)
            esc_walk_discard(walk, node->y);
        else
            esc_walk_unsafe(walk, hole, node->y);
        break;
    default:
        esc_walk_discard(walk, node);
    }
}

/* ---- conversions ---- */

static void convert(struct esc_walk *walk, struct esc_hole hole, struct esc_ir_node *node)
{
    if (esc_go_is_basic(node->type, ESC_BASIC_UNSAFE_POINTER) &&
        esc_go_is_basic(node->x->type, ESC_BASIC_UINTPTR))
        esc_walk_unsafe(walk, hole, node->x);
    else
        esc_walk_expression(walk, hole, node->x);
}

static void to_interface(struct esc_walk *walk, struct esc_hole hole, struct esc_ir_node *node)
{
    if (!esc_go_is_interface(node->x->type) && !esc_go_is_direct(node->x->type))
        hole = esc_walk_spill(walk, hole, node);
    esc_walk_expression(walk, noted(walk, hole, node, "interface-converted"), node->x);
}

static void assertion(struct esc_walk *walk, struct esc_hole hole, struct esc_ir_node *node)
{
    if (!esc_go_is_interface(node->type) && !esc_go_is_direct(node->type))
        hole = esc_hole_shift(hole, 1);
    esc_walk_expression(walk, noted(walk, hole, node, "dot"), node->x);
}

/* ---- literals ---- */

static void elements(struct esc_walk *walk, struct esc_hole hole, struct esc_ir_node *node,
                     const char *why)
{
    for (size_t k = 0; k < node->list.count; k++)
        esc_walk_expression(walk, noted(walk, hole, node, why), node->list.list[k]);
}

static void map_literal(struct esc_walk *walk, struct esc_hole hole, struct esc_ir_node *node)
{
    esc_walk_spill(walk, hole, node);
    const struct esc_hole heap = esc_walk_heap(walk);
    for (size_t k = 0; k < node->list.count; k++) {
        esc_walk_expression(walk, noted(walk, heap, node, "map literal key"), node->keys.list[k]);
        esc_walk_expression(walk, noted(walk, heap, node, "map literal value"), node->list.list[k]);
    }
}

/* Assignments before the first literal that captures a variable do not count, unless a loop lies in
 * between. */
static void capture(struct esc_walk *walk, const struct esc_ir_function *function)
{
    for (size_t k = 0; k < function->capture_count; k++) {
        struct esc_location *location = function->captures[k].variable->location;
        if (location->captured)
            continue;
        location->captured = true;
        if (location->loop_depth == walk->loop_depth)
            location->reassigned = false;
    }
}

static void closure(struct esc_walk *walk, struct esc_hole hole, struct esc_ir_node *node)
{
    const struct esc_hole spilled = esc_walk_spill(walk, hole, node);
    esc_walk_remember(walk, spilled, node->function);
    if (node->function->of_package)
        return;
    capture(walk, node->function);
    esc_walk_function(walk, node->function);
}

static void method_value(struct esc_walk *walk, struct esc_hole hole, struct esc_ir_node *node)
{
    const struct esc_hole spilled = esc_walk_spill(walk, hole, node);
    const struct esc_hole both[] = {esc_walk_receiver(walk, node), spilled};
    esc_walk_expression(walk, esc_walk_tee(walk, both, 2), node->x);
}

/* ---- expressions ---- */

static void access(struct esc_walk *walk, struct esc_hole hole, struct esc_ir_node *node)
{
    switch (node->op) {
    case ESC_IR_ADDRESS:
        hole = esc_hole_note(&walk->graph, esc_hole_shift(hole, -1), node, "address-of");
        esc_walk_expression(walk, hole, node->x);
        break;
    case ESC_IR_DEREFERENCE:
        esc_walk_expression(walk, dereferenced(walk, hole, node, "indirection"), node->x);
        break;
    case ESC_IR_FIELD:
        esc_walk_expression(walk, noted(walk, hole, node, "dot"), node->x);
        break;
    case ESC_IR_INTERFACE_METHOD:
        esc_walk_expression(walk, noted(walk, hole, node, "dot"), node->x);
        break;
    case ESC_IR_POINTER_FIELD:
        esc_walk_expression(walk, dereferenced(walk, hole, node, "dot of pointer"), node->x);
        break;
    case ESC_IR_INDEX:
        if (esc_go_is(node->x->type, ESC_TYPE_ARRAY))
            esc_walk_expression(walk, noted(walk, hole, node, "fixed-array-index-of"), node->x);
        else
            esc_walk_expression(walk, dereferenced(walk, hole, node, "dot of pointer"), node->x);
        esc_walk_discard(walk, node->y);
        break;
    case ESC_IR_SLICE:
        esc_walk_expression(walk, noted(walk, hole, node, "slice"), node->x);
        esc_walk_discard(walk, node->y);
        esc_walk_discard(walk, node->z);
        esc_walk_discard(walk, node->w);
        break;
    default:
        assertion(walk, hole, node);
    }
}

/* What needs memory of its own. */
static void memory(struct esc_walk *walk, struct esc_hole hole, struct esc_ir_node *node)
{
    switch (node->op) {
    case ESC_IR_CLOSURE:
        closure(walk, hole, node);
        break;
    case ESC_IR_METHOD_VALUE:
        method_value(walk, hole, node);
        break;
    case ESC_IR_POINTER_LITERAL:
        esc_walk_expression(walk, esc_walk_spill(walk, hole, node), node->x);
        break;
    case ESC_IR_SLICE_LITERAL:
        elements(walk, esc_walk_spill(walk, hole, node), node, "slice-literal-element");
        break;
    case ESC_IR_MAP_LITERAL:
        map_literal(walk, hole, node);
        break;
    case ESC_IR_MAKE_CHAN:
        esc_walk_discard(walk, node->y);
        break;
    case ESC_IR_CONCATENATE:
        esc_walk_spill(walk, hole, node);
        discard_all(walk, &node->list);
        break;
    case ESC_IR_CONVERT_STRING:
        esc_walk_spill(walk, hole, node);
        esc_walk_discard(walk, node->x);
        break;
    default: /* NEW, MAKE_SLICE, MAKE_MAP */
        esc_walk_spill(walk, hole, node);
        esc_walk_discard(walk, node->y);
        esc_walk_discard(walk, node->z);
    }
}

static void flow(struct esc_walk *walk, struct esc_hole hole, struct esc_ir_node *node)
{
    switch (node->op) {
    case ESC_IR_CONSTANT:
    case ESC_IR_NIL:
    case ESC_IR_GLOBAL:
    case ESC_IR_FUNCTION:
    case ESC_IR_METHOD:
    case ESC_IR_TYPE:
    case ESC_IR_NOTHING:
        break;
    case ESC_IR_VARIABLE:
        esc_graph_flow(&walk->graph, hole, node->variable->location);
        break;
    case ESC_IR_UNARY:
    case ESC_IR_BINARY:
    case ESC_IR_MAP_INDEX:
    case ESC_IR_RECEIVE:
        esc_walk_discard(walk, node->x);
        esc_walk_discard(walk, node->y);
        break;
    case ESC_IR_ADDRESS:
    case ESC_IR_DEREFERENCE:
    case ESC_IR_FIELD:
    case ESC_IR_POINTER_FIELD:
    case ESC_IR_INTERFACE_METHOD:
    case ESC_IR_INDEX:
    case ESC_IR_SLICE:
    case ESC_IR_ASSERT:
        access(walk, hole, node);
        break;
    case ESC_IR_CONVERT:
    case ESC_IR_CONVERT_IDENTITY:
        convert(walk, hole, node);
        break;
    case ESC_IR_CONVERT_INTERFACE:
        to_interface(walk, hole, node);
        break;
    case ESC_IR_SLICE_TO_ARRAY:
        esc_walk_expression(walk, hole, node->x);
        break;
    case ESC_IR_CALL:
    case ESC_IR_BUILTIN:
        esc_walk_call(walk, &hole, node);
        break;
    case ESC_IR_ARRAY_LITERAL:
        elements(walk, hole, node, "array literal element");
        break;
    case ESC_IR_STRUCT_LITERAL:
        elements(walk, hole, node, "struct literal element");
        break;
    default:
        memory(walk, hole, node);
    }
}

/* Untyped constants and nil say nothing of pointers; neither do calls with several results. */
static bool holds_no_pointers(const struct esc_go_type *type)
{
    return type != NULL && type->kind != ESC_TYPE_TUPLE && !esc_go_is_untyped(type) &&
           !esc_go_has_pointers(type);
}

void esc_rule_expression(struct esc_walk *walk, struct esc_hole hole, struct esc_ir_node *node)
{
    if (node == NULL || walk->failed)
        return;
    esc_walk_statements(walk, &node->before);
    if (hole.derefs >= 0 && holds_no_pointers(node->type))
        hole.to = &walk->graph.blank;
    flow(walk, hole, node);
}
