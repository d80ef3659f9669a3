/*
 * Events of a solution as they happen, each a line. See steps.h.
 */
#include "goescape/steps.h"

#include "base/memory.h"
#include "goescape/wording.h"

#include <stdlib.h>
#include <string.h>

/* Walks that are written out in a group. */
enum { MOST_WALKS = 2000 };

struct steps {
    const char *function; /* that is asked for; NULL: all */
    struct esc_text *text;
    const struct esc_go_lines *lines;
    bool found;
    /* Of the group that is solved. */
    const struct esc_graph *graph;
    bool shown;
    size_t first_line;          /* of what is told of it */
    struct esc_text at_once;    /* what was on the heap before the first walk */
    struct esc_text head, walk; /* of the newest walk: what it begins with, and what it found */
    struct esc_text idle;       /* roots to which nothing led, since the last walk that found any */
    size_t walks, idle_walks, left;
};

/* ---- the graph ---- */

/* Everything that flows anywhere, sorted by address: what has an edge out of it. */
struct sources {
    const struct esc_location **list;
    size_t count;
};

static int compare_addresses(const void *a, const void *b)
{
    const struct esc_location *one = *(const struct esc_location *const *)a;
    const struct esc_location *other = *(const struct esc_location *const *)b;
    return (one > other) - (one < other);
}

static void add_sources(struct sources *sources, const struct esc_location *to)
{
    for (size_t k = 0; k < to->edge_count; k++) {
        sources->list = esc_grow(sources->list, &sources->count, sizeof *sources->list);
        sources->list[sources->count - 1] = to->edges[k].source;
    }
}

static struct sources sources_of(const struct esc_graph *graph)
{
    struct sources sources = {0};
    add_sources(&sources, &graph->heap);
    for (size_t k = 0; k < graph->count; k++)
        add_sources(&sources, graph->locations[k]);
    if (sources.count > 0)
        qsort(sources.list, sources.count, sizeof *sources.list, compare_addresses);
    return sources;
}

static bool is_connected(const struct sources *sources, const struct esc_location *location)
{
    return location->edge_count > 0 || location->escapes ||
           (sources->count > 0 && bsearch(&location, sources->list, sources->count,
                                          sizeof *sources->list, compare_addresses) != NULL);
}

static bool is_parameter(const struct esc_location *location)
{
    return location->variable != NULL && location->variable->class == ESC_IR_PARAMETER;
}

static void add_location(struct steps *steps, const struct esc_graph *graph,
                         const struct esc_location *location)
{
    struct esc_text what = {0};
    if (location->variable != NULL || location->node != NULL)
        esc_text_addf(&what, ", line %u",
                      location->variable != NULL ? location->variable->at.line
                                                 : location->node->at.line);
    if (location->loop_depth > 1)
        esc_text_addf(&what, ", loop depth %d", location->loop_depth);
    if (location->transient)
        esc_text_add(&what, ", for its statement only");
    if (location->escapes)
        esc_text_add(&what, ", on the heap");
    esc_say(steps->text, 2, 6, "%s%s%s", is_parameter(location) ? "parameter " : "",
            esc_say_location(graph, location), what.bytes != NULL ? what.bytes : "");
    esc_text_free(&what);
}

static void say_flow(struct esc_text *text, const struct esc_graph *graph,
                     const struct esc_location *to, int derefs, const struct esc_location *from,
                     const struct esc_note *notes)
{
    const char *cause = esc_say_cause(graph, notes);
    esc_say(text, 2, 6, "%s%s%s", esc_say_flow(graph, to, derefs, from),
            cause[0] != '\0' ? ": " : "", cause);
}

static void add_edges(struct steps *steps, const struct esc_graph *graph,
                      const struct esc_location *to)
{
    for (size_t k = 0; k < to->edge_count; k++) {
        const struct esc_edge *edge = &to->edges[k];
        say_flow(steps->text, graph, to, edge->derefs, edge->source, edge->notes);
    }
}

