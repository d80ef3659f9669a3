/*
 * The table of two releases. See releases.h for the contract.
 */
#include "report/releases.h"

#include "base/memory.h"
#include "report/ink.h"
#include "words/releases.h"
#include "words/units.h"
#include "words/verdict.h"

#include <stdlib.h>

enum { ROWS_ALL = 12 }; /* up to so many rows all points and strategies are shown */

enum cell {
    CELL_NAME,
    CELL_STACK,
    CELL_THEN,
    CELL_NOW,
    CELL_FACTOR,
    CELL_ALLOCS,
    CELL_BYTES,
    CELLS
};

struct line {
    char *cells[CELLS]; /* owned, clean */
};

struct table {
    const struct esc_run *run;
    const struct esc_terminal *terminal;
    struct esc_release_rows rows;
    struct line head, *lines; /* a line a row */
    int widths[CELLS];
};

static char *clean(const struct table *table, char *text)
{
    char *shown = esc_ink_clean(text, table->terminal);
    free(text);
    return shown;
}

/* "2.10 ns"; "" where there is no such side. */
static char *time_of(const struct table *table, size_t variant)
{
    char words[ESC_UNITS_TEXT];
    if (!esc_pick_measured(table->run, variant))
        return esc_strdup("");
    return clean(table,
                 esc_strdup(esc_units_ns(words, table->run->figures[variant].ns_per_op.median)));
}

/* "dynamic-make, length 4" */
static char *place_of(const struct table *table, const struct esc_release_row *row)
{
    char *name = esc_release_name(table->run, row);
    char *detail = esc_release_detail(table->run, row);
    char *place = esc_format("%s%s%s", name, *detail != '\0' ? ", " : "", detail);
    free(detail);
    free(name);
    return clean(table, place);
}

/* "0.71x [0.69, 0.73]" */
static char *factor_of(const struct table *table, const struct esc_release_row *row)
{
    char factor[ESC_VERDICT_TEXT];
    char interval[ESC_VERDICT_TEXT];
    esc_release_interval(interval, row->pair);
    return clean(table,
                 esc_format("%s%s%s",
                            esc_release_factor(factor, row->pair, esc_ink_times(table->terminal)),
                            *interval != '\0' ? " " : "", interval));
}

static struct line line_of(const struct table *table, const struct esc_release_row *row)
{
    const char *arrow = table->terminal->utf8 ? "→" : ">";
    return (struct line){{[CELL_NAME] = place_of(table, row),
                          [CELL_STACK] = time_of(table, row->stack),
                          [CELL_THEN] = time_of(table, row->then),
                          [CELL_NOW] = time_of(table, row->now),
                          [CELL_FACTOR] = factor_of(table, row),
                          [CELL_ALLOCS] = clean(table, esc_release_allocs(table->run, row, arrow)),
                          [CELL_BYTES] = clean(table, esc_release_bytes(table->run, row, arrow))}};
}

/* "Go 1.19" without its "Go ". */
static const char *number_of(const char *release)
{
    return release + sizeof "Go " - 1;
}

static struct line head_of(const struct esc_run *run)
{
    const char *then = number_of(esc_release_then(run));
    const char *now = number_of(esc_release_now(run));
    return (struct line){{[CELL_NAME] = esc_strdup(""),
                          [CELL_STACK] = esc_strdup("stack"),
                          [CELL_THEN] = esc_strdup(then),
                          [CELL_NOW] = esc_strdup(now),
                          [CELL_FACTOR] = esc_format("%s / %s", now, then),
                          [CELL_ALLOCS] = esc_strdup("allocs"),
                          [CELL_BYTES] = esc_strdup("B/op")}};
}

static void widen(struct table *table, const struct line *line)
{
    for (int c = 0; c < CELLS; c++) {
        int width = esc_ink_width(line->cells[c]);
        table->widths[c] = width > table->widths[c] ? width : table->widths[c];
    }
}

static struct table open_table(const struct esc_run *run, const struct esc_terminal *terminal)
{
    struct table table = {
        .run = run, .terminal = terminal, .rows = esc_release_rows(run, ROWS_ALL)};
    table.lines = esc_calloc(table.rows.count, sizeof *table.lines);
    table.head = head_of(run);
    widen(&table, &table.head);
    for (size_t i = 0; i < table.rows.count; i++) {
        table.lines[i] = line_of(&table, &table.rows.rows[i]);
        widen(&table, &table.lines[i]);
    }
    return table;
}

static void free_line(struct line *line)
{
    for (int c = 0; c < CELLS; c++)
        free(line->cells[c]);
}

