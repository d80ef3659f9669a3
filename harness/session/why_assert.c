/*
 * Assertions about escapes. See why_assert.h for the contract.
 */
#include "session/why_assert.h"

#include "report/why.h"
#include "why/source.h"
#include "words/allocates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The value of the line that speaks against the assertion; NULL: none does. For "heap" any that
 * leaves the stack speaks for it. */
static const struct esc_go_value *witness(const struct esc_why *why,
                                          const struct esc_assertion *assertion)
{
    for (size_t k = 0; k < why->escapes.value_count; k++) {
        const struct esc_go_value *value = &why->escapes.values[k];
        const char *because;
        if (value->at.line != assertion->line ||
            strcmp(value->at.file, assertion->file->name) != 0 ||
            (value->is_parameter && value->fate != ESC_FATE_MOVED))
            continue;
        const bool allocates =
            esc_allocates_of(&why->escapes, &why->sources, value, &because) != ESC_ALLOCATES_NO;
        if (assertion->kind == ESC_ASSERT_ALLOCS ? allocates : esc_go_value_leaves(value))
            return value;
    }
    return NULL;
}

/* An append may grow, and releases before 1.26 say nothing of it. */
static bool appends(const struct esc_assertion *assertion)
{
    size_t length;
    const char *line = esc_source_file_line(assertion->file, assertion->line, &length);
    return assertion->kind == ESC_ASSERT_ALLOCS && line != NULL &&
           memmem(line, length, "append(", strlen("append(")) != NULL;
}

static bool holds(struct esc_why_view *view, const struct esc_assertion *assertion,
                  const struct esc_terminal *terminal)
{
    const struct esc_why *why = &view->why;
    const struct esc_go_value *value = witness(why, assertion);
    if ((value != NULL) == (assertion->kind == ESC_ASSERT_HEAP) && !appends(assertion))
        return true;
    printf("%s:%d: //escapement:%s does not hold: %s\n", assertion->file->shown, assertion->comment,
           esc_assertion_word(assertion->kind),
           value == NULL && appends(assertion)    ? "append allocates when the slice grows"
           : value == NULL                        ? "nothing of this line leaves the stack"
           : assertion->kind == ESC_ASSERT_ALLOCS ? "this allocates, or may"
                                                  : "this leaves the stack");
    if (value != NULL && esc_go_value_leaves(value))
        esc_why_view_print(view, value, terminal);
    else if (value != NULL)
        esc_report_staying(&why->escapes, &why->sources, value, terminal, stdout);
    return false;
}

int esc_why_assert(struct esc_why_view *view, const char *what, struct esc_error *error)
{
    const struct esc_why *why = &view->why;
    const struct esc_terminal terminal = esc_terminal_of(stdout);
    struct esc_assertions assertions = {0};
    size_t broken = 0;
    bool good = true;
    if (why->escapes.ways_alone) {
        esc_error_add(error, what, 0,
                      "a log of -json=0 tells nothing of what stays: assertions cannot be checked");
        esc_error_hint(error, "hand it the text of go build -gcflags=-m=2, or the code itself");
        return ESC_EXIT_USAGE;
    }
    for (size_t k = 0; k < why->sources.count; k++)
        if (esc_why_is_asked(why, why->sources.list[k].name))
            good = esc_why_assertions(&why->sources.list[k], &assertions, error) && good;
    if (good && assertions.count == 0) {
        esc_error_add(error, what, 0,
                      "there is nothing to check: no comment "
                      "//escapement:stack, heap or allocs=0");
        good = false;
    }
    for (size_t k = 0; good && k < assertions.count; k++)
        broken += !holds(view, &assertions.list[k], &terminal);
    if (good)
        printf("%zu assertion%s, %zu broken\n", assertions.count, assertions.count == 1 ? "" : "s",
               broken);
    free(assertions.list);
    return !good ? ESC_EXIT_USAGE : broken > 0 ? ESC_EXIT_CASE_FAILED : ESC_EXIT_OK;
}
