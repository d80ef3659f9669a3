/*
 * A package from its files: what is declared, in which file's view; then all types, all bodies. See
 * check.h.
 */
#include "gotypes/check.h"

#include "gosyntax/letters.h"
#include "gotypes/checker.h"
#include "gotypes/library.h"

#include <string.h>

struct package {
    struct checker c;
    struct entry **entries;
    size_t entry_count;
    struct esc_go_scope *file; /* of the file that is being collected */
};

static const struct back back = {esc_check_declare_object, esc_check_evaluate, esc_check_body};

/* ---- what is declared ---- */

static struct entry *enter(struct package *p, enum esc_object_kind kind, struct esc_go_node *name,
                           struct esc_go_node *node)
{
    struct checker *c = &p->c;
    struct esc_go_object *object = esc_go_object_new(c->world, kind, name->name, c->package, NULL);
    object->at = name->at;
    object->path = c->path;
    object->node = node;
    struct entry *entry = esc_arena_take(c->arena, 1, sizeof *entry);
    entry->object = object;
    entry->path = c->path;
    entry->file = p->file;
    entry->node = node;
    entry->number = (unsigned)p->entry_count;
    object->entry = entry;
    FACT(c, name)->object = object;
    p->entries = esc_arena_grow(c->arena, p->entries, &p->entry_count, sizeof *p->entries);
    p->entries[p->entry_count - 1] = entry;
    return entry;
}

static void declare(struct package *p, struct esc_go_object *object)
{
    struct checker *c = &p->c;
    if (strcmp(object->name, "init") == 0 || strcmp(object->name, "main") == 0)
        if (object->kind != ESC_OBJECT_FUNC &&
            (object->name[0] == 'i' || strcmp(c->package->name, "main") == 0))
            esc_check_fail(c, object->at, "cannot declare %s - must be func", object->name);
    c->scope = c->package_scope;
    esc_check_declare(c, object);
    c->scope = p->file;
}

static void enter_constants(struct package *p, struct esc_go_node *node, struct repetition *last)
{
    const struct esc_go_node *from = esc_check_repeated(&p->c, last, node);
    for (size_t k = 0; k < node->constant.names.count; k++) {
        struct entry *entry = enter(p, ESC_OBJECT_CONST, node->constant.names.list[k], node);
        entry->type = from->constant.type;
        entry->value = esc_check_constant_value(&p->c, node, from, k);
        entry->iota = node->constant.iota;
        entry->inherited = from != node;
        declare(p, entry->object);
    }
}

static void enter_variables(struct package *p, struct esc_go_node *node)
{
    const struct esc_go_nodes *names = &node->variable.names, *values = &node->variable.values;
    const size_t first = p->entry_count;
    const bool shared = values->count == 1 && names->count > 1;
    struct esc_go_objects together = {0};
    if ((node->variable.pragmas & ESC_PRAGMA_EMBED) != 0)
        esc_check_fail_at(&p->c, names->list[0], "//go:embed: the analyser does not know it");
    if (values->count > 1 && values->count > names->count)
        esc_check_fail_at(&p->c, values->list[names->count], "extra init expr");
    if (values->count > 1 && values->count < names->count)
        esc_check_fail_at(&p->c, names->list[values->count], "missing init expr for %s",
                          names->list[values->count]->name);
    for (size_t k = 0; k < names->count; k++) {
        struct entry *entry = enter(p, ESC_OBJECT_VAR, names->list[k], node);
        entry->object->variable.role = ESC_ROLE_GLOBAL;
        entry->type = node->variable.type;
        entry->value = values->count > 0 ? values->list[shared ? 0 : k] : NULL;
        declare(p, entry->object);
        if (shared)
            esc_go_objects_add(p->c.world, &together, entry->object);
    }
    for (size_t k = first; shared && k < p->entry_count; k++) {
        p->entries[k]->together = together;
        p->entries[k]->first = p->entries[first];
    }
}

