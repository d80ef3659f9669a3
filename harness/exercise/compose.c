/*
 * A task and its grading as one case. See exercise.h.
 */
#include "exercise/exercise.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static void drop_text(struct esc_source *source)
{
    free(source->text);
    *source = (struct esc_source){0};
}

/* The case in the task's language alone. */
static void keep_language(struct esc_case *grade, enum esc_language language)
{
    drop_text(language == ESC_IN_GO ? &grade->c : &grade->go);
    for (size_t k = 0; k < grade->strategy_count; k++)
        drop_text(language == ESC_IN_GO ? &grade->strategies[k].c : &grade->strategies[k].go);
}

/* The task's `package` clause, which stands in the package's own file: blanks keep the columns. */
static void blank_package(char *text)
{
    for (char *at = text; *at != '\0'; at = (char *)(uintptr_t)esc_scan_one(at, ESC_IN_GO)) {
        if (strncmp(at, "package ", strlen("package ")) != 0)
            continue;
        memset(at, ' ', strcspn(at, "\n;/"));
        return;
    }
}

static char *joined(const struct esc_case *grade, const struct esc_task *task,
                    const struct esc_source *caller)
{
    struct esc_text text = {0};
    esc_text_add(&text, task->text);
    if (task->language == ESC_IN_GO) {
        blank_package(text.bytes);
        esc_text_addf(&text, "\n//line grade.go:%d:1\n%s", caller->line, caller->text);
    } else {
        esc_text_addf(&text, "\n#line %d \"%s\"\n%s", caller->line, grade->path, caller->text);
    }
    return esc_text_take(&text);
}

void esc_exercise_compose(struct esc_case *grade, const struct esc_task *task, const char *name)
{
    keep_language(grade, task->language);
    struct esc_strategy *heap = &grade->strategies[1];
    struct esc_source *source = task->language == ESC_IN_GO ? &heap->go : &heap->c;
    char *text = joined(grade, task, source);
    free(source->text);
    *source = (struct esc_source){.text = text, .line = 1};
    free(grade->path);
    free(grade->name);
    grade->path = esc_strdup(task->path);
    grade->name = esc_strdup(name);
    grade->line = 1;
}

bool esc_exercise_wants_silence(const struct esc_case *grade)
{
    const struct esc_strategy *heap = &grade->strategies[1];
    return heap->expect[0].allocs <= 0 && heap->escape_count == 0;
}

char *esc_exercise_hint(const char *hints, int number)
{
    char *heading = esc_format("## %d\n", number);
    const char *begin = strstr(hints, heading);
    char *hint = NULL;
    if (begin != NULL) {
        begin += strlen(heading);
        const char *end = strstr(begin, "\n## ");
        hint = strndup(begin, end != NULL ? (size_t)(end - begin) + 1 : strlen(begin));
    }
    free(heading);
    return hint;
}
