/*
 * The top list. See profile.h.
 */
#include "report/profile.h"

#include "report/ink.h"
#include "words/profile.h"

#include <stdlib.h>
#include <string.h>

static void print_row(const struct esc_profile_row *row, int64_t sum, int64_t total,
                      struct esc_profile_unit unit, const struct esc_terminal *terminal, FILE *out)
{
    char flat[ESC_PROFILE_TEXT], flat_part[ESC_PROFILE_TEXT], sum_part[ESC_PROFILE_TEXT];
    char cum[ESC_PROFILE_TEXT], cum_part[ESC_PROFILE_TEXT];
    fprintf(out, "%10s %s %s %10s %s  ", esc_profile_value(flat, row->flat, unit),
            esc_profile_percent(flat_part, row->flat, total),
            esc_profile_percent(sum_part, sum, total), esc_profile_value(cum, row->cum, unit),
            esc_profile_percent(cum_part, row->cum, total));
    const bool is_go = strncmp(row->function, "main.", 5) == 0;
    esc_ink_put(out, terminal, is_go ? INK_HEAP : INK_PLAIN, row->function);
    fprintf(out, "\n");
}

void esc_report_profile(const struct esc_profile *profile, enum esc_profile_type type,
                        const struct esc_terminal *terminal, FILE *out)
{
    size_t count;
    struct esc_profile_row *rows = esc_profile_rows(profile, type, &count);
    const int64_t total = esc_profile_total(profile, type);
    const struct esc_profile_unit unit = esc_profile_unit(rows, count, total, type);
    int64_t sum = 0;
    fprintf(out, "%10s %5s%% %5s%% %10s %5s%%\n", "flat", "flat", "sum", "cum", "cum");
    for (size_t k = 0; k < count; k++) {
        sum += rows[k].flat;
        print_row(&rows[k], sum, total, unit, terminal, out);
    }
    free(rows);
}
