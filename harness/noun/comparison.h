/*
 * Two runs beside each other: A is before, B is after. Made by stats/compare.h; tables, charts and
 * files read this struct and the two runs.
 */
#ifndef ESC_NOUN_COMPARISON_H
#define ESC_NOUN_COMPARISON_H

#include "noun/run.h"

#include <stdbool.h>
#include <stddef.h>

/* What is compared of a row. */
enum esc_change_of {
    ESC_CHANGE_TIME,   /* ns per operation */
    ESC_CHANGE_FACTOR, /* the row against its base within its own run: where times of the two runs
                        * have not enough in common */
    ESC_CHANGE_KINDS,
};

/* The first rule that holds, see stats/compare.h. */
enum esc_change_verdict {
    ESC_CHANGE_FAILED,        /* a side has no figures */
    ESC_CHANGE_CLOCK_LIMITED, /* a side ran too short for the clock */
    ESC_CHANGE_FEW_ROUNDS,    /* no difference, however large, could be shown */
    ESC_CHANGE_NONE,          /* no difference was shown */
    ESC_CHANGE_WITHIN_NOISE,  /* shown, but no larger than what the same code differs by */
    ESC_CHANGE_SLOWER,
    ESC_CHANGE_FASTER,
};

struct esc_change {
    size_t a, b; /* variants of run A and of run B */
    enum esc_change_of of;
    struct esc_estimate before, after; /* ns per operation, or factors */
    struct esc_estimate ratio;         /* after / before; n: the lesser number of rounds */
    bool exact;                        /* p was counted out */
    double p, p_holm;                  /* of this row alone; corrected for all rows tested */
    double least_p;                    /* that so many rounds can give, however far apart */
    double
        noise; /* what the same code differs by in this row: 0.01 is 1 % up, or down by as much */
    enum esc_change_verdict verdict;
};

/* Something in which the runs differ. */
struct esc_contrast {
    const char *what; /* "processor" */
    char *a, *b;      /* owned */
    bool grave;       /* times of such runs are not compared, only factors */
};

/* Where the noise is from. */
enum esc_noise_of { ESC_NOISE_OF_NOTHING, ESC_NOISE_OF_CONTROL, ESC_NOISE_OF_USER };

/* Criterion's noise threshold, 1 %: where nothing better is known, and the least. */
#define ESC_NOISE_USUAL 0.01

struct esc_comparison {
    const struct esc_run *a, *b; /* not owned */
    bool factors_asked;          /* factors, also where times could be compared */
    struct esc_contrast *differences;
    size_t difference_count;
    bool *changed_texts; /* a.case_count: B has the case, and its text is another or is unknown */
    bool unknown_texts;  /* of at least one of them a run does not tell the text */
    struct esc_change *changes; /* in the order of A's rows */
    size_t change_count;
    size_t *only_a, *only_b; /* variants without a counterpart */
    size_t only_a_count, only_b_count;
    size_t baseless;      /* rows left out because they have no factor: the bases */
    size_t tested;        /* rows that p_holm is corrected for */
    bool paired;          /* by rounds, else the rounds of each run are one sample */
    const char *unpaired; /* why not: a clause, static; NULL when paired */
    enum esc_noise_of noise_of;
    double noise[ESC_CHANGE_KINDS]; /* the part of a row's noise that all rows have in common, of
                                     * times and of factors */
};

/* "no difference", "slower"; of a factor "larger". */
const char *esc_change_verdict_words(const struct esc_change *change);

/* Whether a difference is claimed: slower or faster. */
bool esc_change_resolved(const struct esc_change *change);

/* Whether a row of the comparison is told as a factor. */
bool esc_comparison_has(const struct esc_comparison *comparison, enum esc_change_of of);

/* Frees everything inside but the runs and zeroes. */
void esc_comparison_free(struct esc_comparison *comparison);

#endif
