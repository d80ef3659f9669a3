/*
 * A group's edges are all there once it is solved; by which of them something escaped is seen at
 * that moment. See picture.h.
 */
#include "goescape/picture.h"

#include "base/memory.h"
#include "goescape/wording.h"

#include <stdlib.h>
#include <string.h>

/* An edge on a way out. */
struct mark {
    const struct esc_edge *edge;
    enum esc_net_way way;
};

/* What went to the heap without an edge. */
struct straight {
    const struct esc_location *from;
    int derefs;
    const struct esc_note *notes;
};

/* Which place of the net a location is. */
struct drawn {
    const struct esc_location *location;
    size_t place;
};

struct picture {
    struct esc_net *net;
    const char *function; /* NULL: all */
    bool found;
    /* Of the group that is solved. */
    struct mark *marks;
    size_t mark_count;
    struct straight *straight;
    size_t straight_count;
    struct drawn *drawn;
    size_t drawn_count;
};

/* ---- what is seen ---- */

/* The way from the location to the root, as it is known now; it may go in a circle. */
static void mark_way(struct picture *picture, const struct esc_graph *graph,
                     const struct esc_event *event, enum esc_net_way way)
{
    const struct esc_location *location = event->from;
    for (size_t steps = 0; location != event->root && steps <= graph->count; steps++) {
        picture->marks = esc_grow(picture->marks, &picture->mark_count, sizeof *picture->marks);
        picture->marks[picture->mark_count - 1] =
            (struct mark){&location->next->edges[location->next_edge], way};
        location = location->next;
    }
}

static void see(void *context, const struct esc_graph *graph, const struct esc_event *event)
{
    struct picture *picture = context;
    if (event->kind == ESC_EVENT_AT_ONCE) {
        picture->straight =
            esc_grow(picture->straight, &picture->straight_count, sizeof *picture->straight);
        picture->straight[picture->straight_count - 1] =
            (struct straight){event->from, event->derefs, event->notes};
    } else if (event->kind == ESC_EVENT_ESCAPE) {
        mark_way(picture, graph, event, ESC_NET_ESCAPE);
    } else if (event->kind == ESC_EVENT_LEAK) {
        mark_way(picture, graph, event, ESC_NET_LEAK);
    }
}

/* ---- places ---- */

static enum esc_net_kind kind_of(const struct esc_graph *graph, const struct esc_location *location)
{
    static const enum esc_net_kind classes[] = {[ESC_IR_PARAMETER] = ESC_NET_PARAMETER,
                                                [ESC_IR_RESULT] = ESC_NET_RESULT,
                                                [ESC_IR_LOCAL] = ESC_NET_VARIABLE};
    if (location == &graph->heap)
        return ESC_NET_HEAP;
    if (location->variable != NULL)
        return classes[location->variable->class];
    return location->node != NULL ? ESC_NET_MEMORY : ESC_NET_TEMPORARY;
}

static const char *text_of(const struct esc_graph *graph, const struct esc_location *location)
{
    if (location->variable != NULL)
        return location->variable->name;
    if (location->node == NULL)
        return esc_say_location(graph, location);
    if (location->node->op == ESC_IR_CLOSURE && location->node->function->is_wrapper)
        return "go or defer";
    return esc_say_node(graph, location->node);
}

/* "p  leaks to the heap, derefs=1; to ~r0, level=0". Caller frees. */
static char *promise_of(const struct esc_location *location)
{
    struct esc_text text = {0};
    const struct esc_go_tag *tag = &location->leaks;
    if (location->variable == NULL || location->variable->class != ESC_IR_PARAMETER)
        return NULL;
    if (tag->heap == 0)
        esc_text_add(&text, "leaks");
    else if (tag->heap != ESC_TAG_NONE)
        esc_text_addf(&text, "content leaks (derefs=%d)", tag->heap);
    for (size_t k = 0; k < ESC_TAG_RESULTS; k++)
        if (tag->results[k] != ESC_TAG_NONE &&
            (tag->heap == ESC_TAG_NONE || tag->results[k] < tag->heap))
            esc_text_addf(&text, "%sleaks to %s level=%d", text.length > 0 ? ", " : "",
                          esc_ir_result(location->function, k)->symbol, tag->results[k]);
    return text.length > 0 ? esc_text_take(&text) : NULL;
}

