/*
 * Walks the graph backwards from each location that may outlive others. See graph.h.
 */
#include "goescape/graph.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* A stack of locations. */
struct stack {
    struct esc_location **list;
    size_t count, size;
};

static void push(struct stack *stack, struct esc_location *location)
{
    if (stack->count == stack->size) {
        stack->size = stack->size > 0 ? stack->size * 2 : 256;
        stack->list = esc_resize(stack->list, stack->size, sizeof(struct esc_location *));
    }
    stack->list[stack->count++] = location;
}

static void enqueue(struct stack *roots, struct esc_location *location)
{
    if (location->queued)
        return;
    location->queued = true;
    push(roots, location);
}

/* ---- what outlives what ---- */

static bool is_of(const struct esc_location *location, enum esc_ir_class class)
{
    return location->variable != NULL && location->variable->class == class;
}

/* Whether the second one is a function literal somewhere inside of the first. */
static bool contains(const struct esc_ir_function *around, const struct esc_ir_function *inside)
{
    if (around == NULL || inside == NULL || around == inside)
        return false;
    const size_t length = strlen(around->name);
    return strncmp(around->name, inside->name, length) == 0 && inside->name[length] == '.';
}

bool esc_graph_outlives(const struct esc_graph *graph, const struct esc_location *root,
                        const struct esc_location *location)
{
    if (root->escapes)
        return true;
    if (is_of(root, ESC_IR_RESULT))
        return !(contains(location->function, root->function) && root->function->called_directly);
    if (!graph->without.loop_depth && root->function == location->function &&
        root->loop_depth < location->loop_depth)
        return true;
    return contains(root->function, location->function);
}

/* ---- the walk ---- */

static void see(const struct esc_graph *graph, enum esc_event_kind kind,
                const struct esc_location *root, const struct esc_location *location, int derefs,
                bool root_outlives)
{
    esc_graph_see(graph, &(struct esc_event){.kind = kind,
                                             .root = root,
                                             .from = location,
                                             .derefs = derefs,
                                             .outlives = root_outlives});
}

/* Results beyond what a tag has room for, and those on the heap, are the heap to the caller. */
static void note_leak(struct esc_location *parameter, const struct esc_location *root, int derefs)
{
    if (!root->escapes && is_of(root, ESC_IR_RESULT) && root->function == parameter->function &&
        root->variable->result_index <= ESC_TAG_RESULTS)
        esc_go_tag_add_result(&parameter->leaks, root->variable->result_index - 1, derefs);
    else
        esc_go_tag_add_heap(&parameter->leaks, derefs);
}

static void explain_leak(struct esc_graph *graph, const struct esc_location *root,
                         struct esc_location *parameter, int derefs)
{
    const char *path = NULL;
    const struct esc_go_place at = esc_location_at(parameter, &path);
    esc_go_lines_add(graph->lines, path, at,
                     "parameter %s leaks to %s with derefs=%d:", parameter->variable->name,
                     esc_location_text(graph, root), derefs);
    esc_graph_explain_path(graph, root, parameter);
}

static void explain_escape(struct esc_graph *graph, const struct esc_location *root,
                           struct esc_location *location)
{
    const char *path = NULL;
    const struct esc_go_place at = esc_location_at(location, &path);
    esc_go_lines_add(graph->lines, path, at,
                     "%s escapes to heap:", esc_location_name(graph, location));
    esc_graph_explain_path(graph, root, location);
}

/* What reaches the root from this location; false: it is on the heap now, and nothing more is to be
 * looked for through it. */
static bool visit(struct esc_graph *graph, struct esc_location *root, struct esc_location *location,
                  struct stack *roots)
{
    const bool address = location->derefs < 0;
    const int derefs = address ? 0 : location->derefs;
    if (address && !root->transient && location->transient) {
        location->transient = false;
        see(graph, ESC_EVENT_LASTING, root, location, 0, false);
        enqueue(roots, location);
    }
    const bool lives_longer = esc_graph_outlives(graph, root, location);
    see(graph, ESC_EVENT_VISIT, root, location, location->derefs, lives_longer);
    if (!lives_longer)
        return true;
    if (is_of(location, ESC_IR_PARAMETER)) {
        see(graph, ESC_EVENT_LEAK, root, location, derefs, true);
        if (graph->explains && !location->escapes)
            explain_leak(graph, root, location, derefs);
        note_leak(location, root, derefs);
    }
    if (!address || location->escapes)
        return true;
    if (graph->explains)
        explain_escape(graph, root, location);
    see(graph, ESC_EVENT_ESCAPE, root, location, location->derefs, true);
    location->escapes = true;
    enqueue(roots, location);
    return false;
}

static void follow(struct esc_graph *graph, const struct esc_location *root,
                   struct esc_location *location, struct stack *todo)
{
    const int derefs = location->derefs < 0 ? 0 : location->derefs;
    for (size_t k = 0; k < location->edge_count; k++) {
        struct esc_location *source = location->edges[k].source;
        const int all = derefs + location->edges[k].derefs;
        if (source->escapes || (source->walk == graph->walks && source->derefs <= all))
            continue;
        source->walk = graph->walks;
        source->derefs = all;
        source->next = location;
        source->next_edge = k;
        esc_graph_see(graph, &(struct esc_event){.kind = ESC_EVENT_REACH,
                                                 .root = root,
                                                 .from = source,
                                                 .to = location,
                                                 .derefs = all,
                                                 .edge = k});
        push(todo, source);
    }
}

static void walk(struct esc_graph *graph, struct esc_location *root, struct stack *roots,
                 struct stack *todo)
{
    see(graph, ESC_EVENT_ROOT, root, NULL, 0, false);
    graph->walks++;
    root->walk = graph->walks;
    root->derefs = 0;
    root->next = NULL;
    push(todo, root);
    while (todo->count > 0) {
        struct esc_location *location = todo->list[--todo->count];
        if (visit(graph, root, location, roots))
            follow(graph, root, location, todo);
    }
}

void esc_graph_solve(struct esc_graph *graph)
{
    struct stack roots = {0}, todo = {0};
    for (size_t k = 0; k < graph->count; k++)
        enqueue(&roots, graph->locations[k]);
    enqueue(&roots, &graph->heap);
    while (roots.count > 0) {
        struct esc_location *root = roots.list[--roots.count];
        root->queued = false;
        walk(graph, root, &roots, &todo);
    }
    free(roots.list);
    free(todo.list);
}
