/*
 * A class of machines as data. See class.h.
 */
#include "noun/class.h"

#include "base/memory.h"

#include <stdlib.h>

bool esc_class_counts(const struct esc_class_row *row)
{
    return !row->control && !row->aside;
}

const struct esc_class_dot *esc_class_dot(const struct esc_class_row *row, size_t machine)
{
    for (size_t i = 0; i < row->dot_count; i++)
        if (row->dots[i].machine == machine)
            return &row->dots[i];
    return NULL;
}

void esc_class_leave(struct esc_class *class, const char *path, const char *reason)
{
    class->left = esc_grow(class->left, &class->left_count, sizeof *class->left);
    class->left[class->left_count - 1] =
        (struct esc_class_left){.path = esc_strdup(path), .reason = esc_strdup(reason)};
}

static void free_machine(struct esc_class_machine *machine)
{
    free(machine->name);
    free(machine->processor);
    free(machine->path);
    free(machine->run_id);
    free(machine->started);
    free(machine->version);
    free(machine->preset);
}

void esc_class_row_free(struct esc_class_row *row)
{
    free(row->case_name);
    free(row->point);
    free(row->release);
    free(row->dots);
}

void esc_class_free(struct esc_class *class)
{
    for (size_t i = 0; i < class->machine_count; i++)
        free_machine(&class->machines[i]);
    for (size_t i = 0; i < class->row_count; i++)
        esc_class_row_free(&class->rows[i]);
    for (size_t i = 0; i < class->group_count; i++)
        free(class->groups[i].processor);
    for (size_t i = 0; i < class->left_count; i++) {
        free(class->left[i].path);
        free(class->left[i].reason);
    }
    free(class->machines);
    free(class->rows);
    free(class->groups);
    free(class->left);
    *class = (struct esc_class){0};
}
