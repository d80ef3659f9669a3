/*
 * A finished run -> rows of ours beside Go's: figures are the run's own, nothing is measured or
 * averaged here. See verify.h for the contract.
 */
#include "verify/internal.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

struct work {
    const struct esc_run *run;
    const struct esc_diagnostics *printed;
    const struct esc_cycle_count *cycles; /* NULL: none were counted */
    struct esc_fidelity *fidelity;
};

static bool is_c_of(const struct esc_variant *variant, const struct esc_variant *go)
{
    return variant->case_index == go->case_index && variant->point == go->point &&
           variant->strategy == go->strategy && variant->runtime != ESC_RUNTIME_GO;
}

/* The C of the same strategy at the same point, of the release that is nearest to Go's from below;
 * run->variant_count: there is none. */
static size_t find_ours(const struct esc_run *run, const struct esc_variant *go)
{
    int most = esc_variant_go(run, go)->minor;
    size_t found = run->variant_count;
    for (size_t v = 0; v < run->variant_count; v++) {
        if (!is_c_of(&run->variants[v], go))
            continue;
        bool first = found == run->variant_count;
        int minor = esc_run_minor_of(run, run->variants[v].runtime);
        int best = first ? 0 : esc_run_minor_of(run, run->variants[found].runtime);
        if (first || (minor > best && minor <= most))
            found = v;
    }
    return found;
}

/* Only the Go-model heap knows how Go rounds; the others show what the case asks for. */
static void take_counts(const struct esc_variant *variant, struct esc_fidelity_side *side)
{
    bool rounded = esc_runtime_is_model(variant->runtime) || variant->runtime == ESC_RUNTIME_GO;
    side->counted = variant->allocs_per_op >= 0 &&
                    (variant->status == ESC_STATUS_OK || variant->status == ESC_STATUS_CHECKSUM);
    side->allocs = variant->allocs_per_op;
    side->bytes = rounded ? variant->bytes_per_op : variant->requested_bytes_per_op;
}

static const struct esc_pair *find_pair(const struct esc_run *run, size_t v)
{
    for (size_t i = 0; i < run->pair_count; i++)
        if (run->pairs[i].other == v)
            return &run->pairs[i];
    return NULL;
}

/* A stack side has a time and no price. */
static void take_times(const struct esc_run *run, size_t v, struct esc_fidelity_side *side)
{
    static const struct esc_pair none;
    if (run->figures == NULL || !run->figures[v].ns_per_op.known)
        return;
    const struct esc_pair *pair = find_pair(run, v);
    side->ns = run->figures[v].ns_per_op.median;
    side->price = pair != NULL ? pair->price_ns : none.price_ns;
    side->price_ns = side->price.median;
    side->timed = pair == NULL || pair->price_ns.known;
}

static void take_side(const struct work *work, size_t v, struct esc_fidelity_row *row,
                      enum esc_side index)
{
    struct esc_fidelity_side *side = &row->sides[index];
    const struct esc_variant *variant = &work->run->variants[v];
    take_counts(variant, side);
    take_times(work->run, v, side);
    if (work->cycles != NULL)
        side->cycles_per_mop = work->cycles[v].per_mop;
    bool failed = variant->status != ESC_STATUS_OK && variant->status != ESC_STATUS_CHECKSUM;
    if (failed && row->failure == NULL)
        row->failure = esc_strdup(variant->message);
}

static void add_missing(struct esc_fidelity *fidelity, const struct esc_fidelity_row *row,
                        const char *text)
{
    fidelity->missing =
        esc_grow(fidelity->missing, &fidelity->missing_count, sizeof *fidelity->missing);
    fidelity->missing[fidelity->missing_count - 1] =
        (struct esc_fidelity_missing){row->bench_case, row->point, row->strategy, esc_strdup(text)};
}

static bool is_printed(const struct work *work, const struct esc_variant *go,
                       const struct esc_fidelity_row *row, const char *expected)
{
    return esc_diagnostics_have(work->printed, row->bench_case, go->case_index, go->point,
                                esc_variant_strategy(work->run, go), expected);
}

static void find_diagnostics(const struct work *work, const struct esc_variant *go,
                             struct esc_fidelity_row *row)
{
    const struct esc_strategy *strategy = esc_variant_strategy(work->run, go);
    const struct esc_since *own = esc_go_newer_diagnostic(strategy, row->minor);
    const struct esc_since *newer = esc_go_newer_diagnostic(strategy, work->fidelity->go->minor);
    if (!esc_diagnostics_due(strategy, go->point))
        return;
    row->expected = own != NULL ? own->escapes : strategy->escapes;
    row->lines_expected = own != NULL ? own->escape_count : strategy->escape_count;
    for (size_t k = 0; k < row->lines_expected; k++) {
        bool found = is_printed(work, go, row, row->expected[k]);
        row->lines_found += found;
        if (!found)
            add_missing(work->fidelity, row, row->expected[k]);
    }
    row->says_newer = newer != NULL && newer != own && is_printed(work, go, row, newer->escapes[0]);
}

static uint64_t cycle_iterations(const struct work *work, size_t ours, size_t go)
{
    bool both = work->cycles != NULL && work->cycles[ours].iterations > 0 &&
                work->cycles[go].iterations > 0;
    return both ? work->cycles[go].iterations : 0;
}

static void add_row(struct work *work, size_t v)
{
    const struct esc_run *run = work->run;
    const struct esc_variant *go = &run->variants[v];
    struct esc_fidelity *fidelity = work->fidelity;
    size_t ours = find_ours(run, go);
    bool has_ours = ours < run->variant_count;
    fidelity->rows = esc_grow(fidelity->rows, &fidelity->count, sizeof *fidelity->rows);
    struct esc_fidelity_row *row = &fidelity->rows[fidelity->count - 1];
    *row = (struct esc_fidelity_row){
        .bench_case = esc_variant_case(run, go),
        .point = go->point,
        .strategy = go->strategy,
        .runtime = has_ours ? run->variants[ours].runtime : ESC_RUNTIME_NONE,
        .minor =
            has_ours ? esc_run_minor_of(run, run->variants[ours].runtime) : fidelity->go->minor,
        .other_values = has_ours && go->status == ESC_STATUS_CHECKSUM,
    };
    if (has_ours) {
        take_side(work, ours, row, ESC_SIDE_OURS);
        row->cycle_iterations = cycle_iterations(work, ours, v);
    }
    take_side(work, v, row, ESC_SIDE_GO);
    if (go->status != ESC_STATUS_COMPILE)
        find_diagnostics(work, go, row);
}

void esc_fidelity_of(const struct esc_run *run, size_t go, const struct esc_diagnostics *printed,
                     const struct esc_cycle_count *cycles, struct esc_fidelity *fidelity)
{
    struct work work = {run, printed, cycles, fidelity};
    *fidelity = (struct esc_fidelity){.go = &run->gos[go], .rounds = run->rounds_done};
    for (size_t v = 0; v < run->variant_count; v++)
        if (run->variants[v].runtime == ESC_RUNTIME_GO && run->variants[v].go == go)
            add_row(&work, v);
}
