/*
 * The rows of two runs, their tests and verdicts. See compare.h for the contract.
 */
#include "stats/compare.h"

#include "base/memory.h"
#include "base/quantile.h"
#include "stats/buckets.h"
#include "stats/holm.h"
#include "stats/match.h"
#include "stats/shift.h"
#include "stats/verdict.h"
#include "words/pick.h"

#include <math.h>
#include <stdlib.h>

/* ---- values of a row ---- */

/* Logarithms of a row's times or factors, rounds ascending. */
struct values {
    double *logs;
    uint32_t *rounds;
    size_t count;
};

/* Room for `most`; free with close_values(). */
static struct values open_values(size_t most)
{
    return (struct values){.logs = esc_calloc(most, sizeof(double)),
                           .rounds = esc_calloc(most, sizeof(uint32_t))};
}

static void close_values(struct values *values)
{
    free(values->logs);
    free(values->rounds);
}

/* What took no measurable time has no logarithm. */
static void add_value(struct values *values, double value, uint32_t round)
{
    if (!(value > 0) || !isfinite(value))
        return;
    values->rounds[values->count] = round;
    values->logs[values->count++] = log(value);
}

static struct values times_of(const struct esc_buckets *buckets, size_t v)
{
    struct values values = open_values(buckets->first[v + 1] - buckets->first[v]);
    for (size_t i = buckets->first[v]; i < buckets->first[v + 1]; i++)
        add_value(&values, esc_record_ns_per_op(buckets->records[i]), buckets->records[i]->round);
    return values;
}

/* Both lists ascend by round. */
static struct values factors_of(const struct esc_buckets *buckets, size_t v, size_t base)
{
    struct values values = open_values(buckets->first[v + 1] - buckets->first[v]);
    size_t b = buckets->first[base];
    for (size_t i = buckets->first[v]; i < buckets->first[v + 1]; i++) {
        const struct esc_record *other = buckets->records[i];
        while (b < buckets->first[base + 1] && buckets->records[b]->round < other->round)
            b++;
        if (b < buckets->first[base + 1] && buckets->records[b]->round == other->round)
            add_value(&values,
                      esc_record_ns_per_op(other) / esc_record_ns_per_op(buckets->records[b]),
                      other->round);
    }
    return values;
}

static struct values values_of(const struct esc_run *run, const struct esc_buckets *buckets,
                               size_t v, enum esc_change_of of)
{
    if (of == ESC_CHANGE_TIME)
        return times_of(buckets, v);
    return factors_of(buckets, v, esc_variant_base(run, v));
}

/* ---- a row's test ---- */

/* second - first of the rounds that both have, into first->logs. Returns how many. */
static size_t subtract(struct values *first, const struct values *second)
{
    size_t count = 0;
    size_t k = 0;
    for (size_t i = 0; i < first->count; i++) {
        while (k < second->count && second->rounds[k] < first->rounds[i])
            k++;
        if (k < second->count && second->rounds[k] == first->rounds[i])
            first->logs[count++] = second->logs[k] - first->logs[i];
    }
    return count;
}

/* Fills ratio, p, least_p and exact. */
static void test(struct esc_change *change, struct values *first, struct values *second,
                 bool paired)
{
    size_t n = first->count < second->count ? first->count : second->count;
    size_t pairs = paired ? subtract(first, second) : 0;
    change->least_p = paired ? esc_shift_least_paired(pairs)
                             : esc_shift_least_independent(first->count, second->count);
    struct esc_shift shift =
        paired ? esc_shift_paired(first->logs, pairs)
               : esc_shift_independent(first->logs, first->count, second->logs, second->count);
    change->p = shift.p;
    change->exact = shift.exact;
    change->ratio = (struct esc_estimate){.known = shift.known,
                                          .median = exp(shift.shift),
                                          .low = exp(shift.low),
                                          .high = exp(shift.high),
                                          .confidence = shift.confidence,
                                          .n = paired ? pairs : n};
}

struct sides {
    struct esc_comparison *comparison;
    struct esc_buckets a, b;
};

/* One robust standard deviation of the rounds, as a part of their median. */
static double spread_of(const struct values *values)
{
    if (values->count == 0)
        return 0;
    double *plain = esc_calloc(values->count, sizeof *plain);
    for (size_t i = 0; i < values->count; i++)
        plain[i] = exp(values->logs[i]);
    esc_sort(plain, values->count);
    double spread = esc_relative_noise(plain, values->count);
    free(plain);
    return spread;
}

static void test_row(const struct sides *sides, struct esc_change *change)
{
    const struct esc_comparison *comparison = sides->comparison;
    struct values first = values_of(comparison->a, &sides->a, change->a, change->of);
    struct values second = values_of(comparison->b, &sides->b, change->b, change->of);
    if (change->of == ESC_CHANGE_FACTOR)
        change->noise = fmax(spread_of(&first), spread_of(&second));
    test(change, &first, &second, comparison->paired);
    if (!change->ratio.known)
        change->verdict = ESC_CHANGE_FAILED;
    close_values(&first);
    close_values(&second);
}

