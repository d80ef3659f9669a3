/*
 * What two releases of Go say and count of a case, beside each other. See lesson.h.
 */
#include "report/lesson.h"

#include "base/memory.h"
#include "base/text.h"
#include "report/columns.h"
#include "report/ink.h"
#include "words/said.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_FOR_TWO = 72 }; /* narrower, the later release stands below */

static void print_counts(const struct esc_lesson *lesson, const struct esc_lesson_release *release,
                         const struct esc_strategy *strategy)
{
    double slack;
    double allocs = esc_strategy_allocs(strategy, lesson->point, release->minor, &slack);
    double bytes = esc_strategy_bytes(strategy, lesson->point, release->minor);
    struct esc_text text = {0};
    if (allocs >= 0)
        esc_text_addf(&text, "%g allocation%s", allocs, allocs == 1 ? "" : "s");
    if (bytes >= 0)
        esc_text_addf(&text, "%s%g bytes", text.length > 0 ? ", " : "", bytes);
    if (slack > 0)
        esc_text_addf(&text, ", about");
    if (text.length > 0)
        esc_ink_wrap(lesson->out, lesson->terminal, INK_PLAIN, "  ", text.bytes);
    esc_text_free(&text);
}

static enum ink ink_of(const char *text)
{
    return esc_said_kind(text) == ESC_SAID_STAYS     ? INK_STACK
           : esc_said_kind(text) == ESC_SAID_ESCAPES ? INK_HEAP
                                                     : INK_MUTED;
}

/* What the compiler printed about the strategy's lines, with their numbers. */
static void print_printed(const struct esc_lesson *lesson, const struct esc_lesson_release *release,
                          const struct esc_source *go)
{
    for (int number = go->line; number <= esc_source_last_line(go); number++) {
        struct esc_said said = esc_said_alone(release->diagnostics, 0, lesson->point, number);
        for (size_t i = 0; i < said.count; i++) {
            char *first = esc_format("%4d > ", number);
            esc_ink_wrap(lesson->out, lesson->terminal, ink_of(said.texts[i]), first,
                         said.texts[i]);
            free(first);
        }
        esc_said_free(&said);
    }
}

static void print_expected(const struct esc_lesson *lesson,
                           const struct esc_lesson_release *release,
                           const struct esc_strategy *strategy)
{
    size_t count;
    char *const *lines = esc_strategy_escapes(strategy, release->minor, &count);
    for (size_t i = 0; i < count; i++)
        esc_ink_wrap(lesson->out, lesson->terminal, ink_of(lines[i]), "  > ", lines[i]);
}

static void print_side(const struct esc_lesson *lesson, const struct esc_lesson_release *release,
                       const struct esc_strategy *strategy)
{
    char *title =
        esc_format("%s%s", release->name, release->diagnostics == NULL ? ", as expected" : "");
    esc_ink_wrap(lesson->out, lesson->terminal, INK_MUTED, "", title);
    free(title);
    print_counts(lesson, release, strategy);
    if (release->diagnostics == NULL)
        print_expected(lesson, release, strategy);
    else if (strategy->go.text != NULL)
        print_printed(lesson, release, &strategy->go);
}

/* As text of half the terminal's width. Caller frees. */
static char *side_of(const struct esc_lesson *lesson, const struct esc_lesson_release *release,
                     const struct esc_strategy *strategy)
{
    struct esc_lesson_column column;
    esc_lesson_column_begin(&column, lesson);
    print_side(&column.lesson, release, strategy);
    return esc_lesson_column_end(&column);
}

/* The changes of the later release that the earlier one has not. */
static void print_changes(const struct esc_lesson *lesson, const struct esc_since *list,
                          size_t count, const struct esc_lesson_release releases[2])
{
    for (size_t i = 0; i < count; i++) {
        const struct esc_since *since = &list[i];
        const bool has = since->minor > releases[0].minor && since->minor <= releases[1].minor &&
                         (since->before == 0 || releases[1].minor < since->before);
        if (has)
            esc_ink_wrap(lesson->out, lesson->terminal, INK_PLAIN, "= ", since->cause);
    }
}

static void print_strategy(const struct esc_lesson *lesson, const struct esc_strategy *strategy,
                           const struct esc_lesson_release releases[2])
{
    esc_ink_put(lesson->out, lesson->terminal, INK_BOLD, strategy->name);
    fputc('\n', lesson->out);
    if (lesson->terminal->columns < COLUMNS_FOR_TWO) {
        print_side(lesson, &releases[0], strategy);
        print_side(lesson, &releases[1], strategy);
    } else {
        char *left = side_of(lesson, &releases[0], strategy);
        char *right = side_of(lesson, &releases[1], strategy);
        esc_columns_print(lesson->terminal, lesson->out, left, right);
        free(left);
        free(right);
    }
    print_changes(lesson, strategy->since, strategy->since_count, releases);
}

void esc_lesson_releases(const struct esc_lesson *lesson,
                         const struct esc_lesson_release releases[2])
{
    const struct esc_case *bench_case = lesson->bench_case;
    char *heading = esc_format("%s and %s", releases[0].name, releases[1].name);
    esc_lesson_heading(lesson, heading);
    for (size_t k = 0; k < bench_case->strategy_count; k++)
        print_strategy(lesson, &bench_case->strategies[k], releases);
    print_changes(lesson, bench_case->since, bench_case->since_count, releases);
    free(heading);
}
