/*
 * One group of functions after the other: their graph, its solution, what is told of it. See
 * analyse.h and walk.h.
 */
#include "goescape/analyse.h"

#include "goescape/lower.h"
#include "goescape/passes.h"
#include "goescape/tell.h"
#include "goescape/walk.h"
#include "gotypes/size.h"

/* Limits of the stack, in bytes. Source: Go 1.19, cmd/compile/internal/ir/cfg.go and escape. */
enum { MOST_VARIABLE = 10 << 20, MOST_IMPLICIT = 64 << 10, MOST_BY_VALUE = 128, CODE_POINTER = 8 };

struct analysis {
    const struct esc_ir_package *package;
    struct esc_arena *arena;
    struct esc_go_lines *lines;
    struct esc_error *error;
    const struct esc_go_asked *asked;
    bool failed;
};

/* ---- closures ---- */

static bool is_by_value(const struct esc_ir_variable *variable)
{
    const struct esc_location *location = variable->location;
    return !location->address_taken && !location->reassigned &&
           esc_go_size(variable->type) <= MOST_BY_VALUE;
}

static int64_t record_size(const struct esc_ir_function *function)
{
    int64_t size = CODE_POINTER;
    for (size_t k = 0; k < function->capture_count; k++) {
        const struct esc_ir_variable *variable = function->captures[k].variable;
        size += is_by_value(variable) ? esc_go_size(variable->type) : 8;
    }
    return size;
}

static void explain_capture(const struct esc_graph *graph, const struct esc_ir_variable *variable)
{
    const struct esc_location *location = variable->location;
    esc_go_lines_add(graph->lines, variable->path, variable->at,
                     "%s capturing by %s: %s (addr=%s assign=%s width=%lld)",
                     variable->function->name, is_by_value(variable) ? "value" : "ref",
                     variable->name, location->address_taken ? "true" : "false",
                     location->reassigned ? "true" : "false",
                     (long long)esc_go_size(variable->type));
}

static void flow_capture(struct esc_graph *graph, struct esc_hole hole,
                         const struct esc_ir_function *function,
                         const struct esc_ir_capture *capture)
{
    struct esc_ir_variable *variable = capture->variable;
    struct esc_ir_node *use =
        esc_ir_make(graph->arena, ESC_IR_VARIABLE, capture->at, variable->type);
    use->path = function->path != NULL ? function->path : variable->path;
    use->variable = variable;
    const bool by_value = is_by_value(variable);
    if (graph->explains)
        explain_capture(graph, variable);
    if (!by_value)
        hole = esc_hole_note(graph, esc_hole_shift(hole, -1), use, "reference");
    esc_graph_flow(graph, esc_hole_note(graph, hole, use, "captured by a closure"),
                   variable->location);
}

static void flow_closures(struct esc_walk *walk)
{
    for (size_t k = 0; k < walk->closure_count; k++) {
        const struct esc_closure *closure = &walk->closures[k];
        for (size_t c = 0; c < closure->function->capture_count; c++)
            flow_capture(&walk->graph, closure->hole, closure->function,
                         &closure->function->captures[c]);
    }
}

/* ---- what is on the heap for its size ---- */

static const char *slice_reason(const struct esc_ir_node *node)
{
    const struct esc_ir_node *size = node->z != NULL ? node->z : node->y;
    const int64_t element = esc_go_size(esc_go_underlying(node->type)->element);
    int64_t count = 0;
    if (size->op != ESC_IR_CONSTANT || size->value == NULL ||
        !esc_constant_int64(size->value, &count) || count != (int32_t)count)
        return "non-constant size";
    return element != 0 && count > MOST_IMPLICIT / element ? "too large for stack" : NULL;
}

static const char *node_reason(const struct esc_ir_node *node)
{
    if (node->op == ESC_IR_CLOSURE)
        return record_size(node->function) > MOST_IMPLICIT ? "too large for stack" : NULL;
    if (node->op == ESC_IR_METHOD_VALUE)
        return CODE_POINTER + esc_go_size(node->x->type) > MOST_IMPLICIT ? "too large for stack"
                                                                         : NULL;
    if (node->type == NULL || node->type->kind == ESC_TYPE_TUPLE || esc_go_is_untyped(node->type))
        return NULL;
    if (esc_go_size(node->type) > MOST_VARIABLE)
        return "too large for stack";
    if ((node->op == ESC_IR_NEW || node->op == ESC_IR_POINTER_LITERAL) &&
        esc_go_size(esc_go_underlying(node->type)->element) > MOST_IMPLICIT)
        return "too large for stack";
    return node->op == ESC_IR_MAKE_SLICE ? slice_reason(node) : NULL;
}

