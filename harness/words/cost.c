/*
 * Words of estimates. See cost.h for the contract.
 */
#include "words/cost.h"

#include "words/units.h"

static void add_figure(const struct esc_cost_at *at, struct esc_text *out)
{
    char ns[ESC_UNITS_TEXT], low[ESC_UNITS_TEXT], high[ESC_UNITS_TEXT];
    esc_text_addf(out, "%s [%s, %s]", esc_units_ns(ns, at->ns), esc_units_ns(low, at->low),
                  esc_units_ns(high, at->high));
}

static void add_between(const struct esc_cost *cost, const char *where, struct esc_text *out)
{
    char bytes[ESC_UNITS_TEXT];
    esc_text_add(out, "its size is not told: between ");
    add_figure(&cost->at[0], out);
    esc_text_addf(out, " for %s and ", esc_units_bytes(bytes, cost->at[0].bytes));
    add_figure(&cost->at[1], out);
    esc_text_addf(out, " for %s a block %s", esc_units_bytes(bytes, cost->at[1].bytes), where);
}

void esc_cost_words(const struct esc_cost *cost, const char *where, struct esc_text *out)
{
    char bytes[ESC_UNITS_TEXT], least[ESC_UNITS_TEXT], most[ESC_UNITS_TEXT];
    const bool range = !cost->sized && cost->at[1].bytes > cost->at[0].bytes;
    esc_units_bytes(bytes, cost->at[0].bytes);
    if (range) {
        add_between(cost, where, out);
    } else {
        esc_text_add(out, cost->sized ? "about " : "its size is not told: about ");
        add_figure(&cost->at[0], out);
        esc_text_addf(out, " %s %s", cost->sized ? "for" : "for a block of", bytes);
        esc_text_addf(out, " %s", where);
    }
    esc_text_addf(out, ", estimated from case %s", cost->bench_case);
    if (cost->beyond)
        esc_text_add(out, ", beyond the sizes that it measures");
    if (cost->whole)
        esc_text_add(out, ", whose price is that of the whole remedy");
    esc_units_percent(least, cost->at[0].gc_share);
    esc_units_percent(most, cost->at[1].gc_share);
    if (range)
        esc_text_addf(out, "; the collector's part of the CPU time there: %s and %s", least, most);
    else
        esc_text_addf(out, "; the collector's part of the CPU time there: %s", least);
}
