/*
 * Progress as plain data. See progress.h for the contracts.
 */
#include "noun/progress.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static const char *const names[ESC_EFFORT_STATES] = {"open", "passed", "given up"};

const char *esc_effort_name(enum esc_effort_state state)
{
    return names[state];
}

bool esc_effort_find(const char *name, enum esc_effort_state *state)
{
    for (size_t k = 0; k < ESC_EFFORT_STATES; k++)
        if (strcmp(names[k], name) == 0)
            return *state = (enum esc_effort_state)k, true;
    return false;
}

static struct esc_effort *find(const struct esc_progress *progress, const char *exercise)
{
    for (size_t k = 0; k < progress->count; k++)
        if (strcmp(progress->list[k].exercise, exercise) == 0)
            return &progress->list[k];
    return NULL;
}

enum esc_effort_state esc_progress_state(const struct esc_progress *progress, const char *exercise)
{
    const struct esc_effort *effort = find(progress, exercise);
    return effort != NULL ? effort->state : ESC_EFFORT_OPEN;
}

struct esc_effort *esc_progress_of(struct esc_progress *progress, const char *exercise)
{
    struct esc_effort *effort = find(progress, exercise);
    if (effort != NULL)
        return effort;
    progress->list = esc_grow(progress->list, &progress->count, sizeof *progress->list);
    progress->list[progress->count - 1].exercise = esc_strdup(exercise);
    return &progress->list[progress->count - 1];
}

void esc_progress_free(struct esc_progress *progress)
{
    for (size_t k = 0; k < progress->count; k++) {
        free(progress->list[k].exercise);
        free(progress->list[k].language);
        free(progress->list[k].begun);
        free(progress->list[k].ended);
    }
    free(progress->list);
    free(progress->seat);
    free(progress->current);
    *progress = (struct esc_progress){0};
}
