/*
 * Expressions, lowered. See lower.h.
 */
#include "goescape/lower.h"

#include "gotypes/size.h"

#include <string.h>

/* ---- constants ---- */

static bool add_source(struct esc_text *text, const struct esc_go_node *node);

static bool add_call_source(struct esc_text *text, const struct esc_go_node *node)
{
    bool known = add_source(text, node->call.callee);
    esc_text_add(text, "(");
    for (size_t k = 0; k < node->call.arguments.count; k++) {
        esc_text_add(text, k > 0 ? ", " : "");
        known = known && add_source(text, node->call.arguments.list[k]);
    }
    esc_text_add(text, ")");
    return known && !node->call.has_dots;
}

static bool add_source(struct esc_text *text, const struct esc_go_node *node)
{
    bool known = true;
    switch (node->kind) {
    case ESC_NODE_NAME:
        esc_text_add(text, node->name);
        return true;
    case ESC_NODE_LITERAL:
        esc_text_add(text, node->literal.text);
        return strchr(node->literal.text, '\n') == NULL;
    case ESC_NODE_PAREN:
        esc_text_add(text, "(");
        known = add_source(text, node->inner);
        esc_text_add(text, ")");
        return known;
    case ESC_NODE_SELECTOR:
        known = add_source(text, node->selector.operand);
        esc_text_addf(text, ".%s", node->selector.name->name);
        return known;
    case ESC_NODE_UNARY:
        esc_text_add(text, esc_go_operator_text(node->unary.op));
        return add_source(text, node->unary.operand);
    case ESC_NODE_BINARY:
        known = add_source(text, node->binary.left);
        esc_text_addf(text, " %s ", esc_go_operator_text(node->binary.op));
        return known && add_source(text, node->binary.right);
    case ESC_NODE_CALL:
        return add_call_source(text, node);
    default:
        return false;
    }
}

const char *esc_lower_source(struct esc_lowering *lowering, const struct esc_go_node *node)
{
    struct esc_text text = {0};
    const char *copy = NULL;
    if (add_source(&text, node))
        copy = esc_lower_text(lowering, "%s", text.bytes);
    esc_text_free(&text);
    return copy;
}

/* What an untyped value is taken for that no context has given a type. */
static const struct esc_go_type *typed(const struct esc_lowering *lowering,
                                       const struct esc_go_type *type)
{
    if (type->kind != ESC_TYPE_BASIC)
        return type;
    switch (type->basic.what) {
    case ESC_BASIC_UNTYPED_BOOL:
        return esc_go_basic(lowering->world, ESC_BASIC_BOOL);
    case ESC_BASIC_UNTYPED_STRING:
        return esc_go_basic(lowering->world, ESC_BASIC_STRING);
    case ESC_BASIC_UNTYPED_INT:
    case ESC_BASIC_UNTYPED_FLOAT:
    case ESC_BASIC_UNTYPED_COMPLEX:
        return esc_go_basic(lowering->world, ESC_BASIC_UINT);
    default:
        return type;
    }
}

static struct esc_ir_node *constant(struct esc_lowering *lowering, struct esc_go_node *node,
                                    const struct esc_go_fact *fact)
{
    const char *text = esc_lower_source(lowering, node);
    if (text == NULL)
        return esc_lower_refuse(lowering, node->at, "a constant written like this");
    struct esc_ir_node *result =
        esc_lower_make(lowering, ESC_IR_CONSTANT, node->at, typed(lowering, fact->type));
    result->text = text;
    result->value = fact->value;
    if (node->kind == ESC_NODE_UNARY)
        result->operation = node->unary.op;
    if (node->kind == ESC_NODE_BINARY) {
        result->operation = node->binary.op;
        result->full = true;
    }
    return result;
}

/* ---- names ---- */

static const char *global_text(struct esc_lowering *lowering, const struct esc_go_object *object)
{
    if (object->package == NULL || object->package == lowering->package->package)
        return object->name;
    return esc_lower_text(lowering, "%s.%s", object->package->name, object->name);
}

