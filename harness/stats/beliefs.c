/*
 * What a room believed. See beliefs.h for the contract.
 */
#include "stats/beliefs.h"

#include "base/memory.h"
#include "base/quantile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A positive number, or NAN. */
static double factor_of(const char *text)
{
    char *end;
    double value = text != NULL ? strtod(text, &end) : (double)NAN;
    return isfinite(value) && value > 0 && *end == '\0' ? value : (double)NAN;
}

static bool is_first(const struct esc_guesses *guesses, size_t index)
{
    const struct esc_guess *guess = &guesses->list[index];
    if (guess->question != ESC_QUESTION_FACTOR || !isfinite(factor_of(guess->answer)))
        return false;
    for (size_t i = 0; i < index; i++)
        if (guesses->list[i].question == ESC_QUESTION_FACTOR &&
            strcmp(guesses->list[i].seat, guess->seat) == 0 &&
            strcmp(guesses->list[i].case_name, guess->case_name) == 0)
            return false;
    return true;
}

static const struct esc_class_row *row_of(const struct esc_class *class, const char *case_name)
{
    for (size_t i = 0; i < class->row_count; i++)
        if (!class->rows[i].aside && strcmp(class->rows[i].case_name, case_name) == 0)
            return &class->rows[i];
    return NULL;
}

/* Median of what the seats were shown; NAN when that was nothing. */
static double shown_truth(const struct esc_guesses *guesses, const char *case_name)
{
    double *truths = esc_calloc(guesses->count, sizeof *truths);
    size_t count = 0;
    for (size_t i = 0; i < guesses->count; i++) {
        double truth = factor_of(guesses->list[i].truth);
        if (is_first(guesses, i) && strcmp(guesses->list[i].case_name, case_name) == 0 &&
            isfinite(truth))
            truths[count++] = truth;
    }
    double truth = count > 0 ? esc_median(truths, count) : (double)NAN;
    free(truths);
    return truth;
}

static struct esc_belief *find(struct esc_beliefs *beliefs, const char *case_name)
{
    for (size_t i = 0; i < beliefs->count; i++)
        if (strcmp(beliefs->list[i].case_name, case_name) == 0)
            return &beliefs->list[i];
    beliefs->list = esc_grow(beliefs->list, &beliefs->count, sizeof *beliefs->list);
    struct esc_belief *belief = &beliefs->list[beliefs->count - 1];
    belief->case_name = esc_strdup(case_name);
    return belief;
}

static size_t count_seats(const struct esc_guesses *guesses)
{
    size_t seats = 0;
    for (size_t i = 0; i < guesses->count; i++) {
        bool seen = false;
        for (size_t k = 0; k < i && !seen; k++)
            seen = strcmp(guesses->list[k].seat, guesses->list[i].seat) == 0;
        seats += !seen;
    }
    return seats;
}

static void sum_up(struct esc_belief *belief, const struct esc_guesses *guesses,
                   const struct esc_class *class)
{
    const struct esc_class_row *row = row_of(class, belief->case_name);
    belief->median = esc_median(belief->guesses, belief->count);
    belief->truth = row != NULL ? row->median : shown_truth(guesses, belief->case_name);
    for (size_t i = 0; i < belief->count; i++)
        belief->near +=
            esc_guess_factor_points(belief->guesses[i], belief->truth) == ESC_GUESS_MOST;
}

static int by_truth(const void *a, const void *b)
{
    const struct esc_belief *one = a;
    const struct esc_belief *other = b;
    double first = isfinite(one->truth) ? one->truth : 0;
    double second = isfinite(other->truth) ? other->truth : 0;
    if (first != second)
        return first < second ? 1 : -1;
    return strcmp(one->case_name, other->case_name);
}

struct esc_beliefs esc_beliefs_of(const struct esc_guesses *guesses, const struct esc_class *class)
{
    struct esc_beliefs beliefs = {.seats = count_seats(guesses)};
    for (size_t i = 0; i < guesses->count; i++) {
        if (!is_first(guesses, i))
            continue;
        struct esc_belief *belief = find(&beliefs, guesses->list[i].case_name);
        belief->guesses = esc_grow(belief->guesses, &belief->count, sizeof *belief->guesses);
        belief->guesses[belief->count - 1] = factor_of(guesses->list[i].answer);
    }
    for (size_t i = 0; i < beliefs.count; i++)
        sum_up(&beliefs.list[i], guesses, class);
    if (beliefs.count > 0)
        qsort(beliefs.list, beliefs.count, sizeof *beliefs.list, by_truth);
    return beliefs;
}
