/*
 * A program's escapes as they are asked for: which values are shown, in which order, and what is
 * said of each, so that terminal and files say the same.
 */
#ifndef ESC_SESSION_WHY_VIEW_H
#define ESC_SESSION_WHY_VIEW_H

#include "emit/why.h"
#include "report/report.h"
#include "session/why.h"
#include "session/why_beside.h"

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialise before use; `beside.why` is the address of `why`. */
struct esc_why_view {
    struct esc_why why;
    struct esc_why_beside beside;
    bool *is_new; /* of each value, with --diff: alone those are shown; NULL: no old ones given.
                     Owned */
};

/* Whether the value is one of those that are shown. `view` is an esc_why_view: writers call it
 * back. */
bool esc_why_view_shows(const void *view, const struct esc_go_value *value);

/* What is said of a value. `view` is an esc_why_view. */
struct esc_why_said esc_why_view_said(void *view, const struct esc_go_value *value);

/* Those that are shown, by place, or with a profile what allocates most first. Caller frees the
 * list. */
const struct esc_go_value **esc_why_view_sorted(struct esc_why_view *view, size_t *count);

/* A value that leaves the stack, with what is known beside the compiler's words, on standard
 * output: for a terminal, or as a row of a Markdown table. */
void esc_why_view_print(struct esc_why_view *view, const struct esc_go_value *value,
                        const struct esc_terminal *terminal);
void esc_why_view_row(struct esc_why_view *view, const struct esc_go_value *value);

/* Frees everything inside and zeroes. */
void esc_why_view_free(struct esc_why_view *view);

#endif
