/*
 * What a kind declares, piece by piece. See layout.h for the contracts.
 */
#include "chart/layout.h"
#include "chart/scale.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

static const char *const roles[ESC_ROLES][2] = {
    [ESC_ROLE_STACK] = {"stack", "stack_text"},
    [ESC_ROLE_HEAP] = {"heap", "heap_text"},
    [ESC_ROLE_REMEDY] = {"remedy", "remedy_text"},
    [ESC_ROLE_OTHER] = {"other", "muted"},
};

const char *esc_role_mark(enum esc_role role)
{
    return roles[role][0];
}

const char *esc_role_ink(enum esc_role role)
{
    return roles[role][1];
}

struct panel *esc_figure_panel(struct figure *figure, double part)
{
    struct panel *panel = &figure->panel[figure->panel_count++];
    panel->part = part;
    panel->x.colour = panel->y.colour = "muted";
    return panel;
}

struct panel *esc_figure_factors(struct figure *figure)
{
    struct panel *panel = esc_figure_panel(figure, 1);
    panel->x.words = esc_chart_factor_words;
    panel->x.spacing = 4.2;
    panel->x.reach = 1;
    panel->x.force_log = true;
    return panel;
}

struct series *esc_figure_series(struct panel *panel, unsigned forms, const char *role)
{
    struct series *series = &panel->series[panel->count++];
    *series = (struct series){.forms = forms,
                              .role = role,
                              .words_colour = "ink",
                              .words_size = TEXT_SMALL,
                              .label_colour = "muted",
                              .label_size = TEXT_SMALL};
    return series;
}

struct point *esc_figure_point(struct series *series, double x, double y, double low, double high)
{
    series->points = esc_grow(series->points, &series->count, sizeof *series->points);
    struct point *point = &series->points[series->count - 1];
    *point = (struct point){x, y, low, high, NULL, 0};
    return point;
}

void esc_figure_same(struct panel *panel, size_t rows)
{
    struct series *same = esc_figure_series(panel, FORM_LINE, "other");
    for (size_t i = 0; i < rows; i++) {
        esc_figure_point(same, 1, (double)i, NAN, NAN);
        esc_figure_point(same, 1, (double)i + 0.999, NAN, NAN);
    }
}

struct figure_row *esc_figure_row(struct figure *figure)
{
    figure->rows = esc_grow(figure->rows, &figure->row_count, sizeof *figure->rows);
    struct figure_row *row = &figure->rows[figure->row_count - 1];
    *row = (struct figure_row){.name = NULL};
    return row;
}

static void free_series(struct series *series)
{
    for (size_t i = 0; i < series->count; i++)
        free(series->points[i].words);
    free(series->points);
    free(series->label);
}

void esc_figure_free(struct figure *figure)
{
    for (size_t p = 0; p < figure->panel_count; p++)
        for (size_t s = 0; s < figure->panel[p].count; s++)
            free_series(&figure->panel[p].series[s]);
    for (size_t i = 0; i < figure->row_count; i++) {
        free(figure->rows[i].name);
        free(figure->rows[i].detail);
        for (size_t k = 0; k < ROW_WORDS; k++)
            free(figure->rows[i].words[k]);
    }
    free(figure->rows);
    free(figure->legend);
    free(figure->foot);
    free(figure->foot_more);
    *figure = (struct figure){.beside = false};
}
