/*
 * The cheat sheet: what makes a value escape, what the compiler says of it, what it costs, what to
 * do: one printed page, made of what the cases say.
 */
#ifndef ESC_PAGE_CHEATSHEET_H
#define ESC_PAGE_CHEATSHEET_H

#include "base/text.h"
#include "noun/case.h"
#include "noun/run.h"

#include <stdbool.h>
#include <stddef.h>

/* Material, borrowed. */
struct esc_cheatsheet {
    const struct esc_case *cases; /* from their files; controls are left out */
    size_t count;
    const struct esc_run *run; /* whose figures are the prices; NULL: there are none */
};

/* Appends the page, an HTML document for one side of A4. False where the rows have no room on it in
 * the smallest type that is read on paper; nothing is appended then. Pure. */
bool esc_cheatsheet(const struct esc_cheatsheet *sheet, struct esc_text *out);

#endif
