/*
 * Assignments that bring nothing new: x.f = x.g, x.f = x.f[i:j]. See walk.h. Source: Go 1.19,
 * cmd/compile/internal/escape/utils.go, as described in its comments.
 */
#include "goescape/walk.h"

#include "gotypes/constant.h"

#include <string.h>

/* What lies behind one pointer that is a variable; NULL: it is not of that form. */
static const struct esc_ir_variable *pointer_of(const struct esc_ir_node *node)
{
    if (node->op != ESC_IR_DEREFERENCE && node->op != ESC_IR_POINTER_FIELD)
        return NULL;
    return node->x->op == ESC_IR_VARIABLE ? node->x->variable : NULL;
}

/* p.f = p.g[i:j]; not of an array in place, for that would be a new pointer into p. */
static bool is_slice_of_itself(const struct esc_ir_node *target, const struct esc_ir_node *source)
{
    const struct esc_ir_variable *pointer = pointer_of(target);
    if (pointer == NULL || source->op != ESC_IR_SLICE || source->x->op == ESC_IR_ADDRESS)
        return false;
    return pointer_of(source->x) == pointer;
}

static const struct esc_ir_node *without_identity(const struct esc_ir_node *node)
{
    while (node->op == ESC_IR_CONVERT_IDENTITY)
        node = node->x;
    return node;
}

/* Two expressions that are one, and have no effects. */
static bool are_same(const struct esc_ir_node *a, const struct esc_ir_node *b)
{
    a = without_identity(a);
    b = without_identity(b);
    if (a->op != b->op || a->type == NULL || b->type == NULL || !esc_go_identical(a->type, b->type))
        return false;
    switch (a->op) {
    case ESC_IR_VARIABLE:
        return a->variable == b->variable;
    case ESC_IR_GLOBAL:
    case ESC_IR_FUNCTION:
        return a->object == b->object;
    case ESC_IR_FIELD:
    case ESC_IR_POINTER_FIELD:
        return a->text == b->text && are_same(a->x, b->x);
    case ESC_IR_DEREFERENCE:
        return are_same(a->x, b->x);
    case ESC_IR_UNARY:
        return a->operation == b->operation && are_same(a->x, b->x);
    case ESC_IR_CONVERT:
        return are_same(a->x, b->x);
    case ESC_IR_INDEX:
    case ESC_IR_MAP_INDEX:
        return are_same(a->x, b->x) && are_same(a->y, b->y);
    case ESC_IR_BINARY:
        return a->operation == b->operation && a->operation >= ESC_GO_ADD && are_same(a->x, b->x) &&
               are_same(a->y, b->y);
    case ESC_IR_CONSTANT:
        return a->value != NULL && b->value != NULL &&
               esc_constant_compare(ESC_GO_EQUAL, a->value, b->value);
    case ESC_IR_NIL:
        return true;
    default:
        return false;
    }
}

/* Whether working it out may change memory, or allocate. */
static bool has_effects(const struct esc_ir_node *node)
{
    switch (node->op) {
    case ESC_IR_VARIABLE:
    case ESC_IR_GLOBAL:
    case ESC_IR_FUNCTION:
    case ESC_IR_CONSTANT:
    case ESC_IR_NIL:
        return false;
    case ESC_IR_BINARY:
        return node->operation < ESC_GO_ADD || has_effects(node->x) || has_effects(node->y);
    case ESC_IR_INDEX:
        return has_effects(node->x) || has_effects(node->y);
    case ESC_IR_CONVERT:
    case ESC_IR_CONVERT_IDENTITY:
    case ESC_IR_UNARY:
    case ESC_IR_FIELD:
    case ESC_IR_POINTER_FIELD:
    case ESC_IR_DEREFERENCE:
        return has_effects(node->x);
    case ESC_IR_BUILTIN:
        return (node->builtin != ESC_BUILTIN_LEN && node->builtin != ESC_BUILTIN_CAP) ||
               has_effects(node->list.list[0]);
    default:
        return true;
    }
}

bool esc_ir_is_self_assignment(const struct esc_ir_node *target, const struct esc_ir_node *source)
{
    if (is_slice_of_itself(target, source))
        return true;
    if (target->op != source->op)
        return false;
    switch (target->op) {
    case ESC_IR_FIELD:
    case ESC_IR_POINTER_FIELD:
        return are_same(target->x, source->x);
    case ESC_IR_INDEX:
        return !has_effects(target->y) && !has_effects(source->y) && are_same(target->x, source->x);
    default:
        return false;
    }
}

bool esc_ir_is_header_data(const struct esc_ir_node *node)
{
    if ((node->op != ESC_IR_FIELD && node->op != ESC_IR_POINTER_FIELD) ||
        strcmp(node->text, "Data") != 0 || !esc_go_is_basic(node->type, ESC_BASIC_UINTPTR))
        return false;
    const struct esc_go_type *type = node->x->type;
    if (node->op == ESC_IR_POINTER_FIELD)
        type = esc_go_underlying(type)->element;
    if (type->kind != ESC_TYPE_NAMED || type->named.object->package == NULL ||
        strcmp(type->named.object->package->path, "reflect") != 0)
        return false;
    const char *name = type->named.object->name;
    return strcmp(name, "SliceHeader") == 0 || strcmp(name, "StringHeader") == 0;
}
