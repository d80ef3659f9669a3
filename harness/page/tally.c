/*
 * What was counted beside times and allocations, as a table. See parts.h.
 */
#include "words/tally.h"
#include "base/memory.h"
#include "page/html.h"
#include "page/parts.h"
#include "words/units.h"

#include <math.h>
#include <stdlib.h>

static void add_row(struct esc_text *out, const struct esc_run *run,
                    const struct esc_tally_table *table, const struct esc_tally_row *row)
{
    const struct esc_variant *variant = &run->variants[row->variant];
    char *point = esc_units_point(esc_variant_case(run, variant), esc_variant_point(run, variant));
    char *name = esc_pick_name(run, variant);
    esc_html(out, "<tr><th scope=\"row\">%s</th><td>%s</td>", name, point);
    for (size_t c = 0; c < table->column_count; c++) {
        if (isnan(row->values[c]))
            esc_html(out, "<td class=\"unknown\">n/a</td>");
        else
            esc_html(out, "<td data-value=\"%.5g\">%s</td>", row->values[c], row->cells[c]);
    }
    esc_html(out, "</tr>\n");
    free(name);
    free(point);
}

static void add_table(struct esc_text *out, const struct esc_run *run, const char *head,
                      const struct esc_tally_table *table)
{
    struct esc_page_column columns[2 + ESC_TALLY_COLUMNS] = {{"side", false}, {"at", false}};
    for (size_t c = 0; c < table->column_count; c++)
        columns[2 + c] = (struct esc_page_column){table->heads[c], true};
    esc_page_open_table(out, head, columns, 2 + table->column_count);
    for (size_t r = 0; r < table->row_count; r++)
        add_row(out, run, table, &table->rows[r]);
    esc_page_close_table(out);
}

void esc_page_tally(const struct esc_page *page, size_t case_index, struct esc_text *out)
{
    struct esc_tally_table table = esc_tally_table_of(page->run, case_index);
    if (table.row_count > 0) {
        char *id = esc_page_id(page->run, case_index);
        char *head = esc_format("%s_counted", id);
        esc_html(out,
                 "<h3 id=\"%s\">Counted</h3>\n<p>In a pass of its own, beside the timed samples; "
                 "events per operation, /M: per million.</p>\n",
                 head);
        add_table(out, page->run, head, &table);
        free(head);
        free(id);
    }
    esc_tally_table_free(&table);
}
