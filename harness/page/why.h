/*
 * Stage: a program's escapes -> one self-contained HTML page, well-formed as XML, readable without
 * its script: what matters most first, then the source with a foldable mark at each line.
 */
#ifndef ESC_PAGE_WHY_H
#define ESC_PAGE_WHY_H

#include "base/text.h"
#include "noun/escape.h"
#include "noun/flow_layout.h"
#include "noun/source_files.h"

#include <stddef.h>

/* A value that leaves the stack, with what is known beside the compiler's words; NULL: unknown. */
struct esc_page_escape {
    const struct esc_go_value *value;
    const char *price, *remedy, *share;
    double price_ns;                    /* at its size, to sort by; < 0: unknown */
    bool in_loop;                       /* its line is in a loop of its function */
    const struct esc_flow_layout *flow; /* NULL or width 0: not drawn */
};

/* A page's material; the caller keeps and frees all of it. */
struct esc_why_page {
    const char *what, *go; /* as it was asked for; the release, NULL: unknown */
    const struct esc_escapes *escapes;
    const struct esc_source_files *sources;
    const struct esc_page_escape *list; /* what matters most first */
    size_t count;
    const char
        *folder; /* "dir/": the shown files lie below it, and their names go without; "": none */
    const char *order;        /* in which they stand: a sentence */
    const char *doubts;       /* what makes it a partial answer; NULL: nothing does */
    const char *prices;       /* a sentence about them; NULL: they were not asked for */
    const char *flows;        /* what is not drawn, and why; NULL: all are */
    const char *light, *dark; /* CSS declarations of the colours, as page.h has them */
};

/* Appends the page. Pure. */
void esc_why_page(const struct esc_why_page *page, struct esc_text *out);

#endif
