/*
 * Names of series. See place.h for the contracts.
 */
#include "chart/place.h"

#include <math.h>
#include <stdlib.h>

/* ---- at ends and over marks ---- */

/* One of several texts that want places on one line or column. */
struct wish {
    const struct series *series;
    double at;       /* wanted, then given; px */
    double half, px; /* half of what it needs; its height */
    double cross;    /* the other coordinate */
};

static int compare_wishes(const void *one, const void *other)
{
    double a = ((const struct wish *)one)->at;
    double b = ((const struct wish *)other)->at;
    return (a > b) - (a < b);
}

/* Pushed apart so that none touches its neighbour, within [low, high]. */
static void spread(struct wish *wishes, size_t count, double gap, double low, double high)
{
    qsort(wishes, count, sizeof *wishes, compare_wishes);
    for (size_t i = 0; i < count; i++) {
        const struct wish *before = &wishes[i - (i > 0)];
        double least =
            i == 0 ? low + wishes[i].half : before->at + before->half + wishes[i].half + gap;
        wishes[i].at = fmax(wishes[i].at, least);
    }
    for (size_t i = count; i-- > 0;) {
        bool last = i + 1 == count;
        double most = last ? high - wishes[i].half
                           : wishes[i + 1].at - wishes[i + 1].half - wishes[i].half - gap;
        wishes[i].at = fmin(wishes[i].at, most);
    }
}

static void put_ends(struct layout *layout, size_t panel)
{
    struct wish wishes[SERIES_MOST];
    size_t count = 0;
    double needed = 0;
    const struct style *style = layout->sheet->style;
    const struct region *region = &layout->region[panel];
    const struct panel *declared = &layout->figure->panel[panel];
    for (size_t s = 0; s < declared->count; s++) {
        const struct series *series = &declared->series[s];
        if (series->label == NULL || series->label_at != LABEL_END || series->count == 0)
            continue;
        double px = esc_chart_px(style, series->label_size);
        double y = esc_place_y(layout, panel, &series->points[series->count - 1]);
        wishes[count++] = (struct wish){series, y, 0.55 * px, px, 0};
        needed += 1.1 * px;
    }
    double shrink = fmin(1, (region->bottom - region->top) / fmax(needed, 1));
    for (size_t i = 0; i < count; i++) {
        wishes[i].px *= shrink;
        wishes[i].half *= shrink;
    }
    spread(wishes, count, 0, region->top, region->bottom);
    for (size_t i = 0; i < count; i++) {
        double x = region->right + 0.4 * style->font;
        char *clean = esc_chart_clean(wishes[i].series->label);
        char *shown = esc_chart_cut(clean, wishes[i].px, false, layout->sheet->right - x);
        esc_place_text(layout, x, wishes[i].at, ALIGN_LEFT, wishes[i].px,
                       wishes[i].series->label_colour, shown);
        free(shown);
        free(clean);
    }
}

static const struct point *point_in(const struct series *series, size_t row)
{
    for (size_t i = 0; i < series->count; i++)
        if ((size_t)series->points[i].y == row)
            return &series->points[i];
    return NULL;
}

/* The points of the labelled series in a row; false where one has none. */
static bool find_wishes(const struct layout *layout, size_t panel, size_t row, struct wish *wishes,
                        size_t *count)
{
    const struct panel *declared = &layout->figure->panel[panel];
    *count = 0;
    for (size_t s = 0; s < declared->count; s++) {
        const struct series *series = &declared->series[s];
        if (series->label == NULL || series->label_at != LABEL_OVER)
            continue;
        const struct point *point = point_in(series, row);
        if (point == NULL)
            return false;
        double px = esc_chart_px(layout->sheet->style, series->label_size);
        double y = esc_place_y(layout, panel, point);
        double half = esc_chart_width(series->label, px, false) / 2;
        wishes[(*count)++] = (struct wish){series, esc_place_x(layout, panel, point), half, px, y};
    }
    return *count > 0;
}

