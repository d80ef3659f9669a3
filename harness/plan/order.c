/*
 * Cases -> order of measurement. Between visits the order is shuffled; within a visit it follows a
 * Williams design, whose rows are run forwards and backwards (ABBA). See plan.h and docs/method.md.
 */
#include "plan/plan.h"

#include "base/memory.h"
#include "plan/random.h"

#include <stdlib.h>

/* Rounds use the streams below 2^32, the labels of a visit those from here on. */
static const uint64_t label_streams = UINT64_C(1) << 32;

static bool same_visit(const struct esc_variant *a, const struct esc_variant *b)
{
    return a->case_index == b->case_index && a->point == b->point;
}

static size_t visit_end(const struct esc_run *run, size_t first)
{
    size_t end = first + 1;
    while (end < run->variant_count && same_visit(&run->variants[first], &run->variants[end]))
        end++;
    return end;
}

/*
 * Which of n treatments stands at `position` of `row`: 0, 1, n-1, 2, n-2, … shifted by the row.
 * Over n rows and their mirror images each treatment stands at each position twice and follows each
 * other treatment twice. Source: Williams, "Experimental designs balanced for the estimation of
 * residual effects of treatments", Australian Journal of Scientific Research A 2 (1949) 149-168.
 */
static size_t williams(size_t n, size_t row, size_t position)
{
    size_t step = position % 2 == 1 ? (position + 1) / 2 : n - position / 2;
    return (step + row) % n;
}

/* The design is laid over all variants and failed ones are left out after that, so that a variant
 * which fails on the way does not change the order of the others. */
static void order_visit(const struct esc_run *run, size_t first, size_t end,
                        struct esc_visit *visit)
{
    size_t n = end - first;
    size_t *labels = esc_calloc(n, sizeof *labels);
    uint64_t state = esc_random_stream(run->seed, label_streams + first);
    esc_random_order(&state, labels, n);
    visit->variants = esc_calloc(n, sizeof *visit->variants);
    for (size_t k = 0; k < n; k++) {
        size_t position = visit->round % 2 == 0 ? k : n - 1 - k;
        size_t variant = first + labels[williams(n, visit->round / 2 % n, position)];
        if (run->variants[variant].status == ESC_STATUS_OK)
            visit->variants[visit->count++] = variant;
    }
    free(labels);
}

static struct esc_visit *list_visits(const struct esc_run *run, uint32_t round, size_t *count)
{
    struct esc_visit *visits = NULL;
    size_t end;
    for (size_t first = 0; first < run->variant_count; first = end) {
        end = visit_end(run, first);
        struct esc_visit visit = {.round = round};
        order_visit(run, first, end, &visit);
        if (visit.count == 0) {
            free(visit.variants);
            continue;
        }
        visits = esc_grow(visits, count, sizeof *visits);
        visits[*count - 1] = visit;
    }
    return visits;
}

struct esc_visit *esc_plan_round(const struct esc_run *run, uint32_t round, size_t *count)
{
    *count = 0;
    struct esc_visit *listed = list_visits(run, round, count);
    struct esc_visit *visits = esc_calloc(*count, sizeof *visits);
    size_t *order = esc_calloc(*count, sizeof *order);
    uint64_t state = esc_random_stream(run->seed, round);
    esc_random_order(&state, order, *count);
    for (size_t i = 0; i < *count; i++)
        visits[i] = listed[order[i]];
    free(order);
    free(listed);
    return visits;
}

void esc_plan_free(struct esc_visit *visits, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(visits[i].variants);
    free(visits);
}
