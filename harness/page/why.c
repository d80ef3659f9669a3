/*
 * The order of the page of escapes. See why.h for the contract.
 */
#include "page/why.h"

#include "base/memory.h"
#include "page/html.h"
#include "page/parts.h"
#include "page/why_parts.h"
#include "words/cause.h"
#include "words/escapes.h"
#include "words/own_names.h"
#include "words/units.h"

#include <stdlib.h>
#include <string.h>

/* Rows of the table: with thousands it would take longer to open than all else. */
enum { ROWS = 100 };

static struct esc_why_sums sums_of(const struct esc_why_page *page)
{
    struct esc_why_sums sums = {0};
    for (size_t k = 0; k < page->count; k++)
        esc_why_sums_add(&sums, page->escapes, page->sources, page->list[k].value);
    return sums;
}

/* ---- causes --------------------------------------------------------------------------------- */

struct tally {
    enum esc_cause cause;
    size_t count, certain; /* of which take a block for certain */
};

static int compare_tallies(const void *a, const void *b)
{
    const struct tally *one = a, *other = b;
    if (one->count != other->count)
        return one->count < other->count ? 1 : -1;
    return (one->cause > other->cause) - (one->cause < other->cause);
}

/* The most frequent first. */
static void count_causes(const struct esc_why_page *page, struct tally tallies[ESC_CAUSES])
{
    for (int cause = 0; cause < ESC_CAUSES; cause++)
        tallies[cause] = (struct tally){.cause = (enum esc_cause)cause};
    for (size_t k = 0; k < page->count; k++) {
        const char *because;
        const struct esc_go_value *value = page->list[k].value;
        struct tally *tally = &tallies[esc_cause_of(page->escapes, value)];
        tally->count++;
        tally->certain +=
            esc_allocates_of(page->escapes, page->sources, value, &because) == ESC_ALLOCATES_YES;
    }
    qsort(tallies, ESC_CAUSES, sizeof *tallies, compare_tallies);
}

static void add_causes(const struct tally tallies[ESC_CAUSES], struct esc_text *out)
{
    static const struct esc_page_column columns[] = {
        {"because", false}, {"values", true}, {"allocate for certain", true}, {"case", false}};
    esc_html(out,
             "<section id=\"the_causes\" class=\"narrow\" aria-labelledby=\"the_causes_head\">\n"
             "<h2 id=\"the_causes_head\">Why they leave</h2>\n");
    esc_page_open_table(out, "the_causes_head", columns, sizeof columns / sizeof *columns);
    for (size_t k = 0; k < ESC_CAUSES && tallies[k].count > 0; k++) {
        const struct esc_cause_words *words = esc_cause_words(tallies[k].cause);
        esc_html(out,
                 "<tr><td class=\"prose\">%s</td><td data-value=\"%zu\">%zu</td>"
                 "<td data-value=\"%zu\">%zu</td><td>%s</td></tr>\n",
                 words->title, tallies[k].count, tallies[k].count, tallies[k].certain,
                 tallies[k].certain, words->bench_case);
    }
    esc_page_close_table(out);
    esc_html(out,
             "<p class=\"small\">A case measures the cause: make explain CASE=name, make bench "
             "CASE=name.</p>\n</section>\n");
}

/* ---- head ----------------------------------------------------------------------------------- */

static void add_note(const char *class, const char *text, struct esc_text *out)
{
    if (text != NULL)
        esc_html(out, "<p class=\"%s\">%s</p>\n", class, text);
}

