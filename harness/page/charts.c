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

bool esc_page_chart_is(const struct esc_page *page, const struct esc_page_chart *chart,
                       const char *kind, size_t case_index)
{
    if (!opens_with(chart->name, kind))
        return false;
    const char *rest = chart->name + strlen(kind);
    return case_of(page->run, *rest == '-' ? rest + 1 : rest) == case_index;
}

size_t esc_page_charts(const struct esc_page *page, const char *kind, size_t case_index,
                       struct esc_text *out)
{
    size_t count = 0;
    for (size_t i = 0; i < page->chart_count; i++) {
        if (!esc_page_chart_is(page, &page->charts[i], kind, case_index))
            continue;
        esc_html(out, "<figure class=\"wide\" tabindex=\"0\" aria-label=\"Chart\">");
        esc_page_slim(page->charts[i].svg, out);
        esc_html(out, "</figure>\n");
        count++;
    }
    return count;
}
