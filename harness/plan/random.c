/*
 * SplitMix64 and what is drawn with it. See random.h for the contracts.
 */
#include "plan/random.h"

uint64_t esc_random_next(uint64_t *state)
{
    *state += 0x9e3779b97f4a7c15;
    uint64_t mixed = *state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
}

uint64_t esc_random_stream(uint64_t seed, uint64_t stream)
{
    uint64_t state = seed;
    state = esc_random_next(&state) + stream;
    return esc_random_next(&state);
}

uint64_t esc_random_below(uint64_t *state, uint64_t bound)
{
    uint64_t even_part = UINT64_MAX - UINT64_MAX % bound;
    uint64_t drawn;
    do
        drawn = esc_random_next(state);
    while (drawn >= even_part);
    return drawn % bound;
}

void esc_random_order(uint64_t *state, size_t *order, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t other = (size_t)esc_random_below(state, i + 1);
        order[i] = order[other];
        order[other] = i;
    }
}
