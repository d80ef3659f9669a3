/*
 * The report of a run: a block a case, then the notes. See report.h for the contracts.
 */
#include "report/report.h"

#include "report/ink.h"
#include "report/notes.h"
#include "report/releases.h"
#include "report/table.h"
#include "report/tally.h"
#include "words/price.h"
#include "words/units.h"

#include <stdint.h>
#include <stdlib.h>

/* Name and title on one line where they fit, the question below. */
static void print_title(const struct esc_case *bench_case, const struct esc_terminal *terminal,
                        FILE *out)
{
    char *name = esc_ink_clean(bench_case->name, terminal);
    char *title = esc_ink_clean(bench_case->title, terminal);
    bool one_line = esc_ink_width(name) + 2 + esc_ink_width(title) <= terminal->columns;
    esc_ink_put(out, terminal, INK_BOLD, name);
    fputs(one_line ? ": " : ":\n", out);
    esc_ink_wrap(out, terminal, INK_PLAIN, one_line ? "" : "  ", title);
    if (bench_case->question != NULL && *bench_case->question != '\0')
        esc_ink_wrap(out, terminal, INK_MUTED, "", bench_case->question);
    free(title);
    free(name);
}

static void print_point(const struct esc_case *bench_case, const struct esc_point *point,
                        const struct esc_terminal *terminal, FILE *out)
{
    if (bench_case->param_count == 0)
        return;
    char *words = esc_units_point(bench_case, point);
    esc_ink_wrap(out, terminal, INK_PLAIN, "", words);
    free(words);
}

/* Below the rows, where the price is not the escape's alone. */
static void print_price(const struct esc_case *bench_case, const struct esc_terminal *terminal,
                        FILE *out)
{
    char *words = esc_price_words(bench_case);
    if (words == NULL)
        return;
    esc_ink_wrap(out, terminal, INK_MUTED, ESC_PRICE_MARK " ", words);
    free(words);
}

static void print_case(const struct esc_run *run, size_t case_index, const struct table *table,
                       const struct esc_terminal *terminal, FILE *out)
{
    size_t shown_point = (size_t)-1;
    for (size_t v = 0; v < run->variant_count; v++) {
        const struct esc_variant *variant = &run->variants[v];
        if (variant->case_index != case_index)
            continue;
        if (shown_point == (size_t)-1) {
            print_title(&run->cases[case_index], terminal, out);
            esc_table_head(table, terminal, out);
        }
        if (variant->point != shown_point)
            print_point(&run->cases[case_index], esc_variant_point(run, variant), terminal, out);
        shown_point = variant->point;
        esc_table_row(table, v, terminal, out);
    }
    if (shown_point == (size_t)-1)
        return;
    print_price(&run->cases[case_index], terminal, out);
    esc_notes_failures(run, case_index, terminal, out);
    fputc('\n', out);
}

void esc_report(const struct esc_run *run, const struct esc_terminal *terminal, FILE *out)
{
    struct table table = esc_table_of(run, terminal);
    for (size_t case_index = 0; case_index < run->case_count; case_index++)
        print_case(run, case_index, &table, terminal, out);
    esc_report_tally(run, terminal, out);
    esc_report_releases(run, terminal, out);
    esc_notes_overview(run, SIZE_MAX, terminal, out);
    esc_notes_closing(run, terminal, out);
    esc_table_free(&table);
}
