/*
 * Cells, widths and the choice of columns. See table.h for the contracts.
 */
#include "report/table.h"

#include "base/memory.h"
#include "words/price.h"
#include "words/units.h"
#include "words/verdict.h"

#include <stdlib.h>
#include <string.h>

/* `gap` blanks stand before the column. */
static const struct {
    const char *head;
    bool right;
    int gap;
} columns[COLUMNS] = {
    [COLUMN_LABEL] = {"", false, 0},           [COLUMN_TIME] = {"time/op", true, 1},
    [COLUMN_ALLOCS] = {"allocs", true, 1},     [COLUMN_BYTES] = {"B/op", true, 1},
    [COLUMN_CYCLES] = {"GC/M", true, 1},       [COLUMN_SHARE] = {"GC", true, 1},
    [COLUMN_FACTOR] = {"than stack", true, 1}, [COLUMN_INTERVAL] = {"", false, 1},
    [COLUMN_PRICE] = {"price", true, 1},       [COLUMN_VERDICT] = {"verdict", false, 2},
    [COLUMN_NOISE] = {"noise", true, 2},       [COLUMN_PAUSE] = {"p99 stop", true, 2},
};

/* Left out first to last while the table is too wide. */
static const enum column expendable[] = {COLUMN_PAUSE,  COLUMN_NOISE, COLUMN_VERDICT,
                                         COLUMN_SHARE,  COLUMN_PRICE, COLUMN_CYCLES,
                                         COLUMN_ALLOCS, COLUMN_BYTES, COLUMN_INTERVAL};

static char *units(char *(*format)(char *, double), double value)
{
    char text[ESC_UNITS_TEXT];
    return esc_strdup(format(text, value));
}

/* "64 B" as "64", "72 KiB" as "72Ki": the head says B/op, and the columns are needed. */
static char *bytes_cell(double bytes)
{
    char *text = units(esc_units_bytes, bytes);
    size_t length = 0;
    for (const char *at = text; *at != '\0'; at++)
        if (*at != ' ' && *at != 'B')
            text[length++] = *at;
    text[length] = '\0';
    return text;
}

/* "12 %" as "12%". */
static char *percent_cell(double share)
{
    char *text = units(esc_units_percent, share);
    char *blank = strchr(text, ' ');
    if (blank != NULL)
        memmove(blank, blank + 1, strlen(blank));
    return text;
}

static void add_figures(char **cells, const struct esc_variant *variant,
                        const struct esc_figures *figures)
{
    char time[ESC_UNITS_TEXT];
    cells[COLUMN_TIME] = esc_format("%s%s", esc_figures_shared(figures) ? "!" : "",
                                    esc_units_ns(time, figures->ns_per_op.median));
    if (variant->allocs_per_op >= 0)
        cells[COLUMN_ALLOCS] = units(esc_units_count, variant->allocs_per_op);
    if (variant->bytes_per_op >= 0)
        cells[COLUMN_BYTES] = bytes_cell(variant->bytes_per_op);
    if (figures->cycles_per_mop.known)
        cells[COLUMN_CYCLES] = units(esc_units_count, figures->cycles_per_mop.median);
    if (figures->gc_share.known)
        cells[COLUMN_SHARE] = percent_cell(figures->gc_share.median);
    cells[COLUMN_NOISE] = percent_cell(figures->noise);
    if (figures->pause_p99_ns >= 0)
        cells[COLUMN_PAUSE] = units(esc_units_ns, figures->pause_p99_ns);
}

static char *factor_cell(const struct esc_pair *pair, const char *times)
{
    char words[ESC_VERDICT_TEXT];
    esc_pair_words(words, pair, times);
    return esc_format("%s%s", pair->verdict == ESC_VERDICT_NOISY ? "~" : "", words);
}

static char *price_cell(const struct esc_run *run, const struct esc_pair *pair)
{
    char price[ESC_UNITS_TEXT];
    return esc_format("%s%s", esc_units_ns(price, pair->price_ns.median),
                      esc_price_mark(run, pair));
}

static void add_comparison(char **cells, const struct esc_run *run, const struct esc_pair *pair,
                           const char *times)
{
    char interval[ESC_VERDICT_TEXT];
    if (pair == NULL || !pair->factor.known)
        return;
    cells[COLUMN_FACTOR] = factor_cell(pair, times);
    cells[COLUMN_VERDICT] = esc_strdup(esc_verdict_words(pair->verdict));
    cells[COLUMN_INTERVAL] = esc_strdup(esc_pair_interval(interval, pair));
    if (pair->price_ns.known && pair->verdict != ESC_VERDICT_NOT_RESOLVED)
        cells[COLUMN_PRICE] = price_cell(run, pair);
}

static enum ink ink_of(const struct esc_variant *variant)
{
    static const enum ink inks[] = {INK_STACK, INK_HEAP};
    if (variant->status != ESC_STATUS_OK)
        return INK_FAILED;
    return variant->strategy < 2 ? inks[variant->strategy] : INK_REMEDY;
}

/* The same strategy on another runtime: the row below "heap" is labelled "@boehm". */
static bool continues(const struct esc_variant *above, const struct esc_variant *variant)
{
    return above->case_index == variant->case_index && above->point == variant->point &&
           above->strategy == variant->strategy;
}

