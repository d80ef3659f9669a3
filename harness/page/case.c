/*
 * A case, folded: the lesson and what was measured. See parts.h.
 */
#include "page/html.h"
#include "page/parts.h"
#include "words/verdict.h"

#include <stdlib.h>
#include <string.h>

/* "8.3× slower [6.9, 8.6] noisy" at the point that stands for the case. */
static void add_summary(struct esc_text *out, const struct esc_run *run, size_t case_index)
{
    size_t count;
    struct esc_row *rows = esc_rows_one_each(run, &count);
    for (size_t i = 0; i < count; i++) {
        char words[ESC_VERDICT_TEXT];
        char interval[ESC_VERDICT_TEXT];
        if (rows[i].case_index != case_index)
            continue;
        esc_row_words(words, run, &rows[i]);
        esc_pair_interval_noisy(interval, rows[i].pair);
        if (*words != '\0')
            esc_html(out, " <span class=\"factor\">%s %s</span>", words, interval);
    }
    free(rows);
}

static void add_text(struct esc_text *out, const char *heading, const char *text)
{
    if (text == NULL || *text == '\0')
        return;
    esc_html(out, "<h3>%s</h3>\n", heading);
    esc_html_paragraphs(out, text);
}

static void add_charts(const struct esc_page *page, size_t case_index, struct esc_text *out)
{
    static const char *const kinds[] = {"scaling", "gc-timeline", "memory", "distribution"};
    struct esc_text charts = {0};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        esc_page_charts(page, kinds[k], case_index, &charts);
    if (charts.length > 0 || page->charts_missing != NULL)
        esc_html(out, "<h3>Charts</h3>\n");
    if (charts.length > 0)
        esc_text_add_bytes(out, charts.bytes, charts.length);
    if (page->charts_missing != NULL)
        esc_html(out, "<p class=\"missing\">%s</p>\n", page->charts_missing);
    esc_text_free(&charts);
}

/* The id stands inside: a browser unfolds what an address leads into. */
void esc_page_case(const struct esc_page *page, size_t case_index, struct esc_text *out)
{
    const struct esc_run *run = page->run;
    const struct esc_case *bench_case = &run->cases[case_index];
    char *id = esc_page_id(run, case_index);
    esc_text_add(out, run->case_count == 1 ? "<details class=\"case\" open=\"open\">\n"
                                           : "<details class=\"case\">\n");
    esc_html(out, "<summary><strong>%s</strong>", bench_case->name);
    add_summary(out, run, case_index);
    if (bench_case->title != NULL && *bench_case->title != '\0')
        esc_html(out, " <span class=\"title\">%s</span>", bench_case->title);
    esc_html(out, "</summary>\n<div class=\"body\" id=\"%s\">\n", id);
    esc_html_paragraphs(out, bench_case->question);
    esc_page_code(&page->lessons[case_index], out);
    esc_page_figures(page, case_index, out);
    esc_page_tally(page, case_index, out);
    add_charts(page, case_index, out);
    esc_page_samples(page, case_index, out);
    add_text(out, "Why", bench_case->because);
    add_text(out, "Remedy", bench_case->remedy);
    esc_html(out,
             "<p class=\"small\"><a href=\"#the_index\">All cases</a> · make explain CASE=%s"
             "</p>\n</div>\n</details>\n",
             bench_case->name);
    free(id);
}
