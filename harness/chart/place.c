/*
 * From values to px. See place.h for the contracts.
 */
#include "chart/place.h"

#include <math.h>

/* In rows, what stands below the last one's marks. */
static double below(const struct series *series)
{
    bool words = series->count > 0 && series->words_at == WORDS_BELOW;
    return series->words_at == WORDS_NAMED ? 0.25 : words ? 0.15 : 0;
}

double esc_place_foot(const struct figure *figure)
{
    double foot = 0;
    for (size_t p = 0; p < figure->panel_count; p++)
        for (size_t s = 0; s < figure->panel[p].count; s++)
            foot = fmax(foot, below(&figure->panel[p].series[s]));
    return foot;
}

double esc_place_lane(const struct figure *figure, size_t lane)
{
    double step = fmin(0.3, 0.64 / (double)figure->lanes);
    return ((double)lane - ((double)figure->lanes - 1) / 2) * step;
}

bool esc_place_shown(const struct layout *layout, const struct point *point)
{
    if (!layout->figure->beside)
        return true;
    return point->y >= (double)layout->first && point->y < (double)(layout->first + layout->count);
}

double esc_place_station(const struct layout *layout, double index)
{
    const struct esc_param *stations = layout->figure->panel[0].x.stations;
    if (stations == NULL || layout->figure->beside || !layout->region[0].x.log)
        return index;
    return (double)stations->values[(size_t)index].number;
}

double esc_place_x(const struct layout *layout, size_t panel, const struct point *point)
{
    return esc_chart_place(&layout->region[panel].x, esc_place_station(layout, point->x));
}

double esc_place_y(const struct layout *layout, size_t panel, const struct point *point)
{
    const struct region *region = &layout->region[panel];
    if (!layout->figure->beside)
        return esc_chart_place(&region->y, point->y);
    double row = point->y - (double)layout->first + 0.5 + point->down;
    return region->top + row * layout->pitch;
}

bool esc_place_text(struct layout *layout, double x, double y, enum align align, double px,
                    const char *colour, const char *text)
{
    struct box box = esc_chart_box(x, y, align, px, text);
    if (!esc_chart_is_free(layout->sheet, &box))
        return false;
    esc_chart_text(layout->sheet, x, y, align, px, colour, text);
    return true;
}
