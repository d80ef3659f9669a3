/*
 * The table of all cases. See parts.h.
 */
#include "page/html.h"
#include "page/parts.h"
#include "words/price.h"
#include "words/units.h"
#include "words/verdict.h"

#include <stdlib.h>

/* Cells that sort by a number carry it; unknown ones come last. */
static void add_number(struct esc_text *out, double value, const char *words)
{
    esc_html(out, "<td data-value=\"%.9g\">%s</td>", value, words);
}

static void add_time(struct esc_text *out, const struct esc_run *run, size_t variant)
{
    char words[ESC_UNITS_TEXT];
    const struct esc_estimate *time = esc_row_time(run, variant);
    if (time == NULL)
        esc_html(out, "<td></td>");
    else
        add_number(out, time->median, esc_units_ns_drawn(words, time->median));
}

static void add_factor(struct esc_text *out, const struct esc_run *run, const struct esc_row *row)
{
    char words[ESC_VERDICT_TEXT];
    esc_row_words(words, run, row);
    if (row->pair == NULL || !row->pair->factor.known) {
        esc_html(out, "<td class=\"strong\">%s</td><td></td><td></td>", words);
        return;
    }
    char interval[ESC_VERDICT_TEXT];
    char price[ESC_UNITS_TEXT];
    esc_html(out, "<td class=\"strong\" data-value=\"%.9g\">%s</td><td>%s</td>",
             row->pair->factor.median, words, esc_pair_interval(interval, row->pair));
    if (!row->pair->price_ns.known || row->pair->verdict == ESC_VERDICT_NOT_RESOLVED)
        esc_html(out, "<td></td>");
    else
        esc_html(out, "<td data-value=\"%.9g\">%s%s</td>", row->pair->price_ns.median,
                 esc_units_ns_drawn(price, row->pair->price_ns.median),
                 esc_price_mark(run, row->pair));
}

static void add_counts(struct esc_text *out, const struct esc_run *run, const struct esc_row *row)
{
    char words[ESC_UNITS_TEXT];
    const struct esc_variant *heap = row->heap != ESC_PICK_NONE ? &run->variants[row->heap] : NULL;
    if (heap == NULL || heap->allocs_per_op < 0)
        esc_html(out, "<td></td>");
    else
        add_number(out, heap->allocs_per_op, esc_units_count(words, heap->allocs_per_op));
    if (heap == NULL || heap->bytes_per_op < 0)
        esc_html(out, "<td></td>");
    else
        add_number(out, heap->bytes_per_op, esc_units_bytes(words, heap->bytes_per_op));
    double share = esc_row_share(run, row);
    if (share < 0)
        esc_html(out, "<td></td>");
    else
        add_number(out, share, esc_units_percent(words, share));
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

void esc_page_table(const struct esc_page *page, struct esc_text *out)
{
    const struct esc_run *run = page->run;
    size_t count;
    struct esc_row *rows = esc_rows_one_each(run, &count);
    esc_html(out,
             "<section id=\"the_table\" aria-labelledby=\"the_table_head\">\n"
             "<h2 id=\"the_table_head\">All cases as a table</h2>\n"
             "<p>One row a case, at the point that stands for it: its heap side (%s) against its "
             "stack side. Each case below has all of its rows.</p>\n"
             "<div class=\"wide\" role=\"region\" aria-labelledby=\"the_table_head\" "
             "tabindex=\"0\">\n<table class=\"sortable\">\n<thead><tr>"
             "<th scope=\"col\">case</th><th scope=\"col\">at</th>"
             "<th scope=\"col\">stack, time/op</th><th scope=\"col\">heap, time/op</th>"
             "<th scope=\"col\">factor</th><th scope=\"col\">its interval</th>"
             "<th scope=\"col\">price</th><th scope=\"col\">allocs/op</th>"
             "<th scope=\"col\">B/op</th><th scope=\"col\">GC share</th>"
             "<th scope=\"col\">verdict</th></tr></thead>\n<tbody>\n",
             esc_rows_runtime(run, rows, count));
    for (size_t i = 0; i < count; i++) {
        add_row(out, run, &rows[i]);
        for (size_t go = 0; go < run->go_count; go++) {
            struct esc_row other = esc_row_go(run, &rows[i], go);
            if (other.heap != ESC_PICK_NONE && other.heap != rows[i].heap)
                add_row(out, run, &other);
        }
    }
    esc_html(out, "</tbody>\n</table>\n</div>\n</section>\n");
    free(rows);
}
