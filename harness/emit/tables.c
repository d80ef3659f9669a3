/*
 * The TSV files of a run folder: samples, collections, heap points and the summary. Long form: one
 * set of figures a row. See files.h; every column is explained in docs/results.md.
 */
#include "emit/fields.h"
#include "emit/files.h"
#include "emit/tsv.h"
#include "noun/outlier.h"

#include <inttypes.h>
#include <stdlib.h>

/* Comments have no line ends of their own in them. */
static void add_comment(struct esc_text *text, const char *key, const char *value)
{
    if (value == NULL || *value == '\0')
        return;
    esc_text_addf(text, "# %s: ", key);
    for (; *value != '\0'; value++)
        esc_text_add_bytes(text, *value == '\n' || *value == '\r' ? " " : value, 1);
    esc_text_add(text, "\n");
}

static void add_head(struct esc_text *text, const struct esc_run *run, const char *what)
{
    const struct esc_machine *machine = &run->machine;
    esc_text_addf(text, "# escapement: %s\n", what);
    add_comment(text, "run", run->id);
    add_comment(text, "started", run->started);
    add_comment(text, "cpu", machine->cpu);
    esc_text_addf(text, "# cpus: %d\n", machine->cpus);
    add_comment(text, "kernel", machine->kernel);
    add_comment(text, "compiler", machine->compiler);
    add_comment(text, "flags", machine->flags);
    char *releases = esc_releases_text(run);
    add_comment(text, "go", releases);
    free(releases);
    esc_text_addf(text, "# gogc: %d\n# seed: %" PRIu64 "\n", run->gogc, run->seed);
    add_comment(text, "version", machine->version);
    add_comment(text, "revision", machine->revision);
    esc_text_add(text, "# columns: docs/results.md; an empty cell is unknown\n");
}

/* The release that ran the row; empty for C. */
static void add_go(struct esc_tsv *tsv, const struct esc_run *run,
                   const struct esc_variant *variant)
{
    const struct esc_go *go = esc_variant_go(run, variant);
    esc_tsv_text(tsv, "go", go != NULL ? go->version : NULL);
}

static void sample_row(struct esc_tsv *tsv, const struct esc_run *run,
                       const struct esc_record *record, enum esc_outlier outlier)
{
    const struct esc_variant *variant = &run->variants[record->variant];
    esc_tsv_text(tsv, "name", variant->name);
    esc_tsv_text(tsv, "case", esc_variant_case(run, variant)->name);
    esc_tsv_text(tsv, "point", esc_variant_point(run, variant)->name);
    esc_tsv_text(tsv, "strategy", esc_variant_strategy(run, variant)->name);
    esc_tsv_text(tsv, "runtime", esc_runtime_name(variant->runtime));
    esc_tsv_whole(tsv, "round", record->round);
    esc_tsv_whole(tsv, "order", record->order);
    esc_tsv_text(tsv, "status", esc_status_key(record->status));
    esc_tsv_whole(tsv, "iterations", (int64_t)record->iterations);
    esc_tsv_whole(tsv, "wall_ns", record->wall_ns);
    esc_tsv_whole(tsv, "cpu_ns", record->cpu_ns);
    esc_tsv_whole(tsv, "child_wall_ns", record->child_wall_ns);
    esc_tsv_hash(tsv, "checksum", record->checksum);
    for (size_t i = 0; i < ESC_GC_SUM_FIELDS; i++)
        esc_tsv_count(tsv, esc_gc_sum_fields[i].name,
                      esc_field_get(&esc_gc_sum_fields[i], &record->gc));
    add_go(tsv, run, variant);
    for (size_t i = 0; i < ESC_DISTURBANCE_FIELDS; i++)
        esc_tsv_count(tsv, esc_disturbance_fields[i].name,
                      esc_field_get(&esc_disturbance_fields[i], &record->disturbance));
    esc_tsv_whole(tsv, "disturbed", esc_is_disturbed(&record->disturbance, record->wall_ns));
    esc_tsv_text(tsv, "outlier", esc_outlier_key(outlier));
    esc_tsv_end(tsv);
}

static void cycle_row(struct esc_tsv *tsv, const struct esc_run *run,
                      const struct esc_record *record, size_t index)
{
    const struct esc_gc_cycle *cycle = &record->cycles[index];
    esc_tsv_text(tsv, "name", run->variants[record->variant].name);
    esc_tsv_whole(tsv, "round", record->round);
    esc_tsv_whole(tsv, "cycle", (int64_t)index);
    for (size_t i = 0; i < ESC_GC_CYCLE_FIELDS; i++)
        esc_tsv_count(tsv, esc_gc_cycle_fields[i].name,
                      esc_field_get(&esc_gc_cycle_fields[i], cycle));
    esc_tsv_count(tsv, "forced", cycle->forced);
    esc_tsv_end(tsv);
}

