/*
 * Types as they are written. See checker.h; Go specification, "Types".
 */
#include "gotypes/checker.h"

#include <string.h>

bool esc_check_is_type_node(const struct esc_go_node *node)
{
    return node->kind >= ESC_NODE_ARRAY_TYPE && node->kind <= ESC_NODE_CHAN_TYPE;
}

static void __attribute__((noreturn))
fail_generic(struct checker *c, const struct esc_go_node *node)
{
    esc_check_fail_at(c, node, "generics: the analyser does not know them yet");
}

static const struct esc_go_type *named_type(struct checker *c, struct esc_go_node *node)
{
    struct operand x = {.node = node};
    if (node->kind == ESC_NODE_NAME)
        esc_check_name_use(c, &x, node);
    else
        esc_check_selector(c, &x, node);
    if (x.mode != ESC_MODE_TYPE)
        esc_check_fail_at(c, node, "%s is not a type", esc_check_node_text(c, node));
    return x.type;
}

/* ---- arrays ---- */

static int64_t array_length(struct checker *c, struct esc_go_node *node)
{
    struct operand x;
    esc_check_value(c, &x, node);
    if (x.mode != ESC_MODE_CONSTANT)
        esc_check_fail_at(c, node, "array length %s must be constant", esc_check_describe(c, &x));
    int64_t length = -1;
    const struct esc_constant *value = x.value;
    const bool may = esc_go_is_untyped(x.type) || esc_go_is_integer(x.type);
    if (!may || esc_constant_kind(value) != ESC_CONSTANT_NUMBER ||
        !esc_check_representable(c, &value, c->world->basic[ESC_BASIC_INT]) ||
        !esc_constant_int64(value, &length))
        esc_check_fail_at(c, node, "array length %s must be integer", esc_check_describe(c, &x));
    if (length < 0)
        esc_check_fail_at(c, node, "invalid array length %s", esc_check_describe(c, &x));
    return length;
}

static void check_width(struct checker *c, const struct postponed *it)
{
    if (esc_check_is_complete(it->type)) /* what is not is recursive, which is told elsewhere */
        esc_check_size(c, it->type, it->node);
}

static const struct esc_go_type *array_type(struct checker *c, struct esc_go_node *node)
{
    struct esc_go_type *type = esc_go_type_new(c->world, ESC_TYPE_ARRAY);
    if (node->array_type.length == NULL)
        esc_check_fail_at(c, node, "invalid use of [...] array (outside a composite literal)");
    type->array.length = array_length(c, node->array_type.length);
    type->array.element = esc_check_type(c, node->array_type.element);
    esc_check_postpone(c, check_width, node, type, NULL);
    return type;
}

/* ---- structs ---- */

/* The name of T, *T, pkg.T. */
static struct esc_go_node *embedded_name(struct esc_go_node *type)
{
    if (type->kind == ESC_NODE_UNARY)
        type = type->unary.operand;
    type = esc_go_unparen(type);
    return type->kind == ESC_NODE_SELECTOR ? type->selector.name : type;
}

static void check_embedded(struct checker *c, const struct postponed *it)
{
    const struct esc_go_type *type = it->type;
    const bool pointer = type->kind == ESC_TYPE_POINTER;
    const struct esc_go_type *under = esc_check_under(c, esc_go_dereferenced(type), it->node);
    if (under->kind == ESC_TYPE_POINTER)
        esc_check_fail_at(c, it->node, "embedded field type cannot be a pointer");
    if (under->kind == ESC_TYPE_BASIC && under->basic.what == ESC_BASIC_UNSAFE_POINTER)
        esc_check_fail_at(c, it->node, "embedded field type cannot be unsafe.Pointer");
    if (pointer && under->kind == ESC_TYPE_INTERFACE)
        esc_check_fail_at(c, it->node, "embedded field type cannot be a pointer to an interface");
}

