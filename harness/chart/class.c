/*
 * The runs of many machines: one row a case, one mark a machine on the axis of factors, processors
 * told apart by lane and shape; and what a room believed beside what was measured.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "chart/layout.h"
#include "words/class.h"
#include "words/price.h"
#include "words/rows.h"
#include "words/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Processors with a lane and a shape of their own; the others share the last. */
enum { LANES_MOST = 4 };
static const char *const roles[LANES_MOST] = {"class1", "class2", "class3", "class4"};
static const char *const shapes[LANES_MOST] = {"●", "■", "◆", "▲"};

static size_t lanes_of(const struct esc_class *class)
{
    return class->group_count < LANES_MOST ? (class->group_count > 0 ? class->group_count : 1)
                                           : LANES_MOST;
}

static size_t lane_of(const struct esc_class *class, size_t machine)
{
    size_t group = class->machines[machine].group;
    return group < LANES_MOST ? group : LANES_MOST - 1;
}

/* ---- the figure ---- */

/* Down from the first lane to the middle of the row, in rows. */
static double to_middle(size_t lanes)
{
    return fmin(0.3, 0.64 / (double)lanes) * ((double)lanes - 1) / 2;
}

/* Columns of a processor's name in the legend, which has one line. */
enum { LEGEND_NAME = 24 };

/* "● AMD EPYC (12)   ■ Intel Core i7-8550U (9)   ▲ 3 others (7)" */
static char *legend_of(const struct esc_class *class)
{
    struct esc_text out = {0};
    size_t lanes = lanes_of(class);
    for (size_t k = 0; k < lanes; k++) {
        bool rest = k + 1 == LANES_MOST && class->group_count > LANES_MOST;
        size_t machines = 0;
        for (size_t g = k; g < (rest ? class->group_count : k + 1); g++)
            machines += class->groups[g].machines;
        if (rest)
            esc_text_addf(&out, "   %s %zu others (%zu)", shapes[k],
                          class->group_count - LANES_MOST + 1, machines);
        else
            esc_text_addf(&out, "%s%s %.*s (%zu)", k > 0 ? "   " : "", shapes[k], LEGEND_NAME,
                          class->groups[k].processor, machines);
    }
    return esc_text_take(&out);
}

static void add_row(struct figure *figure, const struct esc_class *class,
                    const struct esc_class_row *row, bool slides)
{
    char factor[ESC_UNITS_TEXT];
    struct figure_row *out = esc_figure_row(figure);
    char *name = esc_class_row_name(class, row);
    out->name = name;
    out->detail = esc_strdup(row->point);
    out->words[0] =
        esc_format("%s%s×", slides ? "median " : "", esc_units_factor(factor, row->median));
    out->words[1] = esc_class_row_signs(row);
    out->strong = row->slower == row->dot_count || row->faster == row->dot_count;
}

/* Whether nothing of the row's lane lies right of the dot, where its name would stand. */
static bool is_last(const struct esc_class *class, const struct esc_class_row *row,
                    const struct esc_class_dot *dot)
{
    for (size_t i = 0; i < row->dot_count; i++)
        if (lane_of(class, row->dots[i].machine) == lane_of(class, dot->machine) &&
            row->dots[i].factor.median > dot->factor.median)
            return false;
    return true;
}

/* Marks of one lane, full or hollow; odd ones carry their names where there is room. */
static void add_dots(struct panel *panel, const struct esc_class *class, size_t lane, bool open)
{
    struct series *series = esc_figure_series(panel, FORM_DOT, roles[lane]);
    series->lane = lane;
    series->open = open;
    series->words_at = WORDS_BESIDE;
    series->words_colour = "muted";
    series->words_size = TEXT_CAPTION;
    for (size_t i = 0; i < class->row_count; i++)
        for (size_t d = 0; d < class->rows[i].dot_count; d++) {
            const struct esc_class_dot *dot = &class->rows[i].dots[d];
            if (lane_of(class, dot->machine) != lane || dot->resolved == open)
                continue;
            struct point *point = esc_figure_point(series, dot->factor.median, (double)i, NAN, NAN);
            if (dot->odd && is_last(class, &class->rows[i], dot))
                point->words = esc_strdup(class->machines[dot->machine].name);
        }
}

static void add_spreads(struct panel *panel, const struct esc_class *class, double middle)
{
    struct series *medians = esc_figure_series(panel, FORM_TICK, "median");
    struct series *spreads = esc_figure_series(panel, FORM_LINK, "link");
    for (size_t i = 0; i < class->row_count; i++) {
        const struct esc_class_row *row = &class->rows[i];
        double y = (double)i + middle;
        esc_figure_point(medians, row->median, y, NAN, NAN);
        esc_figure_point(spreads, row->median, y, row->least, row->most);
    }
}

