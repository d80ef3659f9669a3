/*
 * Rows, pages and the name column of the charts that show all cases. See kinds.h.
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

static struct row row_of(const struct esc_run *run, size_t item, size_t point)
{
    struct row row = {item, point, esc_pick_variant(run, item, point, 0),
                      esc_pick_variant(run, item, point, 1), NULL};
    if (row.heap != ESC_PICK_NONE)
        row.pair = esc_pick_pair(run, row.heap);
    return row;
}

static bool is_planned(const struct esc_run *run, size_t item, size_t point)
{
    return esc_pick_variant(run, item, point, 0) != ESC_PICK_NONE ||
           esc_pick_variant(run, item, point, 1) != ESC_PICK_NONE;
}

static size_t count_planned(const struct esc_run *run)
{
    size_t planned = 0;
    for (size_t item = 0; item < run->case_count; item++)
        for (size_t point = 0; point < run->cases[item].point_count; point++)
            planned += is_planned(run, item, point);
    return planned;
}

struct ranked {
    struct row row;
    int group; /* 0 a factor, 1 a control, 2 no figures */
    double factor;
    size_t index; /* keeps the order of equals */
};

static int compare_ranked(const void *one, const void *other)
{
    const struct ranked *a = one;
    const struct ranked *b = other;
    if (a->group != b->group)
        return a->group - b->group;
    if (a->group == 0 && (a->factor > b->factor || a->factor < b->factor))
        return a->factor > b->factor ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

static void sort_rows(const struct esc_run *run, struct row *rows, size_t count)
{
    struct ranked *ranked = esc_calloc(count, sizeof *ranked);
    for (size_t i = 0; i < count; i++) {
        bool figures = rows[i].pair != NULL && rows[i].pair->factor.known;
        int group = !figures ? 2 : run->cases[rows[i].item].control ? 1 : 0;
        ranked[i] = (struct ranked){rows[i], group, figures ? rows[i].pair->factor.median : 0, i};
    }
    qsort(ranked, count, sizeof *ranked, compare_ranked);
    for (size_t i = 0; i < count; i++)
        rows[i] = ranked[i].row;
    free(ranked);
}

struct row *esc_chart_rows(const struct esc_run *run, size_t most, size_t *count)
{
    struct row *rows = NULL;
    bool all_points = count_planned(run) <= most || run->case_count == 1;
    *count = 0;
    for (size_t item = 0; item < run->case_count; item++) {
        size_t one = esc_pick_point(run, item);
        for (size_t point = 0; point < run->cases[item].point_count; point++) {
            if (!is_planned(run, item, point) || (!all_points && point != one))
                continue;
            rows = esc_grow(rows, count, sizeof *rows);
            rows[*count - 1] = row_of(run, item, point);
        }
    }
    if (!all_points)
        sort_rows(run, rows, *count);
    return rows;
}

size_t esc_chart_page(size_t rows, size_t most, size_t page, size_t *first, size_t *pages)
{
    *pages = rows == 0 ? 1 : (rows + most - 1) / most;
    size_t least = rows / *pages;
    size_t larger = rows % *pages; /* pages with one row more */
    *first = page * least + (page < larger ? page : larger);
    return least + (page < larger);
}

static char *name_of(const struct esc_run *run, const struct row *row)
{
    const struct esc_case *item = &run->cases[row->item];
    char *name = esc_format("%s%s", item->name, item->control ? " (control)" : "");
    char *clean = esc_chart_clean(name);
    free(name);
    return clean;
}

static char *point_of(const struct esc_run *run, const struct row *row)
{
    const struct esc_case *item = &run->cases[row->item];
    char *words = esc_units_point(item, &item->points[row->point]);
    char *clean = esc_chart_clean(words);
    free(words);
    return clean;
}

double esc_chart_names_width(const struct esc_run *run, const struct style *style,
                             const struct row *rows, size_t count)
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

void esc_chart_name(struct sheet *sheet, const struct esc_run *run, const struct row *row,
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

const char *esc_chart_runtime_words(const struct esc_run *run, const struct row *rows, size_t count)
{
    enum esc_runtime_id first = ESC_RUNTIME_NONE;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].heap == ESC_PICK_NONE)
            continue;
        enum esc_runtime_id id = run->variants[rows[i].heap].runtime;
        if (first != ESC_RUNTIME_NONE && id != first)
            return "each case's default runtime";
        first = id;
    }
    return first == ESC_RUNTIME_NONE ? "heap" : esc_runtime_title(first);
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
