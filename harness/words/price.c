/*
 * Words of prices. See price.h for the contracts.
 */
#include "words/price.h"

#include "base/memory.h"

bool esc_price_is_whole(const struct esc_run *run, const struct esc_pair *pair)
{
    if (pair == NULL)
        return false;
    const struct esc_variant *other = &run->variants[pair->other];
    return other->strategy == 1 && esc_variant_case(run, other)->differs != NULL;
}

const char *esc_price_mark(const struct esc_run *run, const struct esc_pair *pair)
{
    return esc_price_is_whole(run, pair) ? ESC_PRICE_MARK : "";
}

bool esc_price_any_whole(const struct esc_run *run)
{
    for (size_t i = 0; i < run->pair_count; i++)
        if (esc_price_is_whole(run, &run->pairs[i]))
            return true;
    return false;
}

char *esc_price_words(const struct esc_case *bench_case)
{
    if (bench_case->differs == NULL)
        return NULL;
    return esc_format("price of the whole remedy, not of the escape: %s", bench_case->differs);
}
