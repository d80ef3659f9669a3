/*
 * A seat and its progress. See seat.h for the contracts.
 */
#include "session/seat.h"

#include "base/memory.h"
#include "base/text.h"
#include "emit/progress.h"
#include "session/go_words.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static bool has_go(const char *command)
{
    struct esc_go go = {0};
    struct esc_error not_here = {0};
    bool found = esc_go_named(command, &go, &not_here);
    esc_go_free(&go);
    esc_error_free(&not_here);
    return found;
}

static bool choose_language(struct esc_seat *seat, const char *language, struct esc_error *error)
{
    if (language == NULL) {
        seat->without_go = !has_go(seat->go);
        seat->language = seat->without_go ? ESC_IN_C : ESC_IN_GO;
        return true;
    }
    seat->language = strcmp(language, "go") == 0 ? ESC_IN_GO : ESC_IN_C;
    return strcmp(language, "go") == 0 || strcmp(language, "c") == 0 ||
           esc_error_add(error, NULL, 0, "exercises are in go or c, not in \"%s\"", language);
}

static bool find_current(struct esc_seat *seat, struct esc_error *error)
{
    const char *current = seat->progress.current;
    if (current == NULL)
        return true;
    seat->current = esc_exercises_choose(&seat->exercises, current, error);
    return seat->current < seat->exercises.count;
}

bool esc_seat_open(struct esc_seat *seat, const char *folder, const char *name,
                   const char *language, const char *go, struct esc_error *error)
{
    *seat = (struct esc_seat){.go = go};
    if (!esc_folders_find(&seat->folders, error))
        return false;
    seat->folder = folder != NULL ? esc_strdup(folder) : esc_strdup(seat->folders.seat);
    seat->file = esc_format("%s/progress.json", seat->folder);
    bool good = esc_exercises_find(seat->folders.exercises, &seat->exercises, error) &&
                esc_emit_read_progress(seat->file, &seat->progress, error) &&
                find_current(seat, error) && choose_language(seat, language, error);
    if (good && name != NULL) {
        free(seat->progress.seat);
        seat->progress.seat = esc_strdup(name);
    }
    return good;
}

struct esc_effort *esc_seat_effort(struct esc_seat *seat, size_t index)
{
    return esc_progress_of(&seat->progress, seat->exercises.names[index]);
}

void esc_seat_move(struct esc_seat *seat, size_t index)
{
    seat->current = index;
    free(seat->progress.current);
    seat->progress.current = esc_strdup(seat->exercises.names[index]);
}

size_t esc_seat_next_open(struct esc_seat *seat)
{
    size_t count = seat->exercises.count;
    for (size_t k = 1; k <= count; k++) {
        size_t index = (seat->current + k) % count;
        if (esc_progress_state(&seat->progress, seat->exercises.names[index]) == ESC_EFFORT_OPEN)
            return index;
    }
    return count;
}

static char *now(void)
{
    char stamp[32];
    struct tm utc;
    time_t time_now = time(NULL);
    strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&time_now, &utc));
    return esc_strdup(stamp);
}

static void end_effort(struct esc_effort *effort, enum esc_effort_state state)
{
    effort->state = state;
    free(effort->ended);
    effort->ended = now();
}

void esc_seat_count(struct esc_seat *seat, size_t index, bool passed)
{
    struct esc_effort *effort = esc_seat_effort(seat, index);
    if (effort->state == ESC_EFFORT_PASSED)
        return;
    effort->attempts++;
    if (effort->begun == NULL)
        effort->begun = now();
    free(effort->language);
    effort->language = esc_strdup(seat->language == ESC_IN_GO ? "go" : "c");
    if (passed && effort->state == ESC_EFFORT_OPEN)
        end_effort(effort, ESC_EFFORT_PASSED);
}

void esc_seat_give_up(struct esc_seat *seat, size_t index)
{
    struct esc_effort *effort = esc_seat_effort(seat, index);
    if (effort->state == ESC_EFFORT_OPEN)
        end_effort(effort, ESC_EFFORT_GIVEN_UP);
}

bool esc_seat_save(struct esc_seat *seat, struct esc_error *error)
{
    return esc_make_folder(seat->folder, error) &&
           esc_emit_write_progress(seat->file, &seat->progress, error);
}

void esc_seat_close(struct esc_seat *seat)
{
    esc_progress_free(&seat->progress);
    esc_exercises_free(&seat->exercises);
    esc_folders_free(&seat->folders);
    free(seat->folder);
    free(seat->file);
    *seat = (struct esc_seat){0};
}
