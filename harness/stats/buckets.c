/*
 * A counting sort of the records by variant. See buckets.h for the contracts.
 */
#include "stats/buckets.h"

#include "base/memory.h"

#include <stdlib.h>

static bool has_figures(const struct esc_run *run, const struct esc_record *record)
{
    return record->status == ESC_STATUS_OK && record->iterations > 0 && record->wall_ns >= 0 &&
           record->variant < run->variant_count;
}

static int by_round(const void *left, const void *right)
{
    const struct esc_record *a = *(const struct esc_record *const *)left;
    const struct esc_record *b = *(const struct esc_record *const *)right;
    return (a->round > b->round) - (a->round < b->round);
}

static void sort_rounds(const struct esc_record **records, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (records[i - 1]->round <= records[i]->round)
            continue;
        qsort(records, count, sizeof *records, by_round);
        return;
    }
}

struct esc_buckets esc_buckets_of(const struct esc_run *run)
{
    size_t variants = run->variant_count;
    struct esc_buckets buckets = {
        .records = esc_calloc(run->record_count, sizeof *buckets.records),
        .first = esc_calloc(variants + 2, sizeof *buckets.first),
    };
    /* next[v] is first[v + 1]: it walks through bucket v while filling and ends at its end. */
    size_t *next = buckets.first + 1;
    for (size_t i = 0; i < run->record_count; i++)
        if (has_figures(run, &run->records[i]))
            next[run->records[i].variant + 1]++;
    for (size_t v = 1; v <= variants; v++)
        next[v] += next[v - 1];
    for (size_t i = 0; i < run->record_count; i++)
        if (has_figures(run, &run->records[i]))
            buckets.records[next[run->records[i].variant]++] = &run->records[i];
    for (size_t v = 0; v < variants; v++)
        sort_rounds(buckets.records + buckets.first[v], buckets.first[v + 1] - buckets.first[v]);
    return buckets;
}

void esc_buckets_free(struct esc_buckets *buckets)
{
    free(buckets->records);
    free(buckets->first);
    *buckets = (struct esc_buckets){0};
}
