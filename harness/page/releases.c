/*
 * Then and now. See parts.h.
 */
#include "words/releases.h"
#include "base/memory.h"
#include "page/html.h"
#include "page/parts.h"
#include "words/units.h"
#include "words/verdict.h"

#include <stdlib.h>

static void add_time(struct esc_text *out, const struct esc_run *run, size_t variant)
{
    bool measured = esc_pick_measured(run, variant);
    esc_page_number(out, measured ? run->figures[variant].ns_per_op.median : -1,
                    esc_units_ns_drawn);
}

static void add_row(struct esc_text *out, const struct esc_run *run,
                    const struct esc_release_rows *rows, const struct esc_release_row *row)
{
    char factor[ESC_VERDICT_TEXT];
    char interval[ESC_VERDICT_TEXT];
    char *name = esc_release_name(run, row);
    char *detail = esc_release_detail(run, row);
    char *allocs = esc_release_allocs(run, row, "→");
    char *bytes = esc_release_bytes(run, row, "→");
    char *id = esc_page_id(run, row->case_index);
    esc_html(out, "<tr><th scope=\"row\"><a href=\"#%s\">%s</a></th><td>%s</td>", id, name, detail);
    add_time(out, run, row->stack);
    add_time(out, run, row->then);
    add_time(out, run, row->now);
    esc_html(out, "<td class=\"strong\" data-value=\"%.5g\">%s</td><td>%s</td>",
             row->pair->factor.median, esc_release_factor(factor, row->pair, "×"),
             esc_release_interval(interval, row->pair));
    esc_html(out, "<td>%s</td><td>%s</td><td>%s</td></tr>\n", allocs, bytes,
             rows->groups[row->group].reason);
    free(id);
    free(bytes);
    free(allocs);
    free(detail);
    free(name);
}

static void add_table(struct esc_text *out, const struct esc_run *run,
                      const struct esc_release_rows *rows)
{
    char *then = esc_format("heap, %s", esc_release_then(run));
    char *now = esc_format("heap, %s", esc_release_now(run));
    const struct esc_page_column columns[] = {
        {"case", false},  {"at", false},        {"stack", true},     {then, true},
        {now, true},      {"now ÷ then", true}, {"interval", false}, {"allocs", false},
        {"bytes", false}, {"why", false},
    };
    esc_page_open_table(out, "the_releases_head", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < rows->count; i++)
        add_row(out, run, rows, &rows->rows[i]);
    esc_page_close_table(out);
    free(now);
    free(then);
}

void esc_page_releases(const struct esc_page *page, struct esc_text *out)
{
    const struct esc_run *run = page->run;
    struct esc_release_rows rows = esc_release_rows(run);
    if (rows.count > 0) {
        char *finding = esc_release_finding(run, rows.rows, rows.count);
        char *counts = esc_release_counts(run, rows.rows, rows.count);
        esc_html(out,
                 "<section id=\"the_releases\" aria-labelledby=\"the_releases_head\">\n"
                 "<h2 id=\"the_releases_head\">Then and now</h2>\n"
                 "<p class=\"lead\">%s</p>\n<p>The models of both releases, measured in turns: %s. "
                 "Rows of one reason stand together.</p>\n",
                 finding, counts);
        esc_page_charts(page, "then-and-now", ESC_PICK_NONE, out);
        add_table(out, run, &rows);
        esc_html(out, "</section>\n");
        free(counts);
        free(finding);
    }
    esc_release_rows_free(&rows);
}