/* On slides the legend takes the whole line above the rows. */
static struct figure figure_of(const struct esc_class *class, bool slides)
{
    size_t lanes = lanes_of(class);
    struct figure figure = {.beside = true, .lanes = lanes, .words_head = slides ? NULL : "median"};
    struct panel *panel = esc_figure_factors(&figure);
    for (size_t i = 0; i < class->row_count; i++)
        add_row(&figure, class, &class->rows[i], slides);
    for (size_t k = 0; k < lanes; k++) {
        add_dots(panel, class, k, true);
        add_dots(panel, class, k, false);
    }
    add_spreads(panel, class, to_middle(lanes));
    esc_figure_same(panel, class->row_count);
    figure.legend = legend_of(class);
    figure.foot = esc_strdup("heap ÷ stack");
    figure.foot_more =
        esc_strdup(": one mark a machine, hollow where not resolved; bar: all, tick: median");
    return figure;
}

/* ---- tables ---- */

static void add_tables(struct sheet *sheet, const struct esc_class *class, size_t first,
                       size_t count)
{
    esc_text_add(&sheet->tsv,
                 "case\tpoint\tgo\tmachine\tprocessor\tfactor\tfactor_low\tfactor_high\tverdict\t"
                 "modified_z\todd\n");
    for (size_t i = first; i < first + count; i++) {
        const struct esc_class_row *row = &class->rows[i];
        char *name = esc_class_row_name(class, row);
        char *range = esc_class_row_range(row, "×");
        char *signs = esc_class_row_signs(row);
        char factor[ESC_UNITS_TEXT];
        esc_text_addf(&sheet->alt, "%s %s: median %s×, %s; %s\n", name, row->point,
                      esc_units_factor(factor, row->median), range, signs);
        free(signs);
        free(range);
        free(name);
        for (size_t d = 0; d < row->dot_count; d++) {
            const struct esc_class_dot *dot = &row->dots[d];
            esc_chart_tsv_text(sheet, row->case_name, "\t");
            esc_chart_tsv_text(sheet, row->point, "\t");
            esc_chart_tsv_text(sheet, row->release != NULL ? row->release : "", "\t");
            esc_chart_tsv_text(sheet, class->machines[dot->machine].name, "\t");
            esc_chart_tsv_text(sheet, class->machines[dot->machine].processor, "");
            esc_chart_tsv_estimate(sheet, &dot->factor);
            esc_text_addf(&sheet->tsv, "\t%s\t%.4g\t%d\n", esc_verdict_words(dot->verdict),
                          dot->distance, dot->odd);
        }
    }
}

/* ---- pages ---- */

struct style esc_chart_class_style(const struct style *style, size_t rows, size_t lanes)
{
    struct style tall = *style;
    bool slides = esc_chart_for_slides(style);
    double pitch = (lanes < 2 ? 2.1 : 1.5 + 0.45 * (double)lanes) * style->font;
    double wanted = 9 * style->font + pitch * (double)rows;
    tall.rows = slides ? style->rows : rows;
    tall.height = slides ? style->height : fmax(style->height, ceil(wanted));
    return tall;
}

size_t esc_chart_class_lanes(const struct esc_class *class)
{
    return lanes_of(class);
}

static char *caption_of(const struct esc_class *class)
{
    char *made = esc_class_made_of(class);
    char *caption = esc_format("%s · factors only: times of different machines are not compared%s",
                               made, " · " ESC_PRICE_MEANING);
    free(made);
    return caption;
}

static const char *date_of(const struct esc_class *class)
{
    return class->machine_count > 0 && class->machines[0].started != NULL
               ? class->machines[0].started
               : "";
}

static void write_page(const struct esc_class *class, const struct style *style,
                       struct figure *figure, size_t page, struct sheets *out)
{
    size_t first;
    size_t pages;
    size_t n = esc_rows_page(figure->row_count, style->rows, page, &first, &pages);
    char *name = page == 0 ? esc_strdup("class") : esc_format("class-%zu", page + 1);
    struct esc_class shown = *class; /* a title speaks of the rows below it */
    shown.rows += first;
    shown.row_count = n;
    char *title = esc_class_finding(&shown);
    char *orders = esc_class_orders(class);
    char *odd = esc_class_odd_ones(class);
    char *number = pages > 1 ? esc_format(" (page %zu of %zu)", page + 1, pages) : esc_strdup("");
    char *second = esc_format("%s %s%s", orders, odd, number);
    char *caption = caption_of(class);
    char *date = esc_format("%.10s", date_of(class));
    struct sheet sheet = esc_chart_sheet_of(style, name, date, caption, title, second);
    esc_layout(&sheet, figure, first, n);
    add_tables(&sheet, class, first, n);
    esc_chart_add(out, sheet);
    free(date);
    free(caption);
    free(second);
    free(number);
    free(odd);
    free(orders);
    free(title);
    free(name);
}

