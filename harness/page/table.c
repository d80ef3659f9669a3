/*
 * The table of all cases. See parts.h.
 */
#include "page/html.h"
#include "page/parts.h"
#include "words/units.h"
#include "words/verdict.h"

#include <stdlib.h>

static void add_time(struct esc_text *out, const struct esc_run *run, size_t variant)
{
    const struct esc_estimate *time = esc_row_time(run, variant);
    esc_page_number(out, time != NULL ? time->median : -1, esc_units_ns_drawn);
}

static void add_factor(struct esc_text *out, const struct esc_run *run, const struct esc_row *row)
{
    char words[ESC_VERDICT_TEXT];
    esc_row_words(words, run, row);
    if (row->pair != NULL && row->pair->factor.known)
        esc_page_pair(out, run, row->pair, words);
    else
        esc_html(out, "<td class=\"strong\">%s</td><td></td><td></td>", words);
}

static void add_counts(struct esc_text *out, const struct esc_run *run, const struct esc_row *row)
{
    const struct esc_variant *heap = row->heap != ESC_PICK_NONE ? &run->variants[row->heap] : NULL;
    esc_page_number(out, heap != NULL ? heap->allocs_per_op : -1, esc_units_count);
    esc_page_number(out, heap != NULL ? heap->bytes_per_op : -1, esc_units_bytes);
    esc_page_number(out, esc_row_share(run, row), esc_units_percent);
}

static void add_row(struct esc_text *out, const struct esc_run *run, const struct esc_row *row)
{
    char *name = esc_row_name(run, row);
    char *detail = esc_row_detail(run, row);
    char *id = esc_page_id(run, row->case_index);
    esc_html(out, "<tr><th scope=\"row\"><a href=\"#%s\">%s</a></th><td>%s</td>", id, name, detail);
    add_time(out, run, row->stack);
    add_time(out, run, row->heap);
    add_factor(out, run, row);
    add_counts(out, run, row);
    esc_html(out, "<td>%s</td></tr>\n",
             row->pair != NULL ? esc_verdict_words(row->pair->verdict) : "");
    free(id);
    free(detail);
    free(name);
}

void esc_page_open_table(struct esc_text *out, const char *label,
                         const struct esc_page_column *columns, size_t count)
{
    esc_html(out,
             "<div class=\"wide\" role=\"region\" aria-labelledby=\"%s\" tabindex=\"0\">\n"
             "<table class=\"sortable\">\n<thead><tr>",
             label);
    for (size_t i = 0; i < count; i++)
        esc_html(out, "<th scope=\"col\" class=\"%s\">%s</th>",
                 columns[i].number ? "number" : "word", columns[i].head);
    esc_html(out, "</tr></thead>\n<tbody>\n");
}

void esc_page_close_table(struct esc_text *out)
{
    esc_html(out, "</tbody>\n</table>\n</div>\n");
}

static const struct esc_page_column columns[] = {
    {"case", false},  {"at", false},       {"stack", true},    {"heap", true},
    {"factor", true}, {"interval", false}, {"price", true},    {"allocs", true},
    {"bytes", true},  {"GC share", true},  {"verdict", false},
};

void esc_page_table(const struct esc_page *page, struct esc_text *out)
{
    const struct esc_run *run = page->run;
    size_t count;
    struct esc_row *rows = esc_rows_one_each(run, &count);
    esc_html(out,
             "<section id=\"the_table\" aria-labelledby=\"the_table_head\">\n"
             "<h2 id=\"the_table_head\">All cases as a table</h2>\n"
             "<p>One row a case, at the point that stands for it: its heap side (%s) against its "
             "stack side, per operation. Each case below has all of its rows.</p>\n",
             esc_rows_runtime(run, rows, count));
    esc_page_open_table(out, "the_table_head", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < count; i++) {
        add_row(out, run, &rows[i]);
        for (size_t go = 0; go < run->go_count; go++) {
            struct esc_row other = esc_row_go(run, &rows[i], go);
            if (other.heap != ESC_PICK_NONE && other.heap != rows[i].heap)
                add_row(out, run, &other);
        }
    }
    esc_page_close_table(out);
    esc_html(out, "</section>\n");
    free(rows);
}