static void heap_row(struct esc_tsv *tsv, const struct esc_run *run,
                     const struct esc_record *record, size_t index)
{
    esc_tsv_text(tsv, "name", run->variants[record->variant].name);
    esc_tsv_whole(tsv, "round", record->round);
    for (size_t i = 0; i < ESC_HEAP_POINT_FIELDS; i++)
        esc_tsv_count(tsv, esc_heap_point_fields[i].name,
                      esc_field_get(&esc_heap_point_fields[i], &record->heap[index]));
    esc_tsv_end(tsv);
}

static void add_estimate(struct esc_tsv *tsv, const char *const names[3],
                         const struct esc_estimate *estimate)
{
    esc_tsv_real(tsv, names[0], estimate->median, estimate->known);
    esc_tsv_real(tsv, names[1], estimate->low, esc_estimate_has_interval(estimate));
    esc_tsv_real(tsv, names[2], estimate->high, esc_estimate_has_interval(estimate));
}

static void add_figures(struct esc_tsv *tsv, const struct esc_figures *figures)
{
    const struct esc_estimate *time = &figures->ns_per_op;
    add_estimate(tsv, (const char *[]){"ns_per_op", "ns_per_op_low", "ns_per_op_high"}, time);
    esc_tsv_real(tsv, "confidence", time->confidence, time->known);
    esc_tsv_real(tsv, "min_ns_per_op", figures->min_ns_per_op, time->known);
    esc_tsv_real(tsv, "max_ns_per_op", figures->max_ns_per_op, time->known);
    esc_tsv_real(tsv, "noise", figures->noise, time->known);
    add_estimate(tsv, (const char *[]){"cpu_ns_per_op", "cpu_ns_per_op_low", "cpu_ns_per_op_high"},
                 &figures->cpu_ns_per_op);
    add_estimate(
        tsv,
        (const char *[]){"gc_cycles_per_mop", "gc_cycles_per_mop_low", "gc_cycles_per_mop_high"},
        &figures->cycles_per_mop);
    add_estimate(tsv, (const char *[]){"gc_share", "gc_share_low", "gc_share_high"},
                 &figures->gc_share);
    add_estimate(tsv, (const char *[]){"pause_ns", "pause_ns_low", "pause_ns_high"},
                 &figures->pause_ns);
    esc_tsv_real(tsv, "pause_p99_ns", figures->pause_p99_ns, figures->pause_p99_ns >= 0);
    esc_tsv_real(tsv, "pause_max_ns", figures->pause_max_ns, figures->pause_max_ns >= 0);
    esc_tsv_real(tsv, "stw_ns_per_mop", figures->stw_ns_per_mop, figures->stw_ns_per_mop >= 0);
}

/* `pair` is that in which the row is the other side; NULL for a base. */
static void add_pair(struct esc_tsv *tsv, const struct esc_run *run, const struct esc_pair *pair)
{
    static const struct esc_pair none;
    const struct esc_pair *shown = pair != NULL ? pair : &none;
    esc_tsv_text(tsv, "base", pair != NULL ? run->variants[pair->base].name : "");
    add_estimate(tsv, (const char *[]){"factor", "factor_low", "factor_high"}, &shown->factor);
    esc_tsv_real(tsv, "factor_confidence", shown->factor.confidence, shown->factor.known);
    add_estimate(tsv, (const char *[]){"price_ns", "price_ns_low", "price_ns_high"},
                 &shown->price_ns);
    esc_tsv_text(tsv, "verdict", pair != NULL ? esc_verdict_words(pair->verdict) : "");
}

/* Against the same strategy on the earlier release of the Go model. */
static void add_release(struct esc_tsv *tsv, const struct esc_run *run, size_t v)
{
    static const struct esc_pair none;
    const struct esc_pair *pair = &none;
    for (size_t i = 0; i < run->release_count; i++)
        if (run->releases[i].other == v)
            pair = &run->releases[i];
    bool is = pair != &none;
    esc_tsv_text(tsv, "earlier", is ? run->variants[pair->base].name : "");
    add_estimate(tsv, (const char *[]){"change", "change_low", "change_high"}, &pair->factor);
    esc_tsv_real(tsv, "change_confidence", pair->factor.confidence, pair->factor.known);
    esc_tsv_text(tsv, "change_verdict", is ? esc_verdict_words(pair->verdict) : "");
}

