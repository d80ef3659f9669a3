/*
 * The rules of a task, by its language. See exercise.h.
 */
#include "exercise/rules.h"

bool esc_exercise_rules(const struct esc_task *task, struct esc_error *error)
{
    size_t before = error->count;
    if (task->language == ESC_IN_GO)
        esc_rules_go(task, error);
    else
        esc_rules_c(task, error);
    return error->count == before;
}
