/*
 * A flow as inline SVG, whose colours are the page's. See why_parts.h.
 */
#include "page/html.h"
#include "page/why_parts.h"
#include "words/flow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Pixels. */
enum { MARGIN = 4, LINE = 16, BASE = 4, HEAD = 8, HALF_HEAD = 4 };

/* In tenths of a pixel: finer is seen nowhere. */
static double tenth(double value)
{
    return round(value * 10) / 10;
}

static void add_curve(const struct esc_flow_curve *curve, struct esc_text *out)
{
    const double *p = curve->points;
    const size_t last = 2 * (curve->count - 1);
    esc_html(out, "<path class=\"l\" d=\"M%.5g %.5gC", tenth(p[0] + MARGIN), tenth(p[1] + MARGIN));
    for (size_t k = 1; k < curve->count; k++)
        esc_html(out, "%s%.5g %.5g", k > 1 ? " " : "", tenth(p[2 * k] + MARGIN),
                 tenth(p[2 * k + 1] + MARGIN));
    esc_html(out, "\"/>");
    if (!curve->arrow)
        return;
    const double dx = p[last] - p[last - 2], dy = p[last + 1] - p[last - 1];
    const double length = hypot(dx, dy) > 0 ? hypot(dx, dy) : 1;
    const double ux = dx / length, uy = dy / length;
    const double x = p[last] + MARGIN, y = p[last + 1] + MARGIN;
    esc_html(out, "<path class=\"t\" d=\"M%.5g %.5gL%.5g %.5gL%.5g %.5gZ\"/>", tenth(x), tenth(y),
             tenth(x - HEAD * ux - HALF_HEAD * uy), tenth(y - HEAD * uy + HALF_HEAD * ux),
             tenth(x - HEAD * ux + HALF_HEAD * uy), tenth(y - HEAD * uy - HALF_HEAD * ux));
}

static void add_shape(const struct esc_flow_shape *shape, struct esc_text *out)
{
    static const char *const boxes[] = {[ESC_FLOW_PLAIN] = "b",
                                        [ESC_FLOW_VALUE] = "b v",
                                        [ESC_FLOW_OUTLIVES] = "b o",
                                        [ESC_FLOW_CAPTION] = "k"};
    const double x = shape->x + MARGIN;
    const bool caption = shape->kind == ESC_FLOW_CAPTION;
    esc_html(out, "<rect class=\"%s\" x=\"%.5g\" y=\"%.5g\" width=\"%.5g\" height=\"%.5g\"/>",
             boxes[shape->kind], tenth(x - shape->width / 2),
             tenth(shape->y - shape->height / 2 + MARGIN), tenth(shape->width),
             tenth(shape->height));
    char *copy = strdup(shape->text);
    char *rest = NULL;
    const int lines = 1 + esc_line_ends(copy, copy + strlen(copy));
    double y = shape->y + MARGIN - (lines - 1) * LINE / 2.0 + BASE;
    for (char *line = strtok_r(copy, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        esc_html(out, "<text class=\"%s\" x=\"%.5g\" y=\"%.5g\">%s</text>", caption ? "c" : "n",
                 tenth(x), tenth(y), line);
        y += LINE;
    }
    free(copy);
}

static char *sentence_of(const struct esc_escapes *escapes, const struct esc_go_value *value)
{
    struct esc_flow_graph graph = {0};
    esc_flow_add(&graph, escapes, value, 1);
    char *sentence = esc_flow_sentence(&graph);
    esc_flow_free(&graph);
    return sentence;
}

void esc_why_page_flow(const struct esc_escapes *escapes, const struct esc_page_escape *escape,
                       struct esc_text *out)
{
    const struct esc_flow_layout *layout = escape->flow;
    if (layout == NULL || layout->width <= 0)
        return;
    char *sentence = sentence_of(escapes, escape->value);
    const double width = ceil(layout->width) + 2 * MARGIN;
    const double height = ceil(layout->height) + 2 * MARGIN;
    esc_html(out,
             "<figure class=\"flow\"><svg viewBox=\"0 0 %.5g %.5g\" width=\"%.5g\" height=\"%.5g\" "
             "role=\"img\" aria-label=\"%s\">",
             width, height, width, height, sentence);
    for (size_t k = 0; k < layout->curve_count; k++)
        add_curve(&layout->curves[k], out);
    for (size_t k = 0; k < layout->shape_count; k++)
        add_shape(&layout->shapes[k], out);
    esc_html(out, "</svg></figure>\n");
    free(sentence);
}
