/*
 * Three questions about a case whose sides are called "one" and "other": which lines escape, how
 * many allocations, which factor. Asks, understands the answers, and scores them.
 */
#ifndef ESC_REPORT_QUIZ_H
#define ESC_REPORT_QUIZ_H

#include "base/error.h"
#include "noun/guess.h"
#include "report/lesson.h"

#include <stdio.h>

/* A line of a block of the shown Go: block 0 "one", 1 "other", 2 "shared"; line 0: the block as a
 * whole, where nobody can tell the lines. */
struct esc_quiz_line {
    size_t block;
    int line;
};

/* What is true of the case, and how it is known. */
struct esc_quiz_truth {
    struct esc_quiz_line *lines; /* that escape, in order; owned */
    size_t line_count;
    bool lines_told;                    /* false: only which side escapes is known */
    double allocs[2];                   /* an operation, of one and other; negative: unknown */
    double factor;                      /* heap / stack; NAN: unknown */
    char *lines_source, *factor_source; /* owned */
};

/*
 * The lines that the lesson's diagnostics say are moved to the heap or escape to it, inlining off;
 * without diagnostics the sides whose expected lines say so. Fills all but the factor.
 */
struct esc_quiz_truth esc_quiz_truth_of(const struct esc_lesson *lesson);

/*
 * Understands "one 3, other 5 7", "none"; of sides "one", "both", "none". False with what is
 * expected. The lines are in order, each once; the caller frees *lines.
 */
bool esc_quiz_read_lines(const char *answer, bool lines_told, struct esc_quiz_line **lines,
                         size_t *count, struct esc_error *error);

/* Understands "0 1" and "0, 1". */
bool esc_quiz_read_allocs(const char *answer, double allocs[2], struct esc_error *error);

/* Understands a positive number, "2.5", "2.5x", "1/2", or one letter of the scale a (half) to h (64
 * times), a doubling a letter. */
bool esc_quiz_read_factor(const char *answer, double *factor, struct esc_error *error);

/*
 * Prints the questions, asks until each answer is understood (an empty one passes, for no
 * points), and adds a guess for each question whose truth is known. False with a message when the
 * answers end before the last question; then nothing is added.
 */
bool esc_quiz_ask(const struct esc_lesson *lesson, const struct esc_quiz_truth *truth, FILE *in,
                  struct esc_guesses *guesses, struct esc_error *error);

/* The truth beside each answer, and the points. */
void esc_quiz_show(const struct esc_lesson *lesson, const struct esc_quiz_truth *truth,
                   const struct esc_guesses *guesses);

void esc_quiz_truth_free(struct esc_quiz_truth *truth);

#endif
