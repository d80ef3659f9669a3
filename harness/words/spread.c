/*
 * Quantiles of stops. See spread.h for the contract.
 */
#include "words/spread.h"

#include "base/memory.h"
#include "base/quantile.h"

#include <stdlib.h>

static double *stops_of(const struct esc_run *run, size_t variant, size_t *n)
{
    double *stops = NULL;
    *n = 0;
    for (size_t r = 0; r < run->record_count; r++) {
        const struct esc_record *record = &run->records[r];
        if (record->variant != variant || record->status != ESC_STATUS_OK)
            continue;
        for (size_t c = 0; c < record->cycle_count; c++)
            for (size_t k = 0; k < 2; k++) {
                if (record->cycles[c].pause_ns[k] <= 0)
                    continue;
                stops = esc_grow(stops, n, sizeof *stops);
                stops[*n - 1] = (double)record->cycles[c].pause_ns[k];
            }
    }
    return stops;
}

struct esc_spread esc_spread_of(const struct esc_run *run, size_t variant)
{
    size_t n;
    double *stops = stops_of(run, variant, &n);
    if (n == 0)
        return (struct esc_spread){.n = 0};
    esc_sort(stops, n);
    struct esc_spread spread = {n,
                                stops[0],
                                esc_quantile(stops, n, 0.25),
                                esc_quantile(stops, n, 0.5),
                                esc_quantile(stops, n, 0.75),
                                esc_quantile(stops, n, 0.99),
                                stops[n - 1]};
    free(stops);
    return spread;
}
