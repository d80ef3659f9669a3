/*
 * What may become what: constants, assignability, conversions. See checker.h; Go specification,
 * "Representability", "Assignability", "Conversions".
 */
#include "gotypes/checker.h"
#include "gotypes/size.h"

#include <string.h>

/* ---- constants ---- */

static bool fits_integer(const struct esc_constant *value, enum esc_basic what)
{
    static const int bits[] = {
        [ESC_BASIC_INT] = 63,    [ESC_BASIC_INT8] = 7,     [ESC_BASIC_INT16] = 15,
        [ESC_BASIC_INT32] = 31,  [ESC_BASIC_INT64] = 63,   [ESC_BASIC_UINT] = 64,
        [ESC_BASIC_UINT8] = 8,   [ESC_BASIC_UINT16] = 16,  [ESC_BASIC_UINT32] = 32,
        [ESC_BASIC_UINT64] = 64, [ESC_BASIC_UINTPTR] = 64,
    };
    if (what >= ESC_BASIC_UINT)
        return esc_constant_sign(value) >= 0 && esc_constant_bits(value) <= (size_t)bits[what];
    int64_t number;
    if (!esc_constant_int64(value, &number))
        return false;
    const int64_t most = (int64_t)((UINT64_C(1) << bits[what]) - 1);
    return number <= most && number >= -most - 1;
}

static bool fits_number(struct checker *c, const struct esc_constant **value, enum esc_basic what)
{
    const struct esc_constant *number = *value;
    if (what == ESC_BASIC_COMPLEX64 || what == ESC_BASIC_COMPLEX128) {
        number = esc_constant_round(c->arena, number, what == ESC_BASIC_COMPLEX64 ? 32 : 64);
    } else if (what == ESC_BASIC_UNTYPED_COMPLEX) {
        return true;
    } else if (esc_constant_kind(number) == ESC_CONSTANT_COMPLEX) {
        return false;
    } else if (what == ESC_BASIC_FLOAT32 || what == ESC_BASIC_FLOAT64) {
        number = esc_constant_round(c->arena, number, what == ESC_BASIC_FLOAT32 ? 32 : 64);
    } else if (what != ESC_BASIC_UNTYPED_FLOAT) {
        number = esc_constant_to_int(c->arena, number);
        if (number != NULL && what < ESC_BASIC_FLOAT32 && !fits_integer(number, what))
            number = NULL;
    }
    if (number != NULL)
        *value = number;
    return number != NULL;
}

bool esc_check_representable(struct checker *c, const struct esc_constant **value,
                             const struct esc_go_type *type)
{
    const struct esc_go_type *under = esc_go_underlying(type);
    if (under == NULL || under->kind != ESC_TYPE_BASIC)
        return false;
    switch (esc_constant_kind(*value)) {
    case ESC_CONSTANT_BOOL:
        return esc_go_is_bool(under);
    case ESC_CONSTANT_STRING:
        return esc_go_is_string(under);
    default:
        return esc_go_is_numeric(under) && fits_number(c, value, under->basic.what);
    }
}

/* The message for a constant that does not fit, as the compiler words it. */
static void __attribute__((noreturn))
fail_constant(struct checker *c, const struct operand *x, const struct esc_go_type *type,
              const char *what)
{
    const char *target = esc_check_type_text(c, type);
    if (!esc_go_is_numeric(x->type) || !esc_go_is_numeric(type))
        esc_check_fail_at(c, x->node, "cannot convert %s to %s%s%s", esc_check_describe(c, x),
                          target, what != NULL ? " in " : "", what != NULL ? what : "");
    const bool truncated = !esc_go_is_integer(x->type) && esc_go_is_integer(type);
    if (what != NULL)
        esc_check_fail_at(c, x->node, "cannot use %s as %s value in %s (%s)",
                          esc_check_describe(c, x), target, what,
                          truncated ? "truncated" : "overflows");
    esc_check_fail_at(c, x->node, truncated ? "%s truncated to %s" : "%s overflows %s",
                      esc_check_describe(c, x), target);
}