static struct esc_ir_node *named(struct esc_lowering *lowering, struct esc_go_place at,
                                 struct esc_go_object *object, const struct esc_go_fact *fact)
{
    struct esc_ir_node *node;
    if (object == NULL)
        return esc_lower_refuse(lowering, at, "this name");
    switch (object->kind) {
    case ESC_OBJECT_NIL:
        return esc_lower_make(lowering, ESC_IR_NIL, at, fact->type);
    case ESC_OBJECT_FUNC:
        node = esc_lower_make(lowering, ESC_IR_FUNCTION, at, fact->type);
        node->function = esc_lower_function_of(lowering, object);
        break;
    case ESC_OBJECT_VAR:
        if (object->variable.role != ESC_ROLE_GLOBAL) {
            struct esc_ir_variable *variable = esc_lower_variable_of(lowering, object);
            return variable != NULL ? esc_lower_use(lowering, variable, at)
                                    : esc_lower_refuse(lowering, at, "this variable");
        }
        node = esc_lower_make(lowering, ESC_IR_GLOBAL, at, object->type);
        break;
    default:
        return esc_lower_refuse(lowering, at, "this name");
    }
    node->object = object;
    node->text = global_text(lowering, object);
    return node;
}

/* ---- selectors ---- */

static struct esc_ir_node *field(struct esc_lowering *lowering, struct esc_go_place at,
                                 struct esc_ir_node *operand, const struct esc_go_object *object)
{
    const bool pointer = esc_go_is(operand->type, ESC_TYPE_POINTER);
    struct esc_ir_node *node =
        esc_lower_make(lowering, pointer ? ESC_IR_POINTER_FIELD : ESC_IR_FIELD, at, object->type);
    node->x = operand;
    node->text = object->name;
    return node;
}

struct esc_ir_node *esc_lower_address(struct esc_lowering *lowering, struct esc_ir_node *operand,
                                      struct esc_go_place at)
{
    const bool literal = operand->op == ESC_IR_ARRAY_LITERAL ||
                         operand->op == ESC_IR_SLICE_LITERAL ||
                         operand->op == ESC_IR_STRUCT_LITERAL || operand->op == ESC_IR_MAP_LITERAL;
    if (operand->op == ESC_IR_NOTHING)
        return operand;
    struct esc_ir_node *node =
        esc_lower_make(lowering, literal ? ESC_IR_POINTER_LITERAL : ESC_IR_ADDRESS, at,
                       esc_go_pointer_to(lowering->world, operand->type));
    node->x = operand;
    return node;
}

/* The receiver as the method wants it: its address, or what it points at. */
static struct esc_ir_node *receiver(struct esc_lowering *lowering, struct esc_go_place at,
                                    struct esc_ir_node *operand, const struct esc_go_object *method)
{
    const bool has_pointer = esc_go_is(operand->type, ESC_TYPE_POINTER);
    const bool wants_pointer = method->function.pointer_receiver;
    if (has_pointer == wants_pointer)
        return operand;
    struct esc_ir_node *node;
    if (wants_pointer) {
        node = esc_lower_make(lowering, ESC_IR_ADDRESS, at,
                              esc_go_pointer_to(lowering->world, operand->type));
    } else {
        node = esc_lower_make(lowering, ESC_IR_DEREFERENCE, at,
                              esc_go_underlying(operand->type)->element);
    }
    node->x = operand;
    node->implicit = true;
    return node;
}

static struct esc_ir_node *method_value(struct esc_lowering *lowering, struct esc_go_node *node,
                                        struct esc_ir_node *operand, struct esc_go_object *method,
                                        const struct esc_go_type *type)
{
    struct esc_ir_node *value = esc_lower_make(lowering, ESC_IR_METHOD_VALUE, node->at, type);
    const bool interface = esc_go_is_interface(operand->type);
    value->x = interface ? operand : receiver(lowering, node->at, operand, method);
    value->text = method->name;
    value->object = method;
    value->function = interface ? NULL : esc_lower_function_of(lowering, method);
    return value;
}

static struct esc_ir_node *method_expression(struct esc_lowering *lowering,
                                             struct esc_go_node *node,
                                             const struct esc_go_selected *selected,
                                             const struct esc_go_type *type)
{
    struct esc_go_object *method = selected->selection.object;
    if (selected->selection.path.count > 0 || esc_go_is_interface(selected->of) ||
        method->function.pointer_receiver != esc_go_is(selected->of, ESC_TYPE_POINTER))
        return esc_lower_refuse(lowering, node->at, "a method expression that needs a wrapper");
    struct esc_ir_node *result = esc_lower_make(lowering, ESC_IR_METHOD, node->at, type);
    result->x = esc_lower_make(lowering, ESC_IR_TYPE, node->at, selected->of);
    result->text = method->name;
    result->object = method;
    result->function = esc_lower_function_of(lowering, method);
    return result;
}

