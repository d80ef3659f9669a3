/*
 * Constants, variables, types and functions get their types, in whatever order they need each
 * other. See checker.h; Go specification, "Declarations and scope".
 */
#include "gotypes/checker.h"

#include <string.h>

enum state { UNTOUCHED, OPEN, DONE };

/* ---- circles ---- */

static const struct esc_go_object *first_in_source(const struct esc_go_objects *open, size_t from)
{
    const struct esc_go_object *first = open->list[from];
    for (size_t k = from + 1; k < open->count; k++) {
        const struct esc_go_place at = open->list[k]->at;
        if (at.line < first->at.line || (at.line == first->at.line && at.column < first->at.column))
            first = open->list[k];
    }
    return first;
}

/* A type may lead back to itself, by way of other types; nothing else may, but values whose type is
 * told (whether they need themselves is seen when their order is made). */
static void meet_circle(struct checker *c, const struct esc_go_object *object)
{
    size_t from = c->open.count;
    while (from > 0 && c->open.list[from - 1] != object)
        from--;
    from = from > 0 ? from - 1 : 0;
    size_t values = 0, types = 0;
    for (size_t k = from; k < c->open.count; k++) {
        const struct esc_go_object *one = c->open.list[k];
        values += one->kind == ESC_OBJECT_CONST || one->kind == ESC_OBJECT_VAR;
        types += one->kind == ESC_OBJECT_TYPE && !one->type_name.is_alias;
    }
    if (object->type != NULL && (values == c->open.count - from || (values == 0 && types > 0)))
        return;
    const struct esc_go_object *first = first_in_source(&c->open, from);
    if (first->kind == ESC_OBJECT_TYPE)
        esc_check_fail(c, first->at, "invalid recursive type %s", first->name);
    esc_check_fail(c, first->at,
                   values == c->open.count - from ? "initialization cycle: %s refers to itself"
                                                  : "illegal cycle in declaration of %s",
                   first->name);
}

/* ---- types that hold themselves ---- */

enum { CLEAN = 1, VISITED = 2, MOST_NESTED = 10 * ESC_CHECK_DEPTH };

/* What is open leads from the object back to it. */
static void __attribute__((noreturn))
fail_recursive(struct checker *c, const struct esc_go_object *object)
{
    size_t from = c->open.count - 1;
    while (c->open.list[from] != object)
        from--;
    object = first_in_source(&c->open, from);
    esc_check_fail(c, object->at, "invalid recursive type %s", object->name);
}

static void visit_type(struct checker *c, const struct esc_go_type *type, unsigned depth)
{
    if (type == NULL)
        return;
    if (depth > MOST_NESTED)
        esc_check_fail(c, c->open.list[0]->at, "types are nested too deeply");
    if (type->kind == ESC_TYPE_ARRAY) {
        visit_type(c, type->array.element, depth + 1);
    } else if (type->kind == ESC_TYPE_STRUCT) {
        for (size_t k = 0; k < type->record.fields.count; k++)
            visit_type(c, type->record.fields.list[k]->type, depth + 1);
    } else if (type->kind == ESC_TYPE_INTERFACE) {
        for (size_t k = 0; k < type->interface.embedded.count; k++)
            visit_type(c, type->interface.embedded.list[k], depth + 1);
    } else if (type->kind == ESC_TYPE_NAMED) {
        struct esc_go_object *object = type->named.object;
        if (object->package != c->package || object->mark == CLEAN)
            return;
        if (object->mark == VISITED)
            fail_recursive(c, object);
        object->mark = VISITED;
        esc_go_objects_add(c->world, &c->open, object);
        visit_type(c, type->named.definition, depth + 1);
        c->open.count--;
        object->mark = CLEAN;
    }
}

static void check_recursion(struct checker *c, const struct postponed *it)
{
    visit_type(c, it->type, 0);
}

/* ---- each kind ---- */

static void declare_constant(struct checker *c, struct esc_go_object *object,
                             struct esc_go_node *written, struct esc_go_node *value, unsigned iota,
                             bool inherited)
{
    const struct esc_constant *outer = c->iota;
    const struct esc_go_place place = c->inherited;
    c->iota = esc_constant_int(c->arena, (int64_t)iota);
    if (written != NULL) {
        const struct esc_go_type *type = esc_check_type(c, written);
        esc_check_under(c, type, written);
        if (!esc_go_is_constant_type(type))
            esc_check_fail_at(c, written, "invalid constant type %s", esc_check_type_text(c, type));
        object->type = type;
    }
    if (inherited)
        c->inherited = object->at;
    struct operand x;
    esc_check_value(c, &x, value);
    if (x.mode != ESC_MODE_CONSTANT)
        esc_check_fail_at(c, value, "%s is not constant", esc_check_describe(c, &x));
    const struct esc_go_type *type = object->type != NULL ? object->type : x.type;
    if (!esc_go_is_untyped(type))
        esc_check_assign(c, &x, type, "constant declaration");
    object->type = type;
    object->value = x.value;
    c->iota = outer;
    c->inherited = place;
}

