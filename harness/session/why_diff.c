/*
 * Old and new escapes. See why_diff.h for the contract.
 */
#include "session/why_diff.h"

#include "base/memory.h"

#include <string.h>

static bool is_same(const struct esc_go_value *value, const struct esc_past_value *old)
{
    const char *function = old->function != NULL ? old->function : "";
    return strcmp(value->name, old->name) == 0 &&
           strcmp(value->function != NULL ? value->function : "", function) == 0;
}

/* Takes the first old one that fits and was not taken. */
static bool take(struct esc_past *past, const struct esc_go_value *value, bool same_file)
{
    for (size_t k = 0; k < past->count; k++) {
        struct esc_past_value *old = &past->list[k];
        if (old->found || !is_same(value, old) ||
            (same_file && strcmp(old->file, value->at.file) != 0))
            continue;
        old->found = true;
        return true;
    }
    return false;
}

bool *esc_why_new(const struct esc_why *why, struct esc_past *past)
{
    const struct esc_escapes *escapes = &why->escapes;
    bool *is_new = esc_calloc(escapes->value_count + 1, sizeof *is_new);
    for (size_t k = 0; k < escapes->value_count; k++) {
        const struct esc_go_value *value = &escapes->values[k];
        is_new[k] =
            esc_go_value_leaves(value) && esc_why_is_shown(why, value) && !take(past, value, true);
    }
    for (size_t k = 0; k < escapes->value_count; k++)
        is_new[k] = is_new[k] && !take(past, &escapes->values[k], false);
    return is_new;
}
