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

/* "0.71x [0.69, 0.73]"; "? [0.95, 1.1]" where it may not be quoted. */
static char *factor_of(const struct table *table, const struct esc_release_row *row)
{
    char factor[ESC_VERDICT_TEXT];
    char interval[ESC_VERDICT_TEXT];
    esc_release_interval(interval, row->pair);
    return clean(table, esc_format("%s%s%s",
                                   esc_pick_resolved(row->pair)
                                       ? esc_release_factor(factor, row->pair,
                                                            esc_ink_times(table->terminal))
                                       : "?",
                                   *interval != '\0' ? " " : "", interval));
}

static const char *arrow_of(const struct esc_terminal *terminal)
{
    return terminal->utf8 ? "→" : "->";
}

static struct line line_of(const struct table *table, const struct esc_release_row *row)
{
    const char *arrow = arrow_of(table->terminal);
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
    struct table table = {.run = run, .terminal = terminal, .rows = esc_release_rows(run)};
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

/* What the cells before `end` take, with the blanks before them. */
static int width_to(const struct table *table, int end)
{
    int width = INDENT + table->widths[CELL_NAME];
    for (int c = CELL_STACK; c < end; c++)
        width += GAP + table->widths[c];
    return width;
}

static void print_cells(const struct table *table, const struct line *line, int end,
                        enum ink numbers, FILE *out)
{
    static const enum ink inks[CELLS] = {[CELL_STACK] = INK_STACK, [CELL_NOW] = INK_HEAP};
    for (int c = CELL_STACK; c < end; c++) {
        bool last = c == end - 1;
        fprintf(out, "%*s", GAP, "");
        esc_ink_pad(out, table->terminal, numbers != INK_PLAIN ? numbers : inks[c], line->cells[c],
                    last ? 0 : table->widths[c], c < CELL_FACTOR);
    }
    fputc('\n', out);
}

static void print_columns(const struct table *table, size_t i, int end, FILE *out)
{
    const struct line *line = &table->lines[i];
    fprintf(out, "%*s", INDENT, "");
    esc_ink_pad(out, table->terminal, INK_PLAIN, line->cells[CELL_NAME], table->widths[CELL_NAME],
                false);
    print_cells(table, line, end, INK_PLAIN, out);
}

/* Below a row that has no columns for them. */
static void print_changed(const struct table *table, size_t i, FILE *out)
{
    const struct line *line = &table->lines[i];
    if (!esc_release_counts_differ(table->run, &table->rows.rows[i]))
        return;
    fprintf(out, "%*s%s allocs, %s\n", 3 * INDENT, "", line->cells[CELL_ALLOCS],
            line->cells[CELL_BYTES]);
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

/* The end of the columns: all, or without the counts, which stand below the rows that changed; 0: a
 * row is a sentence. */
static int end_of(const struct table *table)
{
    if (width_to(table, CELLS) <= table->terminal->columns)
        return CELLS;
    return width_to(table, CELL_ALLOCS) <= table->terminal->columns ? CELL_ALLOCS : 0;
}

static void print_group(const struct table *table, size_t group, int end, FILE *out)
{
    const struct esc_release_group *one = &table->rows.groups[group];
    esc_ink_wrap(out, table->terminal, INK_MUTED, "", one->reason);
    for (size_t i = one->first; i < one->first + one->count; i++) {
        if (end == 0)
            print_sentence(table, i, out);
        else
            print_columns(table, i, end, out);
        if (end == CELL_ALLOCS)
            print_changed(table, i, out);
    }
}

static void print_table(const struct table *table, FILE *out)
{
    const int end = end_of(table);
    if (end > 0) {
        fprintf(out, "%*s", INDENT + table->widths[CELL_NAME], "");
        print_cells(table, &table->head, end, INK_MUTED, out);
    }
    for (size_t g = 0; g < table->rows.group_count; g++)
        print_group(table, g, end, out);
}

void esc_report_releases(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out)
{
    if (!esc_release_any(run))
        return;
    struct table table = open_table(run, terminal);
    if (table.rows.count > 0) {
        char *finding = esc_release_finding(run, table.rows.rows, table.rows.count);
        char *counts = esc_release_counts(run, table.rows.rows, table.rows.count);
        char *head = esc_format("Then and now: %s (%s: ?)", finding, counts);
        esc_ink_wrap(out, terminal, INK_BOLD, "", head);
        print_table(&table, out);
        fputc('\n', out);
        free(head);
        free(counts);
        free(finding);
    }
    close_table(&table);
}