/* What made the number too large, in the compiler's words. */
static const char *operation(const struct esc_go_node *node)
{
    if (node->kind == ESC_NODE_UNARY)
        return "bitwise complement";
    if (node->kind != ESC_NODE_BINARY)
        return "literal";
    switch (node->binary.op) {
    case ESC_GO_ADD:
        return "addition";
    case ESC_GO_SUB:
        return "subtraction";
    case ESC_GO_XOR:
        return "bitwise XOR";
    case ESC_GO_MUL:
        return "multiplication";
    default:
        return "shift";
    }
}

void esc_check_overflow(struct checker *c, struct operand *x, const struct esc_go_node *node)
{
    enum { MOST = 512 }; /* bits of an untyped integer, as in the compiler */
    if (x->value == NULL)
        esc_check_fail(c, node->at, "constant result is not representable");
    if (!esc_go_is_untyped(x->type)) {
        if (!esc_check_representable(c, &x->value, x->type))
            fail_constant(c, x, x->type, NULL);
        return;
    }
    if (esc_go_is_integer(x->type) && esc_constant_kind(x->value) == ESC_CONSTANT_NUMBER &&
        esc_constant_bits(x->value) > MOST)
        esc_check_fail(c, node->at, "constant %s overflow: %s", operation(node),
                       esc_check_node_text(c, node));
}

/* ---- untyped operands ---- */

static bool is_shift(enum esc_go_operator op)
{
    return op == ESC_GO_SHIFT_LEFT || op == ESC_GO_SHIFT_RIGHT;
}

static bool is_comparison(enum esc_go_operator op)
{
    return op >= ESC_GO_EQUAL && op <= ESC_GO_GREATER_EQUAL;
}

static void settle_operands(struct checker *c, struct esc_go_node *node,
                            const struct esc_go_type *type)
{
    if (node->kind == ESC_NODE_UNARY) {
        esc_check_settle(c, node->unary.operand, type);
    } else if (node->kind == ESC_NODE_BINARY && !is_comparison(node->binary.op)) {
        esc_check_settle(c, node->binary.left, type);
        if (!is_shift(node->binary.op))
            esc_check_settle(c, node->binary.right, type);
    }
}

/* Operands of a constant operation stay what they were; a constant comparison's and a shift's right
 * one have their types already. */
void esc_check_settle(struct checker *c, struct esc_go_node *node, const struct esc_go_type *type)
{
    struct esc_go_fact *fact = FACT(c, node);
    if (fact->mode == ESC_MODE_NONE || fact->type == NULL || !esc_go_is_untyped(fact->type))
        return;
    if (node->kind == ESC_NODE_PAREN)
        esc_check_settle(c, node->inner, type);
    else if (fact->mode != ESC_MODE_CONSTANT)
        settle_operands(c, node, type);
    const struct operand x = {
        .mode = fact->mode, .type = fact->type, .value = fact->value, .node = node};
    if (!esc_go_is_untyped(type)) {
        if (fact->shifted && !esc_go_is_integer(type))
            esc_check_fail_at(c, node, "invalid operation: shifted operand %s must be integer",
                              esc_check_describe(c, &x));
        if (fact->mode == ESC_MODE_CONSTANT && esc_go_is_constant_type(type) &&
            !esc_check_representable(c, &fact->value, type))
            fail_constant(c, &x, type, NULL);
    }
    fact->type = type;
}

static bool is_number(const struct esc_go_type *type)
{
    return esc_go_is_numeric(type);
}

/* Two untyped operands: numbers become the greater kind. */
static bool widen(struct checker *c, struct operand *x, const struct esc_go_type *target)
{
    if (is_number(x->type) && is_number(target)) {
        if (x->type->basic.what < target->basic.what) {
            esc_check_settle(c, x->node, target);
            x->type = target;
        }
        return true;
    }
    return x->type->basic.what == target->basic.what;
}

