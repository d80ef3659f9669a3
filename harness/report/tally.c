/*
 * Counters on a terminal: columns where they fit, else a sentence a row. See tally.h.
 */
#include "report/tally.h"

#include "base/memory.h"
#include "base/text.h"
#include "report/ink.h"
#include "words/tally.h"
#include "words/units.h"

#include <stdlib.h>
#include <string.h>

enum { LABEL = 16, GAP = 2 };

static int column_width(const struct esc_tally_table *table, size_t column)
{
    int width = esc_ink_width(table->heads[column]);
    for (size_t r = 0; r < table->row_count; r++) {
        int cell = esc_ink_width(table->rows[r].cells[column]);
        width = cell > width ? cell : width;
    }
    return width;
}

static bool fits(const struct esc_tally_table *table, const struct esc_terminal *terminal)
{
    int total = LABEL;
    for (size_t c = 0; c < table->column_count; c++)
        total += GAP + column_width(table, c);
    return total <= terminal->columns;
}

static void print_head(const struct esc_tally_table *table, const struct esc_terminal *terminal,
                       FILE *out)
{
    fprintf(out, "%*s", LABEL, "");
    for (size_t c = 0; c < table->column_count; c++) {
        fprintf(out, "%*s", GAP, "");
        esc_ink_pad(out, terminal, INK_MUTED, table->heads[c], column_width(table, c), true);
    }
    fputc('\n', out);
}

/* " heap@malloc"; a longer one takes a line of its own. */
static void print_label(const char *label, const struct esc_terminal *terminal, FILE *out)
{
    char *words = esc_format(" %s", label);
    esc_ink_pad(out, terminal, INK_PLAIN, words, LABEL, false);
    if (esc_ink_width(words) > LABEL)
        fprintf(out, "\n%*s", LABEL, "");
    free(words);
}

static void print_row(const struct esc_tally_table *table, const struct esc_tally_row *row,
                      const char *label, const struct esc_terminal *terminal, FILE *out)
{
    print_label(label, terminal, out);
    for (size_t c = 0; c < table->column_count; c++) {
        fprintf(out, "%*s", GAP, "");
        esc_ink_pad(out, terminal, INK_PLAIN, row->cells[c], column_width(table, c), true);
    }
    fputc('\n', out);
}

static void print_sentence(const struct esc_tally_table *table, const struct esc_tally_row *row,
                           const char *label, const struct esc_terminal *terminal, FILE *out)
{
    struct esc_text words = {0};
    for (size_t c = 0; c < table->column_count; c++)
        esc_text_addf(&words, "%s%s %s", c > 0 ? "; " : "", table->heads[c], row->cells[c]);
    char *first = esc_format(" %s: ", label);
    esc_ink_wrap(out, terminal, INK_PLAIN, first, words.bytes);
    free(first);
    esc_text_free(&words);
}

static void print_rows(const struct esc_run *run, const struct esc_tally_table *table, bool columns,
                       const struct esc_terminal *terminal, FILE *out)
{
    size_t shown_point = (size_t)-1;
    for (size_t r = 0; r < table->row_count; r++) {
        const struct esc_variant *variant = &run->variants[table->rows[r].variant];
        const struct esc_case *bench_case = esc_variant_case(run, variant);
        if (variant->point != shown_point && bench_case->param_count > 0) {
            char *words = esc_units_point(bench_case, esc_variant_point(run, variant));
            esc_ink_wrap(out, terminal, INK_PLAIN, "", words);
            free(words);
        }
        shown_point = variant->point;
        char *label = esc_ink_clean(variant->label, terminal);
        (columns ? print_row : print_sentence)(table, &table->rows[r], label, terminal, out);
        free(label);
    }
}

static void print_case(const struct esc_run *run, size_t case_index,
                       const struct esc_terminal *terminal, FILE *out)
{
    struct esc_tally_table table = esc_tally_table_of(run, case_index);
    if (table.row_count > 0) {
        bool columns = fits(&table, terminal);
        char *name = esc_ink_clean(run->cases[case_index].name, terminal);
        esc_ink_put(out, terminal, INK_BOLD, name);
        fputs(", counted\n", out);
        if (columns)
            print_head(&table, terminal, out);
        print_rows(run, &table, columns, terminal, out);
        fputc('\n', out);
        free(name);
    }
    esc_tally_table_free(&table);
}

void esc_report_tally(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out)
{
    for (size_t i = 0; i < run->case_count; i++)
        print_case(run, i, terminal, out);
    char *refusals = esc_tally_refusals(run);
    if (refusals != NULL) {
        esc_ink_wrap(out, terminal, INK_MUTED, "Counters     ", refusals);
        fputc('\n', out);
    }
    free(refusals);
}