static struct esc_go_object *make_field(struct checker *c, struct esc_go_node *field,
                                        const struct esc_go_type *type)
{
    const bool embedded = field->field.name == NULL;
    struct esc_go_node *name = embedded ? embedded_name(field->field.type) : field->field.name;
    struct esc_go_object *object =
        esc_go_object_new(c->world, ESC_OBJECT_VAR, name->name, c->package, type);
    object->at = name->at;
    object->path = c->path;
    object->node = field;
    object->variable.role = ESC_ROLE_FIELD;
    object->variable.embedded = embedded;
    if (field->field.tag != NULL) {
        size_t length;
        object->variable.tag = esc_constant_bytes(
            esc_constant_literal(c->arena, ESC_GO_STRING, field->field.tag->literal.text), &length);
    }
    if (embedded)
        esc_check_postpone(c, check_embedded, field->field.type, type, object);
    else
        FACT(c, name)->object = object;
    return object;
}

static void add_field(struct checker *c, struct esc_go_scope *names, struct esc_go_objects *fields,
                      struct esc_go_object *field)
{
    if (field->name != c->world->blank) {
        if (esc_go_scope_find(names, field->name) != NULL)
            esc_check_fail(c, field->at, "%s redeclared", field->name);
        esc_go_scope_add(c->arena, names, field);
    }
    esc_go_objects_add(c->world, fields, field);
}

static const struct esc_go_type *struct_type(struct checker *c, struct esc_go_node *node)
{
    struct esc_go_type *type = esc_go_type_new(c->world, ESC_TYPE_STRUCT);
    const struct esc_go_nodes *fields = &node->struct_type.fields;
    struct esc_go_scope names = {0};
    const struct esc_go_type *of_field = NULL;
    for (size_t k = 0; k < fields->count; k++) {
        struct esc_go_node *field = fields->list[k];
        if (k == 0 || field->field.type != fields->list[k - 1]->field.type)
            of_field = esc_check_type(c, field->field.type);
        add_field(c, &names, &type->record.fields, make_field(c, field, of_field));
    }
    type->record.complete = true;
    esc_check_postpone(c, check_width, node, type, NULL);
    return type;
}

/* ---- functions ---- */

static struct esc_go_object *make_parameter(struct checker *c, struct esc_go_node *field,
                                            const struct esc_go_type *type, enum esc_go_role role)
{
    struct esc_go_node *name = field->field.name;
    struct esc_go_object *object = esc_go_object_new(
        c->world, ESC_OBJECT_VAR, name != NULL ? name->name : esc_go_name(c->world, "", 0),
        c->package, type);
    object->at = name != NULL ? name->at : field->at;
    object->path = c->path;
    object->node = field;
    object->variable.role = role;
    if (name != NULL)
        FACT(c, name)->object = object;
    return object;
}

static void parameters(struct checker *c, const struct esc_go_nodes *fields, enum esc_go_role role,
                       struct esc_go_objects *to, bool *variadic)
{
    const struct esc_go_type *type = NULL;
    for (size_t k = 0; k < fields->count; k++) {
        struct esc_go_node *field = fields->list[k], *written = field->field.type;
        const bool dots = written->kind == ESC_NODE_DOTS_TYPE;
        if (dots && (k + 1 < fields->count || variadic == NULL))
            esc_check_fail_at(c, written, "can only use ... with final parameter in list");
        if (k == 0 || written != fields->list[k - 1]->field.type)
            type = esc_check_type(c, dots ? written->element : written);
        if (dots) {
            type = esc_go_slice_of(c->world, type);
            esc_check_note_type(c, written, type);
            *variadic = true;
        }
        esc_go_objects_add(c->world, to, make_parameter(c, field, type, role));
    }
}

/* Names of parameters and results are declared in the body's block; here only twice ones are seen.
 */
