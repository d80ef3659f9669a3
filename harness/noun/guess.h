/*
 * What people believed before they saw the figures: answers with their score, and the answers of a
 * room beside the truth. Rules: docs/collecting.md.
 */
#ifndef ESC_NOUN_GUESS_H
#define ESC_NOUN_GUESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum esc_question { ESC_QUESTION_LINES, ESC_QUESTION_ALLOCS, ESC_QUESTION_FACTOR, ESC_QUESTIONS };

/* Points of one question at most. */
enum { ESC_GUESS_MOST = 2 };

/* One answered question. All texts are owned. */
struct esc_guess {
    char *time, *seat;
    char *case_name, *point;
    uint64_t text_hash; /* of the case file */
    enum esc_question question;
    char *answer, *truth; /* as written; of a factor plain numbers */
    unsigned points;      /* of ESC_GUESS_MOST */
    char *source;         /* of the truth, as it is told: "run ID", a release of Go … */
};

struct esc_guesses {
    struct esc_guess *list;
    size_t count;
};

/* The factors that a room guessed for a case, one a seat. */
struct esc_belief {
    char *case_name;
    double *guesses; /* ascending after esc_beliefs_of() */
    size_t count;
    double median, truth; /* truth: NAN where nobody measured it */
    size_t near;          /* guesses within a factor of 2 of the truth */
};

struct esc_beliefs {
    struct esc_belief *list;
    size_t count, seats;
};

/* "lines", "allocations", "factor", as in the file of guesses, and back. */
const char *esc_question_key(enum esc_question question);
bool esc_question_find(const char *key, enum esc_question *question);

/* Adds a zeroed one; the pointer holds until the next. */
struct esc_guess *esc_guess_add(struct esc_guesses *guesses);

/*
 * Points for a factor: full marks within a factor of 2 of the truth, half within a factor of 4.
 * Both positive. A doubling is what people tell apart without measuring; the scale is logarithmic
 * because half and twice are equally wrong.
 */
unsigned esc_guess_factor_points(double guess, double truth);

/* Points for a set: full marks for all of `wanted` and no other, half when more of the `given` are
 * right than wrong. `right` of the given are wanted. */
unsigned esc_guess_set_points(size_t given, size_t wanted, size_t right);

/* Each frees everything inside and zeroes. */
void esc_guesses_free(struct esc_guesses *guesses);
void esc_beliefs_free(struct esc_beliefs *beliefs);

#endif
