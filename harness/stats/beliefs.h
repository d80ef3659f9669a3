/*
 * Guesses of many seats -> what the room believed.
 */
#ifndef ESC_STATS_BELIEFS_H
#define ESC_STATS_BELIEFS_H

#include "noun/class.h"
#include "noun/guess.h"

/*
 * The first factor that each seat guessed for each case: who has seen the truth guesses no more.
 * The truth is the median of the class's machines; of a case that none of them measured, the median
 * of what the seats were shown. The dearest truth first.
 */
struct esc_beliefs esc_beliefs_of(const struct esc_guesses *guesses, const struct esc_class *class);

#endif
