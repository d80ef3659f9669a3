/*
 * Ways as a graph. See flow.h for the contracts.
 */
#include "words/flow.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"
#include "words/own_names.h"
#include "words/path.h"

#include <stdlib.h>
#include <string.h>

static size_t box_of(struct esc_flow_graph *graph, const char *function, const char *location)
{
    const size_t box = esc_locations_index(&graph->boxes, function, location);
    while (graph->kind_count < graph->boxes.count) {
        graph->kinds = esc_grow(graph->kinds, &graph->kind_count, sizeof *graph->kinds);
        graph->kinds[graph->kind_count - 1] = ESC_FLOW_PLAIN;
    }
    return box;
}

enum { ARROWS_COMPARED = 1000 }; /* so that a large package's graph takes no quadratic time */

static bool is_there(const struct esc_flow_graph *graph, const struct esc_flow_arrow *arrow)
{
    const size_t count = graph->arrow_count;
    for (size_t k = count; k-- > 0 && count - k <= ARROWS_COMPARED;)
        if (graph->arrows[k].from == arrow->from && graph->arrows[k].to == arrow->to &&
            graph->arrows[k].derefs == arrow->derefs)
            return true;
    return false;
}

static void add_path(struct esc_flow_graph *graph, const struct esc_escapes *escapes,
                     const struct esc_go_value *value, const struct esc_path *path)
{
    for (size_t k = 0; k < path->flow_count; k++) {
        const struct esc_flow *flow = &escapes->flows[path->first_flow + k];
        const bool last = k + 1 == path->flow_count;
        const struct esc_flow_arrow arrow = {.from = box_of(graph, value->function, flow->from),
                                             .to = box_of(graph, value->function, flow->to),
                                             .derefs = flow->derefs,
                                             .first_step = flow->first_step,
                                             .step_count = flow->step_count,
                                             .cut = last && path->cut};
        if (k == 0)
            graph->kinds[arrow.from] = ESC_FLOW_VALUE;
        if (last && graph->kinds[arrow.to] == ESC_FLOW_PLAIN)
            graph->kinds[arrow.to] = ESC_FLOW_OUTLIVES;
        if (is_there(graph, &arrow))
            continue;
        graph->arrows = esc_grow(graph->arrows, &graph->arrow_count, sizeof *graph->arrows);
        graph->arrows[graph->arrow_count - 1] = arrow;
    }
}

void esc_flow_add(struct esc_flow_graph *graph, const struct esc_escapes *escapes,
                  const struct esc_go_value *value, size_t most)
{
    size_t added = 0;
    for (size_t k = value->first_path; k != ESC_NONE && added++ < most; k = escapes->paths[k].next)
        add_path(graph, escapes, value, &escapes->paths[k]);
}

char *esc_flow_box(const struct esc_location *location)
{
    static const char storage[] = "{storage for ";
    const char *name = location->name;
    if (strcmp(name, "{heap}") == 0)
        return esc_strdup("what outlives the call");
    if (strcmp(name, "{temp}") == 0)
        return esc_strdup("a temporary");
    if (!esc_starts(name, storage))
        return esc_own_names(name);
    name += strlen(storage);
    const size_t length = strlen(name) - esc_ends(name, "}");
    char *expression = strndup(name, length);
    char *shown = esc_own_names(expression);
    char *words = esc_format("memory of %s", shown);
    free(shown);
    free(expression);
    return words;
}

const char *esc_flow_what(const struct esc_flow_arrow *arrow)
{
    return arrow->derefs < 0    ? "its address"
           : arrow->derefs == 0 ? "its value"
                                : "what it points to";
}

/* Its own memory is told by the box already, unless nothing else is told. */
static bool is_idle(const struct esc_step *step, const struct esc_flow_arrow *arrow)
{
    return arrow->step_count > 1 && strcmp(step->reason, "spill") == 0;
}

char *esc_flow_caption(const struct esc_escapes *escapes, const struct esc_flow_arrow *arrow,
                       const char *file)
{
    struct esc_text text = {0};
    if (arrow->derefs > 0 || arrow->step_count == 0)
        esc_text_addf(&text, "%s%s", esc_flow_what(arrow), arrow->step_count > 0 ? ":" : "");
    for (size_t k = 0; k < arrow->step_count; k++) {
        const struct esc_step *step = &escapes->steps[arrow->first_step + k];
        if (is_idle(step, arrow))
            continue;
        const bool spill = strcmp(step->reason, "spill") == 0;
        esc_text_addf(&text, "%s%s", text.length > 0 ? "\n" : "",
                      spill ? "its address goes on" : esc_path_reason(step->reason));
        if (step->at.line > 0 && step->at.file == file)
            esc_text_addf(&text, " (line\xc2\xa0%d)", step->at.line);
        else if (step->at.line > 0)
            esc_text_addf(&text, " (%s:%d)", esc_base_name(step->at.file), step->at.line);
    }
    if (arrow->cut)
        esc_text_add(&text, "\nhere the compiler breaks off");
    return esc_text_take(&text);
}

char *esc_flow_sentence(const struct esc_flow_graph *graph)
{
    struct esc_text text = {0};
    for (size_t k = 0; k < graph->arrow_count; k++) {
        const struct esc_flow_arrow *arrow = &graph->arrows[k];
        if (k > 0 && arrow->from != graph->arrows[k - 1].to)
            break;
        char *from = esc_flow_box(&graph->boxes.list[arrow->from]);
        char *to = esc_flow_box(&graph->boxes.list[arrow->to]);
        if (k == 0)
            esc_text_addf(&text, "%s:", from);
        esc_text_addf(&text, "%s %s to %s", k > 0 ? "," : "", esc_flow_what(arrow), to);
        free(from);
        free(to);
    }
    return esc_text_take(&text);
}

void esc_flow_free(struct esc_flow_graph *graph)
{
    esc_locations_free(&graph->boxes);
    free(graph->kinds);
    free(graph->arrows);
    *graph = (struct esc_flow_graph){0};
}
