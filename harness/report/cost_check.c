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
    char *line = esc_format(
        "%-34s %6g x %8s %9s %9s %6.2f ", run->variants[check->pair->other].name, check->blocks,
        esc_units_bytes(bytes, check->bytes), esc_units_ns(estimated, check->estimated_ns),
        esc_units_ns(measured, check->pair->price_ns.median), check->ratio);
    fputs(line, out);
    if (!esc_cost_is_near(check))
        esc_ink_put(out, terminal, INK_HEAP, check->comparable ? "far" : "far*");
    fputc('\n', out);
    free(line);
}

static void print_sum(const struct esc_cost_check *checks, size_t count, bool comparable,
                      const char *of, const struct esc_terminal *terminal, FILE *out)
{
    size_t all = 0;
    size_t near = 0;
    for (size_t k = 0; k < count; k++) {
        all += checks[k].comparable || !comparable;
        near += (checks[k].comparable || !comparable) && esc_cost_is_near(&checks[k]);
    }
    char *line = esc_format("%zu of %zu%s (%.0f %%)", near, all, of,
                            all > 0 ? 100.0 * (double)near / (double)all : 0);
    esc_ink_wrap(out, terminal, INK_BOLD, "", line);
    free(line);
}

void esc_report_cost_checks(const struct esc_run *run, const struct esc_cost_check *checks,
                            size_t count, size_t unresolved, const struct esc_terminal *terminal,
                            FILE *out)
{
    fprintf(out, "%-34s %6s   %8s %9s %9s %6s\n", "heap against stack", "blocks", "of bytes",
            "estimate", "measured", "ratio");
    for (size_t k = 0; k < count; k++)
        print_check(run, &checks[k], terminal, out);
    fputc('\n', out);
    char *rule = esc_format(
        "Each estimate is made from run %s without the case that it is of. Near: within %g times "
        "of the measured price. %zu rows without a resolved price are left out. *: the two sides "
        "differ in more than where the object lives, or the case changes the collector, its heap, or "
        "the number of threads.",
        run->id, ESC_COST_NEAR, unresolved);
    esc_ink_wrap(out, terminal, INK_PLAIN, "", rule);
    free(rule);
    print_sum(checks, count, false, " rows are near", terminal, out);
    print_sum(checks, count, true, " rows without * are near", terminal, out);
}