static size_t place_of(struct picture *picture, const struct esc_graph *graph,
                       const struct esc_location *location)
{
    for (size_t k = picture->drawn_count; k-- > 0;)
        if (picture->drawn[k].location == location)
            return picture->drawn[k].place;
    const size_t index = esc_net_add_place(picture->net, kind_of(graph, location));
    struct esc_net_place *place = &picture->net->places[index];
    place->text = esc_strdup(text_of(graph, location));
    if (location != &graph->heap) {
        place->function = esc_strdup(location->function->name);
        place->loop_depth = location->loop_depth;
        place->on_heap = location->escapes;
        place->promise = promise_of(location);
        place->line = location->variable != NULL ? location->variable->at.line
                      : location->node != NULL   ? location->node->at.line
                                                 : 0;
    }
    picture->drawn = esc_grow(picture->drawn, &picture->drawn_count, sizeof *picture->drawn);
    picture->drawn[picture->drawn_count - 1] = (struct drawn){location, index};
    return index;
}

/* ---- flows ---- */

static int compare_marks(const void *a, const void *b)
{
    const struct mark *one = a, *other = b;
    return (one->edge > other->edge) - (one->edge < other->edge);
}

/* An edge may be part of several ways: the worst counts. */
static enum esc_net_way way_of(const struct picture *picture, const struct esc_edge *edge)
{
    enum esc_net_way way = ESC_NET_HARMLESS;
    const struct mark key = {.edge = edge};
    if (picture->mark_count == 0)
        return way;
    const struct mark *found =
        bsearch(&key, picture->marks, picture->mark_count, sizeof *picture->marks, compare_marks);
    if (found == NULL)
        return way;
    while (found > picture->marks && found[-1].edge == edge)
        found--;
    for (; found < picture->marks + picture->mark_count && found->edge == edge; found++)
        way = found->way > way ? found->way : way;
    return way;
}

static void add_flow(struct picture *picture, const struct esc_graph *graph,
                     const struct esc_location *to, const struct esc_location *from, int derefs,
                     const struct esc_note *notes, enum esc_net_way way)
{
    const size_t from_place = place_of(picture, graph, from);
    const size_t to_place = place_of(picture, graph, to);
    struct esc_net_flow *flow = esc_net_add_flow(picture->net);
    const struct esc_note *last = esc_note_last(notes);
    *flow = (struct esc_net_flow){.from = from_place, .to = to_place, .derefs = derefs, .way = way};
    if (last == NULL)
        return;
    flow->expression = esc_strdup(esc_say_node(graph, last->where));
    flow->reason = esc_strdup(last->why);
    flow->line = last->where->at.line;
}

static void add_edges(struct picture *picture, const struct esc_graph *graph,
                      const struct esc_location *to)
{
    for (size_t k = 0; k < to->edge_count; k++)
        add_flow(picture, graph, to, to->edges[k].source, to->edges[k].derefs, to->edges[k].notes,
                 way_of(picture, &to->edges[k]));
}

static bool is_asked(const struct picture *picture, struct esc_ir_function *const *group,
                     size_t count)
{
    if (picture->function == NULL)
        return true;
    for (size_t k = 0; k < count; k++)
        if (strcmp(group[k]->name, picture->function) == 0)
            return true;
    return false;
}

static void solved(void *context, const struct esc_graph *graph,
                   struct esc_ir_function *const *group, size_t count)
{
    struct picture *picture = context;
    if (picture->mark_count > 0)
        qsort(picture->marks, picture->mark_count, sizeof *picture->marks, compare_marks);
    if (is_asked(picture, group, count)) {
        add_edges(picture, graph, &graph->heap);
        for (size_t k = 0; k < graph->count; k++)
            add_edges(picture, graph, graph->locations[k]);
        for (size_t k = 0; k < picture->straight_count; k++) {
            const struct straight *straight = &picture->straight[k];
            add_flow(picture, graph, &graph->heap, straight->from, straight->derefs,
                     straight->notes, ESC_NET_ESCAPE);
        }
        picture->found = picture->found || picture->drawn_count > 0;
    }
    free(picture->marks);
    free(picture->straight);
    free(picture->drawn);
    *picture = (struct picture){
        .net = picture->net, .function = picture->function, .found = picture->found};
}

bool esc_go_picture(struct esc_net *net, const struct esc_go_subject *subject, const char *function,
                    struct esc_error *error)
{
    struct esc_go_lines lines = {0};
    struct picture picture = {.net = net, .function = function};
    const struct esc_watch watch = {&picture, see};
    const struct esc_go_asked asked = {
        .explains = true, .watch = &watch, .solved = solved, .context = &picture};
    if (esc_go_analyse(subject->world, subject->checked, &asked, subject->arena, &lines, error) ==
        NULL)
        return false;
    if (picture.found)
        return true;
    esc_error_add(error, NULL, 0, "there is no %s%s that anything flows in",
                  function != NULL ? "function " : "function", function != NULL ? function : "");
    esc_error_hint(error, "as the compiler names it: f, T.m, (*T).m, f.func1");
    return false;
}
