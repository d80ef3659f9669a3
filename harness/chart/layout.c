/*
 * From a figure to a sheet. See layout.h for the contracts.
 */
#include "chart/layout.h"

#include "chart/place.h"

#include <math.h>

size_t esc_layout_rows(const struct style *style, size_t lanes)
{
    size_t rows = 2 * style->rows / (lanes + 1);
    return rows > 0 ? rows : 1;
}

void esc_layout(struct sheet *sheet, struct figure *figure, size_t first, size_t count)
{
    struct layout layout = {.sheet = sheet, .figure = figure, .first = first, .count = count};
    if (figure->beside)
        esc_place_beside(&layout);
    else
        esc_place_above(&layout);
    esc_axes_foot(&layout);
    /* In rows, half a tick: it must not run into the words below it. */
    if (figure->beside)
        esc_chart_number(sheet, "tick", fmin(0.14, 0.45 * sheet->style->font / layout.pitch));
    if (figure->panel_count > 1)
        esc_text_add(&sheet->plot, "set multiplot\n");
    for (size_t p = 0; p < figure->panel_count; p++) {
        esc_labels_series(&layout, p);
        esc_labels_points(&layout, p);
        double rows = (double)count + esc_place_foot(figure);
        esc_chart_number(sheet, "band_low", figure->beside ? 0 : layout.region[0].y.low);
        esc_chart_number(sheet, "band_high", figure->beside ? rows : layout.region[0].y.high);
        esc_marks(&layout, p);
    }
    if (figure->panel_count > 1)
        esc_text_add(&sheet->plot, "unset multiplot\n");
}
