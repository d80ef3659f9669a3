/*
 * Operators. See checker.h; Go specification, "Operators".
 */
#include "gotypes/checker.h"
#include "gotypes/size.h"

static bool is_pointer(const struct esc_go_type *type)
{
    return esc_go_is(type, ESC_TYPE_POINTER);
}

static void __attribute__((noreturn))
fail_operator(struct checker *c, const struct operand *x, enum esc_go_operator op)
{
    esc_check_fail_at(c, x->node, "invalid operation: operator %s not defined on %s",
                      esc_go_operator_text(op), esc_check_describe(c, x));
}

/* ---- one operand ---- */

static void take_address(struct checker *c, struct operand *x, const struct esc_go_node *node)
{
    if (esc_go_unparen(node->unary.operand)->kind != ESC_NODE_COMPOSITE &&
        x->mode != ESC_MODE_VARIABLE)
        esc_check_fail_at(c, x->node, "invalid operation: cannot take address of %s",
                          esc_check_describe(c, x));
    x->mode = ESC_MODE_VALUE;
    x->type = esc_go_pointer_to(c->world, x->type);
}

static void receive(struct checker *c, struct operand *x)
{
    const struct esc_go_type *chan = esc_check_under(c, x->type, x->node);
    if (chan->kind != ESC_TYPE_CHAN)
        esc_check_fail_at(c, x->node, "invalid operation: cannot receive from non-channel %s",
                          esc_check_describe(c, x));
    if (chan->chan.direction == ESC_GO_SEND_ONLY)
        esc_check_fail_at(c, x->node, "invalid operation: cannot receive from send-only channel %s",
                          esc_check_describe(c, x));
    x->mode = ESC_MODE_COMMA_OK;
    x->type = chan->chan.element;
    c->calls = true;
}

static void follow(struct checker *c, struct operand *x, struct esc_go_node *node)
{
    esc_check_value_or_type(c, x, node->unary.operand);
    if (x->mode == ESC_MODE_TYPE) {
        x->type = esc_go_pointer_to(c->world, x->type);
        return;
    }
    const struct esc_go_type *under =
        x->mode == ESC_MODE_BUILTIN ? NULL : esc_check_under(c, x->type, x->node);
    if (esc_check_is_nil(x))
        esc_check_fail_at(c, x->node, "invalid operation: cannot indirect nil");
    if (under == NULL || under->kind != ESC_TYPE_POINTER)
        esc_check_fail_at(c, x->node, "invalid operation: cannot indirect %s",
                          esc_check_describe(c, x));
    x->mode = ESC_MODE_VARIABLE;
    x->type = under->element;
}

static bool has_unary(enum esc_go_operator op, const struct esc_go_type *type)
{
    switch (op) {
    case ESC_GO_NOT:
        return esc_go_is_bool(type);
    case ESC_GO_XOR:
        return esc_go_is_integer(type);
    default:
        return esc_go_is_numeric(type);
    }
}

static void compute_unary(struct checker *c, struct operand *x, struct esc_go_node *node)
{
    const enum esc_go_operator op = node->unary.op;
    if (!has_unary(op, x->type))
        fail_operator(c, x, op);
    if (x->mode != ESC_MODE_CONSTANT) {
        x->mode = ESC_MODE_VALUE;
        return;
    }
    const int bits = esc_go_is_unsigned(x->type) ? (int)esc_go_size(x->type) * 8 : 0;
    if (op == ESC_GO_XOR)
        x->value = esc_constant_to_int(c->arena, x->value);
    x->value = esc_constant_unary(c->arena, op, x->value, bits);
    x->node = node;
    esc_check_overflow(c, x, node);
}

void esc_check_unary(struct checker *c, struct operand *x, struct esc_go_node *node)
{
    if (node->unary.op == ESC_GO_MUL) {
        follow(c, x, node);
        return;
    }
    if (node->unary.op == ESC_GO_TILDE)
        esc_check_fail_at(c, node, "cannot use ~ outside of interface or type constraint");
    esc_check_value(c, x, node->unary.operand);
    if (node->unary.op == ESC_GO_AND)
        take_address(c, x, node);
    else if (node->unary.op == ESC_GO_RECEIVE)
        receive(c, x);
    else
        compute_unary(c, x, node);
}

/* ---- shifts ---- */

static bool is_shift(enum esc_go_operator op)
{
    return op == ESC_GO_SHIFT_LEFT || op == ESC_GO_SHIFT_RIGHT;
}

