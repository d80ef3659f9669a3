/*
 * One seat at the exercises: its folder, its progress, the language it writes in.
 */
#ifndef ESC_SESSION_SEAT_H
#define ESC_SESSION_SEAT_H

#include "base/error.h"
#include "noun/progress.h"
#include "noun/scan.h"
#include "session/exercises.h"
#include "session/folders.h"

#include <stdbool.h>
#include <stddef.h>

struct esc_seat {
    struct esc_folders folders;
    struct esc_exercises exercises;
    struct esc_progress progress;
    enum esc_language language;
    bool without_go; /* C because no go was found, not because it was asked for */
    const char *go;  /* the command of Go */
    char *folder;    /* ROOT/seat, or as it was given */
    char *file;      /* FOLDER/progress.json */
    size_t current;  /* index of the exercise that is graded next */
};

/*
 * Opens the seat in `folder` (NULL: ROOT/seat). `language`: "go", "c" or NULL: Go where `go`
 * answers, else C. `name` (NULL: none) is written into its progress. Nothing is written yet. False
 * with a message; free with esc_seat_close() in any case.
 */
bool esc_seat_open(struct esc_seat *seat, const char *folder, const char *name,
                   const char *language, const char *go, struct esc_error *error);

/* What was done about the exercise; valid until the next call. */
struct esc_effort *esc_seat_effort(struct esc_seat *seat, size_t index);

/* Makes the exercise the current one. */
void esc_seat_move(struct esc_seat *seat, size_t index);

/* The first behind the current one, around the end, that is neither passed nor given up;
 * exercises.count when there is none. */
size_t esc_seat_next_open(struct esc_seat *seat);

/* Counts one grading, and its end where it passed. */
void esc_seat_count(struct esc_seat *seat, size_t index, bool passed);

/* Gives the exercise up, unless it is passed. */
void esc_seat_give_up(struct esc_seat *seat, size_t index);

/* Writes progress.json. */
bool esc_seat_save(struct esc_seat *seat, struct esc_error *error);

void esc_seat_close(struct esc_seat *seat);

#endif
