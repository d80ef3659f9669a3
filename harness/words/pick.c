/*
 * Choosing the rows that stand for a case. See pick.h for the contracts.
 */
#include "words/pick.h"

#include "base/memory.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

bool esc_pick_measured(const struct esc_run *run, size_t variant)
{
    return variant != ESC_PICK_NONE && run->figures != NULL &&
           run->variants[variant].status == ESC_STATUS_OK &&
           run->figures[variant].ns_per_op.known && run->figures[variant].ns_per_op.median > 0;
}

/* In the order of preference; what needs no heap has no other beside it. */
static int rank_of(enum esc_runtime_id id)
{
    int n = 0;
    while (n < ESC_RUNTIMES && esc_runtime_nth(n) != id)
        n++;
    return n;
}

/* Rows of one strategy at one point stand side by side. */
static bool same_strategy(const struct esc_variant *a, const struct esc_variant *b)
{
    return a->case_index == b->case_index && a->point == b->point && a->strategy == b->strategy;
}

bool esc_pick_default(const struct esc_run *run, const struct esc_variant *variant)
{
    const struct esc_variant *first = variant;
    const struct esc_variant *end = run->variants + run->variant_count;
    while (first > run->variants && same_strategy(first - 1, variant))
        first--;
    for (const struct esc_variant *one = first; one < end && same_strategy(one, variant); one++)
        if (!esc_pick_is_go(one) && rank_of(one->runtime) < rank_of(variant->runtime))
            return false;
    return !esc_pick_is_go(variant);
}

enum esc_role esc_pick_role(const struct esc_run *run, const struct esc_variant *variant)
{
    if (!esc_pick_default(run, variant) && !esc_pick_is_go(variant))
        return ESC_ROLE_OTHER;
    if (variant->strategy < 2)
        return variant->strategy == 0 ? ESC_ROLE_STACK : ESC_ROLE_HEAP;
    return esc_variant_strategy(run, variant)->remedy ? ESC_ROLE_REMEDY : ESC_ROLE_OTHER;
}

bool esc_pick_is_go(const struct esc_variant *variant)
{
    return variant->runtime == ESC_RUNTIME_GO;
}

char *esc_pick_name(const struct esc_run *run, const struct esc_variant *variant)
{
    const struct esc_go *go = esc_variant_go(run, variant);
    if (go == NULL)
        return esc_strdup(variant->label);
    return esc_format("%s %s", esc_variant_strategy(run, variant)->name, go->version);
}

size_t esc_pick_go(const struct esc_run *run, size_t case_index, size_t point, size_t strategy,
                   size_t go)
{
    for (size_t i = 0; i < run->variant_count; i++) {
        const struct esc_variant *variant = &run->variants[i];
        if (variant->case_index == case_index && variant->point == point &&
            variant->strategy == strategy && esc_pick_is_go(variant) && variant->go == go)
            return i;
    }
    return ESC_PICK_NONE;
}

size_t esc_pick_variant(const struct esc_run *run, size_t case_index, size_t point, size_t strategy)
{
    size_t first = ESC_PICK_NONE; /* where real Go alone was measured, its first release */
    for (size_t i = 0; i < run->variant_count; i++) {
        const struct esc_variant *variant = &run->variants[i];
        if (variant->case_index != case_index || variant->point != point ||
            variant->strategy != strategy)
            continue;
        if (esc_pick_default(run, variant))
            return i;
        first = first == ESC_PICK_NONE ? i : first;
    }
    return first;
}

const struct esc_pair *esc_pick_pair(const struct esc_run *run, size_t variant)
{
    for (size_t i = 0; i < run->pair_count; i++)
        if (run->pairs[i].other == variant)
            return &run->pairs[i];
    return NULL;
}

static bool both_measured(const struct esc_run *run, size_t case_index, size_t point)
{
    return esc_pick_measured(run, esc_pick_variant(run, case_index, point, 0)) &&
           esc_pick_measured(run, esc_pick_variant(run, case_index, point, 1));
}

static size_t first_planned(const struct esc_run *run, size_t case_index)
{
    for (size_t i = 0; i < run->variant_count; i++)
        if (run->variants[i].case_index == case_index)
            return run->variants[i].point;
    return ESC_PICK_NONE;
}

size_t esc_pick_point(const struct esc_run *run, size_t case_index)
{
    const struct esc_case *one = &run->cases[case_index];
    size_t measured = 0;
    for (size_t point = 0; point < one->point_count; point++) {
        if (!both_measured(run, case_index, point))
            continue;
        if (one->points[point].quick)
            return point;
        measured++;
    }
    size_t skip = measured / 2;
    for (size_t point = 0; measured > 0 && point < one->point_count; point++)
        if (both_measured(run, case_index, point) && skip-- == 0)
            return point;
    return first_planned(run, case_index);
}

bool esc_pick_resolved(const struct esc_pair *pair)
{
    return pair != NULL && pair->factor.known &&
           (pair->verdict == ESC_VERDICT_OK || pair->verdict == ESC_VERDICT_NOISY);
}

static bool is_candidate(const struct esc_run *run, const struct esc_record *record,
                         size_t case_index)
{
    const struct esc_variant *variant = &run->variants[record->variant];
    return variant->case_index == case_index &&
           record->variant == esc_pick_variant(run, case_index, variant->point, 1) &&
           esc_pick_measured(run, record->variant) && record->status == ESC_STATUS_OK &&
           record->cycle_count > 0 &&
           (record->heap_count >= 2 || record->cycles[0].heap_end_bytes > 0);
}

enum { RHYTHM = 3 }; /* so many collections in a sample show how they follow each other */

static double badness(const struct esc_record *record, size_t wanted)
{
    return fabs(log((double)record->cycle_count / (double)wanted)) -
           (record->heap_count > 0 ? 100 : 0);
}

/* The collector's share of CPU time at the record's point; 0 where nobody told it. */
static double share_of(const struct esc_run *run, const struct esc_record *record)
{
    const struct esc_estimate *share = &run->figures[record->variant].gc_share;
    return share->known ? share->median : 0;
}

/* Of points whose samples have a rhythm the one at which the collector works hardest; of samples of
 * one variant the quickest: the others were disturbed, which is no lesson about the heap. */
static bool is_better(const struct esc_run *run, const struct esc_record *record,
                      const struct esc_record *best, size_t wanted)
{
    if (best == NULL)
        return true;
    if (record->variant == best->variant && record->heap_count > 0 && best->heap_count > 0)
        return record->wall_ns < best->wall_ns;
    bool rhythm = record->cycle_count >= RHYTHM;
    if (rhythm != (best->cycle_count >= RHYTHM))
        return rhythm;
    double share = share_of(run, record);
    double best_share = share_of(run, best);
    if (share > best_share || share < best_share)
        return share > best_share;
    return badness(record, wanted) < badness(best, wanted);
}

const struct esc_record *esc_pick_timeline(const struct esc_run *run, size_t case_index,
                                           size_t wanted)
{
    const struct esc_record *best = NULL;
    for (size_t r = 0; r < run->record_count; r++) {
        const struct esc_record *record = &run->records[r];
        if (is_candidate(run, record, case_index) && is_better(run, record, best, wanted))
            best = record;
    }
    return best;
}