/* The type that the untyped x takes where the target is typed; NULL: none. */
static const struct esc_go_type *implicit(struct checker *c, struct operand *x,
                                          const struct esc_go_type *target)
{
    if (esc_check_is_nil(x))
        return esc_go_has_nil(target) ? target : NULL;
    const struct esc_go_type *under = esc_check_under(c, target, x->node);
    if (under->kind == ESC_TYPE_INTERFACE)
        return esc_go_interface_methods(under).count == 0 ? esc_go_default(c->world, x->type)
                                                          : NULL;
    if (under->kind != ESC_TYPE_BASIC)
        return NULL;
    if (x->mode == ESC_MODE_CONSTANT)
        return esc_check_representable(c, &x->value, target) ? target : NULL;
    const bool fits = esc_go_is_bool(x->type)     ? esc_go_is_bool(target)
                      : esc_go_is_string(x->type) ? esc_go_is_string(target)
                                                  : esc_go_is_numeric(target);
    return fits ? target : NULL;
}

bool esc_check_try_untyped(struct checker *c, struct operand *x, const struct esc_go_type *target)
{
    if (!esc_go_is_untyped(x->type))
        return true;
    if (esc_go_is_untyped(target))
        return widen(c, x, target);
    const struct esc_go_type *type = implicit(c, x, target);
    if (type == NULL)
        return false;
    if (x->mode == ESC_MODE_CONSTANT && esc_go_is_constant_type(type) &&
        !esc_check_representable(c, &x->value, type))
        return false;
    esc_check_settle(c, x->node, type);
    x->type = type;
    return true;
}

void esc_check_convert_untyped(struct checker *c, struct operand *x,
                               const struct esc_go_type *target)
{
    if (esc_check_try_untyped(c, x, target))
        return;
    if (x->mode == ESC_MODE_CONSTANT && esc_go_is_constant_type(target))
        fail_constant(c, x, target, NULL);
    esc_check_fail_at(c, x->node, "cannot convert %s to type %s", esc_check_describe(c, x),
                      esc_check_type_text(c, target));
}

void esc_check_default(struct checker *c, struct operand *x)
{
    esc_check_convert_untyped(c, x, esc_go_default(c->world, x->type));
}

void esc_check_single(struct checker *c, struct operand *x)
{
    if (x->type != NULL && x->type->kind == ESC_TYPE_TUPLE && x->mode != ESC_MODE_NO_VALUE)
        esc_check_fail_at(c, x->node, "multiple-value %s in single-value context",
                          esc_check_describe(c, x));
}

/* ---- assignability ---- */

bool esc_check_implements(struct checker *c, const struct esc_go_type *type,
                          const struct esc_go_type *interface, bool dynamic, const char **why)
{
    struct esc_go_object *has;
    const struct esc_go_object *missing =
        esc_go_missing_method(c->world, type, interface, dynamic, &has);
    *why = "";
    if (missing == NULL)
        return true;
    struct esc_text text = {0};
    esc_text_addf(&text, "%s does not implement %s (%s %s)", esc_check_type_text(c, type),
                  esc_check_type_text(c, interface),
                  has != NULL ? "wrong type for method" : "missing method", missing->name);
    *why = esc_arena_copy(c->arena, text.bytes, text.length);
    esc_text_free(&text);
    return false;
}

static bool is_named(const struct esc_go_type *type)
{
    return type->kind == ESC_TYPE_BASIC || type->kind == ESC_TYPE_NAMED;
}

static bool same_channels(const struct esc_go_type *from, const struct esc_go_type *to)
{
    return from->kind == ESC_TYPE_CHAN && to->kind == ESC_TYPE_CHAN &&
           from->chan.direction == ESC_GO_BOTH &&
           esc_go_identical(from->chan.element, to->chan.element);
}

