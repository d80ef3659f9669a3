/*
 * The presets. See style.h for the contracts; the figures follow from reading a projected slide
 * from the back of a room (projector), a laptop (screen), a page (paper).
 */
#include "chart/style.h"

static const struct style presets[] = {
    [ESC_CHART_PROJECTOR] = {"projector", "", 1600, 900, 26, 4, 7},
    [ESC_CHART_SCREEN] = {"screen", "", 1200, 675, 18, 2.8, 9},
    [ESC_CHART_PAPER] = {"paper", "", 640, 400, 10, 1.5, 10},
};

struct style esc_chart_style(enum esc_chart_preset preset, enum esc_chart_theme theme)
{
    struct style style = presets[preset];
    style.theme = theme == ESC_CHART_DARK ? "dark" : "light";
    return style;
}

double esc_chart_mark(const struct style *style)
{
    return 0.42 * style->font;
}