static void declare_type(struct checker *c, struct esc_go_object *object, struct esc_go_node *node,
                         const struct esc_go_objects *methods)
{
    if (node->type_decl.parameters.count > 0)
        esc_check_fail_at(c, node->type_decl.name,
                          "%s is generic, which the analyser does not know yet", object->name);
    if (node->type_decl.is_alias) {
        object->type_name.is_alias = true;
        object->type = esc_check_type(c, node->type_decl.type);
        return;
    }
    struct esc_go_type *named = esc_go_type_new(c->world, ESC_TYPE_NAMED);
    named->named.object = object;
    named->named.not_in_heap = (node->type_decl.pragmas & ESC_PRAGMA_NOT_IN_HEAP) != 0;
    if (methods != NULL)
        named->named.methods = *methods;
    object->type = named;
    named->named.definition = esc_check_type(c, node->type_decl.type);
    for (size_t k = 0; k < named->named.methods.count; k++)
        named->named.methods.list[k]->function.receiver = named;
    esc_check_postpone(c, check_recursion, node->type_decl.name, named, object);
}

static void declare_variable(struct checker *c, struct esc_go_object *object,
                             const struct entry *entry)
{
    if (entry->type != NULL)
        object->type = esc_check_type(c, entry->type);
    if (entry->value == NULL)
        return;
    if (entry->together.count <= 1) {
        struct operand x;
        esc_check_value(c, &x, entry->value);
        esc_check_initialise_one(c, object, &x, "variable declaration");
        return;
    }
    for (size_t k = 0; k < entry->together.count; k++)
        if (entry->type != NULL)
            entry->together.list[k]->type = object->type;
    struct esc_go_node *value = entry->value;
    const struct esc_go_nodes values = {&value, 1};
    esc_check_initialise(c, &entry->together, &values, NULL);
    for (size_t k = 0; k < entry->together.count; k++)
        entry->together.list[k]->state = DONE;
}

static void check_receiver(struct checker *c, const struct postponed *it)
{
    const struct esc_go_type *type = esc_go_dereferenced(it->type);
    if (type->kind != ESC_TYPE_NAMED || type->named.object->package != c->package)
        esc_check_fail_at(c, it->node,
                          type->kind == ESC_TYPE_NAMED || type->kind == ESC_TYPE_BASIC
                              ? "cannot define new methods on non-local type %s"
                              : "invalid receiver type %s",
                          esc_check_type_text(c, type));
    const struct esc_go_type *under = esc_check_under(c, type, it->node);
    if (under->kind == ESC_TYPE_POINTER || under->kind == ESC_TYPE_INTERFACE ||
        (under->kind == ESC_TYPE_BASIC && under->basic.what == ESC_BASIC_UNSAFE_POINTER))
        esc_check_fail_at(c, it->node, "invalid receiver type %s (pointer or interface type)",
                          esc_check_type_text(c, type));
    if (under->kind == ESC_TYPE_STRUCT)
        for (size_t k = 0; k < under->record.fields.count; k++)
            if (under->record.fields.list[k]->name == it->object->name &&
                it->object->name != c->world->blank)
                esc_check_fail(c, it->object->at, "field and method with the same name %s",
                               it->object->name);
}

static void declare_function(struct checker *c, struct esc_go_object *object,
                             struct esc_go_node *node)
{
    struct esc_go_node *receiver = node->func.receiver;
    if (node->func.parameters.count > 0)
        esc_check_fail_at(c, node->func.name, "%s is generic, which the analyser does not know yet",
                          object->name);
    const struct esc_go_type *type = esc_check_func_type(c, node->func.type, receiver);
    object->type = type;
    if (receiver != NULL)
        esc_check_postpone(c, check_receiver, receiver->field.type, type->func.receiver->type,
                           object);
}

static void declare(struct checker *c, struct esc_go_object *object, const struct entry *entry)
{
    switch (object->kind) {
    case ESC_OBJECT_CONST:
        declare_constant(c, object, entry->type, entry->value, entry->iota, entry->inherited);
        break;
    case ESC_OBJECT_TYPE:
        declare_type(c, object, entry->node, &entry->methods);
        break;
    case ESC_OBJECT_VAR:
        declare_variable(c, object, entry);
        break;
    default:
        declare_function(c, object, entry->node);
        break;
    }
}

void esc_check_declare_object(struct checker *c, struct esc_go_object *object)
{
    struct entry *entry = object->entry;
    if (object->state == OPEN) {
        meet_circle(c, object);
        return;
    }
    if (entry == NULL || object->state == DONE)
        return;
    if (object->kind == ESC_OBJECT_VAR && object->type != NULL)
        return; /* by a declaration of several that is open */
    const struct checker before = *c;
    if (++c->depth > ESC_CHECK_DEPTH)
        esc_check_fail(c, object->at, "declarations need each other too deeply (more than %d)",
                       ESC_CHECK_DEPTH);
    c->path = entry->path;
    c->scope = entry->file;
    c->function = NULL;
    c->locals = NULL;
    c->entry = entry;
    c->iota = NULL;
    c->inherited = (struct esc_go_place){0, 0};
    object->state = OPEN;
    esc_go_objects_add(c->world, &c->open, object);
    declare(c, object, entry);
    object->state = DONE;
    c->open.count--;
    c->path = before.path;
    c->scope = before.scope;
    c->function = before.function;
    c->locals = before.locals;
    c->entry = before.entry;
    c->iota = before.iota;
    c->inherited = before.inherited;
    c->calls = before.calls;
    c->depth = before.depth;
}