static void check_pragmas(struct checker *c, const struct esc_go_node *node)
{
    const unsigned pragmas = node->func.pragmas;
    if ((pragmas & ESC_PRAGMA_NOESCAPE) != 0 && node->func.body != NULL)
        esc_check_fail(c, node->at,
                       "can only use //go:noescape with external func implementations");
    if ((pragmas & ESC_PRAGMA_YESWRITEBARRIER) != 0)
        esc_check_fail(c, node->at, "a directive before %s is only allowed in runtime",
                       node->func.name->name);
    if ((pragmas & ESC_PRAGMA_UINTPTR_KEEPALIVE) != 0)
        esc_check_fail(c, node->at, "//go:uintptrkeepalive only allowed in standard library");
}

static void enter_function(struct package *p, struct esc_go_node *node)
{
    struct checker *c = &p->c;
    struct esc_go_node *name = node->func.name;
    struct entry *entry = enter(p, ESC_OBJECT_FUNC, name, node);
    check_pragmas(c, node);
    if (node->func.receiver != NULL)
        return;
    const bool is_init = strcmp(name->name, "init") == 0;
    const bool is_main = strcmp(name->name, "main") == 0 && strcmp(c->package->name, "main") == 0;
    if (is_init || is_main) {
        if (node->func.type->func_type.parameters.count > 0 ||
            node->func.type->func_type.results.count > 0)
            esc_check_fail(c, name->at, "func %s must have no arguments and no return values",
                           name->name);
        if (is_init && node->func.body == NULL)
            esc_check_fail(c, name->at, "func init must have a body");
    }
    if (!is_init)
        declare(p, entry->object);
}

/* ---- imports ---- */

static struct esc_go_object *make_import(struct package *p, struct esc_go_node *node,
                                         struct esc_go_package *package, const char *name)
{
    struct esc_go_object *object =
        esc_go_object_new(p->c.world, ESC_OBJECT_PACKAGE, name, NULL, NULL);
    object->at = node->import.name != NULL ? node->import.name->at : node->import.path->at;
    object->path = p->c.path;
    object->node = node;
    object->import.package = package;
    esc_go_objects_add(p->c.world, &p->c.imports, object);
    return object;
}

static void import_all(struct package *p, struct esc_go_node *node, struct esc_go_package *package)
{
    const struct esc_go_objects all = esc_go_library_all(p->c.world, package);
    make_import(p, node, package, ".");
    for (size_t k = 0; k < all.count; k++) {
        if (esc_go_scope_find(p->file, all.list[k]->name) != NULL)
            esc_check_fail(&p->c, node->at, "%s redeclared in this block", all.list[k]->name);
        esc_go_scope_add(p->c.arena, p->file, all.list[k]);
    }
}

static void import(struct package *p, struct esc_go_node *node)
{
    struct checker *c = &p->c;
    size_t length;
    const struct esc_constant *text =
        esc_constant_literal(c->arena, ESC_GO_STRING, node->import.path->literal.text);
    const char *path = esc_constant_bytes(text, &length);
    struct esc_go_package *package = esc_go_library_package(c->world, path);
    if (package == NULL)
        esc_check_fail_at(c, node->import.path,
                          "package %s is not in the analyser's standard library", path);
    const char *written = node->import.name != NULL ? node->import.name->name : package->name;
    if (strcmp(written, "_") == 0)
        return;
    if (strcmp(written, ".") == 0) {
        import_all(p, node, package);
        return;
    }
    if (strcmp(written, "init") == 0)
        esc_check_fail_at(c, node->import.path, "cannot import package as init");
    const char *name = esc_go_name(c->world, written, strlen(written));
    if (esc_go_scope_find(p->file, name) != NULL)
        esc_check_fail_at(c, node->import.path, "%s redeclared in this block", name);
    esc_go_scope_add(c->arena, p->file, make_import(p, node, package, name));
}

/* A file's imports and the package's names share one view. */
static void check_clashes(struct package *p)
{
    for (size_t k = 0; k < p->entry_count; k++) {
        const struct entry *entry = p->entries[k];
        const struct esc_go_object *import = esc_go_scope_find(entry->file, entry->object->name);
        p->c.path = entry->path;
        if (import != NULL &&
            (entry->object->kind != ESC_OBJECT_FUNC || entry->node->func.receiver == NULL))
            esc_check_fail(&p->c, entry->object->at,
                           "%s already declared through import of package", entry->object->name);
    }
}

