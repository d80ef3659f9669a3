/*
 * The comparison for a terminal. See comparison.h for the contracts.
 */
#include "report/comparison.h"

#include "base/memory.h"
#include "report/ink.h"
#include "words/changes.h"
#include "words/pick.h"

#include <stdlib.h>
#include <string.h>

enum column { COLUMN_ROW, COLUMN_BEFORE, COLUMN_AFTER, COLUMN_CHANGE, COLUMN_INTERVAL, COLUMN_P };
enum { COLUMNS = COLUMN_P + 1 };

static const struct {
    const char *head;
    bool right;
    int gap;
} columns[COLUMNS] = {
    [COLUMN_ROW] = {"", false, 0},       [COLUMN_BEFORE] = {"before", true, 1},
    [COLUMN_AFTER] = {"after", true, 2}, [COLUMN_CHANGE] = {"change", false, 2},
    [COLUMN_INTERVAL] = {"", false, 1},  [COLUMN_P] = {"p", true, 2},
};

/* Left out first to last while the table is too wide. */
static const enum column expendable[] = {COLUMN_P, COLUMN_INTERVAL};

struct row {
    const struct esc_change *change;
    char *cells[COLUMNS]; /* owned */
};

struct table {
    struct row *rows;
    size_t count;
    int widths[COLUMNS];
    bool shown[COLUMNS];
};

static char *clean_cell(char *text, const struct esc_terminal *terminal)
{
    char *indented = esc_format(" %s", text);
    char *clean = esc_ink_clean(indented, terminal);
    clean[0] = ' ';
    free(indented);
    free(text);
    return clean;
}

static struct row row_of(const struct esc_comparison *comparison, size_t index,
                         const struct esc_terminal *terminal)
{
    const struct esc_change *change = &comparison->changes[index];
    const char *times = esc_ink_times(terminal);
    char text[ESC_CHANGE_TEXT];
    struct row row = {.change = change};
    row.cells[COLUMN_ROW] = clean_cell(esc_change_row(comparison, change), terminal);
    row.cells[COLUMN_BEFORE] = esc_strdup(esc_change_before(text, change, times));
    row.cells[COLUMN_AFTER] = esc_strdup(esc_change_after(text, change, times));
    row.cells[COLUMN_CHANGE] = esc_strdup(esc_change_words(text, change, times));
    row.cells[COLUMN_INTERVAL] = esc_strdup(esc_change_interval(text, change));
    row.cells[COLUMN_P] = esc_strdup(esc_change_p(text, change));
    return row;
}

static int total_width(const struct table *table)
{
    int total = 0;
    for (size_t c = 0; c < COLUMNS; c++)
        total += table->shown[c] ? table->widths[c] + columns[c].gap : 0;
    return total;
}

static void measure(struct table *table, int room)
{
    for (size_t c = 0; c < COLUMNS; c++) {
        table->shown[c] = true;
        table->widths[c] = esc_ink_width(columns[c].head);
        for (size_t i = 0; i < table->count; i++) {
            int width = esc_ink_width(table->rows[i].cells[c]);
            table->widths[c] = width > table->widths[c] ? width : table->widths[c];
        }
    }
    for (size_t k = 0; k < sizeof expendable / sizeof *expendable; k++)
        if (total_width(table) > room)
            table->shown[expendable[k]] = false;
    /* Longer names take a line of their own. */
    int over = total_width(table) - room;
    int least = 4;
    if (over > 0)
        table->widths[COLUMN_ROW] =
            table->widths[COLUMN_ROW] - over > least ? table->widths[COLUMN_ROW] - over : least;
}

static struct table table_of(const struct esc_comparison *comparison,
                             const struct esc_changes *changes, const struct esc_terminal *terminal)
{
    struct table table = {.count = changes->count};
    table.rows = esc_calloc(changes->count, sizeof *table.rows);
    for (size_t i = 0; i < changes->count; i++)
        table.rows[i] = row_of(comparison, changes->index[i], terminal);
    measure(&table, terminal->columns);
    return table;
}

static void free_table(struct table *table)
{
    for (size_t i = 0; i < table->count; i++)
        for (size_t c = 0; c < COLUMNS; c++)
            free(table->rows[i].cells[c]);
    free(table->rows);
}

static enum ink ink_of(const struct esc_comparison *comparison, const struct esc_change *change)
{
    static const enum ink inks[ESC_ROLES] = {INK_STACK, INK_HEAP, INK_REMEDY, INK_PLAIN};
    return inks[esc_pick_role(comparison->a, &comparison->a->variants[change->a])];
}

static enum ink cell_ink(const struct esc_comparison *comparison, const struct row *row,
                         enum column column)
{
    if (column == COLUMN_ROW)
        return ink_of(comparison, row->change);
    if (column == COLUMN_CHANGE)
        return esc_change_resolved(row->change) ? INK_BOLD : INK_MUTED;
    return column == COLUMN_P ? INK_MUTED : INK_PLAIN;
}

