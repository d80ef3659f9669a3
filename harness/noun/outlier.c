/*
 * Tukey's fences over a variant's samples. See outlier.h.
 */
#include "noun/outlier.h"

#include "base/memory.h"
#include "base/quantile.h"

#include <math.h>
#include <stdlib.h>

/* Of a record; negative: unknown. */
typedef double figure(const struct esc_record *record);

static double per_operation(const struct esc_record *record, int64_t count)
{
    return count < 0 ? -1 : (double)count / (double)record->iterations;
}

static double switches(const struct esc_record *record)
{
    return per_operation(record, record->disturbance.switches);
}

static double collections(const struct esc_record *record)
{
    return per_operation(record, record->gc.cycles);
}

static double faults(const struct esc_record *record)
{
    return per_operation(record, record->disturbance.faults);
}

/* A variant's records, as indices. */
struct group {
    const struct esc_run *run;
    size_t *records;
    size_t count;
};

static bool is_whole(const struct esc_record *record)
{
    return record->status == ESC_STATUS_OK && record->iterations > 0 && record->wall_ns > 0;
}

/* Where the unusual begins; INFINITY where the figure is unknown of one of them. */
static double fence(const struct group *group, figure *of)
{
    double *values = esc_calloc(group->count, sizeof *values);
    double least = INFINITY;
    for (size_t k = 0; k < group->count; k++) {
        values[k] = of(&group->run->records[group->records[k]]);
        least = fmin(least, values[k]);
    }
    esc_sort(values, group->count);
    const double low = esc_quantile(values, group->count, 0.25);
    const double high = esc_quantile(values, group->count, 0.75);
    free(values);
    return least < 0 ? INFINITY : high + 1.5 * (high - low);
}

/* A group's, made once: a fence costs a sort, and a tenth of a long run can lie above one. */
struct fences {
    double slow, switches, collections, faults;
};

static struct fences fences_of(const struct group *group)
{
    return (struct fences){.slow = fence(group, esc_record_ns_per_op),
                           .switches = fence(group, switches),
                           .collections = fence(group, collections),
                           .faults = fence(group, faults)};
}

static enum esc_outlier cause_of(const struct fences *fences, const struct esc_record *record)
{
    if (esc_record_is_disturbed(record) || switches(record) > fences->switches)
        return ESC_OUTLIER_INTERRUPTED;
    if (collections(record) > fences->collections)
        return ESC_OUTLIER_COLLECTION;
    return faults(record) > fences->faults ? ESC_OUTLIER_FAULTS : ESC_OUTLIER_UNKNOWN;
}

static void mark(const struct group *group, enum esc_outlier *outliers)
{
    if (group->count < ESC_OUTLIER_LEAST)
        return;
    const struct fences fences = fences_of(group);
    for (size_t k = 0; k < group->count; k++) {
        const struct esc_record *record = &group->run->records[group->records[k]];
        if (esc_record_ns_per_op(record) > fences.slow)
            outliers[group->records[k]] = cause_of(&fences, record);
    }
}

enum esc_outlier *esc_outliers(const struct esc_run *run)
{
    enum esc_outlier *outliers = esc_calloc(run->record_count + 1, sizeof *outliers);
    struct group group = {.run = run,
                          .records = esc_calloc(run->record_count + 1, sizeof *group.records)};
    for (size_t v = 0; v < run->variant_count; v++) {
        group.count = 0;
        for (size_t r = 0; r < run->record_count; r++)
            if (run->records[r].variant == v && is_whole(&run->records[r]))
                group.records[group.count++] = r;
        mark(&group, outliers);
    }
    free(group.records);
    return outliers;
}

const char *esc_outlier_key(enum esc_outlier outlier)
{
    static const char *const keys[ESC_OUTLIERS] = {
        [ESC_OUTLIER_NONE] = "",
        [ESC_OUTLIER_INTERRUPTED] = "interrupted",
        [ESC_OUTLIER_COLLECTION] = "collection",
        [ESC_OUTLIER_FAULTS] = "page-faults",
        [ESC_OUTLIER_UNKNOWN] = "unknown",
    };
    return keys[outlier];
}
