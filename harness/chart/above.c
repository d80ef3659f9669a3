/*
 * Panels that stand above each other and share the x axis of the first. See place.h for the
 * contracts.
 */
#include "chart/place.h"

#include "words/units.h"

#include <math.h>
#include <stdlib.h>

/* ---- stations ---- */

/* Whether marks would touch in more than a quarter of the steps, or one hide another: values on
 * both sides of an edge (32768, 32776). */
static bool is_crowded(const struct esc_param *param, const struct scale *scale, double mark)
{
    size_t close = 0;
    for (size_t k = 1; k < param->count; k++) {
        double step = esc_chart_place(scale, (double)param->values[k].number) -
                      esc_chart_place(scale, (double)param->values[k - 1].number);
        if (fabs(step) < mark / 2)
            return true;
        close += fabs(step) < 2 * mark;
    }
    return 4 * close > param->count - 1;
}

/* Logarithmic where that shows the values apart, else equal steps from value to value. */
static struct scale station_scale(const struct esc_param *param, double mark, double from,
                                  double to)
{
    double least = INFINITY;
    double most = -INFINITY;
    for (size_t k = 0; k < param->count; k++) {
        least = fmin(least, (double)param->values[k].number);
        most = fmax(most, (double)param->values[k].number);
    }
    double margin = pow(most / least, 0.04);
    struct scale scale = {least / margin, most * margin, true, from, to, .tic_count = 0};
    if (least <= 0 || is_crowded(param, &scale, mark))
        scale = (struct scale){-0.3, (double)param->count - 0.7, false, from, to, .tic_count = 0};
    return scale;
}

/* The values as ticks; those whose words would touch lose them, ends last. */
static void add_station_tics(struct layout *layout, const struct esc_param *param)
{
    struct scale *scale = &layout->region[0].x;
    double px = esc_chart_px(layout->sheet->style, TEXT_TIC);
    char *last = esc_units_value(param, param->count - 1);
    double end = esc_chart_place(scale, esc_place_station(layout, (double)param->count - 1));
    double last_low = end - esc_chart_width(last, px, false) / 2 - 0.6 * px;
    double taken = -INFINITY;
    for (size_t k = 0; k < param->count && scale->tic_count < TICS_MOST; k++) {
        char *words = esc_units_value(param, k);
        struct tic *tic = &scale->tics[scale->tic_count++];
        tic->at = esc_place_station(layout, (double)k);
        double half = esc_chart_width(words, px, false) / 2;
        double place = esc_chart_place(scale, tic->at);
        bool fits = k + 1 == param->count || (place - half > taken && place + half < last_low);
        snprintf(tic->text, sizeof tic->text, "%s", fits ? words : "");
        taken = fits ? place + half + 0.6 * px : taken;
        free(words);
    }
    free(last);
}

/* ---- panels above each other ---- */

/* Room for the words of the y axes and their titles. */
static double y_room(const struct layout *layout)
{
    const struct style *style = layout->sheet->style;
    double widest = 0;
    for (size_t p = 0; p < layout->figure->panel_count; p++)
        widest =
            fmax(widest, esc_chart_tic_width(&layout->region[p].y, esc_chart_px(style, TEXT_TIC)));
    return widest + 0.6 * style->font + 1.4 * esc_chart_px(style, TEXT_SMALL);
}

static void divide_height(struct layout *layout)
{
    const struct figure *figure = layout->figure;
    const struct style *style = layout->sheet->style;
    double gap = 1.5 * style->font;
    double bottom = layout->sheet->bottom - esc_axes_below(style, figure).end;
    double parts = 0;
    for (size_t p = 0; p < figure->panel_count; p++)
        parts += figure->panel[p].part;
    double height = bottom - layout->sheet->top - gap * (double)(figure->panel_count - 1);
    double top = layout->sheet->top + 0.3 * style->font;
    for (size_t p = 0; p < figure->panel_count; p++) {
        struct region *region = &layout->region[p];
        region->top = top;
        region->bottom = top + (height - 0.3 * style->font) * figure->panel[p].part / parts;
        top = region->bottom + gap;
        struct values values = esc_axes_values(&figure->panel[p], false);
        region->y =
            esc_axes_scale(&figure->panel[p].y, style, &values, region->bottom, region->top);
        free(values.at);
    }
}

/* Names of curves stand beside them: both ends of the axis leave room for the widest. */
static void widen(struct values *values, const struct style *style, const struct panel *panel,
                  double width)
{
    double widest = esc_labels_width(style, panel, LABEL_CURVE);
    if (widest <= 0)
        return;
    double least = INFINITY;
    double most = 0;
    for (size_t i = 0; i < values->count; i++) {
        least = fmin(least, values->at[i]);
        most = fmax(most, values->at[i]);
    }
    double room = fmin(widest + style->font, 0.3 * width);
    double margin = pow(fmax(most / least, 1.02), room / (width - 2 * room));
    esc_axes_add(values, least / margin);
    esc_axes_add(values, most * margin);
}

static void set_x(struct layout *layout, double left, double right)
{
    const struct panel *panel = &layout->figure->panel[0];
    const struct style *style = layout->sheet->style;
    struct scale *scale = &layout->region[0].x;
    if (panel->x.stations != NULL) {
        *scale = station_scale(panel->x.stations, esc_chart_mark(style), left, right);
        add_station_tics(layout, panel->x.stations);
    } else {
        struct values values = esc_axes_values(panel, true);
        widen(&values, style, panel, right - left);
        *scale = esc_axes_scale(&panel->x, style, &values, left, right);
        free(values.at);
    }
    for (size_t p = 0; p < layout->figure->panel_count; p++) {
        layout->region[p].x = *scale;
        layout->region[p].left = left;
        layout->region[p].right = right;
    }
}

void esc_place_above(struct layout *layout)
{
    const struct style *style = layout->sheet->style;
    divide_height(layout);
    double names = 0;
    for (size_t p = 0; p < layout->figure->panel_count; p++)
        names = fmax(names, esc_labels_width(style, &layout->figure->panel[p], LABEL_END));
    names = names > 0 ? fmin(names, 0.2 * style->width) + 0.5 * style->font : 1.2 * style->font;
    set_x(layout, layout->sheet->left + y_room(layout), layout->sheet->right - names);
    for (size_t p = 0; p < layout->figure->panel_count; p++)
        esc_axes_y_words(layout, p);
    esc_axes_x_words(layout, layout->figure->panel_count - 1);
}