static struct esc_ir_node *selector(struct esc_lowering *lowering, struct esc_go_node *node,
                                    const struct esc_go_fact *fact)
{
    const struct esc_go_selected *selected = fact->selected;
    if (selected->what == ESC_SELECT_QUALIFIED)
        return named(lowering, node->at, fact->object, fact);
    if (selected->what == ESC_SELECT_EXPRESSION)
        return method_expression(lowering, node, selected, fact->type);
    struct esc_ir_node *operand = esc_lower_expression(lowering, node->selector.operand);
    if (operand->op == ESC_IR_NOTHING)
        return operand;
    const struct esc_go_objects *path = &selected->selection.path;
    for (size_t k = 0; k < path->count; k++)
        operand = field(lowering, node->at, operand, path->list[k]);
    struct esc_go_object *object = selected->selection.object;
    if (selected->what == ESC_SELECT_FIELD)
        return field(lowering, node->at, operand, object);
    return method_value(lowering, node, operand, object, fact->type);
}

/* ---- indices and slices ---- */

/* An array where a pointer to one stands. */
static struct esc_ir_node *array_of(struct esc_lowering *lowering, struct esc_ir_node *operand)
{
    const struct esc_go_type *type = esc_go_underlying(operand->type);
    if (type->kind != ESC_TYPE_POINTER || !esc_go_is(type->element, ESC_TYPE_ARRAY))
        return operand;
    struct esc_ir_node *node =
        esc_lower_make(lowering, ESC_IR_DEREFERENCE, lowering->base, type->element);
    node->x = operand;
    node->implicit = true;
    return node;
}

/* A constant that fits 32 bits, or -1. */
static int64_t small(const struct esc_ir_node *node)
{
    int64_t number = 0;
    return node->op == ESC_IR_CONSTANT && node->value != NULL &&
                   esc_constant_int64(node->value, &number) && number == (int32_t)number
               ? number
               : -1;
}

/* How many bits of an unsigned value a division or shift leaves. */
static int64_t bits_left(const struct esc_ir_node *index, int64_t bits)
{
    int64_t by = small(index->y);
    if (by < 0)
        return bits;
    if (index->operation == ESC_GO_SHIFT_RIGHT)
        return by > bits ? 0 : bits - by;
    for (; bits > 0 && by >= 2; by >>= 1)
        bits--;
    return bits;
}

/* What x & constant is at most, -1: not known. */
static int64_t masked(const struct esc_ir_node *index, bool is_signed, int64_t bits)
{
    int64_t mask = small(index->x);
    if (index->x->op != ESC_IR_CONSTANT) {
        mask = small(index->y);
        if (index->operation == ESC_GO_AND_NOT && index->y->op == ESC_IR_CONSTANT)
            mask = is_signed || bits >= 63 ? ~mask : ~mask & ((INT64_C(1) << bits) - 1);
    }
    return mask;
}

/* Whether the compiler sees that the index is below `most`: it has a line for that, whose place in
 * the output is not known here. Source: Go 1.19, cmd/compile/internal/walk/expr.go. */
static bool is_in_bounds(const struct esc_ir_node *index, int64_t most)
{
    const bool is_signed = !esc_go_is_unsigned(index->type);
    int64_t bits = 8 * esc_go_size(index->type);
    if (index->op == ESC_IR_BINARY) {
        const enum esc_go_operator op = index->operation;
        const int64_t mask = masked(index, is_signed, bits);
        if ((op == ESC_GO_AND || op == ESC_GO_AND_NOT) && mask >= 0 && mask < most)
            return true;
        if (op == ESC_GO_REM && !is_signed && small(index->y) >= 0 && small(index->y) <= most)
            return true;
        if (op == ESC_GO_DIV || op == ESC_GO_SHIFT_RIGHT)
            bits = is_signed ? bits : bits_left(index, bits);
    }
    return !is_signed && bits <= 62 && INT64_C(1) << bits <= most;
}