void esc_chart_class_sheets(const struct esc_class *class, const struct style *style,
                            struct sheets *out)
{
    size_t first;
    size_t pages;
    if (class->row_count == 0)
        return;
    struct figure figure = figure_of(class, esc_chart_for_slides(style));
    esc_rows_page(class->row_count, style->rows, 0, &first, &pages);
    for (size_t page = 0; page < pages; page++)
        write_page(class, style, &figure, page, out);
    esc_figure_free(&figure);
}

/* ---- what the room believed ---- */

static void add_belief(struct figure *figure, const struct esc_belief *belief)
{
    char number[ESC_UNITS_TEXT];
    struct figure_row *out = esc_figure_row(figure);
    out->name = esc_strdup(belief->case_name);
    out->words[0] = isfinite(belief->truth)
                        ? esc_format("%s×", esc_units_factor(number, belief->truth))
                        : esc_strdup("unknown");
    out->words[1] = esc_belief_words(belief);
    out->strong = isfinite(belief->truth);
}

static struct figure beliefs_figure(const struct esc_beliefs *beliefs)
{
    struct figure figure = {.beside = true, .lanes = 1, .words_head = "measured"};
    struct panel *panel = esc_figure_factors(&figure);
    struct series *truths = esc_figure_series(panel, FORM_DOT, "heap");
    struct series *middles = esc_figure_series(panel, FORM_TICK, "median");
    struct series *guesses = esc_figure_series(panel, FORM_DOT, "class4");
    struct series *links = esc_figure_series(panel, FORM_LINK, "link");
    guesses->open = true;
    for (size_t i = 0; i < beliefs->count; i++) {
        const struct esc_belief *belief = &beliefs->list[i];
        double y = (double)i;
        add_belief(&figure, belief);
        for (size_t k = 0; k < belief->count; k++)
            esc_figure_point(guesses, belief->guesses[k], y, NAN, NAN);
        esc_figure_point(middles, belief->median, y, NAN, NAN);
        if (!isfinite(belief->truth))
            continue;
        esc_figure_point(truths, belief->truth, y, NAN, NAN);
        esc_figure_point(links, belief->truth, y, fmin(belief->truth, belief->median),
                         fmax(belief->truth, belief->median));
    }
    esc_figure_same(panel, beliefs->count);
    figure.legend = esc_strdup("■ measured   △ a guess   tick: middle guess");
    figure.foot = esc_strdup("heap ÷ stack");
    return figure;
}

static void beliefs_tables(struct sheet *sheet, const struct esc_beliefs *beliefs, size_t first,
                           size_t count)
{
    esc_text_add(&sheet->tsv, "case\tguess\ttruth\n");
    for (size_t i = first; i < first + count; i++) {
        const struct esc_belief *belief = &beliefs->list[i];
        char *words = esc_belief_words(belief);
        esc_text_addf(&sheet->alt, "%s: middle guess %.3g×, measured %.3g×, %s\n",
                      belief->case_name, belief->median, belief->truth, words);
        free(words);
        for (size_t k = 0; k < belief->count; k++) {
            esc_chart_tsv_text(sheet, belief->case_name, "\t");
            esc_text_addf(&sheet->tsv, "%.10g\t%.10g\n", belief->guesses[k], belief->truth);
        }
    }
}

void esc_chart_beliefs_sheets(const struct esc_beliefs *beliefs, const struct style *style,
                              struct sheets *out)
{
    size_t first = 0;
    size_t pages = beliefs->count > 0;
    struct figure figure = beliefs_figure(beliefs);
    for (size_t page = 0; page < pages; page++) {
        size_t n = esc_rows_page(beliefs->count, style->rows, page, &first, &pages);
        char *name = page == 0 ? esc_strdup("guesses") : esc_format("guesses-%zu", page + 1);
        char *title = esc_beliefs_finding(beliefs, "×");
        char *second = esc_format(
            "What the room believed before it saw the figures: the first guess "
            "of each of %zu seats",
            beliefs->seats);
        char *caption =
            esc_format("guesses of %zu seats · escapement %s", beliefs->seats, ESC_VERSION);
        struct sheet sheet = esc_chart_sheet_of(style, name, "", caption, title, second);
        esc_layout(&sheet, &figure, first, n);
        beliefs_tables(&sheet, beliefs, first, n);
        esc_chart_add(out, sheet);
        free(caption);
        free(second);
        free(title);
        free(name);
    }
    esc_figure_free(&figure);
}
