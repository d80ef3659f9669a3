/*
 * Conversions: those that are written, and those that an assignment makes. See lower.h. Sources: Go
 * specification, "Conversions", "Assignability"; which of them is a node of its own and which does
 * nothing: Go 1.19, cmd/compile/internal/typecheck/subr.go.
 */
#include "goescape/lower.h"

static bool is_named(const struct esc_go_type *type)
{
    return type->kind == ESC_TYPE_NAMED || type->kind == ESC_TYPE_BASIC;
}

static bool is_empty_interface(const struct esc_go_type *type)
{
    return esc_go_is_interface(type) &&
           esc_go_interface_methods(esc_go_underlying(type)).count == 0;
}

/* What assigning a value of one type to a variable of another one takes; NOTHING: it cannot be
 * assigned. */
static enum esc_ir_op assignment(const struct esc_go_type *from, const struct esc_go_type *to)
{
    if (esc_go_identical(from, to))
        return ESC_IR_CONVERT_IDENTITY;
    if (esc_go_identical(esc_go_underlying(from), esc_go_underlying(to))) {
        if (is_empty_interface(from))
            return ESC_IR_CONVERT_IDENTITY;
        if ((!is_named(from) || !is_named(to)) && !esc_go_is_interface(from))
            return ESC_IR_CONVERT_IDENTITY;
    }
    if (esc_go_is_interface(to))
        return ESC_IR_CONVERT_INTERFACE;
    if (esc_go_is(from, ESC_TYPE_CHAN) && esc_go_is(to, ESC_TYPE_CHAN) &&
        esc_go_underlying(from)->chan.direction == ESC_GO_BOTH &&
        (!is_named(from) || !is_named(to)))
        return ESC_IR_CONVERT_IDENTITY;
    return ESC_IR_NOTHING;
}

static bool is_element(const struct esc_go_type *slice, enum esc_basic what)
{
    const struct esc_go_type *under = esc_go_underlying(slice);
    return under->kind == ESC_TYPE_SLICE && esc_go_is_basic(under->element, what);
}

static bool is_text_slice(const struct esc_go_type *type)
{
    return is_element(type, ESC_BASIC_UINT8) || is_element(type, ESC_BASIC_INT32);
}

static bool is_pointer_like(const struct esc_go_type *type)
{
    return esc_go_is(type, ESC_TYPE_POINTER) || esc_go_is_basic(type, ESC_BASIC_UINTPTR) ||
           esc_go_is_basic(type, ESC_BASIC_UNSAFE_POINTER);
}

static bool same_pointers(const struct esc_go_type *from, const struct esc_go_type *to)
{
    return from->kind == ESC_TYPE_POINTER && to->kind == ESC_TYPE_POINTER &&
           esc_go_identical_but_tags(esc_go_underlying(from->element),
                                     esc_go_underlying(to->element));
}

static bool are_numbers(const struct esc_go_type *from, const struct esc_go_type *to)
{
    return esc_go_is_numeric(from) && esc_go_is_numeric(to);
}

static enum esc_ir_op conversion(const struct esc_go_type *from, const struct esc_go_type *to)
{
    const enum esc_ir_op assigned = assignment(from, to);
    if (assigned != ESC_IR_NOTHING)
        return assigned;
    if (esc_go_is_interface(from) || esc_go_is_interface(to))
        return ESC_IR_NOTHING;
    if (esc_go_identical_but_tags(esc_go_underlying(from), esc_go_underlying(to)) ||
        same_pointers(from, to))
        return ESC_IR_CONVERT_IDENTITY;
    if (are_numbers(from, to))
        return esc_go_underlying(from)->basic.what == esc_go_underlying(to)->basic.what
                   ? ESC_IR_CONVERT_IDENTITY
                   : ESC_IR_CONVERT;
    if (esc_go_is_string(to) && (esc_go_is_integer(from) || is_text_slice(from)))
        return ESC_IR_CONVERT_STRING;
    if (esc_go_is_string(from) && is_text_slice(to))
        return ESC_IR_CONVERT_STRING;
    if (is_pointer_like(from) && is_pointer_like(to))
        return ESC_IR_CONVERT_IDENTITY;
    if (esc_go_is(from, ESC_TYPE_SLICE) && esc_go_is(to, ESC_TYPE_POINTER))
        return ESC_IR_SLICE_TO_ARRAY;
    return ESC_IR_NOTHING;
}

struct esc_ir_node *esc_lower_assigned(struct esc_lowering *lowering, struct esc_ir_node *value,
                                       const struct esc_go_type *type)
{
    if (type == NULL || value->type == NULL || value->op == ESC_IR_NIL ||
        esc_go_identical(value->type, type))
        return value;
    if (esc_go_is_untyped(value->type))
        return value;
    const enum esc_ir_op op = assignment(value->type, type);
    if (op == ESC_IR_NOTHING)
        return esc_lower_refuse(lowering, value->at, "this assignment");
    struct esc_ir_node *node = esc_lower_make(lowering, op, lowering->base, type);
    node->x = value;
    node->implicit = true;
    return node;
}

/* []rune("…") of a constant is a slice literal of its characters. */
static struct esc_ir_node *runes(struct esc_lowering *lowering, struct esc_ir_node *value,
                                 const struct esc_go_type *type)
{
    size_t length = 0;
    esc_constant_bytes(value->value, &length);
    struct esc_ir_node *node = esc_lower_make(lowering, ESC_IR_SLICE_LITERAL, lowering->base, type);
    if (length > 0)
        esc_lower_add(lowering, &node->list, value);
    return node;
}

/* string(b) of bytes that are not byte converts b to []byte first. */
static struct esc_ir_node *as_plain_slice(struct esc_lowering *lowering, struct esc_ir_node *value)
{
    const struct esc_go_type *element = esc_go_underlying(value->type)->element;
    if (element->kind == ESC_TYPE_BASIC)
        return value;
    const bool bytes = is_element(value->type, ESC_BASIC_UINT8);
    const struct esc_go_type *plain =
        esc_go_slice_of(lowering->world, bytes ? lowering->world->byte : lowering->world->rune);
    struct esc_ir_node *node = esc_lower_make(lowering, ESC_IR_CONVERT_IDENTITY, value->at, plain);
    node->x = value;
    return node;
}

struct esc_ir_node *esc_lower_converted(struct esc_lowering *lowering, struct esc_ir_node *value,
                                        const struct esc_go_type *type, struct esc_go_place at)
{
    if (value->op == ESC_IR_NOTHING)
        return value;
    const struct esc_go_type *from = value->type;
    if (from == NULL)
        return esc_lower_refuse(lowering, at, "this conversion");
    if (esc_go_is_untyped(from))
        from = esc_go_default(lowering->world, from);
    const enum esc_ir_op op =
        value->op == ESC_IR_NIL ? ESC_IR_CONVERT_IDENTITY : conversion(from, type);
    if (op == ESC_IR_NOTHING)
        return esc_lower_refuse(lowering, at, "this conversion");
    if (op == ESC_IR_CONVERT_STRING && value->op == ESC_IR_CONSTANT &&
        is_element(type, ESC_BASIC_INT32))
        return runes(lowering, value, type);
    if (op == ESC_IR_CONVERT_STRING && is_text_slice(from))
        value = as_plain_slice(lowering, value);
    struct esc_ir_node *node = esc_lower_make(lowering, op, at, type);
    node->x = value;
    return node;
}
