/*
 * Who has to be asked for an object, over its size: of a million objects, those for which the P's
 * own span was not enough, its own pages were needed, the page heap's lock. See chart.h.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "chart/layout.h"
#include "words/caches.h"
#include "words/units.h"

#include <math.h>
#include <stdlib.h>

static const struct line {
    enum esc_cache_layer layer;
    const char *role;
} lines[] = {
    {ESC_CACHE_CENTRAL, "stack"},
    {ESC_CACHE_PAGES, "remedy"},
    {ESC_CACHE_HEAP, "heap"},
};
enum { LINES = sizeof lines / sizeof *lines };

/* The sizes as values of a parameter, for the axis. */
static struct esc_param sizes_of(const struct esc_cache_row *rows, size_t count)
{
    struct esc_param param = {.name = esc_strdup("size"),
                              .label = esc_strdup("object size"),
                              .unit = ESC_UNIT_BYTES,
                              .count = count};
    param.values = esc_calloc(count, sizeof *param.values);
    for (size_t i = 0; i < count; i++)
        param.values[i] = (struct esc_value){.text = esc_format("%zu", rows[i].bytes),
                                             .number = (int64_t)rows[i].bytes};
    return param;
}

static void free_sizes(struct esc_param *param)
{
    for (size_t i = 0; i < param->count; i++)
        free(param->values[i].text);
    free(param->values);
    free(param->label);
    free(param->name);
}

static struct figure figure_of(const struct esc_cache_row *rows, size_t count,
                               const struct esc_param *sizes)
{
    struct figure figure = {.beside = false};
    struct panel *panel = esc_figure_panel(&figure, 1);
    panel->x.stations = sizes;
    panel->y = (struct axis){.title = "objects of a million",
                             .colour = "ink",
                             .words = esc_chart_number_words,
                             .spacing = 2,
                             .force_log = true};
    for (size_t k = 0; k < LINES; k++) {
        struct series *series = esc_figure_series(panel, FORM_LINE | FORM_DOT, lines[k].role);
        for (size_t i = 0; i < count; i++) {
            double asked = esc_cache_asked(&rows[i], lines[k].layer);
            if (asked > 0)
                esc_figure_point(series, (double)i, asked, NAN, NAN);
        }
    }
    figure.foot = esc_strdup("object size");
    return figure;
}

static void add_tables(struct sheet *sheet, const struct esc_cache_row *rows, size_t count)
{
    esc_text_add(&sheet->tsv, "bytes\tspan_bytes\town_span\tcentral\town_pages\tpage_heap\n");
    for (size_t i = 0; i < count; i++) {
        const uint64_t *served = rows[i].served;
        char size[ESC_UNITS_TEXT];
        esc_text_addf(&sheet->tsv, "%zu\t%zu\t%llu\t%llu\t%llu\t%llu\n", rows[i].bytes,
                      rows[i].span_bytes, (unsigned long long)served[ESC_CACHE_OWN],
                      (unsigned long long)served[ESC_CACHE_CENTRAL],
                      (unsigned long long)served[ESC_CACHE_PAGES],
                      (unsigned long long)served[ESC_CACHE_HEAP]);
        esc_text_addf(&sheet->alt,
                      "%s: of a million %.0f ask beyond the P's own span, %.0f for "
                      "pages, %.0f the page heap\n",
                      esc_units_bytes(size, (double)rows[i].bytes),
                      esc_cache_asked(&rows[i], ESC_CACHE_CENTRAL),
                      esc_cache_asked(&rows[i], ESC_CACHE_PAGES),
                      esc_cache_asked(&rows[i], ESC_CACHE_HEAP));
    }
}

void esc_chart_layers(const struct esc_cache_row *rows, size_t count, const char *made_by,
                      const struct style *style, struct sheets *out)
{
    char *title = esc_caches_finding(rows, count, 64);
    struct sheet sheet = esc_chart_sheet_of(
        style, "caches", "", made_by, title,
        "Circle: the P's own span is not enough; diamond: nor is the class's central; "
        "square: nor are the P's own pages, so the page heap's lock is taken. One P, "
        "4 MiB are kept, replaced at random.");
    struct esc_param sizes = sizes_of(rows, count);
    struct figure figure = figure_of(rows, count, &sizes);
    esc_layout(&sheet, &figure, 0, 0);
    add_tables(&sheet, rows, count);
    esc_chart_add(out, sheet);
    esc_figure_free(&figure);
    free_sizes(&sizes);
    free(title);
}
