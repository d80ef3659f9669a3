/*
 * Ours against Go's: what differs, what a newer release explains, sums. See verify.h.
 */
#include "verify/internal.h"

#include "base/memory.h"
#include "base/quantile.h"
#include "base/rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Counts are exact; what a pass of a thousand operations may be off by is a stray allocation of the
 * Go runtime's own or a set-up that came late. */
static const double count_slack = 0.01, bytes_slack = 1.0, relative_slack = 0.002;
static const double cycle_share = 0.10;

static bool counts_differ(double ours, double go, double tolerance, double slack)
{
    return fabs(ours - go) > tolerance + slack + relative_slack * fmax(ours, go);
}

/* Only the Go-model heap rounds bytes as Go does. */
static unsigned compare_counts(const struct esc_fidelity_row *row)
{
    const struct esc_fidelity_side *ours = &row->sides[ESC_SIDE_OURS];
    const struct esc_fidelity_side *go = &row->sides[ESC_SIDE_GO];
    if (!ours->counted || !go->counted)
        return 0;
    double tolerance = row->bench_case->tolerance;
    double share = ours->allocs > 0 ? tolerance / ours->allocs : 0;
    bool rounded = esc_runtime_is_model(row->runtime) || row->runtime == ESC_RUNTIME_NONE;
    unsigned bits = 0;
    if (counts_differ(ours->allocs, go->allocs, tolerance, count_slack))
        bits |= ESC_DIFFERS_ALLOCS;
    if (rounded && counts_differ(ours->bytes, go->bytes, share * ours->bytes, bytes_slack))
        bits |= ESC_DIFFERS_BYTES;
    return bits;
}

static bool counts_agree(const struct esc_fidelity_row *row)
{
    return (row->differences & (ESC_DIFFERS_ALLOCS | ESC_DIFFERS_BYTES)) == 0;
}

bool esc_fidelity_has_cycles(const struct esc_fidelity_row *row)
{
    return esc_runtime_is_model(row->runtime) && row->cycle_iterations > 0 && counts_agree(row) &&
           fmax(row->sides[ESC_SIDE_OURS].cycles_per_mop, row->sides[ESC_SIDE_GO].cycles_per_mop) >
               0;
}

/* A sample ends where it ends: one collection more or less in each is chance. */
static bool cycles_differ(const struct esc_fidelity_row *row)
{
    double ours = row->sides[ESC_SIDE_OURS].cycles_per_mop;
    double go = row->sides[ESC_SIDE_GO].cycles_per_mop;
    double one_cycle = 1e6 / (double)row->cycle_iterations; /* more or less is chance */
    return fabs(ours - go) > fmax(cycle_share * go, one_cycle * 1.001);
}

static void judge_row(struct esc_fidelity_row *row, int minor)
{
    row->differences = compare_counts(row);
    if (row->lines_found < row->lines_expected)
        row->differences |= ESC_DIFFERS_DIAGNOSTIC;
    if (row->other_values)
        row->differences |= ESC_DIFFERS_CHECKSUM;
    if (row->failure != NULL)
        row->differences |= ESC_DIFFERS_FAILED;
    if (esc_fidelity_has_cycles(row) && cycles_differ(row))
        row->differences |= ESC_DIFFERS_CYCLES;
    row->explained = 0;
    for (unsigned k = 0; k < ESC_EXPLAINABLE; k++) {
        unsigned bit = 1U << k;
        row->causes[k] =
            row->differences & bit ? esc_go_cause(row, (enum esc_difference)bit, minor) : NULL;
        row->explained |= row->causes[k] != NULL ? bit : 0;
    }
}

unsigned esc_fidelity_faults(const struct esc_fidelity_row *row)
{
    return row->differences & ~row->explained & ~(unsigned)ESC_DIFFERS_CYCLES;
}

bool esc_fidelity_is_priced(const struct esc_fidelity_row *row)
{
    const struct esc_fidelity_side *ours = &row->sides[ESC_SIDE_OURS];
    const struct esc_fidelity_side *go = &row->sides[ESC_SIDE_GO];
    return row->comparable && !row->bench_case->control &&
           row->bench_case->strategies[row->strategy].place == ESC_PLACE_HEAP && ours->timed &&
           go->timed && ours->allocs > 0 && go->allocs > 0 && go->price_ns > 0;
}

