/*
 * Flows laid out. See flow.h for the contracts. dot gets sizes and no texts, and gives back places
 * (-Tplain, https://graphviz.org/docs/outputs/plain/): nothing of a text can steer it.
 */
#include "chart/flow.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"
#include "base/utf8.h"
#include "chart/dot.h"
#include "chart/style.h"
#include "words/flow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WAYS = 3, BOX_COLUMNS = 44, CAPTION_COLUMNS = 38 };
static const double box_column = 0.602 * 13, /* of DejaVu Sans Mono at 13 pixels */
    box_margin = 18, box_height = 28;
static const double caption_size = 12, caption_line = 16, caption_margin = 8;
static const double dots_per_inch = 72; /* a pixel is a point to dot */

/* ---- texts ---------------------------------------------------------------------------------- */

/* So many columns of it, a mark where more were. Caller frees. */
static char *cut(const char *text)
{
    struct esc_text out = {0};
    char *visible = esc_utf8_visible(text);
    int columns = 0;
    for (const char *at = visible; *at != '\0';) {
        const size_t left = strlen(at);
        const size_t length = esc_utf8_length(at, left) > 0 ? esc_utf8_length(at, left) : 1;
        char *character = strndup(at, length);
        columns += *at == '\n' ? 1 : esc_utf8_columns(character);
        free(character);
        if (columns >= BOX_COLUMNS) {
            esc_text_add(&out, "…");
            break;
        }
        esc_text_add_bytes(&out, strchr("\n\t", *at) != NULL ? " " : at, length);
        at += length;
    }
    free(visible);
    return esc_text_take(&out);
}

/* Lines broken at blanks where they are longer than a caption. Caller frees. */
static char *broken(const char *text)
{
    char *lines = esc_strdup(text);
    char *blank = NULL;
    int columns = 0;
    for (char *at = lines; *at != '\0'; at++) {
        columns = *at == '\n' ? 0 : columns + 1;
        if (*at == ' ')
            blank = at;
        if (*at == '\n')
            blank = NULL;
        if (columns > CAPTION_COLUMNS && blank != NULL) {
            *blank = '\n';
            columns = (int)(at - blank);
            blank = NULL;
        }
    }
    return lines;
}

/* ---- sizes ---------------------------------------------------------------------------------- */

static void add_shape(struct esc_flow_layout *layout, enum esc_flow_kind kind, char *text)
{
    struct esc_flow_shape shape = {.kind = kind, .text = text, .height = box_height};
    if (kind == ESC_FLOW_CAPTION) {
        char *copy = esc_strdup(text);
        char *rest = NULL;
        shape.height = caption_margin;
        for (char *line = strtok_r(copy, "\n", &rest); line != NULL;
             line = strtok_r(NULL, "\n", &rest)) {
            shape.width = fmax(shape.width, esc_chart_width(line, caption_size, false));
            shape.height += caption_line;
        }
        shape.width += caption_margin;
        free(copy);
    } else {
        shape.width = esc_utf8_columns(text) * box_column + box_margin;
    }
    layout->shapes = esc_grow(layout->shapes, &layout->shape_count, sizeof *layout->shapes);
    layout->shapes[layout->shape_count - 1] = shape;
}

static void add_edge(size_t from, size_t to, struct esc_text *out)
{
    esc_text_addf(out, "n%zu -> n%zu;\n", from, to);
}

/* A caption is a node of its own, between two boxes: then no label needs a place beside a line. */
static void add_graph(const struct esc_escapes *escapes, const struct esc_go_value *value,
                      struct esc_flow_layout *layout, struct esc_text *out)
{
    struct esc_flow_graph graph = {0};
    struct esc_text edges = {0};
    esc_flow_add(&graph, escapes, value, WAYS);
    for (size_t k = 0; k < graph.boxes.count; k++) {
        char *whole = esc_flow_box(&graph.boxes.list[k]);
        add_shape(layout, graph.kinds[k], cut(whole));
        free(whole);
    }
    for (size_t k = 0; k < graph.arrow_count; k++) {
        char *caption = esc_flow_caption(escapes, &graph.arrows[k], value->at.file);
        add_shape(layout, ESC_FLOW_CAPTION, broken(caption));
        add_edge(graph.arrows[k].from, layout->shape_count - 1, &edges);
        add_edge(layout->shape_count - 1, graph.arrows[k].to, &edges);
        free(caption);
    }
    esc_text_add(out,
                 "digraph {\ngraph [ranksep=0.17, nodesep=0.3];\n"
                 "node [shape=box, fixedsize=true, label=\"\"];\nedge [arrowhead=none];\n");
    for (size_t k = 0; k < layout->shape_count; k++)
        esc_text_addf(out, "n%zu [width=%.3f, height=%.3f];\n", k,
                      layout->shapes[k].width / dots_per_inch,
                      layout->shapes[k].height / dots_per_inch);
    esc_text_addf(out, "%s}\n", edges.bytes != NULL ? edges.bytes : "");
    esc_text_free(&edges);
    esc_flow_free(&graph);
}

