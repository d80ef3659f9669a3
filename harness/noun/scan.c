/*
 * Steps over C or Go text. See scan.h.
 */
#include "noun/scan.h"

#include <ctype.h>
#include <string.h>

bool esc_scan_in_word(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_';
}

/* A literal ends with its line at the latest, but for Go's raw strings, which have no escapes. */
static const char *skip_literal(const char *at)
{
    char quote = *at++;
    while (*at != '\0' && *at != quote && (quote == '`' || *at != '\n'))
        at += quote != '`' && *at == '\\' && at[1] != '\0' ? 2 : 1;
    return *at == quote ? at + 1 : at;
}

static bool starts_comment(const char *at)
{
    return at[0] == '/' && (at[1] == '*' || at[1] == '/');
}

static bool starts_literal(const char *at, enum esc_language language)
{
    return *at == '"' || *at == '\'' || (*at == '`' && language == ESC_IN_GO);
}

static const char *skip_comment(const char *at)
{
    const char *end = at[1] == '*' ? strstr(at + 2, "*/") : strchr(at, '\n');
    if (end == NULL)
        return at + strlen(at);
    return at[1] == '*' ? end + 2 : end;
}

const char *esc_scan_one(const char *at, enum esc_language language)
{
    if (starts_comment(at))
        return skip_comment(at);
    if (starts_literal(at, language))
        return skip_literal(at);
    if (!esc_scan_in_word(*at))
        return at + 1;
    while (esc_scan_in_word(*at))
        at++;
    return at;
}

const char *esc_scan_blanks(const char *at, bool lines)
{
    while ((isspace((unsigned char)*at) && (lines || *at != '\n')) || starts_comment(at))
        at = starts_comment(at) ? skip_comment(at) : at + 1;
    return at;
}
