/*
 * Calls to flows: what a callee promises of its parameters, builtins, go and defer. See walk.h.
 */
#include "goescape/walk.h"

#include "gotypes/size.h"

#include <stdio.h>

/* A call that is being walked: what is known of its callee, and whether it is a go's or defer's,
 * whose arguments are copied before. */
struct call {
    struct esc_ir_node *node;
    const struct esc_hole *results;       /* NULL: not used */
    struct esc_ir_function *callee;       /* of this package; NULL: another one's, or not known */
    const struct esc_go_object *imported; /* of another package; NULL: as above */
    struct esc_ir_function *wrapper;      /* of a go or defer; NULL: none */
};

/* ---- copies ---- */

/* A temporary that holds the expression, which it stands for from now on. */
static struct esc_ir_variable *copy(struct esc_walk *walk, struct call *call,
                                    struct esc_ir_node **expression)
{
    struct esc_arena *arena = walk->graph.arena;
    struct esc_ir_node *value = *expression;
    char *name = esc_arena_take(arena, 32, 1);
    snprintf(name, 32, ".autotmp_%zu", walk->function->variable_count);
    struct esc_ir_variable *variable = esc_arena_take(arena, 1, sizeof *variable);
    const bool named = value->op == ESC_IR_VARIABLE || value->op == ESC_IR_GLOBAL;
    *variable = (struct esc_ir_variable){.name = name,
                                         .symbol = name,
                                         .class = ESC_IR_LOCAL,
                                         .type = value->type,
                                         .at = named ? call->node->at : value->at,
                                         .path = value->path,
                                         .function = walk->function};
    struct esc_ir_node *use = esc_ir_make(arena, ESC_IR_VARIABLE, variable->at, value->type);
    use->path = value->path;
    use->variable = variable;
    struct esc_ir_node *assign = esc_ir_make(arena, ESC_IR_ASSIGN, variable->at, NULL);
    assign->path = value->path;
    assign->x = use;
    assign->y = value;
    variable->definition = assign;
    esc_graph_location(&walk->graph, walk->function, variable, NULL, walk->loop_depth, false);
    struct esc_ir_function *function = walk->function;
    function->variables = esc_arena_grow(arena, function->variables, &function->variable_count,
                                         sizeof *function->variables);
    function->variables[function->variable_count - 1] = variable;
    esc_walk_statement(walk, assign);
    esc_ir_add(arena, &call->node->before, assign);
    *expression = use;
    return variable;
}

/* `at`: of the call. */
static void add_capture(struct esc_walk *walk, struct esc_ir_function *wrapper,
                        struct esc_ir_variable *variable, struct esc_go_place at)
{
    struct esc_ir_capture *captures =
        esc_arena_take(walk->graph.arena, wrapper->capture_count + 1, sizeof *captures);
    for (size_t k = 0; k < wrapper->capture_count; k++)
        captures[k] = wrapper->captures[k];
    captures[wrapper->capture_count++] = (struct esc_ir_capture){variable, at};
    wrapper->captures = captures;
    variable->location->captured = true;
}

static bool needs_no_copy(const struct esc_ir_node *node)
{
    return node->op == ESC_IR_CONSTANT || node->op == ESC_IR_NIL || node->op == ESC_IR_METHOD ||
           node->op == ESC_IR_FUNCTION;
}

static bool makes_uintptr(const struct esc_ir_node *node)
{
    return (node->op == ESC_IR_CONVERT_IDENTITY || node->op == ESC_IR_CONVERT) &&
           esc_go_is_basic(node->type, ESC_BASIC_UINTPTR) &&
           esc_go_is_basic(node->x->type, ESC_BASIC_UNSAFE_POINTER);
}

/* A function whose uintptr arguments are pointers that the caller keeps, or that escape. */
static unsigned uintptr_pragmas(const struct call *call, bool of_callee)
{
    unsigned pragmas = 0;
    if (!of_callee)
        return 0;
    if (call->callee != NULL) {
        pragmas =
            call->callee->pragmas & (ESC_PRAGMA_UINTPTR_ESCAPES | ESC_PRAGMA_UINTPTR_KEEPALIVE);
        if (!call->callee->has_body && call->callee->state == ESC_IR_TAGGED)
            pragmas |= ESC_PRAGMA_UINTPTR_KEEPALIVE;
    }
    if (call->imported != NULL && call->imported->function.tags != NULL &&
        call->imported->function.tags->uintptr_escapes)
        pragmas |= ESC_PRAGMA_UINTPTR_ESCAPES;
    return pragmas;
}