/* ---- places --------------------------------------------------------------------------------- */

/* The next number of the line; false at its end. In inches, as pixels. */
static bool take(char **at, double *pixels)
{
    char *end;
    *pixels = strtod(*at, &end) * dots_per_inch;
    const bool good = end != *at && isfinite(*pixels);
    *at = end;
    return good;
}

/* "n12 " */
static bool take_node(char **at, size_t count, size_t *node)
{
    if (**at != 'n')
        return false;
    *node = strtoul(*at + 1, at, 10);
    *at += strspn(*at, " ");
    return *node < count;
}

/* "edge n0 n1 4 x y x y x y x y solid black" */
static bool read_edge(struct esc_flow_layout *layout, char *at)
{
    size_t from, to;
    if (!take_node(&at, layout->shape_count, &from) || !take_node(&at, layout->shape_count, &to))
        return false;
    const size_t count = strtoul(at, &at, 10);
    if (count < 4 || count > 1000 || count % 3 != 1)
        return false;
    struct esc_flow_curve curve = {.points = esc_calloc(2 * count, sizeof *curve.points),
                                   .count = count,
                                   .arrow = layout->shapes[from].kind == ESC_FLOW_CAPTION};
    bool good = true;
    for (size_t k = 0; good && k < 2 * count; k++)
        good = take(&at, &curve.points[k]);
    for (size_t k = 0; k < count; k++)
        curve.points[2 * k + 1] = layout->height - curve.points[2 * k + 1];
    layout->curves = esc_grow(layout->curves, &layout->curve_count, sizeof *layout->curves);
    layout->curves[layout->curve_count - 1] = curve;
    return good;
}

static bool read_place(struct esc_flow_layout *layout, char *at)
{
    size_t node;
    if (!take_node(&at, layout->shape_count, &node))
        return false;
    struct esc_flow_shape *shape = &layout->shapes[node];
    const bool good = take(&at, &shape->x) && take(&at, &shape->y);
    shape->y = layout->height - shape->y;
    return good;
}

static bool read_line(struct esc_flow_layout *layout, char *line)
{
    if (strncmp(line, "node ", strlen("node ")) == 0)
        return read_place(layout, line + strlen("node "));
    if (strncmp(line, "edge ", strlen("edge ")) == 0)
        return read_edge(layout, line + strlen("edge "));
    if (strncmp(line, "graph ", strlen("graph ")) != 0)
        return false;
    double scale;
    char *at = line + strlen("graph ");
    return take(&at, &scale) && take(&at, &layout->width) && take(&at, &layout->height);
}

/* A graph is told up to "stop"; how many were. */
static size_t read_places(char *text, struct esc_flow_layout *layouts, size_t count)
{
    size_t done = 0;
    char *rest = NULL;
    for (char *line = strtok_r(text, "\n", &rest); line != NULL && done < count;
         line = strtok_r(NULL, "\n", &rest)) {
        if (strcmp(line, "stop") == 0)
            done++;
        else if (!read_line(&layouts[done], line))
            break;
    }
    for (size_t k = done; k < count; k++)
        esc_flow_layout_free(&layouts[k]);
    return done;
}

/* ---- all of it ------------------------------------------------------------------------------ */

bool esc_flow_can(void)
{
    return esc_program_found("dot");
}

bool esc_flow_lay_out(const struct esc_escapes *escapes, const struct esc_go_value *const *values,
                      size_t count, const char *folder, struct esc_flow_layout *layouts,
                      struct esc_error *error)
{
    struct esc_text graphs = {0};
    struct esc_text places = {0};
    char *path = esc_format("%s/flows.dot", folder);
    for (size_t k = 0; k < count; k++)
        add_graph(escapes, values[k], &layouts[k], &graphs);
    bool good = count == 0 || (esc_text_write(path, graphs.bytes, graphs.length, error) &&
                               esc_dot_run("-Tplain", path, &places, error));
    char *text = esc_text_take(&places);
    const size_t done = read_places(text, layouts, count);
    if (good && done < count)
        good = esc_error_add(error, NULL, 0, "dot drew %zu of %zu graphs", done, count);
    free(text);
    free(path);
    esc_text_free(&graphs);
    return good;
}
