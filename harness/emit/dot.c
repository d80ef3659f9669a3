/*
 * DOT. See dot.h for the contract.
 */
#include "emit/dot.h"

#include "base/memory.h"
#include "base/text.h"
#include "emit/dot_text.h"
#include "words/flow.h"
#include "words/path.h"

#include <stdlib.h>
#include <string.h>

enum { EVERY_WAY = 1 << 30 };

static void put_box(const struct esc_flow_graph *graph, size_t k, const char *indent, FILE *out)
{
    static const char *const looks[] = {[ESC_FLOW_PLAIN] = "",
                                        [ESC_FLOW_VALUE] = ", penwidth=2",
                                        [ESC_FLOW_OUTLIVES] = ", peripheries=2"};
    char *text = esc_flow_box(&graph->boxes.list[k]);
    fprintf(out, "%sn%zu [label=\"", indent, k);
    esc_dot_put_cut(text, out);
    fprintf(out, "\"%s];\n", looks[graph->kinds[k]]);
    free(text);
}

/* A box, and its function's number in the order in which functions come; what is of none is first.
 */
struct placed {
    size_t function, box;
};

static int compare_placed(const void *a, const void *b)
{
    const struct placed *one = a, *other = b;
    return one->function != other->function
               ? (one->function > other->function) - (one->function < other->function)
               : (one->box > other->box) - (one->box < other->box);
}

static struct placed *place(const struct esc_flow_graph *graph)
{
    struct esc_locations functions = {0};
    struct placed *placed = esc_calloc(graph->boxes.count + 1, sizeof *placed);
    for (size_t k = 0; k < graph->boxes.count; k++) {
        const char *function = graph->boxes.list[k].function;
        placed[k] = (struct placed){.box = k};
        if (function != NULL)
            placed[k].function = 1 + esc_locations_index(&functions, function, "");
    }
    qsort(placed, graph->boxes.count, sizeof *placed, compare_placed);
    esc_locations_free(&functions);
    return placed;
}

/* A cluster for each function. */
static void put_boxes(const struct esc_flow_graph *graph, FILE *out)
{
    struct placed *placed = place(graph);
    size_t open = 0;
    for (size_t k = 0; k < graph->boxes.count; k++) {
        const struct esc_location *location = &graph->boxes.list[placed[k].box];
        if (placed[k].function != open) {
            fprintf(out, "%s  subgraph cluster_%zu {\n    label=\"", open > 0 ? "  }\n" : "",
                    placed[k].function);
            esc_dot_put_cut(location->function, out);
            fputs("\";\n", out);
        }
        open = placed[k].function;
        put_box(graph, placed[k].box, open > 0 ? "    " : "  ", out);
    }
    fputs(open > 0 ? "  }\n" : "", out);
    free(placed);
}

static void put_step(const struct esc_dot *dot, const struct esc_step *step, FILE *out)
{
    const struct esc_source_file *file = esc_source_files_find(dot->sources, step->at.file);
    char *text = esc_format("%s: %s", esc_path_reason(step->reason), step->expression);
    fputs("\\l", out);
    esc_dot_put_cut(text, out);
    free(text);
    fputs(" (", out);
    esc_dot_put(file != NULL ? file->shown : step->at.file, out);
    fprintf(out, ":%d)", step->at.line);
}

static void put_arrow(const struct esc_dot *dot, const struct esc_flow_arrow *arrow, FILE *out)
{
    fprintf(out, "  n%zu -> n%zu [derefs=%d, label=\"%s", arrow->from, arrow->to, arrow->derefs,
            esc_flow_what(arrow));
    for (size_t k = 0; k < arrow->step_count; k++)
        put_step(dot, &dot->escapes->steps[arrow->first_step + k], out);
    fputs(arrow->cut ? "\\lhere the compiler breaks off\\l\"];\n" : "\\l\"];\n", out);
}

void esc_dot_write(const struct esc_dot *dot, FILE *out)
{
    struct esc_flow_graph graph = {0};
    for (size_t k = 0; k < dot->escapes->value_count; k++) {
        const struct esc_go_value *value = &dot->escapes->values[k];
        if (esc_go_value_leaves(value) && dot->is_shown(dot->context, value))
            esc_flow_add(&graph, dot->escapes, value, EVERY_WAY);
    }
    fprintf(out, "digraph escapes {\n");
    if (dot->go != NULL) {
        fputs("  label=\"", out);
        esc_dot_put(dot->go, out);
        fputs("\";\n", out);
    }
    fputs(
        "  node [shape=box, fontname=\"DejaVu Sans Mono\"];\n"
        "  edge [fontname=\"DejaVu Sans\", fontsize=11];\n",
        out);
    put_boxes(&graph, out);
    for (size_t k = 0; k < graph.arrow_count; k++)
        put_arrow(dot, &graph.arrows[k], out);
    fputs("}\n", out);
    esc_flow_free(&graph);
}
