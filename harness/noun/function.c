/*
 * A scan of C text that knows comments, literals and words, no more. See function.h.
 */
#include "noun/function.h"

#include "base/memory.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

char *esc_function_name(const char *strategy, const char *suffix)
{
    char *name = esc_format("%s_%s", strategy, suffix);
    for (char *at = name; *at != '\0'; at++)
        if (*at == '-')
            *at = '_';
    return name;
}

static bool in_word(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_';
}

static const char *skip_literal(const char *at)
{
    char quote = *at++;
    while (*at != '\0' && *at != quote && *at != '\n')
        at += *at == '\\' && at[1] != '\0' ? 2 : 1;
    return *at == quote ? at + 1 : at;
}

static const char *skip_comment(const char *at)
{
    const char *end = at[1] == '*' ? strstr(at + 2, "*/") : strchr(at, '\n');
    if (end == NULL)
        return at + strlen(at);
    return at[1] == '*' ? end + 2 : end;
}

static bool starts_comment(const char *at)
{
    return at[0] == '/' && (at[1] == '*' || at[1] == '/');
}

static const char *skip_blanks(const char *at)
{
    while (isspace((unsigned char)*at) || starts_comment(at))
        at = starts_comment(at) ? skip_comment(at) : at + 1;
    return at;
}

/* Behind one word, literal, comment or other byte; `at` is not at the end. */
static const char *skip_one(const char *at)
{
    if (starts_comment(at))
        return skip_comment(at);
    if (*at == '"' || *at == '\'')
        return skip_literal(at);
    if (!in_word(*at))
        return at + 1;
    while (in_word(*at))
        at++;
    return at;
}

/* Behind the parenthesis that closes the one at `at`, or at the end of the text. */
static const char *skip_group(const char *at)
{
    int depth = 0;
    while (*at != '\0') {
        depth += (*at == '(') - (*at == ')');
        at = skip_one(at);
        if (depth == 0)
            break;
    }
    return at;
}

/* What stands behind a name: arguments, perhaps attributes, and a brace. */
static bool has_body(const char *at)
{
    at = skip_blanks(at);
    if (*at != '(')
        return false;
    for (at = skip_blanks(skip_group(at)); in_word(*at) || *at == '('; at = skip_blanks(at))
        at = *at == '(' ? skip_group(at) : skip_one(at);
    return *at == '{';
}

bool esc_function_defined(const char *text, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = text; *at != '\0';) {
        const char *next = skip_one(at);
        if ((size_t)(next - at) == length && memcmp(at, name, length) == 0 && has_body(next))
            return true;
        at = next;
    }
    return false;
}
