/*
 * T{…}. See checker.h; Go specification, "Composite literals".
 */
#include "gotypes/checker.h"

#include <stdint.h>

/* ---- keys that are there twice ---- */

/* Constants with their types, by a hash of their exact text. */
struct seen {
    struct key {
        const struct esc_constant *value;
        const struct esc_go_type *type;
    } * slots;
    size_t count, used;
};

static size_t hash_of(const struct esc_constant *value)
{
    struct esc_text text = {0};
    esc_constant_exact(&text, value);
    const size_t hash = (size_t)esc_hash(ESC_HASH_START, text.bytes, text.length);
    esc_text_free(&text);
    return hash;
}

static bool same_key(const struct key *key, const struct esc_constant *value,
                     const struct esc_go_type *type)
{
    return esc_constant_kind(key->value) == esc_constant_kind(value) &&
           esc_constant_compare(ESC_GO_EQUAL, key->value, value) &&
           esc_go_identical(key->type, type);
}

/* Whether it is new. */
static bool insert(struct seen *seen, const struct esc_constant *value,
                   const struct esc_go_type *type)
{
    size_t at = hash_of(value) & (seen->count - 1);
    for (; seen->slots[at].value != NULL; at = (at + 1) & (seen->count - 1))
        if (same_key(&seen->slots[at], value, type))
            return false;
    seen->slots[at] = (struct key){value, type};
    return true;
}

static struct seen make_seen(struct checker *c, size_t most)
{
    struct seen seen = {.count = 4};
    while (seen.count < most * 2)
        seen.count *= 2;
    seen.slots = esc_arena_take(c->arena, seen.count, sizeof *seen.slots);
    return seen;
}

/* ---- structs ---- */

static struct esc_go_object *field_named(struct checker *c, const struct esc_go_type *record,
                                         struct esc_go_node *name, size_t *at)
{
    for (size_t k = 0; k < record->record.fields.count; k++) {
        struct esc_go_object *field = record->record.fields.list[k];
        if (name->name != c->world->blank &&
            esc_go_same_name(field->name, field->package, name->name, c->package)) {
            *at = k;
            return field;
        }
    }
    return NULL;
}

static void keyed_fields(struct checker *c, struct esc_go_node *node,
                         const struct esc_go_type *type, const struct esc_go_type *record)
{
    const struct esc_go_nodes *elements = &node->composite.elements;
    bool *seen = esc_arena_take(c->arena, record->record.fields.count + 1, sizeof *seen);
    for (size_t k = 0; k < elements->count; k++) {
        struct esc_go_node *pair = elements->list[k];
        if (pair->kind != ESC_NODE_KEY_VALUE)
            esc_check_fail_at(c, pair,
                              "mixture of field:value and value elements in struct literal");
        struct esc_go_node *key = pair->pair.key;
        if (key->kind != ESC_NODE_NAME)
            esc_check_fail_at(c, pair, "invalid field name %s in struct literal",
                              esc_check_node_text(c, key));
        size_t at;
        struct esc_go_object *field = field_named(c, record, key, &at);
        if (field == NULL)
            esc_check_fail_at(c, key, "unknown field '%s' in struct literal of type %s", key->name,
                              esc_check_type_text(c, type));
        if (seen[at])
            esc_check_fail_at(c, pair, "duplicate field name %s in struct literal", key->name);
        seen[at] = true;
        FACT(c, key)->object = field;
        struct operand x;
        esc_check_value(c, &x, pair->pair.value);
        esc_check_assign(c, &x, field->type, "struct literal");
    }
}

static void all_fields(struct checker *c, struct esc_go_node *node, const struct esc_go_type *type,
                       const struct esc_go_type *record)
{
    const struct esc_go_nodes *elements = &node->composite.elements;
    const struct esc_go_objects *fields = &record->record.fields;
    for (size_t k = 0; k < elements->count; k++) {
        struct esc_go_node *element = elements->list[k];
        if (element->kind == ESC_NODE_KEY_VALUE)
            esc_check_fail_at(c, element,
                              "mixture of field:value and value elements in struct literal");
        struct operand x;
        esc_check_value(c, &x, element);
        if (k >= fields->count)
            esc_check_fail_at(c, element, "too many values in struct literal of type %s",
                              esc_check_type_text(c, type));
        struct esc_go_object *field = fields->list[k];
        if (!esc_go_same_name(field->name, field->package, field->name, c->package))
            esc_check_fail_at(c, element,
                              "implicit assignment to unexported field %s in %s literal",
                              field->name, esc_check_type_text(c, type));
        esc_check_assign(c, &x, field->type, "struct literal");
    }
    if (elements->count < fields->count)
        esc_check_fail(c, node->composite.end, "too few values in struct literal of type %s",
                       esc_check_type_text(c, type));
}

static void struct_literal(struct checker *c, struct esc_go_node *node,
                           const struct esc_go_type *type, const struct esc_go_type *record)
{
    const struct esc_go_nodes *elements = &node->composite.elements;
    if (!record->record.complete)
        esc_check_fail_at(c, node, "invalid recursive type %s", esc_check_type_text(c, type));
    if (elements->count == 0)
        return;
    if (elements->list[0]->kind == ESC_NODE_KEY_VALUE)
        keyed_fields(c, node, type, record);
    else
        all_fields(c, node, type, record);
}

