/*
 * Charts as the commands ask for them. See drawing.h for the contracts.
 */
#include "session/drawing.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>

bool esc_drawing(const struct esc_run *run, const struct esc_chart_options *options,
                 struct esc_error *error)
{
    size_t drawn = 0;
    bool good = esc_chart(run, options, &drawn, error);
    if (drawn > 0)
        printf("%zu chart%s in %s\n", drawn, drawn == 1 ? "" : "s", options->folder);
    return good;
}

bool esc_drawing_default(const struct esc_run *run, const struct esc_folders *folders,
                         struct esc_error *error)
{
    char *folder = esc_format("%s/charts", run->folder);
    struct esc_chart_options options = {
        .preset = ESC_CHART_SCREEN,
        .theme = ESC_CHART_LIGHT,
        .formats = ESC_CHART_SVG | ESC_CHART_PNG,
        .all = run->case_count <= 3,
        .folder = folder,
        .plots = folders->plots,
        .gnuplot = "gnuplot",
    };
    bool good = esc_drawing(run, &options, error);
    free(folder);
    return good;
}
