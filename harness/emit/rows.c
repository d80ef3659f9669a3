/*
 * Google Benchmark's view of a run: context and rows, keys in the order of its own JSON reporter
 * (1.7.1), so that its compare.py and whatever reads its files can read ours. See files.h.
 */
#include "emit/files.h"

#include "base/memory.h"
#include "base/quantile.h"
#include "emit/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One number of a sample; negative: unknown. */
typedef double reading(const struct esc_run *run, const struct esc_record *record);

static double real_time(const struct esc_run *run, const struct esc_record *record)
{
    (void)run;
    return esc_record_ns_per_op(record);
}

static double cpu_time(const struct esc_run *run, const struct esc_record *record)
{
    (void)run;
    return (double)record->cpu_ns / (double)record->iterations;
}

static double allocs_per_op(const struct esc_run *run, const struct esc_record *record)
{
    return run->variants[record->variant].allocs_per_op;
}

static double bytes_per_op(const struct esc_run *run, const struct esc_record *record)
{
    return run->variants[record->variant].bytes_per_op;
}

static double gc_cycles_per_mop(const struct esc_run *run, const struct esc_record *record)
{
    (void)run;
    return (double)record->gc.cycles * 1e6 / (double)record->iterations;
}

static double gc_cpu_ns_per_op(const struct esc_run *run, const struct esc_record *record)
{
    (void)run;
    return (double)record->gc.gc_cpu_ns / (double)record->iterations;
}

static double gc_pause_ns_per_op(const struct esc_run *run, const struct esc_record *record)
{
    (void)run;
    return (double)record->gc.pause_total_ns / (double)record->iterations;
}

/* In alphabetical order, as Google Benchmark writes its counters. */
static const struct {
    const char *key;
    reading *read;
} counters[] = {
    {"allocs_per_op", allocs_per_op},           {"bytes_per_op", bytes_per_op},
    {"gc_cpu_ns_per_op", gc_cpu_ns_per_op},     {"gc_cycles_per_mop", gc_cycles_per_mop},
    {"gc_pause_ns_per_op", gc_pause_ns_per_op},
};
enum { COUNTERS = sizeof counters / sizeof *counters };

static double mean(const double *values, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += values[i];
    return sum / (double)n;
}

static double median(const double *values, size_t n)
{
    double *sorted = esc_calloc(n, sizeof *sorted);
    memcpy(sorted, values, n * sizeof *values);
    double middle = esc_median(sorted, n);
    free(sorted);
    return middle;
}

/* Of the sample, n - 1 below, 0 for one value: as Google Benchmark's StatisticsStdDev. */
static double stddev(const double *values, size_t n)
{
    double middle = mean(values, n);
    double squares = 0;
    for (size_t i = 0; i < n; i++)
        squares += (values[i] - middle) * (values[i] - middle);
    return n < 2 ? 0 : sqrt(squares / (double)(n - 1));
}

static double cv(const double *values, size_t n)
{
    return stddev(values, n) / mean(values, n);
}

static const struct {
    const char *name, *unit;
    double (*of)(const double *values, size_t n);
} aggregates[] = {
    {"mean", "time", mean},
    {"median", "time", median},
    {"stddev", "time", stddev},
    {"cv", "percentage", cv},
};
enum { AGGREGATES = sizeof aggregates / sizeof *aggregates };

/* One variant's rows while they are made. */
struct family {
    const struct esc_run *run;
    const struct esc_variant *variant;
    const struct esc_record **records; /* those with figures */
    size_t count;
    size_t instance; /* index of the variant within its case */
};

static json_t *begin_row(const struct family *family, const char *suffix, const char *run_type)
{
    json_t *row = json_object();
    char *name = esc_format("%s%s", family->variant->name, suffix);
    esc_json_set_text(row, "name", name);
    esc_json_set_whole(row, "family_index", (int64_t)family->variant->case_index);
    esc_json_set_whole(row, "per_family_instance_index", (int64_t)family->instance);
    esc_json_set_text(row, "run_name", family->variant->name);
    esc_json_set_text(row, "run_type", run_type);
    esc_json_set_whole(row, "repetitions", family->count > 0 ? (int64_t)family->count : 1);
    free(name);
    return row;
}

static int64_t threads(const struct family *family)
{
    return esc_case_threads(esc_variant_case(family->run, family->variant),
                            esc_variant_point(family->run, family->variant));
}

static void set_times(json_t *row, int64_t iterations, double real_ns, double cpu_ns)
{
    esc_json_set_whole(row, "iterations", iterations);
    esc_json_set_real(row, "real_time", isfinite(real_ns) ? real_ns : 0);
    esc_json_set_real(row, "cpu_time", isfinite(cpu_ns) ? cpu_ns : 0);
    esc_json_set_text(row, "time_unit", "ns");
}

