/*
 * The page's order. See page.h for the contract.
 */
#include "page/page.h"

#include "base/memory.h"
#include "page/html.h"
#include "page/parts.h"
#include "words/finding.h"
#include "words/headline.h"
#include "words/outlier.h"
#include "words/releases.h"
#include "words/remarks.h"

#include <stdlib.h>

/* A paragraph with a sentence, which is freed; nothing for NULL. */
static void add_note(struct esc_text *out, const char *name, char *sentence)
{
    if (sentence != NULL)
        esc_html(out, "<p class=\"%s\">%s</p>\n", name, sentence);
    free(sentence);
}

static char *interrupted(const struct esc_run *run)
{
    if (!run->interrupted)
        return NULL;
    return esc_format("interrupted after %u of %u rounds", run->rounds_done, run->rounds);
}

/* The dearest escape, the cheapest one, and what was not resolved. */
static void add_headlines(const struct esc_run *run, struct esc_text *out)
{
    size_t count;
    struct esc_row *rows = esc_rows_by_factor(run, &count);
    const struct esc_row *const ends[] = {esc_headline_dearest(run, rows, count),
                                          esc_headline_cheapest(run, rows, count)};
    static const char *const names[] = {"Dearest", "Cheapest"};
    esc_html(out, "<dl>\n");
    for (size_t i = 0; i < 2; i++) {
        if (ends[i] == NULL)
            continue;
        char *words = esc_headline_row(run, ends[i], "×");
        esc_html(out, "<dt>%s</dt><dd>%s</dd>\n", names[i], words);
        free(words);
    }
    char *unresolved = esc_headline_unresolved(run, rows, count);
    esc_html(out, "<dt>Not resolved</dt><dd>%s</dd>\n</dl>\n", unresolved);
    free(unresolved);
    free(rows);
}

/* The finding of all cases, and what must be known before a figure is quoted. */
static void add_header(const struct esc_run *run, const char *finding, const struct esc_row *rows,
                       size_t count, struct esc_text *out)
{
    esc_html(out, "<header>\n<p class=\"small\">escapement · run %s · %s · %s</p>\n<h1>%s</h1>\n",
             run->id, run->started, run->machine.cpu, finding);
    add_note(out, "lead", esc_finding_resolved(run, rows, count));
    add_headlines(run, out);
    add_note(out, "failed", esc_remark_shared(run));
    add_note(out, "failed", interrupted(run));
    add_note(out, "failed", esc_remark_failed(run));
    add_note(out, "note", esc_remark_noise_floor(run, "×"));
    add_note(out, "note", esc_remark_machine(run));
    add_note(out, "note", esc_outliers_note(run));
    esc_html(out, "</header>\n");
}

static void add_index(const struct esc_run *run, struct esc_text *out)
{
    esc_html(out,
             "<nav id=\"the_index\" aria-labelledby=\"the_index_head\">\n"
             "<h2 id=\"the_index_head\">Cases</h2>\n<ul class=\"cases\">\n");
    for (size_t i = 0; i < run->case_count; i++) {
        char *id = esc_page_id(run, i);
        esc_html(out, "<li><a href=\"#%s\">%s</a></li>\n", id, run->cases[i].name);
        free(id);
    }
    esc_html(out, "</ul>\n<ul class=\"parts\">\n");
    if (esc_release_any(run))
        esc_html(out, "<li><a href=\"#the_releases\">Then and now</a></li>\n");
    esc_html(out,
             "<li><a href=\"#the_charts\">Charts of all</a></li>\n"
             "<li><a href=\"#the_table\">Table of all</a></li>\n"
             "<li><a href=\"#the_method\">How it was measured</a></li>\n"
             "<li><a href=\"#the_machine\">The machine</a></li>\n"
             "<li><a href=\"#the_file\">The run itself</a></li>\n</ul>\n</nav>\n");
}

static void add_charts(const struct esc_page *page, struct esc_text *out)
{
    esc_html(out,
             "<section id=\"the_charts\" aria-labelledby=\"the_charts_head\">\n"
             "<h2 id=\"the_charts_head\">All cases as charts</h2>\n");
    esc_page_charts(page, "pairs", ESC_PICK_NONE, out);
    esc_page_charts(page, "real-go", ESC_PICK_NONE, out);
    esc_page_charts(page, "gc-pressure", ESC_PICK_NONE, out);
    if (page->charts_missing != NULL)
        esc_html(out, "<p class=\"missing\">%s</p>\n", page->charts_missing);
    esc_html(out, "</section>\n");
}

static void add_cases(const struct esc_page *page, struct esc_text *out)
{
    esc_html(out,
             "<section id=\"the_cases\" aria-labelledby=\"the_cases_head\">\n"
             "<h2 id=\"the_cases_head\">Case by case</h2>\n");
    for (size_t i = 0; i < page->run->case_count; i++)
        esc_page_case(page, i, out);
    esc_html(out, "</section>\n");
}

void esc_page(const struct esc_page *page, struct esc_text *out)
{
    size_t count;
    struct esc_row *rows = esc_rows_one_each(page->run, &count);
    char *finding = esc_finding_pairs(page->run, rows, count);
    char *title = esc_format("%s: escapement, run %s", finding, page->run->id);
    esc_page_open(title, page->light, page->dark, out);
    esc_html(out, "\n<a class=\"skip\" href=\"#the_table\">To the table</a>\n");
    add_header(page->run, finding, rows, count, out);
    add_index(page->run, out);
    esc_html(out, "<main>\n");
    add_charts(page, out);
    esc_page_releases(page, out);
    esc_page_table(page, out);
    add_cases(page, out);
    esc_page_end(page, out);
    esc_page_close(out);
    free(title);
    free(finding);
    free(rows);
}