/* One expression that is evaluated before the call. */
static void prepare(struct esc_walk *walk, struct call *call, struct esc_ir_node **expression,
                    bool of_callee)
{
    if (needs_no_copy(*expression))
        return;
    const unsigned pragmas = uintptr_pragmas(call, of_callee);
    struct esc_ir_node *node = *expression;
    struct esc_ir_variable *variable;
    if (pragmas != 0 && makes_uintptr(node)) {
        variable = copy(walk, call, &node->x);
        if (call->wrapper != NULL)
            add_capture(walk, call->wrapper, variable, call->node->at);
        if ((pragmas & ESC_PRAGMA_UINTPTR_ESCAPES) != 0)
            esc_graph_flow(
                &walk->graph,
                esc_hole_note(&walk->graph, esc_walk_heap(walk), node, "//go:uintptrescapes"),
                variable->location);
        return;
    }
    if (call->wrapper != NULL) {
        variable = copy(walk, call, expression);
        add_capture(walk, call->wrapper, variable, call->node->at);
    }
}

/* An argument, or the callee: copied where that is due, and its value into the hole. */
static void argument(struct esc_walk *walk, struct call *call, struct esc_hole hole,
                     struct esc_ir_node **expression, bool of_callee)
{
    struct esc_ir_node *node = *expression;
    if (node->op == ESC_IR_SLICE_LITERAL)
        for (size_t k = 0; k < node->list.count; k++)
            prepare(walk, call, &node->list.list[k], of_callee);
    else
        prepare(walk, call, expression, of_callee);
    esc_walk_expression(walk, esc_hole_note(&walk->graph, hole, call->node, "call parameter"),
                        *expression);
}

/* ---- what a callee promises ---- */

static struct esc_hole tag_hole(struct esc_walk *walk, const struct esc_hole *results,
                                const struct esc_go_tag *tag)
{
    struct esc_hole holes[1 + ESC_TAG_RESULTS];
    size_t count = 0;
    if (tag->heap != ESC_TAG_NONE)
        holes[count++] = esc_hole_shift(esc_walk_heap(walk), tag->heap);
    for (size_t k = 0; results != NULL && k < ESC_TAG_RESULTS; k++)
        if (tag->results[k] != ESC_TAG_NONE)
            holes[count++] = esc_hole_shift(results[k], tag->results[k]);
    return esc_walk_tee(walk, holes, count);
}

/* The hole of the parameter with this index, the receiver being the first. */
static struct esc_hole parameter_hole(struct esc_walk *walk, const struct esc_hole *results,
                                      const struct esc_ir_function *callee,
                                      const struct esc_go_object *imported, size_t index)
{
    if (walk->graph.without.tags)
        return esc_walk_heap(walk);
    if (callee != NULL && callee->state < ESC_IR_TAGGED) {
        const struct esc_ir_variable *variable = callee->parameters[index].variable;
        return variable != NULL ? esc_hole_of(variable->location) : esc_walk_nowhere(walk);
    }
    if (callee != NULL)
        return tag_hole(walk, results, &callee->parameters[index].tag);
    if (imported == NULL || imported->function.tags == NULL ||
        index >= imported->function.tags->count)
        return esc_walk_heap(walk);
    return tag_hole(walk, results, &imported->function.tags->list[index]);
}

struct esc_hole esc_walk_receiver(struct esc_walk *walk, const struct esc_ir_node *method_value)
{
    struct esc_hole results[ESC_TAG_RESULTS];
    for (size_t k = 0; k < ESC_TAG_RESULTS; k++)
        results[k] = esc_walk_heap(walk);
    const struct esc_go_object *object = method_value->object;
    const bool imported = method_value->function == NULL && !object->function.of_interface;
    return parameter_hole(walk, results, method_value->function, imported ? object : NULL, 0);
}

/* ---- calls ---- */

static void find_callee(struct call *call)
{
    struct esc_ir_node *known = esc_ir_static_value(call->node->x);
    if (known->op == ESC_IR_FUNCTION || known->op == ESC_IR_METHOD || known->op == ESC_IR_CLOSURE)
        call->callee = known->function;
    if ((known->op == ESC_IR_FUNCTION || known->op == ESC_IR_METHOD) && known->function == NULL)
        call->imported = known->object;
}

/* Results of a callee that is analysed at the same time are its own variables. */
static void take_results(struct esc_walk *walk, const struct call *call)
{
    const struct esc_ir_function *callee = call->callee;
    if (call->results == NULL || callee == NULL || callee->state >= ESC_IR_TAGGED)
        return;
    for (size_t k = 0; k < callee->type->func.results.count; k++) {
        const struct esc_ir_variable *result = esc_ir_result(callee, k);
        struct esc_hole hole = call->results[k];
        if (hole.derefs >= 0 && !esc_go_has_pointers(result->type))
            hole.to = &walk->graph.blank;
        esc_graph_flow(&walk->graph, hole, result->location);
    }
}

static void function_call(struct esc_walk *walk, struct call *call)
{
    struct esc_ir_node *node = call->node;
    if (node->x->op == ESC_IR_INTERFACE_METHOD) {
        argument(walk, call, esc_walk_heap(walk), &node->x->x, true);
    } else {
        if (node->x->op == ESC_IR_CLOSURE)
            node->x->function->called_directly = true;
        find_callee(call);
        take_results(walk, call);
        argument(walk, call, esc_walk_nowhere(walk), &node->x, false);
    }
    for (size_t k = 0; k < node->list.count && !walk->failed; k++)
        argument(walk, call, parameter_hole(walk, call->results, call->callee, call->imported, k),
                 &node->list.list[k], true);
}

