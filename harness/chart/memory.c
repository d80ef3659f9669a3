/*
 * What a case's program keeps and what it holds: bytes in use and resident memory of each variant
 * that keeps enough to be seen. One sheet a case: memory-<case>.
 */
#include "chart/kinds.h"

#include "base/memory.h"
#include "chart/layout.h"
#include "words/memory.h"
#include "words/rows.h"
#include "words/units.h"

#include <math.h>
#include <stdlib.h>

static const double unit = 0x1p20; /* the axis is in MiB */

static void add_row(struct figure *figure, const struct esc_run *run, const struct esc_memory *row)
{
    const struct esc_variant *variant = &run->variants[row->variant];
    struct figure_row *texts = esc_figure_row(figure);
    texts->name = esc_pick_name(run, variant);
    texts->detail =
        esc_units_point(esc_variant_case(run, variant), esc_variant_point(run, variant));
}

static struct point *add_mark(struct series *series, double bytes, size_t row)
{
    char words[ESC_UNITS_TEXT];
    struct point *point = esc_figure_point(series, bytes / unit, (double)row, NAN, NAN);
    point->words = esc_strdup(esc_units_bytes(words, bytes));
    return point;
}

static struct figure figure_of(const struct esc_run *run, const struct esc_memory *rows,
                               size_t count)
{
    struct figure figure = {.beside = true, .lanes = 1};
    struct panel *panel = esc_figure_panel(&figure, 1);
    panel->x.words = esc_chart_number_words;
    panel->x.spacing = 3.2;
    panel->x.linear = true;
    struct series *live = esc_figure_series(panel, FORM_DOT, "median");
    struct series *resident = esc_figure_series(panel, FORM_DOT, "heap");
    struct series *links = esc_figure_series(panel, FORM_LINK, "link");
    live->words_at = WORDS_BELOW;
    live->words_colour = "muted";
    live->words_size = resident->words_size = TEXT_SMALL;
    resident->words_colour = "heap_text";
    for (size_t i = 0; i < count; i++) {
        add_row(&figure, run, &rows[i]);
        add_mark(live, rows[i].live, i);
        add_mark(resident, rows[i].resident, i);
        esc_figure_point(links, rows[i].live / unit, (double)i, rows[i].live / unit,
                         rows[i].resident / unit);
    }
    figure.foot = esc_strdup("MiB: circle in use, square resident");
    return figure;
}

static void add_tables(struct sheet *sheet, const struct esc_run *run,
                       const struct esc_memory *rows, size_t count)
{
    esc_text_add(&sheet->tsv, "name\tlive_bytes\trss_bytes\n");
    for (size_t i = 0; i < count; i++) {
        char live[ESC_UNITS_TEXT], resident[ESC_UNITS_TEXT];
        const char *name = run->variants[rows[i].variant].name;
        esc_chart_tsv_text(sheet, name, "\t");
        esc_text_addf(&sheet->tsv, "%.0f\t%.0f\n", rows[i].live, rows[i].resident);
        esc_text_addf(&sheet->alt, "%s: %s in use, %s resident\n", name,
                      esc_units_bytes(live, rows[i].live),
                      esc_units_bytes(resident, rows[i].resident));
    }
}

static void write_page(const struct esc_run *run, const struct style *style,
                       const struct esc_case *bench_case, const struct esc_memory *rows,
                       size_t count, size_t page, struct sheets *out)
{
    char *name = page == 0 ? esc_format("memory-%s", bench_case->name)
                           : esc_format("memory-%s-%zu", bench_case->name, page + 1);
    char *title = esc_memory_finding(run, rows, count);
    char *second = esc_format(
        "%s: bytes in use and resident memory of the process when the sample "
        "ended, medians",
        bench_case->name);
    struct sheet sheet = esc_chart_sheet(run, style, name, title, second);
    struct figure figure = figure_of(run, rows, count);
    esc_layout(&sheet, &figure, 0, count);
    add_tables(&sheet, run, rows, count);
    esc_chart_add(out, sheet);
    esc_figure_free(&figure);
    free(second);
    free(title);
    free(name);
}

static void write_case(const struct esc_run *run, const struct style *style, size_t case_index,
                       struct sheets *out)
{
    size_t count, first, pages = 1;
    struct esc_memory *rows = esc_memory_of(run, case_index, &count);
    for (size_t page = 0; count > 0 && page < pages; page++) {
        size_t n = esc_rows_page(count, esc_layout_rows(style, 1), page, &first, &pages);
        write_page(run, style, &run->cases[case_index], rows + first, n, page, out);
    }
    free(rows);
}

bool esc_chart_has_memory(const struct esc_run *run)
{
    size_t count = 0;
    for (size_t c = 0; c < run->case_count && count == 0; c++)
        free(esc_memory_of(run, c, &count));
    return count > 0;
}

void esc_chart_memory(const struct esc_run *run, const struct style *style, struct sheets *out)
{
    for (size_t c = 0; c < run->case_count; c++)
        write_case(run, style, c, out);
}
