/*
 * The parts of a page, in their order. Each appends whole elements. Private to the page.
 */
#ifndef ESC_PAGE_PARTS_H
#define ESC_PAGE_PARTS_H

#include "page/page.h"
#include "words/rows.h"

#include <stdbool.h>

/* Style sheet and script, page/style.css and page/script.js, which lie inside the program. */
void esc_page_style(struct esc_text *out);
void esc_page_script(struct esc_text *out);

/* From the document type to <body>: title, style, the colours of both themes as page.h has them;
 * and from </main> to the end. */
void esc_page_open(const char *title, const char *light, const char *dark, struct esc_text *out);
void esc_page_close(struct esc_text *out);

/* The id of a case's part: its name, or, where that is no name a case may have, "case_7". Ids of
 * the page's own parts have an underline, which no name of a case has. Caller frees. */
char *esc_page_id(const struct esc_run *run, size_t case_index);

/* The charts of a kind, KIND and KIND-…, in their order, each as a figure. */
void esc_page_charts_of(const struct esc_page_chart *charts, size_t count, const char *kind,
                        struct esc_text *out);

/* Of a run those of one case, ESC_PICK_NONE: of all together; the number of them. */
size_t esc_page_charts(const struct esc_page *page, const char *kind, size_t case_index,
                       struct esc_text *out);

/* The svg without what takes room and is seen nowhere: marks that are not used, defaults, the
 * page's own font. */
void esc_page_slim(const char *svg, struct esc_text *out);

/* Opens a table that the script can sort, in a frame in which it can be moved; `label` is the id of
 * the heading it belongs to. */
struct esc_page_column {
    const char *head;
    bool number; /* its cells carry numbers */
};
void esc_page_open_table(struct esc_text *out, const char *label,
                         const struct esc_page_column *columns, size_t count);
void esc_page_close_table(struct esc_text *out);

/* A cell with a number in its unit, by which it is sorted; empty for a negative one, which is
 * unknown. */
void esc_page_number(struct esc_text *out, double value, char *(*units)(char *, double));

/* The cells of a factor that is known: `words`, its interval, its price where it is resolved. */
void esc_page_pair(struct esc_text *out, const struct esc_run *run, const struct esc_pair *pair,
                   const char *words);

/* Two releases of the Go model: chart, and a table a reason; nothing of a run with one. */
void esc_page_releases(const struct esc_page *page, struct esc_text *out);

/* One row a case and, where real Go was measured beside C, one more a release. */
void esc_page_table(const struct esc_page *page, struct esc_text *out);

/* All rows of a case at all of its points, what failed, and its price. */
void esc_page_figures(const struct esc_page *page, size_t case_index, struct esc_text *out);

/* What was counted beside: events and the case's own counters; nothing where there is nothing. */
void esc_page_tally(const struct esc_page *page, size_t case_index, struct esc_text *out);

/* The samples of a case, one line a variant. */
void esc_page_samples(const struct esc_page *page, size_t case_index, struct esc_text *out);

/* Go and C of all strategies with the compiler's diagnostics, and the machine code. */
void esc_page_code(const struct esc_page_lesson *lesson, struct esc_text *out);

/* A case, folded. */
void esc_page_case(const struct esc_page *page, size_t case_index, struct esc_text *out);

/* Method, machine, files. */
void esc_page_end(const struct esc_page *page, struct esc_text *out);

#endif