/* Everything is there before the first walk begins. */
static void add_graph(struct steps *steps, const struct esc_graph *graph)
{
    size_t alone = 0;
    struct sources sources = sources_of(graph);
    esc_text_add(steps->text, "\nlocations (depth 1: in no loop)\n");
    for (size_t k = 0; k < graph->count; k++) {
        if (is_connected(&sources, graph->locations[k]))
            add_location(steps, graph, graph->locations[k]);
        else
            alone++;
    }
    free(sources.list);
    if (alone > 0)
        esc_text_addf(steps->text, "  and %zu to or from which nothing flows\n", alone);
    esc_text_add(steps->text, "\nedges (left = right: what is right flows to the left)\n");
    add_edges(steps, graph, &graph->heap);
    for (size_t k = 0; k < graph->count; k++)
        add_edges(steps, graph, graph->locations[k]);
    if (steps->at_once.length > 0)
        esc_text_addf(steps->text,
                      "\non the heap already, as no edge: their address goes there\n%s",
                      steps->at_once.bytes);
    esc_text_add(steps->text, "\nwalks against the edges, from each root; the heap is first\n");
}

/* ---- walks ---- */

static void flush_idle(struct steps *steps)
{
    if (steps->idle_walks > 0)
        esc_say(steps->text, 2, 6, "nothing leads to %s", steps->idle.bytes);
    esc_text_free(&steps->idle);
    steps->idle_walks = 0;
}

/* A walk that found nothing shares a line with its neighbours. */
static void end_walk(struct steps *steps)
{
    if (steps->head.length == 0)
        return;
    if (steps->walk.length == 0) {
        esc_text_addf(&steps->idle, "%s%s", steps->idle_walks++ > 0 ? ", " : "", steps->head.bytes);
    } else if (++steps->walks <= MOST_WALKS) {
        flush_idle(steps);
        esc_text_addf(steps->text, "  from %s\n%s", steps->head.bytes, steps->walk.bytes);
    } else {
        steps->left++;
    }
    esc_text_free(&steps->head);
    esc_text_free(&steps->walk);
}

static void see_reach(struct steps *steps, const struct esc_graph *graph,
                      const struct esc_event *event)
{
    static const char *const what[] = {"its address", "its value"};
    const char *name = esc_say_location(graph, event->from);
    const char *flow =
        esc_say_flow(graph, event->to, event->to->edges[event->edge].derefs, event->from);
    if (event->derefs <= 0)
        esc_say(&steps->walk, 4, 10, "%3d %s: %s gets there, by %s", event->derefs, name,
                what[event->derefs + 1], flow);
    else
        esc_say(&steps->walk, 4, 10, "%3d %s: what is %d dereference%s away, by %s", event->derefs,
                name, event->derefs, event->derefs == 1 ? "" : "s", flow);
}

static const char *reason_of(const struct esc_graph *graph, const struct esc_event *event)
{
    const struct esc_location *root = event->root, *location = event->from;
    if (root == &graph->heap)
        return "the heap outlives all";
    if (root->escapes)
        return "the root is on the heap";
    if (root->variable != NULL && root->variable->class == ESC_IR_RESULT)
        return "the root is a result";
    if (root->function == location->function)
        return "the root is declared outside of its loop";
    return "the root is of a function around it";
}

static void see_change(struct steps *steps, const struct esc_graph *graph,
                       const struct esc_event *event)
{
    const char *name = esc_say_location(graph, event->from);
    if (event->kind == ESC_EVENT_LASTING)
        esc_say(&steps->walk, 8, 12, "=> %s is needed beyond its statement; to be walked from",
                name);
    else if (event->kind == ESC_EVENT_LEAK)
        esc_say(&steps->walk, 8, 12, "=> %s leaks to %s, derefs=%d: %s", name,
                esc_say_location(graph, event->root), event->derefs, reason_of(graph, event));
    else
        esc_say(&steps->walk, 8, 12, "=> %s GOES TO THE HEAP: %s; to be walked from", name,
                reason_of(graph, event));
}

/* Its address is there, and that does no harm. */
static void see_harmless(struct steps *steps, const struct esc_graph *graph,
                         const struct esc_event *event)
{
    if (event->derefs < 0 && !event->outlives)
        esc_say(&steps->walk, 8, 12, "%s does not outlive it",
                esc_say_location(graph, event->root));
}

/* ---- a group ---- */

static bool holds(const struct esc_graph *graph, const char *function)
{
    for (size_t k = 0; k < graph->count; k++)
        if (graph->locations[k]->function != NULL &&
            strcmp(graph->locations[k]->function->name, function) == 0)
            return true;
    return false;
}

