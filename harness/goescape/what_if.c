/*
 * The package is analysed twice, and the lines of each place compared. See what_if.h.
 */
#include "goescape/what_if.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* ---- names ---- */

bool esc_go_without(const char *name, struct esc_without *without, struct esc_error *error)
{
    *without = (struct esc_without){.loop_depth = strcmp(name, "no-loop-depth") == 0,
                                    .limits = strcmp(name, "no-limits") == 0,
                                    .tags = strcmp(name, "tags-to-heap") == 0};
    if (without->loop_depth || without->limits || without->tags)
        return true;
    if (strcmp(name, "inline") == 0)
        return esc_error_add(error, NULL, 0,
                             "inline: what inlining changes is not known here, so there is no "
                             "answer; the real compiler's is go build -gcflags=-m without -l");
    esc_error_add(error, NULL, 0, "there is no rule %s", name);
    esc_error_hint(error, "no-loop-depth, no-limits, tags-to-heap");
    return false;
}

/* ---- what changed ---- */

/* A line that is told with all rules (`with`), or without the one. */
struct told {
    const struct esc_go_line *line;
    bool with;
};

static int compare_numbers(unsigned one, unsigned other)
{
    return (one > other) - (one < other);
}

static int compare_places(const struct esc_go_line *one, const struct esc_go_line *other)
{
    int order = strcmp(one->path, other->path);
    order = order != 0 ? order : compare_numbers(one->at.line, other->at.line);
    return order != 0 ? order : compare_numbers(one->at.column, other->at.column);
}

static int compare(const void *a, const void *b)
{
    const struct told *one = a, *other = b;
    int order = compare_places(one->line, other->line);
    order = order != 0 ? order : strcmp(one->line->text, other->line->text);
    return order != 0 ? order : other->with - one->with;
}

static struct told *gather(const struct esc_go_lines *with, const struct esc_go_lines *without)
{
    struct told *told = esc_calloc(with->count + without->count + 1, sizeof *told);
    for (size_t k = 0; k < with->count; k++)
        told[k] = (struct told){&with->list[k], true};
    for (size_t k = 0; k < without->count; k++)
        told[with->count + k] = (struct told){&without->list[k], false};
    qsort(told, with->count + without->count, sizeof *told, compare);
    return told;
}

/* Leaves out what is told both times, as often as it is; how many are left. */
static size_t leave_changed(struct told *told, size_t count)
{
    size_t left = 0;
    for (size_t k = 0; k < count;) {
        size_t end = k, with = 0;
        for (; end < count && compare_places(told[k].line, told[end].line) == 0 &&
               strcmp(told[k].line->text, told[end].line->text) == 0;
             end++)
            with += told[end].with;
        const size_t both = with < end - k - with ? with : end - k - with;
        for (size_t one = k; one < k + with - both; one++) /* those with all rules stand first */
            told[left++] = told[one];
        for (size_t one = k + with + both; one < end; one++)
            told[left++] = told[one];
        k = end;
    }
    return left;
}

/* ---- in words ---- */

/* Of variables the compiler says only that they move. */
static void add_side(struct esc_text *text, const struct told *told, size_t count, bool with,
                     const char *head)
{
    size_t lines = 0;
    for (size_t k = 0; k < count; k++) {
        if (told[k].with != with)
            continue;
        esc_text_addf(text, "    %s  %s\n", lines++ > 0 ? "       " : head, told[k].line->text);
    }
    static const char moved[] = "moved to heap: ";
    if (lines > 0)
        return;
    if (strncmp(told[0].line->text, moved, strlen(moved)) == 0)
        esc_text_addf(text, "    %s  %s stays\n", head, told[0].line->text + strlen(moved));
    else
        esc_text_addf(text, "    %s  nothing\n", head);
}

static size_t add_places(struct esc_text *text, const struct told *told, size_t count,
                         struct esc_arena *arena)
{
    size_t places = 0;
    for (size_t k = 0; k < count; places++) {
        size_t end = k;
        while (end < count && compare_places(told[k].line, told[end].line) == 0)
            end++;
        esc_text_addf(text, "%s:\n",
                      esc_go_place_text(arena, told[k].line->path, told[k].line->at));
        add_side(text, told + k, end - k, true, "with   ");
        add_side(text, told + k, end - k, false, "without");
        k = end;
    }
    return places;
}

bool esc_go_what_if(struct esc_text *text, const struct esc_go_subject *subject,
                    const struct esc_without *without, struct esc_error *error)
{
    struct esc_go_lines lines = {0}, others = {0};
    const struct esc_go_asked asked = {0}, less = {.without = *without};
    if (esc_go_analyse(subject->world, subject->checked, &asked, subject->arena, &lines, error) ==
            NULL ||
        esc_go_analyse(subject->world, subject->checked, &less, subject->arena, &others, error) ==
            NULL)
        return false;
    struct told *told = gather(&lines, &others);
    const size_t count = leave_changed(told, lines.count + others.count);
    const size_t places = add_places(text, told, count, subject->arena);
    esc_text_addf(text, "%zu place%s change%s; with all rules %zu line%s are told\n", places,
                  places == 1 ? "" : "s", places == 1 ? "s" : "", lines.count,
                  lines.count == 1 ? "" : "s");
    free(told);
    return true;
}
