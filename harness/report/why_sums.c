/*
 * Sums of escapes, and doubts. See why_sums.h for the contracts.
 */
#include "report/why_sums.h"

#include "base/text.h"
#include "report/ink.h"

#include <stdlib.h>

void esc_report_why_sums(const struct esc_why_sums *sums, const char *go, const char *prices,
                         const struct esc_terminal *terminal, FILE *out)
{
    struct esc_text text = {0};
    char *words = esc_why_sums_words(sums);
    esc_text_addf(&text, "%s%s%s", go != NULL ? go : "", go != NULL ? ": " : "", words);
    esc_text_addf(&text, ". %zu stay%s (--all), %zu parameter%s (--params).", sums->stay,
                  sums->stay == 1 ? "s" : "", sums->parameters, sums->parameters == 1 ? "" : "s");
    if (sums->leave > 0 && prices != NULL)
        esc_text_addf(&text, " %s", prices);
    esc_ink_wrap(out, terminal, INK_PLAIN, "", text.bytes);
    esc_text_free(&text);
    free(words);
}

void esc_report_why_doubts(const struct esc_escapes *escapes, size_t changed,
                           const struct esc_terminal *terminal, FILE *out)
{
    char *text = esc_why_doubts(escapes, changed);
    if (text != NULL)
        esc_ink_wrap(out, terminal, INK_PLAIN, "escapement: ", text);
    free(text);
}
