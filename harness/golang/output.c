/*
 * What `go build -gcflags='-m=2 -l'` printed -> diagnostics about the cases. See internal.h.
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
            esc_format("escapement/%s/point%zu", cases[units[u].case_index].name, units[u].point);
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

void esc_go_parse(const struct esc_case *cases, const struct esc_go_unit *units, size_t unit_count,
                  const char *output, struct esc_diagnostics *diagnostics)
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
        const char *text = after_position(line, cases[unit->case_index].name, &number, &column);
        if (text == NULL)
            continue;
        const struct esc_diagnostic one = {.case_index = unit->case_index,
                                           .point = unit->point,
                                           .line = number,
                                           .column = column,
                                           .text = (char *)(uintptr_t)text,
                                           .is_error = failed && !is_remark(text)};
        esc_diagnostics_add(diagnostics, &one);
    }
    free(copy);
}
