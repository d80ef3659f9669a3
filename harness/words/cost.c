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

static void add_source(const struct esc_cost *cost, struct esc_text *out)
{
    if (cost->bench_case != NULL)
        esc_text_addf(out, ", estimated from case %s", cost->bench_case);
    else if (cost->cases == 1)
        esc_text_add(out, ", estimated from the one case that takes one block at a time");
    else
        esc_text_addf(out, ", estimated from the %zu cases that take one block at a time",
                      cost->cases);
    if (cost->beyond)
        esc_text_add(out, ", beyond the sizes that were measured");
}

static void add_marking(const struct esc_cost *cost, struct esc_text *out)
{
    char ns[ESC_UNITS_TEXT], more[ESC_UNITS_TEXT];
    if (cost->marked)
        esc_text_addf(out,
                      "; %s with what this program keeps alive by the profile, GOGC=100: the "
                      "block's share of marking it is %s",
                      esc_units_ns(ns, cost->at[0].ns + cost->marking_ns),
                      esc_units_ns(more, cost->marking_ns));
}

void esc_cost_words(const struct esc_cost *cost, const char *where, struct esc_text *out)
{
    char bytes[ESC_UNITS_TEXT], least[ESC_UNITS_TEXT], most[ESC_UNITS_TEXT];
    const bool range = !cost->sized && cost->at[1].bytes > cost->at[0].bytes;
    if (cost->whole != NULL) {
        esc_text_addf(
            out,
            "not estimated: case %s, which measures this kind, has the price of the whole "
            "remedy, not of the escape: %s",
            cost->whole->name, cost->whole->differs);
        return;
    }
    esc_units_bytes(bytes, cost->at[0].bytes);
    if (range) {
        add_between(cost, where, out);
    } else {
        esc_text_add(out, cost->sized ? "about " : "its size is not told: about ");
        add_figure(&cost->at[0], out);
        esc_text_addf(out, " %s %s", cost->sized ? "for" : "for a block of", bytes);
        esc_text_addf(out, " %s", where);
    }
    add_source(cost, out);
    add_marking(cost, out);
    esc_units_percent(least, cost->at[0].gc_share);
    esc_units_percent(most, cost->at[1].gc_share);
    if (range)
        esc_text_addf(out, "; the collector's part of the CPU time there: %s and %s", least, most);
    else
        esc_text_addf(out, "; the collector's part of the CPU time there: %s", least);
}

void esc_cost_marking_words(double mark_ns, struct esc_text *out)
{
    char ns[ESC_UNITS_TEXT];
    esc_text_addf(out,
                  " They are of a small heap. One that holds more than 4 MiB, at GOGC=100, costs a "
                  "block about %s more where what is alive are blocks of its size, in proportion "
                  "where they are larger or smaller (--memprofile tells what is).",
                  esc_units_ns(ns, mark_ns));
}