bool esc_check_assignable(struct checker *c, const struct operand *x,
                          const struct esc_go_type *type, const char **why)
{
    *why = "";
    const struct esc_go_type *from = x->type;
    if (esc_go_identical(from, type))
        return true;
    const struct esc_go_type *under = esc_check_under(c, type, x->node);
    const struct esc_go_type *from_under = esc_check_under(c, from, x->node);
    if (esc_go_is_untyped(from)) {
        struct operand copy = *x;
        return implicit(c, &copy, type) != NULL;
    }
    if (esc_go_identical(from_under, under) && (!is_named(from) || !is_named(type)) &&
        from->kind != ESC_TYPE_TUPLE)
        return true;
    if (under->kind == ESC_TYPE_INTERFACE)
        return esc_check_implements(c, from, type, false, why);
    return same_channels(from_under, under) && (!is_named(from) || !is_named(type));
}

static void __attribute__((noreturn))
fail_assign(struct checker *c, const struct operand *x, const struct esc_go_type *type,
            const char *what, const char *why)
{
    esc_check_fail_at(c, x->node, "cannot use %s as %s value in %s%s%s", esc_check_describe(c, x),
                      esc_check_type_text(c, type), what, why[0] != '\0' ? ": " : "", why);
}

void esc_check_assign(struct checker *c, struct operand *x, const struct esc_go_type *type,
                      const char *what)
{
    esc_check_single(c, x);
    if (esc_go_is_untyped(x->type)) {
        if (type == NULL && esc_check_is_nil(x))
            esc_check_fail_at(c, x->node, "use of untyped nil in %s", what);
        const bool by_itself = !esc_check_is_nil(x) && (type == NULL || esc_go_is_interface(type));
        const struct esc_go_type *target = by_itself ? esc_go_default(c->world, x->type) : type;
        if (!esc_check_try_untyped(c, x, target)) {
            if (x->mode == ESC_MODE_CONSTANT && esc_go_is_numeric(x->type) &&
                esc_go_is_numeric(target))
                fail_constant(c, x, target, what);
            fail_assign(c, x, target, what, "");
        }
    }
    const char *why;
    if (type != NULL && !esc_check_assignable(c, x, type, &why))
        fail_assign(c, x, type, what, why);
}

/* ---- conversions ---- */

static bool is_pointer(const struct esc_go_type *type)
{
    return type->kind == ESC_TYPE_POINTER;
}

static bool is_unsafe_pointer(const struct esc_go_type *type)
{
    return type->kind == ESC_TYPE_BASIC && type->basic.what == ESC_BASIC_UNSAFE_POINTER;
}

static bool is_bytes_or_runes(const struct esc_go_type *type)
{
    if (type->kind != ESC_TYPE_SLICE)
        return false;
    const struct esc_go_type *element = esc_go_underlying(type->element);
    return element != NULL && element->kind == ESC_TYPE_BASIC &&
           (element->basic.what == ESC_BASIC_UINT8 || element->basic.what == ESC_BASIC_INT32);
}

/* A slice becomes a pointer to an array of its elements. */
static bool is_slice_to_array(const struct esc_go_type *from, const struct esc_go_type *to)
{
    if (from->kind != ESC_TYPE_SLICE || to->kind != ESC_TYPE_POINTER)
        return false;
    const struct esc_go_type *array = esc_go_underlying(to->element);
    return array != NULL && array->kind == ESC_TYPE_ARRAY &&
           esc_go_identical(from->element, array->array.element);
}

static bool is_heapless(const struct esc_go_type *pointer)
{
    return pointer->element->kind == ESC_TYPE_NAMED && pointer->element->named.not_in_heap;
}

static bool are_same_targets(const struct esc_go_type *a, const struct esc_go_type *b)
{
    if (!is_pointer(a) || !is_pointer(b))
        return false;
    const struct esc_go_type *x = esc_go_underlying(a->element), *y = esc_go_underlying(b->element);
    return x != NULL && y != NULL && esc_go_identical_but_tags(x, y);
}