/* ---- rows ---- */

static struct esc_estimate figure_of(const struct esc_run *run, size_t v, enum esc_change_of of)
{
    const struct esc_pair *pair = esc_pick_pair(run, v);
    if (of == ESC_CHANGE_TIME)
        return run->figures[v].ns_per_op;
    return pair != NULL ? pair->factor : (struct esc_estimate){0};
}

static double median_work_ns(const struct esc_buckets *buckets, size_t v)
{
    size_t count = buckets->first[v + 1] - buckets->first[v];
    double *works = esc_calloc(count, sizeof *works);
    for (size_t i = 0; i < count; i++) {
        const struct esc_record *record = buckets->records[buckets->first[v] + i];
        works[i] = (double)esc_work_ns(&record->disturbance, record->wall_ns);
    }
    double median = count > 0 ? esc_median(works, count) : INFINITY;
    free(works);
    return median;
}

static bool is_short(const struct esc_run *run, const struct esc_buckets *buckets, size_t v,
                     enum esc_change_of of)
{
    const struct esc_pair *pair = esc_pick_pair(run, v);
    if (of == ESC_CHANGE_FACTOR)
        return pair != NULL && pair->verdict == ESC_VERDICT_CLOCK_LIMITED;
    return median_work_ns(buckets, v) < ESC_CLOCK_LIMIT_NS;
}

/* FAILED and CLOCK_LIMITED as they are; NONE: to be tested. */
static enum esc_change_verdict beforehand(const struct sides *sides,
                                          const struct esc_change *change)
{
    const struct esc_run *a = sides->comparison->a;
    const struct esc_run *b = sides->comparison->b;
    if (!change->before.known || !change->after.known ||
        a->variants[change->a].status != ESC_STATUS_OK ||
        b->variants[change->b].status != ESC_STATUS_OK)
        return ESC_CHANGE_FAILED;
    if (is_short(a, &sides->a, change->a, change->of) ||
        is_short(b, &sides->b, change->b, change->of))
        return ESC_CHANGE_CLOCK_LIMITED;
    return ESC_CHANGE_NONE;
}

static void add_row(struct sides *sides, size_t a, size_t b)
{
    struct esc_comparison *comparison = sides->comparison;
    enum esc_change_of of = esc_match_kind(comparison, a, b);
    if (of == ESC_CHANGE_FACTOR && esc_variant_base(comparison->a, a) == a &&
        esc_variant_base(comparison->b, b) == b) {
        comparison->baseless++;
        return;
    }
    struct esc_change change = {.a = a,
                                .b = b,
                                .of = of,
                                .before = figure_of(comparison->a, a, of),
                                .after = figure_of(comparison->b, b, of),
                                .p = 1,
                                .p_holm = 1};
    change.verdict = beforehand(sides, &change);
    comparison->changes =
        esc_grow(comparison->changes, &comparison->change_count, sizeof *comparison->changes);
    comparison->changes[comparison->change_count - 1] = change;
}

static void add_only(size_t **list, size_t *count, size_t variant)
{
    *list = esc_grow(*list, count, sizeof **list);
    (*list)[*count - 1] = variant;
}

static void add_rows(struct sides *sides)
{
    struct esc_comparison *comparison = sides->comparison;
    size_t others = comparison->b->variant_count;
    bool *matched = esc_calloc(others, sizeof *matched);
    for (size_t a = 0; a < comparison->a->variant_count; a++) {
        size_t b = esc_match_row(comparison, a);
        if (b == others) {
            add_only(&comparison->only_a, &comparison->only_a_count, a);
            continue;
        }
        matched[b] = true;
        add_row(sides, a, b);
    }
    for (size_t b = 0; b < others; b++)
        if (!matched[b])
            add_only(&comparison->only_b, &comparison->only_b_count, b);
    free(matched);
}

/* ---- all rows together ---- */

static bool is_testable(const struct esc_change *change)
{
    return change->verdict != ESC_CHANGE_FAILED && change->verdict != ESC_CHANGE_CLOCK_LIMITED;
}

static size_t count_testable(const struct esc_comparison *comparison)
{
    size_t count = 0;
    for (size_t i = 0; i < comparison->change_count; i++)
        count += is_testable(&comparison->changes[i]);
    return count;
}

static void choose_test(struct esc_comparison *comparison)
{
    comparison->unpaired = esc_match_rounds(comparison);
    double least = esc_shift_least_paired(comparison->a->rounds_done);
    if (comparison->unpaired == NULL &&
        least * (double)count_testable(comparison) > ESC_COMPARE_LEVEL)
        comparison->unpaired = "so many rows want more pairs of rounds";
    comparison->paired = comparison->unpaired == NULL;
}

