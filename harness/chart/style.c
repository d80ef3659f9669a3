/*
 * The presets. See style.h for the contracts; the figures follow from reading a projected slide
 * from the back of a room (projector), a laptop (screen), a page (paper).
 */
#include "chart/style.h"

#include <math.h>
#include <string.h>

/* Back of a room: 28 px on a picture of 1080 lines, which are 23.3 on one of 900. */
static const struct style presets[] = {
    [ESC_CHART_PROJECTOR] = {"projector", {0}, 1600, 900, 32, 23.5, 4.5, 6},
    [ESC_CHART_SCREEN] = {"screen", {0}, 1200, 675, 18, 0, 2.8, 9},
    [ESC_CHART_PAPER] = {"paper", {0}, 640, 400, 10, 0, 1.5, 10},
};

struct style esc_chart_style(enum esc_chart_preset preset, enum esc_chart_theme theme)
{
    struct style style = presets[preset];
    style.theme[0] = theme == ESC_CHART_DARK ? "theme-dark" : "theme-light";
    style.theme[1] = theme == ESC_CHART_PAGE ? "theme-page" : NULL;
    return style;
}

double esc_chart_px(const struct style *style, enum text text)
{
    static const double shares[TEXTS] = {
        [TEXT_TITLE] = 1.3, [TEXT_SUBTITLE] = 0.8, [TEXT_BODY] = 0.92,
        [TEXT_TIC] = 0.8,   [TEXT_SMALL] = 0.7,    [TEXT_CAPTION] = 0.6,
    };
    return fmax(shares[text] * style->font, style->least);
}

double esc_chart_mark(const struct style *style)
{
    return 0.42 * fmin(style->font, 0.03 * style->height);
}

bool esc_chart_for_slides(const struct style *style)
{
    return strcmp(style->preset, presets[ESC_CHART_PROJECTOR].preset) == 0;
}