static void check_names(struct checker *c, struct esc_go_scope *names,
                        const struct esc_go_objects *objects)
{
    for (size_t k = 0; k < objects->count; k++) {
        struct esc_go_object *object = objects->list[k];
        if (object->name[0] == '\0' || object->name == c->world->blank)
            continue;
        if (esc_go_scope_find(names, object->name) != NULL)
            esc_check_fail(c, object->at, "%s redeclared in this block", object->name);
        esc_go_scope_add(c->arena, names, object);
    }
}

const struct esc_go_type *esc_check_func_type(struct checker *c, struct esc_go_node *node,
                                              struct esc_go_node *receiver)
{
    struct esc_go_type *type = esc_go_type_new(c->world, ESC_TYPE_FUNC);
    struct esc_go_scope names = {0};
    if (receiver != NULL) {
        const struct esc_go_type *of = esc_check_type(c, receiver->field.type);
        type->func.receiver = make_parameter(c, receiver, of, ESC_ROLE_RECEIVER);
        check_names(c, &names, &(struct esc_go_objects){&type->func.receiver, 1});
    }
    parameters(c, &node->func_type.parameters, ESC_ROLE_PARAMETER, &type->func.parameters,
               &type->func.variadic);
    parameters(c, &node->func_type.results, ESC_ROLE_RESULT, &type->func.results, NULL);
    check_names(c, &names, &type->func.parameters);
    check_names(c, &names, &type->func.results);
    esc_check_note_type(c, node, type);
    return type;
}

/* ---- interfaces ---- */

static void check_embedded_interface(struct checker *c, const struct postponed *it)
{
    const struct esc_go_type *under = esc_check_under(c, it->type, it->node);
    if (under->kind != ESC_TYPE_INTERFACE)
        esc_check_fail_at(c, it->node, "interface contains type constraints (%s): %s",
                          esc_check_type_text(c, it->type),
                          "generics, which the analyser does not know yet");
}

static struct esc_go_object *make_method(struct checker *c, struct esc_go_node *member,
                                         const struct esc_go_type *interface)
{
    struct esc_go_node *name = member->field.name;
    if (name->name == c->world->blank)
        esc_check_fail_at(c, name, "methods must have a unique non-blank name");
    struct esc_go_object *method =
        esc_go_object_new(c->world, ESC_OBJECT_FUNC, name->name, c->package,
                          esc_check_func_type(c, member->field.type, NULL));
    method->at = name->at;
    method->path = c->path;
    method->node = member;
    method->function.receiver = interface;
    method->function.of_interface = true;
    FACT(c, name)->object = method;
    return method;
}

/* A method that comes from two sides must be the same one. */
static void check_methods(struct checker *c, const struct postponed *it)
{
    const struct esc_go_objects all = esc_go_interface_methods(it->type);
    const struct esc_go_types *embedded = &it->type->interface.embedded;
    for (size_t k = 0; k < embedded->count; k++) {
        const struct esc_go_objects inner =
            esc_go_interface_methods(esc_check_under(c, embedded->list[k], it->node));
        for (size_t m = 0; m < inner.count; m++)
            for (size_t n = 0; n < all.count; n++)
                if (esc_go_same_name(all.list[n]->name, all.list[n]->package, inner.list[m]->name,
                                     inner.list[m]->package) &&
                    !esc_go_identical(all.list[n]->type, inner.list[m]->type))
                    esc_check_fail_at(c, it->node, "duplicate method %s", all.list[n]->name);
    }
}

