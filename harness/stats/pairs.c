/*
 * One variant against another, round by round. See figures.h for the contract.
 */
#include "base/memory.h"
#include "base/quantile.h"
#include "stats/figures.h"
#include "stats/interval.h"
#include "stats/verdict.h"

#include <math.h>
#include <stdlib.h>

/* What the rounds with both sides give; `n` of them, `factors` may be fewer (see add_round). */
struct rounds {
    double *factors, *prices_ns;
    double *base_works_ns, *other_works_ns;
    size_t n, factor_count;
};

static double work_ns(const struct esc_record *record)
{
    return (double)esc_work_ns(&record->disturbance, record->wall_ns);
}

/* A base that took no measurable time gives a price but no factor. */
static void add_round(struct rounds *rounds, const struct esc_record *base,
                      const struct esc_record *other)
{
    rounds->prices_ns[rounds->n] = esc_record_ns_per_op(other) - esc_record_ns_per_op(base);
    rounds->base_works_ns[rounds->n] = work_ns(base);
    rounds->other_works_ns[rounds->n] = work_ns(other);
    rounds->n++;
    if (work_ns(base) > 0)
        rounds->factors[rounds->factor_count++] =
            esc_record_ns_per_op(other) / esc_record_ns_per_op(base);
}

/* Both lists ascend by round: one walk finds the rounds they share. */
static void walk_rounds(struct rounds *rounds, const struct esc_buckets *buckets, size_t base,
                        size_t other)
{
    size_t b = buckets->first[base];
    size_t o = buckets->first[other];
    while (b < buckets->first[base + 1] && o < buckets->first[other + 1]) {
        const struct esc_record *left = buckets->records[b];
        const struct esc_record *right = buckets->records[o];
        if (left->round == right->round)
            add_round(rounds, left, right);
        b += left->round <= right->round;
        o += right->round <= left->round;
    }
}

static struct rounds open_rounds(size_t most)
{
    struct rounds rounds = {.factors = esc_calloc(4 * most, sizeof *rounds.factors)};
    rounds.prices_ns = rounds.factors + most;
    rounds.base_works_ns = rounds.factors + 2 * most;
    rounds.other_works_ns = rounds.factors + 3 * most;
    return rounds;
}

static double shortest_ns(struct rounds *rounds)
{
    if (rounds->n == 0)
        return 0;
    return fmin(esc_median(rounds->base_works_ns, rounds->n),
                esc_median(rounds->other_works_ns, rounds->n));
}

struct esc_pair esc_pair_of(const struct esc_run *run, const struct esc_buckets *buckets,
                            size_t base, size_t other)
{
    struct esc_pair pair = {.base = base, .other = other, .verdict = ESC_VERDICT_FAILED};
    if (run->variants[base].status != ESC_STATUS_OK || run->variants[other].status != ESC_STATUS_OK)
        return pair;
    struct rounds rounds = open_rounds(buckets->first[base + 1] - buckets->first[base]);
    walk_rounds(&rounds, buckets, base, other);
    pair.factor = esc_estimate(rounds.factors, rounds.factor_count);
    pair.price_ns = esc_estimate(rounds.prices_ns, rounds.n);
    pair.verdict = esc_verdict_of(&pair.factor, rounds.n == 0, shortest_ns(&rounds));
    free(rounds.factors);
    return pair;
}
