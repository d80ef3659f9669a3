/*
 * What `go build -gcflags='-m=2 -l'` printed -> lines about the cases, and the search for verdicts
 * among them. See golang.h for the contracts.
 */
#include "golang/internal.h"

#include "base/memory.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char esc_go_ended_well[] = "# exit 0\n";

/* "# escapement/pointer-return/point3": the lines below are about that package. */
static const struct esc_go_unit *find_unit(const struct esc_case *cases,
                                           const struct esc_go_unit *units, size_t count,
                                           const char *package)
{
    for (size_t u = 0; u < count; u++) {
        char *name =
            esc_format("escapement/%s/point%zu", cases[units[u].item].name, units[u].point);
        bool same = strcmp(name, package) == 0;
        free(name);
        if (same)
            return &units[u];
    }
    return NULL;
}

/* "pointer-return.lua:51:2: moved to heap: t", perhaps with folders before the name. NULL: not
 * about that file; else what follows the position. */
static const char *after_position(const char *text, const char *name, int *line, int *column)
{
    char *file = esc_format("%s.lua:", name);
    const char *at = strstr(text, file);
    size_t length = strlen(file);
    free(file);
    if (at == NULL || (at != text && at[-1] != '/') || memchr(text, ' ', (size_t)(at - text)))
        return NULL;
    char *end;
    *line = (int)strtol(at + length, &end, 10);
    *column = *end == ':' && isdigit((unsigned char)end[1]) ? (int)strtol(end + 1, &end, 10) : 0;
    return end[0] == ':' && end[1] == ' ' ? end + 2 : NULL;
}

/*
 * The compiler's remarks and its errors look alike. In a build that failed, what has none of the
 * openings and parts of remarks of -m=2 -l is an error.
 */
static bool is_remark(const char *text)
{
    static const char *const openings[] = {
        "moved to heap: ", "leaking param",   " ",
        "parameter ",      "can inline ",     "cannot inline ",
        "inlining call",   "devirtualizing ", "ignoring self-assignment",
        "zero-copy "};
    static const char *const parts[] = {" escapes to heap", " does not escape", " capturing by ",
                                        " leaks to ",       "open-coded defer", "-allocated defer"};
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        if (strncmp(text, openings[i], strlen(openings[i])) == 0)
            return true;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strstr(text, parts[i]) != NULL)
            return true;
    return false;
}

static void add_line(struct esc_go_module *module, const struct esc_go_unit *unit, int line,
                     int column, const char *text, bool failed)
{
    module->lines = esc_grow(module->lines, &module->line_count, sizeof *module->lines);
    module->lines[module->line_count - 1] =
        (struct esc_go_line){.item = unit->item,
                             .point = unit->point,
                             .line = line,
                             .column = column,
                             .text = esc_strdup(text),
                             .is_error = failed && !is_remark(text)};
}

void esc_go_parse(const struct esc_case *cases, const struct esc_go_unit *units, size_t unit_count,
                  const char *output, struct esc_go_module *module)
{
    const struct esc_go_unit *unit = NULL;
    bool failed = strncmp(output, esc_go_ended_well, strlen(esc_go_ended_well)) != 0;
    char *copy = esc_strdup(output);
    char *rest = NULL;
    for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        if (strncmp(line, "# ", 2) == 0)
            unit = find_unit(cases, units, unit_count, line + 2);
        if (unit == NULL || line[0] == '#')
            continue;
        int number = 0;
        int column = 0;
        const char *text = after_position(line, cases[unit->item].name, &number, &column);
        if (text != NULL)
            add_line(module, unit, number, column, text, failed);
    }
    free(copy);
}

static bool is_word_character(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* `text` begins with `expected`, and not in the middle of a longer word. */
static bool says(const char *text, const char *expected)
{
    text += strspn(text, " ");
    size_t length = strlen(expected);
    if (length == 0 || strncmp(text, expected, length) != 0)
        return false;
    return !is_word_character(expected[length - 1]) || !is_word_character(text[length]);
}

/* The last " for " before `end`; NULL: there is none, or it belongs to "{storage for x}". */
static char *last_for(char *text, const char *end)
{
    char *last = NULL;
    for (char *at = text; (at = strstr(at, " for ")) != NULL && at < end; at++)
        last = at;
    return last != NULL && memchr(last, '}', (size_t)(end - last)) == NULL ? last : NULL;
}

/*
 * Go 1.26 draws an arrow where 1.19 wrote "flow: a = &b", and names the function: "t escapes to
 * heap in f:", "parameter t leaks to {heap} for f with derefs=0". In place, as 1.19 wrote it.
 */
static void word_as_before(char *text)
{
    static const char escapes[] = " escapes to heap", arrow[] = " \xe2\x86\x90 ";
    char *at = strstr(text, escapes);
    if (at != NULL && strncmp(at + strlen(escapes), " in ", 4) == 0 &&
        text[strlen(text) - 1] == ':')
        memcpy(at + strlen(escapes), ":", 2);
    char *derefs = strstr(text, " with derefs=");
    at = derefs != NULL ? last_for(text, derefs) : NULL;
    if (at != NULL)
        memmove(at, derefs, strlen(derefs) + 1);
    at = strstr(text, arrow);
    if (at == NULL)
        return;
    memcpy(at, " = ", 3);
    memmove(at + 3, at + strlen(arrow), strlen(at + strlen(arrow)) + 1);
}

/* As the line stands or as 1.19 worded it; with the constants' names, which 1.19 prints, or with
 * their values, which later releases print. */
static bool says_either(const char *text, const char *expected, const char *expected_values)
{
    char *before = esc_strdup(text);
    word_as_before(before);
    bool found = says(text, expected) || says(text, expected_values) || says(before, expected) ||
                 says(before, expected_values);
    free(before);
    return found;
}

static bool is_within(const struct esc_source *source, int line)
{
    if (source->text == NULL || line < source->line)
        return false;
    int lines = 1;
    for (const char *at = source->text; (at = strchr(at, '\n')) != NULL; at++)
        lines++;
    return line < source->line + lines;
}

bool esc_go_has_verdict(const struct esc_go_module *module, const struct esc_case *item,
                        const struct esc_go_unit *unit, const struct esc_strategy *strategy,
                        const char *expected)
{
    char *values = esc_go_with_values(item, unit->point, expected);
    bool found = false;
    for (size_t k = 0; k < module->line_count && !found; k++) {
        const struct esc_go_line *line = &module->lines[k];
        found = line->item == unit->item && line->point == unit->point &&
                (is_within(&strategy->go, line->line) || is_within(&item->go_shared, line->line)) &&
                says_either(line->text, expected, values);
    }
    free(values);
    return found;
}

bool esc_go_verdicts_due(const struct esc_strategy *strategy, size_t point)
{
    return strategy->place == ESC_PLACE_STACK || strategy->expect[point].allocs > 0;
}
