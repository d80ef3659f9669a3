/*
 * Words of pairs. See verdict.h for the contracts.
 */
#include "words/verdict.h"

#include "words/units.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool is_few(const struct esc_pair *pair)
{
    return pair != NULL && pair->verdict == ESC_VERDICT_FEW_ROUNDS;
}

/* The factor without "slower" or "faster": too few rounds show no direction either. */
static void write_few(char *out, const struct esc_estimate *factor, const char *times)
{
    char number[ESC_UNITS_TEXT];
    snprintf(out, ESC_VERDICT_TEXT, "%s%s, %zu round%s", esc_units_factor(number, factor->median),
             times, factor->n, factor->n == 1 ? "" : "s");
}

char *esc_pair_words(char *out, const struct esc_pair *pair, const char *times)
{
    out[0] = '\0';
    if (esc_pick_resolved(pair))
        esc_units_verdict(out, ESC_VERDICT_TEXT, pair->factor.median, pair->factor.low,
                          pair->factor.high, times);
    else if (is_few(pair))
        write_few(out, &pair->factor, times);
    else if (pair != NULL)
        snprintf(out, ESC_VERDICT_TEXT, "%s", esc_verdict_words(pair->verdict));
    return out;
}

/* "[5.9, 6.4]" as it is measured, not turned round; "" without an interval. */
static void write_bounds(char *out, size_t size, const struct esc_estimate *factor)
{
    char low[ESC_UNITS_TEXT];
    char high[ESC_UNITS_TEXT];
    out[0] = '\0';
    if (!esc_estimate_has_interval(factor))
        return;
    int length = snprintf(out, size, "[%s, %s]", esc_units_factor(low, factor->low),
                          esc_units_factor(high, factor->high));
    if (factor->confidence < ESC_CONFIDENCE)
        snprintf(out + length, size - (size_t)length, " %.4g %%", 100 * factor->confidence);
}

char *esc_pair_interval(char *out, const struct esc_pair *pair)
{
    out[0] = '\0';
    if (pair == NULL || !pair->factor.known)
        return out;
    if (!esc_estimate_has_interval(&pair->factor))
        strcpy(out, "no interval");
    else if (pair->factor.confidence < ESC_CONFIDENCE)
        write_bounds(out, ESC_VERDICT_TEXT, &pair->factor);
    else
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
    else if (is_few(pair))
        write_few(out, &pair->factor, times);
    else
        snprintf(out, ESC_VERDICT_TEXT, "%s", pair != NULL ? esc_verdict_words(pair->verdict) : "");
    return out;
}

char *esc_pair_brief(char *out, const struct esc_pair *pair, const char *times)
{
    char bounds[ESC_VERDICT_TEXT / 2];
    out[0] = '\0';
    if (pair == NULL || !pair->factor.known)
        return out;
    esc_pair_factor(out, pair, times);
    size_t length = strlen(out);
    write_bounds(bounds, sizeof bounds, &pair->factor);
    snprintf(out + length, ESC_VERDICT_TEXT - length, "%s%s", *bounds != '\0' ? " " : "", bounds);
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

/* The values' smallest to largest covers 1 - 2^(1-n), see stats/interval.h. */
char *esc_rounds_words(char *out, uint32_t rounds)
{
    double coverage = 1 - ldexp(2, -(int)rounds);
    if (rounds == 1)
        strcpy(out, "1 round, no interval");
    else if (coverage >= ESC_CONFIDENCE)
        snprintf(out, ESC_VERDICT_TEXT, "median and 95 %% interval of %u rounds", rounds);
    else
        snprintf(out, ESC_VERDICT_TEXT,
                 "median and smallest to largest of %u rounds (covers %.4g %%)", rounds,
                 100 * coverage);
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
        [ESC_VERDICT_FEW_ROUNDS] =
            "too few rounds: an interval of 95 % needs 6. From the smallest to the largest value "
            "covers less, the share beside it; of one round there is none. Nothing is resolved.",
        [ESC_VERDICT_CLOCK_LIMITED] = "clock-limited: a side ran too short for the clock to tell.",
        [ESC_VERDICT_FAILED] = NULL,
    };
    return meanings[verdict];
}
