/*
 * A run as Markdown. See report.h for the contract.
 */
#include "report/markdown.h"
#include "report/table.h"

#include "base/memory.h"
#include "words/finding.h"
#include "words/remarks.h"
#include "words/units.h"

#include <stdlib.h>

static const enum column shown[] = {COLUMN_TIME,   COLUMN_ALLOCS,   COLUMN_BYTES, COLUMN_CYCLES,
                                    COLUMN_FACTOR, COLUMN_INTERVAL, COLUMN_PRICE};
enum { SHOWN = sizeof shown / sizeof *shown };

static void put_cell(const char *text, FILE *out)
{
    fputs(" | ", out);
    esc_markdown_text(out, esc_strdup(text != NULL ? text : ""));
}

static void put_head(FILE *out)
{
    fputs("| case | side", out);
    for (size_t c = 0; c < SHOWN; c++)
        fprintf(out, " | %s", shown[c] == COLUMN_INTERVAL ? "interval" : esc_table_title(shown[c]));
    fputs(" |\n| --- | ---", out);
    for (size_t c = 0; c < SHOWN; c++)
        fputs(" | ---:", out);
    fputs(" |\n", out);
}

/* The label has blanks before it that align it in a terminal. */
static void put_row(const struct esc_run *run, const struct table_row *row, FILE *out)
{
    const struct esc_variant *variant = &run->variants[row->variant];
    const struct esc_case *one = esc_variant_case(run, variant);
    char *point = esc_units_point(one, esc_variant_point(run, variant));
    char *place = esc_format("%s%s%s", one->name, *point != '\0' ? ", " : "", point);
    fputs("| ", out);
    esc_markdown_code(out, place);
    fputs(" | ", out);
    esc_markdown_code(out, variant->label);
    if (row->failure != NULL)
        put_cell(row->failure, out);
    for (size_t c = row->failure != NULL ? 1 : 0; c < SHOWN; c++)
        put_cell(row->failure != NULL ? "" : row->cells[shown[c]], out);
    fputs(" |\n", out);
    free(place);
    free(point);
}

/* A paragraph; takes the text, NULL is none. */
static void put_note(char *text, FILE *out)
{
    if (text == NULL)
        return;
    fputc('\n', out);
    esc_markdown_text(out, text);
    fputc('\n', out);
}

void esc_report_markdown(const struct esc_run *run, FILE *out)
{
    static const struct esc_terminal all = {.columns = 1000, .utf8 = true};
    struct table table = esc_table_of(run, &all);
    size_t count;
    struct esc_row *rows = esc_rows_by_factor(run, &count);
    put_note(esc_finding_resolved(run, rows, count), out);
    fputc('\n', out);
    put_head(out);
    for (size_t r = 0; r < table.count; r++)
        put_row(run, &table.rows[r], out);
    put_note(esc_format("%s, run %s, %u of %u rounds, escapement %s (%s)",
                        run->machine.cpu != NULL ? run->machine.cpu : "unknown processor", run->id,
                        run->rounds_done, run->rounds, run->machine.version, run->machine.revision),
             out);
    put_note(esc_remark_shared(run), out);
    put_note(esc_remark_noise_floor(run, "×"), out);
    free(rows);
    esc_table_free(&table);
}
