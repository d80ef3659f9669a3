/*
 * Live and resident bytes in rows and words. See memory.h.
 */
#include "words/memory.h"

#include "base/memory.h"
#include "base/quantile.h"
#include "words/pick.h"
#include "words/units.h"

#include <stddef.h>
#include <stdlib.h>

static const double least_bytes = 0x1p20;

/* The median of a figure over the variant's samples; negative: not told. */
static double median_of(const struct esc_run *run, size_t variant, size_t offset)
{
    double *values = NULL;
    size_t n = 0;
    for (size_t r = 0; r < run->record_count; r++) {
        const struct esc_record *record = &run->records[r];
        if (record->variant != variant || record->status != ESC_STATUS_OK)
            continue;
        const int64_t *value = (const void *)((const char *)&record->gc + offset);
        values = esc_grow(values, &n, sizeof *values);
        values[n - 1] = (double)*value;
    }
    double median = n > 0 ? esc_median(values, n) : -1;
    free(values);
    return median;
}

struct esc_memory *esc_memory_of(const struct esc_run *run, size_t case_index, size_t *count)
{
    struct esc_memory *rows = NULL;
    *count = 0;
    for (size_t v = 0; v < run->variant_count; v++) {
        if (run->variants[v].case_index != case_index || !esc_pick_measured(run, v))
            continue;
        struct esc_memory row = {v, median_of(run, v, offsetof(struct esc_gc_sum, live_bytes)),
                                 median_of(run, v, offsetof(struct esc_gc_sum, rss_bytes))};
        if (row.live < least_bytes || row.resident < row.live)
            continue;
        rows = esc_grow(rows, count, sizeof *rows);
        rows[*count - 1] = row;
    }
    return rows;
}

char *esc_memory_finding(const struct esc_run *run, const struct esc_memory *rows, size_t count)
{
    const struct esc_memory *most = &rows[0];
    for (size_t i = 1; i < count; i++)
        if (rows[i].resident / rows[i].live > most->resident / most->live)
            most = &rows[i];
    const struct esc_variant *variant = &run->variants[most->variant];
    char live[ESC_UNITS_TEXT], resident[ESC_UNITS_TEXT];
    char *point = esc_units_point(esc_variant_case(run, variant), esc_variant_point(run, variant));
    char *name = esc_pick_name(run, variant);
    char *words = esc_format("In use %s, resident %s (%s%s%s)", esc_units_bytes(live, most->live),
                             esc_units_bytes(resident, most->resident), name,
                             *point != '\0' ? ", " : "", point);
    free(name);
    free(point);
    return words;
}
