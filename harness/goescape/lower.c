/*
 * A package's functions and their variables, lowered. See lower.h.
 */
#include "goescape/lower.h"

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
    struct esc_ir_package *package = lowering->package;
    struct esc_ir_function *function = esc_arena_take(lowering->arena, 1, sizeof *function);
    package->functions = esc_arena_grow(lowering->arena, package->functions,
                                        &package->function_count, sizeof *package->functions);
    package->functions[package->function_count - 1] = function;
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
    esc_lower_remember(lowering, known->object, function);
}

static void lower_initialisers(struct esc_lowering *lowering)
{
    const struct esc_go_checked *checked = lowering->checked;
    const size_t before = lowering->package->function_count;
    struct esc_ir_function *init = new_function(lowering, "init");
    init->has_body = true;
    lowering->function = init;
    for (size_t k = 0; k < checked->initialiser_count && !lowering->failed; k++) {
        lowering->path = checked->initialisers[k].path;
        init->path = lowering->path;
        esc_lower_initialiser(lowering, &checked->initialisers[k]);
    }
    if (init->body.count == 0)
        lowering->package->function_count = before;
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
