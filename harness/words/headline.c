/*
 * The run in three sentences. See headline.h for the contracts.
 */
#include "words/headline.h"

#include "base/memory.h"
#include "base/text.h"
#include "words/price.h"
#include "words/units.h"
#include "words/verdict.h"

#include <stdlib.h>

static bool is_claim(const struct esc_run *run, const struct esc_row *row)
{
    return !run->cases[row->case_index].control;
}

static bool is_quoted(const struct esc_run *run, const struct esc_row *row)
{
    return is_claim(run, row) && row->pair != NULL && esc_pick_resolved(row->pair);
}

const struct esc_row *esc_headline_dearest(const struct esc_run *run, const struct esc_row *rows,
                                           size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is_quoted(run, &rows[i]))
            return &rows[i];
    return NULL;
}

const struct esc_row *esc_headline_cheapest(const struct esc_run *run, const struct esc_row *rows,
                                            size_t count)
{
    const struct esc_row *dearest = esc_headline_dearest(run, rows, count);
    for (size_t i = count; i-- > 0;)
        if (is_quoted(run, &rows[i]))
            return &rows[i] != dearest ? &rows[i] : NULL;
    return NULL;
}

char *esc_headline_row(const struct esc_run *run, const struct esc_row *row, const char *times)
{
    char factor[ESC_VERDICT_TEXT];
    char interval[ESC_VERDICT_TEXT];
    char stack[ESC_UNITS_TEXT];
    char heap[ESC_UNITS_TEXT];
    const struct esc_case *one = &run->cases[row->case_index];
    char *point = esc_units_point(one, &one->points[row->point]);
    char *text =
        esc_format("%s%s%s: %s%s %s, %s on the stack, %s on the heap", one->name,
                   *point != '\0' ? ", " : "", point, esc_pair_words(factor, row->pair, times),
                   esc_price_mark(run, row->pair), esc_pair_interval(interval, row->pair),
                   esc_units_ns(stack, run->figures[row->stack].ns_per_op.median),
                   esc_units_ns(heap, run->figures[row->heap].ns_per_op.median));
    free(point);
    return text;
}

char *esc_headline_unresolved(const struct esc_run *run, const struct esc_row *rows, size_t count)
{
    struct esc_text names = {0};
    size_t claims = 0;
    size_t open = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_claim(run, &rows[i]))
            continue;
        claims++;
        if (is_quoted(run, &rows[i]))
            continue;
        bool figures = rows[i].pair != NULL && rows[i].pair->factor.known;
        esc_text_addf(&names, "%s%s%s", open++ > 0 ? ", " : "", run->cases[rows[i].case_index].name,
                      figures ? "" : " (no figures)");
    }
    char *list = esc_text_take(&names);
    char *text = NULL;
    if (claims == 0)
        text = esc_strdup("nothing: no case of this run makes a claim");
    else if (open > 0)
        text = esc_format("%zu of %zu cases: %s", open, claims, list);
    else if (claims == 1)
        text = esc_strdup("none: the one case has a factor that may be quoted");
    else
        text = esc_format("none: each of %zu cases has a factor that may be quoted", claims);
    free(list);
    return text;
}
