/*
 * Charts on their way into a page. See page_charts.h for the contracts.
 */
#include "session/page_charts.h"

#include "base/memory.h"
#include "base/text.h"
#include "session/chart_options.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct esc_chart_options esc_page_chart_options(const struct esc_folders *folders,
                                                const char *folder)
{
    struct esc_chart_options options = esc_chart_options();
    options.theme = ESC_CHART_PAGE;
    options.formats = ESC_CHART_SVG;
    options.folder = folder;
    options.plots = folders->plots;
    return options;
}

static int is_svg(const struct dirent *entry)
{
    return esc_ends(entry->d_name, ".svg");
}

/* "pairs" before "pairs-2" before "pairs-10": pages of a chart are in their order. */
static int compare_charts(const void *one, const void *other)
{
    return strverscmp(((const struct esc_page_chart *)one)->name,
                      ((const struct esc_page_chart *)other)->name);
}

struct esc_page_chart *esc_page_charts_read(const char *folder, size_t *count)
{
    struct dirent **entries = NULL;
    struct esc_page_chart *charts = NULL;
    *count = 0;
    int files = scandir(folder, &entries, is_svg, NULL);
    for (int i = 0; i < files; i++) {
        struct esc_text svg = {0};
        struct esc_error ignored = {0};
        char *name = entries[i]->d_name;
        char *path = esc_format("%s/%s", folder, name);
        if (esc_text_read(&svg, path, &ignored)) {
            charts = esc_grow(charts, count, sizeof *charts);
            charts[*count - 1] = (struct esc_page_chart){.name = strndup(name, strlen(name) - 4),
                                                         .svg = esc_text_take(&svg)};
        }
        esc_text_free(&svg);
        esc_error_free(&ignored);
        free(path);
        free(entries[i]);
    }
    free(entries);
    if (*count > 0)
        qsort(charts, *count, sizeof *charts, compare_charts);
    return charts;
}

void esc_page_charts_free(struct esc_page_chart *charts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(charts[i].name);
        free(charts[i].svg);
    }
    free(charts);
}
