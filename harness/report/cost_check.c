/*
 * Estimates held against figures. See cost_check.h for the contract.
 */
#include "report/cost_check.h"

#include "base/memory.h"
#include "report/ink.h"
#include "words/units.h"

#include <stdlib.h>

static void print_check(const struct esc_run *run, const struct esc_cost_check *check,
                        const struct esc_terminal *terminal, FILE *out)
{
    char bytes[ESC_UNITS_TEXT], estimated[ESC_UNITS_TEXT], measured[ESC_UNITS_TEXT];
    char low[ESC_UNITS_TEXT], high[ESC_UNITS_TEXT];
    char *interval =
        esc_format("[%s, %s]", esc_units_ns(low, check->low), esc_units_ns(high, check->high));
    char *line =
        esc_format("%-34s %6g x %8s %9s %-20s %9s %6.2f%s ", run->variants[check->pair->other].name,
                   check->blocks, esc_units_bytes(bytes, check->bytes),
                   esc_units_ns(estimated, check->estimated_ns), interval,
                   esc_units_ns(measured, check->pair->price_ns.median), check->ratio,
                   check->escape ? "" : "*");
    fputs(line, out);
    if (!esc_cost_is_near(check))
        esc_ink_put(out, terminal, INK_HEAP, esc_cost_holds(check) ? "far" : "far, outside");
    else if (!esc_cost_holds(check))
        esc_ink_put(out, terminal, INK_HEAP, "outside");
    fputc('\n', out);
    free(line);
    free(interval);
}

/* How many of the rows are as `is` says; of those that price an escape, or of all. */
static char *count_rows(const struct esc_cost_check *checks, size_t count, bool escapes,
                        bool (*is)(const struct esc_cost_check *check), const char *of)
{
    size_t all = 0;
    size_t such = 0;
    for (size_t k = 0; k < count; k++) {
        all += checks[k].escape || !escapes;
        such += (checks[k].escape || !escapes) && is(&checks[k]);
    }
    return esc_format("%zu of %zu %s (%.0f %%)", such, all, of,
                      all > 0 ? 100.0 * (double)such / (double)all : 0);
}

void esc_report_cost_checks(const struct esc_run *run, const struct esc_cost_check *checks,
                            size_t count, size_t unresolved, const struct esc_terminal *terminal,
                            FILE *out)
{
    fprintf(out, "%-34s %6s   %8s %9s %-20s %9s %6s\n", "heap against stack", "blocks", "of bytes",
            "estimate", "", "measured", "ratio");
    for (size_t k = 0; k < count; k++)
        print_check(run, &checks[k], terminal, out);
    fputc('\n', out);
    char *lines[] = {
        esc_format("Each estimate is made from run %s without the case that it is of. Near: within "
                   "%g times of the measured price. Inside: the measured price lies in the "
                   "interval, which is to hold %.0f %%. %zu rows without a resolved price are left "
                   "out. *: the two sides differ in more than where the object lives, so that the "
                   "price is not an escape's: for code of these kinds there is no estimate.",
                   run->id, ESC_COST_NEAR, 100 * ESC_COST_LEVEL, unresolved),
        count_rows(checks, count, true, esc_cost_is_near, "prices of an escape are near"),
        count_rows(checks, count, true, esc_cost_holds, "prices of an escape are inside"),
        count_rows(checks, count, false, esc_cost_is_near,
                   "rows are near, those with * among them"),
    };
    for (size_t k = 0; k < sizeof lines / sizeof *lines; k++) {
        esc_ink_wrap(out, terminal, k == 0 ? INK_PLAIN : INK_BOLD, "", lines[k]);
        free(lines[k]);
    }
}
