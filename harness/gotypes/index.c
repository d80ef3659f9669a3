/*
 * x[i] and x[i:j]. See checker.h; Go specification, "Index expressions", "Slice expressions".
 */
#include "gotypes/checker.h"

/* The array behind a pointer to one, else the type itself. */
static const struct esc_go_type *through_pointer(const struct esc_go_type *under)
{
    if (under->kind != ESC_TYPE_POINTER)
        return under;
    const struct esc_go_type *target = esc_go_underlying(under->element);
    return target != NULL && target->kind == ESC_TYPE_ARRAY ? target : under;
}

static int64_t constant_length(const struct operand *x)
{
    size_t length;
    if (x->mode != ESC_MODE_CONSTANT)
        return -1;
    esc_constant_bytes(x->value, &length);
    return (int64_t)length;
}

int64_t esc_check_index_value(struct checker *c, struct esc_go_node *node, int64_t length)
{
    struct operand x;
    esc_check_value(c, &x, node);
    const struct esc_go_type *whole = c->world->basic[ESC_BASIC_INT];
    esc_check_convert_untyped(c, &x, whole);
    if (!esc_go_is_integer(x.type))
        esc_check_fail_at(c, node, "invalid argument: index %s must be integer",
                          esc_check_describe(c, &x));
    if (x.mode != ESC_MODE_CONSTANT)
        return -1;
    if (esc_constant_sign(x.value) < 0)
        esc_check_fail_at(c, node, "invalid argument: index %s must not be negative",
                          esc_check_describe(c, &x));
    int64_t index = -1;
    if (!esc_check_representable(c, &x.value, whole) || !esc_constant_int64(x.value, &index))
        esc_check_fail_at(c, node, "invalid argument: index %s overflows int",
                          esc_check_describe(c, &x));
    if (length >= 0 && index >= length)
        esc_check_fail_at(c, node, "invalid argument: index %lld out of bounds [0:%lld]",
                          (long long)index, (long long)length);
    return index;
}

static void index_map(struct checker *c, struct operand *x, struct esc_go_node *node,
                      const struct esc_go_type *map)
{
    struct operand key;
    esc_check_value(c, &key, node->index.indices.list[0]);
    esc_check_assign(c, &key, map->map.key, "map index");
    x->mode = ESC_MODE_MAP_INDEX;
    x->type = map->map.element;
}

void esc_check_index(struct checker *c, struct operand *x, struct esc_go_node *node)
{
    esc_check_value_or_type(c, x, node->index.operand);
    if (x->mode == ESC_MODE_TYPE)
        esc_check_fail_at(c, node, "%s: generics, which the analyser does not know yet",
                          esc_check_node_text(c, node));
    if (x->mode == ESC_MODE_BUILTIN)
        esc_check_fail_at(c, node, "%s (built-in) must be called", esc_check_node_text(c, x->node));
    if (node->index.indices.count > 1)
        esc_check_fail_at(c, node->index.indices.list[1], "more than one index");
    const struct esc_go_type *under = esc_check_under(c, x->type, node);
    const bool behind_pointer = under->kind == ESC_TYPE_POINTER;
    under = through_pointer(under);
    int64_t length = -1;
    if (under->kind == ESC_TYPE_MAP) {
        index_map(c, x, node, under);
        return;
    }
    if (esc_go_is_string(under)) {
        length = constant_length(x);
        x->mode = ESC_MODE_VALUE;
        x->type = c->world->byte;
    } else if (under->kind == ESC_TYPE_ARRAY) {
        length = under->array.length;
        if (behind_pointer || x->mode == ESC_MODE_VARIABLE)
            x->mode = ESC_MODE_VARIABLE;
        else
            x->mode = ESC_MODE_VALUE;
        x->type = under->array.element;
    } else if (under->kind == ESC_TYPE_SLICE) {
        x->mode = ESC_MODE_VARIABLE;
        x->type = under->element;
    } else {
        esc_check_fail(c, node->at, "invalid operation: cannot index %s", esc_check_describe(c, x));
    }
    esc_check_index_value(c, node->index.indices.list[0], length);
}

/* What is sliced becomes what the slice is of; its length where it is known, else -1. */
static int64_t slice_operand(struct checker *c, struct operand *x, const struct esc_go_node *node)
{
    const struct esc_go_type *under = esc_check_under(c, x->type, node);
    const bool behind_pointer = under->kind == ESC_TYPE_POINTER;
    under = through_pointer(under);
    if (esc_go_is_string(under)) {
        if (node->slice.full)
            esc_check_fail_at(c, node->slice.max, "invalid operation: 3-index slice of string");
        const int64_t length = constant_length(x);
        if (esc_go_is_untyped(x->type))
            x->type = c->world->basic[ESC_BASIC_STRING];
        return length;
    }
    if (under->kind == ESC_TYPE_ARRAY) {
        if (!behind_pointer && x->mode != ESC_MODE_VARIABLE)
            esc_check_fail_at(c, node, "invalid operation: %s (slice of unaddressable value)",
                              esc_check_describe(c, x));
        x->type = esc_go_slice_of(c->world, under->array.element);
        return under->array.length;
    }
    if (under->kind != ESC_TYPE_SLICE || esc_check_is_nil(x))
        esc_check_fail_at(c, node, "cannot slice %s", esc_check_describe(c, x));
    return -1;
}

void esc_check_slice(struct checker *c, struct operand *x, struct esc_go_node *node)
{
    esc_check_value(c, x, node->slice.operand);
    const int64_t length = slice_operand(c, x, node);
    struct esc_go_node *const bounds[] = {node->slice.low, node->slice.high, node->slice.max};
    int64_t values[3] = {0, length, length};
    for (int k = 0; k < 3; k++)
        if (bounds[k] != NULL)
            values[k] = esc_check_index_value(c, bounds[k], length >= 0 ? length + 1 : -1);
    for (int k = 0; k < 2; k++)
        for (int m = k + 1; m < 3; m++)
            if (values[k] > 0 && values[m] >= 0 && values[m] < values[k] && bounds[m] != NULL)
                esc_check_fail_at(c, bounds[m], "invalid slice indices: %lld < %lld",
                                  (long long)values[m], (long long)values[k]);
    x->mode = ESC_MODE_VALUE;
}
