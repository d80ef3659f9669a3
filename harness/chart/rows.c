/*
 * The name column of the charts that show all cases. See kinds.h.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "words/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void esc_chart_add(struct sheets *sheets, struct sheet sheet)
{
    sheets->sheets = esc_grow(sheets->sheets, &sheets->count, sizeof sheet);
    sheets->sheets[sheets->count - 1] = sheet;
}

static char *name_of(const struct esc_run *run, const struct esc_row *row)
{
    char *name = esc_row_name(run, row);
    char *clean = esc_chart_clean(name);
    free(name);
    return clean;
}

static char *point_of(const struct esc_run *run, const struct esc_row *row)
{
    const struct esc_case *item = &run->cases[row->item];
    char *words = esc_units_point(item, &item->points[row->point]);
    char *clean = esc_chart_clean(words);
    free(words);
    return clean;
}

double esc_chart_names_width(const struct esc_run *run, const struct style *style,
                             const struct esc_row *rows, size_t count)
{
    double widest = 0;
    for (size_t i = 0; i < count; i++) {
        char *name = name_of(run, &rows[i]);
        char *point = point_of(run, &rows[i]);
        widest = fmax(widest, esc_chart_width(name, TEXT_BODY * style->font, false));
        widest = fmax(widest, esc_chart_width(point, TEXT_SMALL * style->font, false));
        free(name);
        free(point);
    }
    return fmin(widest, 0.25 * style->width);
}

void esc_chart_name(struct sheet *sheet, const struct esc_run *run, const struct esc_row *row,
                    double right, double width, double y)
{
    double font = sheet->style->font;
    char *name = name_of(run, row);
    char *point = point_of(run, row);
    double size = TEXT_BODY;
    double natural = esc_chart_width(name, size * font, false);
    if (natural > width)
        size = fmax(TEXT_SMALL, size * width / natural);
    char *shown = esc_chart_cut(name, size * font, false, width);
    char *below = esc_chart_cut(point, TEXT_SMALL * font, false, width);
    bool two = *below != '\0';
    esc_chart_text(sheet, right, y - (two ? 0.42 * font : 0), ALIGN_RIGHT, size, "ink", shown);
    esc_chart_text(sheet, right, y + 0.5 * font, ALIGN_RIGHT, TEXT_SMALL, "muted", below);
    free(below);
    free(shown);
    free(point);
    free(name);
}

void esc_chart_spread(double *wanted, size_t count, double gap, double low, double high)
{
    for (size_t i = 0; i < count; i++) {
        double least = i == 0 ? low : wanted[i - 1] + gap;
        wanted[i] = fmax(wanted[i], least);
    }
    for (size_t i = count; i-- > 0;) {
        double most = i + 1 == count ? high : wanted[i + 1] - gap;
        wanted[i] = fmin(wanted[i], most);
    }
}
