/*
 * Cutting lines. See line.h for the contracts.
 */
#include "why/line.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

bool part_is(struct part part, const char *text)
{
    return strlen(text) == part.length && memcmp(part.bytes, text, part.length) == 0;
}

bool part_starts(struct part part, const char *opening)
{
    const size_t length = strlen(opening);
    return part.length >= length && memcmp(part.bytes, opening, length) == 0;
}

bool part_ends(struct part part, const char *end)
{
    const size_t length = strlen(end);
    return part.length >= length && memcmp(part.bytes + part.length - length, end, length) == 0;
}

static struct part behind_of(struct part part, size_t length)
{
    return (struct part){part.bytes + length, part.length - length};
}

bool part_cut_start(struct part *part, const char *opening)
{
    if (!part_starts(*part, opening))
        return false;
    *part = behind_of(*part, strlen(opening));
    return true;
}

bool part_cut_end(struct part *part, const char *end)
{
    if (!part_ends(*part, end))
        return false;
    part->length -= strlen(end);
    return true;
}

static bool split_at(struct part part, size_t at, size_t length, struct part *before,
                     struct part *behind)
{
    if (before != NULL)
        *before = (struct part){part.bytes, at};
    if (behind != NULL)
        *behind = behind_of(part, at + length);
    return true;
}

bool part_split(struct part part, const char *text, struct part *before, struct part *behind)
{
    const size_t length = strlen(text);
    const char *found = memmem(part.bytes, part.length, text, length);
    return found != NULL && split_at(part, (size_t)(found - part.bytes), length, before, behind);
}

bool part_split_last(struct part part, const char *text, struct part *before, struct part *behind)
{
    const size_t length = strlen(text);
    for (size_t at = part.length + 1; at-- > 0;)
        if (part.length - at >= length && memcmp(part.bytes + at, text, length) == 0)
            return split_at(part, at, length, before, behind);
    return false;
}

/* How far a quoted text reaches that begins at `at`, the quotes included; to the end where it is
 * not closed, which `*open` tells. */
static size_t quoted_length(struct part part, size_t at, bool *open)
{
    const char quote = part.bytes[at];
    size_t k = at + 1;
    while (k < part.length && part.bytes[k] != quote)
        k += quote != '`' && part.bytes[k] == '\\' ? 2 : 1;
    *open = k >= part.length;
    return *open ? part.length - at : k + 1 - at;
}

static bool is_quote(char c)
{
    return c == '"' || c == '\'' || c == '`';
}

bool part_split_outside(struct part part, const char *text, struct part *before,
                        struct part *behind)
{
    const size_t length = strlen(text);
    size_t depth = 0;
    bool open = false;
    for (size_t at = 0; at < part.length;) {
        const char c = part.bytes[at];
        if (depth == 0 && part.length - at >= length && memcmp(part.bytes + at, text, length) == 0)
            return split_at(part, at, length, before, behind);
        depth += c == '{';
        depth -= c == '}' && depth > 0;
        at += is_quote(c) ? quoted_length(part, at, &open) : 1;
    }
    return false;
}

bool part_is_open(struct part part, bool open)
{
    const char *quote = memchr(part.bytes, '`', part.length);
    if (quote == NULL)
        return open;
    size_t at = open ? (size_t)(quote - part.bytes) + 1 : 0;
    bool raw = open = false;
    while (at < part.length) {
        raw = part.bytes[at] == '`';
        at += is_quote(part.bytes[at]) ? quoted_length(part, at, &open) : 1;
    }
    return open && raw;
}

bool part_number(struct part part, int *number)
{
    *number = 0;
    for (size_t k = 0; k < part.length; k++) {
        const int digit = part.bytes[k] - '0';
        if (digit < 0 || digit > 9 || *number > (INT_MAX - digit) / 10)
            return false;
        *number = *number * 10 + digit;
    }
    return part.length > 0;
}

bool part_place(struct part part, struct part *file, int *line, int *column)
{
    struct part before, last;
    *column = 0;
    if (!part_split_last(part, ":", &before, &last) || !part_number(last, line))
        return false;
    *file = before;
    struct part outer, number;
    int first;
    if (part_split_last(before, ":", &outer, &number) && part_number(number, &first)) {
        *file = outer;
        *column = *line;
        *line = first;
    }
    return file->length > 0;
}

/* The digits from `at` on. */
static size_t count_digits(struct part part, size_t at)
{
    size_t count = 0;
    while (at + count < part.length && isdigit((unsigned char)part.bytes[at + count]))
        count++;
    return count;
}

/* Where ":12" or ":12:34" that begins at `at` ends, if ": " follows; else 0. */
static size_t place_end(struct part part, size_t at)
{
    for (int numbers = 0; numbers < 2; numbers++) {
        const size_t digits = count_digits(part, at + 1);
        if (digits == 0)
            return 0;
        at += 1 + digits;
        if (at + 1 >= part.length || part.bytes[at] != ':')
            return 0;
        if (part.bytes[at + 1] == ' ')
            return at;
    }
    return 0;
}

bool part_placed(struct part part, struct part *file, int *line, int *column, struct part *rest)
{
    for (const char *at = part.bytes;
         (at = memchr(at, ':', part.length - (size_t)(at - part.bytes))) != NULL; at++) {
        const size_t end = place_end(part, (size_t)(at - part.bytes));
        if (end == 0)
            continue;
        *rest = behind_of(part, end + 2);
        return part_place((struct part){part.bytes, end}, file, line, column);
    }
    return false;
}