static void summary_row(struct esc_tsv *tsv, const struct esc_run *run, size_t v,
                        const struct esc_pair *pair)
{
    static const struct esc_figures none = {
        .pause_p99_ns = -1, .pause_max_ns = -1, .stw_ns_per_mop = -1};
    const struct esc_variant *variant = &run->variants[v];
    const struct esc_figures *figures = run->figures != NULL ? &run->figures[v] : &none;
    esc_tsv_text(tsv, "name", variant->name);
    esc_tsv_text(tsv, "case", esc_variant_case(run, variant)->name);
    esc_tsv_text(tsv, "point", esc_variant_point(run, variant)->name);
    esc_tsv_text(tsv, "strategy", esc_variant_strategy(run, variant)->name);
    esc_tsv_text(tsv, "runtime", esc_runtime_name(variant->runtime));
    esc_tsv_text(tsv, "status", esc_status_key(variant->status));
    esc_tsv_whole(tsv, "iterations", (int64_t)variant->iterations);
    esc_tsv_whole(tsv, "samples", (int64_t)figures->ns_per_op.n);
    esc_tsv_real(tsv, "allocs_per_op", variant->allocs_per_op, variant->allocs_per_op >= 0);
    esc_tsv_real(tsv, "bytes_per_op", variant->bytes_per_op, variant->bytes_per_op >= 0);
    esc_tsv_real(tsv, "requested_bytes_per_op", variant->requested_bytes_per_op,
                 variant->requested_bytes_per_op >= 0);
    add_figures(tsv, figures);
    add_pair(tsv, run, pair);
    esc_tsv_text(tsv, "message", variant->message);
    add_go(tsv, run, variant);
    esc_tsv_whole(tsv, "disturbed", (int64_t)figures->disturbed);
    add_release(tsv, run, v);
    esc_tsv_end(tsv);
}

/* A run with one of everything: header lines are written from it, whatever the real run holds. */
static struct esc_run blank_run(void)
{
    static struct esc_point point = {.name = ""};
    static struct esc_strategy strategy = {.name = ""};
    static struct esc_case bench_case = {.name = "",
                                         .points = &point,
                                         .point_count = 1,
                                         .strategies = &strategy,
                                         .strategy_count = 1};
    static struct esc_variant variant = {.name = "", .runtime = ESC_RUNTIME_NONE};
    static struct esc_gc_cycle cycle;
    static struct esc_heap_point heap;
    static struct esc_record record = {
        .cycles = &cycle, .cycle_count = 1, .heap = &heap, .heap_count = 1};
    return (struct esc_run){.cases = &bench_case,
                            .case_count = 1,
                            .variants = &variant,
                            .variant_count = 1,
                            .records = &record,
                            .record_count = 1};
}

static void sample_rows(struct esc_tsv *tsv, const struct esc_run *run)
{
    enum esc_outlier *outliers = esc_outliers(run);
    for (size_t i = 0; i < run->record_count; i++)
        sample_row(tsv, run, &run->records[i], outliers[i]);
    free(outliers);
}

static void cycle_rows(struct esc_tsv *tsv, const struct esc_run *run)
{
    for (size_t i = 0; i < run->record_count; i++)
        for (size_t k = 0; k < run->records[i].cycle_count; k++)
            cycle_row(tsv, run, &run->records[i], k);
}

static void heap_rows(struct esc_tsv *tsv, const struct esc_run *run)
{
    for (size_t i = 0; i < run->record_count; i++)
        for (size_t k = 0; k < run->records[i].heap_count; k++)
            heap_row(tsv, run, &run->records[i], k);
}

/* Pairs are in the order of their other sides. */
static void summary_rows(struct esc_tsv *tsv, const struct esc_run *run)
{
    size_t next = 0;
    for (size_t v = 0; v < run->variant_count; v++) {
        bool paired = next < run->pair_count && run->pairs[next].other == v;
        summary_row(tsv, run, v, paired ? &run->pairs[next] : NULL);
        next += paired;
    }
}

static void add_table(const struct esc_run *run, const char *what,
                      void (*rows)(struct esc_tsv *tsv, const struct esc_run *run),
                      struct esc_text *text)
{
    struct esc_run blank = blank_run();
    struct esc_tsv tsv = {.text = *text};
    add_head(&tsv.text, run, what);
    tsv.names = true;
    rows(&tsv, &blank);
    tsv.names = false;
    rows(&tsv, run);
    *text = tsv.text;
}

void esc_file_samples(const struct esc_run *run, struct esc_text *text)
{
    add_table(run, "samples, one a row", sample_rows, text);
}

void esc_file_cycles(const struct esc_run *run, struct esc_text *text)
{
    add_table(run, "garbage collections, one a row", cycle_rows, text);
}

void esc_file_heap(const struct esc_run *run, struct esc_text *text)
{
    add_table(run, "the heap over time", heap_rows, text);
}

void esc_file_summary(const struct esc_run *run, struct esc_text *text)
{
    add_table(run, "medians with their intervals, one variant a row", summary_rows, text);
}
