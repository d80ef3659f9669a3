/*
 * Reading a task's text (reader.c), and the rules of each language. Private to exercise/.
 */
#ifndef ESC_EXERCISE_RULES_H
#define ESC_EXERCISE_RULES_H

#include "exercise/exercise.h"

#include <stddef.h>

/* A place in a task's text, read from its beginning. */
struct esc_reader {
    const struct esc_task *task;
    struct esc_error *error;
    const char *from, *at; /* the token that was read last, and behind it */
    int line;              /* of that token */
    int depth;             /* behind it, of parentheses, brackets and braces */
};

/* Before the first token. */
struct esc_reader esc_reader_open(const struct esc_task *task, struct esc_error *error);

/* The next word, literal, comment or other byte, behind blanks; its length, 0 at the end. */
size_t esc_reader_next(struct esc_reader *reader, const char **token);

/* Whether the token is this word. */
bool esc_token_is(const char *token, size_t length, const char *word);

bool esc_token_among(const char *token, size_t length, const char *const *words, size_t count);

/* A fault at the reader's line. */
void esc_reader_blame(const struct esc_reader *reader, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Whether the start or the solution has, outside of functions, a declaration that begins like the
 * one at `declaration`, up to its first brace or semicolon; or that whole line. Blanks apart. */
bool esc_task_declares(const struct esc_task *task, const char *declaration);
bool esc_task_has_line(const struct esc_task *task, const char *line);

void esc_rules_go(const struct esc_task *task, struct esc_error *error);
void esc_rules_c(const struct esc_task *task, struct esc_error *error);

#endif