static void correct(struct esc_comparison *comparison)
{
    double *p = esc_calloc(comparison->change_count, sizeof *p);
    size_t n = 0;
    for (size_t i = 0; i < comparison->change_count; i++)
        if (is_testable(&comparison->changes[i]))
            p[n++] = comparison->changes[i].p;
    esc_holm(p, n);
    comparison->tested = n;
    for (size_t i = 0, k = 0; i < comparison->change_count; i++) {
        struct esc_change *change = &comparison->changes[i];
        if (!is_testable(change))
            continue;
        if (change->least_p * (double)n > ESC_COMPARE_LEVEL ||
            change->ratio.confidence < ESC_CONFIDENCE)
            change->verdict = ESC_CHANGE_FEW_ROUNDS;
        change->p_holm = p[k++];
    }
    free(p);
}

/* How far from 1 the interval reaches, as a part: 0.02 for [0.99, 1.02]. */
static double reach_of(const struct esc_estimate *ratio)
{
    return fmax(ratio->high, 1 / ratio->low) - 1;
}

/* By how much the time of the control's row differs between the runs, as a logarithm. */
static double speed_of(const struct esc_comparison *comparison, const struct esc_change *control)
{
    struct esc_estimate before = figure_of(comparison->a, control->a, ESC_CHANGE_TIME);
    struct esc_estimate after = figure_of(comparison->b, control->b, ESC_CHANGE_TIME);
    if (!before.known || !after.known || !(before.median > 0) || !(after.median > 0))
        return 0;
    return fabs(log(after.median / before.median));
}

/* The control's change as it is compared, or its factor's where its times are. */
static void add_noise(const struct sides *sides, const struct esc_change *control,
                      enum esc_change_of of)
{
    struct esc_comparison *comparison = sides->comparison;
    struct esc_change change = *control;
    bool has_factor = esc_pick_pair(comparison->a, change.a) != NULL;
    if (of != change.of && (of == ESC_CHANGE_TIME || !has_factor))
        return;
    change.of = of;
    if (of != control->of)
        test_row(sides, &change);
    if (!change.ratio.known || change.ratio.confidence < ESC_CONFIDENCE)
        return;
    double noise = reach_of(&change.ratio);
    if (of == ESC_CHANGE_FACTOR)
        noise = fmax(noise, ESC_COMPARE_SPEED_SHARE * speed_of(comparison, control));
    comparison->noise[of] = fmax(comparison->noise[of], noise);
    comparison->noise_of = ESC_NOISE_OF_CONTROL;
}

static void set_noise(const struct sides *sides, double noise)
{
    struct esc_comparison *comparison = sides->comparison;
    comparison->noise_of = noise >= 0 ? ESC_NOISE_OF_USER : ESC_NOISE_OF_NOTHING;
    for (int of = 0; of < ESC_CHANGE_KINDS; of++)
        comparison->noise[of] = noise >= 0 ? noise : ESC_NOISE_USUAL;
    for (size_t i = 0; i < comparison->change_count && noise < 0; i++) {
        const struct esc_change *change = &comparison->changes[i];
        const struct esc_variant *variant = &comparison->a->variants[change->a];
        if (!esc_variant_case(comparison->a, variant)->control ||
            change->verdict != ESC_CHANGE_NONE)
            continue;
        add_noise(sides, change, ESC_CHANGE_TIME);
        add_noise(sides, change, ESC_CHANGE_FACTOR);
    }
}

/* A factor's own spread stands in it already. */
static void set_row_noise(const struct esc_comparison *comparison, struct esc_change *change)
{
    double own = comparison->noise_of == ESC_NOISE_OF_USER ? 0 : change->noise;
    change->noise = comparison->noise[change->of] + own;
}

static enum esc_change_verdict judge(const struct esc_change *change)
{
    const struct esc_estimate *ratio = &change->ratio;
    double noise = 1 + change->noise;
    if (change->verdict != ESC_CHANGE_NONE || change->p_holm > ESC_COMPARE_LEVEL ||
        (ratio->low <= 1 && ratio->high >= 1))
        return change->verdict;
    if (ratio->low > noise)
        return ESC_CHANGE_SLOWER;
    return ratio->high < 1 / noise ? ESC_CHANGE_FASTER : ESC_CHANGE_WITHIN_NOISE;
}

struct esc_comparison esc_compare(const struct esc_run *a, const struct esc_run *b, double noise,
                                  bool factors)
{
    struct esc_comparison comparison = {.a = a, .b = b, .factors_asked = factors};
    struct sides sides = {&comparison, esc_buckets_of(a), esc_buckets_of(b)};
    esc_match_facts(&comparison);
    add_rows(&sides);
    choose_test(&comparison);
    for (size_t i = 0; i < comparison.change_count; i++)
        if (is_testable(&comparison.changes[i]))
            test_row(&sides, &comparison.changes[i]);
    correct(&comparison);
    set_noise(&sides, noise);
    for (size_t i = 0; i < comparison.change_count; i++) {
        set_row_noise(&comparison, &comparison.changes[i]);
        comparison.changes[i].verdict = judge(&comparison.changes[i]);
    }
    esc_buckets_free(&sides.a);
    esc_buckets_free(&sides.b);
    return comparison;
}