static void check_count(struct checker *c, struct operand *y)
{
    const struct esc_go_type *unsigned_type = c->world->basic[ESC_BASIC_UINT];
    if (y->mode == ESC_MODE_CONSTANT && esc_constant_kind(y->value) == ESC_CONSTANT_NUMBER) {
        const struct esc_constant *whole = esc_constant_to_int(c->arena, y->value);
        if (whole != NULL && esc_constant_sign(whole) < 0)
            esc_check_fail_at(c, y->node, "invalid operation: negative shift count %s",
                              esc_check_describe(c, y));
        if (esc_go_is_untyped(y->type)) { /* stays untyped */
            if (!esc_check_representable(c, &y->value, unsigned_type))
                esc_check_convert_untyped(c, y, unsigned_type);
            return;
        }
    }
    if (esc_go_is_integer(y->type))
        return;
    if (!esc_go_is_untyped(y->type) || esc_check_is_nil(y))
        esc_check_fail_at(c, y->node, "invalid operation: shift count %s must be integer",
                          esc_check_describe(c, y));
    esc_check_convert_untyped(c, y, unsigned_type);
}

static void shift_constant(struct checker *c, struct operand *x, const struct operand *y,
                           enum esc_go_operator op, struct esc_go_node *node)
{
    enum { MOST = 1023 - 1 + 52 }; /* as in the compiler: what float64 can be scaled by */
    uint64_t count;
    const struct esc_constant *whole = esc_constant_to_int(c->arena, y->value);
    if (whole == NULL || !esc_constant_uint64(whole, &count) || count > MOST)
        esc_check_fail_at(c, y->node, "invalid shift count %s", esc_check_describe(c, y));
    if (!esc_go_is_integer(x->type))
        x->type = c->world->basic[ESC_BASIC_UNTYPED_INT];
    x->value =
        esc_constant_shift(c->arena, op, esc_constant_to_int(c->arena, x->value), (unsigned)count);
    x->node = node;
    esc_check_overflow(c, x, node);
}

static void shift(struct checker *c, struct operand *x, struct operand *y, enum esc_go_operator op,
                  struct esc_go_node *node)
{
    const bool whole = x->mode == ESC_MODE_CONSTANT && esc_go_is_untyped(x->type) &&
                       esc_constant_to_int(c->arena, x->value) != NULL;
    if (!esc_go_is_integer(x->type) && !whole)
        esc_check_fail_at(c, x->node, "invalid operation: shifted operand %s must be integer",
                          esc_check_describe(c, x));
    check_count(c, y);
    if (x->mode == ESC_MODE_CONSTANT && y->mode == ESC_MODE_CONSTANT) {
        shift_constant(c, x, y, op, node);
        return;
    }
    /* An untyped constant gets the type that it would have without the shift: later. */
    if (x->mode == ESC_MODE_CONSTANT && esc_go_is_untyped(x->type))
        FACT(c, x->node)->shifted = true;
    else if (!esc_go_is_integer(x->type))
        esc_check_fail_at(c, x->node, "invalid operation: shifted operand %s must be integer",
                          esc_check_describe(c, x));
    x->mode = ESC_MODE_VALUE;
}

/* ---- two operands of one type ---- */

static bool may_convert(const struct operand *x, const struct operand *y)
{
    if (!esc_go_is_untyped(x->type) && !esc_go_is_untyped(y->type))
        return false;
    if (esc_go_is_interface(x->type) || esc_go_is_interface(y->type))
        return true;
    if (esc_go_is_bool(x->type) != esc_go_is_bool(y->type) ||
        esc_go_is_string(x->type) != esc_go_is_string(y->type))
        return false;
    if (esc_check_is_nil(x))
        return esc_go_has_nil(y->type);
    if (esc_check_is_nil(y))
        return esc_go_has_nil(x->type);
    return !is_pointer(x->type) && !is_pointer(y->type);
}

static void __attribute__((noreturn))
fail_mismatch(struct checker *c, const struct operand *x, const struct operand *y,
              enum esc_go_operator op)
{
    esc_check_fail_at(c, x->node, "invalid operation: %s %s %s (mismatched types %s and %s)",
                      esc_check_node_text(c, x->node), esc_go_operator_text(op),
                      esc_check_node_text(c, y->node), esc_check_type_text(c, x->type),
                      esc_check_type_text(c, y->type));
}

static void match(struct checker *c, struct operand *x, struct operand *y, enum esc_go_operator op)
{
    if (may_convert(x, y) &&
        (!esc_check_try_untyped(c, x, y->type) || !esc_check_try_untyped(c, y, x->type))) {
        if (x->mode == ESC_MODE_CONSTANT && esc_go_is_untyped(x->type) &&
            esc_go_is_constant_type(y->type))
            esc_check_convert_untyped(c, x, y->type);
        if (y->mode == ESC_MODE_CONSTANT && esc_go_is_untyped(y->type) &&
            esc_go_is_constant_type(x->type))
            esc_check_convert_untyped(c, y, x->type);
        fail_mismatch(c, x, y, op);
    }
}

/* ---- comparisons ---- */

static bool is_comparison(enum esc_go_operator op)
{
    return op >= ESC_GO_EQUAL && op <= ESC_GO_GREATER_EQUAL;
}

