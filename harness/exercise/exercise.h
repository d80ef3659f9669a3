/*
 * Stage: the text that somebody wrote for an exercise -> a case that grades it, or what in the text
 * no exercise allows. Pure: nothing is read, built or run here.
 *
 * A folder exercises/NN-name/ holds grade.lua, a case: its `stack` side says what the results must
 * be, its `heap` side calls the functions of the task, and says how many allocations and bytes an
 * operation may take. The task itself (task.go, task.c) is a file of its own, which is all that the
 * participant changes; solution.go and solution.c pass.
 */
#ifndef ESC_EXERCISE_EXERCISE_H
#define ESC_EXERCISE_EXERCISE_H

#include "base/error.h"
#include "noun/case.h"
#include "noun/scan.h"

#include <stdbool.h>

/* A task as it was handed in. */
struct esc_task {
    enum esc_language language;
    const char *path; /* for messages */
    const char *text;
    const char *start, *solution; /* the texts that the exercise comes with */
};

/*
 * Whether the text holds only what a task may: it imports what is on a short list, has no compiler
 * directive but go:noinline, no variable outside of its functions that neither the start nor the
 * solution has, and nothing with a name of the grading's. False with a message a fault.
 */
bool esc_exercise_rules(const struct esc_task *task, struct esc_error *error);

/*
 * Makes `grade`, as it was loaded, the case that grades the task: in that language alone, the text
 * of the task in front of the heap side, and messages at the task's lines. `name` becomes the
 * case's, which must differ from those of others in a run. `grade` keeps nothing of `task`.
 */
void esc_exercise_compose(struct esc_case *grade, const struct esc_task *task, const char *name);

/*
 * Whether the task has to end without a line "moved to heap" or "escapes to heap": where nothing is
 * to be allocated, and grade.lua names no lines that are wanted instead.
 */
bool esc_exercise_wants_silence(const struct esc_case *grade);

/* Hint `number` (from 1) of hints.md, whose hints stand under "## 1", "## 2" …; NULL: there is
 * none. Caller frees. */
char *esc_exercise_hint(const char *hints, int number);

#endif
