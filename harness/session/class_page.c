/*
 * Charts and tables of a class put together. See class_page.h for the contract.
 */
#include "session/class_page.h"

#include "base/path.h"
#include "base/text.h"
#include "page/class.h"
#include "session/page_charts.h"

#include <stdlib.h>

static void draw(struct esc_class_page *page, const struct esc_folders *folders, const char *folder)
{
    size_t drawn = 0;
    struct esc_error faults = {0};
    struct esc_chart_options options = esc_page_chart_options(folders, folder);
    if (!esc_chart_class(page->class, page->beliefs, &options, &drawn, &faults))
        page->charts_missing =
            "Charts are missing: gnuplot, which draws them, is not installed "
            "here or failed.";
    esc_error_free(&faults);
}

bool esc_class_page_write(const struct esc_class *class, const struct esc_beliefs *beliefs,
                          const struct esc_folders *folders, bool charts, const char *path,
                          struct esc_error *error)
{
    struct esc_text colours[2] = {{0}};
    struct esc_text text = {0};
    struct esc_class_page page = {.class = class, .beliefs = beliefs};
    struct esc_page_chart *drawn = NULL;
    char *folder = esc_temporary_folder(error);
    bool good = folder != NULL &&
                esc_chart_colours(ESC_CHART_LIGHT, folders->plots, &colours[0], error) &&
                esc_chart_colours(ESC_CHART_DARK, folders->plots, &colours[1], error);
    if (good && charts)
        draw(&page, folders, folder);
    else
        page.charts_missing = "There are no charts: none were asked for.";
    if (good) {
        drawn = esc_page_charts_read(folder, &page.chart_count);
        page.charts = drawn;
        page.light = colours[0].bytes;
        page.dark = colours[1].bytes;
        esc_class_page(&page, &text);
        good = esc_text_write(path, text.bytes, text.length, error);
    }
    if (folder != NULL)
        esc_remove_folder(folder);
    esc_page_charts_free(drawn, page.chart_count);
    esc_text_free(&text);
    esc_text_free(&colours[0]);
    esc_text_free(&colours[1]);
    free(folder);
    return good;
}
