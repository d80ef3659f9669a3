/*
 * Prices, profiles and remedies of values. See why_beside.h for the contracts.
 */
#include "session/why_beside.h"

#include "base/memory.h"
#include "session/remedies.h"
#include "words/allocates.h"
#include "words/cause.h"
#include "words/cost.h"
#include "words/size.h"
#include "words/units.h"

#include <stdlib.h>

void esc_why_beside_heap(struct esc_why_beside *beside)
{
    enum { GOGC = 100 };
    beside->prices.heap = (struct esc_cost_heap){.live_bytes = (double)beside->profile.live_bytes,
                                                 .live_blocks = (double)beside->profile.live_blocks,
                                                 .gogc = GOGC};
}

char *esc_why_beside_prices(const struct esc_why_beside *beside)
{
    const struct esc_prices *prices = &beside->prices;
    struct esc_text text = {0};
    if (!beside->priced)
        return NULL;
    if (prices->count == 0)
        return esc_strdup("No prices: there is no run here yet, make bench makes one.");
    esc_text_add(&text, "Prices are estimates, docs/why.md says how good.");
    if (prices->heap.live_blocks <= 0 && prices->books[0].marks_known)
        esc_cost_marking_words(prices->books[0].mark_ns, &text);
    return esc_text_take(&text);
}

struct esc_cost esc_why_beside_cost(struct esc_why_beside *beside, const struct esc_go_value *value,
                                    int64_t *bytes)
{
    const struct esc_escapes *escapes = &beside->why->escapes;
    const char *because;
    *bytes = ESC_SIZE_UNKNOWN;
    if (!esc_go_value_leaves(value))
        return (struct esc_cost){0};
    *bytes = esc_size_of(escapes, &beside->why->sources, value);
    if (!beside->priced ||
        esc_allocates_of(escapes, &beside->why->sources, value, &because) == ESC_ALLOCATES_NO)
        return (struct esc_cost){0};
    const struct esc_cause_words *words = esc_cause_words(esc_cause_of(escapes, value));
    return esc_prices_of(&beside->prices, words->bench_case, (double)*bytes);
}

char *esc_why_beside_price(struct esc_why_beside *beside, const struct esc_go_value *value)
{
    int64_t bytes;
    struct esc_text text = {0};
    const struct esc_cost cost = esc_why_beside_cost(beside, value, &bytes);
    if (cost.cases == 0 && cost.whole == NULL)
        return NULL;
    char *run = beside->prices.only ? esc_format("in run %s", beside->prices.runs[0].id) : NULL;
    esc_cost_words(&cost, run != NULL ? run : "on this machine", &text);
    free(run);
    return esc_text_take(&text);
}

char *esc_why_beside_share(const struct esc_why_beside *beside, const struct esc_go_value *value)
{
    char blocks[ESC_UNITS_TEXT], bytes[ESC_UNITS_TEXT], share[ESC_UNITS_TEXT];
    const struct esc_rank *rank =
        beside->ranks != NULL ? &beside->ranks[value - beside->why->escapes.values] : NULL;
    if (rank == NULL || rank->bytes == 0)
        return NULL;
    return esc_format(
        "this line: %s blocks, %s: %s of the profile's bytes",
        esc_units_count(blocks, (double)rank->blocks), esc_units_bytes(bytes, (double)rank->bytes),
        esc_units_percent(share, (double)rank->bytes / (double)beside->profile.bytes));
}

char *esc_why_beside_remedy(struct esc_why_beside *beside, const struct esc_go_value *value)
{
    if (!beside->remedies || !esc_go_value_leaves(value) || beside->tried == ESC_REMEDIES_TRIED)
        return NULL;
    return esc_remedy_checked(beside->why, value, beside->what, beside->go, &beside->tried);
}

void esc_why_beside_free(struct esc_why_beside *beside)
{
    esc_prices_free(&beside->prices);
    esc_alloc_lines_free(&beside->profile);
    free(beside->ranks);
    *beside = (struct esc_why_beside){0};
}