/* Above the marks, else below them. */
static void put_over(struct layout *layout, size_t panel)
{
    struct wish wishes[SERIES_MOST];
    size_t count = 0;
    bool found = false;
    const struct style *style = layout->sheet->style;
    for (size_t i = 0; i < layout->count && !found; i++)
        found = find_wishes(layout, panel, layout->first + i, wishes, &count);
    if (!found)
        return;
    spread(wishes, count, 0.5 * style->font, layout->region[panel].left,
           layout->region[panel].right);
    for (size_t i = 0; i < count; i++) {
        double away = esc_chart_mark(style) + 0.55 * wishes[i].px;
        for (int side = 0; side < 2; side++)
            if (esc_place_text(layout, wishes[i].at, wishes[i].cross + (side == 0 ? -away : away),
                               ALIGN_CENTER, wishes[i].px, wishes[i].series->label_colour,
                               wishes[i].series->label))
                break;
    }
}

/* ---- names beside curves ---- */

/* x of a rising curve where it reaches y, px. */
static double curve_x(const struct layout *layout, size_t panel, const struct series *series,
                      double y)
{
    size_t i = 0;
    while (i + 1 < series->count && series->points[i].y < y)
        i++;
    return esc_place_x(layout, panel, &series->points[i]);
}

/* Whether a curve of the panel runs through the box. */
static bool is_crossed(const struct layout *layout, size_t panel, const struct box *box)
{
    const struct scale *scale = &layout->region[panel].y;
    double unit = (scale->high - scale->low) / (scale->from - scale->to);
    double low = scale->low + (scale->from - box->bottom) * unit;
    double high = scale->low + (scale->from - box->top) * unit;
    const struct panel *declared = &layout->figure->panel[panel];
    for (size_t s = 0; s < declared->count; s++) {
        const struct series *series = &declared->series[s];
        if ((series->forms & FORM_STEPS) == 0 || series->count == 0)
            continue;
        double step = scale->high / (double)series->count;
        double left = curve_x(layout, panel, series, low - step);
        double right = curve_x(layout, panel, series, high);
        if (left < box->right && right > box->left)
            return true;
    }
    return false;
}

/* At a height where neither a curve nor another name is in the way: the middle first, then further
 * away from it. The first series' name stands left of its curve, the others' right. */
static void put_curve(struct layout *layout, size_t panel, size_t number)
{
    static const double shares[] = {0.5,  0.38, 0.62, 0.3,  0.7,  0.22, 0.78, 0.14, 0.86, 0.92,
                                    0.08, 0.45, 0.55, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.05};
    const struct series *series = &layout->figure->panel[panel].series[number];
    const struct region *region = &layout->region[panel];
    const struct style *style = layout->sheet->style;
    double px = esc_chart_px(style, series->label_size);
    double away = esc_chart_mark(style) + 0.4 * style->font;
    for (size_t k = 0; k < 2 * sizeof shares / sizeof *shares; k++) {
        double y = region->y.low + shares[k / 2] * (100 - region->y.low);
        bool right = (k % 2 == 0) == (number > 0);
        double x = curve_x(layout, panel, series, y) + (right ? away : -away);
        enum align align = right ? ALIGN_LEFT : ALIGN_RIGHT;
        double place = esc_chart_place(&region->y, y);
        struct box box = esc_chart_box(x, place, align, px, series->label);
        bool inside = box.left > region->left && box.right < layout->sheet->right;
        if (inside && !is_crossed(layout, panel, &box) &&
            esc_place_text(layout, x, place, align, px, series->label_colour, series->label))
            return;
    }
}

double esc_labels_width(const struct style *style, const struct panel *panel, enum label_at at)
{
    double widest = 0;
    for (size_t s = 0; s < panel->count; s++) {
        const struct series *series = &panel->series[s];
        if (series->label != NULL && series->label_at == at)
            widest = fmax(widest, esc_chart_width(series->label,
                                                  esc_chart_px(style, series->label_size), false));
    }
    return widest;
}

void esc_labels_series(struct layout *layout, size_t panel)
{
    const struct panel *declared = &layout->figure->panel[panel];
    put_ends(layout, panel);
    put_over(layout, panel);
    for (size_t s = 0; s < declared->count; s++)
        if (declared->series[s].label != NULL && declared->series[s].label_at == LABEL_CURVE)
            put_curve(layout, panel, s);
}