static const char *variable_reason(const struct esc_ir_variable *variable)
{
    return variable->class == ESC_IR_LOCAL && esc_go_size(variable->type) > MOST_VARIABLE
               ? "too large for stack"
               : NULL;
}

static const char *heap_reason(const struct esc_location *location)
{
    if (location->variable != NULL)
        return variable_reason(location->variable);
    return location->node != NULL ? node_reason(location->node) : NULL;
}

static void flow_large(struct esc_graph *graph)
{
    for (size_t k = 0; k < graph->count; k++) {
        struct esc_location *location = graph->locations[k];
        const char *reason = heap_reason(location);
        if (reason == NULL)
            continue;
        struct esc_ir_node *where = location->node;
        if (where == NULL) {
            where = esc_ir_make(graph->arena, ESC_IR_VARIABLE, location->variable->at,
                                location->variable->type);
            where->path = location->variable->path;
            where->variable = location->variable;
        }
        const struct esc_hole hole = esc_hole_shift(esc_hole_of(&graph->heap), -1);
        esc_graph_flow(graph, esc_hole_note(graph, hole, where, reason), location);
    }
}

/* ---- a group ---- */

static void place_variables(struct esc_walk *walk, struct esc_ir_function *function)
{
    function->state = ESC_IR_PLANNED;
    for (size_t k = 0; k < function->variable_count; k++)
        esc_graph_location(&walk->graph, function, function->variables[k], NULL, 1, false);
}

static void analyse_group(void *context, struct esc_ir_function **group, size_t count)
{
    static const struct esc_walk_rules rules = {esc_rule_expression, esc_rule_statement,
                                                esc_rule_call, esc_rule_function};
    struct analysis *analysis = context;
    const struct esc_go_asked *asked = analysis->asked;
    if (analysis->failed)
        return;
    struct esc_walk *walk = esc_arena_take(analysis->arena, 1, sizeof *walk);
    *walk = (struct esc_walk){
        .rules = &rules, .lines = analysis->lines, .error = analysis->error, .loop_depth = 1};
    esc_graph_begin(&walk->graph, analysis->arena, analysis->lines, asked->explains);
    walk->graph.package = analysis->package->package;
    walk->graph.watch = asked->watch;
    walk->graph.without = asked->without;
    for (size_t k = 0; k < count; k++)
        place_variables(walk, group[k]);
    for (size_t k = 0; k < count && !walk->failed; k++)
        if (!group[k]->is_literal)
            esc_walk_function(walk, group[k]);
    analysis->failed = walk->failed;
    if (analysis->failed)
        return;
    flow_closures(walk);
    if (!asked->without.limits)
        flow_large(&walk->graph);
    esc_graph_solve(&walk->graph);
    esc_tell_group(&walk->graph, group, count);
    if (asked->solved != NULL)
        asked->solved(asked->context, &walk->graph, group, count);
}

/* Calls whose method is known; false with a message where one is not seen through. */
static bool devirtualise(const struct esc_ir_package *package, struct esc_go_world *world,
                         struct esc_go_lines *lines, struct esc_error *error)
{
    for (size_t k = 0; k < package->function_count; k++) {
        struct esc_go_place at = {0};
        if (!esc_ir_devirtualise(package->functions[k], package, world, lines, &at))
            return esc_error_add(error, package->functions[k]->path, (int)at.line,
                                 "column %u: not analysed yet: a call by an interface whose "
                                 "method wants an address",
                                 at.column);
    }
    return true;
}

const struct esc_ir_package *esc_go_analyse(struct esc_go_world *world,
                                            const struct esc_go_checked *checked,
                                            const struct esc_go_asked *asked,
                                            struct esc_arena *arena, struct esc_go_lines *lines,
                                            struct esc_error *error)
{
    struct esc_ir_package *package = esc_ir_lower(world, checked, arena, error);
    struct analysis analysis = {
        .package = package, .arena = arena, .lines = lines, .error = error, .asked = asked};
    lines->arena = arena;
    if (package == NULL)
        return NULL;
    for (size_t k = 0; k < package->function_count; k++)
        esc_ir_trim(package->functions[k]);
    if (!devirtualise(package, world, lines, error))
        return NULL;
    esc_ir_bottom_up(package, analyse_group, &analysis);
    return analysis.failed ? NULL : package;
}

bool esc_go_escape(struct esc_go_world *world, const struct esc_go_checked *checked, bool explains,
                   struct esc_arena *arena, struct esc_go_lines *lines, struct esc_error *error)
{
    const struct esc_go_asked asked = {.explains = explains};
    return esc_go_analyse(world, checked, &asked, arena, lines, error) != NULL;
}
