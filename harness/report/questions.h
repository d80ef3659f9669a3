/*
 * Questions and words for a terminal. Part of the stage report/.
 */
#ifndef ESC_REPORT_QUESTIONS_H
#define ESC_REPORT_QUESTIONS_H

#include "report/report.h"
#include "words/questions.h"

/* The titles, numbered. */
void esc_report_questions(const struct esc_terminal *terminal, FILE *out);

/* One with its answer; `index` from 0. */
void esc_report_question(size_t index, const struct esc_terminal *terminal, FILE *out);

/* All words with what they are, a line each. */
void esc_report_words(const struct esc_terminal *terminal, FILE *out);

/* One with its meaning. */
void esc_report_word(const struct esc_word *word, const struct esc_terminal *terminal, FILE *out);

#endif
