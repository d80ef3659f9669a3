/*
 * Why something escapes, in words. See graph.h.
 */
#include "goescape/graph.h"

#include <string.h>

struct esc_go_place esc_location_at(const struct esc_location *location, const char **path)
{
    *path = location->variable != NULL ? location->variable->path : location->node->path;
    return location->variable != NULL ? location->variable->at : location->node->at;
}

static const char *node_text(const struct esc_graph *graph, const struct esc_ir_node *node)
{
    struct esc_text text = {0};
    esc_ir_text(&text, node, graph->package);
    char *copy = esc_arena_copy(graph->arena, text.bytes, text.length);
    esc_text_free(&text);
    return copy;
}

const char *esc_location_name(const struct esc_graph *graph, const struct esc_location *location)
{
    return location->variable != NULL ? location->variable->name : node_text(graph, location->node);
}

const char *esc_location_text(const struct esc_graph *graph, const struct esc_location *location)
{
    if (location == &graph->heap)
        return "{heap}";
    if (location->variable != NULL)
        return location->variable->name;
    if (location->node == NULL)
        return "{temp}";
    const char *name = node_text(graph, location->node);
    const size_t size = strlen(name) + sizeof "{storage for }";
    char *text = esc_arena_take(graph->arena, size, 1);
    snprintf(text, size, "{storage for %s}", name);
    return text;
}

/* & of an address, a * for each dereference. */
static const char *operators(const struct esc_graph *graph, int derefs)
{
    if (derefs < 0)
        return "&";
    char *stars = esc_arena_take(graph->arena, (size_t)derefs + 1, 1);
    memset(stars, '*', (size_t)derefs);
    return stars;
}

/* One flow and its steps, all of them at the place of what escapes. */
static void explain_flow(struct esc_graph *graph, const struct esc_location *subject,
                         const struct esc_location *to, const struct esc_location *from, int derefs,
                         const struct esc_note *notes)
{
    const char *path = NULL;
    const struct esc_go_place at = esc_location_at(subject, &path);
    esc_go_lines_add(graph->lines, path, at, "  flow: %s = %s%s:", esc_location_text(graph, to),
                     operators(graph, derefs), esc_location_text(graph, from));
    for (; notes != NULL; notes = notes->next)
        esc_go_lines_add(graph->lines, path, at, "    from %s (%s) at %s",
                         node_text(graph, notes->where), notes->why,
                         esc_go_place_text(graph->arena, notes->where->path, notes->where->at));
}

void esc_graph_explain(struct esc_graph *graph, struct esc_hole hole, struct esc_location *source)
{
    const char *path = NULL;
    const struct esc_go_place at = esc_location_at(source, &path);
    esc_go_lines_add(graph->lines, path, at,
                     "%s escapes to heap:", esc_location_name(graph, source));
    explain_flow(graph, source, hole.to, source, hole.derefs, hole.notes);
}

void esc_graph_explain_path(struct esc_graph *graph, const struct esc_location *root,
                            struct esc_location *location)
{
    const struct esc_location *subject = location;
    graph->explanations++;
    while (location->explained != graph->explanations) {
        location->explained = graph->explanations;
        struct esc_location *to = location->next;
        const struct esc_edge *edge = &to->edges[location->next_edge];
        explain_flow(graph, subject, to, location, edge->derefs, edge->notes);
        if (to == root)
            return;
        location = to;
    }
    const char *path = NULL;
    const struct esc_go_place at = esc_location_at(subject, &path);
    esc_go_lines_add(graph->lines, path, at,
                     "  warning: truncated explanation due to assignment cycle; "
                     "see golang.org/issue/35518");
}
