/*
 * Two runs beside each other: where each row lay before and after, and by how much it changed, with
 * the interval of that and the band that is noise.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "chart/layout.h"
#include "words/changes.h"
#include "words/rows.h"
#include "words/units.h"

#include <math.h>
#include <stdlib.h>

/* ---- the figure ---- */

static void factor_words(char *out, double factor)
{
    snprintf(out, TIC_TEXT, "%.10g×", factor);
}

static void add_row(struct figure *figure, const struct esc_comparison *comparison,
                    const struct esc_change *change)
{
    char words[ESC_CHANGE_TEXT];
    struct figure_row *out = esc_figure_row(figure);
    out->name = esc_change_place(comparison, change);
    out->detail = esc_change_row(comparison, change);
    out->words[0] = esc_strdup(esc_change_words(words, change, "×"));
    out->words[1] = esc_strdup(esc_change_interval(words, change));
    out->strong = esc_change_resolved(change);
}

static struct series *add_side(struct panel *panel, const char *label, bool open)
{
    struct series *side = esc_figure_series(panel, FORM_DOT | FORM_INTERVAL, "median");
    side->open = open;
    side->label = esc_strdup(label);
    side->label_at = LABEL_OVER;
    side->label_colour = "ink";
    side->label_size = TEXT_BODY;
    return side;
}

static void add_estimate(struct series *series, const struct esc_estimate *estimate, size_t row)
{
    bool drawn = esc_estimate_has_interval(estimate);
    if (estimate->known)
        esc_figure_point(series, estimate->median, (double)row, drawn ? estimate->low : NAN,
                         drawn ? estimate->high : NAN);
}

static void add_sides(struct figure *figure, const struct esc_comparison *comparison,
                      const struct esc_changes *changes, enum esc_change_of of)
{
    struct panel *panel = esc_figure_panel(figure, 1);
    panel->head = of == ESC_CHANGE_TIME ? "time per operation" : "factor over the stack side";
    panel->x.colour = "muted";
    panel->x.words = of == ESC_CHANGE_TIME ? esc_chart_ns_words : factor_words;
    panel->x.spacing = 4.2;
    struct series *after = add_side(panel, "after", false);
    struct series *before = add_side(panel, "before", true);
    struct series *links = esc_figure_series(panel, FORM_LINK, "link");
    for (size_t i = 0; i < changes->count; i++) {
        const struct esc_change *change = &comparison->changes[changes->index[i]];
        add_estimate(before, &change->before, i);
        add_estimate(after, &change->after, i);
        if (change->before.known && change->after.known)
            esc_figure_point(links, change->before.median, (double)i, change->before.median,
                             change->after.median);
    }
}

/* Each row's noise, broad and pale, and 1 as a line; both stand on the axis whatever the rows are.
 */
static void add_noise(struct panel *panel, const struct esc_comparison *comparison,
                      const struct esc_changes *changes)
{
    struct series *one = esc_figure_series(panel, FORM_GUIDE, "other");
    struct series *band = esc_figure_series(panel, FORM_LINK, "other");
    for (size_t i = 0; i < changes->count; i++) {
        double noise = 1 + comparison->changes[changes->index[i]].noise;
        esc_figure_point(one, 1, (double)i, NAN, NAN);
        esc_figure_point(band, 1, (double)i, 1 / noise, noise);
    }
}

static void add_ratios(struct figure *figure, const struct esc_comparison *comparison,
                       const struct esc_changes *changes)
{
    struct panel *panel = esc_figure_panel(figure, 1);
    panel->head = "after ÷ before, 95 % interval; pale: noise";
    panel->x.colour = "muted";
    panel->x.words = factor_words;
    panel->x.spacing = 4.2;
    panel->x.force_log = true;
    struct series *sure = esc_figure_series(panel, FORM_DOT | FORM_INTERVAL, "median");
    struct series *other = esc_figure_series(panel, FORM_DOT | FORM_INTERVAL, "median");
    other->open = true;
    for (size_t i = 0; i < changes->count; i++) {
        const struct esc_change *change = &comparison->changes[changes->index[i]];
        add_estimate(esc_change_resolved(change) ? sure : other, &change->ratio, i);
    }
    add_noise(panel, comparison, changes);
}

static struct figure figure_of(const struct esc_comparison *comparison,
                               const struct esc_changes *changes, enum esc_change_of of)
{
    struct figure figure = {.beside = true, .lanes = 1, .words_head = "after ÷ before"};
    for (size_t i = 0; i < changes->count; i++)
        add_row(&figure, comparison, &comparison->changes[changes->index[i]]);
    add_sides(&figure, comparison, changes, of);
    add_ratios(&figure, comparison, changes);
    return figure;
}

/* ---- tables ---- */

