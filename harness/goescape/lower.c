/*
 * A package's functions and their variables, lowered. See lower.h.
 */
#include "goescape/lower.h"

#include <stdlib.h>
#include <string.h>

/* f, T.m, (*T).m; a package may have several init */
static const char *function_name(struct esc_lowering *lowering, const struct esc_go_object *object)
{
    const struct esc_go_type *receiver = object->function.receiver;
    if (receiver == NULL && strcmp(object->name, "init") == 0)
        return esc_lower_text(lowering, "init.%u", lowering->inits++);
    if (receiver == NULL)
        return object->name;
    return esc_lower_text(lowering, object->function.pointer_receiver ? "(*%s).%s" : "%s.%s",
                          receiver->named.object->name, object->name);
}

static struct esc_ir_function *new_function(struct esc_lowering *lowering, const char *name)
{
    struct esc_ir_function *function = esc_arena_take(lowering->arena, 1, sizeof *function);
    function->name = name;
    return function;
}

static void announce(struct esc_lowering *lowering, const struct esc_go_function *known)
{
    const struct esc_go_node *node = known->node;
    struct esc_ir_function *function =
        new_function(lowering, function_name(lowering, known->object));
    function->path = known->object->path;
    function->at = node->func.name->at;
    function->type = esc_go_underlying(known->type);
    function->object = known->object;
    function->pragmas = node->func.pragmas;
    esc_lower_add_function(lowering, function);
    esc_lower_remember(lowering, known->object, function);
}

/* An initialiser and what becomes of it. */
struct initial {
    const struct esc_go_initialiser *from;
    struct esc_ir_node *assign;
};

static int order(const char *path, struct esc_go_place a, const char *other, struct esc_go_place b)
{
    const int files = strcmp(path, other);
    if (files != 0)
        return files;
    if (a.line != b.line)
        return a.line < b.line ? -1 : 1;
    return (a.column > b.column) - (a.column < b.column);
}

static int variables_by_source(const void *left, const void *right)
{
    const struct esc_go_initialiser *a = (*(struct initial *const *)left)->from;
    const struct esc_go_initialiser *b = (*(struct initial *const *)right)->from;
    return order(a->path, a->variables.list[0]->at, b->path, b->variables.list[0]->at);
}

static int functions_by_source(const void *left, const void *right)
{
    const struct esc_ir_function *a = *(struct esc_ir_function *const *)left;
    const struct esc_ir_function *b = *(struct esc_ir_function *const *)right;
    return order(a->path, a->at, b->path, b->at);
}

/* In the order of the source, which names their function literals. */
static struct initial *read_initialisers(struct esc_lowering *lowering)
{
    const struct esc_go_checked *checked = lowering->checked;
    const size_t count = checked->initialiser_count;
    struct initial *all = esc_arena_take(lowering->arena, count, sizeof *all);
    struct initial **sorted = esc_arena_take(lowering->arena, count, sizeof(struct initial *));
    for (size_t k = 0; k < count; k++) {
        all[k].from = &checked->initialisers[k];
        sorted[k] = &all[k];
    }
    if (count > 0)
        qsort(sorted, count, sizeof(struct initial *), variables_by_source);
    for (size_t k = 0; k < count && !lowering->failed; k++) {
        lowering->path = lowering->function->path = sorted[k]->from->path;
        sorted[k]->assign = esc_lower_initialiser(lowering, sorted[k]->from);
    }
    return all;
}

static void lower_initialisers(struct esc_lowering *lowering)
{
    const size_t count = lowering->checked->initialiser_count;
    struct esc_ir_function *init = new_function(lowering, "init");
    init->has_body = true;
    lowering->function = init;
    const struct initial *all = read_initialisers(lowering);
    if (lowering->package_literals > 0)
        qsort(lowering->package->functions, lowering->package->function_count,
              sizeof(struct esc_ir_function *), functions_by_source);
    for (size_t k = 0; k < count && !lowering->failed; k++) {
        lowering->path = init->path = all[k].from->path;
        esc_lower_schedule(lowering, all[k].assign);
    }
    if (init->body.count > 0)
        esc_lower_add_function(lowering, init);
}

struct esc_ir_package *esc_ir_lower(struct esc_go_world *world,
                                    const struct esc_go_checked *checked, struct esc_arena *arena,
                                    struct esc_error *error)
{
    struct esc_ir_package *package = esc_arena_take(arena, 1, sizeof *package);
    struct esc_lowering lowering = {.checked = checked,
                                    .world = world,
                                    .arena = arena,
                                    .error = error,
                                    .package = package,
                                    .expression = esc_rule_lower_expression,
                                    .statements = esc_rule_lower_statements};
    package->package = checked->package;
    package->arena = arena;
    for (size_t k = 0; k < checked->function_count; k++)
        announce(&lowering, checked->functions[k]);
    for (size_t k = 0; k < checked->function_count && !lowering.failed; k++) {
        struct esc_go_node *node = checked->functions[k]->node;
        lowering.path = package->functions[k]->path;
        esc_lower_function(&lowering, package->functions[k], node->func.receiver, node->func.type,
                           node->func.body);
    }
    if (!lowering.failed)
        lower_initialisers(&lowering);
    return lowering.failed ? NULL : package;
}
