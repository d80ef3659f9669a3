/*
 * Verdicts in the compiler's words. See tell.h.
 */
#include "goescape/tell.h"

#include "gotypes/size.h"

#include <stdio.h>

static const char *parameter_name(const struct esc_graph *graph,
                                  const struct esc_ir_parameter *parameter, size_t index)
{
    if (parameter->name != NULL)
        return parameter->name;
    char *name = esc_arena_take(graph->arena, 32, 1);
    snprintf(name, 32, "arg#%zu", index + 1);
    return name;
}

/* Nothing is known of a function without a body but what its directives say. */
static void tag_without_body(const struct esc_graph *graph, const struct esc_ir_function *function,
                             struct esc_ir_parameter *parameter, size_t index)
{
    const char *name = parameter_name(graph, parameter, index);
    if (esc_go_is_basic(parameter->type, ESC_BASIC_UINTPTR)) {
        esc_go_lines_add(graph->lines, function->path, parameter->at,
                         "assuming %s is unsafe uintptr", name);
        return;
    }
    if (!esc_go_has_pointers(parameter->type))
        return;
    const bool stays = (function->pragmas & ESC_PRAGMA_NOESCAPE) != 0;
    if (!stays)
        esc_go_tag_add_heap(&parameter->tag, 0);
    if (parameter->name == NULL)
        return;
    if (stays)
        esc_go_lines_add(graph->lines, function->path, parameter->at, "%s does not escape", name);
    else
        esc_go_lines_add(graph->lines, function->path, parameter->at, "leaking param: %s", name);
}

static bool is_marked(const struct esc_graph *graph, const struct esc_ir_function *function,
                      const struct esc_ir_parameter *parameter, size_t index)
{
    if ((function->pragmas & ESC_PRAGMA_UINTPTR_ESCAPES) == 0)
        return false;
    const bool rest =
        parameter->variadic &&
        esc_go_is_basic(esc_go_underlying(parameter->type)->element, ESC_BASIC_UINTPTR);
    if (!rest && !esc_go_is_basic(parameter->type, ESC_BASIC_UINTPTR))
        return false;
    esc_go_lines_add(graph->lines, function->path, parameter->at,
                     "marking %s as escaping %suintptr", parameter_name(graph, parameter, index),
                     rest ? "..." : "");
    return true;
}

static void tell_leaks(const struct esc_graph *graph, const struct esc_ir_function *function,
                       const struct esc_ir_parameter *parameter)
{
    const struct esc_go_tag *tag = &parameter->tag;
    bool leaks = tag->heap != ESC_TAG_NONE;
    if (leaks)
        esc_go_lines_add(graph->lines, function->path, parameter->at, "leaking param%s: %s",
                         tag->heap == 0 ? "" : " content", parameter->name);
    for (size_t k = 0; k < ESC_TAG_RESULTS; k++) {
        if (tag->results[k] == ESC_TAG_NONE)
            continue;
        leaks = true;
        esc_go_lines_add(graph->lines, function->path, parameter->at,
                         "leaking param: %s to result %s level=%d", parameter->name,
                         esc_ir_result(function, k)->symbol, tag->results[k]);
    }
    if (!leaks)
        esc_go_lines_add(graph->lines, function->path, parameter->at, "%s does not escape",
                         parameter->name);
}

static void tag_parameter(const struct esc_graph *graph, const struct esc_ir_function *function,
                          size_t index)
{
    struct esc_ir_parameter *parameter = &function->parameters[index];
    parameter->tag = esc_go_tag_none;
    if (!function->has_body) {
        tag_without_body(graph, function, parameter, index);
        return;
    }
    if (is_marked(graph, function, parameter, index)) {
        esc_go_tag_add_heap(&parameter->tag, 0);
        return;
    }
    if (!esc_go_has_pointers(parameter->type) || parameter->variable == NULL)
        return;
    const struct esc_location *location = parameter->variable->location;
    parameter->tag = location->leaks;
    esc_go_tag_simplify(&parameter->tag);
    if (!location->escapes)
        tell_leaks(graph, function, parameter);
}

static void tell_location(const struct esc_graph *graph, const struct esc_location *location)
{
    const char *path = NULL;
    if (location->variable == NULL && location->node == NULL)
        return;
    const struct esc_go_place at = esc_location_at(location, &path);
    if (location->variable != NULL) {
        if (location->escapes)
            esc_go_lines_add(graph->lines, path, at, "moved to heap: %s", location->variable->name);
        return;
    }
    if (location->node->op == ESC_IR_CLOSURE && location->node->function->is_wrapper)
        return;
    esc_go_lines_add(graph->lines, path, at, "%s %s", esc_location_name(graph, location),
                     location->escapes ? "escapes to heap" : "does not escape");
}

void esc_tell_group(const struct esc_graph *graph, struct esc_ir_function **group, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        group[k]->state = ESC_IR_TAGGED;
        for (size_t index = 0; index < group[k]->parameter_count; index++)
            tag_parameter(graph, group[k], index);
    }
    for (size_t k = 0; k < graph->count; k++)
        tell_location(graph, graph->locations[k]);
}
