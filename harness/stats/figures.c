/*
 * Figures of one variant. What a runtime could not tell (-1) is left out sample by sample; what was
 * measured is never dropped. See figures.h and noun/run.h.
 */
#include "stats/figures.h"

#include "base/memory.h"
#include "base/quantile.h"
#include "stats/interval.h"

#include <math.h>
#include <stdlib.h>

static const double per_million = 1e6;

/* One value of a sample; negative: this sample does not have it. */
typedef double reading(const struct esc_record *record);

static double cpu_ns_per_op(const struct esc_record *record)
{
    return (double)record->cpu_ns / (double)record->iterations;
}

static double cycles_per_mop(const struct esc_record *record)
{
    return (double)record->gc.cycles * per_million / (double)record->iterations;
}

/* Both clocks are read at slightly different moments, so the quotient can pass 1 by a hair. */
static double gc_share(const struct esc_record *record)
{
    if (record->cpu_ns <= 0 || record->gc.gc_cpu_ns < 0)
        return -1;
    return fmin(1, (double)record->gc.gc_cpu_ns / (double)record->cpu_ns);
}

static struct esc_estimate estimate_of(const struct esc_record *const *records, size_t count,
                                       reading *read, double *values)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        double value = read(records[i]);
        if (value >= 0)
            values[n++] = value;
    }
    return esc_estimate(values, n);
}

static size_t list_pauses(const struct esc_record *record, double *pauses)
{
    size_t n = 0;
    for (size_t c = 0; c < record->cycle_count; c++)
        for (int stop = 0; stop < 2; stop++)
            if (record->cycles[c].pause_ns[stop] >= 0)
                pauses[n++] = (double)record->cycles[c].pause_ns[stop];
    return n;
}

/* Single stops are known for the first ESC_SAMPLE_CYCLES cycles of a sample, the longest for all.
 */
static void add_pauses(const struct esc_record *const *records, size_t count,
                       struct esc_figures *figures)
{
    size_t most = 0;
    for (size_t i = 0; i < count; i++)
        most += 2 * records[i]->cycle_count;
    double *pauses = esc_calloc(most, sizeof *pauses);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        n += list_pauses(records[i], pauses + n);
        if (records[i]->gc.pauses > 0)
            figures->pause_max_ns =
                fmax(figures->pause_max_ns, (double)records[i]->gc.pause_max_ns);
    }
    figures->pause_ns = esc_estimate(pauses, n);
    if (n > 0) {
        figures->pause_p99_ns = esc_quantile(pauses, n, 0.99);
        figures->pause_max_ns = fmax(figures->pause_max_ns, pauses[n - 1]);
    }
    free(pauses);
}

/* A total, so it is summed over the samples that tell it; a median would forget rare long stops. */
static double stw_ns_per_mop(const struct esc_record *const *records, size_t count)
{
    double stopped_ns = 0;
    double iterations = 0;
    for (size_t i = 0; i < count; i++) {
        if (records[i]->gc.pause_total_ns < 0)
            continue;
        stopped_ns += (double)records[i]->gc.pause_total_ns;
        iterations += (double)records[i]->iterations;
    }
    return iterations > 0 ? stopped_ns * per_million / iterations : -1;
}

static size_t count_disturbed(const struct esc_record *const *records, size_t count)
{
    size_t disturbed = 0;
    for (size_t i = 0; i < count; i++)
        disturbed += esc_is_disturbed(&records[i]->disturbance, records[i]->wall_ns);
    return disturbed;
}

struct esc_figures esc_figures_of(const struct esc_record *const *records, size_t count)
{
    struct esc_figures figures = {.pause_p99_ns = -1, .pause_max_ns = -1, .stw_ns_per_mop = -1};
    if (count == 0)
        return figures;
    double *values = esc_calloc(count, sizeof *values);
    figures.cpu_ns_per_op = estimate_of(records, count, cpu_ns_per_op, values);
    figures.cycles_per_mop = estimate_of(records, count, cycles_per_mop, values);
    figures.gc_share = estimate_of(records, count, gc_share, values);
    figures.ns_per_op = estimate_of(records, count, esc_record_ns_per_op, values);
    figures.min_ns_per_op = values[0];
    figures.max_ns_per_op = values[count - 1];
    figures.noise = esc_relative_noise(values, count);
    figures.stw_ns_per_mop = stw_ns_per_mop(records, count);
    figures.disturbed = count_disturbed(records, count);
    add_pauses(records, count, &figures);
    free(values);
    return figures;
}