/* Their variables are the first locations, function by function. */
static void add_functions(struct steps *steps, const struct esc_graph *graph)
{
    const struct esc_ir_function *last = NULL;
    struct esc_text names = {0};
    for (size_t k = 0; k < graph->count && graph->locations[k]->variable != NULL; k++) {
        const struct esc_ir_function *function = graph->locations[k]->function;
        if (function != last)
            esc_text_addf(&names, "%s%s", last != NULL ? ", " : "", function->name);
        last = function;
    }
    esc_text_add(steps->text, steps->text->length > 0 ? "\n" : "");
    esc_say(steps->text, 0, 3, "== %s",
            names.bytes != NULL ? names.bytes : graph->locations[0]->function->name);
    esc_text_free(&names);
}

static void begin_group(struct steps *steps, const struct esc_graph *graph)
{
    steps->graph = graph;
    steps->walks = steps->left = 0;
    steps->first_line = steps->lines->count;
    steps->shown = graph->count > 0 && (steps->function == NULL || holds(graph, steps->function));
    if (!steps->shown)
        return;
    steps->found = true;
    add_functions(steps, graph);
    add_graph(steps, graph);
}

static void see_at_once(struct steps *steps, const struct esc_graph *graph,
                        const struct esc_event *event)
{
    say_flow(&steps->at_once, graph, event->root, event->derefs, event->from, event->notes);
}

static void see(void *context, const struct esc_graph *graph, const struct esc_event *event)
{
    struct steps *steps = context;
    if (event->kind == ESC_EVENT_AT_ONCE)
        see_at_once(steps, graph, event);
    if (event->kind == ESC_EVENT_AT_ONCE || event->kind == ESC_EVENT_NOWHERE)
        return;
    if (steps->graph != graph)
        begin_group(steps, graph);
    if (!steps->shown)
        return;
    if (event->kind == ESC_EVENT_ROOT) {
        end_walk(steps);
        esc_text_add(&steps->head, esc_say_location(graph, event->root));
    } else if (event->kind == ESC_EVENT_REACH) {
        see_reach(steps, graph, event);
    } else if (event->kind == ESC_EVENT_VISIT) {
        see_harmless(steps, graph, event);
    } else {
        see_change(steps, graph, event);
    }
}

/* What the compiler says of the group. */
static void add_verdicts(struct steps *steps)
{
    esc_text_add(steps->text, "\nso the compiler says\n");
    for (size_t k = steps->first_line; k < steps->lines->count; k++) {
        const struct esc_go_line *line = &steps->lines->list[k];
        if (line->text[0] != ' ' && !esc_ends(line->text, ":"))
            esc_say(steps->text, 2, 6, "line %u: %s", line->at.line, line->text);
    }
}

static void solved(void *context, const struct esc_graph *graph,
                   struct esc_ir_function *const *group, size_t count)
{
    (void)graph;
    (void)group;
    (void)count;
    struct steps *steps = context;
    if (steps->shown) {
        end_walk(steps);
        flush_idle(steps);
        if (steps->left > 0)
            esc_text_addf(steps->text, "  and %zu more walks\n", steps->left);
        add_verdicts(steps);
    }
    esc_text_free(&steps->at_once);
    steps->shown = false;
}

bool esc_go_steps(struct esc_text *text, const struct esc_go_subject *subject, const char *function,
                  struct esc_error *error)
{
    struct esc_go_lines lines = {0};
    struct steps steps = {.function = function, .text = text, .lines = &lines};
    const struct esc_watch watch = {&steps, see};
    const struct esc_go_asked asked = {
        .explains = true, .watch = &watch, .solved = solved, .context = &steps};
    bool good = esc_go_analyse(subject->world, subject->checked, &asked, subject->arena, &lines,
                               error) != NULL;
    if (good && function != NULL && !steps.found) {
        good = esc_error_add(error, NULL, 0, "there is no function %s that anything flows in",
                             function);
        esc_error_hint(error, "as the compiler names it: f, T.m, (*T).m, f.func1");
    }
    esc_text_free(&steps.head);
    esc_text_free(&steps.walk);
    esc_text_free(&steps.idle);
    esc_text_free(&steps.at_once);
    return good;
}
