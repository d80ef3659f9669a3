/*
 * Questions about escape that are asked in every room, and the words of this program's tables, each
 * answered in a sentence or two. What an answer says of Go is asked of the compiler by
 * tests/cli/questions.bats, whose program of the same number is in tests/fixtures/questions.
 */
#ifndef ESC_WORDS_QUESTIONS_H
#define ESC_WORDS_QUESTIONS_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct esc_question {
    const char *title;
    const char *answer; /* for Go 1.19 */
    const char *today;  /* what is otherwise in Go 1.27, and since when; NULL: nothing */
    const char *shown;  /* the command that shows it */
};

enum { ESC_QUESTIONS = 15 };

extern const struct esc_question esc_questions[ESC_QUESTIONS];

/*
 * Marks those that are asked for: by number from 1, or by words that are all in the title or in the
 * answer, the title's before the answer's. Returns how many.
 */
size_t esc_questions_find(const char *words, bool found[ESC_QUESTIONS]);

/* A word of a table, a note or a diagnostic. */
struct esc_word {
    const char *name;  /* as it is printed; several spellings are parted by blanks and a bar */
    const char *where; /* "column", "mark", "verdict", "note", … */
    const char *meaning;
};

const struct esc_word *esc_words(size_t *count);

/* The word that is spelt so, capitals apart; NULL: there is none. */
const struct esc_word *esc_words_find(const char *spelling);

/* docs/questions.md: all of both, as Markdown. */
void esc_questions_page(struct esc_text *out);

#endif
