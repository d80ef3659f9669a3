/*
 * What stands beside a case's code: what Go's compiler said of a line, as far as it is about what
 * escapes, and what a strategy is to allocate; the same in the lesson and in the page.
 */
#ifndef ESC_WORDS_SAID_H
#define ESC_WORDS_SAID_H

#include "noun/case.h"
#include "noun/diagnostic.h"

#include <stddef.h>

/* Diagnostics of one line, each once, with the reasons that follow it: "t escapes to heap: from &t
 * (address-of), from return &t (return)". */
struct esc_said {
    char **texts;
    size_t count;
};

/* Of a line of that case and point what -m=2 -l says, which inlines nothing. `diagnostics` may be
 * NULL. Free with esc_said_free(). */
struct esc_said esc_said_alone(const struct esc_diagnostics *diagnostics, size_t case_index,
                               size_t point, int number);

/* Of plain -m what the former, `before`, has not said of the line: who is inlined, and what that
 * leaves of an escape. */
struct esc_said esc_said_inlined(const struct esc_diagnostics *diagnostics, size_t case_index,
                                 size_t point, int number, const struct esc_said *before);

/* Frees everything inside and zeroes. */
void esc_said_free(struct esc_said *said);

enum esc_said_kind { ESC_SAID_STAYS, ESC_SAID_ESCAPES, ESC_SAID_OTHER };

/* "t does not escape", "moved to heap: t", and what is neither. */
enum esc_said_kind esc_said_kind(const char *text);

/* Stands above the lines that the case's file expects, where no compiler was asked. */
#define ESC_SAID_EXPECTED "go build -gcflags='-m=2 -l' says of this:"

/* "1 allocation, 64 bytes an operation": what the case expects of the strategy at the point; NULL
 * where that is nothing. Caller frees. */
char *esc_said_expectation(const struct esc_strategy *strategy, size_t point);

#endif