static void add_header(const struct esc_why_page *page, const struct esc_why_sums *sums,
                       const struct tally tallies[ESC_CAUSES], struct esc_text *out)
{
    esc_html(out, "<header>\n<p class=\"small\">escapement · why%s%s</p>\n",
             page->go != NULL ? " · " : "", page->go);
    esc_html(out, "<h1>%s: %zu value%s the stack</h1>\n", page->what, sums->leave,
             sums->leave == 1 ? " leaves" : "s leave");
    if (page->count > 0)
        esc_html(out,
                 "<p class=\"lead\">%zu allocate for certain, %zu do not, of %zu it depends on the "
                 "run.",
                 sums->allocates[ESC_ALLOCATES_YES], sums->allocates[ESC_ALLOCATES_NO],
                 sums->allocates[ESC_ALLOCATES_DEPENDS]);
    if (tallies[0].count > 1)
        esc_html(out, " The most frequent cause (%zu): %s.", tallies[0].count,
                 esc_cause_words(tallies[0].cause)->title);
    if (page->count > 0)
        esc_html(out, "</p>\n");
    if (page->folder[0] != '\0')
        esc_html(out, "<p class=\"small\">Files are those of %s</p>\n", page->folder);
    const struct esc_escapes *escapes = page->escapes;
    const bool partial = escapes->strange > 0 || escapes->ends_within_line;
    add_note(partial ? "failed" : "note", page->doubts, out);
    add_note("note", page->count > 0 ? page->prices : NULL, out);
    add_note("note", page->flows, out);
    esc_html(out, "</header>\n");
}

/* ---- what matters most ---------------------------------------------------------------------- */

static void add_row(const struct esc_why_page *page, size_t k, struct esc_text *out)
{
    const struct esc_page_escape *escape = &page->list[k];
    const struct esc_go_value *value = escape->value;
    const char *because;
    char *spot = esc_why_page_spot(page, value->at);
    char *name = esc_own_names(value->name);
    esc_html(
        out,
        "<tr><td data-value=\"%zu\">%zu</td><th scope=\"row\" class=\"place\"><a href=\"#e%zu\">%s</a></th>"
        "<td class=\"name\"><code>%s</code></td><td class=\"prose\">%s%s</td><td class=\"answer\">%s</td>",
        k + 1, k + 1, k + 1, spot, name, esc_cause_words(esc_cause_of(page->escapes, value))->title,
        escape->in_loop ? ", in a loop" : "", esc_why_page_answer(page, value, &because));
    esc_page_number(out, escape->price_ns, esc_units_ns_drawn);
    if (page->profiled)
        esc_html(out, "<td class=\"prose\">%s</td>", escape->share);
    esc_html(out, "</tr>\n");
    free(name);
    free(spot);
}

static void add_rows(const struct esc_why_page *page, struct esc_text *out)
{
    static const struct esc_page_column columns[] = {
        {"rank", true},        {"place", false}, {"value", false},  {"because", false},
        {"allocates?", false}, {"price", true},  {"profile", false}};
    esc_html(out,
             "<section id=\"the_table\" class=\"stacked\" aria-labelledby=\"the_table_head\">\n"
             "<h2 id=\"the_table_head\">What matters most first</h2>\n<p>%s</p>\n",
             page->order);
    esc_page_open_table(out, "the_table_head", columns,
                        sizeof columns / sizeof *columns - !page->profiled);
    for (size_t k = 0; k < page->count && k < ROWS; k++)
        add_row(page, k, out);
    esc_page_close_table(out);
    if (page->count > ROWS)
        esc_html(out,
                 "<p class=\"small\">These are the first %d; all %zu stand in the source.</p>\n",
                 ROWS, page->count);
    esc_html(out, "</section>\n");
}

void esc_why_page(const struct esc_why_page *page, struct esc_text *out)
{
    struct tally tallies[ESC_CAUSES];
    const struct esc_why_sums sums = sums_of(page);
    char *finding = esc_why_sums_words(&sums);
    char *title = esc_format("%s: %s", page->what, finding);
    count_causes(page, tallies);
    esc_page_open(title, page->light, page->dark, out);
    if (page->count > 0)
        esc_html(out, "<a class=\"skip\" href=\"#the_source\">To the source</a>\n");
    add_header(page, &sums, tallies, out);
    esc_html(out, "<main>\n");
    if (page->count > 0) {
        add_rows(page, out);
        add_causes(tallies, out);
        esc_html(out,
                 "<section id=\"the_source\" aria-labelledby=\"the_source_head\">\n"
                 "<h2 id=\"the_source_head\">The source</h2>\n");
        esc_why_page_source(page, out);
        esc_html(out, "</section>\n");
    } else {
        esc_html(out, "<p>All that it tells of stays.</p>\n");
    }
    esc_page_close(out);
    free(title);
    free(finding);
}