static bool is_convertible(struct checker *c, const struct operand *x,
                           const struct esc_go_type *type)
{
    const char *why;
    if (esc_check_assignable(c, x, type, &why))
        return true;
    const struct esc_go_type *from = esc_go_underlying(x->type), *to = esc_go_underlying(type);
    if (esc_go_identical_but_tags(from, to))
        return true;
    if (is_pointer(x->type) && is_pointer(type) && are_same_targets(x->type, type))
        return is_heapless(x->type) == is_heapless(type);
    const bool real = esc_go_is_integer(from) || esc_go_is_float(from);
    if (real && (esc_go_is_integer(to) || esc_go_is_float(to)))
        return true;
    if (esc_go_is_complex(from) && esc_go_is_complex(to))
        return true;
    if (esc_go_is_string(to) && (esc_go_is_integer(from) || is_bytes_or_runes(from)))
        return true;
    if (esc_go_is_string(from) && is_bytes_or_runes(to))
        return true;
    if (is_unsafe_pointer(to) && (is_pointer(from) || esc_go_is_basic(from, ESC_BASIC_UINTPTR)))
        return true;
    if (is_unsafe_pointer(from) && (is_pointer(to) || esc_go_is_basic(to, ESC_BASIC_UINTPTR)))
        return true;
    return is_slice_to_array(from, to);
}

/* string(65) is "A". */
static bool convert_rune(struct checker *c, struct operand *x, const struct esc_go_type *type)
{
    if (!esc_go_is_integer(x->type) || !esc_go_is_string(type))
        return false;
    int64_t code;
    char bytes[4];
    if (!esc_constant_int64(x->value, &code) || code < 0 || code > 0x10FFFF)
        code = 0xFFFD;
    const size_t length = esc_constant_utf8((uint32_t)code, bytes);
    x->value = esc_constant_string(c->arena, bytes, length);
    return true;
}

static bool convert_constant(struct checker *c, struct operand *x, const struct esc_go_type *type)
{
    const struct esc_constant *value = x->value;
    if (esc_check_representable(c, &value, type)) {
        x->value = value;
        return true;
    }
    return convert_rune(c, x, type);
}

/* What an untyped operand is taken for when it is converted: an interface gets its default type,
 * and so does string(65). */
static void settle_converted(struct checker *c, const struct operand *x,
                             const struct esc_go_type *type, bool was_constant)
{
    const struct esc_go_type *final = type;
    if (esc_check_is_nil(x))
        final = type;
    else if (esc_go_is_interface(type) || (was_constant && !esc_go_is_constant_type(type)))
        final = esc_go_default(c->world, x->type);
    else if (x->mode == ESC_MODE_CONSTANT && esc_go_is_integer(x->type) && esc_go_is_string(type))
        final = x->type;
    esc_check_settle(c, x->node, final);
}

void esc_check_conversion(struct checker *c, struct operand *x, const struct esc_go_type *type)
{
    const bool was_constant = x->mode == ESC_MODE_CONSTANT;
    const bool folds = was_constant && esc_go_is_constant_type(type);
    const struct operand before = *x;
    esc_check_under(c, type, x->node);
    if (folds ? !convert_constant(c, x, type) : !is_convertible(c, x, type)) {
        const bool numbers = folds && esc_go_is_numeric(x->type) && esc_go_is_numeric(type);
        esc_check_fail_at(c, x->node, "cannot convert %s to type %s%s", esc_check_describe(c, x),
                          esc_check_type_text(c, type),
                          !numbers ? ""
                          : !esc_go_is_integer(x->type) && esc_go_is_integer(type)
                              ? " (truncated)"
                              : " (overflows)");
    }
    if (esc_go_is_untyped(x->type))
        settle_converted(c, &before, type, was_constant);
    if (!folds)
        x->mode = ESC_MODE_VALUE;
    x->type = type;
}
