/*
 * The parts of the page of escapes. Private to the page.
 */
#ifndef ESC_PAGE_WHY_PARTS_H
#define ESC_PAGE_WHY_PARTS_H

#include "page/why.h"

/* The files with escapes, each folded unless there are few, their lines with foldable marks. A mark
 * has the id eN, N: its place in page->list, from 1; a file fN. */
void esc_why_page_source(const struct esc_why_page *page, struct esc_text *out);

/* What is unfolded at a mark. */
void esc_why_page_escape(const struct esc_why_page *page, const struct esc_page_escape *escape,
                         struct esc_text *out);

/* A figure with the flow drawn; nothing where it was not laid out. */
void esc_why_page_flow(const struct esc_escapes *escapes, const struct esc_page_escape *escape,
                       struct esc_text *out);

/* The file as a reader finds it, without page->folder. Borrowed. */
const char *esc_why_page_file(const struct esc_why_page *page, const char *name);

/* "main.go:7". Caller frees. */
char *esc_why_page_spot(const struct esc_why_page *page, struct esc_spot at);

/* "yes", "no", "depends on the run". */
const char *esc_why_page_answer(const struct esc_why_page *page, const struct esc_go_value *value,
                                const char **because);

#endif
