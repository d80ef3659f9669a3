/*
 * The machine code of two sides for a terminal: source lines, instructions, allocator calls marked.
 */
#ifndef ESC_REPORT_LISTING_PAIR_H
#define ESC_REPORT_LISTING_PAIR_H

#include "base/text.h"
#include "noun/case.h"
#include "noun/code.h"
#include "report/report.h"

#include <stdbool.h>
#include <stdio.h>

/* The code of one side, and what stands over it. */
struct esc_listing_side {
    const struct esc_case *bench_case;
    const struct esc_text *made; /* the C text that was compiled, for what is not the case's own;
                                    NULL: of Go */
    const char *title;           /* "heap, served by Go-model heap" */
    bool on_heap;
    struct esc_code code;
};

/* Both sides with the case's source lines: side by side where the terminal has room for two. */
void esc_report_listing_pair(const struct esc_listing_side *left,
                             const struct esc_listing_side *right,
                             const struct esc_terminal *terminal, FILE *out);

#endif
