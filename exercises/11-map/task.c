#include "gort/block.h"
#include "gort/map.h"

ESC_NOINLINE static void collect(uint64_t *votes, uint64_t x)
{
    for (uint64_t k = 0; k < 8; k++)
        votes[k] = k;
    for (uint64_t k = 1; k < 4; k++) /* three more for this one */
        votes[(x + k) % 8] = x % 8;
}

ESC_NOINLINE static gort_map *tally(const uint64_t *votes)
{
    gort_map *count = gort_map_make(); /* map[uint64]uint64{} escapes to heap */
    for (size_t k = 0; k < 8; k++)
        ++*gort_map_assign(count, votes[k]);
    return count;
}

/* What the grading calls: 100 times the candidate with the most votes, and how many. */
static uint64_t winner(uint64_t x)
{
    uint64_t votes[8];
    collect(votes, x);
    gort_map *count = tally(votes);
    uint64_t best = 0;
    for (uint64_t candidate = 0; candidate < 8; candidate++)
        if (gort_map_get(count, candidate) > gort_map_get(count, best))
            best = candidate;
    return 100 * best + gort_map_get(count, best);
}
