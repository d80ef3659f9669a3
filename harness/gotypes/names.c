/*
 * Blocks, names, selectors. See checker.h; Go specification, "Declarations and scope", "Selectors".
 */
#include "gosyntax/letters.h"
#include "gotypes/checker.h"
#include "gotypes/library.h"

#include <string.h>

void esc_check_open(struct checker *c)
{
    struct esc_go_scope *scope = esc_arena_take(c->arena, 1, sizeof *scope);
    scope->outer = c->scope;
    c->scope = scope;
}

void esc_check_close(struct checker *c)
{
    c->scope = c->scope->outer;
}

struct esc_go_object *esc_check_variable(struct checker *c, struct esc_go_node *name,
                                         const struct esc_go_type *type, enum esc_go_role role)
{
    struct esc_go_object *object =
        esc_go_object_new(c->world, ESC_OBJECT_VAR, name->name, c->package, type);
    object->at = name->at;
    object->path = c->path;
    object->node = name;
    object->variable.role = role;
    object->variable.function = c->function;
    struct esc_go_fact *fact = FACT(c, name);
    fact->object = object;
    if (role == ESC_ROLE_LOCAL && c->locals != NULL)
        esc_go_objects_add(c->world, c->locals, object);
    return object;
}

void esc_check_declare(struct checker *c, struct esc_go_object *object)
{
    if (object->name == c->world->blank || object->name[0] == '\0')
        return;
    const struct esc_go_object *other = esc_go_scope_find(c->scope, object->name);
    if (other != NULL)
        esc_check_fail(c, object->at, "%s redeclared in this block (other declaration at line %u)",
                       object->name, other->at.line);
    esc_go_scope_add(c->arena, c->scope, object);
}

/* ---- what needs what ---- */

static bool holds(const struct esc_go_objects *objects, const struct esc_go_object *object)
{
    for (size_t k = 0; k < objects->count; k++)
        if (objects->list[k] == object)
            return true;
    return false;
}

void esc_check_need(struct checker *c, struct esc_go_object *object)
{
    if (c->entry == NULL || object->entry == NULL ||
        (object->kind != ESC_OBJECT_VAR && object->kind != ESC_OBJECT_FUNC))
        return;
    if (!holds(&c->entry->needs, object))
        esc_go_objects_add(c->world, &c->entry->needs, object);
}

/* ---- names ---- */

static void __attribute__((noreturn))
fail_generic(struct checker *c, const struct esc_go_node *node, const char *name)
{
    esc_check_fail_at(c, node, "%s is generic, which the analyser does not know yet", name);
}

static void mark_import(struct checker *c, const struct esc_go_object *object)
{
    if (object->package == NULL || object->package == c->package)
        return;
    for (size_t k = 0; k < c->imports.count; k++)
        if (c->imports.list[k]->import.package == object->package &&
            strcmp(c->imports.list[k]->name, ".") == 0)
            c->imports.list[k]->import.used = true;
}

/* What the object is as an operand. */
static void take(struct checker *c, struct operand *x, struct esc_go_node *node,
                 struct esc_go_object *object)
{
    x->type = object->type;
    switch (object->kind) {
    case ESC_OBJECT_PACKAGE:
        esc_check_fail_at(c, node, "use of package %s without selector", object->name);
    case ESC_OBJECT_GENERIC:
        fail_generic(c, node, object->name);
    case ESC_OBJECT_CONST:
        x->mode = ESC_MODE_CONSTANT;
        x->value = object->value;
        if (x->value == NULL && object->package == NULL && object->node == NULL)
            x->value = c->iota;
        if (x->value == NULL)
            esc_check_fail_at(c, node,
                              object->package == NULL
                                  ? "cannot use iota outside constant declaration"
                                  : "initialization cycle or invalid constant %s",
                              object->name);
        return;
    case ESC_OBJECT_TYPE:
        x->mode = ESC_MODE_TYPE;
        return;
    case ESC_OBJECT_VAR:
        x->mode = ESC_MODE_VARIABLE;
        object->variable.used = object->variable.role == ESC_ROLE_LOCAL || object->variable.used;
        return;
    case ESC_OBJECT_FUNC:
        x->mode = ESC_MODE_VALUE;
        return;
    case ESC_OBJECT_BUILTIN:
        x->mode = ESC_MODE_BUILTIN;
        x->builtin = object->builtin;
        return;
    case ESC_OBJECT_NIL:
        x->mode = ESC_MODE_NIL;
        return;
    }
}

void esc_check_name_use(struct checker *c, struct operand *x, struct esc_go_node *node)
{
    if (node->name == c->world->blank)
        esc_check_fail_at(c, node, "cannot use _ as value or type");
    struct esc_go_object *object = esc_go_scope_search(c->scope, node->name);
    if (object == NULL)
        esc_check_fail_at(c, node, "undefined: %s", node->name);
    FACT(c, node)->object = object;
    if (object->type == NULL || object->kind == ESC_OBJECT_TYPE)
        c->back->declare(c, object);
    if (object->kind == ESC_OBJECT_TYPE && object->type == NULL)
        esc_check_fail_at(c, node, "invalid recursive type %s", object->name);
    mark_import(c, object);
    esc_check_need(c, object);
    take(c, x, node, object);
    if (x->mode == ESC_MODE_BUILTIN)
        FACT(c, node)->builtin = x->builtin;
}

/* ---- selectors ---- */