static void set_label(json_t *row, const struct family *family)
{
    const struct esc_go *go = esc_variant_go(family->run, family->variant);
    if (family->variant->runtime != ESC_RUNTIME_NONE)
        esc_json_set_text(row, "label",
                          go != NULL ? go->version : esc_runtime_name(family->variant->runtime));
}

static json_t *iteration_row(const struct family *family, size_t index)
{
    const struct esc_record *record = family->records[index];
    json_t *row = begin_row(family, "", "iteration");
    esc_json_set_whole(row, "repetition_index", (int64_t)index);
    esc_json_set_whole(row, "threads", threads(family));
    set_times(row, (int64_t)record->iterations, real_time(family->run, record),
              cpu_time(family->run, record));
    for (size_t c = 0; c < COUNTERS; c++)
        esc_json_set_known(row, counters[c].key, counters[c].read(family->run, record));
    set_label(row, family);
    return row;
}

/* Not a number unless every sample knows the value. */
static double aggregate(const struct family *family, size_t index, reading *read)
{
    double *values = esc_calloc(family->count, sizeof *values);
    bool known = true;
    for (size_t i = 0; i < family->count; i++) {
        values[i] = read(family->run, family->records[i]);
        known = known && values[i] >= 0;
    }
    double result = known ? aggregates[index].of(values, family->count) : NAN;
    free(values);
    return result;
}

static json_t *aggregate_row(const struct family *family, size_t index)
{
    char *suffix = esc_format("_%s", aggregates[index].name);
    json_t *row = begin_row(family, suffix, "aggregate");
    free(suffix);
    esc_json_set_whole(row, "threads", threads(family));
    esc_json_set_text(row, "aggregate_name", aggregates[index].name);
    esc_json_set_text(row, "aggregate_unit", aggregates[index].unit);
    set_times(row, (int64_t)family->count, aggregate(family, index, real_time),
              aggregate(family, index, cpu_time));
    for (size_t c = 0; c < COUNTERS; c++)
        esc_json_set_real(row, counters[c].key, aggregate(family, index, counters[c].read));
    set_label(row, family);
    return row;
}

static json_t *error_row(const struct family *family)
{
    const struct esc_variant *variant = family->variant;
    json_t *row = begin_row(family, "", "iteration");
    esc_json_set_whole(row, "repetition_index", 0);
    esc_json_set_whole(row, "threads", threads(family));
    esc_json_set_flag(row, "error_occurred", true);
    esc_json_set_text(row, "error_message",
                      variant->message != NULL ? variant->message
                                               : esc_status_words(variant->status));
    set_times(row, 0, 0, 0);
    set_label(row, family);
    return row;
}

static void add_family(json_t *rows, const struct family *family)
{
    if (family->variant->status != ESC_STATUS_OK) {
        json_array_append_new(rows, error_row(family));
        return;
    }
    for (size_t i = 0; i < family->count; i++)
        json_array_append_new(rows, iteration_row(family, i));
    for (size_t i = 0; i < AGGREGATES && family->count > 0; i++)
        json_array_append_new(rows, aggregate_row(family, i));
}

static bool has_figures(const struct esc_record *record)
{
    return record->status == ESC_STATUS_OK && record->iterations > 0;
}

/* Records sorted by variant (a counting sort, so rounds stay in order): variant v has those from
 * first[v] up to first[v + 1]. `first` has variant_count + 2 zeroed entries. */
static const struct esc_record **index_records(const struct esc_run *run, size_t *first)
{
    const struct esc_record **index = esc_calloc(run->record_count, sizeof *index);
    for (size_t i = 0; i < run->record_count; i++)
        if (has_figures(&run->records[i]))
            first[run->records[i].variant + 2]++;
    for (size_t v = 2; v < run->variant_count + 2; v++)
        first[v] += first[v - 1];
    for (size_t i = 0; i < run->record_count; i++)
        if (has_figures(&run->records[i]))
            index[first[run->records[i].variant + 1]++] = &run->records[i];
    return index;
}

json_t *esc_rows(const struct esc_run *run)
{
    json_t *rows = json_array();
    size_t *first = esc_calloc(run->variant_count + 2, sizeof *first);
    const struct esc_record **index = index_records(run, first);
    size_t instance = 0;
    for (size_t v = 0; v < run->variant_count; v++) {
        bool same_case = v > 0 && run->variants[v].case_index == run->variants[v - 1].case_index;
        instance = same_case ? instance + 1 : 0;
        struct family family = {run, &run->variants[v], index + first[v], first[v + 1] - first[v],
                                instance};
        add_family(rows, &family);
    }
    free(index);
    free(first);
    return rows;
}
