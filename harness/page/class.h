/*
 * The page of a class of machines, as self-contained as the page of a run.
 */
#ifndef ESC_PAGE_CLASS_H
#define ESC_PAGE_CLASS_H

#include "noun/class.h"
#include "noun/guess.h"
#include "page/page.h"

/* Material; the caller keeps and frees all of it. */
struct esc_class_page {
    const struct esc_class *class;
    const struct esc_beliefs *beliefs; /* may be empty */
    const struct esc_page_chart *charts;
    size_t chart_count;
    const char *charts_missing; /* a sentence; NULL: all are there */
    const char *light, *dark;   /* as in struct esc_page */
};

/* Appends the page. Pure. */
void esc_class_page(const struct esc_class_page *page, struct esc_text *out);

#endif