static void collect_file(struct package *p, const struct esc_go_file *file)
{
    struct checker *c = &p->c;
    struct repetition last = {0};
    p->file = esc_arena_take(c->arena, 1, sizeof *p->file);
    p->file->outer = c->package_scope;
    c->path = file->path;
    c->scope = p->file;
    if (strcmp(file->package->name, c->package->name) != 0)
        esc_check_fail(c, file->package->at, "package %s; expected package %s", file->package->name,
                       c->package->name);
    for (size_t k = 0; k < file->declarations.count; k++) {
        struct esc_go_node *node = file->declarations.list[k];
        if (node->kind == ESC_NODE_IMPORT)
            import(p, node);
        else if (node->kind == ESC_NODE_CONST)
            enter_constants(p, node, &last);
        else if (node->kind == ESC_NODE_VAR)
            enter_variables(p, node);
        else if (node->kind == ESC_NODE_TYPE)
            declare(p, enter(p, ESC_OBJECT_TYPE, node->type_decl.name, node)->object);
        else
            enter_function(p, node);
    }
}

/* ---- methods ---- */

/* The type T of a receiver (*T), by way of aliases, as far as it is of this package; else NULL. */
static struct entry *receiver_type(struct checker *c, struct esc_go_node *type, bool *pointer)
{
    *pointer = false;
    for (int steps = 0; steps < ESC_CHECK_DEPTH; steps++) {
        type = esc_go_unparen(type);
        if (type->kind == ESC_NODE_UNARY && type->unary.op == ESC_GO_MUL && !*pointer) {
            *pointer = true;
            type = esc_go_unparen(type->unary.operand);
        }
        if (type->kind == ESC_NODE_INDEX)
            type = type->index.operand;
        if (type->kind != ESC_NODE_NAME)
            return NULL;
        const struct esc_go_object *object = esc_go_scope_find(c->package_scope, type->name);
        if (object == NULL || object->kind != ESC_OBJECT_TYPE)
            return NULL;
        if (!object->node->type_decl.is_alias)
            return object->entry;
        type = object->node->type_decl.type;
    }
    return NULL;
}

static void attach_method(struct package *p, struct entry *method)
{
    struct checker *c = &p->c;
    struct esc_go_object *object = method->object;
    struct entry *type = receiver_type(c, method->node->func.receiver->field.type,
                                       &object->function.pointer_receiver);
    if (type == NULL || object->name == c->world->blank)
        return;
    for (size_t k = 0; k < type->methods.count; k++)
        if (type->methods.list[k]->name == object->name)
            esc_check_fail(c, object->at,
                           "%s.%s redeclared in this block (other declaration at line %u)",
                           type->object->name, object->name, type->methods.list[k]->at.line);
    esc_go_objects_add(c->world, &type->methods, object);
}

static void attach_methods(struct package *p)
{
    for (size_t k = 0; k < p->entry_count; k++) {
        struct entry *entry = p->entries[k];
        p->c.path = entry->path;
        if (entry->object->kind == ESC_OBJECT_FUNC && entry->node->func.receiver != NULL)
            attach_method(p, entry);
    }
}

/* ---- bodies, and what is seen at the end ---- */

static struct esc_go_function *function_of(struct package *p, const struct entry *entry)
{
    struct checker *c = &p->c;
    struct esc_go_function *function = esc_arena_take(c->arena, 1, sizeof *function);
    function->node = entry->node;
    function->object = entry->object;
    function->type = entry->object->type;
    FACT(c, entry->node)->function = function;
    c->checked->functions[c->checked->function_count++] = function;
    return function;
}

static void check_bodies(struct package *p)
{
    struct checker *c = &p->c;
    c->checked->functions =
        esc_arena_take(c->arena, p->entry_count + 1, sizeof *c->checked->functions);
    for (size_t k = 0; k < p->entry_count; k++) {
        struct entry *entry = p->entries[k];
        if (entry->object->kind != ESC_OBJECT_FUNC)
            continue;
        struct esc_go_function *function = function_of(p, entry);
        c->path = entry->path;
        c->scope = entry->file;
        c->entry = entry;
        if (entry->node->func.body != NULL)
            esc_check_body(c, function, entry->node->func.body);
    }
    c->entry = NULL;
}

