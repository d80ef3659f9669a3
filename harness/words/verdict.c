/*
 * Words of pairs. See verdict.h for the contracts.
 */
#include "words/verdict.h"

#include "words/units.h"

#include <stdio.h>
#include <string.h>

char *esc_pair_words(char *out, const struct esc_pair *pair, const char *times)
{
    out[0] = '\0';
    if (esc_pick_resolved(pair))
        esc_units_verdict(out, ESC_VERDICT_TEXT, pair->factor.median, pair->factor.low,
                          pair->factor.high, times);
    else if (pair != NULL)
        snprintf(out, ESC_VERDICT_TEXT, "%s", esc_verdict_words(pair->verdict));
    return out;
}

char *esc_pair_interval(char *out, const struct esc_pair *pair)
{
    out[0] = '\0';
    if (pair != NULL && pair->factor.known)
        esc_units_interval(out, ESC_VERDICT_TEXT, pair->factor.low, pair->factor.high);
    return out;
}

char *esc_pair_interval_noisy(char *out, const struct esc_pair *pair)
{
    esc_pair_interval(out, pair);
    if (*out != '\0' && pair->verdict == ESC_VERDICT_NOISY)
        strcat(out, " noisy");
    return out;
}

char *esc_pair_factor(char *out, const struct esc_pair *pair, const char *times)
{
    char factor[ESC_UNITS_TEXT];
    if (esc_pick_resolved(pair))
        snprintf(out, ESC_VERDICT_TEXT, "%s%s", esc_units_factor(factor, pair->factor.median),
                 times);
    else
        snprintf(out, ESC_VERDICT_TEXT, "%s", pair != NULL ? esc_verdict_words(pair->verdict) : "");
    return out;
}

char *esc_pair_brief(char *out, const struct esc_pair *pair, const char *times)
{
    char low[ESC_UNITS_TEXT];
    char high[ESC_UNITS_TEXT];
    out[0] = '\0';
    if (pair == NULL || !pair->factor.known)
        return out;
    esc_pair_factor(out, pair, times);
    size_t length = strlen(out);
    snprintf(out + length, ESC_VERDICT_TEXT - length, " [%s, %s]",
             esc_units_factor(low, pair->factor.low), esc_units_factor(high, pair->factor.high));
    return out;
}

char *esc_row_words(char *out, const struct esc_run *run, const struct esc_row *row)
{
    if (row->pair != NULL && row->pair->factor.known)
        return esc_pair_words(out, row->pair, "×");
    size_t failed = row->heap;
    if (row->stack != ESC_PICK_NONE && run->variants[row->stack].status != ESC_STATUS_OK)
        failed = row->stack;
    bool known = failed != ESC_PICK_NONE && run->variants[failed].status != ESC_STATUS_OK;
    snprintf(out, ESC_VERDICT_TEXT, "%s",
             known ? esc_status_words(run->variants[failed].status) : "no figures");
    return out;
}

const char *esc_verdict_meaning(enum esc_verdict verdict)
{
    static const char *const meanings[] = {
        [ESC_VERDICT_OK] = NULL,
        [ESC_VERDICT_NOISY] =
            "~ noisy: the interval reaches more than 10 % to a side of the factor.",
        [ESC_VERDICT_NOT_RESOLVED] =
            "not resolved: the interval holds 1, so no difference was shown.",
        [ESC_VERDICT_CLOCK_LIMITED] = "clock-limited: a side ran too short for the clock to tell.",
        [ESC_VERDICT_FAILED] = NULL,
    };
    return meanings[verdict];
}
