/*
 * Charts as the commands ask for them. See drawing.h for the contracts.
 */
#include "session/drawing.h"

#include "base/memory.h"
#include "session/chart_options.h"

#include <stdio.h>
#include <stdlib.h>

char *esc_drawing_place(struct esc_chart_options *options, const struct esc_folders *folders,
                        const char *name)
{
    char *folder = esc_format("%s/%s", folders->results, name);
    options->plots = folders->plots;
    if (options->folder == NULL)
        options->folder = folder;
    return folder;
}

void esc_drawing_tell(size_t drawn, const char *what, const char *folder)
{
    if (drawn > 0)
        printf("%zu %s%s in %s\n", drawn, what, drawn == 1 ? "" : "s", folder);
}

bool esc_drawing(const struct esc_run *run, const struct esc_chart_options *options,
                 struct esc_error *error)
{
    size_t drawn = 0;
    bool good = esc_chart(run, options, &drawn, error);
    esc_drawing_tell(drawn, "chart", options->folder);
    return good;
}

bool esc_drawing_default(const struct esc_run *run, const struct esc_folders *folders,
                         struct esc_error *error)
{
    char *folder = esc_format("%s/charts", run->folder);
    struct esc_chart_options options = esc_chart_options();
    options.all = run->case_count <= 3;
    options.folder = folder;
    options.plots = folders->plots;
    bool good = esc_drawing(run, &options, error);
    free(folder);
    return good;
}
