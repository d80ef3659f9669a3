/*
 * Sums of escapes, and doubts. See why_sums.h for the contracts.
 */
#include "report/why_sums.h"

#include "base/text.h"
#include "report/ink.h"

bool esc_why_is_told(const struct esc_go_value *value)
{
    return value->is_parameter && (value->fate != ESC_FATE_UNTOLD || value->first_tag != ESC_NONE);
}

void esc_why_sums_add(struct esc_why_sums *sums, const struct esc_escapes *escapes,
                      const struct esc_go_value *value)
{
    const char *because;
    if (esc_go_value_leaves(value)) {
        sums->leave++;
        sums->allocates[esc_allocates_of(escapes, value, &because)]++;
    } else if (!value->is_parameter) {
        sums->stay += value->fate == ESC_FATE_STAYS;
    }
    sums->parameters += esc_why_is_told(value);
}

void esc_report_why_sums(const struct esc_why_sums *sums, const char *go, const char *prices,
                         const struct esc_terminal *terminal, FILE *out)
{
    struct esc_text text = {0};
    if (go != NULL)
        esc_text_addf(&text, "%s: ", go);
    esc_text_addf(&text, "%zu value%s the stack", sums->leave,
                  sums->leave == 1 ? " leaves" : "s leave");
    if (sums->leave > 0)
        esc_text_addf(
            &text, ": %zu allocate%s, %zu do%s not, of %zu it depends on the run",
            sums->allocates[ESC_ALLOCATES_YES], sums->allocates[ESC_ALLOCATES_YES] == 1 ? "s" : "",
            sums->allocates[ESC_ALLOCATES_NO], sums->allocates[ESC_ALLOCATES_NO] == 1 ? "es" : "",
            sums->allocates[ESC_ALLOCATES_DEPENDS]);
    esc_text_addf(&text, ". %zu stay%s (--all), %zu parameter%s (--params).", sums->stay,
                  sums->stay == 1 ? "s" : "", sums->parameters, sums->parameters == 1 ? "" : "s");
    if (sums->leave > 0 && prices != NULL)
        esc_text_addf(&text, " %s", prices);
    esc_ink_wrap(out, terminal, INK_PLAIN, "", text.bytes);
    esc_text_free(&text);
}

void esc_report_why_doubts(const struct esc_escapes *escapes, size_t changed,
                           const struct esc_terminal *terminal, FILE *out)
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
    if (text.length > 0)
        esc_ink_wrap(out, terminal, INK_PLAIN, "escapement: ", text.bytes);
    esc_text_free(&text);
}