static struct esc_go_selected *select_as(struct checker *c, struct esc_go_node *node,
                                         enum esc_go_select what, const struct esc_go_type *of,
                                         const struct esc_go_selection *selection)
{
    struct esc_go_selected *selected = esc_arena_take(c->arena, 1, sizeof *selected);
    *selected = (struct esc_go_selected){what, of, *selection};
    FACT(c, node)->selected = selected;
    FACT(c, node)->object = selection->object;
    FACT(c, node->selector.name)->object = selection->object;
    return selected;
}

/* The package that the operand of a selector names, or NULL. */
static struct esc_go_object *package_named(struct checker *c, const struct esc_go_node *operand)
{
    if (operand->kind != ESC_NODE_NAME)
        return NULL;
    struct esc_go_object *object = esc_go_scope_search(c->scope, operand->name);
    return object != NULL && object->kind == ESC_OBJECT_PACKAGE ? object : NULL;
}

static void select_in_package(struct checker *c, struct operand *x, struct esc_go_node *node,
                              struct esc_go_object *import)
{
    const char *name = node->selector.name->name;
    import->import.used = true;
    FACT(c, node->selector.operand)->mode = ESC_MODE_PACKAGE;
    FACT(c, node->selector.operand)->object = import;
    struct esc_go_object *object = esc_go_is_exported(name)
                                       ? esc_go_library_find(c->world, import->import.package, name)
                                       : NULL;
    if (object == NULL)
        esc_check_fail(c, node->selector.name->at,
                       esc_go_is_exported(name) ? "undefined: %s.%s"
                                                : "%s.%s not exported by package, or undefined",
                       import->name, name);
    const struct esc_go_selection selection = {.object = object};
    select_as(c, node, ESC_SELECT_QUALIFIED, NULL, &selection);
    take(c, x, node, object);
}

static void __attribute__((noreturn))
fail_selector(struct checker *c, const struct operand *x, const struct esc_go_node *node,
              enum esc_go_found found)
{
    const char *name = node->selector.name->name;
    const char *operand = esc_check_node_text(c, node->selector.operand);
    const char *type = esc_check_type_text(c, x->type);
    const struct esc_go_place at = node->selector.name->at;
    if (found == ESC_GO_FOUND_TWICE)
        esc_check_fail(c, at, "ambiguous selector %s.%s", operand, name);
    if (found == ESC_GO_FOUND_NEEDS_POINTER)
        esc_check_fail(c, at, "cannot call pointer method %s on %s", name, type);
    esc_check_fail(c, at, "%s.%s undefined (type %s has no field or method %s)", operand, name,
                   type, name);
}

/* A method's type without, or for T.m with its receiver as the first parameter. */
static const struct esc_go_type *as_function(struct checker *c, const struct esc_go_type *method,
                                             const struct esc_go_type *receiver)
{
    struct esc_go_type *func = esc_go_type_new(c->world, ESC_TYPE_FUNC);
    func->func = method->func;
    func->func.receiver = NULL;
    if (receiver == NULL)
        return func;
    func->func.parameters = (struct esc_go_objects){0};
    struct esc_go_object *first =
        esc_go_object_new(c->world, ESC_OBJECT_VAR, c->world->blank, c->package, receiver);
    first->variable.role = ESC_ROLE_PARAMETER;
    esc_go_objects_add(c->world, &func->func.parameters, first);
    for (size_t k = 0; k < method->func.parameters.count; k++)
        esc_go_objects_add(c->world, &func->func.parameters, method->func.parameters.list[k]);
    return func;
}

static void take_selected(struct checker *c, struct operand *x, struct esc_go_node *node,
                          const struct esc_go_selection *selection)
{
    struct esc_go_object *object = selection->object;
    const bool of_type = x->mode == ESC_MODE_TYPE;
    if (object->kind == ESC_OBJECT_VAR) {
        if (of_type)
            fail_selector(c, x, node, ESC_GO_FOUND_NOT);
        select_as(c, node, ESC_SELECT_FIELD, x->type, selection);
        x->mode = x->mode == ESC_MODE_VARIABLE || selection->indirect ? ESC_MODE_VARIABLE
                                                                      : ESC_MODE_VALUE;
        x->type = object->type;
        return;
    }
    if (object->type == NULL)
        c->back->declare(c, object);
    select_as(c, node, of_type ? ESC_SELECT_EXPRESSION : ESC_SELECT_METHOD, x->type, selection);
    esc_check_need(c, object);
    x->type = as_function(c, object->type, of_type ? x->type : NULL);
    x->mode = ESC_MODE_VALUE;
}

void esc_check_selector(struct checker *c, struct operand *x, struct esc_go_node *node)
{
    struct esc_go_node *name = node->selector.name;
    struct esc_go_object *import = package_named(c, node->selector.operand);
    if (name->name == c->world->blank)
        esc_check_fail(c, name->at, "cannot refer to blank field or method");
    if (import != NULL) {
        select_in_package(c, x, node, import);
        return;
    }
    esc_check_value_or_type(c, x, node->selector.operand);
    if (x->mode == ESC_MODE_BUILTIN)
        esc_check_fail_at(c, node, "%s (built-in) must be called", esc_check_node_text(c, x->node));
    if (x->mode == ESC_MODE_TYPE || !esc_go_is_untyped(x->type))
        esc_check_under(c, esc_go_dereferenced(x->type), node);
    struct esc_go_selection selection;
    const enum esc_go_found found = esc_go_lookup(c->world, x->type, x->mode == ESC_MODE_VARIABLE,
                                                  c->package, name->name, &selection);
    if (found != ESC_GO_FOUND)
        fail_selector(c, x, node, found);
    take_selected(c, x, node, &selection);
}
