/*
 * Grading of exercises: what somebody handed in against what is wanted, by what does not depend on
 * the machine. The price is measured apart, and fails nobody.
 */
#ifndef ESC_SESSION_GRADING_H
#define ESC_SESSION_GRADING_H

#include "base/error.h"
#include "noun/grade.h"
#include "noun/scan.h"
#include "session/exercises.h"

#include <stdbool.h>
#include <stddef.h>

/* One task that is graded. */
struct esc_submission {
    size_t exercise;  /* index into the exercises */
    const char *path; /* a .go or a .c file */
};

/* By the ending of its name. */
enum esc_language esc_submission_language(const struct esc_submission *submission);

/*
 * Grades all of them at once: one call of go, one of the compiler for each task in C. `go` is the
 * command that tasks in Go are built with; *release becomes its version, the caller frees, NULL
 * where it was not needed. False with a message when nothing could be graded: no go, no compiler, a
 * file that cannot be read.
 */
bool esc_grading(const struct esc_exercises *exercises, const struct esc_submission *submissions,
                 size_t count, const char *go, struct esc_grade *grades, char **release,
                 struct esc_error *error);

/*
 * What can be said of a task in Go where there is no go: its rules, and, where they hold, what
 * escapement's own analysis says of its escapes (own_escapes.h). Nothing is run, so it never
 * passes. False with a message: the file cannot be read, or is not analysed.
 */
bool esc_grading_own(const struct esc_exercises *exercises, const struct esc_submission *submission,
                     struct esc_grade *grade, struct esc_error *error);

/* Nanoseconds an operation of the start and of the task, medians of a few samples in turns. False
 * with a message when they could not be measured. */
bool esc_grading_price(const struct esc_exercises *exercises,
                       const struct esc_submission *submission, const char *go, double *start_ns,
                       double *task_ns, struct esc_error *error);

#endif