/* ---- arrays, slices, maps ---- */

/* Which index the element has: the one written, or one more than the last. */
static int64_t element_index(struct checker *c, struct esc_go_node *element, int64_t next,
                             int64_t length)
{
    if (element->kind == ESC_NODE_KEY_VALUE) {
        const int64_t index = esc_check_index_value(c, element->pair.key, length);
        if (index < 0)
            esc_check_fail_at(c, element, "index %s must be integer constant",
                              esc_check_node_text(c, element->pair.key));
        return index;
    }
    if (length >= 0 && next >= length)
        esc_check_fail_at(c, element, "index %lld is out of bounds (>= %lld)", (long long)next,
                          (long long)length);
    return next;
}

/* The length: the greatest index and one. */
static int64_t indexed_elements(struct checker *c, struct esc_go_node *node,
                                const struct esc_go_type *of_element, int64_t length)
{
    const struct esc_go_nodes *elements = &node->composite.elements;
    struct seen seen = {0};
    if (node->composite.key_count > 0)
        seen = make_seen(c, elements->count);
    int64_t next = 0, most = 0;
    for (size_t k = 0; k < elements->count; k++) {
        struct esc_go_node *element = elements->list[k];
        const int64_t index = element_index(c, element, next, length);
        if (seen.count > 0 &&
            !insert(&seen, esc_constant_int(c->arena, index), c->world->basic[ESC_BASIC_INT]))
            esc_check_fail_at(c, element, "duplicate index %lld in array or slice literal",
                              (long long)index);
        if (index == INT64_MAX)
            esc_check_fail_at(c, element, "index out of range");
        next = index + 1;
        most = next > most ? next : most;
        struct operand x;
        esc_check_value_as(
            c, &x, element->kind == ESC_NODE_KEY_VALUE ? element->pair.value : element, of_element);
        esc_check_assign(c, &x, of_element, "array or slice literal");
    }
    return most;
}

static void map_literal(struct checker *c, struct esc_go_node *node, const struct esc_go_type *map)
{
    const struct esc_go_nodes *elements = &node->composite.elements;
    struct seen seen = make_seen(c, elements->count);
    for (size_t k = 0; k < elements->count; k++) {
        struct esc_go_node *pair = elements->list[k];
        if (pair->kind != ESC_NODE_KEY_VALUE)
            esc_check_fail_at(c, pair, "missing key in map literal");
        struct operand x;
        esc_check_value_as(c, &x, pair->pair.key, map->map.key);
        esc_check_assign(c, &x, map->map.key, "map literal");
        if (x.mode == ESC_MODE_CONSTANT && !insert(&seen, x.value, x.type))
            esc_check_fail_at(c, pair->pair.key, "duplicate key %s in map literal",
                              esc_check_node_text(c, pair->pair.key));
        esc_check_value_as(c, &x, pair->pair.value, map->map.element);
        esc_check_assign(c, &x, map->map.element, "map literal");
    }
}

/* ---- all of them ---- */

/* The type as written, [...]T while its length is not known yet, or that of the literal around it,
 * of which &T{} may be left out too. */
static const struct esc_go_type *literal_type(struct checker *c, struct esc_go_node *node,
                                              const struct esc_go_type *hint,
                                              const struct esc_go_type **base)
{
    struct esc_go_node *written = node->composite.type;
    if (written == NULL) {
        if (hint == NULL)
            esc_check_fail_at(c, node, "invalid composite literal: missing type");
        const struct esc_go_type *under = esc_check_under(c, hint, node);
        *base = under->kind == ESC_TYPE_POINTER ? under->element : hint;
        return hint;
    }
    if (written->kind == ESC_NODE_ARRAY_TYPE && written->array_type.length == NULL) {
        struct esc_go_type *type = esc_go_type_new(c->world, ESC_TYPE_ARRAY);
        type->array.length = -1;
        type->array.element = esc_check_type(c, written->array_type.element);
        *base = type;
        return type;
    }
    return *base = esc_check_type(c, written);
}

void esc_check_composite(struct checker *c, struct operand *x, struct esc_go_node *node,
                         const struct esc_go_type *hint)
{
    const struct esc_go_type *base;
    const struct esc_go_type *type = literal_type(c, node, hint, &base);
    const struct esc_go_type *under = esc_check_under(c, base, node);
    switch (under->kind) {
    case ESC_TYPE_STRUCT:
        struct_literal(c, node, base, under);
        break;
    case ESC_TYPE_ARRAY: {
        const int64_t length = indexed_elements(c, node, under->array.element, under->array.length);
        if (under->array.length < 0) {
            ((struct esc_go_type *)under)->array.length = length;
            esc_check_note_type(c, node->composite.type, under);
        }
        break;
    }
    case ESC_TYPE_SLICE:
        indexed_elements(c, node, under->element, -1);
        break;
    case ESC_TYPE_MAP:
        map_literal(c, node, under);
        break;
    default:
        esc_check_fail_at(c, node, "invalid composite literal type %s",
                          esc_check_type_text(c, type));
    }
    x->mode = ESC_MODE_VALUE;
    x->type = type;
}
