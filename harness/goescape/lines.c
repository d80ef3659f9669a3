/*
 * Lines gathered and printed. See lines.h.
 */
#include "goescape/lines.h"

#include <stdarg.h>
#include <string.h>

enum { COLUMNS = 255 };

static struct esc_go_line *next_line(struct esc_go_lines *lines)
{
    lines->list = esc_arena_grow(lines->arena, lines->list, &lines->count, sizeof *lines->list);
    return &lines->list[lines->count - 1];
}

void esc_go_lines_add(struct esc_go_lines *lines, const char *path, struct esc_go_place at,
                      const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, arguments);
    char *text = esc_arena_take(lines->arena, (size_t)length + 1, 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    va_end(arguments);
    *next_line(lines) = (struct esc_go_line){path, at, text};
}

const char *esc_go_place_text(struct esc_arena *arena, const char *path, struct esc_go_place at)
{
    const size_t size = strlen(path) + 32;
    char *text = esc_arena_take(arena, size, 1);
    if (at.column < COLUMNS)
        snprintf(text, size, "%s:%u:%u", path, at.line, at.column);
    else
        snprintf(text, size, "%s:%u", path, at.line);
    return text;
}

void esc_go_lines_print(const struct esc_go_lines *lines, FILE *out)
{
    for (size_t k = 0; k < lines->count; k++) {
        const struct esc_go_line *line = &lines->list[k];
        if (line->at.column < COLUMNS)
            fprintf(out, "%s:%u:%u: %s\n", line->path, line->at.line, line->at.column, line->text);
        else
            fprintf(out, "%s:%u: %s\n", line->path, line->at.line, line->text);
    }
}
