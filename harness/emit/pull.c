/*
 * Cutting a JSON text into its values. See pull.h for the contracts; the grammar is RFC 8259's.
 */
#include "emit/pull.h"

#include <stdio.h>
#include <string.h>

static int lines_before(const struct esc_pull *pull)
{
    int lines = 0;
    const char *end = pull->bytes + pull->at;
    for (const char *at = pull->bytes; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
        lines++;
    return lines;
}

static bool fail(struct esc_pull *pull, const char *what)
{
    pull->reason.line = 1 + lines_before(pull);
    snprintf(pull->reason.text, sizeof pull->reason.text, "%s", what);
    return false;
}

/* What stands here behind blanks; NUL at the end. */
static char next(struct esc_pull *pull)
{
    while (pull->at < pull->length && pull->bytes[pull->at] != '\0' &&
           strchr(" \t\r\n", pull->bytes[pull->at]) != NULL)
        pull->at++;
    return pull->at < pull->length ? pull->bytes[pull->at] : '\0';
}

static bool take(struct esc_pull *pull, char sign)
{
    bool there = next(pull) == sign;
    pull->at += there;
    return there;
}

json_t *esc_pull_value(struct esc_pull *pull)
{
    next(pull);
    json_t *value = json_loadb(pull->bytes + pull->at, pull->length - pull->at,
                               JSON_DISABLE_EOF_CHECK | JSON_DECODE_ANY, &pull->reason);
    if (value != NULL)
        pull->at += (size_t)pull->reason.position;
    else
        pull->reason.line += lines_before(pull);
    return value;
}

static bool drop(struct esc_pull *pull, const char *key, void *data)
{
    (void)key;
    (void)data;
    json_t *value = esc_pull_value(pull);
    json_decref(value);
    return value != NULL;
}

bool esc_pull_skip(struct esc_pull *pull)
{
    if (esc_pull_begins(pull, '['))
        return esc_pull_each(pull, drop, NULL);
    return drop(pull, NULL, NULL);
}

bool esc_pull_begins(struct esc_pull *pull, char bracket)
{
    return next(pull) == bracket;
}

static bool member(struct esc_pull *pull, esc_pull_each_fn *each, void *data)
{
    if (next(pull) != '"')
        return fail(pull, "a member's name is expected");
    json_t *key = esc_pull_value(pull);
    bool good = key != NULL && (take(pull, ':') || fail(pull, "':' is expected")) &&
                each(pull, json_string_value(key), data);
    json_decref(key);
    return good;
}

bool esc_pull_each(struct esc_pull *pull, esc_pull_each_fn *each, void *data)
{
    bool named = take(pull, '{');
    if (!named && !take(pull, '['))
        return fail(pull, "'[' or '{' is expected");
    char close = named ? '}' : ']';
    if (take(pull, close))
        return true;
    do {
        if (named ? !member(pull, each, data) : !each(pull, NULL, data))
            return false;
    } while (take(pull, ','));
    return take(pull, close) ||
           fail(pull, named ? "',' or '}' is expected" : "',' or ']' is expected");
}

bool esc_pull_end(struct esc_pull *pull)
{
    next(pull);
    return pull->at == pull->length || fail(pull, "end of file expected");
}
