/*
 * Sums of escapes, and doubts. See escapes.h for the contracts.
 */
#include "words/escapes.h"

#include "base/text.h"

#include <stdlib.h>

bool esc_why_is_told(const struct esc_go_value *value)
{
    return value->is_parameter && (value->fate != ESC_FATE_UNTOLD || value->first_tag != ESC_NONE);
}

void esc_why_sums_add(struct esc_why_sums *sums, const struct esc_escapes *escapes,
                      const struct esc_source_files *sources, const struct esc_go_value *value)
{
    const char *because;
    if (esc_go_value_leaves(value)) {
        sums->leave++;
        sums->allocates[esc_allocates_of(escapes, sources, value, &because)]++;
    } else if (!value->is_parameter) {
        sums->stay += value->fate == ESC_FATE_STAYS;
    }
    sums->parameters += esc_why_is_told(value);
}

char *esc_why_sums_words(const struct esc_why_sums *sums)
{
    struct esc_text text = {0};
    esc_text_addf(&text, "%zu value%s the stack", sums->leave,
                  sums->leave == 1 ? " leaves" : "s leave");
    if (sums->leave > 0)
        esc_text_addf(
            &text, ": %zu allocate%s, %zu do%s not, of %zu it depends on the run",
            sums->allocates[ESC_ALLOCATES_YES], sums->allocates[ESC_ALLOCATES_YES] == 1 ? "s" : "",
            sums->allocates[ESC_ALLOCATES_NO], sums->allocates[ESC_ALLOCATES_NO] == 1 ? "es" : "",
            sums->allocates[ESC_ALLOCATES_DEPENDS]);
    return esc_text_take(&text);
}

char *esc_why_doubts(const struct esc_escapes *escapes, size_t changed)
{
    struct esc_text text = {0};
    if (escapes->strange > 0)
        esc_text_addf(&text,
                      "Not all of the text was understood: %zu of %zu lines were not; the first is "
                      "line %zu: \"%s\". ",
                      escapes->strange, escapes->lines, escapes->first_strange,
                      escapes->first_strange_text);
    if (escapes->ends_within_line)
        esc_text_add(&text, "The text ends within a line: its end is missing. ");
    if (escapes->ways_alone)
        esc_text_add(&text,
                     "This is a log of -json=0: nothing is told of what stays, nor of what "
                     "function literals capture. ");
    if (changed > 0)
        esc_text_addf(&text,
                      "%zu variable%s not at the place that the compiler names: the source is "
                      "another one than it saw. ",
                      changed, changed == 1 ? " is" : "s are");
    if (escapes->value_count > 0 && escapes->path_count == 0 && escapes->function_count == 0)
        esc_text_add(&text, "There are verdicts and no ways: ask with -m=2. ");
    if (text.length > 0) /* each sentence has a blank behind it, which the last one does not need */
        text.bytes[text.length - 1] = '\0';
    return text.length > 0 ? esc_text_take(&text) : NULL;
}

char *esc_why_inlining(const struct esc_escapes *escapes, const struct esc_go_value *value)
{
    const char *callee = esc_escapes_inlined_at(escapes, value->at);
    const struct esc_go_function *function =
        esc_escapes_function(escapes, value->function, value->at.file);
    struct esc_text text = {0};
    if (callee != NULL && value->fate == ESC_FATE_MOVED)
        esc_text_addf(&text, "%s is a variable of %s, whose body stands here instead of the call",
                      value->name, callee);
    else if (function != NULL && function->inlines)
        esc_text_addf(&text,
                      "where %s is inlined the line of that call tells what becomes of it "
                      "there",
                      function->name);
    return text.length > 0 ? esc_text_take(&text) : NULL;
}
