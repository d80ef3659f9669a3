/*
 * The one generator behind every order of measurement: small, seedable, the same on every machine,
 * so that a recorded seed gives the same orders again.
 */
#ifndef ESC_PLAN_RANDOM_H
#define ESC_PLAN_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/*
 * SplitMix64: the next of 2^64 numbers, each once a period. Source: Steele, Lea, Flood, "Fast
 * Splittable Pseudorandom Number Generators", OOPSLA 2014; constants as in Vigna's splitmix64.c.
 */
uint64_t esc_random_next(uint64_t *state);

/*
 * A start state for stream number `stream` of `seed`: neighbouring seeds and streams give unrelated
 * sequences, because both pass through the generator's mixing function.
 */
uint64_t esc_random_stream(uint64_t seed, uint64_t stream);

/* A number below `bound` (at least 1), each equally likely: the uneven rest is drawn again. */
uint64_t esc_random_below(uint64_t *state, uint64_t bound);

/* Fills order[0…count-1] with 0…count-1 in random order (Fisher and Yates; Durstenfeld 1964). */
void esc_random_order(uint64_t *state, size_t *order, size_t count);

#endif
