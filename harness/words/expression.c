/*
 * Expressions by their spelling. See expression.h for the contracts.
 */
#include "words/expression.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

/* ---- spelling ------------------------------------------------------------------------------- */

/* How far the quoted text reaches that begins here, its quotes included. */
static size_t quoted_length(const char *text)
{
    const char quote = *text;
    size_t k = 1;
    while (text[k] != '\0' && text[k] != quote)
        k += quote != '`' && text[k] == '\\' && text[k + 1] != '\0' ? 2 : 1;
    return text[k] == quote ? k + 1 : k;
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'' || c == '`';
}

static bool is_quoted(const char *text)
{
    return is_quote(*text) && text[quoted_length(text)] == '\0';
}

/* 12, 0x7F, 1e9, 3.5, 2i, with a sign or without; digits with _ between them. */
static bool is_number(const char *text)
{
    text += *text == '-' || *text == '+';
    if (!isdigit((unsigned char)*text) && !(*text == '.' && isdigit((unsigned char)text[1])))
        return false;
    for (; *text != '\0'; text++)
        if (!isalnum((unsigned char)*text) && strchr("._", *text) == NULL &&
            !(strchr("+-", *text) != NULL && strchr("eEpP", text[-1]) != NULL))
            return false;
    return true;
}

bool esc_expression_is_constant(const char *text)
{
    return is_quoted(text) || is_number(text) || strcmp(text, "true") == 0 ||
           strcmp(text, "false") == 0;
}

/* Whether there is a " + " outside brackets and quotes; a text in quotes beside it: *quoted. */
static bool is_sum(const char *text, bool *quoted)
{
    int depth = 0;
    bool sum = false;
    *quoted = false;
    while (*text != '\0') {
        depth += strchr("([{", *text) != NULL;
        depth -= strchr(")]}", *text) != NULL;
        sum = sum || (depth == 0 && strncmp(text, " + ", 3) == 0);
        *quoted = *quoted || (depth == 0 && (*text == '"' || *text == '`'));
        text += is_quote(*text) ? quoted_length(text) : 1;
    }
    return sum;
}

size_t esc_expression_callee(const char *text)
{
    int depth = 0;
    size_t open = 0;
    const size_t length = strlen(text);
    if (length == 0 || text[length - 1] != ')')
        return 0;
    for (size_t k = 0; k < length;) {
        if (text[k] == '(' && depth == 0)
            open = k;
        depth += strchr("([{", text[k]) != NULL;
        depth -= strchr(")]}", text[k]) != NULL;
        k += is_quote(text[k]) ? quoted_length(text + k) : 1;
    }
    return open;
}

/* ---- what it is ----------------------------------------------------------------------------- */

static const struct {
    const char *opening;
    enum esc_expression kind;
} openings[] = {
    {"func literal", ESC_EXPRESSION_LITERAL},
    {"make(map[", ESC_EXPRESSION_MAP},
    {"map[", ESC_EXPRESSION_MAP},
    {"make(chan ", ESC_EXPRESSION_CHANNEL},
    {"make(<-chan ", ESC_EXPRESSION_CHANNEL},
    {"make(", ESC_EXPRESSION_MAKE},
    {"new(", ESC_EXPRESSION_NEW},
    {"&", ESC_EXPRESSION_NEW},
    {"append(", ESC_EXPRESSION_APPEND},
    {"... argument", ESC_EXPRESSION_ARGUMENTS},
    {"([]byte)(", ESC_EXPRESSION_CONVERSION},
    {"([]rune)(", ESC_EXPRESSION_CONVERSION},
    {"string(", ESC_EXPRESSION_CONVERSION},
};

const char *esc_expression_storage(const char *location, size_t *length)
{
    static const char opening[] = "{storage for ";
    if (!esc_starts(location, opening))
        return NULL;
    *length = strlen(location) - strlen(opening) - strlen("}");
    return location + strlen(opening);
}

/* "t.add": names with points between, and nothing else. */
static bool is_selector(const char *text)
{
    const char *point = strrchr(text, '.');
    return point != NULL && point != text && strpbrk(text, " ([{\"'`+") == NULL;
}

/* Whether a type that a source declares has a field of that name: one that begins its line, or
 * stands behind another one's comma, or the brace. */
static bool is_field(const struct esc_escapes *escapes, const char *name)
{
    const size_t length = strlen(name);
    for (size_t k = 0; k < escapes->type_count; k++) {
        const char *text = escapes->types[k].text;
        for (const char *at = text; at != NULL && (at = strstr(at, name)) != NULL; at++) {
            const char *before = at;
            while (before > text && strchr(" \t*", before[-1]) != NULL)
                before--;
            if ((before == text || strchr("\n;,{", before[-1]) != NULL) &&
                strchr(" \t,\n", at[length]) != NULL)
                return true;
        }
    }
    return false;
}

/* Whether the program has a method of that name, "T.add" or "(*T).add", and no field. A receiver
 * without pointers is not told to be in the memory. */
static bool is_method(const struct esc_escapes *escapes, const char *selector)
{
    const char *name = strrchr(selector, '.') + 1;
    for (size_t k = 0; k < escapes->function_count; k++) {
        const char *point = strrchr(escapes->functions[k].name, '.');
        if (point != NULL && strcmp(point + 1, name) == 0)
            return !is_field(escapes, name);
    }
    return false;
}

enum esc_expression esc_expression_of(const struct esc_escapes *escapes,
                                      const struct esc_go_value *value)
{
    const char *name = value->name;
    bool quoted;
    if (value->fate == ESC_FATE_MOVED)
        return ESC_EXPRESSION_VARIABLE;
    if (strcmp(name, "append") == 0)
        return ESC_EXPRESSION_APPEND;
    if (esc_expression_is_constant(name))
        return ESC_EXPRESSION_CONSTANT;
    if (is_sum(name, &quoted))
        return quoted ? ESC_EXPRESSION_CONCAT : ESC_EXPRESSION_SUM;
    if (esc_starts(name, "make(") && strpbrk(name, ",[ ") == NULL)
        return ESC_EXPRESSION_MAKE_NAMED;
    for (size_t k = 0; k < sizeof openings / sizeof *openings; k++)
        if (esc_starts(name, openings[k].opening))
            return openings[k].kind;
    if (esc_starts(name, "[]") && esc_ends(name, "}"))
        return ESC_EXPRESSION_SLICE;
    if (is_selector(name) &&
        (esc_escapes_is_method_value(escapes, name) || is_method(escapes, name)))
        return ESC_EXPRESSION_METHOD;
    return ESC_EXPRESSION_BOXED;
}
