/*
 * Charts in the page. See parts.h.
 */
#include "page/html.h"
#include "page/parts.h"

#include <stdlib.h>
#include <string.h>

/* Whether `name` is `opening`, or goes on with "-…" behind it: a second page, a value. */
static bool opens_with(const char *name, const char *opening)
{
    size_t length = strlen(opening);
    return strncmp(name, opening, length) == 0 && (name[length] == '\0' || name[length] == '-');
}

/* The case that the rest of a chart's name begins with, the longest: map-insert is not map. */
static size_t case_of(const struct esc_run *run, const char *name)
{
    size_t found = ESC_PICK_NONE;
    for (size_t i = 0; i < run->case_count; i++)
        if (opens_with(name, run->cases[i].name) &&
            (found == ESC_PICK_NONE || strlen(run->cases[i].name) > strlen(run->cases[found].name)))
            found = i;
    return found;
}

static bool is_of_case(const struct esc_page *page, const struct esc_page_chart *chart,
                       const char *kind, size_t case_index)
{
    const char *rest = chart->name + strlen(kind);
    return case_of(page->run, *rest == '-' ? rest + 1 : rest) == case_index;
}

static void add_chart(const struct esc_page_chart *chart, struct esc_text *out)
{
    esc_html(out, "<figure class=\"wide\" tabindex=\"0\" aria-label=\"Chart\">");
    esc_page_slim(chart->svg, out);
    esc_html(out, "</figure>\n");
}

void esc_page_charts_of(const struct esc_page_chart *charts, size_t count, const char *kind,
                        struct esc_text *out)
{
    for (size_t i = 0; i < count; i++)
        if (opens_with(charts[i].name, kind))
            add_chart(&charts[i], out);
}

size_t esc_page_charts(const struct esc_page *page, const char *kind, size_t case_index,
                       struct esc_text *out)
{
    size_t count = 0;
    for (size_t i = 0; i < page->chart_count; i++) {
        const struct esc_page_chart *chart = &page->charts[i];
        if (!opens_with(chart->name, kind) || !is_of_case(page, chart, kind, case_index))
            continue;
        add_chart(chart, out);
        count++;
    }
    return count;
}