static void close_table(struct table *table)
{
    for (size_t i = 0; i < table->rows.count; i++)
        free_line(&table->lines[i]);
    free_line(&table->head);
    free(table->lines);
    esc_release_rows_free(&table->rows);
}

enum { INDENT = 1, GAP = 1 };

/* What the cells from `first` on take, with the blanks before them. */
static int width_from(const struct table *table, int first)
{
    int width = 0;
    for (int c = first; c < CELLS; c++)
        width += GAP + table->widths[c];
    return width;
}

static void print_cells(const struct table *table, const struct line *line, int first,
                        enum ink numbers, FILE *out)
{
    static const enum ink inks[CELLS] = {[CELL_STACK] = INK_STACK, [CELL_NOW] = INK_HEAP};
    for (int c = first; c < CELLS; c++) {
        bool last = c == CELLS - 1;
        bool left = c == CELL_FACTOR || c == CELL_ALLOCS || last;
        fprintf(out, "%*s", GAP, "");
        esc_ink_pad(out, table->terminal, numbers != INK_PLAIN ? numbers : inks[c], line->cells[c],
                    last ? 0 : table->widths[c], !left);
    }
    fputc('\n', out);
}

/* Names beside the cells, or, where there is no room, above them. */
static void print_columns(const struct table *table, size_t i, bool beside, FILE *out)
{
    const struct line *line = &table->lines[i];
    fprintf(out, "%*s", INDENT, "");
    if (beside) {
        esc_ink_pad(out, table->terminal, INK_PLAIN, line->cells[CELL_NAME],
                    table->widths[CELL_NAME], false);
    } else {
        esc_ink_put(out, table->terminal, INK_PLAIN, line->cells[CELL_NAME]);
        fprintf(out, "\n%*s", INDENT + 1, "");
    }
    print_cells(table, line, CELL_STACK, INK_PLAIN, out);
}

static void print_sentence(const struct table *table, size_t i, FILE *out)
{
    const struct line *line = &table->lines[i];
    char *text =
        esc_format("%s: %s%s%s -> %s, %s; %s allocs, %s", line->cells[CELL_NAME],
                   *line->cells[CELL_STACK] != '\0' ? "stack " : "", line->cells[CELL_STACK],
                   line->cells[CELL_THEN], line->cells[CELL_NOW], line->cells[CELL_FACTOR],
                   line->cells[CELL_ALLOCS], line->cells[CELL_BYTES]);
    esc_ink_wrap(out, table->terminal, INK_PLAIN, "  ", text);
    free(text);
}

/* How a row is printed, from the widest form on that fits. */
enum form { FORM_BESIDE, FORM_ABOVE, FORM_SENTENCES };

static enum form form_of(const struct table *table)
{
    int cells = INDENT + width_from(table, CELL_STACK);
    if (table->widths[CELL_NAME] + cells <= table->terminal->columns)
        return FORM_BESIDE;
    return INDENT + cells <= table->terminal->columns ? FORM_ABOVE : FORM_SENTENCES;
}

static void print_head(const struct table *table, enum form form, FILE *out)
{
    if (form == FORM_SENTENCES)
        return;
    int indent = INDENT + (form == FORM_BESIDE ? table->widths[CELL_NAME] : 1);
    fprintf(out, "%*s", indent, "");
    print_cells(table, &table->head, CELL_STACK, INK_MUTED, out);
}

static void print_group(const struct table *table, size_t group, enum form form, FILE *out)
{
    const struct esc_release_group *one = &table->rows.groups[group];
    esc_ink_wrap(out, table->terminal, INK_MUTED, "", one->reason);
    for (size_t i = one->first; i < one->first + one->count; i++)
        if (form == FORM_SENTENCES)
            print_sentence(table, i, out);
        else
            print_columns(table, i, form == FORM_BESIDE, out);
}

void esc_report_releases(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out)
{
    if (!esc_release_any(run))
        return;
    struct table table = open_table(run, terminal);
    if (table.rows.count > 0) {
        const enum form form = form_of(&table);
        char *finding = esc_release_finding(run, table.rows.rows, table.rows.count);
        char *counts = esc_release_counts(run, table.rows.rows, table.rows.count);
        char *head = esc_format("Then and now: %s (%s)", finding, counts);
        esc_ink_wrap(out, terminal, INK_BOLD, "", head);
        print_head(&table, form, out);
        for (size_t g = 0; g < table.rows.group_count; g++)
            print_group(&table, g, form, out);
        fputc('\n', out);
        free(head);
        free(counts);
        free(finding);
    }
    close_table(&table);
}