/* Whether there is such a line for this index. */
static bool is_elided(const struct esc_ir_node *operand, const struct esc_ir_node *index)
{
    size_t length = 0;
    if (index->op == ESC_IR_CONSTANT || index->type == NULL || !esc_go_is_integer(index->type))
        return false;
    if (esc_go_is(operand->type, ESC_TYPE_ARRAY))
        return is_in_bounds(index, esc_go_underlying(operand->type)->array.length);
    if (operand->op != ESC_IR_CONSTANT || !esc_go_is_string(operand->type))
        return false;
    esc_constant_bytes(operand->value, &length);
    return is_in_bounds(index, (int64_t)length);
}

static struct esc_ir_node *index_of(struct esc_lowering *lowering, struct esc_go_node *node,
                                    const struct esc_go_fact *fact)
{
    struct esc_ir_node *operand = esc_lower_expression(lowering, node->index.operand);
    if (operand->op == ESC_IR_NOTHING || operand->type == NULL)
        return esc_lower_refuse(lowering, node->at, "this index");
    struct esc_ir_node *index = esc_lower_expression(lowering, node->index.indices.list[0]);
    operand = array_of(lowering, operand);
    const struct esc_go_type *type = esc_go_underlying(operand->type);
    struct esc_ir_node *result = esc_lower_make(lowering, ESC_IR_INDEX, node->at, fact->type);
    result->x = operand;
    result->y = index;
    if (type->kind == ESC_TYPE_MAP) {
        result->op = ESC_IR_MAP_INDEX;
        result->type = type->map.element;
        result->y = esc_lower_assigned(lowering, index, type->map.key);
    } else if (index->op != ESC_IR_NOTHING && is_elided(operand, index)) {
        return esc_lower_refuse(lowering, node->at,
                                "an index that the compiler sees to be in bounds");
    }
    return result;
}

static struct esc_ir_node *bound(struct esc_lowering *lowering, struct esc_go_node *node)
{
    return node != NULL ? esc_lower_expression(lowering, node) : NULL;
}

static struct esc_ir_node *slice(struct esc_lowering *lowering, struct esc_go_node *node,
                                 const struct esc_go_fact *fact)
{
    struct esc_ir_node *result = esc_lower_make(lowering, ESC_IR_SLICE, node->at, fact->type);
    result->x = esc_lower_expression(lowering, node->slice.operand);
    result->y = bound(lowering, node->slice.low);
    result->z = bound(lowering, node->slice.high);
    result->w = bound(lowering, node->slice.max);
    result->full = node->slice.full;
    if (result->x->op == ESC_IR_NOTHING || !esc_go_is(result->x->type, ESC_TYPE_ARRAY))
        return result;
    struct esc_ir_node *address =
        esc_lower_make(lowering, ESC_IR_ADDRESS, lowering->base,
                       esc_go_pointer_to(lowering->world, result->x->type));
    address->x = result->x;
    address->implicit = true;
    result->x = address;
    return result;
}

/* ---- operators ---- */

static struct esc_ir_node *unary(struct esc_lowering *lowering, struct esc_go_node *node,
                                 const struct esc_go_fact *fact)
{
    struct esc_ir_node *operand = esc_lower_expression(lowering, node->unary.operand);
    if (node->unary.op == ESC_GO_AND)
        return esc_lower_address(lowering, operand, node->at);
    struct esc_ir_node *result = esc_lower_make(lowering, ESC_IR_UNARY, node->at, fact->type);
    result->operation = node->unary.op;
    result->x = operand;
    if (node->unary.op == ESC_GO_MUL)
        result->op = ESC_IR_DEREFERENCE;
    if (node->unary.op == ESC_GO_RECEIVE) {
        result->op = ESC_IR_RECEIVE;
        if (operand->op != ESC_IR_NOTHING)
            result->type = esc_go_underlying(operand->type)->chan.element;
    }
    return result;
}

static struct esc_ir_node *concatenation(struct esc_lowering *lowering, struct esc_go_place at,
                                         struct esc_ir_node *left, struct esc_ir_node *right)
{
    struct esc_ir_node *result = left;
    if (left->op != ESC_IR_CONCATENATE) {
        result = esc_lower_make(lowering, ESC_IR_CONCATENATE, at, left->type);
        esc_lower_add(lowering, &result->list, left);
    }
    result->at = at;
    if (right->op != ESC_IR_CONCATENATE)
        esc_lower_add(lowering, &result->list, right);
    for (size_t k = 0; right->op == ESC_IR_CONCATENATE && k < right->list.count; k++)
        esc_lower_add(lowering, &result->list, right->list.list[k]);
    return result;
}