/* ---- constants that repeat ---- */

const struct esc_go_node *esc_check_repeated(struct checker *c, struct repetition *last,
                                             const struct esc_go_node *node)
{
    const bool repeats = node->constant.values.count == 0 && node->constant.type == NULL;
    if (!repeats)
        *last = (struct repetition){node->constant.group, node};
    else if (last->node == NULL || last->group == 0 || last->group != node->constant.group)
        esc_check_fail_at(c, node->constant.names.list[0], "missing init expr for %s",
                          node->constant.names.list[0]->name);
    return last->node;
}

struct esc_go_node *esc_check_constant_value(struct checker *c, const struct esc_go_node *node,
                                             const struct esc_go_node *from, size_t index)
{
    const struct esc_go_nodes *names = &node->constant.names, *values = &from->constant.values;
    if (index >= values->count)
        esc_check_fail_at(c, names->list[index], "missing init expr for %s",
                          names->list[index]->name);
    if (index + 1 == names->count && values->count > names->count) {
        if (from != node)
            esc_check_fail_at(c, names->list[index], "extra init expr");
        esc_check_fail_at(c, values->list[names->count], "extra init expr");
    }
    return values->list[index];
}

/* ---- in functions ---- */

static struct esc_go_object *local(struct checker *c, enum esc_object_kind kind,
                                   struct esc_go_node *name, struct esc_go_node *node)
{
    struct esc_go_object *object = esc_go_object_new(c->world, kind, name->name, c->package, NULL);
    object->at = name->at;
    object->path = c->path;
    object->node = node;
    FACT(c, name)->object = object;
    return object;
}

static void local_constants(struct checker *c, struct esc_go_node *node, struct repetition *last)
{
    const struct esc_go_node *from = esc_check_repeated(c, last, node);
    struct esc_go_objects objects = {0};
    for (size_t k = 0; k < node->constant.names.count; k++) {
        struct esc_go_object *object =
            local(c, ESC_OBJECT_CONST, node->constant.names.list[k], node);
        declare_constant(c, object, from->constant.type, esc_check_constant_value(c, node, from, k),
                         node->constant.iota, from != node);
        esc_go_objects_add(c->world, &objects, object);
    }
    for (size_t k = 0; k < objects.count; k++)
        esc_check_declare(c, objects.list[k]);
}

static void local_variables(struct checker *c, struct esc_go_node *node)
{
    const struct esc_go_nodes *names = &node->variable.names, *values = &node->variable.values;
    const struct esc_go_type *type = NULL;
    if ((node->variable.pragmas & ESC_PRAGMA_EMBED) != 0)
        esc_check_fail_at(c, names->list[0], "go:embed cannot apply to var inside func");
    if (node->variable.type != NULL)
        type = esc_check_type(c, node->variable.type);
    struct esc_go_objects objects = {0};
    for (size_t k = 0; k < names->count; k++) {
        struct esc_go_object *object = esc_check_variable(c, names->list[k], type, ESC_ROLE_LOCAL);
        object->node = node;
        esc_go_objects_add(c->world, &objects, object);
    }
    if (values->count == 1 && names->count == 1) {
        struct operand x;
        esc_check_value(c, &x, values->list[0]);
        esc_check_initialise_one(c, objects.list[0], &x, "variable declaration");
    } else if (values->count > 0) {
        if (values->count > 1 && values->count > names->count)
            esc_check_fail_at(c, values->list[names->count], "extra init expr");
        if (values->count > 1 && values->count < names->count)
            esc_check_fail_at(c, names->list[values->count], "missing init expr for %s",
                              names->list[values->count]->name);
        esc_check_initialise(c, &objects, values, NULL);
    }
    for (size_t k = 0; k < objects.count; k++)
        esc_check_declare(c, objects.list[k]);
}

static void local_type(struct checker *c, struct esc_go_node *node)
{
    struct esc_go_object *object = local(c, ESC_OBJECT_TYPE, node->type_decl.name, node);
    esc_check_declare(c, object);
    object->state = OPEN;
    esc_go_objects_add(c->world, &c->open, object);
    declare_type(c, object, node, NULL);
    object->state = DONE;
    c->open.count--;
}

void esc_check_local_declaration(struct checker *c, struct esc_go_node *node)
{
    struct repetition last = {0};
    for (size_t k = 0; k < node->declarations.count; k++) {
        struct esc_go_node *one = node->declarations.list[k];
        if (one->kind == ESC_NODE_CONST)
            local_constants(c, one, &last);
        else if (one->kind == ESC_NODE_VAR)
            local_variables(c, one);
        else
            local_type(c, one);
    }
}
