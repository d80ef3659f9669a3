/*
 * Guesses as data, and their score. See guess.h.
 */
#include "noun/guess.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const keys[ESC_QUESTIONS] = {"lines", "allocations", "factor"};

const char *esc_question_key(enum esc_question question)
{
    return keys[question];
}

bool esc_question_find(const char *key, enum esc_question *question)
{
    for (int q = 0; q < ESC_QUESTIONS; q++)
        if (strcmp(keys[q], key) == 0) {
            *question = (enum esc_question)q;
            return true;
        }
    return false;
}

struct esc_guess *esc_guess_add(struct esc_guesses *guesses)
{
    guesses->list = esc_grow(guesses->list, &guesses->count, sizeof *guesses->list);
    return &guesses->list[guesses->count - 1];
}

unsigned esc_guess_factor_points(double guess, double truth)
{
    double off = fabs(log2(guess / truth));
    return off <= 1 ? ESC_GUESS_MOST : off <= 2 ? ESC_GUESS_MOST / 2 : 0;
}

unsigned esc_guess_set_points(size_t given, size_t wanted, size_t right)
{
    if (right == wanted && given == wanted)
        return ESC_GUESS_MOST;
    return right > given - right ? ESC_GUESS_MOST / 2 : 0;
}

void esc_guesses_free(struct esc_guesses *guesses)
{
    for (size_t i = 0; i < guesses->count; i++) {
        struct esc_guess *guess = &guesses->list[i];
        char *const texts[] = {guess->time,   guess->seat,  guess->case_name, guess->point,
                               guess->answer, guess->truth, guess->source};
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            free(texts[k]);
    }
    free(guesses->list);
    *guesses = (struct esc_guesses){0};
}

void esc_beliefs_free(struct esc_beliefs *beliefs)
{
    for (size_t i = 0; i < beliefs->count; i++) {
        free(beliefs->list[i].case_name);
        free(beliefs->list[i].guesses);
    }
    free(beliefs->list);
    *beliefs = (struct esc_beliefs){0};
}