static struct table_row row_of(const struct esc_run *run, size_t index,
                               const struct esc_terminal *terminal)
{
    const struct esc_variant *variant = &run->variants[index];
    struct table_row row = {.variant = index, .ink = ink_of(variant)};
    char *label = esc_ink_clean(variant->label, terminal);
    char *at =
        index > 0 && continues(&run->variants[index - 1], variant) ? strchr(label, '@') : NULL;
    row.cells[COLUMN_LABEL] = esc_format(at != NULL ? "  %s" : " %s", at != NULL ? at : label);
    free(label);
    if (variant->status != ESC_STATUS_OK)
        row.failure = esc_format("failed: %s", esc_status_words(variant->status));
    else if (!esc_pick_measured(run, index))
        row.failure = esc_strdup("no figures: no complete round");
    else
        add_figures(row.cells, variant, &run->figures[index]);
    if (row.failure == NULL)
        add_comparison(row.cells, run, esc_pick_pair(run, index), esc_ink_times(terminal));
    return row;
}

/* A column is worth showing when a row has something in it. */
static void measure_columns(struct table *table)
{
    for (size_t r = 0; r < table->count; r++) {
        for (size_t c = 0; c < COLUMNS; c++) {
            const char *cell = table->rows[r].cells[c];
            int width = cell != NULL ? esc_ink_width(cell) : 0;
            table->shown[c] = table->shown[c] || width > 0;
            table->widths[c] = width > table->widths[c] ? width : table->widths[c];
        }
    }
    for (size_t c = 0; c < COLUMNS; c++) {
        int width = esc_ink_width(columns[c].head);
        table->widths[c] = width > table->widths[c] ? width : table->widths[c];
    }
}

static int total_width(const struct table *table)
{
    int total = 0;
    for (size_t c = 0; c < COLUMNS; c++)
        total += table->shown[c] ? table->widths[c] + columns[c].gap : 0;
    return total;
}

/* Longer names take a line of their own where the table would not fit otherwise. */
enum { LABEL_NARROW = 14 };

struct table esc_table_of(const struct esc_run *run, const struct esc_terminal *terminal)
{
    struct table table = {.count = run->variant_count};
    table.rows = esc_calloc(run->variant_count, sizeof *table.rows);
    for (size_t i = 0; i < run->variant_count; i++)
        table.rows[i] = row_of(run, i, terminal);
    measure_columns(&table);
    if (total_width(&table) > terminal->columns && table.widths[COLUMN_LABEL] > LABEL_NARROW)
        table.widths[COLUMN_LABEL] = LABEL_NARROW;
    for (size_t k = 0; k < sizeof expendable / sizeof *expendable; k++)
        if (total_width(&table) > terminal->columns)
            table.shown[expendable[k]] = false;
    return table;
}

const char *esc_table_title(enum column column)
{
    return columns[column].head;
}

void esc_table_head(const struct table *table, const struct esc_terminal *terminal, FILE *out)
{
    struct esc_text line = {0};
    for (size_t c = 0; c < COLUMNS; c++) {
        int blanks = table->widths[c] - esc_ink_width(columns[c].head);
        if (!table->shown[c])
            continue;
        esc_text_addf(&line, "%*s%*s%s%*s", columns[c].gap, "", columns[c].right ? blanks : 0, "",
                      columns[c].head, columns[c].right ? 0 : blanks, "");
    }
    char *text = esc_text_take(&line);
    for (size_t end = strlen(text); end > 0 && text[end - 1] == ' '; end--)
        text[end - 1] = '\0';
    esc_ink_put(out, terminal, INK_MUTED, text);
    fputc('\n', out);
    free(text);
}

static enum ink cell_ink(const struct table_row *row, enum column column)
{
    if (column == COLUMN_LABEL || column == COLUMN_TIME)
        return row->ink;
    return column == COLUMN_FACTOR ? INK_BOLD : INK_PLAIN;
}

void esc_table_row(const struct table *table, size_t index, const struct esc_terminal *terminal,
                   FILE *out)
{
    const struct table_row *row = &table->rows[index];
    int owed = 0; /* blanks that are due before the next cell: none stand at a line's end */
    for (enum column c = 0; c < COLUMNS; c++) {
        const char *cell = row->cells[c] != NULL ? row->cells[c] : "";
        int width = esc_ink_width(cell);
        if (!table->shown[c])
            continue;
        int before = columns[c].right ? table->widths[c] - width : 0;
        owed += columns[c].gap + before;
        if (width > 0) {
            fprintf(out, "%*s", owed, "");
            esc_ink_put(out, terminal, cell_ink(row, c), cell);
            owed = 0;
        }
        if (c == COLUMN_LABEL && width > table->widths[c]) {
            fputc('\n', out);
            width = 0;
        }
        owed += table->widths[c] - width - before;
        if (c == COLUMN_LABEL && row->failure != NULL) {
            fprintf(out, "%*s  ", owed, "");
            esc_ink_put(out, terminal, INK_FAILED, row->failure);
            break;
        }
    }
    fputc('\n', out);
}

void esc_table_free(struct table *table)
{
    for (size_t r = 0; r < table->count; r++) {
        for (size_t c = 0; c < COLUMNS; c++)
            free(table->rows[r].cells[c]);
        free(table->rows[r].failure);
    }
    free(table->rows);
    *table = (struct table){0};
}
