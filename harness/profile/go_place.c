/*
 * From C functions to Go's, by their names. See go_place.h.
 */
#include "profile/go_place.h"

#include "base/memory.h"
#include "base/text.h"
#include "noun/scan.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LINES = 32 };

/* by_address -> byAddress. Compilers give clones endings: heap_op.part.0 */
static char *camel(const char *c_function)
{
    char *name = esc_strdup(c_function);
    char *to = name;
    for (const char *at = c_function; *at != '\0' && *at != '.'; at++) {
        bool joint = *at == '_' && at[1] != '\0' && to != name;
        *to++ = joint ? (char)toupper((unsigned char)*++at) : *at;
    }
    *to = '\0';
    return name;
}

static bool is_word(const char *at, const char *end, const char *word)
{
    size_t length = strlen(word);
    return (size_t)(end - at) == length && memcmp(at, word, length) == 0;
}

static const char *skip_group(const char *at, char open, char close)
{
    int depth = 0;
    while (*at != '\0') {
        depth += (*at == open) - (*at == close);
        at = esc_scan_one(at, ESC_IN_GO);
        if (depth == 0)
            break;
    }
    return at;
}

/* Behind the function whose name ends at `at`: its parameters, results, and body. */
static const char *end_of_function(const char *at)
{
    at = skip_group(at, '(', ')');
    while (*at != '\0' && *at != '{' && *at != '\n')
        at = *at == '(' ? skip_group(at, '(', ')') : esc_scan_one(at, ESC_IN_GO);
    return *at == '{' ? skip_group(at, '{', '}') : at;
}

static int line_at(const char *text, int line, const char *at)
{
    return line + esc_line_ends(text, at);
}

/* Behind `func`: a receiver, perhaps, and the name, whose first letter may be a capital. */
static bool is_declared(const char *at, const char *name, const char **behind)
{
    at = esc_scan_blanks(at, false);
    if (*at == '(')
        at = esc_scan_blanks(skip_group(at, '(', ')'), false);
    *behind = *at != '\0' ? esc_scan_one(at, ESC_IN_GO) : at;
    return (*at == name[0] || *at == toupper((unsigned char)name[0])) &&
           is_word(at + 1, *behind, name + 1);
}

static bool find_in(const struct esc_source *source, struct esc_go_function *function)
{
    for (const char *at = source->text; at != NULL && *at != '\0';) {
        const char *next = esc_scan_one(at, ESC_IN_GO);
        const char *behind;
        if (is_word(at, next, "func") && is_declared(next, function->name, &behind)) {
            function->name[0] = *(behind - strlen(function->name));
            function->text = at;
            function->length = (size_t)(end_of_function(behind) - at);
            function->line = line_at(source->text, source->line, at);
            return true;
        }
        at = next;
    }
    return false;
}

bool esc_go_function_find(const struct esc_case *bench_case, const struct esc_strategy *strategy,
                          const char *c_function, struct esc_go_function *function)
{
    *function = (struct esc_go_function){.name = camel(c_function)};
    return find_in(&strategy->go, function) || find_in(&bench_case->go, function);
}

/* ---- its lines ---- */

struct lines {
    int list[MOST_LINES];
    size_t count;
};

static void add_line(struct lines *lines, int line)
{
    size_t at = 0;
    while (at < lines->count && lines->list[at] < line)
        at++;
    if ((at < lines->count && lines->list[at] == line) || lines->count == MOST_LINES)
        return;
    memmove(&lines->list[at + 1], &lines->list[at], (lines->count - at) * sizeof *lines->list);
    lines->list[at] = line;
    lines->count++;
}

int esc_go_call_line(const struct esc_go_function *function, const char *callee, size_t index,
                     size_t count)
{
    struct lines lines = {0};
    const char *end = function->text + function->length;
    const char *at = memchr(function->text, '{', function->length);
    while (at != NULL && at < end) {
        const char *next = esc_scan_one(at, ESC_IN_GO);
        if (is_word(at, next, callee) && *next == '(')
            add_line(&lines, line_at(function->text, function->line, at));
        at = next;
    }
    if (lines.count == 0)
        return function->line;
    return lines.list[lines.count == count && index < count ? index : 0];
}

/* ---- what escapes ---- */

/* Whether a variable's declaration goes on behind its name: `x :=`, `x, y :=`; or `var` is before.
 */
static bool is_declaration(const char *behind, bool after_var)
{
    behind = esc_scan_blanks(behind, false);
    while (*behind == ',') {
        behind = esc_scan_blanks(behind + 1, false);
        if (!esc_scan_in_word(*behind))
            return false;
        behind = esc_scan_blanks(esc_scan_one(behind, ESC_IN_GO), false);
    }
    return after_var || strncmp(behind, ":=", 2) == 0;
}

/* "moved to heap: t": where t is declared; a parameter in the function's own line. */
static void add_moved(struct lines *lines, const struct esc_go_function *function,
                      const char *variable)
{
    const char *end = function->text + function->length;
    bool after_var = false;
    for (const char *at = function->text; at < end;) {
        const char *next = esc_scan_one(at, ESC_IN_GO);
        if (is_word(at, next, variable) && is_declaration(next, after_var))
            add_line(lines, line_at(function->text, function->line, at));
        if (!isspace((unsigned char)*at))
            after_var = is_word(at, next, "var");
        at = next;
    }
}

/* "EXPRESSION escapes to heap": the lines with that expression. */
static void add_expression(struct lines *lines, const struct esc_go_function *function,
                           const char *expression, size_t length)
{
    const char *from = memchr(function->text, '{', function->length);
    const char *end = function->text + function->length;
    for (const char *at = from;
         at != NULL && (at = memmem(at, (size_t)(end - at), expression, length)) != NULL; at++)
        if (!esc_scan_in_word(at[-1]) &&
            (!esc_scan_in_word(at[length - 1]) || !esc_scan_in_word(at[length])))
            add_line(lines, line_at(function->text, function->line, at));
}

/* "func literal escapes to heap": `func` with parameters and a body; a type has none. */
static void add_literals(struct lines *lines, const struct esc_go_function *function)
{
    const char *from = memchr(function->text, '{', function->length);
    const char *end = function->text + function->length;
    for (const char *at = from; at != NULL && at < end;) {
        const char *next = esc_scan_one(at, ESC_IN_GO);
        if (is_word(at, next, "func") && *next == '(' && end_of_function(next)[-1] == '}')
            add_line(lines, line_at(function->text, function->line, at));
        at = next;
    }
}

static void add_escape(struct lines *lines, const struct esc_go_function *function,
                       const char *text)
{
    static const char moved[] = "moved to heap: ";
    static const char literal[] = "func literal";
    const char *escapes = strstr(text, " escapes to heap");
    size_t length = escapes != NULL ? (size_t)(escapes - text) : 0;
    if (esc_starts(text, moved))
        add_moved(lines, function, text + sizeof moved - 1);
    else if (length == sizeof literal - 1 && strncmp(text, literal, length) == 0)
        add_literals(lines, function);
    /* A variable is only moved, as another diagnostic says, or boxed, somewhere. */
    else if (length > 0 && esc_scan_one(text, ESC_IN_GO) != text + length)
        add_expression(lines, function, text, length);
}

int esc_go_alloc_line(const struct esc_strategy *strategy, const struct esc_go_function *function,
                      size_t index, size_t count)
{
    struct lines lines = {0};
    for (size_t k = 0; k < strategy->escape_count; k++)
        add_escape(&lines, function, strategy->escapes[k]);
    return index < lines.count && lines.count == count ? lines.list[index] : function->line;
}