static bool is_ordered(const struct esc_go_type *type)
{
    return esc_go_is_string(type) || esc_go_is_integer(type) || esc_go_is_float(type);
}

static void check_equality(struct checker *c, const struct operand *x, const struct operand *y,
                           enum esc_go_operator op)
{
    if (esc_check_is_nil(x) || esc_check_is_nil(y)) {
        const struct operand *other = esc_check_is_nil(x) ? y : x;
        if (esc_check_is_nil(other))
            esc_check_fail_at(c, x->node, "invalid operation: %s (operator %s not defined on nil)",
                              "nil", esc_go_operator_text(op));
        if (!esc_go_has_nil(other->type))
            fail_mismatch(c, x, y, op);
        return;
    }
    const struct operand *wrong = !esc_go_comparable(x->type)   ? x
                                  : !esc_go_comparable(y->type) ? y
                                                                : NULL;
    if (wrong != NULL)
        esc_check_fail_at(c, wrong->node, "invalid operation: %s cannot be compared with %s",
                          esc_check_describe(c, wrong), esc_go_operator_text(op));
}

static void compare(struct checker *c, struct operand *x, struct operand *y,
                    enum esc_go_operator op)
{
    const char *why;
    if (!esc_check_assignable(c, x, y->type, &why) && !esc_check_assignable(c, y, x->type, &why))
        fail_mismatch(c, x, y, op);
    if (op == ESC_GO_EQUAL || op == ESC_GO_NOT_EQUAL)
        check_equality(c, x, y, op);
    else if (!is_ordered(x->type) || !is_ordered(y->type))
        fail_operator(c, is_ordered(x->type) ? y : x, op);
    if (x->mode == ESC_MODE_CONSTANT && y->mode == ESC_MODE_CONSTANT) {
        x->value = esc_constant_bool(c->arena, esc_constant_compare(op, x->value, y->value));
    } else {
        x->mode = ESC_MODE_VALUE;
        /* Operands that are untyped still keep no trace of the comparison: they get their defaults.
         */
        esc_check_settle(c, x->node, esc_go_default(c->world, x->type));
        esc_check_settle(c, y->node, esc_go_default(c->world, y->type));
    }
    x->type = c->world->basic[ESC_BASIC_UNTYPED_BOOL];
}

void esc_check_case(struct checker *c, struct operand *x, struct operand *v)
{
    match(c, v, x, ESC_GO_EQUAL);
    struct operand result = *v, tag = *x;
    compare(c, &result, &tag, ESC_GO_EQUAL);
}

/* ---- arithmetic ---- */

static bool has_binary(enum esc_go_operator op, const struct esc_go_type *type)
{
    switch (op) {
    case ESC_GO_ADD:
        return esc_go_is_numeric(type) || esc_go_is_string(type);
    case ESC_GO_SUB:
    case ESC_GO_MUL:
    case ESC_GO_DIV:
        return esc_go_is_numeric(type);
    case ESC_GO_OR_OR:
    case ESC_GO_AND_AND:
        return esc_go_is_bool(type);
    default:
        return esc_go_is_integer(type);
    }
}

static bool is_zero(struct checker *c, const struct esc_constant *value)
{
    return esc_constant_sign(esc_constant_real(value)) == 0 &&
           esc_constant_sign(esc_constant_imaginary(c->arena, value)) == 0;
}

static void arithmetic(struct checker *c, struct operand *x, struct operand *y,
                       enum esc_go_operator op, struct esc_go_node *node)
{
    if (!esc_go_identical(x->type, y->type))
        fail_mismatch(c, x, y, op);
    if (!has_binary(op, x->type))
        fail_operator(c, x, op);
    const bool divides = op == ESC_GO_DIV || op == ESC_GO_REM;
    if (divides && y->mode == ESC_MODE_CONSTANT &&
        (x->mode == ESC_MODE_CONSTANT || esc_go_is_integer(x->type)) && is_zero(c, y->value))
        esc_check_fail_at(c, y->node, "invalid operation: division by zero");
    if (x->mode != ESC_MODE_CONSTANT || y->mode != ESC_MODE_CONSTANT) {
        x->mode = ESC_MODE_VALUE;
        return;
    }
    const bool whole = esc_go_is_integer(x->type);
    x->value = esc_constant_binary(c->arena, op, x->value, y->value, whole);
    x->node = node;
    esc_check_overflow(c, x, node);
}

void esc_check_binary(struct checker *c, struct operand *x, struct esc_go_node *node,
                      enum esc_go_operator op, struct esc_go_node *left, struct esc_go_node *right)
{
    struct operand y;
    esc_check_value(c, x, left);
    esc_check_value(c, &y, right);
    if (is_shift(op)) {
        shift(c, x, &y, op, node);
        return;
    }
    match(c, x, &y, op);
    if (is_comparison(op))
        compare(c, x, &y, op);
    else
        arithmetic(c, x, &y, op, node);
}
