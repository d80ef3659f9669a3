/*
 * Old and new escapes, counted and told of. See why_changes.h for the contracts.
 */
#include "session/why_changes.h"

#include "base/text.h"
#include "report/ink.h"
#include "report/why_markdown.h"
#include "session/why_diff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool esc_why_changes_find(struct esc_why_view *view, const char *path,
                          struct esc_why_changes *changes, struct esc_error *error)
{
    if (!esc_past_read(path, &changes->past, error))
        return false;
    view->is_new = esc_why_new(&view->why, &changes->past);
    for (size_t k = 0; k < view->why.escapes.value_count; k++)
        changes->new_ones += view->is_new[k];
    for (size_t k = 0; k < changes->past.count; k++)
        changes->gone += !changes->past.list[k].found;
    return true;
}

/* "gone: n, in f (it was in line 12 of main.go)" */
static void print_gone(const struct esc_past_value *old, bool markdown,
                       const struct esc_terminal *terminal)
{
    struct esc_text text = {0};
    esc_text_addf(&text, "%s%s%s no longer leaves the stack; it did in line %d of %s", old->name,
                  old->function != NULL ? ", in " : "", old->function != NULL ? old->function : "",
                  old->line, old->file);
    if (markdown) {
        esc_markdown_why_point(text.bytes, stdout);
    } else {
        char *clean = esc_ink_clean(text.bytes, terminal);
        esc_ink_wrap(stdout, terminal, INK_STACK, "", clean);
        free(clean);
    }
    esc_text_free(&text);
}

void esc_why_changes_print(const struct esc_why_view *view, const struct esc_why_changes *changes,
                           bool markdown, const struct esc_terminal *terminal)
{
    const struct esc_past *past = &changes->past;
    if (markdown && changes->new_ones > 0)
        puts("");
    for (size_t k = 0; k < past->count; k++)
        if (!past->list[k].found)
            print_gone(&past->list[k], markdown, terminal);
    if (markdown && changes->gone > 0)
        puts("");
    printf("%zu new, %zu gone", changes->new_ones, changes->gone);
    if (past->go != NULL && view->why.version != NULL && strcmp(past->go, view->why.version) != 0)
        printf("; the old ones were told by %s, these by %s", past->go, view->why.version);
    fputs(markdown ? ".\n" : "\n", stdout);
}
