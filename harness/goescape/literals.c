/*
 * Composite literals, lowered. See lower.h.
 */
#include "goescape/lower.h"

#include "gotypes/size.h"

#include <string.h>

static const struct esc_go_type *field_type(const struct esc_go_type *record, const char *name,
                                            size_t index)
{
    const struct esc_go_objects *fields = &record->record.fields;
    if (name == NULL)
        return fields->list[index]->type;
    for (size_t k = 0; k < fields->count; k++)
        if (fields->list[k]->name == name)
            return fields->list[k]->type;
    return NULL;
}

/* An element with its key, as they are written; an element's own type may be left out in it. */
struct element {
    struct esc_go_place at;
    struct esc_ir_node *key, *value;
    const char *field;
};

static struct element read_element(struct esc_lowering *lowering, struct esc_go_node *node,
                                   const struct esc_go_type *type)
{
    struct element element = {.at = node->at};
    if (node->kind != ESC_NODE_KEY_VALUE) {
        const struct esc_go_node *bare = esc_go_unparen(node);
        element.at = bare->kind == ESC_NODE_NAME ? node->at : bare->at;
        element.value = esc_lower_expression(lowering, node);
        return element;
    }
    if (type->kind == ESC_TYPE_STRUCT)
        element.field = node->pair.key->name;
    else
        element.key = esc_lower_expression(lowering, node->pair.key);
    element.value = esc_lower_expression(lowering, node->pair.value);
    return element;
}

static void add_element(struct esc_lowering *lowering, struct esc_ir_node *literal,
                        const struct esc_go_type *type, const struct element *element, size_t index)
{
    const struct esc_go_type *wanted = NULL;
    lowering->base = element->at;
    switch (type->kind) {
    case ESC_TYPE_ARRAY:
        wanted = type->array.element;
        break;
    case ESC_TYPE_SLICE:
        wanted = type->element;
        break;
    case ESC_TYPE_STRUCT:
        wanted = field_type(type, element->field, index);
        break;
    default:
        esc_lower_add(lowering, &literal->keys,
                      esc_lower_assigned(lowering, element->key, type->map.key));
        wanted = type->map.element;
    }
    esc_lower_add(lowering, &literal->list, esc_lower_assigned(lowering, element->value, wanted));
}

static enum esc_ir_op literal_op(enum esc_type_kind kind)
{
    switch (kind) {
    case ESC_TYPE_ARRAY:
        return ESC_IR_ARRAY_LITERAL;
    case ESC_TYPE_SLICE:
        return ESC_IR_SLICE_LITERAL;
    case ESC_TYPE_STRUCT:
        return ESC_IR_STRUCT_LITERAL;
    case ESC_TYPE_MAP:
        return ESC_IR_MAP_LITERAL;
    default:
        return ESC_IR_NOTHING;
    }
}

static int64_t field_offset(const struct esc_go_type *record, const struct element *element,
                            size_t index, const char *blank)
{
    const struct esc_go_objects *fields = &record->record.fields;
    for (size_t k = 0; element->field != NULL && k < fields->count; k++)
        if (fields->list[k]->name == element->field)
            index = k;
    return fields->list[index]->name == blank ? -1 : esc_go_offset(record, index);
}

static const int64_t *offsets(struct esc_lowering *lowering, const struct esc_go_type *type,
                              const struct element *read, size_t count)
{
    int64_t *offsets = esc_arena_take(lowering->arena, count, sizeof *offsets);
    int64_t next = 0;
    if (type->kind == ESC_TYPE_MAP)
        return NULL;
    for (size_t k = 0; k < count; k++) {
        if (type->kind == ESC_TYPE_STRUCT) {
            offsets[k] = field_offset(type, &read[k], k, lowering->world->blank);
            continue;
        }
        if (read[k].key != NULL && read[k].key->value != NULL)
            esc_constant_int64(read[k].key->value, &next);
        const bool is_array = type->kind == ESC_TYPE_ARRAY;
        if (__builtin_mul_overflow(
                next, esc_go_size(is_array ? type->array.element : type->element), &offsets[k]) ||
            __builtin_add_overflow(next, 1, &next)) {
            esc_lower_refuse(lowering, read[k].at, "an element this far behind");
            return NULL;
        }
    }
    return offsets;
}

struct esc_ir_node *esc_lower_literal(struct esc_lowering *lowering, struct esc_go_node *node,
                                      const struct esc_go_type *type)
{
    const struct esc_go_type *under = esc_go_underlying(type);
    if (under->kind == ESC_TYPE_POINTER) {
        struct esc_ir_node *pointer =
            esc_lower_make(lowering, ESC_IR_POINTER_LITERAL, node->at, type);
        pointer->x = esc_lower_literal(lowering, node, under->element);
        return pointer;
    }
    struct esc_ir_node *literal = esc_lower_make(lowering, literal_op(under->kind), node->at, type);
    if (literal->op == ESC_IR_NOTHING)
        return esc_lower_refuse(lowering, node->at, "this literal");
    const struct esc_go_nodes *elements = &node->composite.elements;
    struct element *read = esc_arena_take(lowering->arena, elements->count, sizeof *read);
    for (size_t k = 0; k < elements->count; k++)
        read[k] = read_element(lowering, elements->list[k], under);
    const struct esc_go_place base = lowering->base;
    for (size_t k = 0; k < elements->count && !lowering->failed; k++)
        add_element(lowering, literal, under, &read[k], k);
    lowering->base = base;
    if (!lowering->failed)
        literal->offsets = offsets(lowering, under, read, elements->count);
    return literal;
}
