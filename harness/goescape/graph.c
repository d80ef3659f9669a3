/*
 * Locations, holes and edges. See graph.h.
 */
#include "goescape/graph.h"

#include <string.h>

void esc_graph_begin(struct esc_graph *graph, struct esc_arena *arena, struct esc_go_lines *lines,
                     bool explains)
{
    *graph = (struct esc_graph){.arena = arena, .lines = lines, .explains = explains};
    graph->heap.escapes = true;
}

struct esc_location *esc_graph_location(struct esc_graph *graph, struct esc_ir_function *function,
                                        struct esc_ir_variable *variable, struct esc_ir_node *node,
                                        int loop_depth, bool transient)
{
    struct esc_location *location = esc_arena_take(graph->arena, 1, sizeof *location);
    *location = (struct esc_location){.variable = variable,
                                      .node = node,
                                      .function = function,
                                      .loop_depth = loop_depth,
                                      .transient = transient,
                                      .leaks = esc_go_tag_none};
    if (variable != NULL)
        variable->location = location;
    else if (node != NULL)
        node->location = location;
    graph->locations =
        esc_arena_grow(graph->arena, graph->locations, &graph->count, sizeof *graph->locations);
    graph->locations[graph->count - 1] = location;
    return location;
}

struct esc_hole esc_hole_of(struct esc_location *location)
{
    return (struct esc_hole){.to = location};
}

struct esc_hole esc_hole_note(struct esc_graph *graph, struct esc_hole hole,
                              const struct esc_ir_node *where, const char *why)
{
    if (!graph->explains)
        return hole;
    struct esc_note *note = esc_arena_take(graph->arena, 1, sizeof *note);
    *note = (struct esc_note){hole.notes, where, why};
    hole.notes = note;
    return hole;
}

struct esc_hole esc_hole_shift(struct esc_hole hole, int derefs)
{
    hole.derefs += derefs;
    hole.takes_address = derefs < 0;
    return hole;
}

static void add_edge(struct esc_graph *graph, struct esc_location *to, struct esc_edge edge)
{
    to->edges = esc_arena_grow(graph->arena, to->edges, &to->edge_count, sizeof *to->edges);
    to->edges[to->edge_count - 1] = edge;
}

void esc_graph_see(const struct esc_graph *graph, const struct esc_event *event)
{
    if (graph->watch != NULL)
        graph->watch->see(graph->watch->context, graph, event);
}

/* What has no edge. */
static void see_flow(const struct esc_graph *graph, enum esc_event_kind kind, struct esc_hole hole,
                     const struct esc_location *source)
{
    esc_graph_see(graph, &(struct esc_event){.kind = kind,
                                             .root = hole.to,
                                             .from = source,
                                             .derefs = hole.derefs,
                                             .notes = hole.notes});
}

void esc_graph_flow(struct esc_graph *graph, struct esc_hole hole, struct esc_location *source)
{
    if (hole.takes_address)
        source->address_taken = true;
    if (hole.to == &graph->blank)
        see_flow(graph, ESC_EVENT_NOWHERE, hole, source);
    if (hole.to == &graph->blank || (hole.to == source && hole.derefs >= 0))
        return;
    if (hole.to->escapes && hole.derefs < 0) {
        see_flow(graph, ESC_EVENT_AT_ONCE, hole, source);
        if (graph->explains)
            esc_graph_explain(graph, hole, source);
        source->escapes = true;
        return;
    }
    add_edge(graph, hole.to, (struct esc_edge){source, hole.derefs, hole.notes});
}

/* ---- tags ---- */

const struct esc_go_tag esc_go_tag_none = {ESC_TAG_NONE,
                                           {ESC_TAG_NONE, ESC_TAG_NONE, ESC_TAG_NONE, ESC_TAG_NONE,
                                            ESC_TAG_NONE, ESC_TAG_NONE, ESC_TAG_NONE}};

/* A tag has room for 254 dereferences. */
enum { MOST_DEREFS = 254 };

static void lower(int *entry, int derefs)
{
    if (derefs > MOST_DEREFS)
        derefs = MOST_DEREFS;
    if (*entry == ESC_TAG_NONE || derefs < *entry)
        *entry = derefs;
}

void esc_go_tag_add_heap(struct esc_go_tag *tag, int derefs)
{
    lower(&tag->heap, derefs);
}

void esc_go_tag_add_result(struct esc_go_tag *tag, size_t result, int derefs)
{
    lower(&tag->results[result], derefs);
}

void esc_go_tag_simplify(struct esc_go_tag *tag)
{
    for (size_t k = 0; k < ESC_TAG_RESULTS; k++)
        if (tag->heap != ESC_TAG_NONE && tag->results[k] >= tag->heap)
            tag->results[k] = ESC_TAG_NONE;
}