static bool holds_pointers(const struct esc_ir_node *slice)
{
    return slice->type != NULL && esc_go_is(slice->type, ESC_TYPE_SLICE) &&
           esc_go_has_pointers(esc_go_underlying(slice->type)->element);
}

static struct esc_hole content_to_heap(struct esc_walk *walk, const struct esc_ir_node *node,
                                       const char *why)
{
    return esc_hole_note(&walk->graph, esc_hole_shift(esc_walk_heap(walk), 1), node, why);
}

static void append_call(struct esc_walk *walk, struct call *call)
{
    struct esc_ir_node *node = call->node;
    struct esc_ir_node **arguments = node->list.list;
    struct esc_hole first = call->results != NULL ? call->results[0] : esc_walk_nowhere(walk);
    if (holds_pointers(arguments[0])) {
        const struct esc_hole both[] = {first, content_to_heap(walk, node, "appendee slice")};
        first = esc_walk_tee(walk, both, 2);
    }
    argument(walk, call, first, &arguments[0], false);
    if (node->full) {
        struct esc_hole rest = esc_walk_nowhere(walk);
        if (holds_pointers(arguments[1]))
            rest = content_to_heap(walk, node, "appended slice...");
        argument(walk, call, rest, &arguments[1], false);
        return;
    }
    for (size_t k = 1; k < node->list.count; k++)
        argument(walk, call, esc_walk_heap(walk), &arguments[k], false);
}

/* Where the argument with this index of a builtin goes. */
static struct esc_hole builtin_hole(struct esc_walk *walk, const struct call *call, size_t index)
{
    const struct esc_ir_node *node = call->node;
    switch (node->builtin) {
    case ESC_BUILTIN_PANIC:
        return esc_walk_heap(walk);
    case ESC_BUILTIN_COPY:
        return index == 1 && holds_pointers(node->list.list[1])
                   ? content_to_heap(walk, node, "copied slice")
                   : esc_walk_nowhere(walk);
    case ESC_BUILTIN_ADD:
    case ESC_BUILTIN_SLICE:
        return index == 0 && call->results != NULL ? call->results[0] : esc_walk_nowhere(walk);
    default:
        return esc_walk_nowhere(walk);
    }
}

static void walk_call(struct esc_walk *walk, struct call *call)
{
    struct esc_ir_node *node = call->node;
    node->walked = true;
    if (node->op == ESC_IR_CALL)
        function_call(walk, call);
    else if (node->op != ESC_IR_BUILTIN)
        esc_walk_refuse(walk, node, "a go or defer of this");
    else if (node->builtin == ESC_BUILTIN_APPEND)
        append_call(walk, call);
    else
        for (size_t k = 0; k < node->list.count; k++)
            argument(walk, call, builtin_hole(walk, call, k), &node->list.list[k], false);
}

void esc_rule_call(struct esc_walk *walk, const struct esc_hole *holes, struct esc_ir_node *call)
{
    struct call now = {.node = call, .results = holes};
    walk_call(walk, &now);
}

/* ---- go and defer ---- */

static bool is_plain(const struct esc_ir_node *call)
{
    if (call->op != ESC_IR_CALL || call->x->op == ESC_IR_INTERFACE_METHOD)
        return false;
    const struct esc_go_type *type = esc_go_underlying(call->x->type);
    return call->list.count == 0 && type->func.results.count == 0;
}

void esc_walk_go(struct esc_walk *walk, struct esc_ir_node *statement)
{
    struct esc_arena *arena = walk->graph.arena;
    struct esc_ir_node *call = statement->x;
    struct esc_hole hole = esc_walk_heap(walk);
    if (statement->op == ESC_IR_DEFER && (walk->loop_depth == 1 || walk->graph.without.loop_depth))
        hole = esc_hole_of(
            esc_graph_location(&walk->graph, walk->function, NULL, NULL, walk->loop_depth, false));
    esc_walk_statements(walk, &call->before);
    if (is_plain(call)) {
        esc_walk_expression(walk, hole, call->x);
        return;
    }
    struct esc_ir_function *wrapper = esc_arena_take(arena, 1, sizeof *wrapper);
    wrapper->name = "";
    wrapper->is_wrapper = true;
    struct call now = {.node = call, .wrapper = wrapper};
    walk_call(walk, &now);
    statement->walked = true;
    struct esc_ir_node *closure = esc_ir_make(arena, ESC_IR_CLOSURE, statement->at, NULL);
    closure->path = statement->path;
    closure->function = wrapper;
    esc_walk_remember(walk, esc_walk_spill(walk, hole, closure), wrapper);
}