static void add_table_row(struct sheet *sheet, const struct esc_comparison *comparison,
                          const struct esc_change *change)
{
    char words[ESC_CHANGE_TEXT];
    char interval[ESC_CHANGE_TEXT];
    const struct esc_variant *variant = &comparison->a->variants[change->a];
    esc_chart_tsv_text(sheet, variant->name, "");
    esc_chart_tsv_estimate(sheet, change->before.known ? &change->before : NULL);
    esc_chart_tsv_estimate(sheet, change->after.known ? &change->after : NULL);
    esc_chart_tsv_estimate(sheet, change->ratio.known ? &change->ratio : NULL);
    esc_text_addf(&sheet->tsv, "\t%.6g\t%s\n", change->p_holm, esc_change_verdict_words(change));
    esc_text_addf(&sheet->alt, "%s: %s %s\n", variant->name, esc_change_words(words, change, "×"),
                  esc_change_interval(interval, change));
}

static void add_tables(struct sheet *sheet, const struct esc_comparison *comparison,
                       const struct esc_changes *changes, size_t first, size_t count)
{
    esc_text_add(&sheet->tsv,
                 "name\tbefore\tbefore_low\tbefore_high\tafter\tafter_low\tafter_high\tratio\t"
                 "ratio_low\tratio_high\tp_holm\tverdict\n");
    for (size_t i = first; i < first + count; i++)
        add_table_row(sheet, comparison, &comparison->changes[changes->index[i]]);
}

/* ---- pages ---- */

/* Both runs by name, what is drawn of them and how it was tested. */
static char *subtitle_of(const struct esc_comparison *comparison, const struct esc_changes *changes,
                         enum esc_change_of of)
{
    size_t all = 0;
    for (size_t i = 0; i < comparison->change_count; i++)
        all += comparison->changes[i].of == of;
    char *before = esc_changes_run(comparison->a);
    char *after = esc_changes_run(comparison->b);
    char *text = esc_format("before: %s; after: %s%s", before, after,
                            changes->count < all ? "; of each case the row that tells most" : "");
    free(after);
    free(before);
    return text;
}

/* The caption of the run after, behind what the one before differs in. Caller frees. */
static char *caption_of(const struct esc_comparison *comparison)
{
    char *caption = esc_chart_caption(comparison->b);
    char *warning = esc_changes_warning(comparison);
    char *besides = esc_changes_besides(comparison);
    char *text =
        esc_format("%s%s%s%s%s", warning != NULL ? warning : "", warning != NULL ? " · " : "",
                   besides != NULL ? besides : "", besides != NULL ? " · " : "", caption);
    free(besides);
    free(warning);
    free(caption);
    return text;
}

static void write_page(const struct esc_comparison *comparison, const struct style *style,
                       struct figure *figure, const struct esc_changes *changes,
                       enum esc_change_of of, size_t number, struct sheets *out)
{
    size_t first;
    size_t pages;
    size_t n = esc_rows_page(changes->count, esc_layout_rows(style, 1), number, &first, &pages);
    const char *stem = of == ESC_CHANGE_TIME ? "compare" : "compare-factors";
    char *name = number == 0 ? esc_strdup(stem) : esc_format("%s-%zu", stem, number + 1);
    char *title = esc_changes_finding(comparison, "×");
    char *caption = caption_of(comparison);
    char *second = subtitle_of(comparison, changes, of);
    struct sheet sheet = esc_chart_sheet_of(
        style, name, comparison->b->started != NULL ? comparison->b->started : "", caption, title,
        second);
    esc_layout(&sheet, figure, first, n);
    add_tables(&sheet, comparison, changes, first, n);
    esc_chart_add(out, sheet);
    free(second);
    free(caption);
    free(title);
    free(name);
}

static void write_kind(const struct esc_comparison *comparison, const struct style *style,
                       enum esc_change_of of, struct sheets *out)
{
    size_t first;
    size_t pages;
    size_t most = esc_layout_rows(style, 1);
    struct esc_changes changes = esc_changes_shown(comparison, of, most);
    struct figure figure = figure_of(comparison, &changes, of);
    esc_rows_page(changes.count, most, 0, &first, &pages);
    for (size_t page = 0; page < pages; page++)
        write_page(comparison, style, &figure, &changes, of, page, out);
    esc_figure_free(&figure);
    free(changes.index);
}

void esc_chart_changes(const struct esc_comparison *comparison, const struct style *style,
                       struct sheets *out)
{
    if (esc_comparison_has(comparison, ESC_CHANGE_TIME))
        write_kind(comparison, style, ESC_CHANGE_TIME, out);
    if (esc_comparison_has(comparison, ESC_CHANGE_FACTOR))
        write_kind(comparison, style, ESC_CHANGE_FACTOR, out);
}