/* No blanks at a line's end: they are owed until the next cell that has something in it. */
static void print_cells(const struct table *table, const char *const *cells, const enum ink *inks,
                        const struct esc_terminal *terminal, FILE *out)
{
    int owed = 0;
    for (size_t c = 0; c < COLUMNS; c++) {
        int width = esc_ink_width(cells[c]);
        int blanks = table->widths[c] - width;
        if (!table->shown[c])
            continue;
        owed += columns[c].gap + (columns[c].right ? blanks : 0);
        if (width > 0) {
            fprintf(out, "%*s", owed, "");
            esc_ink_put(out, terminal, inks[c], cells[c]);
            owed = 0;
        }
        if (c == COLUMN_ROW && blanks < 0) {
            fputc('\n', out);
            blanks = table->widths[c];
        }
        owed += columns[c].right ? 0 : blanks;
    }
    fputc('\n', out);
}

static void print_head(const struct table *table, const struct esc_terminal *terminal, FILE *out)
{
    const char *cells[COLUMNS];
    enum ink inks[COLUMNS];
    for (size_t c = 0; c < COLUMNS; c++) {
        cells[c] = columns[c].head;
        inks[c] = INK_MUTED;
    }
    print_cells(table, cells, inks, terminal, out);
}

static void print_row(const struct esc_comparison *comparison, const struct table *table,
                      size_t index, const struct esc_terminal *terminal, FILE *out)
{
    enum ink inks[COLUMNS];
    const struct row *row = &table->rows[index];
    const char *cells[COLUMNS];
    for (size_t c = 0; c < COLUMNS; c++) {
        cells[c] = row->cells[c];
        inks[c] = cell_ink(comparison, row, (enum column)c);
    }
    print_cells(table, cells, inks, terminal, out);
}

static void print_rows(const struct esc_comparison *comparison, const struct esc_changes *changes,
                       const struct esc_terminal *terminal, FILE *out)
{
    struct table table = table_of(comparison, changes, terminal);
    char *above = esc_strdup("");
    if (changes->count > 0)
        print_head(&table, terminal, out);
    for (size_t i = 0; i < changes->count; i++) {
        char *place = esc_change_place(comparison, table.rows[i].change);
        char *clean = esc_ink_clean(place, terminal);
        if (strcmp(above, clean) != 0)
            esc_ink_wrap(out, terminal, INK_PLAIN, "", clean);
        print_row(comparison, &table, i, terminal, out);
        free(above);
        above = clean;
        free(place);
    }
    free(above);
    free_table(&table);
}

/* A note with its name before it, 13 columns wide; takes the text, NULL: nothing. */
static void note(const struct esc_terminal *terminal, FILE *out, enum ink ink, const char *name,
                 char *text)
{
    char first[16];
    char *clean = text != NULL ? esc_ink_clean(text, terminal) : NULL;
    snprintf(first, sizeof first, terminal->columns < 60 ? "%s: " : "%-12s ", name);
    if (clean != NULL)
        esc_ink_wrap(out, terminal, ink, first, clean);
    free(clean);
    free(text);
}

static void print_notes(const struct esc_comparison *comparison, bool cut,
                        const struct esc_terminal *terminal, FILE *out)
{
    const struct esc_run *a = comparison->a;
    const struct esc_run *b = comparison->b;
    note(terminal, out, INK_PLAIN, "Besides", esc_changes_legend(comparison));
    note(terminal, out, INK_PLAIN, "Only before",
         esc_changes_only(a, comparison->only_a, comparison->only_a_count));
    note(terminal, out, INK_PLAIN, "Only after",
         esc_changes_only(b, comparison->only_b, comparison->only_b_count));
    note(terminal, out, INK_PLAIN, "Noise", esc_changes_noise(comparison));
    note(terminal, out, INK_MUTED, "Method", esc_changes_method(comparison));
    if (cut)
        note(terminal, out, INK_PLAIN, "Shown",
             esc_format("only rows that changed; --all shows all %zu", comparison->change_count));
    note(terminal, out, INK_FAILED, "Shared", esc_changes_shared(comparison));
    note(terminal, out, INK_BOLD, "Result",
         esc_changes_finding(comparison, esc_ink_times(terminal)));
}

void esc_report_comparison(const struct esc_comparison *comparison, bool all,
                           const struct esc_terminal *terminal, FILE *out)
{
    bool cut = !all && comparison->change_count > ESC_COMPARISON_ROWS;
    note(terminal, out, INK_FAILED, "Factors", esc_changes_warning(comparison));
    note(terminal, out, INK_PLAIN, "Before", esc_changes_run(comparison->a));
    note(terminal, out, INK_PLAIN, "After", esc_changes_run(comparison->b));
    note(terminal, out, INK_PLAIN, "Differs", esc_changes_besides(comparison));
    struct esc_changes changes =
        cut ? esc_changes_resolved(comparison) : esc_changes_all(comparison);
    if (changes.count > 0) {
        fputc('\n', out);
        print_rows(comparison, &changes, terminal, out);
    }
    fputc('\n', out);
    print_notes(comparison, cut, terminal, out);
    free(changes.index);
}