bool esc_fidelity_is_far(const struct esc_fidelity_row *row)
{
    if (!esc_fidelity_is_priced(row))
        return false;
    double factor = row->sides[ESC_SIDE_OURS].price_ns / row->sides[ESC_SIDE_GO].price_ns;
    return factor < ESC_LEAST_FACTOR || factor > ESC_MOST_FACTOR;
}

/* A sum that is not there, of too few rows, misses nothing: NaN compares false. */
static unsigned missed_targets(const struct esc_fidelity *fidelity)
{
    unsigned missed = 0;
    if (fidelity->rank_correlation < ESC_LEAST_CORRELATION)
        missed |= ESC_TARGET_RANKS;
    if (fidelity->median_factor < ESC_LEAST_MEDIAN || fidelity->median_factor > ESC_MOST_MEDIAN)
        missed |= ESC_TARGET_FACTOR;
    if (fidelity->far_prices > 0)
        missed |= ESC_TARGET_PRICES;
    if ((double)fidelity->close_cycles < ESC_CLOSE_CYCLES * (double)fidelity->compared_cycles)
        missed |= ESC_TARGET_CYCLES;
    return missed;
}

static void sum_prices(struct esc_fidelity *fidelity)
{
    double *ours = esc_calloc(fidelity->count, sizeof *ours);
    double *go = esc_calloc(fidelity->count, sizeof *go);
    size_t count = 0;
    for (size_t i = 0; i < fidelity->count; i++) {
        const struct esc_fidelity_row *row = &fidelity->rows[i];
        if (!esc_fidelity_is_priced(row))
            continue;
        fidelity->far_prices += esc_fidelity_is_far(row);
        ours[count] = row->sides[ESC_SIDE_OURS].price_ns;
        go[count++] = row->sides[ESC_SIDE_GO].price_ns;
    }
    fidelity->priced = count;
    fidelity->rank_correlation = esc_spearman(ours, go, count);
    for (size_t k = 0; k < count; k++)
        ours[k] /= go[k];
    fidelity->median_factor = count > 0 ? esc_median(ours, count) : NAN;
    free(ours);
    free(go);
}

static void forget_sums(struct esc_fidelity *fidelity)
{
    fidelity->lines_expected = fidelity->lines_found = 0;
    fidelity->unexpected = fidelity->explained = 0;
    fidelity->compared_counts = fidelity->equal_counts = 0;
    fidelity->compared_cycles = fidelity->close_cycles = 0;
    fidelity->far_prices = 0;
}

void esc_fidelity_judge(struct esc_fidelity *fidelity)
{
    const struct esc_fidelity_row *base = fidelity->rows;
    forget_sums(fidelity);
    for (size_t i = 0; i < fidelity->count; i++) {
        struct esc_fidelity_row *row = &fidelity->rows[i];
        judge_row(row, fidelity->go->minor);
        base = row->bench_case == base->bench_case && row->point == base->point ? base : row;
        row->comparable = counts_agree(base) && counts_agree(row) &&
                          (base->strategy != 0 || base->sides[ESC_SIDE_GO].allocs <= 0);
        bool counted = row->sides[ESC_SIDE_OURS].counted && row->sides[ESC_SIDE_GO].counted;
        bool cycles = esc_fidelity_has_cycles(row);
        fidelity->lines_expected += row->lines_expected;
        fidelity->lines_found += row->lines_found;
        fidelity->unexpected += esc_fidelity_faults(row) != 0;
        fidelity->explained += row->explained != 0;
        fidelity->compared_counts += counted;
        fidelity->equal_counts += counted && counts_agree(row);
        fidelity->compared_cycles += cycles;
        fidelity->close_cycles += cycles && (row->differences & ESC_DIFFERS_CYCLES) == 0;
    }
    sum_prices(fidelity);
    fidelity->missed = missed_targets(fidelity);
}

void esc_fidelity_free(struct esc_fidelity *fidelity)
{
    for (size_t i = 0; i < fidelity->count; i++)
        free(fidelity->rows[i].failure);
    for (size_t i = 0; i < fidelity->missing_count; i++)
        free(fidelity->missing[i].text);
    free(fidelity->rows);
    free(fidelity->missing);
    free(fidelity->machine);
    *fidelity = (struct esc_fidelity){0};
}
