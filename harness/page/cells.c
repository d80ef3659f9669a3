/*
 * Cells with figures. See parts.h.
 */
#include "page/html.h"
#include "page/parts.h"
#include "words/price.h"
#include "words/units.h"
#include "words/verdict.h"

void esc_page_number(struct esc_text *out, double value, char *(*units)(char *, double))
{
    char words[ESC_UNITS_TEXT];
    if (value >= 0)
        esc_html(out, "<td data-value=\"%.5g\">%s</td>", value, units(words, value));
    else
        esc_html(out, "<td></td>");
}

void esc_page_pair(struct esc_text *out, const struct esc_run *run, const struct esc_pair *pair,
                   const char *words)
{
    char interval[ESC_VERDICT_TEXT];
    char price[ESC_UNITS_TEXT];
    esc_html(out, "<td class=\"strong\" data-value=\"%.5g\">%s</td><td>%s</td>",
             pair->factor.median, words, esc_pair_interval(interval, pair));
    if (pair->price_ns.known && pair->verdict != ESC_VERDICT_NOT_RESOLVED)
        esc_html(out, "<td data-value=\"%.5g\">%s%s</td>", pair->price_ns.median,
                 esc_units_ns_drawn(price, pair->price_ns.median), esc_price_mark(run, pair));
    else
        esc_html(out, "<td></td>");
}
