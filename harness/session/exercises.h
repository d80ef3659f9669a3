/*
 * The exercises that come with the project, and the folder in which one seat works on them.
 */
#ifndef ESC_SESSION_EXERCISES_H
#define ESC_SESSION_EXERCISES_H

#include "base/error.h"
#include "noun/scan.h"

#include <stdbool.h>
#include <stddef.h>

struct esc_exercises {
    char *folder; /* ROOT/exercises */
    char **names; /* "01-return", in their order */
    size_t count;
};

/* Reads the names in that folder. False when there is none. Free with esc_exercises_free(). */
bool esc_exercises_find(const char *folder, struct esc_exercises *exercises,
                        struct esc_error *error);
void esc_exercises_free(struct esc_exercises *exercises);

/* By number from 1, by "01-return" or by "return"; exercises->count where there is none, with a
 * message that lists them. */
size_t esc_exercises_choose(const struct esc_exercises *exercises, const char *word,
                            struct esc_error *error);

/* The exercise that a file is for, by the name of its folder; exercises->count: for none. */
size_t esc_exercises_of_file(const struct esc_exercises *exercises, const char *path);

/* "exercises/01-return/solution.go"; caller frees. */
char *esc_exercises_file(const struct esc_exercises *exercises, size_t index, const char *name);

/* "task.go" or "task.c", "solution.go" or "solution.c"; caller frees. */
char *esc_exercises_text(const char *stem, enum esc_language language);

/*
 * The seat's own copy of a task, SEAT/01-return/task.go, which is made where there is none. With
 * `anew` it is the start again, and what was there is kept beside it as task.go.before. NULL with a
 * message; caller frees.
 */
char *esc_exercises_task(const struct esc_exercises *exercises, size_t index, const char *seat,
                         enum esc_language language, bool anew, struct esc_error *error);

#endif
