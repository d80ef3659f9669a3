/*
 * verify, untimed: diagnostics, allocations, bytes and checksums. See verify.h.
 */
#include "command/verify.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* The first operations are folded on both sides; of Go's passes the one with the fewest strays
 * counts, for the Go runtime allocates now and then on its own account. */
enum { CHECKED_OPERATIONS = 1000, COUNT_PASSES = 3 };

static const volatile int never_stop;

static void free_variant(struct esc_variant *variant)
{
    free(variant->label);
    free(variant->name);
    free(variant->go_name);
    free(variant->message);
}

void esc_verify_keep_defaults(struct esc_run *run)
{
    size_t kept = 0;
    for (size_t v = 0; v < run->variant_count; v++) {
        if (strchr(run->variants[v].label, '@') == NULL)
            run->variants[kept++] = run->variants[v];
        else
            free_variant(&run->variants[v]);
    }
    run->variant_count = kept;
}

size_t esc_verify_unit(const struct esc_verify *verify, const struct esc_variant *variant)
{
    for (size_t u = 0; u < verify->unit_count; u++)
        if (verify->units[u].item == variant->item && verify->units[u].point == variant->point)
            return u;
    return 0;
}

static void add_missing(struct esc_fidelity *fidelity, const struct esc_fidelity_row *row,
                        const char *text)
{
    fidelity->missing =
        esc_grow(fidelity->missing, &fidelity->missing_count, sizeof *fidelity->missing);
    fidelity->missing[fidelity->missing_count - 1] =
        (struct esc_fidelity_missing){row->item, row->point, row->strategy, esc_strdup(text)};
}

static void find_diagnostics(struct esc_verify *verify, const struct esc_variant *variant,
                             struct esc_fidelity_row *row)
{
    const struct esc_strategy *strategy = esc_variant_strategy(&verify->bench.run, variant);
    const struct esc_diagnostics *printed = &verify->module.diagnostics;
    if (!esc_diagnostics_due(strategy, variant->point))
        return;
    for (size_t k = 0; k < strategy->escape_count; k++) {
        const char *expected = strategy->escapes[k];
        bool found = esc_diagnostics_have(printed, row->item, variant->item, variant->point,
                                          strategy, expected);
        row->lines_expected++;
        row->lines_found += found;
        if (!found)
            add_missing(&verify->fidelity, row, expected);
    }
    const char *newer = esc_go_newer_diagnostic(row, verify->go.minor);
    row->says_newer = newer != NULL && esc_diagnostics_have(printed, row->item, variant->item,
                                                            variant->point, strategy, newer);
}

/* Only the Go-model heap knows how Go rounds; the others show what the case asks for. */
static void take_ours(const struct esc_variant *variant, struct esc_fidelity_row *row)
{
    bool rounded = variant->runtime == ESC_RUNTIME_GOHEAP;
    row->sides[ESC_SIDE_OURS].counted =
        variant->status == ESC_STATUS_OK && variant->allocs_per_op >= 0;
    row->sides[ESC_SIDE_OURS].allocs = variant->allocs_per_op;
    row->sides[ESC_SIDE_OURS].bytes =
        rounded ? variant->bytes_per_op : variant->requested_bytes_per_op;
    if (variant->status != ESC_STATUS_OK)
        row->failure = esc_strdup(variant->message);
}

static void take_go(const struct esc_go_sample *samples, struct esc_fidelity_side *side)
{
    const struct esc_go_sample *best = &samples[0];
    for (size_t p = 1; p < COUNT_PASSES; p++)
        if (samples[p].allocs < best->allocs ||
            (samples[p].allocs == best->allocs && samples[p].bytes < best->bytes))
            best = &samples[p];
    side->counted = true;
    side->allocs = (double)best->allocs / (double)best->iterations;
    side->bytes = (double)best->bytes / (double)best->iterations;
    side->checksum = samples[0].checksum;
}

static void count_go(struct esc_verify *verify, const struct esc_variant *variant,
                     struct esc_fidelity_row *row)
{
    size_t v = (size_t)(variant - verify->bench.run.variants);
    struct esc_go_job job = esc_verify_go_job(verify, v, CHECKED_OPERATIONS);
    job.warmup = 0; /* the first operations are the ones whose checksum is compared */
    job.passes = COUNT_PASSES;
    struct esc_go_sample samples[COUNT_PASSES];
    struct esc_error error = {0};
    if (job.program == NULL)
        row->failure = esc_strdup("its Go does not compile, see above");
    else if (esc_go_run(&job, samples, &error))
        take_go(samples, &row->sides[ESC_SIDE_GO]);
    else if (row->failure == NULL)
        row->failure = esc_strdup(error.messages[0].text);
    esc_error_free(&error);
}

/* The checksum of our first operations, from a job of its own: counting keeps none. */
static bool take_checksum(struct esc_verify *verify, size_t v, struct esc_error *error)
{
    struct esc_job job = esc_workbench_job(&verify->bench, v, ESC_JOB_COUNT);
    struct esc_sample *sample = esc_calloc(1, sizeof *sample);
    job.iterations = CHECKED_OPERATIONS;
    bool started = esc_measure(verify->bench.folders.child, &job, 1, sample, &never_stop, error);
    verify->fidelity.rows[v].sides[ESC_SIDE_OURS].checksum = sample->checksum;
    free(sample);
    return started;
}

bool esc_verify_count(struct esc_verify *verify, struct esc_error *error)
{
    struct esc_run *run = &verify->bench.run;
    struct esc_fidelity *fidelity = &verify->fidelity;
    if (!esc_workbench_count(&verify->bench, &never_stop, error))
        return false;
    fidelity->rows = esc_calloc(run->variant_count, sizeof *fidelity->rows);
    fidelity->count = run->variant_count;
    for (size_t v = 0; v < run->variant_count; v++) {
        const struct esc_variant *variant = &run->variants[v];
        struct esc_fidelity_row *row = &fidelity->rows[v];
        *row = (struct esc_fidelity_row){.item = esc_variant_case(run, variant),
                                         .point = variant->point,
                                         .strategy = variant->strategy,
                                         .runtime = variant->runtime};
        take_ours(variant, row);
        if (variant->status == ESC_STATUS_OK && !take_checksum(verify, v, error))
            return false;
        count_go(verify, variant, row);
        if (verify->module.programs[esc_verify_unit(verify, variant)] != NULL)
            find_diagnostics(verify, variant, row);
    }
    return true;
}
