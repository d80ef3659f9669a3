/*
 * Places of compilers, assemblers and linkers -> lines of the case file. See places.h.
 */
#include "build/places.h"

#include "base/memory.h"
#include "base/path.h"
#include "base/text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Takes ":NUMBER" off the end of the line; 0 when there is none. */
static int take_number(char *line)
{
    char *colon = strrchr(line, ':');
    if (colon == NULL || !isdigit((unsigned char)colon[1]))
        return 0;
    char *end;
    long number = strtol(colon + 1, &end, 10);
    if (*end != '\0')
        return 0;
    *colon = '\0';
    return (int)number;
}

/* `#line NUMBER "FILE"`: of the case, or of the generated text itself, NAME.c. */
static bool is_directive(const char *line, int *number, bool *of_case)
{
    static const char opening[] = "#line ";
    if (!esc_starts(line, opening))
        return false;
    char *end;
    *number = (int)strtol(line + sizeof opening - 1, &end, 10);
    size_t length = strcspn(end, "\n");
    *of_case = length < 3 || memcmp(end + length - 3, ".c\"", 3) != 0;
    return true;
}

/*
 * The last line of the case's text that stands before line `line` of the generated one. Of the
 * strategies' texts a unit has those on the stack or, behind #else, those on the heap.
 */
static int line_before(const char *code, int line)
{
    bool of_case = false;
    int here = 0; /* the line of the case that comes next */
    int last = 0;
    int shared = 0; /* the last of what both have */
    for (int at = 1; at < line && *code != '\0'; at++) {
        bool blank = code[strspn(code, " \t")] == '\n';
        if (is_directive(code, &here, &of_case))
            ; /* `here` is the next line's */
        else if (of_case)
            last = blank ? last : here;
        else if (esc_starts(code, "#if ESC_RUNTIME_ID "))
            shared = last;
        else if (esc_starts(code, "#else\n"))
            last = shared;
        here += of_case && !esc_starts(code, "#line ");
        code += strcspn(code, "\n");
        code += *code == '\n';
    }
    return last;
}

static bool is_code(const struct esc_case *bench_case, const char *file)
{
    size_t length = strlen(bench_case->name);
    return strncmp(file, bench_case->name, length) == 0 && strcmp(file + length, ".c") == 0;
}

static bool is_assembly(const char *file)
{
    size_t length = strlen(file);
    return strcmp(file, "<inline asm>") == 0 || strcmp(file, "{standard input}") == 0 ||
           (length > 2 && strcmp(file + length - 2, ".s") == 0);
}

struct esc_found_place esc_place_find(const struct esc_case *bench_case, const char *code,
                                      char *text)
{
    char *offset = strstr(text, ":(");
    if (offset != NULL)
        *offset = '\0';
    int column_or_line = take_number(text);
    int line = take_number(text);
    line = line != 0 ? line : column_or_line;
    const char *file = esc_base_name(text);
    if (strcmp(file, esc_base_name(bench_case->path)) == 0)
        return (struct esc_found_place){ESC_PLACE_CASE, line, file};
    if (is_code(bench_case, file))
        return (struct esc_found_place){ESC_PLACE_CODE, line_before(code, line), file};
    if (is_assembly(file))
        return (struct esc_found_place){ESC_PLACE_ASSEMBLY, 0, file};
    return (struct esc_found_place){ESC_PLACE_ELSEWHERE, line, file};
}

/* ---- assembly ------------------------------------------------------------------------------ */

struct line {
    const char *text;
    size_t length;
    int number;
};

static void add_lines(const struct esc_source *source, struct line **lines, size_t *count)
{
    int number = source->line;
    for (const char *at = source->text; at != NULL && *at != '\0'; number++) {
        size_t length = strcspn(at, "\n");
        *lines = esc_grow(*lines, count, sizeof **lines);
        (*lines)[*count - 1] = (struct line){at, length, number};
        at += length + (at[length] == '\n');
    }
}

static bool holds(const struct line *line, const char *word, size_t length)
{
    return length > 0 && memmem(line->text, line->length, word, length) != NULL;
}

/* The index of the last line up to `most` that has an asm; with `most` 0, of the only one. */
static size_t find_statement(const struct line *lines, size_t count, int most)
{
    size_t found = count;
    size_t several = 0;
    for (size_t i = 0; i < count; i++) {
        bool nearer = found == count || lines[i].number > lines[found].number;
        if (!holds(&lines[i], "asm", 3) || (most > 0 && (lines[i].number > most || !nearer)))
            continue;
        found = i;
        several++;
    }
    return most == 0 && several > 1 ? count : found;
}

/* From the statement's line on, up to the next one. */
static int find_quoted(const struct line *lines, size_t count, size_t first, const char *message)
{
    const char *quoted = strchr(message, '`');
    size_t length = quoted == NULL ? 0 : strcspn(quoted + 1, " '");
    for (size_t i = first; i < count; i++) {
        if (i > first && (lines[i].number != lines[i - 1].number + 1 || holds(&lines[i], "asm", 3)))
            break;
        if (quoted != NULL && holds(&lines[i], quoted + 1, length))
            return lines[i].number;
    }
    return lines[first].number;
}

int esc_place_of_assembly(const struct esc_case *bench_case, int line, const char *message)
{
    struct line *lines = NULL;
    size_t count = 0;
    add_lines(&bench_case->c, &lines, &count);
    for (size_t k = 0; k < bench_case->strategy_count; k++)
        add_lines(&bench_case->strategies[k].c, &lines, &count);
    size_t statement = find_statement(lines, count, line);
    if (statement < count)
        line = find_quoted(lines, count, statement, message);
    free(lines);
    return line;
}
