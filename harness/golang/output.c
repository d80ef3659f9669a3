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

/* ---- errors without a place in a case ------------------------------------------------------- */

/* Whether the unit is named in the line: "NAME/point3" in a path, "NAME-point3" of its program. */
static bool names_unit(const char *line, const char *name, size_t point)
{
    char *number = esc_format("point%zu", point);
    size_t length = strlen(name);
    bool found = false;
    for (const char *at = line; !found && (at = strstr(at, name)) != NULL; at++) {
        const char *behind = at + length;
        bool begins = at == line || strchr(" \t/", at[-1]) != NULL;
        found = begins && (*behind == '/' || *behind == '-') &&
                strncmp(behind + 1, number, strlen(number)) == 0 &&
                !isdigit((unsigned char)behind[1 + strlen(number)]);
    }
    free(number);
    return found;
}

static const struct esc_go_unit *find_named(const struct esc_case *cases,
                                            const struct esc_go_unit *units, size_t count,
                                            const char *line)
{
    for (size_t u = 0; u < count; u++)
        if (names_unit(line, cases[units[u].case_index].name, units[u].point))
            return &units[u];
    return NULL;
}

/* As the compiler would have printed it. */
static void add_fault(struct esc_text *out, const struct esc_case *bench_case, size_t point,
                      const char *line)
{
    int number = 0;
    int column = 0;
    line += strspn(line, " \t");
    const char *text = after_position(line, bench_case->name, &number, &column);
    if (text == NULL) {
        text = line;
        number = bench_case->line;
    }
    esc_text_addf(out, "# escapement/%s/point%zu\n%s.lua:%d:1: %s\n", bench_case->name, point,
                  bench_case->name, number, text);
}

/* Headers, lines that add to the one before, remarks about the harness's own lines. */
static bool tells_nothing(const char *line, bool below_header)
{
    const char *behind = strstr(line, ": ");
    return line[0] == '#' || strncmp(line, "package ", 8) == 0 ||
           (below_header && line[0] == '\t') || (behind != NULL && is_remark(behind + 2));
}

size_t esc_go_attribute(const struct esc_case *cases, const struct esc_go_unit *units,
                        size_t unit_count, const char *output, struct esc_text *out, bool *blamed)
{
    const struct esc_go_unit *below = NULL;
    size_t count = 0;
    char *copy = esc_strdup(output);
    char *rest = NULL;
    for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        if (strncmp(line, "# ", 2) == 0)
            below = find_named(cases, units, unit_count, line + 2);
        const struct esc_go_unit *unit =
            below != NULL ? below : find_named(cases, units, unit_count, line);
        if (unit == NULL || tells_nothing(line, below != NULL))
            continue;
        add_fault(out, &cases[unit->case_index], unit->point, line);
        blamed[unit->case_index] = true;
        count++;
    }
    free(copy);
    return count;
}