static const struct esc_go_type *interface_type(struct checker *c, struct esc_go_node *node)
{
    struct esc_go_type *type = esc_go_type_new(c->world, ESC_TYPE_INTERFACE);
    const struct esc_go_nodes *members = &node->interface_type.members;
    struct esc_go_scope names = {0};
    type->interface.world = c->world;
    for (size_t k = 0; k < members->count; k++) {
        struct esc_go_node *member = members->list[k];
        struct esc_go_node *inner = member->field.type;
        if (member->field.name != NULL) {
            struct esc_go_object *method = make_method(c, member, type);
            if (esc_go_scope_find(&names, method->name) != NULL)
                esc_check_fail(c, method->at, "duplicate method %s", method->name);
            esc_go_scope_add(c->arena, &names, method);
            esc_go_objects_add(c->world, &type->interface.own, method);
            continue;
        }
        if (inner->kind == ESC_NODE_BINARY ||
            (inner->kind == ESC_NODE_UNARY && inner->unary.op == ESC_GO_TILDE))
            fail_generic(c, inner);
        const struct esc_go_type *embedded = esc_check_type(c, inner);
        esc_go_types_add(c->world, &type->interface.embedded, embedded);
        esc_check_postpone(c, check_embedded_interface, inner, embedded, NULL);
    }
    type->interface.declared = true;
    if (type->interface.embedded.count > 0)
        esc_check_postpone(c, check_methods, node, type, NULL);
    return type;
}

/* ---- the others ---- */

static void check_key(struct checker *c, const struct postponed *it)
{
    if (!esc_go_comparable(it->type))
        esc_check_fail_at(c, it->node, "invalid map key type %s", esc_check_type_text(c, it->type));
}

static const struct esc_go_type *map_type(struct checker *c, struct esc_go_node *node)
{
    struct esc_go_type *type = esc_go_type_new(c->world, ESC_TYPE_MAP);
    type->map.key = esc_check_type(c, node->map_type.key);
    type->map.element = esc_check_type(c, node->map_type.value);
    esc_check_postpone(c, check_key, node->map_type.key, type->map.key, NULL);
    return type;
}

/* Source: cmd/compile/internal/types/size.go, TCHANARGS. */
static void check_element(struct checker *c, const struct postponed *it)
{
    enum { MOST = 1 << 16 };
    if (esc_check_size(c, it->type, it->node) >= MOST)
        esc_check_fail_at(c, it->node, "channel element type too large (>64kB)");
}

static const struct esc_go_type *chan_type(struct checker *c, struct esc_go_node *node)
{
    struct esc_go_type *type = esc_go_type_new(c->world, ESC_TYPE_CHAN);
    type->chan.direction = node->chan_type.direction;
    type->chan.element = esc_check_type(c, node->chan_type.element);
    esc_check_postpone(c, check_element, node, type->chan.element, NULL);
    return type;
}

static const struct esc_go_type *of_node(struct checker *c, struct esc_go_node *node)
{
    switch (node->kind) {
    case ESC_NODE_NAME:
    case ESC_NODE_SELECTOR:
        return named_type(c, node);
    case ESC_NODE_PAREN:
        return esc_check_type(c, node->inner);
    case ESC_NODE_UNARY:
        if (node->unary.op == ESC_GO_MUL)
            return esc_go_pointer_to(c->world, esc_check_type(c, node->unary.operand));
        break;
    case ESC_NODE_ARRAY_TYPE:
        return array_type(c, node);
    case ESC_NODE_SLICE_TYPE:
        return esc_go_slice_of(c->world, esc_check_type(c, node->element));
    case ESC_NODE_STRUCT_TYPE:
        return struct_type(c, node);
    case ESC_NODE_INTERFACE_TYPE:
        return interface_type(c, node);
    case ESC_NODE_FUNC_TYPE:
        return esc_check_func_type(c, node, NULL);
    case ESC_NODE_MAP_TYPE:
        return map_type(c, node);
    case ESC_NODE_CHAN_TYPE:
        return chan_type(c, node);
    case ESC_NODE_INDEX:
        fail_generic(c, node);
    case ESC_NODE_DOTS_TYPE:
        esc_check_fail_at(c, node, "invalid use of '...'");
    default:
        break;
    }
    esc_check_fail_at(c, node, "%s is not a type", esc_check_node_text(c, node));
}

const struct esc_go_type *esc_check_type(struct checker *c, struct esc_go_node *node)
{
    esc_check_descend(c, node);
    const struct esc_go_type *type = of_node(c, node);
    c->level--;
    esc_check_note_type(c, node, type);
    return type;
}
