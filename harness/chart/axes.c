/*
 * Ranges of axes and the words at them. See place.h for the contracts.
 */
#include "chart/place.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

/* ---- ranges ---- */

void esc_axes_add(struct values *values, double value)
{
    if (!isfinite(value))
        return;
    values->at = esc_grow(values->at, &values->count, sizeof *values->at);
    values->at[values->count - 1] = value;
}

/* What lies on the axis of the figures: points of all pages, their intervals, what it must reach.
 */
struct values esc_axes_values(const struct panel *panel, bool along_x)
{
    struct values values = {NULL, 0};
    double reach = along_x ? panel->x.reach : panel->y.reach;
    esc_axes_add(&values, reach > 0 ? reach : NAN);
    for (size_t s = 0; s < panel->count; s++)
        for (size_t i = 0; i < panel->series[s].count; i++) {
            const struct point *point = &panel->series[s].points[i];
            bool band = (panel->series[s].forms & FORM_BAND) != 0;
            esc_axes_add(&values, band ? NAN : along_x ? point->x : point->y);
            esc_axes_add(&values, band ? NAN : point->low);
            esc_axes_add(&values, band ? NAN : point->high);
        }
    return values;
}

/* A linear axis that ends at `top`. */
static void end_at(struct scale *scale, const struct axis *axis)
{
    scale->high = axis->top;
    if (axis->step > 0) {
        scale->tic_count = 0;
        for (double at = 0; at <= axis->top && scale->tic_count < TICS_MOST; at += axis->step) {
            scale->tics[scale->tic_count].at = at;
            axis->words(scale->tics[scale->tic_count++].text, at);
        }
    }
    while (scale->tic_count > 0 && scale->tics[scale->tic_count - 1].at > axis->top)
        scale->tic_count--;
}

static double greatest(const struct values *values)
{
    double most = 0;
    for (size_t i = 0; i < values->count; i++)
        most = fmax(most, values->at[i]);
    return most;
}

struct scale esc_axes_scale(const struct axis *axis, const struct style *style,
                            const struct values *values, double from, double to)
{
    double one = axis->top > 0 ? axis->top : greatest(values);
    bool linear = axis->linear || axis->top > 0;
    struct scale scale =
        esc_chart_scale(linear ? &one : values->at, linear ? 1 : values->count, from, to,
                        axis->force_log, axis->spacing * style->font, axis->words);
    if (axis->top > 0)
        end_at(&scale, axis);
    return scale;
}

bool esc_axes_is_log(const struct figure *figure, size_t panel)
{
    /* Whether it is depends on the values alone, not on the room. */
    const struct style any = {.font = 10};
    const struct panel *one = &figure->panel[panel];
    struct values values = esc_axes_values(one, figure->beside);
    struct scale scale = esc_axes_scale(figure->beside ? &one->x : &one->y, &any, &values, 0, 1000);
    free(values.at);
    return scale.log;
}

/* ---- words of axes ---- */

struct below esc_axes_below(const struct style *style, const struct figure *figure)
{
    double tic = esc_chart_px(style, TEXT_TIC);
    double small = esc_chart_px(style, TEXT_SMALL);
    struct below below = {.words = 0.4 * style->font + 0.55 * tic};
    below.foot = below.words + 0.7 * tic + 0.7 * small;
    below.end = figure->foot != NULL ? below.foot + 0.55 * small : below.words + 0.6 * tic;
    return below;
}

void esc_axes_x_words(struct layout *layout, size_t panel)
{
    const struct style *style = layout->sheet->style;
    const struct region *region = &layout->region[panel];
    double y = region->bottom + esc_axes_below(style, layout->figure).words;
    double px = esc_chart_px(style, TEXT_TIC);
    for (size_t i = 0; i < region->x.tic_count; i++) {
        const struct tic *tic = &region->x.tics[i];
        double x = esc_chart_place(&region->x, tic->at);
        struct box box = esc_chart_box(x, y, ALIGN_CENTER, px, tic->text);
        if (esc_chart_is_free(layout->sheet, &box))
            esc_chart_text(layout->sheet, x, y, ALIGN_CENTER, px, "ink", tic->text);
    }
}

void esc_axes_y_words(struct layout *layout, size_t panel)
{
    const struct style *style = layout->sheet->style;
    const struct region *region = &layout->region[panel];
    const struct axis *axis = &layout->figure->panel[panel].y;
    double small = esc_chart_px(style, TEXT_SMALL);
    for (size_t i = 0; i < region->y.tic_count; i++)
        esc_chart_text(layout->sheet, region->left - 0.6 * style->font,
                       esc_chart_place(&region->y, region->y.tics[i].at), ALIGN_RIGHT,
                       esc_chart_px(style, TEXT_TIC), "ink", region->y.tics[i].text);
    if (axis->title == NULL)
        return;
    const char *log = region->y.log ? " (log)" : "";
    char *title = esc_format("%s%s", axis->title, log);
    char *shown = esc_chart_cut(title, small, false, region->bottom - region->top + 2 * small);
    esc_chart_text_up(layout->sheet, layout->sheet->left + 0.5 * small,
                      (region->top + region->bottom) / 2, small, axis->colour, shown);
    free(shown);
    free(title);
}

void esc_axes_foot(struct layout *layout)
{
    struct sheet *sheet = layout->sheet;
    const struct region *last = &layout->region[layout->figure->panel_count - 1];
    double left = layout->region[0].left;
    double px = esc_chart_px(sheet->style, TEXT_SMALL);
    if (layout->figure->foot == NULL)
        return;
    const struct region *region = &layout->region[0];
    const char *scale = region->x.log                                 ? ", log scale"
                        : layout->figure->panel[0].x.stations != NULL ? ", in equal steps"
                                                                      : "";
    const char *more = layout->figure->foot_more;
    char *text = esc_format("%s%s%s", layout->figure->foot, scale, more != NULL ? more : "");
    char *clean = esc_chart_clean(text);
    double width = esc_chart_width(clean, px, false);
    left = fmax(sheet->left, fmin(left, sheet->right - width));
    char *shown = esc_chart_cut(clean, px, false, sheet->right - left);
    esc_chart_text(sheet, left, last->bottom + esc_axes_below(sheet->style, layout->figure).foot,
                   ALIGN_LEFT, px, "muted", shown);
    free(shown);
    free(clean);
    free(text);
}