static void run_postponed(struct checker *c)
{
    for (const struct postponed *it = c->postponed; it != NULL; it = it->next) {
        c->path = it->path;
        it->check(c, it);
    }
    c->postponed = NULL;
    c->postponed_end = &c->postponed;
}

static void check_imports(struct checker *c)
{
    for (size_t k = 0; k < c->imports.count; k++) {
        const struct esc_go_object *import = c->imports.list[k];
        c->path = import->path;
        if (!import->import.used)
            esc_check_fail(c, import->at, "\"%s\" imported and not used",
                           import->import.package->path);
    }
}

static void find_captures(struct package *p)
{
    for (size_t k = 0; k < p->entry_count; k++) {
        const struct entry *entry = p->entries[k];
        if (entry->object->kind == ESC_OBJECT_FUNC && entry->node->func.body != NULL)
            esc_check_captures(&p->c, entry->node->func.body);
        else if (entry->object->kind == ESC_OBJECT_VAR && entry->value != NULL &&
                 (entry->first == NULL || entry->first == entry))
            esc_check_captures(&p->c, entry->value);
    }
}

/* Defined types before aliases and the rest: an alias that leads back to itself by way of one then
 * finds it there. */
static bool is_defined_type(const struct entry *entry)
{
    return entry->object->kind == ESC_OBJECT_TYPE && !entry->node->type_decl.is_alias;
}

static bool is_any(const struct entry *entry)
{
    return entry != NULL;
}

static void declare_some(struct package *p, bool (*wanted)(const struct entry *))
{
    for (size_t k = 0; k < p->entry_count; k++)
        if (wanted(p->entries[k]))
            esc_check_declare_object(&p->c, p->entries[k]->object);
}

static void check_package(struct package *p, struct esc_go_file *const *files, size_t count)
{
    struct checker *c = &p->c;
    for (size_t k = 0; k < count; k++)
        collect_file(p, files[k]);
    check_clashes(p);
    attach_methods(p);
    for (size_t k = 0; k < p->entry_count; k++)
        esc_go_objects_add(c->world, &c->checked->objects, p->entries[k]->object);
    declare_some(p, is_defined_type);
    declare_some(p, is_any);
    run_postponed(c);
    check_bodies(p);
    run_postponed(c);
    check_imports(c);
    esc_check_order(c, p->entries, p->entry_count);
    find_captures(p);
}

static void set_up(struct package *p, struct esc_go_world *world, const char *path,
                   const char *name)
{
    struct checker *c = &p->c;
    c->world = world;
    c->arena = &world->arena;
    c->back = &back;
    c->package = esc_arena_take(c->arena, 1, sizeof *c->package);
    c->package->path = esc_go_name(world, path, strlen(path));
    c->package->name = name;
    c->package_scope = esc_arena_take(c->arena, 1, sizeof *c->package_scope);
    c->package_scope->outer = &world->universe;
    c->postponed_end = &c->postponed;
    c->checked = esc_arena_take(c->arena, 1, sizeof *c->checked);
    c->checked->package = c->package;
    c->checked->fact_count = world->syntax->node_count;
    c->facts = c->checked->facts =
        esc_arena_take(c->arena, c->checked->fact_count + 1, sizeof *c->facts);
}

static void declare_method(void *checker, struct esc_go_object *method)
{
    esc_check_declare_object(checker, method);
}

const struct esc_go_checked *esc_go_check(struct esc_go_world *world,
                                          struct esc_go_file *const *files, size_t count,
                                          const char *path, struct esc_go_place *at,
                                          struct esc_error *error)
{
    struct package *p = esc_arena_take(&world->arena, 1, sizeof *p);
    set_up(p, world, path, count > 0 ? files[0]->package->name : "");
    p->c.error = error;
    p->c.wrong = at;
    world->declare = declare_method;
    world->checker = &p->c;
    const struct esc_go_checked *checked = NULL;
    if (setjmp(p->c.fault) == 0) {
        check_package(p, files, count);
        checked = p->c.checked;
    }
    world->declare = NULL;
    world->checker = NULL;
    return checked;
}
