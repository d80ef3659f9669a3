/*
 * The table of kinds and the way through them. See chart.h for the contract.
 */
#include "chart/chart.h"

#include "base/text.h"
#include "chart/draw.h"
#include "chart/kinds.h"

#include <stdlib.h>

static const struct kind kinds[] = {
    {"pairs", esc_chart_has_pairs, esc_chart_pairs},
    {"scaling", esc_chart_has_scaling, esc_chart_scaling},
    {"gc-pressure", esc_chart_has_pressure, esc_chart_pressure},
    {"gc-timeline", esc_chart_has_timeline, esc_chart_timeline},
    {"distribution", esc_chart_has_distribution, esc_chart_distribution},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

bool esc_chart(const struct esc_run *run, const struct esc_chart_options *options, size_t *drawn,
               struct esc_error *error)
{
    *drawn = 0;
    if (!esc_chart_can_draw(options->gnuplot)) {
        esc_error_add(error, NULL, 0, "no charts were drawn: there is no %s", options->gnuplot);
        esc_error_hint(error, "apt-get install gnuplot-nox, then `make charts`");
        return true;
    }
    if (!esc_make_folder(options->folder, error))
        return false;
    struct style style = esc_chart_style(options->preset, options->theme);
    struct sheets sheets = {0};
    for (size_t k = 0; k < KINDS; k++)
        if (kinds[k].has_data(run))
            kinds[k].write(run, &style, &sheets);
    bool good = esc_chart_draw(&sheets, options, drawn, error);
    for (size_t i = 0; i < sheets.count; i++)
        esc_chart_sheet_free(&sheets.sheets[i]);
    free(sheets.sheets);
    return good;
}
