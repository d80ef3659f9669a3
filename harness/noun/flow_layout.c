/*
 * Freeing layouts. See flow_layout.h.
 */
#include "noun/flow_layout.h"

#include <stdlib.h>

void esc_flow_layout_free(struct esc_flow_layout *layout)
{
    for (size_t k = 0; k < layout->shape_count; k++)
        free(layout->shapes[k].text);
    for (size_t k = 0; k < layout->curve_count; k++)
        free(layout->curves[k].points);
    free(layout->shapes);
    free(layout->curves);
    *layout = (struct esc_flow_layout){0};
}