static bool compares(enum esc_go_operator op)
{
    return op >= ESC_GO_EQUAL && op <= ESC_GO_GREATER_EQUAL;
}

/* An interface beside a value that is none is compared as it is, unless the value is large. */
enum { LARGE = 1 << 16 };

static bool needs_conversion(const struct esc_ir_node *value, const struct esc_go_type *other)
{
    return esc_go_is_interface(value->type) != esc_go_is_interface(other) &&
           !esc_go_is_interface(value->type) && esc_go_size(value->type) >= LARGE;
}

static struct esc_ir_node *binary(struct esc_lowering *lowering, struct esc_go_node *node,
                                  const struct esc_go_fact *fact)
{
    struct esc_ir_node *left = esc_lower_expression(lowering, node->binary.left);
    struct esc_ir_node *right = esc_lower_expression(lowering, node->binary.right);
    if (left->op == ESC_IR_NOTHING || right->op == ESC_IR_NOTHING)
        return left->op == ESC_IR_NOTHING ? left : right;
    if (node->binary.op == ESC_GO_ADD && esc_go_is_string(left->type))
        return concatenation(lowering, node->at, left, right);
    struct esc_ir_node *result =
        esc_lower_make(lowering, ESC_IR_BINARY, node->at, typed(lowering, fact->type));
    result->operation = node->binary.op;
    result->x = left;
    result->y = right;
    if (compares(node->binary.op) && left->op != ESC_IR_NIL && right->op != ESC_IR_NIL) {
        if (needs_conversion(left, right->type) || needs_conversion(right, left->type))
            return esc_lower_refuse(lowering, node->at,
                                    "a comparison of an interface with a large value");
    }
    return result;
}

static struct esc_ir_node *assertion(struct esc_lowering *lowering, struct esc_go_node *node)
{
    struct esc_ir_node *operand = esc_lower_expression(lowering, node->assertion.operand);
    struct esc_ir_node *result = esc_lower_make(
        lowering, ESC_IR_ASSERT, node->at, esc_lower_fact(lowering, node->assertion.type)->type);
    result->x = operand;
    return result;
}

/* ---- all of them ---- */

static struct esc_ir_node *value(struct esc_lowering *lowering, struct esc_go_node *node,
                                 const struct esc_go_fact *fact)
{
    lowering->base = node->at;
    switch (node->kind) {
    case ESC_NODE_NAME:
        return named(lowering, node->at, fact->object, fact);
    case ESC_NODE_SELECTOR:
        return selector(lowering, node, fact);
    case ESC_NODE_COMPOSITE:
        return esc_lower_literal(lowering, node, fact->type);
    case ESC_NODE_FUNC_LITERAL:
        return esc_lower_closure(lowering, node);
    case ESC_NODE_INDEX:
        return index_of(lowering, node, fact);
    case ESC_NODE_SLICE:
        return slice(lowering, node, fact);
    case ESC_NODE_ASSERT:
        return assertion(lowering, node);
    case ESC_NODE_CALL:
        return esc_lower_call(lowering, node);
    case ESC_NODE_UNARY:
        return unary(lowering, node, fact);
    case ESC_NODE_BINARY:
        return binary(lowering, node, fact);
    default:
        return esc_lower_refuse(lowering, node->at, esc_node_word(node->kind));
    }
}

struct esc_ir_node *esc_rule_lower_expression(struct esc_lowering *lowering,
                                              struct esc_go_node *node)
{
    node = esc_go_unparen(node);
    if (lowering->failed)
        return esc_lower_make(lowering, ESC_IR_NOTHING, node->at, NULL);
    if (node->kind == ESC_NODE_NAME && node->name == lowering->world->blank) {
        struct esc_ir_node *blank = esc_lower_make(lowering, ESC_IR_NOTHING, node->at, NULL);
        blank->text = "_";
        return blank;
    }
    const struct esc_go_fact *fact = esc_lower_fact(lowering, node);
    switch (fact->mode) {
    case ESC_MODE_TYPE:
        return esc_lower_make(lowering, ESC_IR_TYPE, node->at, fact->type);
    case ESC_MODE_CONSTANT:
        return constant(lowering, node, fact);
    case ESC_MODE_NONE:
    case ESC_MODE_BUILTIN:
    case ESC_MODE_PACKAGE:
        return esc_lower_refuse(lowering, node->at, esc_node_word(node->kind));
    default:
        return value(lowering, node, fact);
    }
}
