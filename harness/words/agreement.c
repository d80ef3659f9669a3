/*
 * C beside real Go. See agreement.h for the contracts.
 */
#include "words/agreement.h"

#include "base/memory.h"
#include "base/text.h"
#include "words/price.h"
#include "words/units.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static const struct esc_pair *go_pair(const struct esc_run *run, const struct esc_row *row,
                                      size_t go)
{
    struct esc_row other = esc_row_go(run, row, go);
    bool own = other.heap != ESC_PICK_NONE && other.heap != row->heap;
    return own && other.pair != NULL && other.pair->factor.known ? other.pair : NULL;
}

static bool has_both(const struct esc_run *run, const struct esc_row *row)
{
    if (row->pair == NULL || !row->pair->factor.known || esc_row_is_go(run, row))
        return false;
    for (size_t go = 0; go < run->go_count; go++)
        if (go_pair(run, row, go) != NULL)
            return true;
    return false;
}

struct esc_row *esc_rows_both(const struct esc_run *run, size_t *count)
{
    size_t all;
    struct esc_row *rows = esc_rows_by_factor(run, &all);
    *count = 0;
    for (size_t i = 0; i < all; i++)
        if (has_both(run, &rows[i]))
            rows[(*count)++] = rows[i];
    return rows;
}

static void add_case(struct esc_agreement *agreement, const struct esc_pair *c,
                     const struct esc_pair *go)
{
    agreement->cases++;
    if (!esc_pick_resolved(c) || !esc_pick_resolved(go))
        return;
    bool same = (c->factor.median > 1) == (go->factor.median > 1);
    agreement->agree += same;
    agreement->contradict += !same;
    agreement->least = fmin(agreement->least, go->factor.median / c->factor.median);
    agreement->most = fmax(agreement->most, go->factor.median / c->factor.median);
}

/* 1: `one` is larger, -1: `other` is, 0: their intervals touch. */
static int order_of(const struct esc_pair *one, const struct esc_pair *other)
{
    return (one->factor.low > other->factor.high) - (other->factor.low > one->factor.high);
}

static void add_order(struct esc_agreement *agreement, const struct esc_pair *const c[2],
                      const struct esc_pair *const go[2])
{
    for (size_t k = 0; k < 2; k++)
        if (!esc_estimate_has_interval(&c[k]->factor) || !esc_estimate_has_interval(&go[k]->factor))
            return;
    int in_c = order_of(c[0], c[1]);
    int in_go = order_of(go[0], go[1]);
    agreement->pairs += in_c * in_go != 0;
    agreement->same_order += in_c * in_go > 0;
}

struct esc_agreement esc_agreement_of(const struct esc_run *run, const struct esc_row *rows,
                                      size_t count, size_t go)
{
    struct esc_agreement agreement = {.least = INFINITY};
    for (size_t i = 0; i < count; i++) {
        const struct esc_pair *one = go_pair(run, &rows[i], go);
        if (one == NULL || run->cases[rows[i].case_index].control)
            continue;
        add_case(&agreement, rows[i].pair, one);
        for (size_t k = i + 1; k < count; k++) {
            const struct esc_pair *other = go_pair(run, &rows[k], go);
            if (other == NULL || run->cases[rows[k].case_index].control)
                continue;
            add_order(&agreement, (const struct esc_pair *const[]){rows[i].pair, rows[k].pair},
                      (const struct esc_pair *const[]){one, other});
        }
    }
    return agreement;
}

char *esc_agreement_sides(const struct esc_run *run, const struct esc_row *rows, size_t count)
{
    struct esc_text text = {0};
    for (size_t go = 0; go < run->go_count; go++) {
        struct esc_agreement agreement = esc_agreement_of(run, rows, count, go);
        if (agreement.cases == 0)
            continue;
        const char *version = run->gos[go].version;
        if (text.length > 0)
            esc_text_addf(&text, ", C and %s in %zu of %zu", version, agreement.agree,
                          agreement.cases);
        else
            esc_text_addf(&text, "C and %s agree in %zu of %zu case%s on which side is slower",
                          version, agreement.agree, agreement.cases,
                          agreement.cases == 1 ? "" : "s");
    }
    if (text.length == 0)
        esc_text_add(&text, "The control alone: the same code on both sides");
    return esc_text_take(&text);
}

/* What is said of a release, clause by clause: ": " before the first, "; " before the others. */
struct clauses {
    struct esc_text *text;
    size_t count;
};

static void next_clause(struct clauses *clauses)
{
    esc_text_add(clauses->text, clauses->count++ == 0 ? ": " : "; ");
}

static void add_counts(struct clauses *clauses, const struct esc_agreement *agreement)
{
    size_t open = agreement->cases - agreement->agree - agreement->contradict;
    if (agreement->contradict > 0) {
        next_clause(clauses);
        esc_text_addf(clauses->text, "the other side is slower in %zu", agreement->contradict);
    }
    if (open > 0) {
        next_clause(clauses);
        esc_text_addf(clauses->text, "not resolved in C or in Go: %zu", open);
    }
    if (agreement->pairs > 0) {
        next_clause(clauses);
        esc_text_addf(clauses->text,
                      "the order is the same in %zu of %zu pairs of cases that part in both",
                      agreement->same_order, agreement->pairs);
    }
}

static void add_ratios(struct clauses *clauses, const struct esc_agreement *agreement)
{
    char least[ESC_UNITS_TEXT];
    char most[ESC_UNITS_TEXT];
    size_t resolved = agreement->agree + agreement->contradict;
    esc_units_factor(least, agreement->least);
    esc_units_factor(most, agreement->most);
    if (resolved == 0)
        return;
    next_clause(clauses);
    if (resolved > 1)
        esc_text_addf(clauses->text, "Go's factors are %s× to %s× those of C", least, most);
    else
        esc_text_addf(clauses->text, "Go's factor is %s× that of C", most);
}

static void add_release(struct esc_text *text, const char *version,
                        const struct esc_agreement *agreement)
{
    struct clauses clauses = {.text = text};
    esc_text_addf(text, "%s%s", text->length > 0 ? ". " : "", version);
    add_counts(&clauses, agreement);
    add_ratios(&clauses, agreement);
}

static bool any_whole(const struct esc_run *run, const struct esc_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (esc_price_is_whole(run, rows[i].pair))
            return true;
    return false;
}

char *esc_agreement_order(const struct esc_run *run, const struct esc_row *rows, size_t count)
{
    struct esc_text text = {0};
    for (size_t go = 0; go < run->go_count; go++) {
        struct esc_agreement agreement = esc_agreement_of(run, rows, count, go);
        if (agreement.cases > 0)
            add_release(&text, run->gos[go].version, &agreement);
    }
    if (any_whole(run, rows, count))
        esc_text_add(&text, "; " ESC_PRICE_MEANING);
    return esc_text_take(&text);
}
