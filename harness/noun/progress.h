/*
 * How far a seat has come with the exercises: what a trainer may collect, and no more of a person
 * than the name that was given.
 */
#ifndef ESC_NOUN_PROGRESS_H
#define ESC_NOUN_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

enum esc_effort_state {
    ESC_EFFORT_OPEN,
    ESC_EFFORT_PASSED,
    ESC_EFFORT_GIVEN_UP,
    ESC_EFFORT_STATES
};

/* What was done about one exercise. */
struct esc_effort {
    char *exercise; /* "01-return" */
    enum esc_effort_state state;
    int attempts;   /* gradings, up to the one that passed */
    int hints;      /* that were shown, 0…3 */
    char *language; /* "go" or "c", of the last attempt; NULL: none yet */
    char *begun;    /* first grading, RFC 3339 in UTC; NULL: none yet */
    char *ended;    /* when it was passed or given up; NULL: it is open */
};

/* Zero-initialise before use. */
struct esc_progress {
    char *seat;    /* the name that was given; NULL: none */
    char *current; /* the exercise that is graded next; NULL: the first */
    struct esc_effort *list;
    size_t count;
};

/* "open", "passed", "given up" and back. */
const char *esc_effort_name(enum esc_effort_state state);
bool esc_effort_find(const char *name, enum esc_effort_state *state);

/* Open where nothing was done about it. */
enum esc_effort_state esc_progress_state(const struct esc_progress *progress, const char *exercise);

/* The effort of that exercise, which is added where there is none. Valid until the next call. */
struct esc_effort *esc_progress_of(struct esc_progress *progress, const char *exercise);

/* Frees everything inside and zeroes. */
void esc_progress_free(struct esc_progress *progress);

#endif
