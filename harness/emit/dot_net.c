/*
 * See dot_net.h for the contracts.
 */
#include "emit/dot_net.h"

#include "emit/dot_text.h"

#include <string.h>

/* Colours that stay apart for the colour-blind, and in grey by their widths and words. */
#define HEAP_FILL "#f6d5cf"
#define ESCAPE "#b3261e"
#define LEAK "#1b5e9e"
#define PLAIN "#5f6368"

static void put_label(const struct esc_net_place *place, FILE *out)
{
    static const char *const before[] = {
        [ESC_NET_VARIABLE] = "",      [ESC_NET_PARAMETER] = "parameter ",
        [ESC_NET_RESULT] = "result ", [ESC_NET_MEMORY] = "memory of ",
        [ESC_NET_TEMPORARY] = "",     [ESC_NET_HEAP] = ""};
    fputs(before[place->kind], out);
    esc_dot_put_cut(place->text, out);
    if (place->line > 0)
        fprintf(out, "\\nline %u", place->line);
    if (place->loop_depth > 1)
        fprintf(out, ", loop depth %d", place->loop_depth);
    if (place->promise != NULL) {
        fputs("\\n", out);
        esc_dot_put_cut(place->promise, out);
    }
    fputs(place->on_heap ? "\\nON THE HEAP" : "", out);
}

static void put_place(const struct esc_net *net, size_t k, const char *indent, FILE *out)
{
    const struct esc_net_place *place = &net->places[k];
    fprintf(out, "%sn%zu [label=\"", indent, k);
    put_label(place, out);
    fputs("\"", out);
    if (place->on_heap)
        fputs(", style=filled, fillcolor=\"" HEAP_FILL "\", color=\"" ESCAPE "\", penwidth=2", out);
    if (place->kind == ESC_NET_HEAP)
        fputs(", style=filled, fillcolor=\"" HEAP_FILL "\"", out);
    if (place->kind == ESC_NET_HEAP || place->kind == ESC_NET_RESULT)
        fputs(", peripheries=2", out);
    if (place->kind == ESC_NET_TEMPORARY)
        fputs(", style=dashed", out);
    fputs("];\n", out);
}

/* Places of a function follow each other in a cluster, whatever stands between them. */
static void put_function(const struct esc_net *net, size_t first, FILE *out)
{
    const char *function = net->places[first].function;
    fprintf(out, "  subgraph cluster_%zu {\n    label=\"", first);
    esc_dot_put_cut(function, out);
    fputs("\";\n    margin=16;\n    color=\"" PLAIN "\";\n", out);
    for (size_t k = first; k < net->place_count; k++)
        if (net->places[k].function != NULL && strcmp(net->places[k].function, function) == 0)
            put_place(net, k, "    ", out);
    fputs("  }\n", out);
}

static bool is_first(const struct esc_net *net, size_t k)
{
    for (size_t before = 0; before < k; before++)
        if (net->places[before].function != NULL &&
            strcmp(net->places[before].function, net->places[k].function) == 0)
            return false;
    return true;
}

static void put_places(const struct esc_net *net, FILE *out)
{
    for (size_t k = 0; k < net->place_count; k++)
        if (net->places[k].function == NULL)
            put_place(net, k, "  ", out);
        else if (is_first(net, k))
            put_function(net, k, out);
}

static void put_what(const struct esc_net_flow *flow, FILE *out)
{
    fprintf(out, " %s (%d) ",
            flow->derefs < 0    ? "its address"
            : flow->derefs == 0 ? "its value"
                                : "what it points to",
            flow->derefs);
}

static void put_flow(const struct esc_net_flow *flow, FILE *out)
{
    static const char *const looks[] = {
        [ESC_NET_HARMLESS] = "color=\"" PLAIN "\"",
        [ESC_NET_LEAK] = "color=\"" LEAK "\", fontcolor=\"" LEAK "\", penwidth=1.8",
        [ESC_NET_ESCAPE] = "color=\"" ESCAPE "\", fontcolor=\"" ESCAPE "\", penwidth=2.6"};
    fprintf(out, "  n%zu -> n%zu [derefs=%d, %s, label=\"", flow->from, flow->to, flow->derefs,
            looks[flow->way]);
    put_what(flow, out);
    if (flow->expression != NULL) {
        fputs("\\n ", out);
        esc_dot_put_cut(flow->expression, out);
        fprintf(out, " \\n %s, line %u ", flow->reason, flow->line);
    }
    fputs("\"];\n", out);
}

void esc_dot_net_write(const struct esc_net *net, const char *title, FILE *out)
{
    fputs("digraph escape {\n", out);
    if (title != NULL) {
        fputs("  label=\"", out);
        esc_dot_put(title, out);
        fputs("\";\n", out);
    }
    fputs(
        "  node [shape=box, fontname=\"DejaVu Sans Mono\"];\n"
        "  edge [fontname=\"DejaVu Sans\", fontsize=11];\n"
        "  graph [fontname=\"DejaVu Sans\"];\n",
        out);
    put_places(net, out);
    for (size_t k = 0; k < net->flow_count; k++)
        put_flow(&net->flows[k], out);
    fputs("}\n", out);
}
